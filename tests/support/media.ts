import { crc32 } from 'node:zlib';

/** What a film is to be like; nothing in it but what its head says. */
export interface FilmSeed {
  readonly seconds: number;
  readonly width?: number;
  readonly height?: number;
  /** Degrees by which it is turned to be shown. */
  readonly rotation?: 0 | 90 | 180 | 270;
  readonly video?: boolean;
  readonly audio?: boolean;
  readonly brand?: 'isom' | 'qt  ';
  /** Bytes of film behind the head; cut off when told so. */
  readonly content?: number;
  readonly missing?: number;
}

const box = (type: string, ...parts: Buffer[]) => {
  const content = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(content.length + 8);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, content]);
};
const words = (...values: number[]) => {
  const buffer = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => buffer.writeInt32BE(value | 0, index * 4));
  return buffer;
};
const shorts = (...values: number[]) => {
  const buffer = Buffer.alloc(values.length * 2);
  values.forEach((value, index) => buffer.writeUInt16BE(value, index * 2));
  return buffer;
};
const ONE = 0x00010000;
const MATRICES = {
  0: [ONE, 0, 0, 0, ONE, 0, 0, 0, 0x40000000],
  90: [0, ONE, 0, -ONE, 0, 0, 0, 0, 0x40000000],
  180: [-ONE, 0, 0, 0, -ONE, 0, 0, 0, 0x40000000],
  270: [0, -ONE, 0, ONE, 0, 0, 0, 0, 0x40000000],
} as const;
const SCALE = 1000;

/** An MP4 of a few hundred bytes that runs as long as it says. */
export function film(seed: FilmSeed): Buffer {
  const { seconds, width = 1920, height = 1080, rotation = 0, video = true, audio = true, brand = 'isom', content = 0, missing = 0 } = seed;
  const length = Math.round(seconds * SCALE);
  const track = (id: number, handler: string, entry: Buffer, head: Buffer, size: readonly [number, number], turned: readonly number[]) =>
    box(
      'trak',
      box('tkhd', words(7, 0, 0, id, 0, length, 0, 0, 0, 0), words(...turned), words(size[0] * ONE, size[1] * ONE)),
      box(
        'mdia',
        box('mdhd', words(0, 0, 0, SCALE, length), shorts(0x55c4, 0)),
        box('hdlr', words(0, 0), Buffer.from(handler), words(0, 0, 0), Buffer.from([0])),
        box(
          'minf',
          head,
          box('dinf', box('dref', words(0, 1), box('url ', words(1)))),
          box(
            'stbl',
            box('stsd', words(0, 1), entry),
            box('stts', words(0, 1, 1, length)),
            box('stsc', words(0, 1, 1, 1, 1)),
            box('stsz', words(0, content, 1)),
            box('stco', words(0, 1, 0)),
          ),
        ),
      ),
    );
  const picture = box(
    'avc1',
    shorts(0, 0, 0, 1),
    words(0, 0, 0, 0),
    shorts(width, height),
    words(0x00480000, 0x00480000, 0),
    shorts(1),
    Buffer.alloc(32),
    shorts(24, 0xffff),
    box('avcC', Buffer.from('014d0028ffe1000467640028010004 68ee3c80'.replaceAll(' ', ''), 'hex')),
  );
  const sound = box('mp4a', shorts(0, 0, 0, 1), words(0, 0), shorts(2, 16, 0, 0), words(44_100 * ONE));
  const tracks = [
    ...(video ? [track(1, 'vide', picture, box('vmhd', words(1, 0, 0)), [width, height], MATRICES[rotation])] : []),
    ...(audio ? [track(2, 'soun', sound, box('smhd', words(0, 0)), [0, 0], MATRICES[0])] : []),
  ];
  const head = box(
    'moov',
    box('mvhd', words(0, 0, 0, SCALE, length, ONE), shorts(0x0100, 0), words(0, 0, ...MATRICES[0], 0, 0, 0, 0, 0, 0, 3)),
    ...tracks,
  );
  const whole = Buffer.concat([
    box('ftyp', Buffer.from(brand), words(0x200), Buffer.from(brand)),
    head,
    box('mdat', Buffer.alloc(content, 7)),
  ]);
  return whole.subarray(0, whole.length - missing);
}

/** A PNG whose head names a size, with nothing behind it. */
export function png(width: number, height: number): Buffer {
  const head = Buffer.concat([Buffer.from('IHDR'), words(width, height), Buffer.from([8, 6, 0, 0, 0])]);
  const chunk = (data: Buffer) => {
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(data));
    return Buffer.concat([words(data.length - 4), data, sum]);
  };
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk(head), chunk(Buffer.from('IDAT')), chunk(Buffer.from('IEND'))]);
}

/** A JPEG whose head names a size, held as `orientation` says: 1 upright, 6 and 8 on its side. */
export function jpeg(width: number, height: number, orientation = 1): Buffer {
  const notes = Buffer.from('45786966000049492a000800000001001201030001000000000000000000000000', 'hex');
  notes.writeUInt16LE(orientation, 24);
  const exif = Buffer.concat([shorts(0xffe1, notes.length + 2), notes]);
  const frame = Buffer.concat([shorts(0xffc0, 11), Buffer.from([8]), shorts(height, width), Buffer.from([1, 1, 0x11, 0])]);
  return Buffer.concat([shorts(0xffd8), exif, frame, shorts(0xffd9)]);
}
