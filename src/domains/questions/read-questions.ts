import { type RawBuilder, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { type Page, type PageArgs, pageOf, parseCursor } from '../../kit/connection.ts';
import { readableNotice } from '../notices/read-notices.ts';
import { type AnswerRow, asQuestion, type QuestionRow } from './question.rows.ts';

/** Of a question `q`: asked, held, or passed up by the caller's body. */
function involves({ viewer, ability }: ViewerContext): RawBuilder<boolean> {
  const { federationId, organizationId } = viewer;
  return sql<boolean>`(q.federation_id = ${federationId} and ${ability.can('readOpen', 'Question')}
    and (q.organization_id = ${organizationId} or q.holder_id = ${organizationId} or ${organizationId} = any (q.passed_by_ids)))`;
}

const OWN = sql`q.id, q.held_notice_id, q.holder_id, q.organization_id as asker_id, q.anonymous, q.text, q.state, q.asked_at, q.version, q.passed_by_ids`;

/**
 * The questions that the caller may read, as a subquery of {@link QuestionRow}: one's own and those to be answered,
 * whatever their state; of all others those that were answered, with what their answer publishes of them, under notices
 * that may be read.
 *
 * @param own which questions `q` of the first kind
 * @param published which answers `a` of the second
 */
function visible(ctx: ViewerContext, own: RawBuilder<unknown>, published: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    select ${OWN} from question q where ${involves(ctx)} and ${own}
    union all
    select a.question_id, a.notice_id, a.answerer_id, a.asker_id, a.asker_id is null, a.question, 'ANSWERED', a.asked_at, 0, '{}'::uuid[]
      from question_answer a join notice n on n.federation_id = a.federation_id and n.id = a.notice_id
     where a.federation_id = ${ctx.viewer.federationId} and a.number = 1 and ${published} and ${readableNotice(ctx)}
       and not exists (select from question q where q.id = a.question_id and ${involves(ctx)}))`;
}

/** One question, if it may be read. */
export async function findQuestion(ctx: ViewerContext, id: string): Promise<QuestionRow | undefined> {
  const { rows } = await sql<QuestionRow>`select * from ${visible(ctx, sql`q.id = ${id}`, sql`a.question_id = ${id}`)} q`.execute(ctx.db);
  return rows[0] && asQuestion(rows[0]);
}

export type QuestionBox = 'ASKED' | 'TO_ANSWER' | 'ANSWERED';

/** Questions of the caller's own body, newest first: those that it asked, that it has to answer, or that it answered. */
export async function listQuestions(ctx: ViewerContext, box: QuestionBox, page: PageArgs): Promise<Page<QuestionRow>> {
  const after = parseCursor(page.after, ['instant', 'uuid']);
  const { organizationId } = ctx.viewer;
  const state = box === 'TO_ANSWER' ? 'OPEN' : 'ANSWERED';
  const which = box === 'ASKED' ? sql`q.organization_id = ${organizationId}` : sql`q.holder_id = ${organizationId} and q.state = ${state}`;
  const from = sql`from question q where ${involves(ctx)} and ${which}`;
  const { rows } = await sql<QuestionRow>`
    select ${OWN} ${from}
       ${after ? sql`and (q.asked_at, q.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
     order by q.asked_at desc, q.id desc limit ${page.first + 1}`.execute(ctx.db);
  const found = pageOf(rows.map(asQuestion), page, (row) => [row.asked_at.toISOString(), row.id]);
  const count = async () => (await sql<{ count: number }>`select count(*)::int as count ${from}`.execute(ctx.db)).rows[0]!.count;
  return { ...found, totalCount: count };
}

type Listed = QuestionRow & { readonly key: string };

/** Every notice of a list with the ones that travel attached to it: what is answered above is answered for all below. */
const attached = (ctx: ViewerContext, noticeIds: readonly string[]) => sql`
  with recursive up (key, id, above_id) as (
    select n.id, n.id, n.forwards_id from notice n where n.federation_id = ${ctx.viewer.federationId} and n.id = any (${[...noticeIds]}::uuid[])
    union all
    select up.key, n.id, n.forwards_id from up join notice n on n.federation_id = ${ctx.viewer.federationId} and n.id = up.above_id)`;

function ofNotice(ctx: ViewerContext, key: RawBuilder<unknown>): RawBuilder<unknown> {
  const any = sql`(select id from up where key = ${key})`;
  return visible(ctx, sql`(q.held_notice_id in ${any} or q.notice_id in ${any})`, sql`a.notice_id in ${any}`);
}

/** Questions about a notice and about those that travel attached to it, newest first; gathered over a request. */
export async function questionsOf(ctx: ViewerContext, noticeId: string, page: PageArgs): Promise<Page<QuestionRow>> {
  const after = parseCursor(page.after, ['instant', 'uuid']);
  const found = await ctx.loaders.batched(`questions ${JSON.stringify(page)}`, noticeId, async (noticeIds) => {
    const { rows } = await sql<Listed>`
      ${attached(ctx, noticeIds)}
      select k.id as key, q.* from unnest(${noticeIds}::uuid[]) k (id) cross join lateral (
        select q.* from ${ofNotice(ctx, sql`k.id`)} q ${after ? sql`where (q.asked_at, q.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
         order by q.asked_at desc, q.id desc limit ${page.first + 1}) q
       order by q.asked_at desc, q.id desc`.execute(ctx.db);
    return Map.groupBy(rows, ({ key }) => key);
  });
  return pageOf((found ?? []).map(asQuestion), page, (row) => [row.asked_at.toISOString(), row.id]);
}

/** How many there are; gathered likewise. */
export async function countQuestions(ctx: ViewerContext, noticeId: string): Promise<number> {
  const found = await ctx.loaders.batched('number of questions', noticeId, async (noticeIds) => {
    const { rows } = await sql<{ key: string; count: number }>`
      ${attached(ctx, noticeIds)}
      select k.id as key, (select count(*)::int from ${ofNotice(ctx, sql`k.id`)} q) as count from unnest(${noticeIds}::uuid[]) k (id)`.execute(
      ctx.db,
    );
    return new Map(rows.map(({ key, count }) => [key, count]));
  });
  return found ?? 0;
}

/** The answers to a question, first to last. Published under its notice, which the caller may read, or asked by the caller. */
export const answersTo = (ctx: ViewerContext, { id }: Pick<QuestionRow, 'id'>): Promise<readonly AnswerRow[]> =>
  ctx.loaders.many('question_answer', 'question_id', id, { column: 'number' });
