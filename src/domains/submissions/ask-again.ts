import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { dayOf, endOfDay } from '../../kit/time.ts';
import { calendarOf } from '../federation/calendar.ts';
import { postOfViewer } from '../federation/post-of-viewer.ts';
import type { Scope } from '../notices/correction-scope.ts';
import type { Correction } from '../notices/issue-correction.ts';
import type { NoticeRow } from '../notices/notice.rows.ts';
import { USUAL_WORKING_DAYS } from './return-submission.ts';

/** What was given back, and to whom that is to be told. */
export interface AskedAgain {
  readonly id: string;
  readonly submitted_by_id: string;
  readonly due: Date;
}

/**
 * Gives back what was answered under an older form, where a correction asks again: pinned to the questions that changed,
 * everything else locked. What a slip that is still open asks for is asked along with it; where that left the whole page
 * open, it stays open. Who had nothing to report has nothing to answer again. Behind the walls of the whole federation,
 * inside `withRollup` of all that was asked; a few statements, however many units.
 */
export async function askAgain(
  ctx: ViewerContext,
  { changes, draft }: Correction,
  scope: Scope,
  amended: NoticeRow,
): Promise<AskedAgain[]> {
  if (scope.reasked.length === 0) return [];
  const { federationId, organizationId, path } = ctx.viewer;
  const { reason, resubmitDue } = draft.amendment!;
  const due = endOfDay(resubmitDue ?? (await calendarOf(ctx)).after(dayOf(ctx.now), USUAL_WORKING_DAYS));
  const cells = changes.flatMap(({ kind, deliverableId, field, line }) =>
    kind === 'FIELD_ADDED' || kind === 'FIELD_CHANGED' ? [{ deliverable_id: deliverableId, field, comment: line }] : [],
  );
  const why = `“${amended.title}”第${amended.edition}版更正：${reason}`;
  const { rows } = await sql<AskedAgain>`
    with cell as (
      select c.*, row_number() over () as place from jsonb_to_recordset(${JSON.stringify(cells)}::jsonb) as c (deliverable_id uuid, field text, comment text)),
    answered as (
      select s.federation_id, s.id, s.number, s.path, s.organization_id,
             jsonb_agg(jsonb_build_object('deliverableId', c.deliverable_id, 'field', c.field, 'comment', c.comment,
               'before', case when jsonb_typeof(p.answers -> c.field) = 'string' then p.answers ->> c.field else (p.answers -> c.field)::text end)
               order by c.place) as items
        from cell c
        join submission_part p on p.federation_id = ${federationId} and p.deliverable_id = c.deliverable_id and p.edition < ${amended.edition}
        join submission s on s.federation_id = p.federation_id and s.id = p.submission_id and s.number = p.number
        join obligation o on o.federation_id = s.federation_id and o.id = s.obligation_id
       where s.root_id = any (${[...scope.roots]}::uuid[]) and not s.nil
         and s.state in ('SUBMITTED', 'RETURNED', 'ACCEPTED') and o.state in ('SUBMITTED', 'RETURNED', 'ACCEPTED')
       group by s.federation_id, s.id),
    superseded as (
      update return_slip r set answered_at = ${ctx.now} from answered a
       where r.federation_id = a.federation_id and r.submission_id = a.id and r.answered_at is null returning r.*)
    insert into return_slip (federation_id, id, submission_id, round, organization_id, path, asker_path, returned_by_id, post, phone, reason, items,
                             resubmit_due, created_at)
    select a.federation_id, app.uuid7(), a.id,
           1 + (select count(*) from return_slip r where r.federation_id = a.federation_id and r.submission_id = a.id),
           a.organization_id, a.path, ${path}, ${organizationId}::uuid, who.title, who.office_phone, concat_ws('；', ${why}::text, before.reason),
           case when before.items = '[]' then '[]'::jsonb
                else a.items || coalesce((
                  select jsonb_agg(i) from jsonb_array_elements(before.items) i
                   where not exists (select from cell c where c.deliverable_id::text = i ->> 'deliverableId' and c.field = i ->> 'field')), '[]') end,
           greatest(${due}::timestamptz, before.resubmit_due), ${ctx.now}::timestamptz
      from answered a
      left join ${postOfViewer(ctx)} who on true
      left join superseded before on before.submission_id = a.id and before.organization_id = a.organization_id
    returning submission_id as id, resubmit_due as due`.execute(ctx.db);
  return giveBack(ctx, rows, why);
}

async function giveBack(ctx: ViewerContext, slips: readonly Pick<AskedAgain, 'id' | 'due'>[], why: string): Promise<AskedAgain[]> {
  if (slips.length === 0) return [];
  const { federationId, organizationId } = ctx.viewer;
  const { rows } = await sql<AskedAgain>`
    with slip as (
      select * from unnest(${slips.map(({ id }) => id)}::uuid[], ${slips.map(({ due }) => due)}::timestamptz[]) s (id, due)),
    given as (
      update submission s
         set state = 'RETURNED', holder_id = s.organization_id, cleared_at = null, reached_level = length(s.path) / 5, version = s.version + 1
        from slip where s.federation_id = ${federationId} and s.id = slip.id returning s.*, slip.due),
    opened as (
      update obligation o set state = 'RETURNED', resubmit_due = g.due, version = o.version + 1
        from given g where o.federation_id = g.federation_id and o.id = g.obligation_id),
    told as (
      insert into submission_step (federation_id, id, submission_id, path, asker_path, kind, number, organization_id, to_organization_id, happened_at)
      select federation_id, app.uuid7(), id, path, asker_path, 'RETURNED', number, ${organizationId}::uuid, organization_id, ${ctx.now}::timestamptz from given),
    proved as (
      insert into obligation_event (federation_id, id, obligation_id, path, asker_path, kind, actor_organization_id, reason, new_due_at, happened_at)
      select federation_id, app.uuid7(), obligation_id, path, asker_path, 'ASKED_AGAIN', ${organizationId}::uuid, ${why}, due, ${ctx.now}::timestamptz
        from given)
    select id, submitted_by_id, due from given`.execute(ctx.db);
  return rows;
}
