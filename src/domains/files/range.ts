import type { ByteRange } from './blobs.ts';

interface Sent {
  readonly size: number;
  readonly sha256: string;
}

/**
 * Which part of a file is asked for: a film is looked at from the middle, a broken download goes on. Several parts at once,
 * a part of what has changed since, and whatever cannot be read get the whole.
 *
 * @returns `none` when it lies behind the end
 */
export function rangeOf(
  headers: { readonly range?: string | undefined; readonly 'if-range'?: string | string[] | undefined },
  { size, sha256 }: Sent,
): ByteRange | 'whole' | 'none' {
  const { range, 'if-range': ifRange } = headers;
  const asked = range === undefined ? null : /^bytes=(\d*)-(\d*)$/.exec(range.trim());
  if (!asked || (ifRange !== undefined && ifRange !== `"${sha256}"`)) return 'whole';
  const [first, last] = [asked[1]!, asked[2]!];
  if (first === '' && last === '') return 'whole';
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? 'none' : { start: size - length, end: size - 1 };
  }
  const [start, end] = [Number(first), last === '' ? size - 1 : Math.min(Number(last), size - 1)];
  if (last !== '' && Number(last) < start) return 'whole'; // not a range at all
  return start >= size ? 'none' : { start, end };
}

export const contentRange = ({ start, end }: ByteRange, { size }: Sent): string => `bytes ${start}-${end}/${size}`;
