import { sql } from 'kysely';
import { describe, expect, inject, test } from 'vitest';
import { withClient } from '../../src/database/connection.ts';
import { sealAudit, verifyAudit } from '../../src/domains/audit/seal.ts';
import { inDatabase } from '../support/database.ts';
import { inRequest } from '../support/plant.ts';
import { type TestPerson, type World, world } from '../support/world.ts';

const LINES = `query ($of: ID!, $first: Int, $after: String) { auditLines(subjectId: $of, first: $first, after: $after) {
  nodes { operation happenedAt personName onBehalfOf organizationName subjectType subjectId detail } pageInfo { hasNextPage endCursor } } }`;
const APPOINT = `mutation ($input: AppointInput!) { appoint(input: $input) { appointment { id } errors { code } } }`;
const RESET = `mutation ($input: ResetAccountInput!) { resetAccount(input: $input) { errors { code } } }`;

const seal = (w: World) => sealAudit(w.orm.em, w.federationId, w.clock.now());
const verify = (w: World) => verifyAudit(w.orm.em, w.federationId);
const reset = (w: World, by: TestPerson, whom: TestPerson) => w.as(by).ask(RESET, { input: { personId: w.id('Person', whom.personId) } });

/** What only somebody with the keys of the database can do. */
const tamper = (w: World, statement: string) =>
  w.asSystem(async ({ db }) => {
    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db);
    await withClient(inDatabase(inject('cluster').admin, rows[0]!.name), async (client) => {
      const { rowCount } = await client.query(statement, [w.federationId]);
      expect(rowCount).toBe(1);
    });
  });

describe.concurrent('auditLines', () => {
  test('an administrator reads who did what to somebody below, newest first', async () => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const [administrator, person] = [await w.person(w.county, ['ADMINISTRATOR']), await w.person(w.a)];
    const of = w.id('Person', person.personId);
    const input = { personId: of, organizationId: w.id('Organization', w.b.id), roles: ['REPORTER'] };
    await w.as(administrator).ask(APPOINT, { input });
    w.clock.advance(1000);
    await reset(w, administrator, person);
    const line = {
      personName: administrator.name,
      onBehalfOf: null,
      organizationName: '东山县总工会',
      subjectType: 'Person',
      subjectId: of,
    };
    const { auditLines } = await w.as(administrator).ask(LINES, { of, first: 1 });
    expect(auditLines.nodes).toEqual([{ ...line, operation: 'resetAccount', happenedAt: '2021-05-06T01:00:01.000Z', detail: {} }]);
    expect(auditLines.pageInfo.hasNextPage).toBe(true);
    const rest = await w.as(administrator).ask(LINES, { of, first: 1, after: auditLines.pageInfo.endCursor });
    expect(rest.auditLines.nodes).toEqual([
      {
        ...line,
        operation: 'appoint',
        happenedAt: '2021-05-06T01:00:00.000Z',
        detail: { organizationId: w.b.id, appointmentId: expect.any(String), roles: ['REPORTER'] },
      },
    ]);
  });

  test('what bodies above and beside did is not shown, and to other roles nothing', async () => {
    const [w, other] = [await world(), await world()];
    const [above, person] = [await w.person(w.city, ['ADMINISTRATOR']), await w.person(w.a)];
    await reset(w, above, person);
    const of = w.id('Person', person.personId);
    expect((await w.as(above).ask(LINES, { of })).auditLines.nodes).toHaveLength(1);
    for (const reader of [
      w.as(await w.person(w.county, ['ADMINISTRATOR'])),
      w.as(await w.person(w.sibling, ['ADMINISTRATOR'])),
      other.as(await other.allRounder(other.province)),
    ]) {
      expect((await reader.ask(LINES, { of })).auditLines.nodes).toEqual([]);
    }
    const others = await w.as(await w.person(w.province, ['ISSUING_OFFICER', 'REVIEWER', 'REPORTER', 'ANALYST'])).execute(LINES, { of });
    expect([others.data, others.errors?.[0]?.extensions.code]).toEqual([null, 'FORBIDDEN']);
  });

  test('a refused mutation leaves no line', async () => {
    const w = await world();
    const [administrator, above] = [await w.person(w.county, ['ADMINISTRATOR']), await w.person(w.city)];
    await reset(w, administrator, above);
    const { rows } = await w.asSystem(({ db }) => sql`select from audit_line`.execute(db));
    expect(rows).toHaveLength(0);
  });
});

