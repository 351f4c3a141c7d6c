import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal } from '../../kit/errors.ts';
import { json } from '../../kit/sql.ts';
import { widen } from '../../kit/system.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { holdTree } from '../federation/tree-lock.ts';
import type { DeliverableRow } from '../notices/notice.rows.ts';
import { referenceDayOf } from '../submissions/sheet-scores.ts';
import { changeGate } from './judging.gates.ts';
import type { addJudgeInput, draftJudgingRoundInput, Given } from './judging.input.ts';
import { asRound, type RoundRow } from './judging.rows.ts';
import { bumpRound, roundToChange } from './read-rounds.ts';
import type { RoundSheet } from './round-sheet.ts';

/**
 * Begins a round over what is accepted for a deliverable that the viewer's body asked first (S0-46).
 *
 * @throws Refusal NOT_FOUND, NOT_ORGANISER, WINDOW_PASSED, NOT_A_SHEET, ROUND_EXISTS, TREE_CHANGED
 */
export async function draftJudgingRound(ctx: ViewerContext, input: Given<typeof draftJudgingRoundInput>): Promise<RoundRow> {
  await holdTree(ctx, 'share');
  const { federationId, organizationId, path, personId } = ctx.viewer;
  const deliverable = await ctx.loaders.one('deliverable', input.deliverableId);
  const at = ['input', 'deliverableId'];
  if (!deliverable?.published_at) throw notFound(at);
  if (deliverable.issuer_id !== organizationId || deliverable.root_id !== deliverable.id) {
    throw new Refusal('NOT_ORGANISER', '只有最初部署的单位可以组织评审', at);
  }
  if (input.closesAt <= ctx.now) throw new Refusal('WINDOW_PASSED', '评审截止时间已过', ['input', 'closesAt']);
  const sheet = roundSheet(ctx, deliverable, input);
  const { rows } = await sql<RoundRow>`
    insert into judging_round (federation_id, id, deliverable_id, organization_id, path, name, opens_at, closes_at, sheet, aggregate, marks_required,
                               created_by_id, created_at)
    values (${federationId}, ${uuid7()}, ${deliverable.id}, ${organizationId}, ${path}, ${input.name}, ${input.opensAt}, ${input.closesAt},
            ${json(sheet)}::jsonb, ${input.aggregate}, ${input.marksRequired}, ${personId}, ${ctx.now})
    on conflict (federation_id, deliverable_id, name) do nothing
    returning *`.execute(ctx.db);
  if (!rows[0]) throw new Refusal('ROUND_EXISTS', '该任务已有同名评审轮次', ['input', 'name']);
  const detail = { sheet: sheet.kind, aggregate: input.aggregate, marksRequired: input.marksRequired };
  await record(ctx, { operation: 'draftJudgingRound', subjectType: 'JudgingRound', subjectId: rows[0].id, detail });
  return asRound(rows[0]);
}

/** What each judge fills in: a mark, or the sheet of a question as it was asked. */
function roundSheet(
  ctx: ViewerContext,
  deliverable: Pick<DeliverableRow, 'fields' | 'due_at'>,
  { freeScore, sheetField }: Given<typeof draftJudgingRoundInput>,
): RoundSheet {
  if (freeScore) return { kind: 'FREE_SCORE', ...freeScore };
  const question = deliverable.fields.find(({ key, type }) => key === sheetField && type === 'SHEET');
  if (!question?.sheet) throw new Refusal('NOT_A_SHEET', '该任务没有这张打分表', ['input', 'sheetField']);
  return { kind: 'SCORE_SHEET', field: question.key, sheet: question.sheet, referenceDay: referenceDayOf(deliverable, ctx.now) };
}

/**
 * Calls somebody of the federation to a round's panel, whatever their body: an outside expert needs no more than an account.
 *
 * @throws Refusal NOT_FOUND, PANEL_FROZEN, ROUND_CLOSED, OWN_ACCOUNT, ALREADY_JUDGE, TREE_CHANGED
 */
export async function addJudge(ctx: ViewerContext, { judgingRoundId, login, reason }: Given<typeof addJudgeInput>): Promise<RoundRow> {
  await holdTree(ctx, 'share');
  const round = await roundToChange(ctx, judgingRoundId, ['input', 'judgingRoundId']);
  assertGate(changeGate(ctx, round, reason), ['input', 'judgingRoundId']);
  const judgeId = await seat(ctx, round, login, reason);
  await record(ctx, { operation: 'addJudge', subjectType: 'JudgingRound', subjectId: round.id, detail: { judgeId, reason } });
  return bumpRound(ctx, round);
}

/** A seat on the panel for the person with this login; answers the judge's id. */
export async function seat(ctx: ViewerContext, round: RoundRow, login: string, reason: string | null): Promise<string> {
  const { federationId, personId } = ctx.viewer;
  const at = ['input', 'login'];
  // Somebody of another branch stands out of reach, and may be called all the same.
  const { rows } = await widen(ctx, () =>
    sql<{ id: string; account_id: string; organization_id: string }>`
      select id, account_id, organization_id from person
       where federation_id = ${federationId} and account_id = app.account_of(${login})`.execute(ctx.db),
  );
  const person = rows[0];
  if (!person) throw notFound(at);
  // Who judges does not see how the others are getting on, so does not run the round.
  if (person.id === personId) throw new Refusal('OWN_ACCOUNT', '组织评审的人不能担任本轮评委', at);
  const made = await sql<{ id: string }>`
    insert into judge (federation_id, id, round_id, path, holder_id, person_id, organization_id, state, round_name, opens_at, closes_at, sheet, opened_at,
                       reason, added_at)
    values (${federationId}, ${uuid7()}, ${round.id}, ${round.path}, ${person.account_id}, ${person.id}, ${person.organization_id}, 'SITTING', ${round.name},
            ${round.opens_at}, ${round.closes_at}, ${json(round.sheet)}::jsonb, ${round.opened_at}, ${reason}, ${ctx.now})
    on conflict (federation_id, round_id, person_id) do nothing
    returning id`.execute(ctx.db);
  if (!made.rows[0]) throw new Refusal('ALREADY_JUDGE', '该人员已在或曾在本轮评审组', at);
  return made.rows[0].id;
}
