import { getNamedType, isObjectType } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { type RootField, rootFields } from '../src/kit/access.ts';
import { createSchema } from '../src/schema.ts';
import { type Caller, CALLERS, Stage } from './support/access-stage.ts';
import { type Arguments, type Door, DOORS } from './support/access-table.ts';
import type { Answer } from './support/client.ts';
import { digestOf } from './support/digest.ts';

/**
 * Every root field × everybody who may knock. Each is asked with the same input: first by those who must be turned away,
 * who change nothing, then by those who may, for whom it works; so a refusal is never the input's fault.
 */
const fields = rootFields(createSchema());

/** Bare text of the operation with the variables that are given. */
function documentOf({ operation, field }: RootField, given: Arguments): string {
  const variables = field.args.filter(({ name }) => Object.hasOwn(given, name)).map(({ name, type }) => ({ name, type: String(type) }));
  const head = variables.length ? `(${variables.map(({ name, type }) => `$${name}: ${type}`).join(', ')})` : '';
  const args = variables.length ? `(${variables.map(({ name }) => `${name}: $${name}`).join(', ')})` : '';
  const answer = operation === 'Mutation' ? 'errors { code message path }' : isList(field) ? 'nodes { __typename }' : '__typename';
  return `${operation.toLowerCase()} ${head} { ${field.name}${args} { ${answer} } }`;
}

function isList(field: RootField['field']): boolean {
  const type = getNamedType(field.type);
  return isObjectType(type) && 'nodes' in type.getFields();
}

/** What came of it, in a word: `in`, `nothing`, or the code of the refusal. */
function outcome({ data, errors }: Answer<Record<string, unknown>>, name: string): string {
  if (errors) return errors.map(({ extensions }) => extensions.code).join(', ') + (data?.[name] ? ' with data' : '');
  const found = data?.[name] as { nodes?: readonly unknown[]; errors?: readonly { code: string }[] } | null | undefined;
  if (!found || found.nodes?.length === 0) return 'nothing';
  return found.errors?.some(({ code }) => code === 'FORBIDDEN') ? 'FORBIDDEN as data' : 'in';
}

function expected({ may, findNothing = [] }: Door, caller: Caller): string {
  if (findNothing.includes(caller)) return 'nothing';
  if (may.includes(caller)) return 'in';
  return caller === 'ANONYMOUS' ? 'UNAUTHENTICATED' : 'FORBIDDEN';
}

const titleOf = (name: string, { may, row }: Door) =>
  `${row ? `${row}: ` : ''}${name} for ${may.length === CALLERS.length ? 'everybody' : may.join(', ')}`;

describe('access', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.prepare();
  });

  test('every root field stands in the table, and nothing else does', () => {
    expect(fields.map(({ name }) => name).toSorted()).toEqual(Object.keys(DOORS).toSorted());
  });

  test.for(fields.filter(({ name }) => DOORS[name]).map((root) => [titleOf(root.name, DOORS[root.name]!), root] as const))(
    '%s',
    async ([, root]) => {
      const entry = DOORS[root.name]!;
      const { field, operation } = root;
      const prepared = await entry.given(stage);
      const given = operation === 'Mutation' ? { input: prepared } : prepared;
      const document = documentOf(root, given);
      const knock = async (caller: Caller) => (await stage.as(caller, entry.at)).execute(document, given);
      for (const caller of CALLERS) await stage.as(caller, entry.at); // whoever is made now is not a change by them

      const outcomes = new Map<Caller, string>();
      const before = await digestOf(stage.w.federationId);
      const strangers = CALLERS.filter((caller) => !entry.may.includes(caller));
      await Promise.all(strangers.map(async (caller) => outcomes.set(caller, outcome(await knock(caller), field.name))));
      expect(await digestOf(stage.w.federationId), 'a refusal changed something').toEqual(before);

      const [first, ...others] = entry.may;
      const done = await knock(first!);
      outcomes.set(first!, outcome(done, field.name));
      if (operation === 'Mutation') {
        expect(done.data?.[field.name], 'the input must be right for who may').toEqual({ errors: [] });
        expect(await digestOf(stage.w.federationId), 'the digest must see what a mutation does').not.toEqual(before);
      }
      for (const caller of others) outcomes.set(caller, outcome(await knock(caller), field.name));
      expect(Object.fromEntries(outcomes)).toEqual(Object.fromEntries(CALLERS.map((caller) => [caller, expected(entry, caller)])));
    },
  );
});
