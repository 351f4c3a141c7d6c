import { sql } from 'kysely';
import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { Refusal } from '../../kit/errors.ts';
import { dayOf } from '../../kit/time.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { presentTitle, titleToChange } from './read-titles.ts';
import { appendDecision } from './record-decision.ts';
import { plaqueGate, revokeGate } from './title.gates.ts';
import type { givePlaqueInput, revokeTitleInput } from './title.input.ts';
import type { TitleRow } from './title.rows.ts';

const TITLE = ['input', 'titleId'];

/**
 * Writes down that the plaque was given, once.
 * @throws Refusal NOT_FOUND, NO_PLAQUE, NOT_EFFECTIVE, NOT_ACTIVE, PLAQUE_GIVEN, IN_FUTURE, STALE_VERSION, TREE_CHANGED
 */
export async function givePlaque(ctx: ViewerContext, input: z.output<typeof givePlaqueInput>): Promise<TitleRow> {
  await holdTree(ctx, 'share');
  const title = await titleToChange(ctx, input.titleId, input.version);
  assertGate(plaqueGate(ctx, title), TITLE);
  if (input.givenOn > dayOf(ctx.now)) throw new Refusal('IN_FUTURE', '授牌日期不能晚于今天', ['input', 'givenOn']);
  await sql`
    update title set plaque_given_on = ${input.givenOn}::date, plaque_occasion = ${input.occasion}, version = version + 1
     where federation_id = ${ctx.viewer.federationId} and id = ${title.id}`.execute(ctx.db);
  await record(ctx, { operation: 'givePlaque', subjectType: 'Title', subjectId: title.id, detail: { givenOn: input.givenOn } });
  return presentTitle(ctx, title.id);
}

/**
 * Takes an honour back by a new decision: it ends with today, and stays readable as what it was.
 * @throws Refusal NOT_FOUND, NOT_ACTIVE, IN_FUTURE, FILE_UNKNOWN, STALE_VERSION, TREE_CHANGED
 */
export async function revokeTitle(
  ctx: ViewerContext,
  { titleId, version, ...resolution }: z.output<typeof revokeTitleInput>,
): Promise<TitleRow> {
  await holdTree(ctx, 'share');
  const title = await titleToChange(ctx, titleId, version);
  assertGate(revokeGate(ctx, title), TITLE);
  const about = { title: { id: title.id, version: title.version, name: title.name, unit: title.unit_name } };
  const decision = await appendDecision(ctx, { list_id: null, title_id: title.id, number: 1, lines: [] }, resolution, about);
  await sql`
    update title set revoked_on = ${dayOf(ctx.now)}::date, version = version + 1
     where federation_id = ${ctx.viewer.federationId} and id = ${title.id}`.execute(ctx.db);
  const detail = { decisionId: decision.id, reason: resolution.text, contentHash: decision.contentHash };
  await record(ctx, { operation: 'revokeTitle', subjectType: 'Title', subjectId: title.id, detail });
  return presentTitle(ctx, title.id);
}
