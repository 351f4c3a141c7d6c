/** Endings of the files that are taken in, without the dot: each can be told from its content. */
export const FILE_EXTENSIONS = ['pdf', 'docx', 'xlsx', 'pptx', 'jpg', 'jpeg', 'png', 'gif', 'mp4', 'mp3', 'zip', 'txt', 'csv'] as const;

export type FileExtension = (typeof FILE_EXTENSIONS)[number];

/** The ending of a file's name in lower case; undefined when it is none that is taken in. */
export function extensionOf(name: string): FileExtension | undefined {
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase();
  return FILE_EXTENSIONS.find((extension) => extension === ending);
}
