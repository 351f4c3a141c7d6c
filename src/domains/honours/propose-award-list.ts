import { sql } from 'kysely';
import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal } from '../../kit/errors.ts';
import { addDays, dayOf, endOfDay } from '../../kit/time.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { objectionGate, proposeGate, withdrawGate } from './award-list.gates.ts';
import type { answerObjectionInput, awardListStepInput, recordObjectionInput } from './award-list.input.ts';
import type { AwardListRow } from './award-list.rows.ts';
import { awardListStates } from './award-list.states.ts';
import { heldTitles } from './read-titles.ts';
import { awardListToChange, countLines, presentList } from './read-award-lists.ts';

const LIST = ['input', 'awardListId'];
type Step = z.output<typeof awardListStepInput>;

/**
 * Puts a list before the deciding body. Where it has days of publicity they begin with the next day and end with their last
 * (C-67).
 * @throws Refusal NOT_FOUND, NOT_ORGANISER, WRONG_STATE, STALE_VERSION, EMPTY_LIST, NO_LONGER_ACCEPTED, HOLDER_WITHOUT_REASON,
 *   TREE_CHANGED
 */
export async function proposeAwardList(ctx: ViewerContext, { awardListId, version }: Step): Promise<AwardListRow> {
  await holdTree(ctx, 'share');
  const list = await awardListToChange(ctx, awardListId, version);
  assertGate(proposeGate(ctx, list), LIST);
  if ((await countLines(ctx, list.id)).proposed === 0) throw new Refusal('EMPTY_LIST', '名单内没有拟命名的单位', LIST);
  await assertAccepted(ctx, list);
  await assertHoldersExplained(ctx, list);
  const until = list.objection_days ? endOfDay(addDays(dayOf(ctx.now), list.objection_days)) : null;
  await move(ctx, list, 'propose', { proposed_at: ctx.now, objections_until: until });
  const detail = { version: list.version, objectionsUntil: until?.toISOString() ?? null };
  await record(ctx, { operation: 'proposeAwardList', subjectType: 'AwardList', subjectId: list.id, detail });
  return presentList(ctx, list.id);
}

/** Takes it back to be changed; a publicity begins anew when it is proposed again. What was objected stays. */
export async function withdrawAwardList(ctx: ViewerContext, { awardListId, version }: Step): Promise<AwardListRow> {
  await holdTree(ctx, 'share');
  const list = await awardListToChange(ctx, awardListId, version);
  assertGate(withdrawGate(ctx, list), LIST);
  await move(ctx, list, 'withdraw', { proposed_at: null, objections_until: null });
  const detail = { version: list.version };
  await record(ctx, { operation: 'withdrawAwardList', subjectType: 'AwardList', subjectId: list.id, detail });
  return presentList(ctx, list.id);
}

/**
 * Writes down what came in while the list was public.
 * @throws Refusal NOT_FOUND, NOT_ORGANISER, NO_PUBLICITY, WRONG_STATE, TREE_CHANGED
 */
export async function recordObjection(ctx: ViewerContext, input: z.output<typeof recordObjectionInput>): Promise<AwardListRow> {
  await holdTree(ctx, 'share');
  const list = await awardListToChange(ctx, input.awardListId);
  assertGate(objectionGate(ctx, list), LIST);
  const { federationId, personId } = ctx.viewer;
  const about = input.submissionId;
  if (about && !(await ctx.loaders.many('award_line', 'submission_id', about)).some(({ list_id }) => list_id === list.id))
    throw notFound(['input', 'submissionId']);
  if (input.receivedOn > dayOf(ctx.now)) throw new Refusal('IN_FUTURE', '收到日期不能晚于今天', ['input', 'receivedOn']);
  // The list is held, so that numbers follow each other.
  await sql`
    insert into award_objection (federation_id, id, list_id, path, number, submission_id, source, text, received_on, recorded_by_id, recorded_at)
    select ${federationId}::uuid, ${uuid7()}::uuid, ${list.id}::uuid, ${list.path}, 1 + count(*)::int, ${about}::uuid, ${input.source}, ${input.text},
           ${input.receivedOn}::date, ${personId}::uuid, ${ctx.now}::timestamptz
      from award_objection where federation_id = ${federationId} and list_id = ${list.id}`.execute(ctx.db);
  await record(ctx, { operation: 'recordObjection', subjectType: 'AwardList', subjectId: list.id, detail: { submissionId: about } });
  return presentList(ctx, list.id);
}

