/* eslint-disable */
import * as types from './graphql.ts';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  query Figures($deliverable: ID!, $organization: ID, $first: Int! = 50) {\n    figures(deliverableId: $deliverable, organizationId: $organization) {\n      definitions { field label askedBy { shortName } formula }\n      totals { field sum base mean percent answers }\n      children(first: $first) { nodes { organization { shortName } values { field sum base mean percent answers } } }\n    }\n  }\n": typeof types.FiguresDocument,
    "\n  query Progress($deliverable: ID!, $organization: ID, $order: ProgressOrder! = TREE, $first: Int! = 50, $after: String) {\n    reportingProgress(deliverableId: $deliverable, organizationId: $organization) {\n      asOf\n      organization {\n        shortName\n      }\n      rates {\n        expected\n        received\n        receivedOnTime\n        reportingRate {\n          numerator\n          denominator\n          percent\n        }\n        onTimeRate {\n          percent\n        }\n      }\n      invited {\n        eligible\n        entered\n      }\n      byState {\n        state\n        count\n      }\n      byLamp {\n        lamp\n        count\n      }\n      overdue\n      nil\n      late\n      acknowledged {\n        numerator\n        denominator\n      }\n      elsewhere {\n        expected\n        received\n        receivedOnTime\n      }\n      children(order: $order, first: $first, after: $after) {\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n        nodes {\n          organization {\n            shortName\n          }\n          rates {\n            expected\n            received\n            receivedOnTime\n            reportingRate {\n              percent\n            }\n          }\n          overdue\n          own {\n            state\n          }\n          viewerCan {\n            open {\n              allowed\n            }\n          }\n        }\n      }\n    }\n  }\n": typeof types.ProgressDocument,
    "\n  query List($deliverable: ID!, $under: ID, $behind: ObligationFigure, $including: Boolean! = false, $elsewhere: Boolean! = false) {\n    obligations(deliverableId: $deliverable, under: $under, behind: $behind, including: $including, elsewhere: $elsewhere, first: 100) {\n      totalCount\n      nodes {\n        organization {\n          shortName\n        }\n      }\n    }\n  }\n": typeof types.ListDocument,
    "\n  query TaskPage($id: ID!) {\n    obligation(id: $id) {\n      kind kindLabel state what lamp lampReason fieldCount startedAt acknowledgedAt\n      organization { shortName }\n      askedBy { shortName }\n      due { label phrase daysLeft workingDaysLeft }\n      superiorDue { label }\n      demands { askedBy { shortName } notice { title } text due { label } inherited fields { key } }\n      contacts { department phones }\n      submission { state }\n      viewerCan { acknowledge { allowed code } start { allowed code closesAt } submit { allowed code } }\n    }\n  }\n": typeof types.TaskPageDocument,
    "\n  query Workbench($state: WorkState! = OPEN, $due: WorkDue, $first: Int! = 20, $after: String) {\n    workItems(state: $state, due: $due, first: $first, after: $after) {\n      counts { total byLamp { lamp count } byKind { kind verb count } }\n      pageInfo { hasNextPage endCursor }\n      nodes {\n        kind verb title lamp lampReason count\n        askedBy { shortName }\n        due { label daysLeft }\n        progress { done total label }\n        obligation { kind }\n        notice { title }\n        viewerCan { act { allowed code } }\n      }\n    }\n  }\n": typeof types.WorkbenchDocument,
    "\n  fragment NoticeOfTest on Notice {\n    id\n    state\n    version\n    title\n    docNumber { canonical prefix year sequence }\n    issuedOn\n    kind\n    kindLabel\n    addressees { resolvedCount byKind { kind kindLabel count } }\n    deliverables { id key title dueAt dueLabel locked fields { key } inherits { id dueAt } }\n    viewerCan {\n      edit { allowed code }\n      issue { allowed code }\n      acknowledge { allowed code }\n      forward { allowed code }\n    }\n  }\n": typeof types.NoticeOfTestFragmentDoc,
    "\n  fragment UserErrorOfTest on UserError {\n    code\n    message\n    path\n  }\n": typeof types.UserErrorOfTestFragmentDoc,
    "\n  mutation DraftNotice($input: DraftNoticeInput!) {\n    draftNotice(input: $input) { errors { ...UserErrorOfTest } notice { ...NoticeOfTest } }\n  }\n": typeof types.DraftNoticeDocument,
    "\n  mutation SaveNoticeDraft($input: SaveNoticeDraftInput!) {\n    saveNoticeDraft(input: $input) { errors { ...UserErrorOfTest } notice { ...NoticeOfTest } }\n  }\n": typeof types.SaveNoticeDraftDocument,
    "\n  mutation IssueNotice($input: IssueNoticeInput!) {\n    issueNotice(input: $input) { errors { ...UserErrorOfTest } notice { ...NoticeOfTest } }\n  }\n": typeof types.IssueNoticeDocument,
    "\n  mutation DraftForwarding($input: DraftForwardingInput!) {\n    draftForwarding(input: $input) { errors { ...UserErrorOfTest } notice { ...NoticeOfTest } }\n  }\n": typeof types.DraftForwardingDocument,
    "\n  mutation ForwardNotice($input: ForwardNoticeInput!) {\n    forwardNotice(input: $input) { errors { ...UserErrorOfTest } notice { ...NoticeOfTest } }\n  }\n": typeof types.ForwardNoticeDocument,
};
const documents: Documents = {
    "\n  query Figures($deliverable: ID!, $organization: ID, $first: Int! = 50) {\n    figures(deliverableId: $deliverable, organizationId: $organization) {\n      definitions { field label askedBy { shortName } formula }\n      totals { field sum base mean percent answers }\n      children(first: $first) { nodes { organization { shortName } values { field sum base mean percent answers } } }\n    }\n  }\n": types.FiguresDocument,
    "\n  query Progress($deliverable: ID!, $organization: ID, $order: ProgressOrder! = TREE, $first: Int! = 50, $after: String) {\n    reportingProgress(deliverableId: $deliverable, organizationId: $organization) {\n      asOf\n      organization {\n        shortName\n      }\n      rates {\n        expected\n        received\n        receivedOnTime\n        reportingRate {\n          numerator\n          denominator\n          percent\n        }\n        onTimeRate {\n          percent\n        }\n      }\n      invited {\n        eligible\n        entered\n      }\n      byState {\n        state\n        count\n      }\n      byLamp {\n        lamp\n        count\n      }\n      overdue\n      nil\n      late\n      acknowledged {\n        numerator\n        denominator\n      }\n      elsewhere {\n        expected\n        received\n        receivedOnTime\n      }\n      children(order: $order, first: $first, after: $after) {\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n        nodes {\n          organization {\n            shortName\n          }\n          rates {\n            expected\n            received\n            receivedOnTime\n            reportingRate {\n              percent\n            }\n          }\n          overdue\n          own {\n            state\n          }\n          viewerCan {\n            open {\n              allowed\n            }\n          }\n        }\n      }\n    }\n  }\n": types.ProgressDocument,
    "\n  query List($deliverable: ID!, $under: ID, $behind: ObligationFigure, $including: Boolean! = false, $elsewhere: Boolean! = false) {\n    obligations(deliverableId: $deliverable, under: $under, behind: $behind, including: $including, elsewhere: $elsewhere, first: 100) {\n      totalCount\n      nodes {\n        organization {\n          shortName\n        }\n      }\n    }\n  }\n": types.ListDocument,
    "\n  query TaskPage($id: ID!) {\n    obligation(id: $id) {\n      kind kindLabel state what lamp lampReason fieldCount startedAt acknowledgedAt\n      organization { shortName }\n      askedBy { shortName }\n      due { label phrase daysLeft workingDaysLeft }\n      superiorDue { label }\n      demands { askedBy { shortName } notice { title } text due { label } inherited fields { key } }\n      contacts { department phones }\n      submission { state }\n      viewerCan { acknowledge { allowed code } start { allowed code closesAt } submit { allowed code } }\n    }\n  }\n": types.TaskPageDocument,
    "\n  query Workbench($state: WorkState! = OPEN, $due: WorkDue, $first: Int! = 20, $after: String) {\n    workItems(state: $state, due: $due, first: $first, after: $after) {\n      counts { total byLamp { lamp count } byKind { kind verb count } }\n      pageInfo { hasNextPage endCursor }\n      nodes {\n        kind verb title lamp lampReason count\n        askedBy { shortName }\n        due { label daysLeft }\n        progress { done total label }\n        obligation { kind }\n        notice { title }\n        viewerCan { act { allowed code } }\n      }\n    }\n  }\n": types.WorkbenchDocument,
    "\n  fragment NoticeOfTest on Notice {\n    id\n    state\n    version\n    title\n    docNumber { canonical prefix year sequence }\n    issuedOn\n    kind\n    kindLabel\n    addressees { resolvedCount byKind { kind kindLabel count } }\n    deliverables { id key title dueAt dueLabel locked fields { key } inherits { id dueAt } }\n    viewerCan {\n      edit { allowed code }\n      issue { allowed code }\n      acknowledge { allowed code }\n      forward { allowed code }\n    }\n  }\n": types.NoticeOfTestFragmentDoc,
    "\n  fragment UserErrorOfTest on UserError {\n    code\n    message\n    path\n  }\n": types.UserErrorOfTestFragmentDoc,
    "\n  mutation DraftNotice($input: DraftNoticeInput!) {\n    draftNotice(input: $input) { errors { ...UserErrorOfTest } notice { ...NoticeOfTest } }\n  }\n": types.DraftNoticeDocument,
    "\n  mutation SaveNoticeDraft($input: SaveNoticeDraftInput!) {\n    saveNoticeDraft(input: $input) { errors { ...UserErrorOfTest } notice { ...NoticeOfTest } }\n  }\n": types.SaveNoticeDraftDocument,
    "\n  mutation IssueNotice($input: IssueNoticeInput!) {\n    issueNotice(input: $input) { errors { ...UserErrorOfTest } notice { ...NoticeOfTest } }\n  }\n": types.IssueNoticeDocument,
    "\n  mutation DraftForwarding($input: DraftForwardingInput!) {\n    draftForwarding(input: $input) { errors { ...UserErrorOfTest } notice { ...NoticeOfTest } }\n  }\n": types.DraftForwardingDocument,
    "\n  mutation ForwardNotice($input: ForwardNoticeInput!) {\n    forwardNotice(input: $input) { errors { ...UserErrorOfTest } notice { ...NoticeOfTest } }\n  }\n": types.ForwardNoticeDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Figures($deliverable: ID!, $organization: ID, $first: Int! = 50) {\n    figures(deliverableId: $deliverable, organizationId: $organization) {\n      definitions { field label askedBy { shortName } formula }\n      totals { field sum base mean percent answers }\n      children(first: $first) { nodes { organization { shortName } values { field sum base mean percent answers } } }\n    }\n  }\n"): typeof import('./graphql.ts').FiguresDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Progress($deliverable: ID!, $organization: ID, $order: ProgressOrder! = TREE, $first: Int! = 50, $after: String) {\n    reportingProgress(deliverableId: $deliverable, organizationId: $organization) {\n      asOf\n      organization {\n        shortName\n      }\n      rates {\n        expected\n        received\n        receivedOnTime\n        reportingRate {\n          numerator\n          denominator\n          percent\n        }\n        onTimeRate {\n          percent\n        }\n      }\n      invited {\n        eligible\n        entered\n      }\n      byState {\n        state\n        count\n      }\n      byLamp {\n        lamp\n        count\n      }\n      overdue\n      nil\n      late\n      acknowledged {\n        numerator\n        denominator\n      }\n      elsewhere {\n        expected\n        received\n        receivedOnTime\n      }\n      children(order: $order, first: $first, after: $after) {\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n        nodes {\n          organization {\n            shortName\n          }\n          rates {\n            expected\n            received\n            receivedOnTime\n            reportingRate {\n              percent\n            }\n          }\n          overdue\n          own {\n            state\n          }\n          viewerCan {\n            open {\n              allowed\n            }\n          }\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').ProgressDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query List($deliverable: ID!, $under: ID, $behind: ObligationFigure, $including: Boolean! = false, $elsewhere: Boolean! = false) {\n    obligations(deliverableId: $deliverable, under: $under, behind: $behind, including: $including, elsewhere: $elsewhere, first: 100) {\n      totalCount\n      nodes {\n        organization {\n          shortName\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').ListDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TaskPage($id: ID!) {\n    obligation(id: $id) {\n      kind kindLabel state what lamp lampReason fieldCount startedAt acknowledgedAt\n      organization { shortName }\n      askedBy { shortName }\n      due { label phrase daysLeft workingDaysLeft }\n      superiorDue { label }\n      demands { askedBy { shortName } notice { title } text due { label } inherited fields { key } }\n      contacts { department phones }\n      submission { state }\n      viewerCan { acknowledge { allowed code } start { allowed code closesAt } submit { allowed code } }\n    }\n  }\n"): typeof import('./graphql.ts').TaskPageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Workbench($state: WorkState! = OPEN, $due: WorkDue, $first: Int! = 20, $after: String) {\n    workItems(state: $state, due: $due, first: $first, after: $after) {\n      counts { total byLamp { lamp count } byKind { kind verb count } }\n      pageInfo { hasNextPage endCursor }\n      nodes {\n        kind verb title lamp lampReason count\n        askedBy { shortName }\n        due { label daysLeft }\n        progress { done total label }\n        obligation { kind }\n        notice { title }\n        viewerCan { act { allowed code } }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').WorkbenchDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment NoticeOfTest on Notice {\n    id\n    state\n    version\n    title\n    docNumber { canonical prefix year sequence }\n    issuedOn\n    kind\n    kindLabel\n    addressees { resolvedCount byKind { kind kindLabel count } }\n    deliverables { id key title dueAt dueLabel locked fields { key } inherits { id dueAt } }\n    viewerCan {\n      edit { allowed code }\n      issue { allowed code }\n      acknowledge { allowed code }\n      forward { allowed code }\n    }\n  }\n"): typeof import('./graphql.ts').NoticeOfTestFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment UserErrorOfTest on UserError {\n    code\n    message\n    path\n  }\n"): typeof import('./graphql.ts').UserErrorOfTestFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DraftNotice($input: DraftNoticeInput!) {\n    draftNotice(input: $input) { errors { ...UserErrorOfTest } notice { ...NoticeOfTest } }\n  }\n"): typeof import('./graphql.ts').DraftNoticeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SaveNoticeDraft($input: SaveNoticeDraftInput!) {\n    saveNoticeDraft(input: $input) { errors { ...UserErrorOfTest } notice { ...NoticeOfTest } }\n  }\n"): typeof import('./graphql.ts').SaveNoticeDraftDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation IssueNotice($input: IssueNoticeInput!) {\n    issueNotice(input: $input) { errors { ...UserErrorOfTest } notice { ...NoticeOfTest } }\n  }\n"): typeof import('./graphql.ts').IssueNoticeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DraftForwarding($input: DraftForwardingInput!) {\n    draftForwarding(input: $input) { errors { ...UserErrorOfTest } notice { ...NoticeOfTest } }\n  }\n"): typeof import('./graphql.ts').DraftForwardingDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ForwardNotice($input: ForwardNoticeInput!) {\n    forwardNotice(input: $input) { errors { ...UserErrorOfTest } notice { ...NoticeOfTest } }\n  }\n"): typeof import('./graphql.ts').ForwardNoticeDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
