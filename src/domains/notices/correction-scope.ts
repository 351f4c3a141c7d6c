import type { Correction } from './issue-correction.ts';

/** What a correction touches, as ids of deliverables that stand. */
export interface Scope {
  /** No longer asked for: roots of this body's own. */
  readonly removed: readonly string[];
  /** Another due. */
  readonly dues: readonly string[];
  /** Another closing instant: roots of this body's own. */
  readonly closes: readonly string[];
  /** Questions whose answers are sums and that are no longer asked. */
  readonly figures: readonly string[];
  /** Questions that are to be answered again. */
  readonly reasked: readonly string[];
  /** The roots of all of these, and of whatever else is worded anew. */
  readonly roots: readonly string[];
}

/** What is done about a correction follows from what differs. */
export function scopeOf({ pairs, removed, changes, draft }: Correction): Scope {
  const about = (...kinds: readonly string[]) => [
    ...new Set(changes.flatMap(({ kind, deliverableId }) => (deliverableId && kinds.includes(kind) ? [deliverableId] : []))),
  ];
  const sums = new Set(pairs.filter(({ before, after }) => losesSums(before.fields, after.fields)).map(({ before }) => before.id));
  const touched = pairs.filter(({ before }) => changes.some(({ deliverableId }) => deliverableId === before.id));
  return {
    removed: removed.map(({ id }) => id),
    dues: about('DUE_EARLIER', 'DUE_LATER'),
    closes: pairs
      .filter(({ before, after }) => before.inherits_id === null && before.closes_at?.getTime() !== after.closes_at?.getTime())
      .map(({ before }) => before.id),
    figures: [...sums],
    reasked: draft.amendment?.reask ? about('FIELD_ADDED', 'FIELD_CHANGED') : [],
    roots: [...new Set([...removed, ...touched.map(({ before }) => before)].map(({ root_id }) => root_id))],
  };
}

const losesSums = (before: readonly { key: string; type: string }[], after: readonly { key: string }[]): boolean =>
  before.some(({ key, type }) => (type === 'NUMBER' || type === 'RATE') && !after.some((field) => field.key === key));
