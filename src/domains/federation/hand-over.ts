import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { NIL_ID } from '../../kit/node-id.ts';
import type { OrganizationRow } from './organization.rows.ts';

/** A body that ends and the one that goes on for it. */
export interface Merger {
  readonly predecessor: OrganizationRow;
  readonly successor: OrganizationRow;
  readonly at: Date;
  readonly reason: string;
}

/**
 * What the predecessor had in hand goes on with the successor (architecture, two paths): what it owes, with drafts,
 * submissions and ledgers; what lies with it for review; what it has asked for; tokens and second bonds. What it has
 * done stays its own, and `filed_path` with it. Behind the walls of the whole federation, after the addresses were
 * rewritten.
 *
 * @returns how many obligations go on
 */
export async function handOver(ctx: ViewerContext, merger: Merger): Promise<number> {
  const carried = await carryObligations(ctx, merger);
  await carryWhatHangsOn(ctx, merger, carried);
  await takeOverReviews(ctx, merger);
  await takeOverAsks(ctx, merger);
  await takeOverQuestions(ctx, merger);
  await takeOverHonours(ctx, merger);
  await takeOverBulletins(ctx, merger);
  await handOverPapers(ctx, merger);
  await takeOverTokens(ctx, merger);
  await takeOverBonds(ctx, merger);
  return carried.length;
}

/**
 * Open ones that the successor does not owe itself and did not ask for: nobody owes anything to themselves, and what was
 * handed in to the successor is reviewed by it as the predecessor's. The notice counts as delivered to it.
 */
async function carryObligations(ctx: ViewerContext, { predecessor, successor }: Merger): Promise<string[]> {
  const { federationId, organizationId } = ctx.viewer;
  const { rows } = await sql<{ id: string }>`
    update obligation o set organization_id = ${successor.id}, path = ${successor.path}, version = version + 1
     where o.federation_id = ${federationId} and o.organization_id = ${predecessor.id} and o.state in ('OPEN', 'SUBMITTED', 'RETURNED')
       and o.asker_id <> ${successor.id}
       and not exists (select from obligation own where own.federation_id = o.federation_id and own.organization_id = ${successor.id} and own.root_id = o.root_id)
    returning o.id`.execute(ctx.db);
  const ids = rows.map(({ id }) => id);
  await sql`
    insert into obligation_event (federation_id, id, obligation_id, path, asker_path, kind, actor_organization_id, reason, happened_at)
    select federation_id, app.uuid7(), id, path, asker_path, 'CARRIED_ON', ${organizationId}::uuid,
           ${`${predecessor.name}并入${successor.name}，由其继续办理`}, ${ctx.now}::timestamptz
      from obligation where federation_id = ${federationId} and id = any (${ids}::uuid[])`.execute(ctx.db);
  await sql`
    insert into delivery (federation_id, id, notice_id, organization_id, path, asker_path, delivered_at)
    select distinct on (d.notice_id) d.federation_id, app.uuid7(), d.notice_id, ${successor.id}::uuid, ${successor.path}, d.asker_path, ${ctx.now}::timestamptz
      from obligation o join delivery d on d.federation_id = o.federation_id and d.notice_id = o.notice_id and d.organization_id = ${predecessor.id}
     where o.federation_id = ${federationId} and o.id = any (${ids}::uuid[])
        on conflict (federation_id, notice_id, organization_id) do nothing`.execute(ctx.db);
  return ids;
}

const BY_SUBMISSION = [
  'search_submission',
  'submission_version',
  'submission_entry',
  'submission_print',
  'submission_part',
  'submission_step',
  'submission_file',
  'return_slip',
];

async function carryWhatHangsOn(ctx: ViewerContext, { predecessor, successor }: Merger, obligationIds: string[]): Promise<void> {
  const { federationId } = ctx.viewer;
  const here = sql`path = ${successor.path}`;
  const carried = sql`federation_id = ${federationId} and obligation_id = any (${obligationIds}::uuid[])`;
  await sql`update obligation_event set ${here} where ${carried}`.execute(ctx.db);
  for (const table of ['approval_opinion', 'level_acceptance']) {
    await sql`update ${sql.table(table)} set ${here} where ${carried}`.execute(ctx.db);
  }
  await sql`update submission set organization_id = ${successor.id}, indexed_number = null, ${here} where ${carried}`.execute(ctx.db);
  const submissions = sql`federation_id = ${federationId} and submission_id in (select id from submission where ${carried})`;
  for (const table of BY_SUBMISSION) await sql`update ${sql.table(table)} set ${here} where ${submissions}`.execute(ctx.db);
  await sql`
    update attached_file set ${here}
     where federation_id = ${federationId} and subject_type = 'Submission' and subject_id in (select id from submission where ${carried})`.execute(
    ctx.db,
  );
  await sql`update ledger set organization_id = ${successor.id}, ${here} where ${carried}`.execute(ctx.db);
  await sql`
    update ledger_row set ${here}
     where federation_id = ${federationId} and ledger_id in (select id from ledger where ${carried})`.execute(ctx.db);
  await sql`
    update return_slip set organization_id = ${successor.id}
     where federation_id = ${federationId} and organization_id = ${predecessor.id} and answered_at is null`.execute(ctx.db);
}

