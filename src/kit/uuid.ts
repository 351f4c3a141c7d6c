import { randomBytes } from 'node:crypto';

/** Most ids of one millisecond, less one: twelve bits count them. */
const MOST = 0xfff;

let millisecond = 0;
let count = 0;

/**
 * A UUID version 7: milliseconds since 1970 in front, then a count within the millisecond, so that rows made one after the
 * other lie side by side and in that order.
 */
export function uuid7(): string {
  const bytes = randomBytes(16);
  const now = Date.now();
  if (now > millisecond) {
    millisecond = now;
    count = bytes.readUInt16BE(6) & (MOST >> 1); // begins anywhere in the lower half, so that servers seldom meet
  } else if (++count > MOST) {
    millisecond += 1; // also while the system's clock is put back
    count = 0;
  }
  bytes.writeUIntBE(millisecond, 0, 6);
  bytes.writeUInt16BE(0x7000 | count, 6);
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether the text is an id as PostgreSQL writes it. */
export const isUuid = (text: string): boolean => UUID.test(text);
