import { decodeId } from '../../src/kit/node-id.ts';
import { httpRequest } from '../load.ts';

/** `postgraphile` asks for generated fields, `functions` asks the same server for functions written by hand. */
export const SYSTEMS = ['product', 'bare', 'postgraphile', 'functions'] as const;
export type System = (typeof SYSTEMS)[number];

/** What a request is about; the deliverable as the product's API names it. */
export interface About {
  readonly deliverableId: string;
  /** Rows of a page. */
  readonly first: number;
}

/** How one system is asked for a read, and what of its answer must be equal to the others'. */
export interface Way {
  readonly request: (token: string, about: About) => Buffer;
  /** The answer without what the system adds of its own: names of fields, encodings of ids. */
  readonly content: (answer: string, about: About) => unknown;
}

export interface Case {
  readonly title: string;
  /** Who asks: the province, or a county per connection. */
  readonly by: 'province' | 'counties';
  readonly first: number;
  /** A system that has no way to the answer is left out. */
  readonly ways: Readonly<Partial<Record<System, Way>>>;
}

export const uuid = (id: string): string => decodeId(id)!.id;

/** The product, by its own names. */
export const productWay = (query: string, content: Way['content']): Way => ({
  request: (token, about) => httpRequest('/graphql', token, { query, variables: about }),
  content,
});

/** The bare handler, which answers in the product's shape. */
export const bareWay = (path: string, content: Way['content']): Way => ({
  request: (token, { deliverableId, first }) => httpRequest(`${path}?deliverable=${uuid(deliverableId)}&first=${first}`, token),
  content,
});

/** PostGraphile, by uuids. */
export const peerWay = (query: string, variablesOf: (about: About) => object, content: Way['content']): Way => ({
  request: (token, about) => httpRequest('/graphql', token, { query, variables: variablesOf(about) }),
  content,
});

export interface Listed<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean };
}

/** One field of an answer's data. Throws when it is not there. */
export function dataOf<Shape>(answer: string, field: string): Shape {
  const { data, errors } = JSON.parse(answer) as { readonly data?: Readonly<Record<string, Shape>>; readonly errors?: unknown };
  const found = data?.[field];
  if (errors || !found) throw new Error(`no ${field}: ${answer.slice(0, 2000)}`);
  return found;
}

/** Rows of a page, and whether more follow. */
export const pageOf = <Node>({ nodes, pageInfo }: Listed<Node>, rowOf: (node: Node) => unknown) => ({
  rows: nodes.map(rowOf),
  more: pageInfo.hasNextPage,
});

/** The same of a list that was asked for one row more than the page has. */
export const cutOf = <Node>(nodes: readonly Node[], first: number, rowOf: (node: Node) => unknown) => ({
  rows: nodes.slice(0, first).map(rowOf),
  more: nodes.length > first,
});
