import { sql } from 'kysely';
import { recount } from '../../src/domains/submissions/rollup.recount.ts';
import type { Client } from '../support/client.ts';
import type { World } from '../support/world.ts';

/** Where every organization of the world stands today, by its name. */
export function pathsOf(w: World): Promise<Map<string, string>> {
  return w.asSystem(async ({ db }) => {
    const { rows } = await sql<{ name: string; path: string }>`select name, path from organization order by path`.execute(db);
    return new Map(rows.map(({ name, path }) => [name, path]));
  });
}

/** What is wrong with the tree of the world and its history; an empty list when nothing is. */
export function faultsOf(w: World): Promise<unknown[]> {
  return w.asSystem(async ({ db }) => {
    const { rows } = await sql`
      select 'path not below the parent''s' as fault, o.name from organization o join organization p on p.federation_id = o.federation_id and p.id = o.parent_id
       where left(o.path, -5) <> p.path
      union all
      select 'an address used by two', min(v.name) from organization_version v group by v.path having count(distinct v.organization_id) > 1
      union all
      select 'a place given that was not counted', o.name from organization o join organization p on p.federation_id = o.federation_id and p.id = o.parent_id
       where left(right(o.path, 5), 4)::int > p.next_child
      union all
      select 'an empty or negative period', name from organization_version where valid_to <= valid_from
      union all
      select 'periods that overlap or leave a gap', v.name from organization_version v
        join lateral (select min(n.valid_from) as at from organization_version n where n.federation_id = v.federation_id and n.organization_id = v.organization_id
                        and n.valid_from > v.valid_from) next on true
       where v.valid_to is distinct from next.at
      union all
      select 'a present state that is not the history''s last', o.name from organization o
        left join organization_version v on v.federation_id = o.federation_id and v.organization_id = o.id and v.valid_to is null
       where (v.path, v.name, v.short_name, v.status, v.parent_id) is distinct from (o.path, o.name, o.short_name, o.status, o.parent_id)
      union all
      select 'a past address not below the parent''s of that time', v.name from organization_version v
        join organization_version p on p.federation_id = v.federation_id and p.organization_id = v.parent_id
         and p.valid_from <= v.valid_from and (p.valid_to is null or p.valid_to > v.valid_from)
       where left(v.path, -5) <> p.path`.execute(db);
    return rows;
  });
}

/** The figures of a body's board and of each line below: expected, received, received in time. */
export async function boardOf(client: Client, deliverableId: string, organizationId?: string): Promise<string[]> {
  const RATES = 'rates { expected received receivedOnTime }';
  const { reportingProgress } = await client.ask(
    `query ($d: ID!, $o: ID) { reportingProgress(deliverableId: $d, organizationId: $o) { ${RATES} children(first: 50) { nodes { organization { name } ${RATES} } } } }`,
    { d: deliverableId, o: organizationId },
  );
  const line = ({ rates }: { rates: Record<'expected' | 'received' | 'receivedOnTime', number> }) =>
    `${rates.expected} ${rates.received} ${rates.receivedOnTime}`;
  const children = reportingProgress.children.nodes as { organization: { name: string }; rates: Parameters<typeof line>[0]['rates'] }[];
  return [line(reportingProgress), ...children.map((child) => `${child.organization.name} ${line(child)}`)];
}

/** Where the figures kept differ from a recount; nothing, always. */
export const discrepanciesOf = (w: World): Promise<unknown[]> => w.asSystem(({ db }) => recount(db, w.federationId));
