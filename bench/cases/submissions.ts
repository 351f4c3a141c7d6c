import { bareWay, type Case, cutOf, dataOf, type Listed, pageOf, peerWay, productWay, uuid } from './case.ts';

interface Submission {
  readonly id: string;
  readonly state: string;
  readonly late: boolean;
  readonly receipt: { readonly number: string; readonly submittedAt: string };
  readonly organization: { readonly id: string; readonly name: string };
}

const QUERY = `query ($deliverableId: ID!, $first: Int!) {
  submissions(deliverableId: $deliverableId, first: $first) {
    nodes { id state late receipt { number submittedAt } organization { id name } }
    pageInfo { hasNextPage endCursor }
  }
}`;

const own = (answer: string) =>
  pageOf(dataOf<Listed<Submission>>(answer, 'submissions'), ({ id, state, late, receipt, organization }) => [
    uuid(id),
    state,
    late,
    receipt.number,
    Date.parse(receipt.submittedAt),
    uuid(organization.id),
    organization.name,
  ]);

interface Generated {
  readonly rowId: string;
  readonly state: string;
  readonly late: boolean;
  readonly receiptNumber: string;
  readonly submittedAt: string;
  readonly organization: { readonly rowId: string; readonly name: string };
}

/** The walls alone keep it to the county. */
const GENERATED = `query ($root: UUID!, $first: Int!) {
  page: allSubmissions(condition: { rootId: $root }, orderBy: [SUBMITTED_AT_DESC, ROW_ID_DESC], first: $first) {
    nodes { rowId state late receiptNumber submittedAt organization: organizationByFederationIdAndOrganizationId { rowId name } }
    pageInfo { hasNextPage endCursor }
  }
}`;

type Line = Omit<Generated, 'organization'> & { readonly organizationId: string; readonly organizationName: string };

const FUNCTION = `query ($root: UUID!, $most: Int!) {
  lines: benchSubmissionLines(root: $root, most: $most) {
    nodes { rowId state late receiptNumber submittedAt organizationId organizationName }
  }
}`;

export const submissions: Case = {
  title: "a county's page of 50 submissions with organizations",
  by: 'counties',
  first: 50,
  ways: {
    product: productWay(QUERY, own),
    bare: bareWay('/submissions', own),
    postgraphile: peerWay(
      GENERATED,
      ({ deliverableId, first }) => ({ root: uuid(deliverableId), first }),
      (answer) =>
        pageOf(dataOf<Listed<Generated>>(answer, 'page'), ({ rowId, state, late, receiptNumber, submittedAt, organization }) => [
          rowId,
          state,
          late,
          receiptNumber,
          Date.parse(submittedAt),
          organization.rowId,
          organization.name,
        ]),
    ),
    functions: peerWay(
      FUNCTION,
      ({ deliverableId, first }) => ({ root: uuid(deliverableId), most: first + 1 }),
      (answer, { first }) =>
        cutOf(
          dataOf<Listed<Line>>(answer, 'lines').nodes,
          first,
          ({ rowId, state, late, receiptNumber, submittedAt, organizationId, organizationName }) => [
            rowId,
            state,
            late,
            receiptNumber,
            Date.parse(submittedAt),
            organizationId,
            organizationName,
          ],
        ),
    ),
  },
};
