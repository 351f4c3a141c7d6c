/** Endings of the files that are taken in, without the dot: each can be told from its content. What each is for. */
const KINDS = {
  pdf: 'DOCUMENT',
  docx: 'DOCUMENT',
  xlsx: 'DOCUMENT',
  pptx: 'DOCUMENT',
  txt: 'DOCUMENT',
  csv: 'DOCUMENT',
  jpg: 'IMAGE',
  jpeg: 'IMAGE',
  png: 'IMAGE',
  gif: 'IMAGE',
  mp4: 'VIDEO',
  mov: 'VIDEO',
  wmv: 'VIDEO',
  mp3: 'AUDIO',
  wma: 'AUDIO',
  zip: 'ARCHIVE',
} as const;

export type FileExtension = keyof typeof KINDS;
export type FileKind = (typeof KINDS)[FileExtension];

export const FILE_EXTENSIONS = Object.keys(KINDS) as [FileExtension, ...FileExtension[]];

/** The ending of a file's name in lower case; undefined when it is none that is taken in. */
export function extensionOf(name: string): FileExtension | undefined {
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase();
  return FILE_EXTENSIONS.find((extension) => extension === ending);
}

/** What a file of this ending is for; a document when it is none that is taken in. */
export const kindOf = (extension: string): FileKind => (Object.hasOwn(KINDS, extension) ? KINDS[extension as FileExtension] : 'DOCUMENT');