async function takeOverReviews(ctx: ViewerContext, { predecessor, successor }: Merger): Promise<void> {
  await sql`
    update submission set holder_id = ${successor.id} where federation_id = ${ctx.viewer.federationId} and holder_id = ${predecessor.id}`.execute(
    ctx.db,
  );
}

/** What the predecessor has to answer, or may amend, and what it asked and is not answered yet. */
async function takeOverQuestions(ctx: ViewerContext, { predecessor, successor }: Merger): Promise<void> {
  const { federationId } = ctx.viewer;
  await sql`update question set holder_id = ${successor.id} where federation_id = ${federationId} and holder_id = ${predecessor.id}`.execute(
    ctx.db,
  );
  await sql`
    update question set organization_id = ${successor.id}, path = ${successor.path}
     where federation_id = ${federationId} and organization_id = ${predecessor.id} and state = 'OPEN'`.execute(ctx.db);
}

/** Lists and what it gave, and what it holds. */
const HONOURS = [
  'award_list',
  'award_line',
  'award_objection',
  'award_decision',
  'award_result',
  'title',
  'subsidy',
  'subsidy_spending',
  'mentoring_pair',
  'self_check',
];

/** What it was about to honour, with what hangs on it; what was decided stays as it was decided. */
async function takeOverHonours(ctx: ViewerContext, { predecessor, successor }: Merger): Promise<void> {
  const { federationId } = ctx.viewer;
  const here = sql`federation_id = ${federationId} and path = (
    select path from organization where federation_id = ${federationId} and id = ${predecessor.id})`;
  for (const table of HONOURS) await sql`update ${sql.table(table)} set path = ${successor.path} where ${here}`.execute(ctx.db);
  await sql`update attached_file set path = ${successor.path} where ${here} and subject_type = 'AwardDecision'`.execute(ctx.db);
  await sql`
    update award_list set organization_id = ${successor.id} where federation_id = ${federationId} and organization_id = ${predecessor.id}`.execute(
    ctx.db,
  );
}

/**
 * What the predecessor has said stays its own, and the successor corrects it or goes on writing it. A notice that was not
 * issued yet is the predecessor's paper and ends with it: the successor writes it out under its own name.
 */
async function takeOverBulletins(ctx: ViewerContext, { predecessor, successor }: Merger): Promise<void> {
  const { federationId } = ctx.viewer;
  const theirs = sql`federation_id = ${federationId} and organization_id = ${predecessor.id}`;
  await sql`
    update bulletin_line set path = ${successor.path}
     where federation_id = ${federationId} and bulletin_id in (select id from bulletin where ${theirs})`.execute(ctx.db);
  await sql`
    update bulletin b set path = ${successor.path},
           notice_id = (select n.id from notice n where n.federation_id = b.federation_id and n.id = b.notice_id and n.published_at is not null)
     where ${theirs}`.execute(ctx.db);
}