/**
 * Answers an objection, once.
 * @throws Refusal NOT_FOUND, NOT_ORGANISER, NO_PUBLICITY, WRONG_STATE, ALREADY_ANSWERED, TREE_CHANGED
 */
export async function answerObjection(ctx: ViewerContext, input: z.output<typeof answerObjectionInput>): Promise<AwardListRow> {
  await holdTree(ctx, 'share');
  const list = await awardListToChange(ctx, input.awardListId);
  assertGate(objectionGate(ctx, list), LIST);
  const { federationId, personId } = ctx.viewer;
  const { rows } = await sql<{ answered_at: Date | null }>`
    select answered_at from award_objection where federation_id = ${federationId} and list_id = ${list.id} and number = ${input.number}`.execute(
    ctx.db,
  );
  if (!rows[0]) throw notFound(['input', 'number']);
  if (rows[0].answered_at) throw new Refusal('ALREADY_ANSWERED', '这条异议已经答复', ['input', 'number']);
  await sql`
    update award_objection set answer = ${input.answer}, answered_by_id = ${personId}::uuid, answered_at = ${ctx.now}::timestamptz
     where federation_id = ${federationId} and list_id = ${list.id} and number = ${input.number}`.execute(ctx.db);
  await record(ctx, { operation: 'answerObjection', subjectType: 'AwardList', subjectId: list.id, detail: { number: input.number } });
  return presentList(ctx, list.id);
}

/** What was accepted may have been reopened since. */
async function assertAccepted(ctx: ViewerContext, { id }: AwardListRow): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select o.name from award_line n
      join submission s on s.federation_id = n.federation_id and s.id = n.submission_id
      join organization o on o.federation_id = n.federation_id and o.id = n.organization_id
     where n.federation_id = ${ctx.viewer.federationId} and n.list_id = ${id} and n.proposed and s.state <> 'ACCEPTED' order by n.rank limit 1`.execute(
    ctx.db,
  );
  if (rows[0]) throw new Refusal('NO_LONGER_ACCEPTED', `${rows[0].name}的申报已不是审核通过的状态`, LIST);
}

/** S2-07, C-31: a unit that holds such an honour of a city or above stands for it again with a reason only. */
async function assertHoldersExplained(ctx: ViewerContext, { id, kind }: AwardListRow): Promise<void> {
  if (kind === 'COMMENDATION') return;
  const { rows } = await sql<{ name: string; held: string }>`
    select o.name, t.name as held from award_line n
      join organization o on o.federation_id = n.federation_id and o.id = n.organization_id
      join (${heldTitles(ctx)}) t on t.holder_id = n.organization_id
     where n.federation_id = ${ctx.viewer.federationId} and n.list_id = ${id} and n.proposed and n.holder_reason is null
     order by n.rank limit 1`.execute(ctx.db);
  const [holder] = rows;
  if (holder) throw new Refusal('HOLDER_WITHOUT_REASON', `${holder.name}已获得${holder.held}称号，再次推荐须写明理由`, LIST);
}

/** Writes the state that an action leads to, and what goes with it. */
export async function move(
  ctx: ViewerContext,
  list: AwardListRow,
  action: Parameters<typeof awardListStates.next>[1],
  also: Partial<Pick<AwardListRow, 'proposed_at' | 'objections_until' | 'notice_id' | 'effective_from'>> = {},
): Promise<void> {
  await ctx.db
    .updateTable('award_list')
    .set({ state: awardListStates.next(list.state, action, LIST), ...also, updated_at: ctx.now, version: list.version + 1 })
    .where('federation_id', '=', ctx.viewer.federationId)
    .where('id', '=', list.id)
    .execute();
}
