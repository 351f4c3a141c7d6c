import type { withClient } from '../src/database/connection.ts';
import type { connect } from '../src/orm.ts';

type Client = Parameters<Parameters<typeof withClient>[1]>[0];
type Watch = NonNullable<NonNullable<Parameters<typeof connect>[1]>['onPoolCreated']>;

/** One statement as it was sent. */
export interface Sent {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What one statement cost and how it went about it. */
export interface Plan {
  readonly tables: readonly string[];
  /** Milliseconds in the database. */
  readonly took: number;
  /** Pages of 8 kB that were looked at, in memory or not. */
  readonly pages: number;
  /** How each table was reached, and how many rows came of it. */
  readonly nodes: readonly string[];
  /** Tables of more rows than allowed that were read from end to end. */
  readonly whole: readonly string[];
}

interface Node {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly Node[];
}

/** For `connect`'s `onPoolCreated`: whatever goes over its connections is noted down. */
export const watched =
  (sent: Sent[]): Watch =>
  (pool) => {
    pool.on('connect', (client) => {
      const query = client.query.bind(client) as (...given: unknown[]) => unknown;
      client.query = ((...given: unknown[]) => {
        const [first, second] = given as [string | { text: string; values?: unknown[] }, unknown];
        const text = typeof first === 'string' ? first : first.text;
        const own = typeof first === 'string' ? second : (first.values ?? second);
        sent.push({ text, values: Array.isArray(own) ? [...own] : [] });
        return query(...given);
      }) as typeof client.query;
    });
  };

/** Runs a statement in the client's transaction and says how. `most` rows may be read from end to end. */
export async function planOf(client: Client, { text, values }: Sent, most: number): Promise<Plan> {
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Node; 'Execution Time': number }] }>(
    `explain (analyze, buffers, format json) ${text}`,
    [...values],
  );
  const [{ Plan: top, 'Execution Time': took }] = rows[0]!['QUERY PLAN'];
  const reached = flat(top).filter((node) => node['Relation Name'] !== undefined && node['Actual Loops'] > 0);
  const readOf = (node: Node) => (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];
  return {
    tables: [...new Set(reached.map((node) => node['Relation Name']!))],
    took,
    pages: top['Shared Hit Blocks'] + top['Shared Read Blocks'],
    nodes: reached.map((node) => {
      const by = node['Index Name'] ? ` by ${node['Index Name']}` : '';
      return `${node['Node Type']} of ${node['Relation Name']}${by}, ${Math.round(node['Actual Rows'] * node['Actual Loops'])} of ${Math.round(readOf(node))}`;
    }),
    whole: reached.filter((node) => node['Node Type'] === 'Seq Scan' && readOf(node) > most).map((node) => node['Relation Name']!),
  };
}

const flat = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(flat)];
