/** Who marks what: an entry and a member of the panel, by id. */
export interface Pair {
  readonly entryId: string;
  readonly judgeId: string;
}

export interface Panel {
  /** In their order. */
  readonly entryIds: readonly string[];
  readonly judgeIds: readonly string[];
  /** How many are to mark each entry. */
  readonly marksRequired: number;
  /** What stands already and is not given again. */
  readonly standing: readonly Pair[];
  /** Who may not mark what. */
  readonly barred: (pair: Pair) => boolean;
}

/**
 * Gives every entry as many judges as it needs, as far as there are any who may, always to those who have least. An entry with
 * few to choose from goes first, so that it does not lose them to others. Without bars nobody has more than one entry more
 * than anybody else.
 *
 * @returns the pairs beside those that stand
 */
export function balance({ entryIds, judgeIds, marksRequired, standing, barred }: Panel): Pair[] {
  const load = new Map(judgeIds.map((id) => [id, 0]));
  for (const { judgeId } of standing) load.set(judgeId, (load.get(judgeId) ?? 0) + 1);
  const given = Map.groupBy(standing, ({ entryId }) => entryId);
  const wanted = entryIds.map((entryId) => {
    const taken = new Set(given.get(entryId)?.map(({ judgeId }) => judgeId));
    const free = judgeIds.filter((judgeId) => !taken.has(judgeId) && !barred({ entryId, judgeId }));
    return { entryId, free, missing: Math.max(0, marksRequired - taken.size) };
  });
  return wanted
    .toSorted((a, b) => a.free.length - b.free.length)
    .flatMap(({ entryId, free, missing }) => {
      const chosen = free.toSorted((a, b) => load.get(a)! - load.get(b)!).slice(0, missing);
      for (const judgeId of chosen) load.set(judgeId, load.get(judgeId)! + 1);
      return chosen.map((judgeId) => ({ entryId, judgeId }));
    });
}
