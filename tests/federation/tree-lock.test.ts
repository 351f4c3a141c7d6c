import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { plantNotice } from '../support/plant.ts';
import { type World, world } from '../support/world.ts';
import { moveOrganization, organization } from './operations.ts';

const ROUNDS = 4;

/** The code of the refusal, or `ok`. */
const act = async (client: Client, name: string, input: object): Promise<string> => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const answer = await client.ask(`mutation($input: ${type}!) { ${name}(input: $input) { errors { code } } }`, { input });
  return answer[name].errors[0]?.code ?? 'ok';
};

/** Rows that stand elsewhere than the body that they belong to, by table. */
const astray = (w: World) =>
  w.asSystem(async ({ db }) => {
    const tables = ['delegation', 'api_token', 'evaluation', 'person', 'appointment', 'audit_line'];
    const found = tables.map(
      (table) => sql`select ${table} as table from ${sql.table(table)} t
        join organization o on o.federation_id = t.federation_id and o.id = t.organization_id
       where t.federation_id = ${w.federationId} and t.path <> o.path`,
    );
    return (await sql`${sql.join(found, sql` union all `)}`.execute(db)).rows;
  });

test('what is written while its body is being moved stands where the body stands, or is refused', async () => {
  const w = await world();
  const administrator = w.as(await w.person(w.province, ['ADMINISTRATOR']));
  const [officer, reporter] = [w.as(await w.allRounder(w.county)), await w.person(w.county)];
  const organizationId = w.id('Organization', w.county.id);
  const { deliverables } = await plantNotice(w, {
    by: await w.allRounder(w.province),
    to: [w.county],
    deliverables: [{ fields: [], dueAt: null }],
  });
  const until = '2021-05-20T00:00:00+08:00';
  for (let round = 0; round < ROUNDS; round++) {
    w.clock.advance(1000);
    const { version } = await organization(administrator, organizationId);
    const parentId = w.id('Organization', (round % 2 ? w.city : w.otherCity).id);
    const [moved, ...written] = await Promise.all([
      moveOrganization(administrator, { organizationId, parentId, version, reason: '调整' }).then(({ errors }) => errors[0]?.code ?? 'ok'),
      act(officer, 'delegateCapacity', { holderLogin: reporter.login, roles: ['REPORTER'], until }),
      act(officer, 'createApiToken', { name: '统计接口', expiresAt: until }),
      act(officer, 'openAccount', { organizationId, login: `u${round}.${w.federationId}`, personName: '某人', roles: ['REPORTER'] }),
      act(officer, 'draftEvaluation', {
        year: 2021,
        title: `评价${round}`,
        rosterDay: '2021-05-06',
        subjectKinds: ['GRASSROOTS'],
        indicators: [{ indicator: 'REPORTING_RATE', points: '100', deliverableIds: [w.id('Deliverable', deliverables['report']!)] }],
      }),
    ]);
    expect(moved).toBe('ok');
    for (const code of written) expect(['ok', 'TREE_CHANGED', 'NOT_FOUND']).toContain(code);
    expect(await astray(w)).toEqual([]);
  }
});
