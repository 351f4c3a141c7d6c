import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { Refusal, stale } from '../../kit/errors.ts';
import { dayOf, endOfDay } from '../../kit/time.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { calendarOf } from '../federation/calendar.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { withRollup } from '../submissions/rollup.ts';
import { noticeToAmend } from './amend-notice.ts';
import { confirmGate } from './correction.gates.ts';
import type { ConfirmCorrection } from './correction.input.ts';
import { standing } from './edition-rows.ts';
import type { Correction } from './issue-correction.ts';
import { asNotice, type NoticeRow } from './notice.rows.ts';

/** Working days that a body has to hand a correction on, where nothing is due before. */
const USUAL_WORKING_DAYS = 3;

/**
 * Asks whoever handed this notice on to hand its correction on, or to confirm that nothing changes below: a duty on the
 * workbench, asked for by a deliverable of its own, in no figure. One at a time: it takes up earlier ones that still wait.
 * Behind the walls of the whole federation, inside `withRollup`.
 * @returns the bodies that owe it
 */
export async function askToPassOn(ctx: ViewerContext, amended: NoticeRow, { drafted, draft }: Correction): Promise<string[]> {
  const { federationId, organizationId, path } = ctx.viewer;
  const { rows: hops } = await sql<{ id: string; path: string }>`
    select h.id, h.path from notice f join organization h on h.federation_id = f.federation_id and h.path = f.path and h.status = 'ACTIVE'
     where f.federation_id = ${federationId} and f.forwards_id = ${amended.id} and f.published_at is not null and f.recalled_at is null`.execute(
    ctx.db,
  );
  if (hops.length === 0) return [];
  const id = uuid7();
  const due = await passOnDue(ctx, drafted);
  const title = `转发更正：《${amended.title}》第${amended.edition}版`;
  await sql`
    insert into deliverable (federation_id, id, notice_id, issuer_id, path, published_at, key, ordinal, title, requirement, participation, output, audience,
                             fields, due_at, route, late_policy, root_id, chain, since, edition)
    values (${federationId}, ${id}, ${amended.id}, ${organizationId}, ${path}, ${ctx.now}, ${`correction:${amended.edition}`}, ${1000 + amended.edition},
            ${title}, ${draft.amendment!.reason}, 'MANDATORY', 'CORRECTION', '{}', '[]', ${due}, 'DIRECT', 'ACCEPT_LATE', ${id}, ${[id]}::uuid[],
            ${amended.edition}, ${amended.edition})`.execute(ctx.db);
  await sql`
    with asked as (
      insert into obligation (federation_id, id, kind, state, deliverable_id, root_id, notice_id, asks, organization_id, path, filed_path, counts_from,
                              hops, asker_id, asker_path, due_at, asker_due_at, route, late_policy, created_at)
      select ${federationId}::uuid, app.uuid7(), 'ORGANISE', 'OPEN', ${id}::uuid, ${id}::uuid, ${amended.id}::uuid, ${[id]}::uuid[], h.id, h.path, h.path,
             length(h.path) / 5, '{}', ${organizationId}::uuid, ${path}, ${due}::timestamptz, ${due}::timestamptz, 'DIRECT', 'ACCEPT_LATE',
             ${ctx.now}::timestamptz
        from unnest(${hops.map((hop) => hop.id)}::uuid[], ${hops.map((hop) => hop.path)}::text[]) h (id, path)
      returning id, organization_id),
    taken_up as (
      update obligation o set state = 'CANCELLED', version = o.version + 1
        from asked a, deliverable c
       where c.federation_id = ${federationId} and c.notice_id = ${amended.id} and c.output = 'CORRECTION' and c.id <> ${id}
         and o.federation_id = c.federation_id and o.root_id = c.id and o.organization_id = a.organization_id and o.state = 'OPEN'
      returning o.federation_id, o.id, o.path, o.asker_path, a.id as replaced_by_id)
    insert into obligation_event (federation_id, id, obligation_id, path, asker_path, kind, actor_organization_id, reason, replaced_by_id, happened_at)
    select federation_id, app.uuid7(), id, path, asker_path, 'CANCELLED', ${organizationId}::uuid, ${`与第${amended.edition}版更正一并转发`}, replaced_by_id,
           ${ctx.now}::timestamptz
      from taken_up`.execute(ctx.db);
  return hops.map((hop) => hop.id);
}

