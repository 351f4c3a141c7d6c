import { spawn } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../../../database/embedded-files.ts';
import { Refusal } from '../../../kit/errors.ts';
import type { MediaFacts } from '../../../kit/file-rules.ts';
import { imageSize } from './image-size.ts';
import type { Told } from './told.ts';

/** Pictures beyond these are made to exhaust whoever opens them; in pixels. */
const MOST_SIDE = 30_000;
const MOST_PIXELS = 200_000_000;
/** How long looking into a film may take, in milliseconds, and how many are looked into at once. */
const TIMEOUT = 20_000;
const AT_ONCE = 2;
/** Most that the process may use: 64 MB of its own and 256 MB of pages for MediaInfo. */
const BOUNDS = ['--max-old-space-size=64', '--wasm-max-mem-pages=4096'];
const MOST_ANSWER = 64 * 1024;

/**
 * What a picture, a film or a recording amounts to, from the file itself.
 *
 * @returns null when it cannot be told, which no rule of an organiser takes for met
 * @throws Refusal IMAGE_TOO_LARGE, and FILE_BROKEN for a film or recording that holds neither pictures nor sound, or breaks off
 */
export function probeMedia(file: string, kind: 'IMAGE' | 'VIDEO' | 'AUDIO'): Promise<MediaFacts | null> {
  return kind === 'IMAGE' ? probeImage(file) : probeFilm(file);
}

async function probeImage(file: string): Promise<MediaFacts | null> {
  const found = await imageSize(file);
  if (!found || found.width === 0 || found.height === 0) return null;
  const { container, width, height } = found;
  if (Math.max(width, height) > MOST_SIDE || width * height > MOST_PIXELS)
    throw new Refusal('IMAGE_TOO_LARGE', `图片尺寸过大（${width}×${height}），不予接收`, ['file']);
  return { container, width, height, durationMs: null, orientation: orientationOf(width, height), hasVideo: false, hasAudio: false };
}

async function probeFilm(file: string): Promise<MediaFacts | null> {
  const told = await inTurn(() => ask(file));
  if (!told) return null;
  if (told.isTruncated || !(told.hasVideo || told.hasAudio))
    throw new Refusal('FILE_BROKEN', '视频或音频文件不完整或已损坏，请重新导出后上传', ['file']);
  const isTurned = Math.abs(told.rotation) % 180 === 90;
  const [width, height] = isTurned ? [told.height, told.width] : [told.width, told.height];
  return {
    container: containerOf(told),
    width,
    height,
    durationMs: told.seconds === null ? null : Math.round(told.seconds * 1000),
    orientation: width && height ? orientationOf(width, height) : null,
    hasVideo: told.hasVideo,
    hasAudio: told.hasAudio,
  };
}

const orientationOf = (width: number, height: number) => (width > height ? 'LANDSCAPE' : width < height ? 'PORTRAIT' : 'SQUARE');

function containerOf({ format, profile, hasVideo }: Told): string {
  if (format === 'MPEG-4') return profile === 'QuickTime' ? 'mov' : 'mp4';
  if (format === 'Windows Media') return hasVideo ? 'wmv' : 'wma';
  if (format === 'MPEG Audio') return 'mp3';
  return (format ?? 'unknown').toLowerCase();
}

let places = AT_ONCE;
const waiting: (() => void)[] = [];

async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (places > 0) places--;
  else await new Promise<void>((resolve) => void waiting.push(resolve));
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else places++;
  }
}

/** Asks a process of its own; undefined when it does not answer in time, or was too much for it. */
async function ask(path: string): Promise<Told | undefined> {
  const file = await fs.open(path);
  try {
    return parsed(await answerOf(file.fd));
  } finally {
    await file.close();
  }
}

function answerOf(file: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...BOUNDS, '--permission', ...READABLE, CHILD], {
      stdio: ['ignore', 'pipe', 'ignore', file],
      env: {},
      timeout: TIMEOUT,
      killSignal: 'SIGKILL',
    });
    let answer = '';
    child.stdout!.setEncoding('utf8').on('data', (part: string) => {
      answer += part;
      if (answer.length > MOST_ANSWER) child.kill('SIGKILL');
    });
    child.on('error', reject).on('close', (code) => resolve(code === 0 ? answer : ''));
  });
}

function parsed(answer: string): Told | undefined {
  try {
    return JSON.parse(answer) as Told;
  } catch {
    return undefined;
  }
}

/** Runs as it stands beside this file: compiled, or as it was written, where this is. */
const HERE = import.meta.dirname;
const CHILD = path.join(HERE, import.meta.filename.endsWith('.ts') ? 'media.child.ts' : 'media.child.js');
/** All that the process may read beside the one file that it is handed. */
const READABLE = [`${HERE}${path.sep}`, path.join(projectRoot(), 'node_modules', path.sep), path.join(projectRoot(), 'package.json')].map(
  (readable) => `--allow-fs-read=${readable}`,
);
