import fs from 'node:fs';
import { mediaInfoFactory, type MediaInfoResult } from 'mediainfo.js';
import type { Told } from './told.ts';

/**
 * A process of its own that looks into one film or recording, handed over as file 3: it knows no address and no secret, may
 * read nothing else, and is ended by whoever started it when it takes too long or too much.
 */
const FILE = 3;
const CHUNK = 256 * 1024;

const size = fs.fstatSync(FILE).size;
const info = await mediaInfoFactory({ format: 'object', chunkSize: CHUNK });
const result = await info.analyzeData(
  () => size,
  (length, offset) => {
    const buffer = Buffer.alloc(length);
    return buffer.subarray(0, fs.readSync(FILE, buffer, 0, length, offset));
  },
);
fs.writeSync(1, JSON.stringify(told(result)));

function told({ media }: MediaInfoResult): Told {
  const tracks = media?.track ?? [];
  const general = tracks.find((track) => track['@type'] === 'General');
  const video = tracks.find((track) => track['@type'] === 'Video');
  const audio = tracks.find((track) => track['@type'] === 'Audio');
  return {
    format: general?.Format ?? null,
    profile: general?.Format_Profile ?? null,
    seconds: general?.Duration ?? video?.Duration ?? audio?.Duration ?? null,
    isTruncated: (general?.extra as { IsTruncated?: unknown } | undefined)?.IsTruncated !== undefined,
    width: video?.Width ?? null,
    height: video?.Height ?? null,
    rotation: Number(video?.Rotation ?? 0),
    hasVideo: video !== undefined,
    hasAudio: audio !== undefined,
  };
}
