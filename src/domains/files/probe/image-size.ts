import fs from 'node:fs/promises';

/** Pixels as a picture is shown, after turning it as its camera says. */
export interface ImageSize {
  readonly container: 'jpeg' | 'png' | 'gif';
  readonly width: number;
  readonly height: number;
}

/** Segments of a JPEG that are looked through for its size. */
const MOST_SEGMENTS = 2000;
/** Orientations of a camera that lies on its side. */
const TURNED = new Set([5, 6, 7, 8]);

/** The size that the head of a picture names; undefined when it names none. Nothing is unpacked. */
export async function imageSize(path: string): Promise<ImageSize | undefined> {
  const file = await fs.open(path);
  try {
    const head = await read(file, 0, 32);
    if (head.length >= 24 && head.readUInt32BE(0) === 0x89504e47 && head.toString('latin1', 12, 16) === 'IHDR')
      return { container: 'png', width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
    if (head.length >= 10 && head.toString('latin1', 0, 3) === 'GIF')
      return { container: 'gif', width: head.readUInt16LE(6), height: head.readUInt16LE(8) };
    return head.length >= 4 && head.readUInt16BE(0) === 0xffd8 ? await jpegSize(file) : undefined;
  } finally {
    await file.close();
  }
}

async function jpegSize(file: fs.FileHandle): Promise<ImageSize | undefined> {
  let at = 2;
  let isTurned = false;
  for (let count = 0; count < MOST_SEGMENTS; count++) {
    const segment = await read(file, at, 9);
    if (segment.length < 4 || segment[0] !== 0xff) return undefined;
    const marker = segment[1]!;
    if (marker === 0xff) {
      at += 1; // padding
      continue;
    }
    const length = segment.readUInt16BE(2);
    if (length < 2 || marker === 0xd9 || marker === 0xda) return undefined;
    if (isFrame(marker)) {
      if (segment.length < 9) return undefined;
      const [height, width] = [segment.readUInt16BE(5), segment.readUInt16BE(7)];
      return isTurned ? { container: 'jpeg', width: height, height: width } : { container: 'jpeg', width, height };
    }
    if (marker === 0xe1) isTurned ||= TURNED.has(orientationIn(await read(file, at + 4, length - 2)));
    at += 2 + length;
  }
  return undefined;
}

/** Start of frame; C4, C8 and CC among them mean other things. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/** Which way up the camera was held, from the first list of its Exif notes; 0 when they do not say. */
function orientationIn(segment: Buffer): number {
  if (segment.toString('latin1', 0, 6) !== 'Exif\0\0') return 0;
  const notes = segment.subarray(6);
  const isLittle = notes.toString('latin1', 0, 2) === 'II';
  const short = (at: number) => (at + 2 > notes.length ? 0 : isLittle ? notes.readUInt16LE(at) : notes.readUInt16BE(at));
  const long = (at: number) => (at + 4 > notes.length ? 0 : isLittle ? notes.readUInt32LE(at) : notes.readUInt32BE(at));
  const list = long(4);
  const count = Math.min(short(list), 200);
  for (let index = 0; index < count; index++) {
    const entry = list + 2 + index * 12;
    if (short(entry) === 0x0112) return short(entry + 8);
  }
  return 0;
}

async function read(file: fs.FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}
