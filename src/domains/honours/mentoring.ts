import { sql } from 'kysely';
import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal } from '../../kit/errors.ts';
import { dayOf } from '../../kit/time.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { findOrganization } from '../federation/organization.rows.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { pairGate } from './holder.gates.ts';
import type { endMentoringInput, pairForMentoringInput } from './holder.input.ts';
import { findTitle, presentTitle, successorOf } from './read-titles.ts';
import type { TitleRow } from './title.rows.ts';

const TITLE = ['input', 'titleId'];
const MENTEE = ['input', 'menteeId'];

/**
 * Writes down whom a holder helps (S2-63).
 * @throws Refusal NOT_FOUND, NOT_HOLDER, NO_MENTORING, NOT_EFFECTIVE, NOT_ACTIVE, SAME_UNIT, ALREADY_PAIRED, IN_FUTURE, TREE_CHANGED
 */
export async function pairForMentoring(ctx: ViewerContext, input: z.output<typeof pairForMentoringInput>): Promise<TitleRow> {
  await holdTree(ctx, 'share');
  const title = await known(ctx, input.titleId);
  assertGate(await pairGate(ctx, title), TITLE);
  const mentee = await findOrganization(ctx, input.menteeId);
  if (mentee?.status !== 'ACTIVE') throw notFound(MENTEE);
  const holderId = (await successorOf(ctx, title.organization_id)) ?? title.organization_id;
  if (mentee.id === holderId) throw new Refusal('SAME_UNIT', '不能与自己结对', MENTEE);
  if (input.startedOn > dayOf(ctx.now)) throw new Refusal('IN_FUTURE', '结对日期不能晚于今天', ['input', 'startedOn']);
  const { federationId, personId, path } = ctx.viewer;
  const { numAffectedRows } = await sql`
    insert into mentoring_pair (federation_id, id, title_id, path, mentee_id, mentee_kind, started_on, recorded_by_id, recorded_at)
    values (${federationId}, ${uuid7()}, ${title.id}, ${path}, ${mentee.id}, ${input.menteeKind}, ${input.startedOn}, ${personId}, ${ctx.now})
    on conflict do nothing`.execute(ctx.db);
  if (!numAffectedRows) throw new Refusal('ALREADY_PAIRED', '已经结对', MENTEE);
  await record(ctx, { operation: 'pairForMentoring', subjectType: 'Title', subjectId: title.id, detail: { menteeId: mentee.id } });
  return presentTitle(ctx, title.id);
}

/**
 * Ends it; the body that wrote it down, or one above that.
 * @throws Refusal NOT_FOUND, NOT_PAIRED, IN_FUTURE, TREE_CHANGED
 */
export async function endMentoring(ctx: ViewerContext, input: z.output<typeof endMentoringInput>): Promise<TitleRow> {
  await holdTree(ctx, 'share');
  const title = await known(ctx, input.titleId);
  if (!(await findOrganization(ctx, input.menteeId))) throw notFound(MENTEE);
  if (input.endedOn > dayOf(ctx.now)) throw new Refusal('IN_FUTURE', '结束日期不能晚于今天', ['input', 'endedOn']);
  const { numAffectedRows } = await sql`
    update mentoring_pair set ended_on = greatest(started_on, ${input.endedOn}::date)
     where federation_id = ${ctx.viewer.federationId} and title_id = ${title.id} and mentee_id = ${input.menteeId} and ended_on is null`.execute(
    ctx.db,
  );
  if (!numAffectedRows) throw new Refusal('NOT_PAIRED', '没有由本单位登记、正在进行的结对', MENTEE);
  await record(ctx, { operation: 'endMentoring', subjectType: 'Title', subjectId: title.id, detail: { menteeId: input.menteeId } });
  return presentTitle(ctx, title.id);
}

async function known(ctx: ViewerContext, id: string): Promise<TitleRow> {
  const title = await findTitle(ctx, id);
  if (!title) throw notFound(TITLE);
  return title;
}
