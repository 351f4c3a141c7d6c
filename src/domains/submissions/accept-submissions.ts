import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { Refusal, stale, userErrorsOf } from '../../kit/errors.ts';
import type { Gate } from '../../kit/viewer-can.ts';
import { recordAll } from '../audit/record.ts';
import { acceptAll, tellAccepted } from './accept-submission.ts';
import { duplicatesOf } from './prints.ts';
import { withinFilter } from './review-filter.ts';
import { acceptGate } from './review.gates.ts';
import type { acceptSubmissionsInput } from './review.input.ts';
import { withRollup } from './rollup.ts';
import type { Given } from './submission.input.ts';
import { asSubmission, type SubmissionRow } from './submission.rows.ts';
import { versionFindings } from './version-findings.ts';

type Input = Given<typeof acceptSubmissionsInput>;

/** One that did not go with the others, and why. */
export interface ReviewFailure {
  readonly submissionId: string;
  readonly code: string;
  readonly message: string;
}

interface Outcome {
  readonly accepted: readonly SubmissionRow[];
  readonly failures: readonly ReviewFailure[];
}

const NOT_FOUND = { code: 'NOT_FOUND', message: '没有这个编号的内容，或不在您的范围内' };
const STALE = userErrorsOf(stale([]))![0]!;

/**
 * Accepts many at once, of one filter and without any finding or duplicate; each is judged as if it were accepted alone, and
 * those that may not be are named with the reason while the others go. There is no such act for returning. The same few
 * statements for 3 and for 300.
 *
 * @throws Refusal NOTHING_ACCEPTED with `failures`, when none may
 */
export async function acceptSubmissions(ctx: ViewerContext, { submissions, queue, remark }: Input): Promise<Outcome> {
  const wanted = new Map(submissions.map(({ submissionId, version }) => [submissionId, version]));
  const known = await read(ctx, [...wanted.keys()]);
  const obligationIds = known.map(({ obligation_id }) => obligation_id);
  const { ids, failures } = await withRollup(ctx, obligationIds, async () => {
    // Read again once held: a colleague may have been faster.
    const held = new Map((await read(ctx, [...wanted.keys()])).map((one) => [one.id, one]));
    const judged = await judge(ctx, wanted, held, queue);
    const fit = judged.filter(({ fault }) => fault === null).map(({ id }) => id);
    if (fit.length > 0) await acceptAll(ctx, fit, remark);
    return { ids: fit, failures: judged.flatMap(({ id, fault }) => (fault ? [{ submissionId: id, ...fault }] : [])) };
  });
  if (ids.length === 0) throw new Refusal('NOTHING_ACCEPTED', '所选内容都不能批量通过', ['input', 'submissions'], { failures });
  const accepted = await read(ctx, ids);
  await recordAll(
    ctx,
    accepted.map(({ id, number, state }) => ({
      operation: 'acceptSubmissions',
      subjectType: 'Submission',
      subjectId: id,
      detail: { number, state, together: ids.length },
    })),
  );
  await tellAccepted(ctx, accepted);
  ctx.loaders.clear();
  return { accepted, failures };
}

async function read(ctx: ViewerContext, ids: readonly string[]): Promise<SubmissionRow[]> {
  const { rows } = await sql<SubmissionRow>`
    select * from submission where federation_id = ${ctx.viewer.federationId} and id = any (${[...ids]}::uuid[]) order by submitted_at, id`.execute(
    ctx.db,
  );
  return rows.map((row) => asSubmission(row));
}

type Fault = Pick<ReviewFailure, 'code' | 'message'>;

/** Why each of them may not be accepted; null where it may. */
async function judge(
  ctx: ViewerContext,
  wanted: ReadonlyMap<string, number>,
  held: ReadonlyMap<string, SubmissionRow>,
  queue: Input['queue'],
): Promise<{ id: string; fault: Fault | null }[]> {
  ctx.loaders.clear();
  const { rows } = await sql<{ id: string }>`
    select s.id from submission s where ${await withinFilter(ctx, queue)} and s.id = any (${[...held.keys()]}::uuid[])`.execute(ctx.db);
  const within = new Set(rows.map(({ id }) => id));
  return Promise.all(
    [...wanted].map(async ([id, version]) => {
      const submission = held.get(id);
      if (!submission) return { id, fault: NOT_FOUND };
      if (submission.version !== version) return { id, fault: { code: STALE.code, message: STALE.message } };
      if (!within.has(id)) return { id, fault: { code: 'OUT_OF_FILTER', message: '不在当前筛选范围内' } };
      return { id, fault: faultOf(await acceptGate(ctx, submission)) ?? (await remarkable(ctx, submission)) };
    }),
  );
}

const faultOf = ({ allowed, code, message }: Gate): Fault | null => (allowed ? null : { code: code!, message: message! });

async function remarkable(ctx: ViewerContext, submission: SubmissionRow): Promise<Fault | null> {
  if ((await versionFindings(ctx, submission)).length > 0) return { code: 'HAS_FINDINGS', message: '有需要核对的提示，请逐份审核' };
  if ((await duplicatesOf(ctx, submission.id)).length > 0) return { code: 'HAS_DUPLICATES', message: '与其他单位的内容重复，请逐份审核' };
  return null;
}
