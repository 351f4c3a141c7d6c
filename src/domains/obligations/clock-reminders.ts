import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { asSystem, type SystemContext } from '../../kit/system.ts';
import { addDays, dayOf, endOfDay, startOfDay } from '../../kit/time.ts';
import { uuid7 } from '../../kit/uuid.ts';
import type { Today } from '../../kit/working-days.ts';
import { todayIn } from '../federation/calendar.ts';
import { type Announced, announce } from '../notifications/announce.ts';
import { lastSlot, workingDaysAgo } from '../notifications/schedule.ts';
import { holdSweep, moveSweep, type SweepRow } from '../notifications/sweep.ts';
import { presentDueOf } from './lamp.ts';

/** Rows that one transaction writes. */
const BATCH = 5000;
const DAY = 24 * 3_600_000;
/** When people are reminded of dues, and superiors told how many are late. */
const MORNING = '09:00';

/**
 * Reminds by the clock (journeys, section 5): of what is due in three working days, on the next one and today, and of what
 * is overdue, each morning at 09:00; of a notice that was not signed for after a working day. Superiors are told counts. One
 * row for each body and occasion, so that nobody is reminded twice; a piece and how far it has come are one transaction.
 *
 * @param em any entity manager; a fork of it is used
 */
export async function remindByClock(em: SqlEntityManager, federationId: string, now: Date): Promise<void> {
  const more = (piece: (system: SystemContext, today: Today) => Promise<boolean>) =>
    asSystem(em, federationId, async (system) => piece(system, await todayIn(system, now)));
  while (await more(remindOfDues));
  while (await more(remindToSign));
}

/** A due lies in `(from, to]`. */
interface Occasion {
  readonly name: string;
  readonly event: 'DUE_SOON' | 'OVERDUE';
  readonly from: Date;
  readonly to: Date;
  /** In the inbox alone. */
  readonly silent: boolean;
}

/** Which dues one is reminded of at this hour of the day; what was missed of the overdue is made up for. */
function occasionsAt(slot: Date, since: Date, { calendar }: Today): Occasion[] {
  const day = dayOf(slot);
  const soon = (name: string, from: string, to: string, silent: boolean): Occasion => ({
    name,
    event: 'DUE_SOON',
    // What fell due this morning is overdue tomorrow.
    from: new Date(Math.max(startOfDay(from).getTime(), slot.getTime())),
    to: endOfDay(to),
    silent,
  });
  const ahead = calendar.isWorking(day)
    ? [
        soon('DUE_SOON_3', addDays(calendar.after(day, 2), 1), calendar.after(day, 3), true),
        soon('DUE_SOON_1', addDays(day, 1), calendar.after(day, 1), false),
      ]
    : [];
  return [...ahead, soon('DUE_SOON_0', day, day, true), { name: 'OVERDUE', event: 'OVERDUE', from: since, to: slot, silent: false }];
}

/** @returns whether there may be more */
async function remindOfDues(system: SystemContext, today: Today): Promise<boolean> {
  const slot = lastSlot(today.now, MORNING);
  const sweep = await holdSweep(system, 'dues', new Date(slot.getTime() - DAY));
  if (!sweep || sweep.until >= slot) return false;
  const occasions = occasionsAt(slot, sweep.until, today);
  const after = sweep.cursor['after'] as string | undefined;
  const last = await writeReminders(system, today, occasions, after);
  if (last) {
    await moveSweep(system, sweep, { until: sweep.until, cursor: { after: last } });
    return true;
  }
  await announce(
    { ...system, now: today.now },
    ...(await lateBelow(system, sweep.until, slot)),
    ...(await unsignedBelow(system, today, sweep, slot)),
  );
  await moveSweep(system, sweep, { until: slot, cursor: {} });
  return true;
}

/** One piece, in order of ids. @returns behind which obligation the next begins; undefined when this was the last */
async function writeReminders(
  system: SystemContext,
  { now }: Today,
  occasions: readonly Occasion[],
  after: string | undefined,
): Promise<string | undefined> {
  const { db, federationId } = system;
  const batches = occasions.map((occasion) => ({ ...occasion, batchId: uuid7() }));
  const { rows } = await sql<{ id: string; batch_id: string }>`
    with occasion as (
      select * from unnest(${batches.map(({ name }) => name)}::text[], ${batches.map(({ event }) => event)}::text[], ${batches.map(({ from }) => from)}::timestamptz[],
                           ${batches.map(({ to }) => to)}::timestamptz[], ${batches.map(({ batchId }) => batchId)}::uuid[]) x (name, event, from_at, to_at, batch_id)),
    chosen as materialized (
      select o.id, o.organization_id, o.path, o.asker_path, o.root_id, o.due, x.*
        from (select o.*, ${presentDueOf} as due from obligation o where o.federation_id = ${federationId} and o.state in ('OPEN', 'RETURNED')
                ${after ? sql`and o.id > ${after}::uuid` : sql``}) o
        join occasion x on o.due > x.from_at and o.due <= x.to_at and (x.event <> 'OVERDUE' or o.kind <> 'INVITED')
       order by o.id limit ${BATCH}),
    written as (
      insert into reminder (federation_id, id, organization_id, path, asker_path, subject_id, root_id, event, occasion, batch_id, happened_at)
      select ${federationId}::uuid, app.uuid7(), organization_id, path, asker_path, id, root_id, event,
             name || ' ' || to_char(due at time zone 'Asia/Shanghai', 'YYYY-MM-DD"T"HH24:MI:SS.MS'), batch_id, ${now}::timestamptz
        from chosen
      on conflict (federation_id, subject_id, organization_id, occasion) do nothing)
    select id, batch_id from chosen order by id`.execute(db);
  const told = batches.filter(({ batchId }) => rows.some((row) => row.batch_id === batchId));
  await announce(
    { ...system, now },
    ...told.map(({ event, batchId, silent }): Announced => ({
      event,
      subjectType: 'Obligation',
      subjectId: batchId,
      audience: { remindersOf: batchId },
      detail: { silent },
    })),
  );
  return rows.length === BATCH ? rows.at(-1)!.id : undefined;
}

