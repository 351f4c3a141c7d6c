import { draftNotice, type TestContent, type TestNotice } from './notices.ts';
import { reviewNotice, submitNoticeForReview, taken } from './signing.ts';
import type { TestPerson, World } from './world.ts';

export const LINK = 'state stateLabel organizationName signerName signerPost step message title lines { label text } expiresAt answeredAt';
const INVITE = `mutation ($input: InviteToSignInput!) { inviteToSign(input: $input) { errors { code message path } token address
  invitation { id subjectId state stateLabel step message signer { name login } signerPost invitedBy invitedAt expiresAt } } }`;
const READ = `query ($token: String!) { signingInvitation(token: $token) { ${LINK} } }`;
const SIGN = `mutation ($input: SignOpinionInput!) { signOpinion(input: $input) { errors { code message path } link { ${LINK} } } }`;
const DECLINE = `mutation ($input: DeclineToSignInput!) { declineToSign(input: $input) { errors { code message path } link { ${LINK} } } }`;
const REVOKE = `mutation ($input: RevokeSigningInvitationInput!) { revokeSigningInvitation(input: $input) { errors { code path } invitation { state } } }`;

export const CHAIR = { name: '常务副主席甲', post: '常务副主席' };

/** A draft of the city that one officer wrote and another found fit. */
export async function reviewed(w: World, writer: TestPerson, reviewer: TestPerson, more: Partial<TestContent> = {}): Promise<TestNotice> {
  const content = {
    title: '关于报送工作情况的通知',
    signedBy: '办公室',
    body: '请各单位报送。',
    addressees: { groups: [{ kinds: [], scope: 'CHILDREN' }] },
    deliverables: [],
    ...more,
  } as TestContent;
  const draft = taken(await draftNotice(w.as(writer), { content }));
  return taken(await reviewNotice(w.as(reviewer), taken(await submitNoticeForReview(w.as(writer), draft))));
}

export const invite = async (w: World, by: TestPerson, { id }: { id: string }, more: object = {}) =>
  (await w.as(by).ask(INVITE, { input: { subjectId: id, signer: CHAIR, ...more } })).inviteToSign;

export const readLink = async (w: World, token: string) => (await w.nobody.ask(READ, { token })).signingInvitation;
export const sign = async (w: World, token: string, opinion?: string) =>
  (await w.nobody.ask(SIGN, { input: { token, opinion } })).signOpinion;
export const decline = async (w: World, token: string, reason = '请补充依据') =>
  (await w.nobody.ask(DECLINE, { input: { token, reason } })).declineToSign;
export const revoke = async (w: World, by: TestPerson, invitationId: string) =>
  (await w.as(by).ask(REVOKE, { input: { invitationId } })).revokeSigningInvitation;
