import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { Refusal } from '../../kit/errors.ts';
import { dueLabel, endOfDay } from '../../kit/time.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import type { DeliverableRow } from '../notices/notice.rows.ts';
import { announce } from '../notifications/announce.ts';
import { appendEvent, decide, NOTHING_ASKED } from './decide.ts';
import { dueSetBy, lineOf, refreshDue } from './dues.ts';
import { askExtensionGate, decideExtensionGate, extendGate } from './extension.gates.ts';
import type { AnswerExtension, ExtendObligation, GrantExtension } from './extension.input.ts';
import { presentDue } from './gates.ts';
import type { ObligationRow } from './obligation.rows.ts';
import { type Slack, slackOf } from './slack.ts';

const SUBJECT = ['input', 'obligationId'];
const DUE = ['input', 'due'];
const OFFICERS = ['ISSUING_OFFICER'] as const;

/**
 * Asks for more time, with a reason: the nearest body that asks decides. A body between asks likewise for its own duty.
 * @throws Refusal NOT_FOUND, STALE_VERSION, NOT_LATER, and what the gate says: NOT_OWN, CLOSED, ALREADY_ASKED, FORFEITED and
 * the like
 */
export function requestExtension(ctx: ViewerContext, input: ExtendObligation): Promise<ObligationRow> {
  const due = endOfDay(input.due);
  return decide(ctx, input, 'requestExtension', async (obligation) => {
    assertGate(askExtensionGate(ctx, obligation), SUBJECT);
    assertLater(ctx, obligation, due);
    const nearest = (await lineOf(ctx, obligation)).at(-1)!;
    await keep(ctx, obligation, { extension_holder_id: nearest.issuer_id, extension_due: due });
    await appendEvent(ctx, obligation, { kind: 'EXTENSION_ASKED', reason: input.reason, newDueAt: due, heldById: nearest.issuer_id });
    await tellDecider(ctx, obligation, nearest.issuer_id, input.reason, due);
  });
}

/**
 * Grants what was asked for, or another day, inside one's own slack. Those below whose due was earlier give way.
 * @throws Refusal NOT_FOUND, STALE_VERSION, NOT_HOLDER, NOT_LATER, DUE_IN_PAST, BEYOND_SLACK, FORFEITED and the like
 */
export function grantExtension(ctx: ViewerContext, { due, ...input }: GrantExtension): Promise<ObligationRow> {
  return decide(ctx, input, 'grantExtension', async (obligation) => {
    assertGate(decideExtensionGate(ctx, obligation), SUBJECT);
    await extend(ctx, obligation, due === null ? obligation.extension_due! : endOfDay(due), input.reason);
  });
}

/** @throws Refusal NOT_FOUND, STALE_VERSION, NOT_HOLDER, FORFEITED and the like */
export function declineExtension(ctx: ViewerContext, input: AnswerExtension): Promise<ObligationRow> {
  return decide(ctx, input, 'declineExtension', async (obligation) => {
    assertGate(decideExtensionGate(ctx, obligation), SUBJECT);
    await keep(ctx, obligation, NOTHING_ASKED);
    await appendEvent(ctx, obligation, { kind: 'EXTENSION_DECLINED', reason: input.reason });
    await tellBody(ctx, obligation, { granted: false, reason: input.reason });
  });
}

/**
 * Hands a request on to the next body above that asks, with everything that was said; for what is beyond one's own slack.
 * @throws Refusal NOT_FOUND, STALE_VERSION, NOT_HOLDER, NOBODY_ABOVE, FORFEITED and the like
 */
export function passExtensionUp(ctx: ViewerContext, input: AnswerExtension): Promise<ObligationRow> {
  return decide(ctx, input, 'passExtensionUp', async (obligation) => {
    assertGate(decideExtensionGate(ctx, obligation), SUBJECT);
    const line = await lineOf(ctx, obligation);
    const above = line[line.findLastIndex(({ issuer_id }) => issuer_id === ctx.viewer.organizationId) - 1];
    if (!above) throw new Refusal('NOBODY_ABOVE', '本单位是最初发文的单位，请直接答复', SUBJECT);
    const due = obligation.extension_due!;
    await keep(ctx, obligation, { extension_holder_id: above.issuer_id });
    await appendEvent(ctx, obligation, { kind: 'EXTENSION_PASSED_UP', reason: input.reason, newDueAt: due, heldById: above.issuer_id });
    await tellDecider(ctx, obligation, above.issuer_id, input.reason, due);
  });
}

