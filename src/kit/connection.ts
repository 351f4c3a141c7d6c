import { ArgsType, type ClassType, Field, Int, ObjectType } from 'type-graphql';
import { badRequest } from './errors.ts';
import { isUuid } from './uuid.ts';

/** The most rows a page may hold. */
export const MAX_ROWS = 100;

@ObjectType({ description: 'Where a page stands in its list.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'More rows follow this page.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Rows precede this page.' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first row.' })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the last row.' })
  endCursor!: string | null;
}

@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: 20, description: 'How many rows, 1 to 100.' })
  first!: number;

  @Field(() => String, { nullable: true, description: 'Rows after this cursor.' })
  after?: string | null;
}

export interface Edge<Row> {
  readonly node: Row;
  readonly cursor: string;
}

/** A value, or a function that is called only when a client asks for the field. */
export type Lazy<Value> = Value | (() => Value | Promise<Value>);

export interface Page<Row, Counts = unknown> {
  readonly edges: readonly Edge<Row>[];
  readonly nodes: readonly Row[];
  readonly pageInfo: PageInfo;
  readonly totalCount?: Lazy<number>;
  readonly counts?: Lazy<Counts>;
}

export interface ConnectionOptions {
  /** Adds `totalCount`: rows that pass the same filter and the same walls. */
  readonly totalCount?: true;
  /** Adds `counts` of this type, under the same filter and the same walls. */
  readonly counts?: () => ClassType;
}

/**
 * `export const NoticeConnection = connectionOf('Notice', () => NoticeType, { totalCount: true })`
 *
 * @param name the prefix of `…Connection` and `…Edge`
 */
export function connectionOf<Row extends object>(
  name: string,
  node: () => ClassType<Row>,
  options: ConnectionOptions = {},
): ClassType<Page<Row>> {
  @ObjectType(`${name}Edge`, { description: `One ${name} of a page.` })
  class EdgeType {
    @Field(() => node(), { description: `The ${name}.` })
    node!: Row;

    @Field(() => String, { description: 'Opaque; pass it as `after`.' })
    cursor!: string;
  }

  @ObjectType(`${name}Connection`, { description: `A page of a list of ${name}.` })
  class Connection {
    @Field(() => [EdgeType], { description: 'The rows of this page, each with its cursor.' })
    edges!: EdgeType[];

    @Field(() => [node()], { description: 'The rows of this page.' })
    nodes!: Row[];

    @Field(() => PageInfo, { description: 'Where this page stands.' })
    pageInfo!: PageInfo;
  }
  const add = (key: string, type: () => ClassType | typeof Int, description: string) =>
    Field(type, { description })(Connection.prototype, key);
  if (options.totalCount) add('totalCount', () => Int, 'Rows of the whole list.');
  if (options.counts) add('counts', options.counts, 'The whole list, counted by its kinds.');
  return Connection;
}

/** The place of a row in a list: the values that the list is ordered by, as text. */
export const cursorOf = (key: readonly string[]): string => Buffer.from(JSON.stringify(key)).toString('base64url');

/** What a value of a cursor must look like, so that a forged one never reaches a statement. */
const PARTS = {
  text: (value: string) => !value.includes('\0'),
  uuid: isUuid,
  /** `infinity` for rows that have none and come last. */
  instant: (value: string) =>
    value === 'infinity' || (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(value) && !Number.isNaN(Date.parse(value))),
  integer: (value: string) => /^\d{1,9}$/.test(value),
  decimal: (value: string) => /^-?\d{1,40}(\.\d{1,40})?$/.test(value),
} as const;

export type CursorPart = keyof typeof PARTS;

/**
 * The values of a cursor that `cursorOf` made.
 *
 * @param parts what the list is ordered by, in order
 * @returns undefined when there is no cursor
 * @throws GraphQLError BAD_USER_INPUT when the cursor is not one of this list
 */
export function parseCursor<const Parts extends readonly CursorPart[]>(
  cursor: string | null | undefined,
  parts: Parts,
): { readonly [Index in keyof Parts]: string } | undefined {
  if (cursor === null || cursor === undefined) return undefined;
  const key = parsed(cursor);
  const fits =
    Array.isArray(key) &&
    key.length === parts.length &&
    key.every((value, index) => typeof value === 'string' && PARTS[parts[index]!](value));
  if (!fits) throw badRequest('游标不正确');
  return key as { readonly [Index in keyof Parts]: string };
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}

/**
 * Builds a page from one row more than was asked for (`limit first + 1`).
 *
 * @param keyOf the values that the list is ordered by, ending with one that is unique
 */
export function pageOf<Row>(rows: readonly Row[], { first, after }: PageArgs, keyOf: (row: Row) => readonly string[]): Page<Row> {
  const nodes = rows.slice(0, first);
  const edges = nodes.map((node) => ({ node, cursor: cursorOf(keyOf(node)) }));
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: rows.length > first,
      hasPreviousPage: after !== null && after !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
