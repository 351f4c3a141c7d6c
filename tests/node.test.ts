import type { GraphQLInterfaceType } from 'graphql';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { domains } from '../src/domains.ts';
import { createSchema } from '../src/schema.ts';
import { world } from './support/world.ts';

const NODE = 'query($id: ID!) { node(id: $id) { __typename id } }';

test('every type behind Node can be fetched again by its id', () => {
  const schema = createSchema();
  const types = schema.getPossibleTypes(schema.getType('Node') as GraphQLInterfaceType).map(({ name }) => name);
  expect(domains.flatMap(({ nodes }) => Object.keys(nodes ?? {})).toSorted()).toEqual(types.toSorted());
});

test('an account, an office, a delegation and an audit line are found by whom they concern, and by nobody else', async () => {
  const w = await world();
  const [lender, holder, colleague] = [await w.person(w.county, ['REVIEWER']), await w.person(w.b), await w.person(w.county, ['REVIEWER'])];
  const [above, beside] = [await w.person(w.city, ['ADMINISTRATOR']), await w.person(w.sibling, ['ADMINISTRATOR'])];
  const { delegateCapacity } = await w
    .as(lender)
    .ask('mutation($input: DelegateCapacityInput!) { delegateCapacity(input: $input) { delegation { id } } }', {
      input: { holderLogin: holder.login, roles: ['REVIEWER'], until: '2021-05-20T00:00:00+08:00' },
    });
  const line = await w.asSystem(async ({ db }) => (await sql<{ id: string }>`select id from audit_line`.execute(db)).rows[0]!.id);
  const people = { lender, holder, colleague, above, beside };
  const found = async (id: string) => {
    const answers = await Promise.all(
      Object.entries(people).map(async ([name, person]) => [name, (await w.as(person).ask(NODE, { id })).node] as const),
    );
    return answers.filter(([, node]) => node?.id === id).map(([name]) => name);
  };
  expect(await found(w.id('Account', lender.accountId))).toEqual(['lender']);
  expect(await found(w.id('Appointment', lender.capacityId))).toEqual(['above']);
  expect(await found(delegateCapacity.delegation.id)).toEqual(['lender', 'holder', 'above']);
  expect(await found(w.id('AuditLine', line))).toEqual(['above']);
});