/** How many are late below every body whose own due has passed: a count for each thing that it asks, never who. */
async function lateBelow({ db, federationId }: SystemContext, since: Date, slot: Date): Promise<Announced[]> {
  const { rows } = await sql<{ id: string; issuer_id: string; expected: number; late: number }>`
    select v.id, v.issuer_id, count(*)::int as expected, count(*) filter (where o.state in ('OPEN', 'RETURNED') and ${presentDueOf} <= ${slot}::timestamptz)::int as late
      from deliverable v
      join obligation o on o.federation_id = v.federation_id and o.root_id = v.root_id and v.id = any (o.asks)
     where v.federation_id = ${federationId} and v.published_at is not null and v.due_at > ${since}::timestamptz and v.due_at <= ${slot}::timestamptz
       and o.kind = 'REPORT' and o.state not in ('WAIVED', 'CANCELLED')
     group by v.id, v.issuer_id having count(*) filter (where o.state in ('OPEN', 'RETURNED') and ${presentDueOf} <= ${slot}::timestamptz) > 0
     order by v.id`.execute(db);
  return rows.map(({ id, issuer_id, expected, late }) => ({
    event: 'OVERDUE_BELOW',
    subjectType: 'Deliverable',
    subjectId: id,
    audience: { organizationIds: [issuer_id] },
    detail: { expected, count: late },
  }));
}

/** How many have not signed for a notice after two working days: whoever sent it calls them. */
async function unsignedBelow(
  { db, federationId }: SystemContext,
  { calendar }: Today,
  { until }: SweepRow,
  slot: Date,
): Promise<Announced[]> {
  const [from, to] = [until, slot].map((now) => workingDaysAgo({ now, calendar }, 2));
  const { rows } = await sql<{ notice_id: string; issuer_id: string; count: number }>`
    select d.notice_id, n.issuer_id, count(*)::int as count
      from delivery d join notice n on n.federation_id = d.federation_id and n.id = d.notice_id
     where d.federation_id = ${federationId} and d.acknowledged_at is null and d.recalled_at is null and d.delivered_at > ${from}::timestamptz and d.delivered_at <= ${to}::timestamptz
     group by d.notice_id, n.issuer_id order by d.notice_id`.execute(db);
  return rows.map(({ notice_id, issuer_id, count }) => ({
    event: 'NOT_SIGNED_BELOW',
    subjectType: 'Notice',
    subjectId: notice_id,
    audience: { organizationIds: [issuer_id] },
    detail: { count },
  }));
}

/** Who has not signed for a notice after a working day is reminded once. @returns whether there may be more */
async function remindToSign(system: SystemContext, today: Today): Promise<boolean> {
  const { db, federationId } = system;
  const to = workingDaysAgo(today, 1);
  const sweep = await holdSweep(system, 'signing', to);
  if (!sweep || sweep.until >= to) return false;
  const batchId = uuid7();
  const after = sweep.cursor as { readonly at?: string; readonly id?: string };
  const { rows } = await sql<{ id: string; delivered_at: Date }>`
    with chosen as materialized (
      select d.* from delivery d
       where d.federation_id = ${federationId} and d.acknowledged_at is null and d.recalled_at is null and d.delivered_at > ${sweep.until}::timestamptz and d.delivered_at <= ${to}::timestamptz
         ${after.at ? sql`and (d.delivered_at, d.id) > (${after.at}::timestamptz, ${after.id}::uuid)` : sql``}
       order by d.delivered_at, d.id limit ${BATCH}),
    written as (
      insert into reminder (federation_id, id, organization_id, path, asker_path, subject_id, event, occasion, batch_id, happened_at)
      select ${federationId}::uuid, app.uuid7(), organization_id, path, asker_path, notice_id, 'NOT_SIGNED', 'NOT_SIGNED', ${batchId}::uuid, ${today.now}::timestamptz
        from chosen
      on conflict (federation_id, subject_id, organization_id, occasion) do nothing)
    select id, delivered_at from chosen order by delivered_at, id`.execute(db);
  if (rows.length > 0)
    await announce(
      { ...system, now: today.now },
      { event: 'NOT_SIGNED', subjectType: 'Notice', subjectId: batchId, audience: { remindersOf: batchId } },
    );
  const last = rows.at(-1);
  const isMore = rows.length === BATCH;
  await moveSweep(
    system,
    sweep,
    isMore ? { until: sweep.until, cursor: { at: last!.delivered_at.toISOString(), id: last!.id } } : { until: to, cursor: {} },
  );
  return isMore;
}
