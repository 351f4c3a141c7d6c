import { type RawBuilder, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { endOf, isWithin, levelOf } from '../../kit/tree.ts';
import { firstShut, type Gate, open, permitted, shut } from '../../kit/viewer-can.ts';
import type { ObligationRow } from './obligation.rows.ts';

/** A body is reminded of the same thing once in so long, whoever reminds it; in milliseconds. */
export const REMINDER_PAUSE = 24 * 3_600_000;

/** Whether the caller's body may press for an obligation `o`: whoever asks for it, and every level between. */
export const isOursToChase = ({ viewer }: ViewerContext): RawBuilder<boolean> => sql<boolean>`(o.organization_id <> ${viewer.organizationId}
  and (o.path >= ${viewer.path} and o.path < ${endOf(viewer.path)} and o.counts_from <= ${levelOf(viewer.path)} or o.asker_path = ${viewer.path}))`;

/** Whether an obligation `o` waits to be handed in, or organised. */
export const isWaiting = sql<boolean>`(o.state in ('OPEN', 'RETURNED'))`;

/**
 * Whether the body of an obligation `o` was reminded of it a short while ago. The set is read once for all rows, however
 * little the planner knows of a table that has just been filled.
 */
export const wasJustReminded = ({ viewer, now }: ViewerContext, rootId: string): RawBuilder<boolean> => sql<boolean>`(o.id in (
  select r.subject_id from reminder r where r.federation_id = ${viewer.federationId} and r.root_id = ${rootId} and r.event = 'REMINDED'
     and r.happened_at > ${new Date(now.getTime() - REMINDER_PAUSE)}::timestamptz))`;

/** {@link isOursToChase} as a gate. */
function chaseGate({ viewer }: ViewerContext, { organization_id, path, counts_from, asker_path }: ObligationRow): Gate {
  const between = isWithin(path, viewer.path) && counts_from <= levelOf(viewer.path);
  return organization_id !== viewer.organizationId && (between || asker_path === viewer.path)
    ? open()
    : shut('NOT_ASKER', '只有要求报送的单位和中间各级可以催办');
}

const SETTLED: Readonly<Partial<Record<ObligationRow['state'], Gate>>> = {
  SUBMITTED: shut('ALREADY_SUBMITTED', '已报送，无需催办'),
  ACCEPTED: shut('ALREADY_ACCEPTED', '已办结，无需催办'),
  FORFEITED: shut('FORFEITED', '已视为放弃，不再催办'),
  WAIVED: shut('WAIVED', '已免予报送，不再催办'),
  CANCELLED: shut('CANCELLED', '任务已取消，不再催办'),
};

/** When somebody above last reminded the body of it; gathered over a request. */
export function lastRemindedAt(ctx: ViewerContext, obligationId: string): Promise<Date | undefined> {
  return ctx.loaders.batched('last reminded', obligationId, async (ids) => {
    const { rows } = await sql<{ subject_id: string; at: Date }>`
      select subject_id, max(happened_at) as at from reminder
       where federation_id = ${ctx.viewer.federationId} and subject_id = any (${ids}::uuid[]) and event = 'REMINDED' group by subject_id`.execute(
      ctx.db,
    );
    return new Map(rows.map(({ subject_id, at }) => [subject_id, at]));
  });
}

/** When somebody at or below a place of the tree was last reminded of a demand; gathered over a request. */
export function lastRemindedBelow(ctx: ViewerContext, rootId: string, place: string): Promise<Date | undefined> {
  return ctx.loaders.batched(`last reminded of ${rootId}`, place, async (places) => {
    const { rows } = await sql<{ place: string; at: Date }>`
      select c.place, max(r.happened_at) as at
        from unnest(${places}::text[], ${places.map(endOf)}::text[]) c (place, hi)
        join reminder r on r.federation_id = ${ctx.viewer.federationId} and r.root_id = ${rootId} and r.event = 'REMINDED'
         and r.path >= c.place collate "C" and r.path < c.hi collate "C"
       group by c.place`.execute(ctx.db);
    return new Map(rows.map(({ place: at, ...row }) => [at, row.at]));
  });
}

/** Reminding one body (B2): of what is not handed in, once in a day. */
export async function remindGate(ctx: ViewerContext, obligation: ObligationRow): Promise<Gate> {
  const may = firstShut(
    permitted(ctx.ability.can('remind', 'Obligation')),
    chaseGate(ctx, obligation),
    SETTLED[obligation.state] ?? open(),
  );
  if (!may.allowed) return may;
  const last = await lastRemindedAt(ctx, obligation.id);
  const opensAt = last && new Date(last.getTime() + REMINDER_PAUSE);
  return opensAt && opensAt > ctx.now ? shut('REMINDED_RECENTLY', '24小时内已催办过', { opensAt }) : open();
}

/** Noting that one has rung a body about what it owes (B2). */
export const callGate = (ctx: ViewerContext, obligation: ObligationRow): Gate =>
  firstShut(permitted(ctx.ability.can('recordCall', 'Obligation')), chaseGate(ctx, obligation));