/** Who asks from now on, and where, with what was answered about it: the notice itself keeps the name of the body that issued it. */
async function takeOverAsks(ctx: ViewerContext, { predecessor, successor }: Merger): Promise<void> {
  const { federationId } = ctx.viewer;
  // By the address, not by the issuer: what the predecessor itself once took over goes on with it.
  const { rows } = await sql<{ path: string }>`
    select path from organization where federation_id = ${federationId} and id = ${predecessor.id}`.execute(ctx.db);
  const here = sql`federation_id = ${federationId} and path = ${rows[0]!.path}`;
  for (const table of ['notice', 'search_notice', 'search_notice_term', 'notice_attachment', 'lint_answer', 'notice_edition']) {
    await sql`update ${sql.table(table)} set path = ${successor.path} where ${here}`.execute(ctx.db);
  }
  // The successor attaches them again, to a correction or to the next year's notice.
  await sql`
    update attached_file set organization_id = ${successor.id}, path = ${successor.path} where ${here} and subject_type = 'Notice'`.execute(
    ctx.db,
  );
  await sql`update question_answer set path = ${successor.path} where ${here}`.execute(ctx.db);
  await sql`
    update deliverable set issuer_id = ${successor.id}, path = ${successor.path}
     where federation_id = ${federationId} and issuer_id = ${predecessor.id}`.execute(ctx.db);
  await sql`
    update obligation set extension_holder_id = ${successor.id}
     where federation_id = ${federationId} and extension_holder_id = ${predecessor.id}`.execute(ctx.db);
  await sql`update obligation set asker_id = ${successor.id} where federation_id = ${federationId} and asker_id = ${predecessor.id}`.execute(
    ctx.db,
  );
  // Rounds stay where the predecessor stands now, below the successor, who runs them from here on.
  await sql`
    update judging_round set organization_id = ${successor.id} where federation_id = ${federationId} and organization_id = ${predecessor.id}`.execute(
    ctx.db,
  );
}

/**
 * Drafts, remarks and uploads, which only their own body can reach. The product acts as the predecessor, and `app.successor`
 * lets it name the new owner. The statements have no condition: a row that was read in one would have to be readable
 * afterwards, too.
 */
async function handOverPapers(ctx: ViewerContext, { predecessor, successor }: Merger): Promise<void> {
  const act = (as: string, successorId: string) =>
    sql`select set_config('app.organization', ${as}, true), set_config('app.successor', ${successorId}, true)`.execute(ctx.db);
  await act(predecessor.id, successor.id);
  for (const table of [
    'submission_draft',
    'review',
    'upload',
    'notice_step',
    'phone_call',
    'address_group',
    'signing_invitation',
    'form_print',
  ]) {
    await sql`update ${sql.table(table)} set organization_id = ${successor.id}`.execute(ctx.db);
  }
  // What has gone up of anybody's opinions would be in sight, too: only the predecessor's own are, where no range is.
  const { rows } = await sql<{ lo: string; hi: string }>`select current_setting('app.lo') as lo, current_setting('app.hi') as hi`.execute(
    ctx.db,
  );
  const range = (lo: string, hi: string) =>
    sql`select set_config('app.lo', ${lo}, true), set_config('app.hi', ${hi}, true)`.execute(ctx.db);
  await range('', '');
  await sql`update approval_opinion set organization_id = ${successor.id}`.execute(ctx.db);
  await range(rows[0]!.lo, rows[0]!.hi);
  await act(NIL_ID, '');
  await sql`
    update stored_object set organization_id = ${successor.id}, path = ${successor.path}
     where federation_id = ${ctx.viewer.federationId} and organization_id = ${predecessor.id}`.execute(ctx.db);
}

async function takeOverTokens(ctx: ViewerContext, { predecessor, successor }: Merger): Promise<void> {
  await sql`
    update api_token set organization_id = ${successor.id}, path = ${successor.path}
     where federation_id = ${ctx.viewer.federationId} and organization_id = ${predecessor.id} and revoked_at is null`.execute(ctx.db);
}

/** Units with a second bond to the predecessor are bound to the successor; the predecessor's own bonds end. */
async function takeOverBonds(ctx: ViewerContext, { predecessor, successor, at }: Merger): Promise<void> {
  const { federationId } = ctx.viewer;
  const open = sql`federation_id = ${federationId} and (valid_to is null or valid_to > ${at}::timestamptz)`;
  await sql`
    with ended as (
      update affiliation set valid_to = greatest(valid_from, ${at}::timestamptz)
       where ${open} and (body_id = ${predecessor.id} or organization_id = ${predecessor.id}) returning *)
    insert into affiliation (federation_id, id, organization_id, path, body_id, asker_path, kind, valid_from)
    select distinct on (e.organization_id, e.kind) e.federation_id, app.uuid7(), e.organization_id, e.path, ${successor.id}::uuid, ${successor.path}, e.kind, ${at}::timestamptz
      from ended e
     where e.organization_id <> ${predecessor.id} and not starts_with(e.path, ${successor.path})
       and not exists (select from affiliation where ${open} and organization_id = e.organization_id and body_id = ${successor.id} and kind = e.kind)`.execute(
    ctx.db,
  );
}
