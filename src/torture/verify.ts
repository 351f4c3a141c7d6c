import { sql } from 'kysely';
import { decodeId } from '../kit/node-id.ts';
import type { SystemContext } from '../kit/system.ts';
import type { Entry, Journal } from './journal.ts';

/** One comparison of what was acknowledged with what is there. */
export interface Finding {
  readonly what: string;
  /** How many things were compared. */
  readonly count: number;
  /** One line per difference. */
  readonly differences: readonly string[];
}

type Counts = ReadonlyMap<string, number>;

/**
 * Compares everything that the writers were told with what the database holds, both ways: what was acknowledged is there,
 * once, and nothing is there that was not.
 */
export async function verify({ db, federationId }: SystemContext, journal: Journal): Promise<Finding[]> {
  const count = async (query: ReturnType<typeof sql<{ name: string; count: number }>>): Promise<Counts> => {
    const { rows } = await query.execute(db);
    return new Map(rows.map(({ name, count }) => [name, count]));
  };
  const grouped = (name: ReturnType<typeof sql>, from: ReturnType<typeof sql>) =>
    count(sql<{ name: string; count: number }>`select ${name} as name, count(*)::int as count from ${from} group by 1`);
  const mine = sql`federation_id = ${federationId}`;

  const submits = bySubmission(journal.of('submitSubmission'));
  const withdrawals = bySubmission(journal.of('withdrawSubmission'));
  const accepts = bySubmission(journal.of('acceptSubmission'));
  const returns = bySubmission(journal.of('returnSubmission'));
  const batches = journal.of('forwardSubmissions').map(({ answer }) => (answer as BatchAnswer).consolidation);
  const saves = tally(journal.of('saveSubmissionDraft').map(({ input }) => uuidOf(input['obligationId'] as string)));
  const starts = journal.of('startSubmission').map(({ input }) => uuidOf(input['obligationId'] as string));

  return [
    differ(
      '审计行（每一次已确认的操作一行）',
      auditOf(journal.done),
      await grouped(sql`operation || ' ' || subject_id`, sql`audit_line where ${mine} and operation not in ('signIn')`),
    ),
    differ(
      '幂等键（每个键一次）',
      tally(journal.done.map(({ key }) => key)),
      await grouped(sql`key`, sql`request_key where ${mine} and answer is not null`),
    ),
    differ('报送件版本', submits, await grouped(sql`submission_id::text`, sql`submission_version where ${mine}`)),
    differ(
      '版本号连续',
      submits,
      await count(sql`
      select submission_id::text as name, max(number) as count from submission_version where ${mine} group by 1`),
    ),
    differ(
      '经过：报送',
      submits,
      await grouped(sql`submission_id::text`, sql`submission_step where ${mine} and kind in ('SUBMITTED', 'RESUBMITTED')`),
    ),
    differ('经过：撤回', withdrawals, await grouped(sql`submission_id::text`, sql`submission_step where ${mine} and kind = 'WITHDRAWN'`)),
    differ('经过：退回', returns, await grouped(sql`submission_id::text`, sql`submission_step where ${mine} and kind = 'RETURNED'`)),
    differ('经过：审核通过', accepts, await grouped(sql`submission_id::text`, sql`submission_step where ${mine} and kind = 'ACCEPTED'`)),
    differ('退回单', returns, await grouped(sql`submission_id::text`, sql`return_slip where ${mine}`)),
    differ(
      '审核记录',
      together(accepts, returns),
      await grouped(sql`submission_id::text`, sql`review where ${mine} and decision <> 'FORWARD'`),
    ),
    differ(
      '汇总批次',
      new Map(batches.map(({ id, submissionCount }) => [uuidOf(id), submissionCount])),
      await count(sql`
      select c.id::text as name, count(s.id)::int as count from consolidation c
        left join submission_step s on s.federation_id = c.federation_id and s.consolidation_id = c.id and s.kind = 'FORWARDED'
       where c.federation_id = ${federationId} group by 1`),
    ),
    // Every step raises it by one: none was done twice, none half.
    differ(
      '报送件的修改次数',
      together(
        submits,
        withdrawals,
        accepts,
        returns,
        await grouped(sql`submission_id::text`, sql`submission_step where ${mine} and kind = 'FORWARDED'`),
      ),
      await count(sql`select id::text as name, version as count from submission where ${mine}`),
    ),
    differ(
      '草稿的保存次数',
      new Map(starts.map((id) => [id, 1 + (saves.get(id) ?? 0)])),
      await count(sql`
      select obligation_id::text as name, version as count from submission_draft where ${mine}`),
    ),
    differ(
      '草稿的内容',
      savedAnswers(journal.of('saveSubmissionDraft')),
      await grouped(
        sql`concat_ws(' ', d.obligation_id, a.key, f.key, f.value #>> '{}')`,
        sql`submission_draft d cross join jsonb_each(d.answers) a cross join jsonb_each(a.value) f where d.federation_id = ${federationId}`,
      ),
    ),
    differ(
      '签收',
      tally(journal.of('acknowledgeDelivery').map(({ answer }) => uuidOf((answer as { delivery: { id: string } }).delivery.id))),
      await count(SIGNED(federationId)),
    ),
    differ(
      '发文',
      tally([...journal.of('issueNotice'), ...journal.of('forwardNotice')].map((entry) => subjectOf(entry))),
      await grouped(sql`id::text`, sql`notice where ${mine} and state = 'ISSUED'`),
    ),
    differ(
      '任务（每个单位每项一个）',
      new Map(),
      await count(sql`
      select organization_id || ' ' || root_id as name, count(*)::int as count from obligation where ${mine} group by 1 having count(*) > 1`),
    ),
  ];
}

