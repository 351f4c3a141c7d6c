import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { asSystem, type SystemContext } from '../../kit/system.ts';
import { todayIn } from '../federation/calendar.ts';
import { addressedBy } from './audience.ts';
import { gather } from './digest.ts';
import type { Fact } from './facts.ts';
import { finish } from './finish.ts';
import { DIGEST_EVENTS, policies } from './policy.ts';
import { nextSlot } from './schedule.ts';
import type { Line, Telling } from './telling.ts';
import { type Ways, write } from './write.ts';

/** Lines that one transaction looks at, and bodies that it tells. */
const LINES = 500;
const TELLINGS = 5000;

/**
 * Turns what was announced into people's notifications: each line once, marked in the transaction that tells, so that
 * whoever is killed anywhere tells nobody twice and leaves nobody out. Several may run at once: each takes what no other
 * holds.
 *
 * @param em any entity manager; a fork of it is used
 */
export async function tellPeople(em: SqlEntityManager, federationId: string, now: Date, ways: Ways): Promise<void> {
  while (await asSystem(em, federationId, (system) => tellSome(system, now, ways)));
  while (await asSystem(em, federationId, (system) => gather(system, now, ways)));
}

/** @returns whether there may be more */
async function tellSome(system: SystemContext, now: Date, ways: Ways): Promise<boolean> {
  const { db, federationId } = system;
  const { rows: lines } = await sql<Line>`
    select * from announcement
     where federation_id = ${federationId} and told_at is null and tell_at <= ${now}::timestamptz and (event <> all (${DIGEST_EVENTS}::text[]) or tell_at = happened_at)
     order by tell_at, id limit ${LINES} for update skip locked`.execute(db);
  if (lines.length === 0) return false;
  const [later, atOnce] = [lines.filter(({ event }) => policies[event].digest), lines.filter(({ event }) => !policies[event].digest)];
  await putOff(system, later);
  const tellings: Telling[] = [];
  const told: string[] = [];
  for (const line of atOnce) {
    const { tellings: more, next } = await addressedBy(system, line, TELLINGS);
    tellings.push(...more);
    if (next === null) told.push(line.id);
    else await markTo(system, line, next);
    if (next !== null || tellings.length >= TELLINGS) break;
  }
  const facts = await write(system, await todayIn(system, now), ways, tellings);
  await markTold(system, now, told);
  await finish(system, now, touchedBy(lines, facts));
  return true;
}

/** Until the hour at which such things are gathered. */
async function putOff({ db, federationId }: SystemContext, lines: readonly Line[]): Promise<void> {
  if (lines.length === 0) return;
  const slots = lines.map(({ event, happened_at }) => nextSlot(happened_at, policies[event].digest!).toISOString());
  await sql`
    update announcement a set tell_at = later.slot
      from unnest(${lines.map(({ id }) => id)}::uuid[], ${slots}::timestamptz[]) later (id, slot)
     where a.federation_id = ${federationId} and a.id = later.id`.execute(db);
}

async function markTo({ db, federationId }: SystemContext, { id }: Line, next: string): Promise<void> {
  await sql`update announcement set told_to = ${next}::uuid where federation_id = ${federationId} and id = ${id}`.execute(db);
}

export async function markTold({ db, federationId }: SystemContext, now: Date, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`update announcement set told_at = ${now}::timestamptz where federation_id = ${federationId} and id = any (${ids}::uuid[])`.execute(
    db,
  );
}

/** Everything that the acts were about, and what it belongs to: of that something may be done now. */
function touchedBy(lines: readonly Line[], facts: ReadonlyMap<string, Fact>): string[] {
  const ids = lines.flatMap(({ subject_id: id }) => [id, facts.get(id)?.obligation_id ?? id, facts.get(id)?.root_id ?? id]);
  return [...new Set(ids)];
}
