import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ApprovalStep } from '../../src/domains/chains/chain.ts';
import { type Given, judge, OPINIONS, type Place } from '../../src/domains/chains/standing.ts';

const PLACES: readonly Place[] = ['one', 'two', 'three', 'four'].map((code) => ({
  step: { code, title: code } as ApprovalStep,
  hopId: null,
  bodyId: code,
}));

interface Opinion extends Given {
  readonly isPresent: boolean;
}

const opinions = fc.array(
  fc
    .record({ at: fc.nat(3), word: fc.constantFrom(...OPINIONS), to: fc.option(fc.nat(3)), isPresent: fc.boolean() })
    .map(({ at, word, to, isPresent }): Opinion => ({
      step: PLACES[at]!.step.code,
      hop_id: null,
      opinion: word,
      to_step: word === 'RETURN' && to !== null && to < at ? PLACES[to]!.step.code : null,
      to_hop_id: null,
      isPresent,
    })),
  { maxLength: 12 },
);
const judged = (given: readonly Opinion[]) => judge(PLACES, given, ({ isPresent }) => isPresent);

describe('what stands of a chain', () => {
  test('the turn is of the first that has not agreed; whoever refused there ends it', () => {
    fc.assert(
      fc.property(opinions, (given) => {
        const { places, next, refused } = judged(given);
        const first = places.find(({ state }) => state !== 'AGREED') ?? null;
        expect(first?.state === 'REFUSED' ? refused : next).toEqual(first);
        expect(next !== null && refused !== null).toBe(false);
        expect(places.flatMap((place) => place.opinions)).toHaveLength(given.length); // kept, whatever comes after
      }),
    );
  });

  test('after a return to a step, neither it nor any behind it has agreed', () => {
    fc.assert(
      fc.property(opinions, fc.integer({ min: 1, max: 3 }), fc.nat(2), (given, at, to) => {
        const back = Math.min(to, at - 1);
        const step = PLACES[at]!.step.code;
        const last = { step, hop_id: null, opinion: 'RETURN', to_step: PLACES[back]!.step.code, to_hop_id: null, isPresent: true } as const;
        const { places } = judged([...given, last]);
        expect(places.slice(back).some(({ state }) => state === 'AGREED')).toBe(false);
        expect(places.slice(0, back).map(({ state }) => state === 'AGREED')).toEqual(
          judged(given)
            .places.slice(0, back)
            .map(({ state }) => state === 'AGREED'),
        );
      }),
    );
  });

  test('of what changed since nothing counts', () => {
    fc.assert(
      fc.property(opinions, (given) => {
        const stale = given.map((one) => Object.assign({}, one, { isPresent: false }));
        expect(judged(stale).places.every(({ state }) => state === 'NEXT' || state === 'WAITING' || state === 'STALE')).toBe(true);
      }),
    );
  });
});
