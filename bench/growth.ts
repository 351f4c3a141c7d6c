import type { Server } from './child.ts';
import { askOnce, httpRequest } from './load.ts';

/** Statements of one operation for pages of 10, 50 and 100 rows. */
export interface Growth {
  readonly operation: string;
  readonly rows: readonly number[];
  readonly statements: readonly number[];
}

interface Probe {
  readonly operation: string;
  readonly by: 'province' | 'county';
  readonly query: string;
}

const PAGE = `pageInfo { hasNextPage endCursor }`;
const BODY = `organization { id name kind }`;

/** Lists as the screens ask for them: with what each row leads to. The list is aliased to `list`. */
const PROBES: readonly Probe[] = [
  {
    operation: 'submissions',
    by: 'county',
    query: `list: submissions(deliverableId: $id, first: $first) {
      nodes { id stateLabel receipt { number submittedAt } ${BODY} holder { name } timeline { kind number } parts { answers { field value } } viewerCan { accept { allowed } } }
      ${PAGE} totalCount }`,
  },
  {
    operation: 'obligations',
    by: 'county',
    query: `list: obligations(deliverableId: $id, behind: ABSENT, first: $first) {
      nodes { id stateLabel lamp lampReason due { label daysLeft } acknowledgedAt ${BODY} askedBy { name } viewerCan { waive { allowed } } }
      ${PAGE} totalCount counts { byLamp { lamp count } } }`,
  },
  {
    operation: 'organizations',
    by: 'province',
    query: `list: organizations(first: $first) { nodes { id name kindLabel parent { name } } ${PAGE} totalCount }`,
  },
];

/** Asks the product for pages of three lengths and counts what each costs the database. */
export async function statementGrowth(
  product: Server,
  tokens: Readonly<Record<Probe['by'], string>>,
  deliverableId: string,
): Promise<Growth[]> {
  const results: Growth[] = [];
  for (const { operation, by, query } of PROBES) {
    const declared = query.includes('$id') ? '$id: ID!, $first: Int!' : '$first: Int!';
    const measured: { rows: number; statements: number }[] = [];
    for (const first of [10, 50, 100]) {
      const before = await product.usage();
      const body = { query: `query (${declared}) { ${query} }`, variables: { id: deliverableId, first } };
      const answer = await askOnce(product.port, httpRequest('/graphql', tokens[by], body));
      const after = await product.usage();
      measured.push({ rows: rowsOf(answer), statements: after.statements - before.statements });
    }
    results.push({ operation, rows: measured.map(({ rows }) => rows), statements: measured.map(({ statements }) => statements) });
  }
  return results;
}

function rowsOf(answer: string): number {
  const { data, errors } = JSON.parse(answer) as { data?: { list: { nodes: readonly unknown[] } }; errors?: unknown };
  if (errors || !data) throw new Error(answer);
  return data.list.nodes.length;
}