describe.concurrent('the chain of seals', () => {
  test('every line is sealed once, in order, and the chain holds', async () => {
    const w = await world();
    const [administrator, person] = [await w.person(w.city, ['ADMINISTRATOR']), await w.person(w.a)];
    expect(await seal(w)).toBe(0);
    for (let turn = 0; turn < 3; turn++) await reset(w, administrator, person);
    expect(await verify(w)).toEqual({ seals: 0, broken: [], loose: 0 });
    expect(await seal(w)).toBe(3);
    await reset(w, administrator, person);
    expect(await seal(w)).toBe(1);
    expect(await seal(w)).toBe(0);
    expect(await verify(w)).toEqual({ seals: 2, broken: [], loose: 0 });
    const { rows } = await w.asSystem(({ db }) =>
      sql<{ number: number; line_ids: string[]; follows: boolean }>`
        select number, line_ids, previous_hash = lag(hash, 1, '') over (order by number) as follows from audit_seal order by number`.execute(
        db,
      ),
    );
    expect(rows.map(({ number, line_ids, follows }) => [number, line_ids.length, follows])).toEqual([
      [1, 3, true],
      [2, 1, true],
    ]);
    const lines = await w.asSystem(({ db }) => sql<{ id: string }>`select id from audit_line order by id`.execute(db));
    expect(rows.flatMap(({ line_ids }) => line_ids)).toEqual(lines.rows.map(({ id }) => id));
  });

  test.for([
    ['one letter of a line', `update audit_line set operation = 'resetaccount' where federation_id = $1`, { broken: [1] }],
    ['one digit of its detail', `update audit_line set detail = '{"n":1}' where federation_id = $1`, { broken: [1] }],
    ['its instant', `update audit_line set happened_at = happened_at + interval '1 ms' where federation_id = $1`, { broken: [1] }],
    ['a line that is gone', 'delete from audit_line where federation_id = $1', { broken: [1] }],
    ['a seal that is gone', 'delete from audit_seal where federation_id = $1', { seals: 0, loose: 1 }],
    ['a seal of another content', `update audit_seal set hash = encode(sha256('x'), 'hex') where federation_id = $1`, { broken: [1] }],
  ] as const)('%s is found', async ([, statement, found]) => {
    const w = await world();
    await reset(w, await w.person(w.city, ['ADMINISTRATOR']), await w.person(w.a));
    await seal(w);
    await tamper(w, statement);
    expect(await verify(w)).toEqual({ seals: 1, broken: [], loose: 0, ...found });
  });

  test('an earlier seal that was made anew breaks the one after it', async () => {
    const w = await world();
    const [administrator, person] = [await w.person(w.city, ['ADMINISTRATOR']), await w.person(w.a)];
    for (let turn = 0; turn < 2; turn++) {
      await reset(w, administrator, person);
      await seal(w);
    }
    await tamper(w, `update audit_seal set hash = encode(sha256('x'), 'hex') where federation_id = $1 and number = 1`);
    expect(await verify(w)).toEqual({ seals: 2, broken: [1, 2], loose: 0 });
  });

  test('no request changes a line or a seal, or takes a line from those that wait', async () => {
    const w = await world();
    const administrator = await w.person(w.province, ['ADMINISTRATOR']);
    await reset(w, administrator, await w.person(w.a));
    await seal(w);
    await reset(w, administrator, await w.person(w.a));
    await inRequest(w, administrator, async ({ db }) => {
      for (const [table, change] of [
        ['audit_line', sql`update audit_line set operation = 'x' returning 1`],
        ['audit_seal', sql`update audit_seal set hash = 'x' returning 1`],
        ['audit_pending', sql`delete from audit_pending returning 1`],
      ] as const) {
        expect((await sql`select from ${sql.table(table)}`.execute(db)).rows.length).toBeGreaterThan(0);
        expect((await change.execute(db)).rows).toEqual([]);
      }
    });
    expect(await verify(w)).toEqual({ seals: 1, broken: [], loose: 0 });
  });

  test('a new address of the acting body leaves the chain whole', async () => {
    const w = await world();
    const administrator = await w.person(w.city, ['ADMINISTRATOR']);
    await reset(w, administrator, await w.person(w.a));
    await seal(w);
    await w.asSystem(({ db }) => sql`update audit_line set path = '0001.0009.'`.execute(db));
    expect(await verify(w)).toEqual({ seals: 1, broken: [], loose: 0 });
  });

  test('two sealers at once seal every line once', async () => {
    const w = await world();
    const [administrator, person] = [await w.person(w.city, ['ADMINISTRATOR']), await w.person(w.a)];
    for (let turn = 0; turn < 3; turn++) await reset(w, administrator, person);
    const sealed = await Promise.all([seal(w), seal(w), seal(w)]);
    expect(sealed.reduce((sum, count) => sum + count)).toBe(3);
    expect(await verify(w)).toEqual({ seals: 1, broken: [], loose: 0 });
  });
});
