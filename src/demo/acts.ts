import { sql } from 'kysely';
import { abilityFor } from '../ability.ts';
import type { Viewer, ViewerContext } from '../context.ts';
import { draftForwarding, saveNoticeDraft } from '../domains/notices/draft-notice.ts';
import { forwardNotice } from '../domains/notices/issue-notice.ts';
import { contentSchema, type NoticeContent } from '../domains/notices/content.input.ts';
import type { NoticeRow } from '../domains/notices/notice.rows.ts';
import { reviewNotice, signNotice, submitNoticeForReview } from '../domains/notices/sign-off.ts';
import { Loaders } from '../kit/loaders.ts';
import { encodeId } from '../kit/node-id.ts';
import { addDays, dayOf, startOfDay } from '../kit/time.ts';
import type { Demo } from './demo.ts';

/** Somebody of the demonstration, with the body they act for. */
export type DemoActor = Pick<Viewer, 'accountId' | 'personId' | 'capacityId' | 'organizationId' | 'path' | 'roles'>;

/** Who writes and sends for a body, and who signs for it, where it has to sign. */
export interface DemoOffice {
  readonly officer: DemoActor;
  readonly signatory?: DemoActor;
}

export const sending = ({ id, version }: NoticeRow) => ({ noticeId: id, version });

/** 送核、核稿、签发, where the body has somebody who signs. */
export async function signOff(demo: Demo, { officer, signatory }: DemoOffice, days: number, draft: NoticeRow): Promise<NoticeRow> {
  if (!signatory) return draft;
  const submitted = await as(demo, officer, days, (ctx) => submitNoticeForReview(ctx, sending(draft)));
  return as(demo, signatory, days, async (ctx) => signNotice(ctx, sending(await reviewNotice(ctx, sending(submitted)))));
}

/** What hands a received notice on: from an office, so many days from today, with an earlier due for everything that it asks. */
export async function forward(
  demo: Demo,
  office: DemoOffice,
  days: number,
  received: NoticeRow,
  { due, ...change }: Partial<NoticeContent> & { readonly due: string },
): Promise<NoticeRow> {
  const saved = await as(demo, office.officer, days, async (ctx) => {
    const begun = await draftForwarding(ctx, received.id);
    const { title, signed_by: signedBy, addressees } = begun;
    const asked = await ctx.loaders.many('deliverable', 'notice_id', received.id);
    const inherited = asked.map(({ id }) => ({ deliverableId: encodeId('Deliverable', id), due }));
    const content = contentSchema.parse({ title, signedBy, addressees: { groups: addressees.groups }, inherited });
    return saveNoticeDraft(ctx, { ...sending(begun), content: { ...content, ...change } });
  });
  const ready = await signOff(demo, office, days, saved);
  return as(demo, office.officer, days, (ctx) => forwardNotice(ctx, sending(ready)));
}

/** One act, on its day, behind the walls of the body that acts; then those of the whole federation again. */
export async function as<Result>(
  demo: Demo,
  actor: DemoActor,
  days: number,
  act: (ctx: ViewerContext) => Promise<Result>,
): Promise<Result> {
  const { em, db, federationId } = demo;
  const viewer: Viewer = { ...actor, kind: 'APPOINTMENT', onBehalfOfId: null, federationId };
  const now = new Date(startOfDay(addDays(dayOf(demo.now), days)).getTime() + 9 * 3_600_000);
  await sql`select app.set_walls(${federationId}::uuid, ${actor.accountId}::uuid, ${actor.organizationId}::uuid, ${actor.path},
                                 left(${actor.path}, -1) || '/', app.ancestors(${actor.path}))`.execute(db);
  const nothing = () => {};
  const result = await act({
    em,
    db,
    now,
    requestId: 'demo',
    account: undefined,
    tokenHash: undefined,
    viewer,
    ability: abilityFor(viewer),
    loaders: new Loaders(db),
    find: () => Promise.resolve(undefined),
    canReach: () => Promise.resolve(false),
    throttle: () => Promise.resolve(true),
    box: undefined,
    device: undefined,
    reply: { setSession: nothing, clearSession: nothing, setDevice: nothing },
  });
  await sql`select app.system(${federationId}::uuid)`.execute(db);
  return result;
}
