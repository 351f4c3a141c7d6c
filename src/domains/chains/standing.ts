import type { ApprovalStep } from './chain.ts';

export const OPINIONS = ['AGREE', 'RETURN', 'REFUSE'] as const;
export type OpinionWord = (typeof OPINIONS)[number];

/** A step of a chain as one body has to take it: a step of the bodies between stands once for each of them. */
export interface Place {
  readonly step: ApprovalStep;
  /** The deliverable through which the body asks; null for the unit's own steps. */
  readonly hopId: string | null;
  readonly bodyId: string;
}

/** What of an opinion decides what stands. */
export interface Given {
  readonly step: string;
  readonly hop_id: string | null;
  readonly opinion: OpinionWord;
  readonly to_step: string | null;
  readonly to_hop_id: string | null;
}

/** STALE: given on what has changed since. VOID: overtaken by a return, or by a later opinion of the same step. */
export type Standing = 'STANDS' | 'STALE' | 'VOID';
export type PlaceState = 'WAITING' | 'NEXT' | 'AGREED' | 'RETURNED' | 'REFUSED' | 'STALE';

export interface JudgedPlace<Opinion> extends Place {
  readonly state: PlaceState;
  readonly opinions: readonly { readonly opinion: Opinion; readonly standing: Standing }[];
}

export interface Judged<Opinion> {
  readonly places: readonly JudgedPlace<Opinion>[];
  /** Whose turn it is; null when all have agreed, or one has refused. */
  readonly next: JudgedPlace<Opinion> | null;
  /** Who refused, and with that ended it. */
  readonly refused: JudgedPlace<Opinion> | null;
}

/** Where in the chain an opinion stands, or the one it sends back to; -1 for nowhere. */
export const placeOf = (places: readonly Place[], step: string, hopId: string | null): number =>
  places.findIndex((place) => place.step.code === step && place.hopId === hopId);

/**
 * What stands of the opinions, first to last. One counts while what it was given on is present and nothing overtook it; a
 * return to a step voids those of that step and of all behind it.
 *
 * @param places in the order of the chain
 * @param opinions in the order in which they were given
 * @param isPresent whether what an opinion was given on is what there is now
 */
export function judge<Opinion extends Given>(
  places: readonly Place[],
  opinions: readonly Opinion[],
  isPresent: (opinion: Opinion) => boolean,
): Judged<Opinion> {
  const known: { at: number; opinion: Opinion; standing: Standing }[] = [];
  for (const opinion of opinions) {
    const at = placeOf(places, opinion.step, opinion.hop_id);
    if (at < 0) continue;
    const standing = isPresent(opinion) ? 'STANDS' : 'STALE';
    const from = opinion.opinion === 'RETURN' && opinion.to_step !== null ? placeOf(places, opinion.to_step, opinion.to_hop_id) : at;
    for (const before of known) {
      // A return has happened, also when what it was given on has changed since.
      const isOvertaken =
        opinion.opinion === 'RETURN' ? before.at === at || (from >= 0 && before.at >= from) : standing === 'STANDS' && before.at === at;
      if (before.standing === 'STANDS' && isOvertaken) before.standing = 'VOID';
    }
    known.push({ at, opinion, standing });
  }
  const settled = places.map((place, index) => {
    const here = known.filter(({ at }) => at === index);
    return { place, here, last: here.findLast(({ standing }) => standing === 'STANDS')?.opinion.opinion };
  });
  const turn = settled.findIndex(({ last }) => last !== 'AGREE');
  const ended = turn >= 0 && settled[turn]!.last === 'REFUSE';
  const judged = settled.map(({ place: { step, hopId, bodyId }, here, last }, index): JudgedPlace<Opinion> => {
    const isStale = here.some(({ standing }) => standing === 'STALE');
    const kept = here.map(({ opinion, standing }) => ({ opinion, standing }));
    return { step, hopId, bodyId, state: stateOf(last, index === turn, isStale), opinions: kept };
  });
  return {
    places: judged,
    next: turn >= 0 && !ended ? judged[turn]! : null,
    refused: ended ? judged[turn]! : null,
  };
}

function stateOf(last: OpinionWord | undefined, isNext: boolean, isStale: boolean): PlaceState {
  if (last === 'AGREE') return 'AGREED';
  if (last === 'REFUSE') return 'REFUSED';
  if (last === 'RETURN') return 'RETURNED';
  if (isStale) return 'STALE';
  return isNext ? 'NEXT' : 'WAITING';
}
