import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { canonical } from '../../kit/canonical.ts';
import { notFound, Refusal, type UserError } from '../../kit/errors.ts';
import { json } from '../../kit/sql.ts';
import { dayOf } from '../../kit/time.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { attachFiles } from '../files/attach-files.ts';
import { givenFiles } from '../files/keep-file.ts';
import { decideGate } from './award-list.gates.ts';
import type { recordDecisionInput } from './award-list.input.ts';
import type { AwardListRow } from './award-list.rows.ts';
import type { DecidedLine } from './award-list.shapes.ts';
import { move } from './propose-award-list.ts';
import { awardListToChange, decisionsOn, presentList } from './read-award-lists.ts';

type Decide = z.output<typeof recordDecisionInput>;
/** What was resolved, about a list or about one title. */
export type Resolution = Pick<Decide, 'decidingBody' | 'minutesNumber' | 'decidedOn' | 'text' | 'evidenceFileIds'>;

/**
 * Writes down what the deciding body resolved (S2-56, R-13), line by line: whatever is not named is decided as proposed, and
 * a deviation says why (C-60). Again while nothing was made known: the last decision counts, the earlier ones stay.
 * @throws Refusal NOT_FOUND, NOT_ORGANISER, WRONG_STATE, FOUR_EYES, PUBLICITY_RUNNING, OBJECTION_OPEN, STALE_VERSION,
 *   REASON_MISSING for every deviation without one, LINE_REPEATED, IN_FUTURE, FILE_UNKNOWN, TREE_CHANGED
 */
export async function recordDecision(ctx: ViewerContext, { awardListId, version, lines, ...resolution }: Decide): Promise<AwardListRow> {
  await holdTree(ctx, 'share');
  const list = await awardListToChange(ctx, awardListId, version);
  assertGate(await decideGate(ctx, list), ['input', 'awardListId']);
  const decided = await decidedLines(ctx, list, lines);
  const number = (await decisionsOn(ctx, list.id)).length + 1;
  const about = {
    list: { id: list.id, version: list.version, name: list.name, kind: list.kind, level: list.level, subsidyFen: list.subsidy_fen },
    lines: decided,
  };
  const { id, contentHash } = await appendDecision(ctx, { list_id: list.id, title_id: null, number, lines: decided }, resolution, about);
  await sql`
    update award_line n set approved = d.approved, decision_reason = d.reason
      from jsonb_to_recordset(${JSON.stringify(decided)}::jsonb) as d ("submissionId" uuid, approved boolean, reason text)
     where n.federation_id = ${ctx.viewer.federationId} and n.list_id = ${list.id} and n.submission_id = d."submissionId"`.execute(ctx.db);
  await move(ctx, list, 'decide');
  const detail = { decisionId: id, approved: decided.filter(({ approved }) => approved).length, contentHash };
  await record(ctx, { operation: 'recordDecision', subjectType: 'AwardList', subjectId: list.id, detail });
  return presentList(ctx, list.id);
}

async function decidedLines(ctx: ViewerContext, list: AwardListRow, given: Decide['lines']): Promise<DecidedLine[]> {
  const { rows } = await sql<{ submission_id: string; organization_id: string; rank: number; proposed: boolean }>`
    select submission_id, organization_id, rank, proposed from award_line
     where federation_id = ${ctx.viewer.federationId} and list_id = ${list.id} order by rank`.execute(ctx.db);
  const known = new Map(rows.map((row) => [row.submission_id, row]));
  const errors = given.flatMap(({ submissionId, approved, reason }, index): UserError[] => {
    const path = ['input', 'lines', String(index)];
    const line = known.get(submissionId);
    if (!line) return [...notFound([...path, 'submissionId']).errors];
    if (given.findIndex((other) => other.submissionId === submissionId) < index)
      return [{ code: 'LINE_REPEATED', message: '同一申报重复出现', path: [...path, 'submissionId'] }];
    if (approved === line.proposed || reason !== null) return [];
    return [{ code: 'REASON_MISSING', message: '与拟定名单不一致的决定须写明理由', path: [...path, 'reason'] }];
  });
  const [first, ...others] = errors;
  if (first) throw Refusal.ofAll([first, ...others]);
  const decisions = new Map(given.map((line) => [line.submissionId, line]));
  let skipped = false;
  return rows.map((line) => {
    const { approved, reason } = decisions.get(line.submission_id) ?? { approved: line.proposed, reason: null };
    const decided = {
      submissionId: line.submission_id,
      organizationId: line.organization_id,
      rank: line.rank,
      proposed: line.proposed,
      approved,
      reason,
      againstRank: approved && skipped,
    };
    skipped ||= line.proposed && !approved;
    return decided;
  });
}

/**
 * Appends a decision with its evidence. Its hash is SHA-256 over canonical JSON of who resolved what, where and when, of what
 * it is about, and of the hashes of the evidence in order.
 */
export async function appendDecision(
  ctx: ViewerContext,
  which: { readonly list_id: string | null; readonly title_id: string | null; readonly number: number; readonly lines: DecidedLine[] },
  { evidenceFileIds, ...resolution }: Resolution,
  about: unknown,
): Promise<{ id: string; contentHash: string }> {
  if (resolution.decidedOn > dayOf(ctx.now)) throw new Refusal('IN_FUTURE', '会议日期不能晚于今天', ['input', 'decidedOn']);
  const { federationId, organizationId, path, personId, onBehalfOfId, capacityId } = ctx.viewer;
  const id = uuid7();
  const hashes = new Map((await givenFiles(ctx, evidenceFileIds)).map((file) => [file.id, file.sha256]));
  await attachFiles(ctx, { subjectType: 'AwardDecision', subjectId: id, path }, evidenceFileIds, ['input', 'evidenceFileIds']);
  const evidence = evidenceFileIds.map((fileId) => hashes.get(fileId) ?? null);
  const content = canonical({ ...resolution, about, evidence });
  const contentHash = createHash('sha256').update(content).digest('hex');
  await ctx.db
    .insertInto('award_decision')
    .values({
      federation_id: federationId,
      id,
      organization_id: organizationId,
      path,
      ...which,
      lines: json(which.lines),
      deciding_body: resolution.decidingBody,
      minutes_number: resolution.minutesNumber,
      decided_on: resolution.decidedOn,
      text: resolution.text,
      decided_by_id: personId,
      on_behalf_of_id: onBehalfOfId,
      capacity_id: capacityId,
      recorded_at: ctx.now,
      content_hash: contentHash,
    })
    .execute();
  return { id, contentHash };
}
