import { encodeId } from '../src/kit/node-id.ts';

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

const SUBMISSIONS = `
  select s.id, s.state, s.late, s.receipt_number, s.submitted_at, o.id as organization_id, o.name as organization_name
    from submission s
    join organization o on o.federation_id = s.federation_id and o.id = s.organization_id
   where s.federation_id = $1 and s.root_id = $2 and s.path >= $3 and s.path < $4 and s.filed_path >= $3 and s.filed_path < $4
   order by s.submitted_at desc, s.id desc limit $5`;

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

/** Absent for a body is what has not come so far up as that body, or went back below it to be mended. */
const ABSENT = `
  select o.id, o.state, o.filed_path, u.id as organization_id, u.name as organization_name
    from obligation o
    join organization u on u.federation_id = o.federation_id and u.id = o.organization_id
    left join submission s on s.federation_id = o.federation_id and s.obligation_id = o.id
   where o.federation_id = $1 and o.root_id = $2 and o.kind = 'REPORT' and o.state not in ('WAIVED', 'CANCELLED')
     and o.filed_path > $3 and o.filed_path < $4 and o.counts_from <= $5
     and (s.id is null or s.state = 'WITHDRAWN' or s.reached_level > $5 or (s.state = 'RETURNED' and (
       s.holder_id is null or s.holder_id = s.organization_id or (
         select h.level from organization h where h.federation_id = s.federation_id and h.id = s.holder_id) > $5)))
   order by o.filed_path, o.id limit $6`;

async function absent({ federationId, path, rootId, first, query }: Asked): Promise<object> {
  const values = [federationId, rootId, path, endOf(path), path.length / 5, first + 1];
  const rows = await query<ObligationRow>('absent', ABSENT, values);
  const page = pageOf(
    rows,
    first,
    (row) => ({ id: encodeId('Obligation', row.id), state: row.state, organization: organizationOf(row) }),
    (row) => [row.filed_path, row.id],
  );
  return { obligations: page };
}

export const READS: Readonly<Record<string, Reader>> = { '/submissions': submissions, '/absent': absent };
