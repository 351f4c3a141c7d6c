import type { Selectable } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import type { Answers, FormField } from '../../kit/form.ts';
import { checkAnswers, RATE_NOT_MET } from '../../kit/form-answers.ts';
import { firstShut, type Gate, open, permitted, shut } from '../../kit/viewer-can.ts';
import type { Tables } from '../../orm.ts';
import type { OverrideRule } from '../chains/chain.ts';
import { turnGate } from '../chains/chain.gates.ts';
import { type ChainStanding, type OpinionRow, overridesNeeded, standingOf } from '../chains/chain-of.ts';
import type { JudgedPlace } from '../chains/standing.ts';
import { draftGate } from '../obligations/gates.ts';
import type { ObligationRow } from '../obligations/obligation.rows.ts';
import { presentOf } from '../submissions/approval.ts';
import { submissionEditor } from '../submissions/editor.ts';
import { submissionOf } from '../submissions/find-submission.ts';
import { fieldOf } from '../submissions/page.ts';
import { returnGate } from '../submissions/review.gates.ts';
import type { SubmissionRow } from '../submissions/submission.rows.ts';

export type AcceptanceRow = Selectable<Tables['level_acceptance']>;
export type OpinionPlace = JudgedPlace<OpinionRow>;

/** The approval chain of a task as whoever asks sees it. */
export interface ApprovalsRow {
  readonly obligation: ObligationRow;
  readonly submission: SubmissionRow | undefined;
  readonly standing: ChainStanding;
}

/** Null where there is no chain, and for those who only count. */
export async function approvalsOf(ctx: ViewerContext, obligation: ObligationRow): Promise<ApprovalsRow | null> {
  if (!ctx.ability.can('read', 'ApprovalOpinion')) return null;
  const asked = await ctx.loaders.one('deliverable', obligation.deliverable_id);
  if (!asked?.approvals || obligation.kind === 'ORGANISE') return null;
  const standing = await standingOf(ctx, obligation, await presentOf(ctx, obligation));
  return standing && { obligation, submission: await submissionOf(ctx, obligation.id), standing };
}

/** What a body found when it inspected the unit, the last time. */
export async function acceptanceOf(ctx: ViewerContext, obligationId: string, hopId: string | null): Promise<AcceptanceRow | undefined> {
  const rows = await ctx.loaders.many('level_acceptance', 'obligation_id', obligationId);
  return rows.findLast((row) => row.hop_id === hopId);
}

/**
 * What of the version that went up speaks against agreeing and may be let pass: answers that the chain names (C-31), and
 * standards that are not met, each a rule of its own (C-30).
 */
export async function overridesOf(ctx: ViewerContext, { obligation, submission, standing }: ApprovalsRow): Promise<OverrideRule[]> {
  if (!submission) return [];
  const asked = await ctx.loaders.one('deliverable', obligation.root_id);
  const standards = (asked?.fields ?? []).filter(({ atLeast }) => Boolean(atLeast));
  if (standing.chain.overrides.length === 0 && standards.length === 0) return [];
  const parts = await ctx.loaders.many('submission_part', 'submission_id', submission.id);
  const part = parts.find(({ number, deliverable_id }) => number === submission.number && deliverable_id === obligation.root_id);
  if (!part) return [];
  const named = overridesNeeded(standing.chain, obligation.root_id, { [obligation.root_id]: part.answers });
  return [...named, ...standardsNotMet(standards, part.answers)];
}

/** C-30: a rate below what the standard asks is no veto, but whoever recommends answers it. */
function standardsNotMet(standards: readonly FormField[], answers: Answers): OverrideRule[] {
  return checkAnswers(standards, answers, [], new Map())
    .filter(({ code }) => code === RATE_NOT_MET)
    .map(({ path, message }) => ({ code: `standard.${path[0] ?? ''}`, field: path[0] ?? '', column: null, values: [], message }));
}

/** A page that is right but for its seals can be signed: what is sealed is not changed afterwards. */
export async function pageGate(ctx: ViewerContext, obligationId: string): Promise<Gate> {
  const editor = await submissionEditor(ctx, obligationId);
  if (!editor) return shut('NOT_STARTED', '还没有开始填报');
  const seals = new Set(editor.asks.flatMap((ask) => ask.fields.filter(({ type }) => type === 'SEAL').map(({ key }) => key)));
  const open_ = editor.findings.filter(({ severity, path }) => severity === 'BLOCK' && !seals.has(path[1] ?? ''));
  const label = open_[0] && editor.asks.map((ask) => fieldOf(ask, open_[0]!.path[1] ?? '')).find(Boolean)?.label;
  return open_.length > 0 ? shut('PAGE_INCOMPLETE', `申报表还有 ${open_.length} 处未填好（如“${label ?? ''}”），填好后再签署`) : open();
}

/** Signing a step of the unit, by whatever way: its turn, on a page that can still be handed in. */
export const unitStepGate = async (ctx: ViewerContext, { obligation, standing }: ApprovalsRow, place: OpinionPlace): Promise<Gate> =>
  firstShut(
    obligation.organization_id === ctx.viewer.organizationId ? open() : shut('NOT_OWN', '只有填报单位可以办理'),
    draftGate(obligation, ctx.now),
    turnGate(standing, place),
    await pageGate(ctx, obligation.id),
  );

/** Whether the body of a step has it in hand. */
const inHand = async (ctx: ViewerContext, { submission }: ApprovalsRow, place: OpinionPlace): Promise<Gate> =>
  firstShut(
    permitted(ctx.ability.can('review', 'Submission')),
    place.bodyId === ctx.viewer.organizationId ? open() : shut('NOT_YOUR_STEP', `“${place.step.title}”不由本单位签署`),
    submission ? await returnGate(ctx, submission) : shut('NOT_SUBMITTED', '申报单位还没有报送'),
  );

async function acceptedGate(ctx: ViewerContext, { obligation }: ApprovalsRow, place: OpinionPlace): Promise<Gate> {
  if (!place.step.acceptanceRequired) return open();
  const acceptance = await acceptanceOf(ctx, obligation.id, place.hopId);
  if (!acceptance) return shut('ACCEPTANCE_MISSING', '先登记本级验收结果，再签署意见');
  return acceptance.passed ? open() : shut('ACCEPTANCE_FAILED', '本级验收没有通过，不能推荐');
}

/** What whoever asks may do with a step now. */
export async function placeGates(ctx: ViewerContext, row: ApprovalsRow, place: OpinionPlace) {
  const no = shut('NOT_YOUR_STEP', '这一步没有这项办理');
  if (place.hopId === null) {
    const gate = firstShut(await unitStepGate(ctx, row, place), permitted(ctx.ability.can('fill', 'Submission')));
    return { agree: gate, object: gate, recordAcceptance: no };
  }
  const holds = await inHand(ctx, row, place);
  return {
    agree: firstShut(holds, turnGate(row.standing, place), await acceptedGate(ctx, row, place)),
    object: holds,
    recordAcceptance: place.step.acceptanceRequired ? holds : no,
  };
}