/** Deliveries signed for by an act of its own; who begins to fill in or hands on signs as well, without one. */
const SIGNED = (federationId: string) => sql<{ name: string; count: number }>`
  select d.id::text as name, count(*)::int as count
    from delivery d join audit_line l on l.federation_id = d.federation_id and l.operation = 'acknowledgeDelivery'
     and l.subject_id = d.notice_id and l.organization_id = d.organization_id
   where d.federation_id = ${federationId} and d.acknowledged_at is not null group by 1`;

interface BatchAnswer {
  readonly consolidation: { readonly id: string; readonly submissionCount: number };
}

/** How many requests were sent again although their work had been done before: what the keys are for. */
export async function doneBefore({ db, federationId }: SystemContext, journal: Journal): Promise<number> {
  const { rows } = await sql<{ key: string; created_at: Date }>`
    select key, created_at from request_key where federation_id = ${federationId} and answer is not null`.execute(db);
  const createdAt = new Map(rows.map(({ key, created_at }) => [key, created_at]));
  return journal.done.filter(({ key, sentAt }) => (createdAt.get(key) ?? sentAt) < sentAt).length;
}

function differ(what: string, expected: Counts, actual: Counts): Finding {
  const differences: string[] = [];
  for (const [name, count] of expected) {
    const there = actual.get(name) ?? 0;
    if (there !== count) differences.push(`${name}：已确认 ${count}，库中 ${there}`);
  }
  for (const [name, count] of actual) if (!expected.has(name)) differences.push(`${name}：没有确认过，库中 ${count}`);
  return { what, count: [...expected.values()].reduce((sum, count) => sum + count, 0), differences };
}

function tally(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function together(...all: readonly Counts[]): Counts {
  const sums = new Map<string, number>();
  for (const counts of all) for (const [name, count] of counts) sums.set(name, (sums.get(name) ?? 0) + count);
  return sums;
}

const bySubmission = (entries: readonly Entry[]): Counts => tally(entries.map(subjectOf));

/** A draft that is asked for again is the same draft, and no act. */
function auditOf(entries: readonly Entry[]): Counts {
  const names = entries.map((entry) => `${entry.operation} ${subjectOf(entry)}`);
  const counts = tally(names);
  for (const name of counts.keys()) if (name.startsWith('draftForwarding ')) counts.set(name, 1);
  return counts;
}

/** The subject that the audit names for an operation. */
function subjectOf({ operation, input, answer }: Entry): string {
  const payload = answer as Readonly<Record<string, { readonly id: string }>>;
  switch (operation) {
    case 'startSubmission':
    case 'saveSubmissionDraft':
      return uuidOf(input['obligationId'] as string);
    case 'acknowledgeDelivery':
      return uuidOf(input['noticeId'] as string);
    case 'forwardSubmissions':
      return uuidOf(payload['consolidation']!.id);
    default:
      return uuidOf((payload['submission'] ?? payload['notice'])!.id);
  }
}

/** The last answer to every question, as `obligation deliverable field value`. */
function savedAnswers(entries: readonly Entry[]): Counts {
  const last = new Map<string, string>();
  for (const { input } of entries) {
    for (const { deliverableId, field, value } of input['answers'] as readonly { deliverableId: string; field: string; value: string }[]) {
      last.set(`${uuidOf(input['obligationId'] as string)} ${uuidOf(deliverableId)} ${field}`, value);
    }
  }
  return tally([...last].map(([name, value]) => `${name} ${value}`));
}

const uuidOf = (id: string): string => decodeId(id)?.id ?? id;
