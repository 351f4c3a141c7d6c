import type { ViewerContext } from '../../context.ts';
import type { DeliverableRow } from '../notices/notice.rows.ts';
import { dueSetBy } from './dues.ts';
import { closesAt } from './gates.ts';
import type { GrantedDues } from './obligation.entity.ts';
import type { ObligationRow } from './obligation.rows.ts';

/** What a body that asks can grant: what it asks, and the last instant that is its own to give; null is any. */
export interface Slack {
  readonly mine: DeliverableRow;
  readonly until: Date | null;
}

/**
 * How far a body of the line may move the due of one obligation: never past the due of whoever asks it for the same,
 * be it that superior's own, one granted to this obligation, or one granted to the body's own duty; and never past the
 * close, which is the root's alone to move. Whoever asked first may grant any day.
 *
 * @param line who asks on the obligation's own line, the root first
 * @returns undefined when the body does not ask on this line
 */
export async function slackOf(
  ctx: ViewerContext,
  obligation: ObligationRow,
  line: readonly DeliverableRow[],
  organizationId: string = ctx.viewer.organizationId,
): Promise<Slack | undefined> {
  const place = line.findLastIndex(({ issuer_id }) => issuer_id === organizationId);
  const mine = line[place];
  if (!mine) return undefined;
  const above = line.slice(0, place);
  if (above.length === 0) return { mine, until: null };
  const own = await ownGrants(ctx, obligation.root_id, organizationId);
  const bounds = above.map((asked) => later(dueSetBy(obligation, asked), own[asked.id]));
  return { mine, until: earliest([...bounds, closesAt(obligation)]) };
}

/** What was granted to the body for its own duty about the same root. */
async function ownGrants(ctx: ViewerContext, rootId: string, organizationId: string): Promise<GrantedDues> {
  const owed = await ctx.loaders.batched(`granted for ${rootId}`, organizationId, async (ids) => {
    const rows = await ctx.db
      .selectFrom('obligation')
      .select(['organization_id', 'granted'])
      .where('federation_id', '=', ctx.viewer.federationId)
      .where('root_id', '=', rootId)
      .where('organization_id', 'in', [...ids])
      .execute();
    return new Map(rows.map((row) => [row.organization_id, row.granted]));
  });
  return owed ?? {};
}

/** Null is no due at all, later than any. */
const later = (due: Date | null, granted: string | undefined): Date | null =>
  due === null || granted === undefined ? due : new Date(Math.max(due.getTime(), Date.parse(granted)));

function earliest(instants: readonly (Date | null)[]): Date | null {
  const given = instants.flatMap((instant) => (instant ? [instant.getTime()] : []));
  return given.length ? new Date(Math.min(...given)) : null;
}
