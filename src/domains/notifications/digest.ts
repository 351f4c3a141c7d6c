import { sql } from 'kysely';
import type { SystemContext } from '../../kit/system.ts';
import { todayIn } from '../federation/calendar.ts';
import { addressedBy } from './audience.ts';
import { factsOf } from './facts.ts';
import { finish } from './finish.ts';
import { DIGEST_EVENTS } from './policy.ts';
import { holdSweep } from './sweep.ts';
import type { Line, Telling } from './telling.ts';
import { type Ways, write } from './write.ts';

/** Most lines that one digest gathers. */
const MOST = 20_000;

/**
 * Tells what was gathered for an hour of the day: for each body one notification per event and deliverable, with a count,
 * or per submission where it is about one of the body's own.
 *
 * @returns whether there may be more
 */
export async function gather(system: SystemContext, now: Date, ways: Ways): Promise<boolean> {
  const { db, federationId } = system;
  const due = sql`federation_id = ${federationId} and told_at is null and tell_at <= ${now}::timestamptz and event = any (${DIGEST_EVENTS}::text[])
    and tell_at > happened_at`;
  const { rows: first } = await sql<{ tell_at: Date }>`select tell_at from announcement where ${due} order by tell_at limit 1`.execute(db);
  // One at a time, or what belongs together would be told apart.
  if (!first[0] || !(await holdSweep(system, 'digest', now))) return false;
  const { rows: lines } = await sql<Line>`
    select * from announcement where ${due} and tell_at = ${first[0].tell_at}::timestamptz order by id limit ${MOST}`.execute(db);
  if (lines.length === 0) return false;
  const facts = await factsOf(
    system,
    lines.map(({ subject_type: subjectType, subject_id: subjectId }) => ({ subjectType, subjectId })),
  );
  const each: Telling[] = [];
  for (const line of lines) each.push(...(await addressedBy(system, line, MOST)).tellings);
  const groups = Map.groupBy(
    each.map((telling) => aboutWhole(telling, facts.get(telling.subjectId)?.root_id ?? null)),
    keyOf,
  );
  const tellings = [...groups.values()].map(together);
  await write(system, await todayIn(system, now), ways, tellings);
  await sql`
    update announcement set told_at = ${now}::timestamptz
     where federation_id = ${federationId} and id = any (${lines.map(({ id }) => id)}::uuid[])`.execute(db);
  await finish(
    system,
    now,
    tellings.map(({ subjectId }) => subjectId),
  );
  return true;
}

/** What came in to be reviewed is told of together, whoever handed it in. */
const aboutWhole = (telling: Telling, rootId: string | null): Telling =>
  telling.event === 'SUBMISSION_RECEIVED' && rootId !== null
    ? { ...telling, subjectType: 'Deliverable', subjectId: rootId, actorId: null }
    : telling;

/** The last of them speaks for all. */
const together = (those: readonly Telling[]): Telling => ({
  ...those.at(-1)!,
  count: those.reduce((sum, { count }) => sum + count, 0),
});

const keyOf = ({ event, organizationId, subjectId }: Telling): string => `${event} ${organizationId} ${subjectId}`;
