import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { asSystem } from '../../kit/system.ts';
import { recordSystem } from '../audit/record.ts';
import { withRollup } from '../submissions/rollup.ts';
import { obligationStates } from './obligation.states.ts';

/** How many obligations one transaction gives up. */
const BATCH = 1000;

/**
 * Gives up what is asked for under AUTO_FORFEIT (逾期不报视为自动放弃, S2-69) and has not reached the body that asks when
 * its last door closes: what nobody handed in, what was returned, what a level between has not handed on. Names the body
 * that held it. Several may run at once; who comes second finds nothing.
 *
 * @param em any entity manager; a fork of it is used
 * @returns how many were given up
 */
export async function forfeitOverdue(em: SqlEntityManager, federationId: string, now: Date, requestId: string): Promise<number> {
  for (let total = 0; ;) {
    const count = await asSystem(em, federationId, async (system) => {
      const { rows } = await sql<{ id: string }>`
        select o.id from obligation o
         where o.federation_id = ${federationId} and o.late_policy = 'AUTO_FORFEIT' and o.state in ('OPEN', 'RETURNED', 'SUBMITTED')
           and o.kind <> 'ORGANISE' and o.closes_at <= ${now}::timestamptz and greatest(o.reopened_until, o.resubmit_due, o.closes_at) <= ${now}::timestamptz
           and (o.state <> 'SUBMITTED' or exists (
             select from submission s where s.federation_id = o.federation_id and s.obligation_id = o.id and s.reached_level > o.counts_from and s.holder_id is not null))
         order by o.id limit ${BATCH} for update of o skip locked`.execute(system.db);
      const ids = rows.map(({ id }) => id);
      if (ids.length === 0) return 0;
      await withRollup(system, ids, async () => {
        await sql`
          with given_up as (
            update obligation set state = ${obligationStates.next('OPEN', 'forfeit')}, version = version + 1
             where federation_id = ${federationId} and id = any (${ids}::uuid[]) returning *),
          held as (
            select g.*, coalesce(s.holder_id, g.organization_id) as held_by_id
              from given_up g left join submission s on s.federation_id = g.federation_id and s.obligation_id = g.id and s.state in ('SUBMITTED', 'RETURNED'))
          insert into obligation_event (federation_id, id, obligation_id, path, asker_path, kind, held_by_id, reason, happened_at)
          select h.federation_id, app.uuid7(), h.id, h.path, h.asker_path, 'FORFEITED', h.held_by_id,
                 '逾期视为自动放弃；截止时由' || b.name || '持有', ${now}::timestamptz
            from held h join organization b on b.federation_id = h.federation_id and b.id = h.held_by_id`.execute(system.db);
        // Nobody decides on it any more.
        await sql`
          update submission set holder_id = null where federation_id = ${federationId} and obligation_id = any (${ids}::uuid[]) and state = 'SUBMITTED'
        `.execute(system.db);
      });
      await recordSystem(
        { ...system, now, requestId },
        { operation: 'forfeitObligations', subjectType: 'Federation', subjectId: federationId, detail: { obligationIds: ids } },
      );
      return ids.length;
    });
    total += count;
    if (count < BATCH) return total;
  }
}