/**
 * Gives one body more time unasked, with a reason, inside one's own slack (B2). A request that lies here or below is
 * answered by it.
 * @throws Refusal NOT_FOUND, STALE_VERSION, NOT_ASKER, NOT_LATER, DUE_IN_PAST, BEYOND_SLACK, FORFEITED and the like
 */
export function extendObligation(ctx: ViewerContext, input: ExtendObligation): Promise<ObligationRow> {
  return decide(ctx, input, 'extendObligation', async (obligation) => {
    assertGate(await extendGate(ctx, obligation), SUBJECT);
    await extend(ctx, obligation, endOfDay(input.due), input.reason);
  });
}

async function extend(ctx: ViewerContext, obligation: ObligationRow, due: Date, reason: string): Promise<void> {
  const line = await lineOf(ctx, obligation);
  const slack = (await slackOf(ctx, obligation, line))!;
  assertLater(ctx, obligation, due);
  assertWithin(slack, due);
  await keep(ctx, obligation, {
    granted: JSON.stringify({ ...obligation.granted, ...grantsOf(obligation, line, due) }) as never,
    ...opened(obligation, slack, due),
    ...(isAnswered(ctx, obligation, line) ? NOTHING_ASKED : {}),
  });
  await refreshDue(ctx, obligation);
  await appendEvent(ctx, obligation, { kind: 'EXTENDED', reason, newDueAt: due });
  await tellBody(ctx, obligation, { granted: true, reason, due: due.toISOString() });
}

/** Everyone on the line who had set an earlier due gives way: those below, and those above as far as they had allowed it. */
function grantsOf(obligation: ObligationRow, line: readonly DeliverableRow[], due: Date): Record<string, string> {
  const earlier = line.filter((asked) => (dueSetBy(obligation, asked)?.getTime() ?? Infinity) < due.getTime());
  return Object.fromEntries(earlier.map(({ id }) => [id, due.toISOString()]));
}

/** The door, where the new due lies behind it; what was returned is mended until then. */
function opened({ state, closes_at, reopened_until }: ObligationRow, { until }: Slack, due: Date): { reopened_until?: Date } {
  const isBehind = until === null && closes_at !== null && due > closes_at;
  if (!isBehind && state !== 'RETURNED') return {};
  return { reopened_until: reopened_until && reopened_until > due ? reopened_until : due };
}

/** A request that lies further up is not answered by a body below. */
function isAnswered(ctx: ViewerContext, { extension_holder_id }: ObligationRow, line: readonly DeliverableRow[]): boolean {
  const place = (id: string | null) => line.findLastIndex(({ issuer_id }) => issuer_id === id);
  return extension_holder_id !== null && place(extension_holder_id) >= place(ctx.viewer.organizationId);
}

function assertLater(ctx: ViewerContext, obligation: ObligationRow, due: Date): void {
  if (due <= ctx.now) throw new Refusal('DUE_IN_PAST', '新的截止日期已过', DUE);
  const present = presentDue(obligation);
  if (present && due <= present) throw new Refusal('NOT_LATER', `新的截止日期应晚于现在的截止时间（${dueLabel(present)}）`, DUE);
}

function assertWithin({ until }: Slack, due: Date): void {
  if (until === null || due <= until) return;
  throw new Refusal('BEYOND_SLACK', `本单位最晚只能批准到${dueLabel(until)}，更晚的请转报上级`, DUE);
}

type Columns = Partial<Pick<ObligationRow, 'extension_holder_id' | 'extension_due' | 'reopened_until' | 'granted'>>;

async function keep(ctx: ViewerContext, { federation_id, id }: ObligationRow, columns: Columns): Promise<void> {
  await ctx.db
    .updateTable('obligation')
    .set({ ...columns, version: sql`version + 1` })
    .where('federation_id', '=', federation_id)
    .where('id', '=', id)
    .execute();
}

const tellDecider = (ctx: ViewerContext, { id }: ObligationRow, deciderId: string, reason: string, due: Date): Promise<void> =>
  announce(ctx, {
    event: 'EXTENSION_ASKED',
    subjectType: 'Obligation',
    subjectId: id,
    audience: { organizationIds: [deciderId], roles: OFFICERS },
    detail: { reason, due: due.toISOString() },
  });

const tellBody = (ctx: ViewerContext, { id, organization_id }: ObligationRow, detail: Readonly<Record<string, unknown>>): Promise<void> =>
  announce(ctx, {
    event: 'EXTENSION_ANSWERED',
    subjectType: 'Obligation',
    subjectId: id,
    audience: { organizationIds: [organization_id] },
    detail,
  });
