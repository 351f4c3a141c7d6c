import { decodeId } from '../src/kit/node-id.ts';
import { httpRequest } from './load.ts';

export const SYSTEMS = ['product', 'bare', 'postgraphile'] as const;
export type System = (typeof SYSTEMS)[number];

/** What a request is about; the deliverable as the product's API names it. */
export interface About {
  readonly deliverableId: string;
  /** Rows of a page. */
  readonly first: number;
}

/** One read, as each system is asked for it, and what of the answers must be equal. */
export interface Case {
  readonly key: string;
  readonly title: string;
  /** Who asks: the province, or a county per connection. */
  readonly by: 'province' | 'counties';
  readonly first: number;
  readonly requestTo: Readonly<Record<System, (token: string, about: About) => Buffer>>;
  /** The answer without what each system adds of its own: names of fields, encodings of ids. */
  readonly contentOf: Readonly<Record<System, (answer: string) => unknown>>;
}

const uuid = (id: string) => decodeId(id)!.id;
const graphqlRequest = (query: string, variables: object) => (token: string) => httpRequest('/graphql', token, { query, variables });
const bareRequest = (path: string, { deliverableId, first }: About) => (token: string) =>
  httpRequest(`${path}?deliverable=${uuid(deliverableId)}&first=${first}`, token);

interface Data {
  readonly data?: Readonly<Record<string, never>>;
  readonly errors?: unknown;
}

function dataOf<Shape>(answer: string, field: string): Shape {
  const { data, errors } = JSON.parse(answer) as Data;
  if (errors || !data?.[field]) throw new Error(`no ${field}: ${answer.slice(0, 2000)}`);
  return data[field];
}

interface Listed<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean };
}

const listOf = <Node>({ nodes, pageInfo }: Listed<Node>, rowOf: (node: Node) => unknown) => ({ rows: nodes.map(rowOf), more: pageInfo.hasNextPage });

interface Submission {
  readonly id: string;
  readonly state: string;
  readonly late: boolean;
  readonly receipt: { readonly number: string; readonly submittedAt: string };
  readonly organization: { readonly id: string; readonly name: string };
}

interface PeerSubmission {
  readonly rowId: string;
  readonly state: string;
  readonly late: boolean;
  readonly receiptNumber: string;
  readonly submittedAt: string;
  readonly organization: { readonly rowId: string; readonly name: string };
}

const submissionRow = ({ id, state, late, receipt, organization }: Submission) => [
  ...[uuid(id), state, late, receipt.number, Date.parse(receipt.submittedAt)],
  ...[uuid(organization.id), organization.name],
];
const submissionsOf = (answer: string) => listOf(dataOf<Listed<Submission>>(answer, 'submissions'), submissionRow);

const SUBMISSIONS = `query ($deliverableId: ID!, $first: Int!) {
  submissions(deliverableId: $deliverableId, first: $first) {
    nodes { id state late receipt { number submittedAt } organization { id name } }
    pageInfo { hasNextPage endCursor }
  }
}`;

const PEER_SUBMISSIONS = `query ($root: UUID!, $first: Int!) {
  page: allSubmissions(condition: { rootId: $root }, orderBy: [SUBMITTED_AT_DESC, ROW_ID_DESC], first: $first) {
    nodes { rowId state late receiptNumber submittedAt organization: organizationByFederationIdAndOrganizationId { rowId name } }
    pageInfo { hasNextPage endCursor }
  }
}`;

const submissions: Case = {
  key: 'submissions',
  title: "a county's page of 50 submissions with organizations",
  by: 'counties',
  first: 50,
  requestTo: {
    product: (token, about) => graphqlRequest(SUBMISSIONS, about)(token),
    bare: (token, about) => bareRequest('/submissions', about)(token),
    postgraphile: (token, { deliverableId, first }) => graphqlRequest(PEER_SUBMISSIONS, { root: uuid(deliverableId), first })(token),
  },
  contentOf: {
    product: submissionsOf,
    bare: submissionsOf,
    postgraphile: (answer) =>
      listOf(dataOf<Listed<PeerSubmission>>(answer, 'page'), ({ rowId, state, late, receiptNumber, submittedAt, organization }) => [
        ...[rowId, state, late, receiptNumber, Date.parse(submittedAt)],
        ...[organization.rowId, organization.name],
      ]),
  },
};

interface Obligation {
  readonly id: string;
  readonly state: string;
  readonly organization: { readonly id: string; readonly name: string };
}

