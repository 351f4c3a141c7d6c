import { graphql, type GraphQLSchema, printType } from 'graphql';
import { Ctx, Field, ID, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Can, Public, rootFields } from '../../src/kit/access.ts';
import { enumType } from '../../src/kit/enums.ts';
import { userErrorsOf } from '../../src/kit/errors.ts';
import { Input, inputType, parseInput } from '../../src/kit/input.ts';
import { encodeId, IdArg, idOf, NIL_ID, Node } from '../../src/kit/node-id.ts';
import { createSchema } from '../../src/schema.ts';

const ColourEnum = enumType('Colour', 'A colour.', { RED: 'Like fire.', BLUE: 'Like the sea.' });
const part = z
  .object({
    name: z.string().min(1).meta({ description: 'Its name.' }),
    weight: z.number().optional().meta({ description: 'In grams.' }),
  })
  .meta({ description: 'One part.' });
const PartInput = inputType('PartInput', part);
const assemble = z
  .object({
    thingId: idOf('Thing').meta({ graphql: ID, description: 'Of which thing.' }),
    colour: z.enum(['RED', 'BLUE']).default('RED').meta({ graphql: ColourEnum, description: 'Painted how.' }),
    count: z.int().min(1).max(9).optional().meta({ description: 'How many.' }),
    by: z.date().nullable().optional().meta({ description: 'Until when; null for no end.' }),
    main: part.meta({ graphql: PartInput, description: 'The main part.' }),
    parts: z
      .array(part.meta({ graphql: PartInput }))
      .max(2)
      .optional()
      .meta({ description: 'Further parts.' }),
    tags: z.array(z.string().max(3)).optional().meta({ description: 'Words.' }),
  })
  .meta({ description: 'How a thing is assembled.' });
const AssembleInput = inputType('AssembleInput', assemble);
const rest = z.object({}).meta({ description: 'Nothing more.' });
const RestInput = inputType('RestInput', rest);

@ObjectType('Thing', { implements: Node, description: 'A thing.' })
class Thing extends Node {
  @Field(() => String, { description: 'What was understood.' })
  seen!: string;
}

@Resolver()
class ThingResolver {
  @Public()
  @Query(() => Thing, { nullable: true, description: 'One thing.' })
  thing(@IdArg('id', 'Thing', 'Its id.') id: string) {
    return { id, seen: id === NIL_ID ? 'nothing' : 'something' };
  }

  @Can('assemble', 'Thing')
  @Mutation(() => String, { description: 'Assembles.' })
  assemble(@Input(() => AssembleInput, assemble) input: z.output<typeof assemble>, @Ctx() seen: unknown[]) {
    seen.push(input);
    return 'done';
  }

  @Public()
  @Mutation(() => String, { description: 'Rests.' })
  rest(@Input(() => RestInput, rest) _input: z.output<typeof rest>) {
    return 'done';
  }
}

let schema: GraphQLSchema;
beforeAll(() => {
  schema = createSchema([ThingResolver]);
});

const ID1 = '018f0000-0000-7000-8000-000000000001';

/** What the service is handed, or the errors. */
function understood(input: Record<string, unknown>) {
  try {
    return parseInput(assemble, input);
  } catch (error) {
    return userErrorsOf(error);
  }
}

describe('an input', () => {
  it('follows from its rules, key and all', () => {
    expect(printType(schema.getType('AssembleInput')!)).toMatchInlineSnapshot(`
      """"How a thing is assembled."""
      input AssembleInput {
        """Of which thing."""
        thingId: ID!

        """Painted how."""
        colour: Colour

        """How many."""
        count: Int

        """Until when; null for no end."""
        by: DateTimeISO

        """The main part."""
        main: PartInput!

        """Further parts."""
        parts: [PartInput!]

        """Words."""
        tags: [String!]

        """
        Chosen by the client, 1 to 200 characters: the same request under the same key is done once and answered alike.
        """
        idempotencyKey: String
      }"
    `);
    expect(printType(schema.getType('PartInput')!)).not.toContain('idempotencyKey');
    expect(printType(schema.getType('RestInput')!)).toContain('idempotencyKey: String');
  });

  it('hands over uuids, defaults and dates', () => {
    expect(understood({ thingId: encodeId('Thing', ID1), main: { name: 'a' } })).toEqual({
      thingId: ID1,
      colour: 'RED',
      main: { name: 'a' },
    });
  });

  it.each([encodeId('Other', ID1), encodeId('Thing', 'x'), 'nonsense', ''])(
    'answers a wrong id like one that does not exist: %s',
    (thingId) => {
      expect(understood({ thingId, main: { name: 'a' } })).toEqual([
        { code: 'NOT_FOUND', message: '没有这个编号的内容，或不在您的范围内', path: ['input', 'thingId'] },
      ]);
    },
  );

  it('says in Chinese what is wrong, and where', () => {
    const thingId = encodeId('Thing', ID1);
    const parts = [{ name: '' }, { name: 'b', weight: 'heavy' }];
    expect(understood({ thingId, count: 0, main: { name: 'a' }, parts, tags: ['long'] })).toEqual([
      { code: 'TOO_SMALL', message: '不能小于 1', path: ['input', 'count'] },
      { code: 'TOO_SMALL', message: '不能为空', path: ['input', 'parts', '0', 'name'] },
      { code: 'INVALID_TYPE', message: '类型不正确', path: ['input', 'parts', '1', 'weight'] },
      { code: 'TOO_BIG', message: '最多 3 个字', path: ['input', 'tags', '0'] },
    ]);
  });

  it('takes null for absent, unless its rule knows null', () => {
    const nulls = { colour: null, count: null, by: null, parts: null, main: { name: 'a', weight: null } };
    expect(understood({ thingId: encodeId('Thing', ID1), ...nulls })).toEqual({
      thingId: ID1,
      colour: 'RED',
      by: null,
      main: { name: 'a' },
    });
    expect(understood({ thingId: encodeId('Thing', ID1), main: null })).toEqual([
      { code: 'INVALID_TYPE', message: '必须填写', path: ['input', 'main'] },
    ]);
  });

  it('must describe every field', () => {
    expect(() => inputType('XInput', z.object({ a: z.string() }).meta({ description: 'x' }))).toThrow('XInput.a: no description');
    expect(() => inputType('YInput', z.object({ a: z.unknown().meta({ description: 'a' }) }).meta({ description: 'y' }))).toThrow(
      'YInput.a: no GraphQL type',
    );
  });
});

describe('a schema', () => {
  it('hands out global ids and takes them back', async () => {
    const source = `{ a: thing(id: "${encodeId('Thing', ID1)}") { id seen } b: thing(id: "x") { seen } }`;
    const { data } = await graphql({ schema, source, contextValue: {} });
    expect(data).toEqual({ a: { id: encodeId('Thing', ID1), seen: 'something' }, b: { seen: 'nothing' } });
  });

  it('knows the access of every root field', () => {
    expect(rootFields(schema).map(({ name, access }) => [name, access?.kind])).toEqual([
      ['Query.clock', 'public'],
      ['Query.node', 'signed-in'],
      ['Query.thing', 'public'],
      ['Mutation.assemble', 'can'],
      ['Mutation.rest', 'public'],
    ]);
  });

  it('is not built when a root field declares no access', () => {
    @Resolver()
    class OpenDoor {
      @Query(() => String, { description: 'Forgotten.' })
      oops() {
        return 'x';
      }
    }
    expect(() => createSchema([OpenDoor])).toThrow('No access declared (@Can, @SignedIn, @Operator or @Public): Query.oops');
  });
});
