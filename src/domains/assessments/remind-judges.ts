import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { asSystem } from '../../kit/system.ts';
import { announce } from '../notifications/announce.ts';
import { recusals } from './recusal.ts';

/** How long before the end of a round its judges are reminded (journeys, section 5). */
const AHEAD = 24 * 3_600_000;

interface Late {
  readonly holder_id: string;
  readonly round_name: string;
  readonly closes_at: Date;
  readonly assignment_id: string;
  readonly left: number;
}

/**
 * Tells every judge who has something left to mark a day before the round's end, once. What they are recused from is not theirs.
 *
 * @param em any entity manager; a fork of it is used
 */
export const remindJudges = (em: SqlEntityManager, federationId: string, now: Date): Promise<void> =>
  asSystem(em, federationId, async (system) => {
    const { rows } = await sql<Late>`
      with due as materialized (
        select * from judge j
         where j.federation_id = ${federationId} and j.state = 'SITTING' and j.reminded_at is null and j.opened_at is not null and j.closed_at is null
           and j.opens_at <= ${now}::timestamptz and j.closes_at > ${now}::timestamptz and j.closes_at <= ${new Date(now.getTime() + AHEAD)}::timestamptz),
      recused as materialized (
        select entry_id, person_id from ${recusals(
          { now },
          sql`array(select distinct round_id from due)`,
          sql`array(select distinct person_id from due)`,
        )}),
      left_over as (
        select a.judge_id, count(*)::int as left, (array_agg(a.id order by a.ordinal))[1] as assignment_id
          from due j
          join judge_assignment a on a.federation_id = j.federation_id and a.judge_id = j.id and a.state = 'CONFIRMED'
         where not exists (select from recused x where x.entry_id = a.entry_id and x.person_id = a.person_id)
         group by a.judge_id)
      update judge j set reminded_at = ${now}::timestamptz from left_over o
       where j.federation_id = ${federationId} and j.id = o.judge_id
      returning j.holder_id, j.round_name, j.closes_at, o.left, o.assignment_id`.execute(system.db);
    await announce(
      { ...system, now },
      ...rows.map(({ holder_id, round_name, closes_at, left, assignment_id }) => ({
        event: 'JUDGE_UNFINISHED' as const,
        subjectType: 'JudgeAssignment',
        subjectId: assignment_id,
        audience: { accountIds: [holder_id] },
        detail: { title: round_name, due: closes_at.toISOString(), left },
      })),
    );
  });