/** Some working days, and never later than what it is about. */
async function passOnDue(ctx: ViewerContext, drafted: Correction['drafted']): Promise<Date> {
  const usual = endOfDay((await calendarOf(ctx)).after(dayOf(ctx.now), USUAL_WORKING_DAYS));
  const dues = drafted.flatMap(({ due_at, audience }) => (due_at && due_at > ctx.now && audience.length > 0 ? [due_at.getTime()] : []));
  return new Date(Math.min(usual.getTime(), ...dues));
}

/** Of a superior's notice, for the caller's body. */
const waitingHere = ({ viewer }: ViewerContext, superiorId: string) => sql`
  o.federation_id = ${viewer.federationId} and o.organization_id = ${viewer.organizationId} and o.kind = 'ORGANISE' and o.state = 'OPEN'
  and o.root_id in (select c.id from deliverable c where c.federation_id = o.federation_id and c.notice_id = ${superiorId} and c.output = 'CORRECTION')`;

/** Ends the caller's duty to hand a superior's corrections on. Inside `withRollup`. */
export async function settlePassOn(ctx: ViewerContext, superiorId: string, kind: 'PASSED_ON' | 'CONFIRMED', reason: string): Promise<void> {
  await sql`
    with done as (
      update obligation o set state = 'ACCEPTED', submitted_at = ${ctx.now}, late = coalesce(o.due_at <= ${ctx.now}::timestamptz, false),
             extension_holder_id = null, extension_due = null, version = o.version + 1
       where ${waitingHere(ctx, superiorId)} returning o.*)
    insert into obligation_event (federation_id, id, obligation_id, path, asker_path, kind, actor_organization_id, reason, happened_at)
    select federation_id, app.uuid7(), id, path, asker_path, ${kind}, ${ctx.viewer.organizationId}::uuid, ${reason}, ${ctx.now}::timestamptz from done`.execute(
    ctx.db,
  );
}

/**
 * Confirms that a superior's correction changes nothing below: the forwarding stands as it is, and those below no longer
 * wait for it. Not where the superior asks for something new, which has to be handed on.
 * @throws Refusal NOT_FOUND, STALE_VERSION, NOT_ISSUER, RECALLED, NOTHING_TO_CONFIRM, MUST_BE_PASSED_ON
 */
export async function confirmCorrection(ctx: ViewerContext, { noticeId, version, reason }: ConfirmCorrection): Promise<NoticeRow> {
  await holdTree(ctx, 'share');
  const notice = await noticeToAmend(ctx, noticeId);
  const superior = notice.forwards_id ? await ctx.loaders.one('notice', notice.forwards_id) : undefined;
  assertGate(confirmGate(ctx, notice, superior && asNotice(superior)), ['input', 'noticeId']);
  if (notice.version !== version) throw stale(['input', 'version'], { notice });
  const missing = await notHandedOn(ctx, notice);
  if (missing) throw new Refusal('MUST_BE_PASSED_ON', `上级增加了报送任务“${missing}”，须转发更正`, ['input', 'noticeId']);
  const { rows } = await sql<{ id: string }>`select o.id from obligation o where ${waitingHere(ctx, superior!.id)}`.execute(ctx.db);
  await withRollup(
    ctx,
    rows.map(({ id }) => id),
    () => settlePassOn(ctx, superior!.id, 'CONFIRMED', reason),
  );
  const confirmed = await ctx.db
    .updateTable('notice')
    .set({ based_on: superior!.edition, version: version + 1 })
    .where('federation_id', '=', notice.federation_id)
    .where('id', '=', notice.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  const detail = { edition: superior!.edition, reason };
  await record(ctx, { operation: 'confirmCorrection', subjectType: 'Notice', subjectId: notice.id, detail });
  return asNotice(confirmed);
}

/** Title of something that the superior asks of those further down and this notice does not hand on. */
async function notHandedOn(ctx: ViewerContext, { federation_id, id, forwards_id }: NoticeRow): Promise<string | undefined> {
  const { rows } = await sql<{ title: string }>`
    select p.title from deliverable p
     where p.federation_id = ${federation_id} and p.notice_id = ${forwards_id} and cardinality(p.audience) > 0 and ${standing('p')}
       and not exists (select from deliverable e where e.federation_id = p.federation_id and e.notice_id = ${id} and e.inherits_id = p.id)
     order by p.ordinal limit 1`.execute(ctx.db);
  return rows[0]?.title;
}
