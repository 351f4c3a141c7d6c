import { percent } from '../src/kit/decimal.ts';
import { encodeId } from '../src/kit/node-id.ts';
import { absentBelow, type Names, progress, submissionsBelow } from './sql.ts';

/** What one read is asked for, behind the caller's walls. */
export interface Asked {
  readonly federationId: string;
  /** Where the caller's body stands. */
  readonly path: string;
  readonly rootId: string;
  readonly first: number;
  readonly query: <Row>(name: string, text: string, values: readonly unknown[]) => Promise<Row[]>;
}

/** Answers the data of the same GraphQL operation. */
export type Reader = (asked: Asked) => Promise<object>;

const endOf = (path: string) => `${path.slice(0, -1)}/`;
const cursorOf = (key: readonly string[]) => Buffer.from(JSON.stringify(key)).toString('base64url');

interface Unit {
  readonly organization_id: string;
  readonly organization_name: string;
}

const organizationOf = ({ organization_id, organization_name }: Unit) => ({
  id: encodeId('Organization', organization_id),
  name: organization_name,
});

function pageOf<Row>(rows: readonly Row[], first: number, nodeOf: (row: Row) => object, keyOf: (row: Row) => readonly string[]) {
  const shown = rows.slice(0, first);
  const last = shown.at(-1);
  return { nodes: shown.map(nodeOf), pageInfo: { hasNextPage: rows.length > first, endCursor: last ? cursorOf(keyOf(last)) : null } };
}

interface SubmissionRow extends Unit {
  readonly id: string;
  readonly state: string;
  readonly late: boolean;
  readonly receipt_number: string;
  readonly submitted_at: Date;
}

const NAMES: Names = { federation: '$1', root: '$2', path: '$3', end: '$4' };
const SUBMISSIONS = submissionsBelow(NAMES, '$5');

async function submissions({ federationId, path, rootId, first, query }: Asked): Promise<object> {
  const rows = await query<SubmissionRow>('submissions', SUBMISSIONS, [federationId, rootId, path, endOf(path), first + 1]);
  const page = pageOf(
    rows,
    first,
    (row) => ({
      id: encodeId('Submission', row.id),
      state: row.state,
      late: row.late,
      receipt: { number: row.receipt_number, submittedAt: row.submitted_at },
      organization: organizationOf(row),
    }),
    (row) => [row.submitted_at.toISOString(), row.id],
  );
  return { submissions: page };
}

interface ObligationRow extends Unit {
  readonly id: string;
  readonly state: string;
  readonly filed_path: string;
}

const ABSENT = absentBelow(NAMES, '$5');

async function absent({ federationId, path, rootId, first, query }: Asked): Promise<object> {
  const rows = await query<ObligationRow>('absent', ABSENT, [federationId, rootId, path, endOf(path), first + 1]);
  const page = pageOf(
    rows,
    first,
    (row) => ({ id: encodeId('Obligation', row.id), state: row.state, organization: organizationOf(row) }),
    (row) => [row.filed_path, row.id],
  );
  return { obligations: page };
}

interface ProgressRow extends Unit {
  readonly expected: number;
  readonly received: number;
  readonly received_on_time: number;
}

const PROGRESS = progress(NAMES);

const rateOf = (numerator: number, denominator: number) => ({
  numerator,
  denominator,
  percent: percent(String(numerator), String(denominator), 2),
});

const ratesOf = ({ expected, received, received_on_time }: ProgressRow) => ({
  expected,
  received,
  receivedOnTime: received_on_time,
  reportingRate: rateOf(received, expected),
  onTimeRate: rateOf(received_on_time, expected),
});

async function rates({ federationId, path, rootId, first, query }: Asked): Promise<object> {
  const [own, ...lines] = await query<ProgressRow>('progress', PROGRESS, [federationId, rootId, path, endOf(path)]);
  const nodes = lines.slice(0, first).map((row) => ({ organization: organizationOf(row), rates: ratesOf(row) }));
  return { reportingProgress: { rates: ratesOf(own!), children: { nodes, pageInfo: { hasNextPage: lines.length > first } } } };
}

export const READS: Readonly<Record<string, Reader>> = { '/rates': rates, '/submissions': submissions, '/absent': absent };
