import type { ViewerContext } from '../../context.ts';
import type { DeliverableRow } from './notice.rows.ts';

/**
 * What is handed on, under the keys that it has in this notice already: a superior may have added it later under a key that
 * this body uses for something of its own.
 */
export async function underKnownKeys(
  ctx: ViewerContext,
  noticeId: string,
  parents: readonly DeliverableRow[],
): Promise<readonly DeliverableRow[]> {
  const rows = await ctx.db
    .selectFrom('deliverable')
    .select(['inherits_id', 'key'])
    .where('federation_id', '=', ctx.viewer.federationId)
    .where('notice_id', '=', noticeId)
    .where('inherits_id', 'is not', null)
    .execute();
  const keys = new Map(rows.map(({ inherits_id, key }) => [inherits_id, key]));
  return parents.map((parent) => ({ ...parent, key: keys.get(parent.id) ?? parent.key }));
}

/** The key itself, or the first one with a number behind it that is free. */
export function freeKey(key: string, taken: ReadonlySet<string>): string {
  if (!taken.has(key)) return key;
  for (let number = 2; ; number++) if (!taken.has(`${key}${number}`)) return `${key}${number}`;
}
