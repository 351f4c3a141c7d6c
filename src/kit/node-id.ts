import 'reflect-metadata';
import { GraphQLInterfaceType, type GraphQLSchema } from 'graphql';
import { createParameterDecorator, Field, ID, InterfaceType } from 'type-graphql';
import { z } from 'zod';

@InterfaceType({
  description: 'An object that can be fetched again by its id.',
  autoRegisterImplementations: false,
})
export abstract class Node {
  @Field(() => ID, { description: 'Opaque and globally unique.' })
  id!: string;
}

/** A row behind Node where the concrete type is not known from the field: an interface or a union. */
export interface Typed {
  readonly __typename: string;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** No row has this id. */
export const NIL_ID = '00000000-0000-0000-0000-000000000000';

/** The id that the API hands out for a row. */
export const encodeId = (type: string, id: string): string => Buffer.from(`${type}:${id}`).toString('base64url');

/** What an id of the API is about; undefined when it was never handed out. */
export function decodeId(value: string): { type: string; id: string } | undefined {
  const [type, id, ...rest] = Buffer.from(value, 'base64url').toString().split(':');
  return type && id && UUID.test(id) && !rest.length ? { type, id } : undefined;
}

/** The bare uuid of a global id of this type; an id that no row has when it is malformed or of another type. */
export function rowId(value: string, type: string): string {
  const decoded = decodeId(value);
  return decoded?.type === type ? decoded.id : NIL_ID;
}

/**
 * A global id of one type in an input, handed to the service as the bare uuid. A malformed one, or
 * one of another type, is refused like one that does not exist.
 */
export const idOf = (type: string) =>
  z
    .string()
    .transform((value, check) => {
      const decoded = decodeId(value);
      if (decoded?.type === type) return decoded.id;
      check.addIssue({
        code: 'custom',
        message: '没有这个编号的内容，或不在您的范围内',
        params: { code: 'NOT_FOUND' },
      });
      return z.NEVER;
    })
    .meta({ graphql: ID });

/**
 * The id argument of a query, handed over as the bare uuid; a malformed one becomes an id that no
 * row has, so that the query answers null as for any other unknown id.
 */
export const IdArg = (name: string, type: string, description: string): ParameterDecorator =>
  createParameterDecorator(
    ({ args }) => {
      const decoded = decodeId(String(args[name]));
      return decoded?.type === type ? decoded.id : NIL_ID;
    },
    { arg: { name, typeFunc: () => ID, options: { description } } },
  ) as ParameterDecorator;

/** An id argument that bounds a list: absent means no bound, a malformed one bounds it to nothing. */
export function bound(value: string | null | undefined, type: string): string | null {
  if (value === null || value === undefined) return null;
  const decoded = decodeId(value);
  return decoded?.type === type ? decoded.id : NIL_ID;
}

/** Every type behind Node hands out a global id; the rows behind it keep their uuid. */
export function exposeGlobalIds(schema: GraphQLSchema): void {
  const node = schema.getType('Node');
  if (!(node instanceof GraphQLInterfaceType)) return;
  for (const type of schema.getPossibleTypes(node)) {
    type.getFields()['id']!.resolve = (row: { id: string }) => encodeId(type.name, row.id);
  }
  node.resolveType = (row: Typed) => row.__typename;
}
