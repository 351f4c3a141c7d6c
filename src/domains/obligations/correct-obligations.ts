import { type RawBuilder, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import type { Correction } from '../notices/issue-correction.ts';
import type { NoticeRow } from '../notices/notice.rows.ts';
import { type Scope, scopeOf } from '../notices/correction-scope.ts';
import { refreshDues } from './dues.ts';

const uuids = (ids: readonly string[]): RawBuilder<string[]> => sql`${[...ids]}::uuid[]`;

/**
 * Holds every obligation that a correction touches, in the order in which all others hold theirs.
 * @returns those whose figures it changes
 */
export async function holdCorrected(ctx: ViewerContext, correction: Correction): Promise<string[]> {
  const { removed, dues, closes, figures, reasked, roots } = scopeOf(correction);
  const passOns = sql`o.root_id = any (${uuids(correction.passOns)})`;
  const counted = sql`(o.root_id = any (${uuids(removed)}) or o.asks && ${uuids([...figures, ...reasked])} or ${passOns})`;
  const { rows } = await sql<{ id: string }>`
    select id from (
      select o.id, ${counted} as counted from obligation o
       where o.federation_id = ${ctx.viewer.federationId}
         and (o.root_id = any (${uuids(roots)}) and (o.root_id = any (${uuids([...removed, ...closes])}) or o.asks && ${uuids([...dues, ...figures, ...reasked])})
              or ${passOns})
       order by o.id for update of o) held where counted`.execute(ctx.db);
  return rows.map(({ id }) => id);
}

/** What a correction makes of obligations: cancelled, or due at another time. Behind the walls of the whole federation. */
export async function correctObligations(ctx: ViewerContext, scope: Scope, amended: NoticeRow, reason: string): Promise<void> {
  const because = `“${amended.title}”第${amended.edition}版更正：${reason}`;
  if (scope.removed.length > 0) await cancelObligationsOf(ctx, sql`o.root_id = any (${uuids(scope.removed)})`, because);
  if (scope.closes.length > 0) await moveCloses(ctx, scope.closes);
  if (scope.dues.length > 0) {
    const which = sql`o.root_id = any (${uuids(scope.roots)}) and o.asks && ${uuids(scope.dues)} and o.state in ('OPEN', 'WAIVED')`;
    await refreshDues(ctx.db, ctx.viewer.federationId, which, { actorId: ctx.viewer.organizationId, reason: because, at: ctx.now });
  }
}

/** States from which something that is no longer asked for is cancelled; what was waived is not expected anyway. */
export const CANCELLED_FROM = sql`('OPEN', 'SUBMITTED', 'RETURNED', 'ACCEPTED', 'FORFEITED')`;

/**
 * Cancels obligations `o`: nobody hands them in, decides on them or has anything to mend any more, and what was handed in
 * stays readable. Inside `withRollup`; one statement.
 */
export async function cancelObligationsOf(ctx: ViewerContext, which: RawBuilder<unknown>, reason: string): Promise<void> {
  await sql`
    with cancelled as (
      update obligation o set state = 'CANCELLED', extension_holder_id = null, extension_due = null, version = o.version + 1
       where o.federation_id = ${ctx.viewer.federationId} and ${which} and o.state in ${CANCELLED_FROM} returning o.*),
    released as (
      update submission s set holder_id = null from cancelled c
       where s.federation_id = c.federation_id and s.obligation_id = c.id and s.holder_id is not null returning s.federation_id, s.id),
    answered as (
      update return_slip r set answered_at = ${ctx.now} from released s
       where r.federation_id = s.federation_id and r.submission_id = s.id and r.answered_at is null)
    insert into obligation_event (federation_id, id, obligation_id, path, asker_path, kind, actor_organization_id, reason, happened_at)
    select federation_id, app.uuid7(), id, path, asker_path, 'CANCELLED', ${ctx.viewer.organizationId}::uuid, ${reason}, ${ctx.now}::timestamptz
      from cancelled`.execute(ctx.db);
}

/** The close is the root's: whatever is not decided yet is accepted until then. */
async function moveCloses(ctx: ViewerContext, roots: readonly string[]): Promise<void> {
  await sql`
    update obligation o set closes_at = r.closes_at, version = o.version + 1
      from deliverable r
     where r.federation_id = ${ctx.viewer.federationId} and r.id = any (${uuids(roots)})
       and o.federation_id = r.federation_id and o.root_id = r.id and o.state in ('OPEN', 'SUBMITTED', 'RETURNED', 'WAIVED')
       and o.closes_at is distinct from r.closes_at`.execute(ctx.db);
}
