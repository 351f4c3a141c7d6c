import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { Refusal, type UserError, userErrorsOf } from '../../kit/errors.ts';
import { FILE_UNFINISHED } from '../../kit/form-answers.ts';
import { asSystem } from '../../kit/system.ts';
import { type Backend, inCapacity } from '../../pipeline.ts';
import { recordSystem } from '../audit/record.ts';
import { announce } from '../notifications/announce.ts';
import { type ArmedRow, waitsUntil } from './arm.ts';
import { submissionEditor } from './editor.ts';
import { ownObligation } from './own-obligation.ts';
import { handInPage } from './submit-submission.ts';

/** How many are looked at in one turn, and how often one whose uploads are said to be on their way. */
const BATCH = 100;
const PATIENCE = 60_000;

/** Somebody else was faster: nothing is to be done, and what was begun is undone. */
class Overtaken extends Error {}

/**
 * Hands in what waits for nothing any more, and tells whoever waits in vain. To be called when a file was taken in, and again
 * and again by itself: for what a crash left, and for dues and closes that pass.
 *
 * @param obligationId only for this task
 */
export async function sendArmed(backend: Backend, federationId: string, obligationId: string | null = null): Promise<void> {
  const now = backend.clock.now();
  const em = backend.orm.em as SqlEntityManager;
  const { rows } = await asSystem(em, federationId, ({ db }) =>
    sql<ArmedRow>`
      select a.* from armed_submission a join obligation o on o.federation_id = a.federation_id and o.id = a.obligation_id
       where a.federation_id = ${federationId} and a.state = 'ARMED' and (${obligationId}::uuid is null or a.obligation_id = ${obligationId}::uuid)
         and (${obligationId}::uuid is not null or a.tried_at is null or a.tried_at <= ${new Date(now.getTime() - PATIENCE)}::timestamptz
           or o.state not in ('OPEN', 'RETURNED')
           or greatest(o.due_at, o.reopened_until, case when o.state = 'RETURNED' then o.resubmit_due end) <= ${now}::timestamptz
           or (o.closes_at is not null and greatest(o.closes_at, o.reopened_until, o.resubmit_due) <= ${now}::timestamptz)
           or not exists (
             select from stored_object s
              where s.federation_id = a.federation_id and s.organization_id = a.organization_id and s.obligation_id = a.obligation_id and s.state = 'INCOMING'))
       order by a.id limit ${BATCH}`.execute(db),
  );
  const faults: unknown[] = [];
  for (const armed of rows) await attempt(backend, armed).catch((error: unknown) => faults.push(error)); // one must not hold up the others
  if (faults.length > 0) throw faults[0];
}

async function attempt(backend: Backend, armed: ArmedRow): Promise<void> {
  const mandate = {
    federationId: armed.federation_id,
    accountId: armed.account_id,
    capacityId: armed.capacity_id,
    requestId: `armed ${armed.id}`,
  };
  try {
    await inCapacity(backend, mandate, 'write', (ctx) => handInWhenReady(ctx, armed));
  } catch (error) {
    if (error instanceof Overtaken) return;
    const [first] = userErrorsOf(error) ?? [];
    if (!first) throw error;
    await giveUp(backend, armed, first);
  }
}

/** In one transaction: it is handed in once, or waits on. */
async function handInWhenReady(ctx: ViewerContext, armed: ArmedRow): Promise<void> {
  const { obligation_id: obligationId, draft_version: version } = armed;
  if (!ctx.ability.can('fill', 'Submission') || ctx.viewer.organizationId !== armed.organization_id)
    throw new Refusal('CAPACITY_ENDED', '设置自动报送的人已不再为本单位填报');
  const obligation = await ownObligation(ctx, obligationId);
  const end = waitsUntil(obligation, armed.armed_at);
  if (end !== null && ctx.now >= end) throw new Refusal('TOO_LATE', '截止前附件没有传完，内容仍为草稿，没有报送');
  const editor = await submissionEditor(ctx, obligationId);
  if (editor?.findings.some(({ code }) => code === FILE_UNFINISHED)) return waitOn(ctx, armed);
  const { submission } = await handInPage(ctx, { obligationId, version, nil: false, nilReason: null }, () => markSent(ctx, armed));
  await announce(ctx, {
    event: 'ARMED_SUBMISSION_SENT',
    subjectType: 'Submission',
    subjectId: submission.id,
    audience: { accountIds: [armed.account_id] },
    detail: { receiptNumber: submission.receipt_number },
  });
}

/** With the page held: an edit that was faster has ended the wait, a later one will find the page handed in. */
async function markSent(ctx: ViewerContext, { federation_id, id }: ArmedRow): Promise<void> {
  const { rows } = await sql`
    update armed_submission set state = 'SENT', ended_at = ${ctx.now}
     where federation_id = ${federation_id} and id = ${id} and state = 'ARMED' returning 1`.execute(ctx.db);
  if (rows.length === 0) throw new Overtaken();
}

async function waitOn(ctx: ViewerContext, { federation_id, id }: ArmedRow): Promise<void> {
  await sql`update armed_submission set tried_at = ${ctx.now} where federation_id = ${federation_id} and id = ${id}`.execute(ctx.db);
}

/** The page stays a draft; whoever armed it is told at once, and the unit when that person is no longer there. */
async function giveUp({ orm, clock }: Backend, armed: ArmedRow, { code, message }: UserError): Promise<void> {
  const { federation_id: federationId, id, obligation_id: obligationId, account_id, organization_id } = armed;
  await asSystem(orm.em as SqlEntityManager, federationId, async (system) => {
    const now = clock.now();
    const { rows } = await sql`
      update armed_submission set state = 'FAILED', ended_at = ${now}, failure_code = ${code}, failure = ${message}
       where federation_id = ${federationId} and id = ${id} and state = 'ARMED' returning 1`.execute(system.db);
    if (rows.length === 0) return;
    const act = { ...system, now, requestId: `armed ${id}` };
    const subject = { subjectType: 'Obligation', subjectId: obligationId };
    await recordSystem(act, { operation: 'failArmedSubmission', ...subject, detail: { code } });
    const audience = code === 'CAPACITY_ENDED' ? { organizationIds: [organization_id], roles: ['REPORTER'] } : { accountIds: [account_id] };
    await announce(act, { event: 'ARMED_SUBMISSION_FAILED', ...subject, audience, detail: { code, message } });
  });
}
