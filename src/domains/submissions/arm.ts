import { type Selectable, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal, stale } from '../../kit/errors.ts';
import { FILE_UNFINISHED, type Finding } from '../../kit/form-answers.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import type { Tables } from '../../orm.ts';
import { record } from '../audit/record.ts';
import { closesAt, type Doors, presentDue, submitGate } from '../obligations/gates.ts';
import { stepsToSubmitGate } from './approval.ts';
import { type EditorRow, editorOf } from './editor.ts';
import { draftToChange, ownObligation } from './own-obligation.ts';
import { assertRight } from './page.ts';

export type ArmedRow = Selectable<Tables['armed_submission']>;

const PATH = ['input', 'obligationId'];

/** Whether nothing but files that are still on their way stands between a page and being handed in. */
export function waitsForUploads(findings: readonly Finding[]): boolean {
  const blocking = findings.filter(({ severity }) => severity === 'BLOCK');
  return blocking.length > 0 && blocking.every(({ code }) => code === FILE_UNFINISHED);
}

/**
 * Leaves a page to be handed in by the server as soon as its uploads are here and right. It waits until the due that counts
 * when it is armed, or the close; any edit ends the wait.
 *
 * @throws Refusal NOT_FOUND, NOT_OWN, NOT_STARTED, STALE_VERSION, what the gate of handing in says, and every blocking finding
 * but that files are on their way
 */
export async function armSubmission(ctx: ViewerContext, obligationId: string, version: number): Promise<EditorRow> {
  const { federationId, organizationId, path, accountId, capacityId, personId } = ctx.viewer;
  const draft = await draftToChange(ctx, obligationId);
  // Read after the page is held: it may just have been handed in.
  const obligation = await ownObligation(ctx, obligationId);
  assertGate(submitGate(obligation, ctx.now), PATH);
  const editor = await editorOf(ctx, obligation, draft);
  if (draft.version !== version) throw stale(['input', 'version'], { editor });
  if (editor.asks.length === 0) throw notFound(PATH);
  assertRight(editor.findings.filter(({ code }) => code !== FILE_UNFINISHED));
  assertGate(await stepsToSubmitGate(ctx, editor), PATH);
  await disarm(ctx, obligationId);
  const id = uuid7();
  await ctx.db
    .insertInto('armed_submission')
    .values({
      federation_id: federationId,
      id,
      obligation_id: obligationId,
      organization_id: organizationId,
      path,
      account_id: accountId,
      capacity_id: capacityId,
      person_id: personId,
      draft_version: version,
      state: 'ARMED',
      armed_at: ctx.now,
    })
    .execute();
  await record(ctx, { operation: 'armSubmission', subjectType: 'Obligation', subjectId: obligationId, detail: { version } });
  ctx.loaders.clear();
  return editor;
}

/** Ends the wait of a page, if it waits; whoever calls holds the page. */
export async function disarm(ctx: ViewerContext, obligationId: string): Promise<boolean> {
  const { rows } = await sql`
    update armed_submission set state = 'DISARMED', ended_at = ${ctx.now}
     where federation_id = ${ctx.viewer.federationId} and obligation_id = ${obligationId} and state = 'ARMED' returning 1`.execute(ctx.db);
  return rows.length > 0;
}

/**
 * Takes back that the server is to hand the page in.
 * @throws Refusal NOT_FOUND, NOT_OWN, NOT_STARTED, NOT_ARMED
 */
export async function disarmSubmission(ctx: ViewerContext, obligationId: string): Promise<EditorRow> {
  await ownObligation(ctx, obligationId);
  const draft = await draftToChange(ctx, obligationId);
  const obligation = await ownObligation(ctx, obligationId);
  if (!(await disarm(ctx, obligationId))) throw new Refusal('NOT_ARMED', '没有设置上传完成后自动报送', PATH);
  await record(ctx, { operation: 'disarmSubmission', subjectType: 'Obligation', subjectId: obligationId });
  return editorOf(ctx, obligation, draft);
}

/** What a page last waited for, or why it could not be handed in; undefined when it was handed in or the wait was ended. */
export async function armedFor(ctx: ViewerContext, obligationId: string): Promise<ArmedRow | undefined> {
  const rows = await ctx.loaders.many('armed_submission', 'obligation_id', obligationId, { column: 'id', descending: true });
  const last = rows.find(({ organization_id }) => organization_id === ctx.viewer.organizationId);
  return last?.state === 'ARMED' || last?.state === 'FAILED' ? last : undefined;
}

/** The instant from which on the server hands nothing in any more: the due that had not passed when it was armed, or the close. */
export function waitsUntil(obligation: Doors & { readonly due_at: Date | null }, armedAt: Date): Date | null {
  const [due, close] = [presentDue(obligation), closesAt(obligation)];
  const ends = [due !== null && due > armedAt ? due : null, close].filter((instant) => instant !== null);
  return ends.length ? new Date(Math.min(...ends.map((instant) => instant.getTime()))) : null;
}