interface PeerObligation {
  readonly rowId: string;
  readonly state: string;
  readonly organization: { readonly rowId: string; readonly name: string };
}

const obligationsOf = (answer: string) =>
  listOf(dataOf<Listed<Obligation>>(answer, 'obligations'), ({ id, state, organization }) => [uuid(id), state, uuid(organization.id), organization.name]);

const ABSENT = `query ($deliverableId: ID!, $first: Int!) {
  obligations(deliverableId: $deliverableId, behind: ABSENT, first: $first) {
    nodes { id state organization { id name } }
    pageInfo { hasNextPage endCursor }
  }
}`;

const PEER_ABSENT = `query ($root: UUID!, $first: Int!) {
  page: allObligations(condition: { rootId: $root, kind: "REPORT", state: "OPEN" }, orderBy: [FILED_PATH_ASC, ROW_ID_ASC], first: $first) {
    nodes { rowId state organization: organizationByFederationIdAndOrganizationId { rowId name } }
    pageInfo { hasNextPage endCursor }
  }
}`;

const absent: Case = {
  key: 'absent',
  title: 'the absent units of a county, the first 100',
  by: 'counties',
  first: 100,
  requestTo: {
    product: (token, about) => graphqlRequest(ABSENT, about)(token),
    bare: (token, about) => bareRequest('/absent', about)(token),
    postgraphile: (token, { deliverableId, first }) => graphqlRequest(PEER_ABSENT, { root: uuid(deliverableId), first })(token),
  },
  contentOf: {
    product: obligationsOf,
    bare: obligationsOf,
    postgraphile: (answer) =>
      listOf(dataOf<Listed<PeerObligation>>(answer, 'page'), ({ rowId, state, organization }) => [rowId, state, organization.rowId, organization.name]),
  },
};

interface Rates {
  readonly expected: number;
  readonly received: number;
  readonly receivedOnTime: number;
  readonly reportingRate: { readonly percent: string | null };
  readonly onTimeRate: { readonly percent: string | null };
}

interface Progress {
  readonly rates: Rates;
  readonly children: { readonly nodes: readonly { readonly organization: { readonly id: string; readonly name: string }; readonly rates: Rates }[] };
}

interface PeerLine {
  readonly organizationId: string;
  readonly organizationName: string;
  readonly expected: number;
  readonly received: number;
  readonly receivedOnTime: number;
  readonly reportingRate: string | null;
  readonly onTimeRate: string | null;
}

const fiveOf = ({ expected, received, receivedOnTime, reportingRate, onTimeRate }: Rates) => [
  ...[expected, received, receivedOnTime],
  ...[reportingRate.percent, onTimeRate.percent],
];

const progressOf = (answer: string) => {
  const { rates, children } = dataOf<Progress>(answer, 'reportingProgress');
  return [fiveOf(rates), ...children.nodes.map((line) => [uuid(line.organization.id), line.organization.name, ...fiveOf(line.rates)])];
};

const FIVE = `rates {
  expected received receivedOnTime
  reportingRate { numerator denominator percent } onTimeRate { numerator denominator percent }
}`;

const RATES = `query ($deliverableId: ID!, $first: Int!) {
  reportingProgress(deliverableId: $deliverableId) {
    ${FIVE}
    children(first: $first) { nodes { organization { id name } ${FIVE} } pageInfo { hasNextPage } }
  }
}`;

const PEER_RATES = `query ($root: UUID!) {
  page: benchProgress(root: $root) {
    nodes { organizationId organizationName expected received receivedOnTime reportingRate onTimeRate }
  }
}`;

const rates: Case = {
  key: 'rates',
  title: "the province's five rates with children",
  by: 'province',
  first: 100,
  requestTo: {
    product: (token, about) => graphqlRequest(RATES, about)(token),
    bare: (token, about) => bareRequest('/rates', about)(token),
    postgraphile: (token, { deliverableId }) => graphqlRequest(PEER_RATES, { root: uuid(deliverableId) })(token),
  },
  contentOf: {
    product: progressOf,
    bare: progressOf,
    postgraphile: (answer) =>
      dataOf<Listed<PeerLine>>(answer, 'page').nodes.map((line, index) => [
        ...(index ? [line.organizationId, line.organizationName] : []),
        ...[line.expected, line.received, line.receivedOnTime, line.reportingRate, line.onTimeRate],
      ]),
  },
};

export const CASES = { rates, submissions, absent } as const;
