import { sql } from 'kysely';
import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal } from '../../kit/errors.ts';
import { dayOf } from '../../kit/time.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { spendGate, subsidyGate } from './holder.gates.ts';
import type { paySubsidyInput, recordSubsidyUseInput } from './holder.input.ts';
import { honourOf, type SubsidyRow } from './read-holders.ts';
import { findTitle, presentTitle, successorOf, titleToChange } from './read-titles.ts';
import type { TitleRow } from './title.rows.ts';

const TITLE = ['input', 'titleId'];
const yuan = (fen: number): string => (fen / 100).toFixed(2);

/**
 * Writes down that the money of a title was paid, once for a unit, an honour and a level (S2-58, C-38).
 * @throws Refusal NOT_FOUND, NOT_EFFECTIVE, NOT_ACTIVE, NO_SUBSIDY, ALREADY_PAID, PAYEE_PERSON, IN_FUTURE, STALE_VERSION, TREE_CHANGED
 */
export async function paySubsidy(ctx: ViewerContext, input: z.output<typeof paySubsidyInput>): Promise<TitleRow> {
  await holdTree(ctx, 'share');
  const title = await titleToChange(ctx, input.titleId, input.version);
  assertGate(await subsidyGate(ctx, title), TITLE);
  if (input.paidOn > dayOf(ctx.now)) throw new Refusal('IN_FUTURE', '发放日期不能晚于今天', ['input', 'paidOn']);
  const { federationId, personId, path } = ctx.viewer;
  const holderId = (await successorOf(ctx, title.organization_id)) ?? title.organization_id;
  // The table's key has the last word between two titles of one unit that are paid at once.
  const { rows } = await sql<{ amount_fen: number }>`
    insert into subsidy (federation_id, id, title_id, organization_id, path, asker_path, level, honour, amount_fen, uses, payee, payee_name,
                         paid_on, paid_by_id, recorded_at)
    select ${federationId}::uuid, ${uuid7()}::uuid, ${title.id}::uuid, ${title.organization_id}::uuid, o.path, ${path}, ${title.level},
           ${honourOf(title)}, l.subsidy_fen, l.subsidy_uses, ${input.payee}, ${input.payeeName}, ${input.paidOn}::date, ${personId}::uuid,
           ${ctx.now}::timestamptz
      from award_list l join organization o on o.federation_id = l.federation_id and o.id = ${holderId}
     where l.federation_id = ${federationId} and l.id = ${title.list_id}
    on conflict do nothing returning amount_fen`.execute(ctx.db);
  const [paid] = rows;
  if (!paid) throw new Refusal('ALREADY_PAID', '该单位同类同级称号的补助已经发放', TITLE);
  await sql`
    update title set version = version + 1 where federation_id = ${federationId} and id = ${title.id}`.execute(ctx.db);
  const detail = { amountFen: paid.amount_fen, paidOn: input.paidOn };
  await record(ctx, { operation: 'paySubsidy', subjectType: 'Title', subjectId: title.id, detail });
  return presentTitle(ctx, title.id);
}

/**
 * Writes down what was spent of it (S2-58): within what it may be spent on, to no person, and together never more than it is.
 * @throws Refusal NOT_FOUND, NOT_HOLDER, NOT_PAID, USE_NOT_ALLOWED, OVER_AMOUNT, PAYEE_PERSON, IN_FUTURE, BEFORE_PAYMENT, TREE_CHANGED
 */
export async function recordSubsidyUse(ctx: ViewerContext, input: z.output<typeof recordSubsidyUseInput>): Promise<TitleRow> {
  await holdTree(ctx, 'share');
  const { federationId, personId } = ctx.viewer;
  const title = await findTitle(ctx, input.titleId);
  if (!title) throw notFound(TITLE);
  // Held, so that two at once do not spend the same money.
  const { rows } = await sql<SubsidyRow>`
    select * from subsidy where federation_id = ${federationId} and title_id = ${title.id} for update`.execute(ctx.db);
  assertGate(await spendGate(ctx, title), TITLE);
  const subsidy = rows[0]!;
  if (!subsidy.uses.includes(input.use)) throw new Refusal('USE_NOT_ALLOWED', '补助不能用于这个方面', ['input', 'use']);
  if (input.spentOn > dayOf(ctx.now)) throw new Refusal('IN_FUTURE', '支出日期不能晚于今天', ['input', 'spentOn']);
  if (input.spentOn < subsidy.paid_on) throw new Refusal('BEFORE_PAYMENT', '支出日期早于补助发放日期', ['input', 'spentOn']);
  const left = subsidy.amount_fen - (await spentFen(ctx, subsidy.id));
  if (input.amountFen > left) throw new Refusal('OVER_AMOUNT', `补助只余${yuan(left)}元`, ['input', 'amountFen']);
  await sql`
    insert into subsidy_spending (federation_id, id, subsidy_id, path, asker_path, number, use, amount_fen, payee, payee_name, purpose, spent_on,
                                  recorded_by_id, recorded_at)
    select ${federationId}::uuid, ${uuid7()}::uuid, ${subsidy.id}::uuid, ${subsidy.path}, ${subsidy.asker_path}, 1 + count(*)::int, ${input.use},
           ${input.amountFen}, ${input.payee}, ${input.payeeName}, ${input.purpose}, ${input.spentOn}::date, ${personId}::uuid, ${ctx.now}::timestamptz
      from subsidy_spending where federation_id = ${federationId} and subsidy_id = ${subsidy.id}`.execute(ctx.db);
  const detail = { use: input.use, amountFen: input.amountFen };
  await record(ctx, { operation: 'recordSubsidyUse', subjectType: 'Title', subjectId: title.id, detail });
  return presentTitle(ctx, title.id);
}

/** Read after the subsidy is held: what another transaction spent meanwhile is in it. */
async function spentFen(ctx: ViewerContext, subsidyId: string): Promise<number> {
  const { rows } = await sql<{ spent: number }>`
    select coalesce(sum(amount_fen), 0)::int as spent from subsidy_spending
     where federation_id = ${ctx.viewer.federationId} and subsidy_id = ${subsidyId}`.execute(ctx.db);
  return rows[0]!.spent;
}
