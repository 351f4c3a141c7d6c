import { sql } from 'kysely';
import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal } from '../../kit/errors.ts';
import { violates } from '../../kit/sql.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { findDeliverable } from '../notices/read-notices.ts';
import { saveGate } from './award-list.gates.ts';
import type { draftAwardListInput, saveAwardListInput } from './award-list.input.ts';
import type { AwardListRow } from './award-list.rows.ts';
import { awardListToChange, presentList } from './read-award-lists.ts';

type Draft = z.output<typeof draftAwardListInput>;
type Save = z.output<typeof saveAwardListInput>;
type Lines = Save['lines'];

/**
 * Begins a list of all applications that the organiser accepted, each proposed, in the order in which they came.
 * @throws Refusal NOT_FOUND, NOT_ORGANISER, NAME_TAKEN, TREE_CHANGED
 */
export async function draftAwardList(ctx: ViewerContext, { deliverableId, ...terms }: Draft): Promise<AwardListRow> {
  await holdTree(ctx, 'share');
  const deliverable = await findDeliverable(ctx, deliverableId);
  if (!deliverable?.published_at) throw notFound(['input', 'deliverableId']);
  const { federationId, organizationId, path } = ctx.viewer;
  if (deliverable.issuer_id !== organizationId || deliverable.root_id !== deliverable.id)
    throw new Refusal('NOT_ORGANISER', '只有组织评选的单位可以拟定名单', ['input', 'deliverableId']);
  const id = uuid7();
  await ctx.db
    .insertInto('award_list')
    .values({
      federation_id: federationId,
      id,
      organization_id: organizationId,
      path,
      root_id: deliverable.id,
      state: 'DRAFT',
      ...columnsOf(terms),
      author_ids: authorsOf(ctx, []),
      created_at: ctx.now,
      updated_at: ctx.now,
    })
    .execute()
    .catch((error: unknown) => {
      throw violates(error, 'award_list_name_key') ? nameTaken() : error;
    });
  await addAccepted(ctx, { id, path, root_id: deliverable.id });
  await rank(ctx, id);
  await record(ctx, { operation: 'draftAwardList', subjectType: 'AwardList', subjectId: id, detail: { deliverableId, name: terms.name } });
  return presentList(ctx, id);
}

/**
 * Saves the terms of a list and the lines that are given; what was accepted since comes onto it.
 * @throws Refusal NOT_FOUND, NOT_ORGANISER, WRONG_STATE, STALE_VERSION, NAME_TAKEN, LINE_REPEATED, RANK_REPEATED, TREE_CHANGED
 */
export async function saveAwardList(ctx: ViewerContext, { awardListId, version, lines, ...terms }: Save): Promise<AwardListRow> {
  await holdTree(ctx, 'share');
  const list = await awardListToChange(ctx, awardListId, version);
  assertGate(saveGate(ctx, list), ['input', 'awardListId']);
  await ctx.db
    .updateTable('award_list')
    .set({ ...columnsOf(terms), author_ids: authorsOf(ctx, list.author_ids), updated_at: ctx.now, version: list.version + 1 })
    .where('federation_id', '=', ctx.viewer.federationId)
    .where('id', '=', list.id)
    .execute()
    .catch((error: unknown) => {
      throw violates(error, 'award_list_name_key') ? nameTaken() : error;
    });
  await addAccepted(ctx, list);
  await writeLines(ctx, list, lines);
  await rank(ctx, list.id);
  const detail = { version: list.version + 1, lines: lines.length };
  await record(ctx, { operation: 'saveAwardList', subjectType: 'AwardList', subjectId: list.id, detail });
  return presentList(ctx, list.id);
}

const nameTaken = (): Refusal => new Refusal('NAME_TAKEN', '这项评选已有同名的名单', ['input', 'name']);

const columnsOf = (terms: Omit<Draft, 'deliverableId'>) => ({
  name: terms.name,
  kind: terms.kind,
  level: terms.level,
  award_year: terms.awardYear,
  period: terms.period,
  valid_until: terms.validUntil,
  subsidy_fen: terms.subsidyFen,
  subsidy_uses: terms.subsidyUses,
  objection_days: terms.objectionDays,
});

/** Whoever has a hand in the list, and for whom. */
const authorsOf = ({ viewer: { personId, onBehalfOfId } }: ViewerContext, before: readonly string[]): string[] => [
  ...new Set([...before, personId, ...(onBehalfOfId ? [onBehalfOfId] : [])]),
];

async function addAccepted(ctx: ViewerContext, { id, path, root_id }: Pick<AwardListRow, 'id' | 'path' | 'root_id'>): Promise<void> {
  await sql`
    insert into award_line (federation_id, id, list_id, path, submission_id, organization_id, rank, proposed, priorities, tags)
    select s.federation_id, app.uuid7(), ${id}::uuid, ${path}, s.id, s.organization_id, 0, true, '{}', '{}'
      from submission s
     where s.federation_id = ${ctx.viewer.federationId} and s.root_id = ${root_id} and s.state = 'ACCEPTED' and not s.nil
     order by s.first_submitted_at, s.id
    on conflict (federation_id, list_id, submission_id) do nothing`.execute(ctx.db);
}

async function writeLines(ctx: ViewerContext, { id }: AwardListRow, lines: Lines): Promise<void> {
  const twice = lines.findIndex(({ submissionId }, index) => lines.findIndex((line) => line.submissionId === submissionId) < index);
  if (twice >= 0) throw new Refusal('LINE_REPEATED', '同一申报重复出现', ['input', 'lines', String(twice), 'submissionId']);
  const { rows } = await sql<{ submission_id: string }>`
    update award_line n
       set wanted_rank = g.rank, holder_reason = g."holderReason", proposed = g.proposed, reason = case when g.proposed then null else g.reason end, priorities = array(select jsonb_array_elements_text(g.priorities)),
           priority_reason = g."priorityReason", tags = array(select jsonb_array_elements_text(g.tags))
      from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb)
           as g ("submissionId" uuid, rank int, proposed boolean, reason text, priorities jsonb, "priorityReason" text, "holderReason" text, tags jsonb)
     where n.federation_id = ${ctx.viewer.federationId} and n.list_id = ${id} and n.submission_id = g."submissionId"
    returning n.submission_id`.execute(ctx.db);
  const written = new Set(rows.map(({ submission_id }) => submission_id));
  const unknown = lines.findIndex(({ submissionId }) => !written.has(submissionId));
  if (unknown >= 0) throw notFound(['input', 'lines', String(unknown), 'submissionId']);
}

/**
 * S2-54, S2-59: those that were given a place by name stand there; after them those with priority, then the others, each in
 * the order in which they came.
 */
async function rank(ctx: ViewerContext, listId: string): Promise<void> {
  const { federationId } = ctx.viewer;
  const { rows } = await sql`
    select from award_line where federation_id = ${federationId} and list_id = ${listId} and wanted_rank is not null
     group by wanted_rank having count(*) > 1 limit 1`.execute(ctx.db);
  if (rows.length) throw new Refusal('RANK_REPEATED', '两项申报的名次相同', ['input', 'lines']);
  await sql`
    update award_line n set rank = r.rank
      from (select l.id, row_number() over (order by l.wanted_rank nulls last, cardinality(l.priorities) = 0, s.first_submitted_at, l.id)::int as rank
              from award_line l join submission s on s.federation_id = l.federation_id and s.id = l.submission_id
             where l.federation_id = ${federationId} and l.list_id = ${listId}) r
     where n.federation_id = ${federationId} and n.id = r.id and n.rank <> r.rank`.execute(ctx.db);
}
