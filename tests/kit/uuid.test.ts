import { describe, expect, test } from 'vitest';
import { isUuid, uuid7 } from '../../src/kit/uuid.ts';

describe('uuid7', () => {
  test('ids made one after the other sort in that order, however many a millisecond sees', () => {
    const ids = Array.from({ length: 20_000 }, uuid7);
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every(isUuid)).toBe(true);
    expect(ids.every((id) => id[14] === '7' && '89ab'.includes(id[19]!))).toBe(true);
  });

  test('the front is the time', () => {
    const before = Date.now();
    const at = Number.parseInt(uuid7().replaceAll('-', '').slice(0, 12), 16);
    expect(at).toBeGreaterThanOrEqual(before);
    expect(at).toBeLessThan(before + 1000);
  });
});
