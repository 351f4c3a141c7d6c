import { describe, expect, test } from 'vitest';
import { world } from '../support/world.ts';

const PLATFORM = `{ platform { federations { id foundedAt } health { databaseVersion databaseMegabytes openConnections } } }`;
const ME = `{ me { account { operator } person { name } capacity { id } capacities { id } lent { id } } }`;

describe.concurrent('platform', () => {
  test('R-20: the operator sees ids and health', async () => {
    const [w, other] = [await world({ at: '2021-05-06T09:00:00+08:00' }), await world()];
    const operator = await w.operator();
    const { platform } = await w.as(operator).ask(PLATFORM);
    const ids = platform.federations.map(({ id }: { id: string }) => id);
    expect(ids).toEqual(expect.arrayContaining([w.federationId, other.federationId]));
    expect(platform.federations.find(({ id }: { id: string }) => id === w.federationId).foundedAt).toBe('2021-05-06T01:00:00.000Z');
    expect(platform.health).toEqual({
      databaseVersion: expect.stringMatching(/^\d+/),
      databaseMegabytes: expect.any(Number),
      openConnections: expect.any(Number),
    });
    expect(await w.as(operator).ask(ME)).toEqual({
      me: { account: { operator: true }, person: null, capacity: null, capacities: [], lent: [] },
    });
  });

  test('R-20: and no business data', async () => {
    const w = await world();
    const operator = w.as(await w.operator());
    const [unit, person] = [w.id('Organization', w.a.id), w.id('Person', (await w.person(w.a)).personId)];
    for (const [document, variables] of [
      ['query ($of: ID!) { persons(organizationId: $of) { nodes { id } } }', { of: unit }],
      ['query ($of: ID!) { auditLines(subjectId: $of) { nodes { id } } }', { of: unit }],
      ['{ apiTokens { nodes { id } } }', {}],
      ['mutation ($of: ID!) { resetAccount(input: { personId: $of }) { oneTimeCode } }', { of: person }],
    ] as const) {
      const { data, errors } = await operator.execute(document, variables);
      expect([data, errors?.[0]?.extensions.code]).toEqual([null, 'FORBIDDEN']);
    }
    for (const id of [unit, person])
      expect(await operator.ask('query ($id: ID!) { node(id: $id) { id } }', { id })).toEqual({ node: null });
  });

  test('nobody else sees the platform', async () => {
    const w = await world();
    const refused = await w.as(await w.allRounder(w.province)).execute(PLATFORM);
    expect([refused.data, refused.errors?.[0]?.extensions.code]).toEqual([null, 'FORBIDDEN']);
    expect((await w.nobody.execute(PLATFORM)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });
});
