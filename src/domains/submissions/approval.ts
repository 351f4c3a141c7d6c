import type { ViewerContext } from '../../context.ts';
import { type Gate, open } from '../../kit/viewer-can.ts';
import { bodyStepsGate, unitStepsGate } from '../chains/chain.gates.ts';
import { type ChainStanding, chainOf, type Present, standingOf, unitPlaces } from '../chains/chain-of.ts';
import type { JudgedPlace } from '../chains/standing.ts';
import { sendOpinions, writeOpinion } from '../chains/write-opinion.ts';
import type { OpinionRow } from '../chains/chain-of.ts';
import { demandsOf } from '../obligations/find-obligation.ts';
import type { ObligationRow } from '../obligations/obligation.rows.ts';
import type { EditorRow } from './editor.ts';
import { submissionOf } from './find-submission.ts';
import { obligationById } from './own-obligation.ts';
import { pageFilesOf } from './page-files.ts';
import { signedHash } from './signed-content.ts';
import type { SubmissionRow } from './submission.rows.ts';

/** What an approval chain keeps from happening to a submission, and what happens to the chain with it. */

type Page = Pick<EditorRow, 'obligation' | 'asks' | 'draft' | 'uploads'>;

/** The chain over a page as it is; null where there is none. */
export const standingOnPage = (ctx: ViewerContext, { obligation, asks, draft, uploads }: Page): Promise<ChainStanding | null> =>
  standingOf(ctx, obligation, { page: signedHash(asks, draft.answers, uploads) });

/** Handing in: the unit's own steps stand on the page (S2-81, S2-82). Codes: STEP_MISSING, STEP_STALE, STEP_REFUSED. */
export async function stepsToSubmitGate(ctx: ViewerContext, page: Page): Promise<Gate> {
  const standing = await standingOnPage(ctx, page);
  return standing ? unitStepsGate(standing) : open();
}

/** Accepting: the body's own steps stand on the version (S2-83, S2-84). Codes as above. */
export async function stepsToAcceptGate(ctx: ViewerContext, { obligation_id, number }: SubmissionRow): Promise<Gate> {
  const obligation = await obligationById(ctx, obligation_id);
  const standing = obligation && (await standingOf(ctx, obligation, { version: number }));
  return standing ? bodyStepsGate(standing, ctx.viewer.organizationId) : open();
}

/** The opinions under which a page was handed in go up with it. */
export async function sendWith(ctx: ViewerContext, standing: ChainStanding | null, version: number): Promise<void> {
  if (!standing) return;
  const agreed = unitPlaces(standing).flatMap(({ opinions }) => opinions.filter(({ standing: how }) => how === 'STANDS'));
  await sendOpinions(
    ctx,
    agreed.map(({ opinion }) => opinion.id),
    version,
  );
}

/** What there is now, for whoever asks: the page while the unit has it and it is the unit that asks, else the last version. */
export async function presentOf(ctx: ViewerContext, obligation: ObligationRow): Promise<Present> {
  const submission = await submissionOf(ctx, obligation.id);
  const isWithUnit =
    !submission ||
    submission.state === 'WITHDRAWN' ||
    (submission.state === 'RETURNED' && submission.holder_id === submission.organization_id);
  if (isWithUnit && obligation.organization_id === ctx.viewer.organizationId && ctx.ability.can('readDraft', 'Submission')) {
    const [draft] = await ctx.loaders.many('submission_draft', 'obligation_id', obligation.id);
    if (draft) {
      const [asks, uploads] = [await demandsOf(ctx, obligation), await pageFilesOf(ctx, obligation.id, submission)];
      return { page: signedHash(asks, draft.answers, uploads) };
    }
  }
  return { version: submission?.number ?? 0 };
}

/** The step that a body has to take, or the last one that it took. */
export const placeOfBody = ({ places }: ChainStanding, organizationId: string): JudgedPlace<OpinionRow> | undefined => {
  const own = places.filter(({ hopId, bodyId }) => hopId !== null && bodyId === organizationId);
  return own.find(({ state }) => state !== 'AGREED') ?? own.at(-1);
};

/**
 * A return is an opinion of the body's step: what stood behind the step to which it goes back is void.
 * @param toStep which step of the unit is to be done again; none when only its content is at issue
 */
export async function noteReturn(
  ctx: ViewerContext,
  submission: SubmissionRow,
  to: { readonly organizationId: string; readonly isUnit: boolean },
  { toStep, text }: { readonly toStep: string | null; readonly text: string },
): Promise<void> {
  const obligation = (await obligationById(ctx, submission.obligation_id))!;
  if (!(await chainOf(ctx, obligation))) return;
  const standing = (await standingOf(ctx, obligation, { version: submission.number }))!;
  const place = placeOfBody(standing, ctx.viewer.organizationId);
  if (!place) return;
  const back = to.isUnit
    ? standing.places.find(({ hopId, step }) => hopId === null && step.code === toStep)
    : standing.places.find(({ hopId, bodyId }) => hopId !== null && bodyId === to.organizationId);
  const { number: version, content_hash: contentHash } = submission;
  await writeOpinion(ctx, { task: obligation, place, opinion: 'RETURN', text, contentHash, version, way: 'SIGNED', to: back });
}
