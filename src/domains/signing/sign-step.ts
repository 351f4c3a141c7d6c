import { linesToSign, signStep, stepToSign } from '../approvals/sign-by-link.ts';
import type { Signable } from './signable.ts';

const MAY = [
  ['read', 'Submission'],
  ['readDraft', 'Submission'],
  ['read', 'ApprovalOpinion'],
] as const;

/**
 * The opinion of a unit's administration or party organization, who have no account: the step of an approval chain whose
 * turn it is, on the page as it is. Who fills in asks for it; the opinion says that it came by a link, the audit who asked.
 */
export const signableStep: Signable = {
  mayInvite: ['fill', 'Submission'],
  async offer(ctx, subjectId, path) {
    const offered = await stepToSign(ctx, subjectId, path);
    const { place, editor, contentHash } = offered;
    const title = editor.asks[0]?.title ?? place.step.title;
    return {
      version: editor.draft.version,
      contentHash,
      step: `签署${place.step.title}`,
      shown: { title, lines: linesToSign(offered), sealRequired: place.step.sealRequired },
    };
  },
  mayOfSigner: MAY,
  async sign(ctx, { subjectId, contentHash, opinion, sealReference }) {
    await signStep(ctx, subjectId, { opinion: 'AGREE', text: opinion ?? null, sealReference: sealReference ?? null, contentHash });
  },
  mayOfDecliner: MAY,
  async decline(ctx, { subjectId, contentHash, opinion }) {
    await signStep(ctx, subjectId, { opinion: 'RETURN', text: opinion, sealReference: null, contentHash });
  },
};
