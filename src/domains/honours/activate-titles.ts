import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { dayOf } from '../../kit/time.ts';
import { record } from '../audit/record.ts';
import { newCode } from '../identity/secret.ts';
import { announce } from '../notifications/announce.ts';
import type { AwardListRow } from './award-list.rows.ts';

/**
 * When the circular of a list is issued, its honours are: a title for each that was approved, with the next certificate
 * numbers of the body and year, and for every applicant what became of the application (F-03, F-09). Nothing for any other
 * notice. Call it in the act that issues.
 */
export async function activateTitles(ctx: ViewerContext, noticeId: string): Promise<void> {
  const { federationId, organizationId, path } = ctx.viewer;
  const { rows } = await sql<AwardListRow>`
    update award_list set state = 'NAMED', updated_at = ${ctx.now}::timestamptz, version = version + 1
     where federation_id = ${federationId} and notice_id = ${noticeId} and state = 'NAMING' returning *`.execute(ctx.db);
  const [list] = rows;
  if (!list) return;
  // Whoever of the same body names at the same time waits: numbers follow each other.
  await sql`select from organization where federation_id = ${federationId} and id = ${organizationId} for no key update`.execute(ctx.db);
  const today = dayOf(ctx.now);
  const year = Number(today.slice(0, 4));
  const approved = await sql<{ count: number }>`
    select count(*)::int as count from award_line where federation_id = ${federationId} and list_id = ${list.id} and approved`.execute(
    ctx.db,
  );
  const codes = Array.from({ length: approved.rows[0]!.count }, () => newCode());
  await sql`
    with last as (
      select coalesce(max(certificate_seq), 0) as seq from title
       where federation_id = ${federationId} and grantor_id = ${organizationId} and certificate_year = ${year}),
    code as (select code, place from unnest(${codes}::text[]) with ordinality as c (code, place)),
    line as (
      select n.*, o.name as unit_name, o.path as unit_path, row_number() over (partition by n.approved order by n.rank) as place
        from award_line n join organization o on o.federation_id = n.federation_id and o.id = n.organization_id
       where n.federation_id = ${federationId} and n.list_id = ${list.id}),
    named as (
      insert into title (federation_id, id, organization_id, grantor_id, path, list_id, notice_id, kind, level, name, award_year, period, unit_name,
                         effective_from, valid_until, certificate_number, certificate_year, certificate_seq, certificate_code, named_at)
      select n.federation_id, app.uuid7(), n.organization_id, ${organizationId}::uuid, ${path}, ${list.id}::uuid, ${noticeId}::uuid, ${list.kind},
             ${list.level}, ${list.name}, ${list.award_year}::int, ${list.period}::text, n.unit_name,
             coalesce(${list.effective_from}::date, ${today}::date), ${list.valid_until}::date,
             g.short_name || ${`〔${year}〕荣字第`} || lpad((last.seq + n.place)::text, 4, '0') || '号', ${year}, last.seq + n.place, c.code, ${ctx.now}::timestamptz
        from line n join code c on c.place = n.place cross join last
        join organization g on g.federation_id = ${federationId} and g.id = ${organizationId} where n.approved
      returning id, certificate_code)
    insert into award_result (federation_id, id, list_id, submission_id, path, asker_path, name, outcome, reason, title_id, decided_on)
    select n.federation_id, app.uuid7(), n.list_id, n.submission_id, n.unit_path, ${path}, ${list.name},
           case when n.approved then 'NAMED' when n.proposed then 'NOT_APPROVED' else 'NOT_LISTED' end,
           case when not n.approved then coalesce(n.decision_reason, n.reason) end, t.id, ${today}::date
      from line n left join code c on n.approved and c.place = n.place left join named t on t.certificate_code = c.code
     order by n.rank`.execute(ctx.db);
  await endOthers(ctx, list, today);
  await tellApplicants(ctx, list);
  await sql`
    select app.register_certificates(array_agg(certificate_code), array_agg(id)) from title
     where federation_id = ${federationId} and list_id = ${list.id}`.execute(ctx.db);
  const detail = { noticeId, titles: codes.length };
  await record(ctx, { operation: 'activateTitles', subjectType: 'AwardList', subjectId: list.id, detail });
}

/** What was handed in and not accepted is not honoured, either: it says in whose hands it was (F-03). */
async function endOthers(ctx: ViewerContext, list: AwardListRow, today: string): Promise<void> {
  await sql`
    insert into award_result (federation_id, id, list_id, submission_id, path, asker_path, name, outcome, reason, decided_on)
    select s.federation_id, app.uuid7(), ${list.id}::uuid, s.id, s.path, ${list.path}, ${list.name}, 'NOT_RECOMMENDED',
           case when s.state = 'RETURNED' then '退回' || h.name || '后未重新报送' else '截至命名仍在' || h.name || '，未获推荐' end, ${today}::date
      from submission s left join organization h on h.federation_id = s.federation_id and h.id = s.holder_id
     where s.federation_id = ${ctx.viewer.federationId} and s.root_id = ${list.root_id} and s.state in ('SUBMITTED', 'RETURNED') and not s.nil
    on conflict (federation_id, list_id, submission_id) do nothing`.execute(ctx.db);
}

/** The unit and the body above it, which recommended it. */
async function tellApplicants(ctx: ViewerContext, list: AwardListRow): Promise<void> {
  const { rows } = await sql<{ submission_id: string; told: string[] }>`
    select r.submission_id, array_remove(array[o.id, o.parent_id], ${ctx.viewer.organizationId}::uuid) as told from award_result r
      join submission s on s.federation_id = r.federation_id and s.id = r.submission_id
      join organization o on o.federation_id = s.federation_id and o.id = s.organization_id
     where r.federation_id = ${ctx.viewer.federationId} and r.list_id = ${list.id}`.execute(ctx.db);
  const lines = rows.map(({ submission_id, told }) => ({
    event: 'AWARDS_NAMED' as const,
    subjectType: 'Submission',
    subjectId: submission_id,
    audience: { organizationIds: told },
  }));
  await announce(ctx, ...lines);
}
