import { getNamedType, type GraphQLType, isInputObjectType } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import type { PlantedOrganization } from '../src/domains/federation/found.ts';
import { enqueue } from '../src/domains/jobs/enqueue.ts';
import { rootFields } from '../src/kit/access.ts';
import { encodeId, NIL_ID } from '../src/kit/node-id.ts';
import { uuid7 } from '../src/kit/uuid.ts';
import { createSchema } from '../src/schema.ts';
import { chain } from './support/approvals.ts';
import { AWARD_TERMS, PAYMENT, plantAwardList, plantTitle, SPENDING } from './support/awards.ts';
import type { Client } from './support/client.ts';
import { digestOf } from './support/digest.ts';
import { CONTENTS, get, put, putAside } from './support/files.ts';
import { tell } from './support/inbox.ts';
import * as judging from './support/judging.ts';
import { CHAIR, invite, reviewed } from './support/links.ts';
import { draftNotice, issue } from './support/notices.ts';
import { field, inRequest, obligationOf, plantNotice } from './support/plant.ts';
import { acceptSubmission, done, saveSubmissionDraft, startSubmission, submitSubmission } from './support/submissions.ts';
import { begin } from './support/uploads.ts';
import { type TestPerson, type World, world } from './support/world.ts';
import { draftScoreSheet, EXAMPLE, publish, SMALL_SHEET } from './support/sheets.ts';

/*
 * "An id from another federation or outside my range answers exactly like one that does not exist": for every place of the
 * API where an id goes in, with the other arguments right.
 */

/** One row of every kind that has an id, in and below one body. */
interface Rows {
  readonly body: TestPerson;
  /** The federation's administrator. */
  readonly root: TestPerson;
  readonly unit: TestPerson;
  readonly ids: Readonly<Record<Kind, string>>;
  readonly submissionVersion: number;
}

const KINDS = {
  Organization: 'Organization',
  Department: 'Department',
  Post: 'Post',
  Affiliation: 'Affiliation',
  Person: 'Person',
  Appointment: 'Appointment',
  Delegation: 'Delegation',
  ApiToken: 'ApiToken',
  SignInPolicy: 'SignInPolicy',
  TrustedIssuer: 'TrustedIssuer',
  SigningInvitation: 'SigningInvitation',
  Notice: 'Notice',
  Draft: 'Notice',
  Deliverable: 'Deliverable',
  Obligation: 'Obligation',
  LedgerTask: 'Obligation',
  Ledger: 'Ledger',
  Submission: 'Submission',
  File: 'File',
  JudgingRound: 'JudgingRound',
  Judge: 'Judge',
  JudgeAssignment: 'JudgeAssignment',
  Evaluation: 'Evaluation',
  EvaluationContribution: 'EvaluationContribution',
  AddressGroup: 'AddressGroup',
  ScoreSheetTemplate: 'ScoreSheetTemplate',
  SheetDraft: 'ScoreSheetTemplate',
  Bulletin: 'Bulletin',
  Question: 'Question',
  AwardList: 'AwardList',
  AwardDecision: 'AwardDecision',
  Title: 'Title',
  Job: 'Job',
  Notification: 'Notification',
  Import: 'Import',
  Table: 'File',
} as const;
type Kind = keyof typeof KINDS;

const act = async (client: Client, name: string, input: object, answer: string) => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const document = `mutation($input: ${type}!) { ${name}(input: $input) { errors { code message path } ${answer} } }`;
  const answered = (await client.ask(document, { input }))[name];
  if (answered.errors.length) throw new Error(`${name}: ${JSON.stringify(answered.errors)}`);
  return answered;
};

/** The federation's identity provider: one, however often it is asked for. */
async function issuerOf(root: Client): Promise<string> {
  const { trustedIssuers } = await root.ask('{ trustedIssuers { id } }');
  if (trustedIssuers.length) return trustedIssuers[0].id;
  const input = { issuer: 'https://sso.example.org', clientId: 'liandong', label: '统一身份认证' };
  return (await act(root, 'saveTrustedIssuer', input, 'trustedIssuer { id }')).trustedIssuer.id;
}

/** What the body asks of the unit, what the unit handed in, and whatever else they have. */
async function rowsOf(w: World, above: PlantedOrganization, below: PlantedOrganization): Promise<Rows> {
  const [body, unit, other] = [await w.allRounder(above), await w.allRounder(below), await w.person(above)];
  const [client, filling] = [w.as(body), w.as(unit)];
  const [organizationId, unitId] = [encodeId('Organization', above.id), encodeId('Organization', below.id)];
  const day = '2021-05-28';
  const content = {
    title: '关于报送工作情况的通知',
    signedBy: '办公室',
    addressees: { organizationIds: [unitId] },
    deliverables: [
      {
        key: 'report',
        title: '工作情况',
        due: day,
        fields: [
          { key: 'text', label: '情况', type: 'TEXT' },
          { key: 'proof', label: '证明', type: 'FILE' },
        ],
      },
      {
        key: 'ledger',
        title: '工作台账',
        output: 'LEDGER',
        due: day,
        ledger: { of: 'report', columns: [{ key: 'unit', label: '单位', source: 'ORGANIZATION' }] },
      },
    ],
  };
  const notice = await issue(client, content);
  const [report, ledger] = notice.deliverables.map(({ id }) => id);
  const rowOf = (id: string) => Buffer.from(id, 'base64url').toString().split(':')[1]!;
  const obligationId = encodeId('Obligation', await obligationOf(w, below, rowOf(report!)));
  const ledgerTask = encodeId('Obligation', await obligationOf(w, below, rowOf(ledger!)));
  const begun = done(await startSubmission(filling, { obligationId }))['editor'];
  const { file } = await put(w, unit, obligationId, '照片.jpg', CONTENTS.jpg);
  const answers = [{ deliverableId: report, field: 'proof', value: [{ fileId: file!.id }] }];
  const saved = done(await saveSubmissionDraft(filling, { obligationId, version: begun.version, answers }))['editor'];
  const submission = done(await submitSubmission(filling, { obligationId, version: saved.version }))['submission'];

  const until = '2021-05-20T00:00:00+08:00';
  const { department } = await act(client, 'addDepartment', { organizationId, name: '权益保障部' }, 'department { id }');
  const { post } = await act(client, 'addPost', { organizationId, title: '办公室主任' }, 'post { id }');
  const lent = await act(client, 'delegateCapacity', { holderLogin: other.login, roles: ['REPORTER'], until }, 'delegation { id }');
  const token = await act(client, 'createApiToken', { name: '统计', expiresAt: until }, 'apiToken { id }');
  const root = await w.person(w.province, ['ADMINISTRATOR']);
  const writer = await w.person(above, ['ISSUING_OFFICER']);
  const { invitation } = await invite(w, body, await reviewed(w, writer, body));
  const policy = await act(client, 'setSignInPolicy', { organizationId: unitId, secondFactor: 'NOBODY' }, 'signInPolicy { id }');
  const bond = { organizationId: unitId, bodyId: encodeId('Organization', w.industry.id), kind: 'INDUSTRY' };
  const bound = await act(w.as(await w.person(w.province, ['ADMINISTRATOR'])), 'affiliateOrganization', bond, 'affiliation { id }');
  const evaluated = {
    year: 2021,
    title: '年度评价',
    rosterDay: '2021-05-05',
    subjectKinds: ['GRASSROOTS'],
    indicators: [{ indicator: 'REPORTING_RATE', points: '100', deliverableIds: [report] }],
  };
  const drafted = (await act(client, 'draftEvaluation', evaluated, 'evaluation { id version }')).evaluation;
  const step = (name: string, { id, version }: { id: string; version: number }) =>
    act(client, name, { evaluationId: id, version }, 'evaluation { id version }').then((answered) => answered.evaluation);
  const evaluation = await step('publishEvaluation', await step('computeEvaluation', drafted));
  const { evaluationContributions } = await client.ask('{ evaluationContributions(year: 2021) { nodes { id } } }');
  const asked = await act(filling, 'askQuestion', { noticeId: notice.id, text: '能否延期？' }, 'question { id }');
  const groupInput = { name: '联系点', organizationIds: [unitId] };
  const { addressGroup } = await act(client, 'saveAddressGroup', groupInput, 'addressGroup { id }');
  const awards = await plantAwardList(w, above, report!, { state: 'DRAFT' });
  const sheet = await publish(client, '打分表');
  const { template } = await draftScoreSheet(client, { title: '打分表', sheet: SMALL_SHEET, examples: [EXAMPLE] });
  const { bulletin } = await act(client, 'draftBulletin', { deliverableId: report }, 'bulletin { id }');
  const draft = (await draftNotice(client, { content: { ...content, deliverables: [] } })).notice!;
  const job = await inRequest(w, body, (ctx) => enqueue(ctx, { kind: 'REMIND_OBLIGATIONS', title: '催办', input: {} }));
  const { file: table } = await putAside(
    w,
    body,
    'IMPORT',
    '名单.csv',
    `编号,上级组织编号,上级组织,类别,名称,简称,机关代字\r\n,,,基层工会,${above.id}工会,,`,
  );
  const checked = await act(client, 'checkImport', { kind: 'ORGANIZATIONS', fileId: table!.id }, 'import { id }');
  // One round that the body runs, and one in which somebody of it judges.
  const accepted = await judging.plantAccepted(w, body, [unit]);
  const panel = await judging.assigned(w, body, accepted, [other]);
  const { judges } = await judging.judgingRound(panel.client, panel.id);
  await judging.assigned(w, await w.allRounder(above), accepted, [body], { name: '复评' });
  const { judgeAssignments } = await judging.queue(client);
  return {
    body,
    root,
    unit,
    submissionVersion: submission.version,
    ids: {
      Organization: unitId,
      Department: department.id,
      Post: post.id,
      Affiliation: bound.affiliation.id,
      Person: encodeId('Person', unit.personId),
      Appointment: encodeId('Appointment', unit.capacityId),
      Delegation: lent.delegation.id,
      ApiToken: token.apiToken.id,
      SignInPolicy: policy.signInPolicy.id,
      TrustedIssuer: await issuerOf(w.as(root)),
      SigningInvitation: invitation.id,
      Notice: notice.id,
      Draft: draft.id,
      Deliverable: report!,
      Obligation: obligationId,
      LedgerTask: ledgerTask,
      Ledger: encodeId('Ledger', rowOf(ledgerTask)),
      Submission: submission.id,
      File: file!.id,
      JudgingRound: panel.id,
      Judge: judges[0].id,
      JudgeAssignment: judgeAssignments.nodes[0].id,
      Evaluation: evaluation.id,
      EvaluationContribution: evaluationContributions.nodes[0].id,
      AddressGroup: addressGroup.id,
      ScoreSheetTemplate: sheet.id,
      SheetDraft: template.id,
      Bulletin: bulletin.id,
      Question: asked.question.id,
      AwardList: awards.awardListId,
      AwardDecision: awards.decisionId,
      Title: (await plantTitle(w, above, below)).titleId,
      Job: encodeId('Job', job.id),
      Notification: encodeId('Notification', await tell(w, body.accountId, above.id)),
      Import: checked.import.id,
      Table: table!.id,
    },
  };
}

type Input = Readonly<Record<string, unknown>>;

/** The world of those who ask, the branch below their unit, and what else their acts need. */
let stage: World;
/** A task that is open and begun, and a chain in which the body hands on what the province asks and has something to send. */
/** The first step of an application, which waits for its seal. */
let toSeal: Input;
let begun: { readonly obligationId: string; readonly version: number };
let asksOfUs: string;
/** Code of what the unit has printed of the page that it has begun. */
let printed: string;
let handedOn: string;
/** A draft of the body that another one wrote and it found fit. */
let toSign: string;
/** Lists of the body: one that is public, and one that can be decided. */
let publicList: string;
let decidable: string;
/** What the body has on paper of a unit that has handed nothing in. */
let paper: Input;

/** One place where an id goes in: of what kind, who asks, and everything else that is asked along with it. */
interface Place {
  readonly kind: Kind;
  readonly by: 'body' | 'unit' | 'root';
  readonly given: (id: string, mine: Rows) => Input | Promise<Input>;
  /** The directory is open to all of a federation: what stands elsewhere in it is found. */
  readonly isPublic?: true;
  /** It bounds or excludes, so that nothing is refused and the act takes effect. */
  readonly isHarmless?: true;
}

const only =
  (name: string) =>
  (id: string): Input => ({ [name]: id });
const at = (kind: Kind, by: Place['by'], given: Place['given'], more: Pick<Place, 'isPublic' | 'isHarmless'> = {}): Place => ({
  kind,
  by,
  given,
  ...more,
});
const decision = { version: 1, reason: '情况说明' };
const pairing = { menteeKind: 'NON_PUBLIC', startedOn: '2021-05-06' };
const objection = { source: '来信', text: '不实', receivedOn: '2021-05-05' };
const resolution = { version: 1, decidingBody: '党组会议', minutesNumber: '1', decidedOn: '2021-05-05', text: '同意' };
const place = { kind: 'BRANCH', name: '新设分会', shortName: '分会' };
const roles = ['REPORTER'];

const content = (more: Input): Input => ({ content: { title: '通知', signedBy: '办公室', addressees: {}, ...more } });
const NO_DELIVERABLE = encodeId('Deliverable', NIL_ID);
const CONTENT: Readonly<Record<string, readonly [kind: Kind, more: (id: string) => Input]>> = {
  'addressees.addressGroupIds': ['AddressGroup', (id) => ({ addressees: { addressGroupIds: [id] } })],
  'addressees.exceptIds': ['Organization', (id) => ({ addressees: { exceptIds: [id] } })],
  'addressees.organizationIds': ['Organization', (id) => ({ addressees: { organizationIds: [id] } })],
  departmentId: ['Department', (id) => ({ departmentId: id })],
  derivedFromId: ['Notice', (id) => ({ derivedFromId: id })],
  previousId: ['Notice', (id) => ({ previousId: id })],
  'activities.noticeId': ['Notice', (id) => ({ activities: [{ name: '职工书屋创建', noticeId: id }] })],
  'attachments.fileId': ['File', (id) => ({ attachments: [{ title: '申报表', fileId: id }] })],
  'deliverables.fields.sheetTemplateId': [
    'ScoreSheetTemplate',
    (id) => ({
      deliverables: [{ key: 'sheet', title: '自评', fields: [{ key: 'sheet', label: '打分表', type: 'SHEET', sheetTemplateId: id }] }],
    }),
  ],
  'inherited.fields.sheetTemplateId': [
    'ScoreSheetTemplate',
    (id) => ({
      inherited: [{ deliverableId: NO_DELIVERABLE, fields: [{ key: 'sheet', label: '打分表', type: 'SHEET', sheetTemplateId: id }] }],
    }),
  ],
  'inherited.deliverableId': ['Deliverable', (id) => ({ inherited: [{ deliverableId: id }] })],
};
const contentPlaces = (mutation: string, more: (mine: Rows) => Input | Promise<Input>): [string, Place][] =>
  Object.entries(CONTENT).map(([path, [kind, of]]) => {
    const isHarmless = path === 'addressees.exceptIds' ? ({ isHarmless: true } as const) : {};
    return [
      `Mutation.${mutation} input.content.${path}`,
      at(kind, 'body', async (id, mine) => ({ ...(await more(mine)), ...content(of(id)) }), isHarmless),
    ];
  });

const PLACES: Readonly<Record<string, Place>> = {
  'Mutation.checkImport input.fileId': at('Table', 'body', (id) => ({ kind: 'ORGANIZATIONS', fileId: id })),
  'Mutation.applyImport input.importId': at('Import', 'body', (id) => ({ importId: id })),
  'Query.auditLines subjectId': at('Submission', 'body', only('subjectId')),
  'Query.bulletin id': at('Bulletin', 'body', only('id')),
  'Query.bulletins organizationId': at('Organization', 'body', only('organizationId')),
  'Query.bulletins deliverableId': at('Deliverable', 'body', only('deliverableId')),
  'Query.consolidation deliverableId': at('Deliverable', 'body', only('deliverableId')),
  'Query.evaluation id': at('Evaluation', 'body', only('id')),
  'Query.figures deliverableId': at('Deliverable', 'body', only('deliverableId')),
  'Query.figures organizationId': at('Organization', 'body', (id, { ids }) => ({ deliverableId: ids.Deliverable, organizationId: id })),
  'Query.ledger obligationId': at('LedgerTask', 'body', only('obligationId')),
  'Query.extensionRequests deliverableId': at('Deliverable', 'body', only('deliverableId')),
  'Query.node id': at('Notice', 'body', only('id')),
  'Query.notice id': at('Notice', 'body', only('id')),
  'Query.obligation id': at('Obligation', 'body', only('id')),
  'Query.obligations deliverableId': at('Deliverable', 'body', only('deliverableId')),
  'Query.obligations under': at('Organization', 'body', (id, { ids }) => ({ deliverableId: ids.Deliverable, under: id })),
  'Query.organization id': at('Organization', 'body', only('id'), { isPublic: true }),
  'Query.organizations under': at('Organization', 'body', only('under'), { isPublic: true }),
  'Query.persons organizationId': at('Organization', 'body', only('organizationId')),
  'Query.titles under': at('Organization', 'body', only('under'), { isPublic: true }),
  'Query.awardList id': at('AwardList', 'body', only('id')),
  'Query.question id': at('Question', 'body', only('id')),
  'Query.reportingProgress deliverableId': at('Deliverable', 'body', only('deliverableId')),
  'Query.reportingProgress organizationId': at('Organization', 'body', (id, { ids }) => ({
    deliverableId: ids.Deliverable,
    organizationId: id,
  })),
  'Query.reviewQueue currentId': at('Submission', 'body', only('currentId')),
  'Query.reviewQueue deliverableId': at('Deliverable', 'body', only('deliverableId')),
  'Query.reviewQueue under': at('Organization', 'body', only('under')),
  'Query.submission id': at('Submission', 'body', only('id')),
  'Query.submissionEditor obligationId': at('Obligation', 'unit', only('obligationId')),
  'Query.submissions deliverableId': at('Deliverable', 'body', only('deliverableId')),
  'Query.submissions under': at('Organization', 'body', only('under')),
  'Query.judgingRound id': at('JudgingRound', 'body', only('id')),
  'Query.judgingRounds deliverableId': at('Deliverable', 'body', only('deliverableId')),
  'Query.judgeAssignment id': at('JudgeAssignment', 'body', only('id')),
  'Mutation.draftJudgingRound input.deliverableId': at('Deliverable', 'body', (id) => ({
    deliverableId: id,
    name: '初评',
    ...judging.WINDOW,
    freeScore: { min: '0', max: '100', decimals: 0 },
    aggregate: 'MEAN',
    marksRequired: 1,
  })),
  'Mutation.addJudge input.judgingRoundId': at('JudgingRound', 'body', (id, { unit }) => ({ judgingRoundId: id, login: unit.login })),
  'Mutation.proposeAssignments input.judgingRoundId': at('JudgingRound', 'body', only('judgingRoundId')),
  'Mutation.confirmAssignments input.judgingRoundId': at('JudgingRound', 'body', (id) => ({ judgingRoundId: id, version: 1 })),
  'Mutation.openJudgingRound input.judgingRoundId': at('JudgingRound', 'body', (id) => ({ judgingRoundId: id, version: 1 })),
  'Mutation.replaceJudge input.judgeId': at('Judge', 'body', (id, { unit }) => ({ judgeId: id, login: unit.login, reason: '出差' })),
  'Mutation.closeJudgingRound input.judgingRoundId': at('JudgingRound', 'body', (id) => ({ judgingRoundId: id, version: 1 })),
  'Mutation.saveScoreLines input.assignmentId': at('JudgeAssignment', 'body', (id) => ({ assignmentId: id, version: 0, score: '80' })),
  'Mutation.submitScores input.assignmentId': at('JudgeAssignment', 'body', (id) => ({ assignmentId: id, version: 1 })),
  'Mutation.deferAssignment input.assignmentId': at('JudgeAssignment', 'body', only('assignmentId')),
  'Mutation.declareConflict input.assignmentId': at('JudgeAssignment', 'body', (id) => ({ assignmentId: id, reason: '亲属任职' })),

  'Mutation.addOrganization input.parentId': at('Organization', 'body', (id) => ({ parentId: id, ...place })),
  'Mutation.renameOrganization input.organizationId': at('Organization', 'body', (id) => ({
    organizationId: id,
    version: 1,
    name: '新名称',
    shortName: '新名',
  })),
  'Mutation.moveOrganization input.organizationId': at('Organization', 'body', (id, { body }) => ({
    organizationId: id,
    parentId: encodeId('Organization', body.organization.id),
    ...decision,
  })),
  'Mutation.moveOrganization input.parentId': at('Organization', 'body', (id, { ids }) => ({
    organizationId: ids.Organization,
    parentId: id,
    ...decision,
  })),
  'Mutation.mergeOrganizations input.predecessorId': at('Organization', 'body', (id, { ids }) => ({
    predecessorId: id,
    successorId: ids.Organization,
    reason: '区划调整',
  })),
  'Mutation.mergeOrganizations input.successorId': at('Organization', 'body', (id, { ids }) => ({
    predecessorId: ids.Organization,
    successorId: id,
    reason: '区划调整',
  })),
  'Mutation.dissolveOrganization input.organizationId': at('Organization', 'body', (id) => ({ organizationId: id, ...decision })),
  'Mutation.dissolveOrganization input.successorIds': at('Organization', 'body', (id) => ({
    organizationId: encodeId('Organization', stage.branch.id),
    successorIds: [id],
    ...decision,
  })),
  'Mutation.affiliateOrganization input.organizationId': at('Organization', 'body', (id, { ids }) => ({
    organizationId: id,
    bodyId: ids.Organization,
    kind: 'INDUSTRY',
  })),
  'Mutation.affiliateOrganization input.bodyId': at('Organization', 'body', (id, { ids }) => ({
    organizationId: ids.Organization,
    bodyId: id,
    kind: 'INDUSTRY',
  })),
  'Mutation.endAffiliation input.affiliationId': at('Affiliation', 'body', only('affiliationId')),
  'Mutation.addDepartment input.organizationId': at('Organization', 'body', (id) => ({ organizationId: id, name: '宣教部' })),
  'Mutation.addPost input.organizationId': at('Organization', 'body', (id) => ({ organizationId: id, title: '干事' })),
  'Mutation.addPost input.departmentId': at('Department', 'body', (id, { body }) => ({
    organizationId: encodeId('Organization', body.organization.id),
    departmentId: id,
    title: '干事',
  })),
  'Mutation.openAccount input.organizationId': at('Organization', 'body', (id) => ({
    organizationId: id,
    login: 'somebody.new',
    personName: '新任干事',
    roles,
  })),
  'Mutation.openAccounts input.parentId': at('Organization', 'body', (id) => ({ parentId: id, loginPrefix: 'somebody.new', roles })),
  'Mutation.openAccounts input.organizationIds': at('Organization', 'body', (id) => ({
    organizationIds: [id],
    loginPrefix: 'somebody.new',
    roles,
  })),
  'Mutation.resetAccount input.personId': at('Person', 'body', only('personId')),
  'Mutation.setSignInPolicy input.organizationId': at('Organization', 'body', (id) => ({ organizationId: id, secondFactor: 'NOBODY' })),
  'Mutation.saveTrustedIssuer input.issuerId': at('TrustedIssuer', 'root', (id) => ({ issuerId: id, version: 1, label: '统一身份认证' }), {
    isPublic: true, // one for all of a federation
  }),
  'Mutation.beginIdentityLink input.issuerId': at('TrustedIssuer', 'body', only('issuerId'), { isPublic: true }),
  'Mutation.unlinkIdentity input.issuerId': at('TrustedIssuer', 'body', only('issuerId'), { isPublic: true }),
  'Mutation.linkIdentity input.issuerId': at(
    'TrustedIssuer',
    'body',
    (id, { unit }) => ({ issuerId: id, personId: encodeId('Person', unit.personId), subject: 'a' }),
    { isPublic: true },
  ),
  'Mutation.linkIdentity input.personId': at('Person', 'body', (id, { ids }) => ({
    personId: id,
    issuerId: ids.TrustedIssuer,
    subject: 'a',
  })),
  'Mutation.appoint input.personId': at('Person', 'body', (id, { body }) => ({
    personId: id,
    organizationId: encodeId('Organization', body.organization.id),
    roles,
  })),
  'Mutation.appoint input.organizationId': at('Organization', 'body', (id, { ids }) => ({
    personId: ids.Person,
    organizationId: id,
    roles,
  })),
  'Mutation.endAppointment input.appointmentId': at('Appointment', 'body', (id) => ({ appointmentId: id, ...decision })),
  'Mutation.handOverPost input.appointmentId': at('Appointment', 'body', (id, { body }) => ({
    appointmentId: id,
    ...decision,
    successor: { personId: encodeId('Person', body.personId) },
  })),
  'Mutation.handOverPost input.successor.personId': at('Person', 'body', (id, { ids }) => ({
    appointmentId: ids.Appointment,
    ...decision,
    successor: { personId: id },
  })),
  'Mutation.endDelegation input.delegationId': at('Delegation', 'body', only('delegationId')),
  'Mutation.createApiToken input.organizationId': at('Organization', 'body', (id) => ({
    organizationId: id,
    name: '统计',
    expiresAt: '2021-05-20T00:00:00+08:00',
  })),
  'Mutation.revokeApiToken input.apiTokenId': at('ApiToken', 'body', only('apiTokenId')),

  ...Object.fromEntries([
    ...contentPlaces('draftNotice', () => ({})),
    ...contentPlaces('saveNoticeDraft', async ({ ids, body }) => {
      const { notice } = await stage.as(body).ask('query($id: ID!) { notice(id: $id) { version } }', { id: ids.Draft });
      return { noticeId: ids.Draft, version: notice.version };
    }),
  ]),
  'Mutation.saveNoticeDraft input.noticeId': at('Draft', 'body', (id) => ({ noticeId: id, version: 1, ...content({}) })),
  'Mutation.answerLintFinding input.noticeId': at('Draft', 'body', (id) => ({ noticeId: id, finding: '0'.repeat(24), answer: '照此执行' })),
  'Mutation.confirmLintProposal input.noticeId': at('Draft', 'body', (id) => ({ noticeId: id, version: 1, finding: '0'.repeat(24) })),
  'Mutation.submitNoticeForReview input.noticeId': at('Draft', 'body', (id) => ({ noticeId: id, version: 1 })),
  'Mutation.reviewNotice input.noticeId': at('Draft', 'body', (id) => ({ noticeId: id, version: 1 })),
  'Mutation.signNotice input.noticeId': at('Draft', 'body', (id) => ({ noticeId: id, version: 1 })),
  'Mutation.returnNoticeDraft input.noticeId': at('Draft', 'body', (id) => ({ noticeId: id, version: 1, reason: '请核对' })),
  'Mutation.setSigningPolicy input.organizationId': at('Organization', 'body', (id) => ({
    organizationId: id,
    required: true,
    reason: '人员已配齐',
  })),
  'Mutation.issueNotice input.noticeId': at('Draft', 'body', (id) => ({ noticeId: id, version: 1 })),
  'Mutation.draftForwarding input.noticeId': at('Notice', 'unit', only('noticeId')),
  'Mutation.copyNotice input.noticeId': at('Notice', 'body', only('noticeId')),
  'Mutation.forwardNotice input.noticeId': at('Draft', 'unit', (id) => ({ noticeId: id, version: 1 })),
  'Mutation.amendNotice input.noticeId': at('Notice', 'body', (id) => ({ noticeId: id, reason: '原文有误' })),
  'Mutation.issueCorrection input.noticeId': at('Draft', 'body', (id) => ({ noticeId: id, version: 1 })),
  'Mutation.recallNotice input.noticeId': at('Notice', 'body', (id) => ({ noticeId: id, version: 1, reason: '发文有误' })),
  'Mutation.confirmCorrection input.noticeId': at('Notice', 'body', (id) => ({ noticeId: id, version: 1 })),
  'Query.signingInvitations subjectId': at('Draft', 'body', only('subjectId')),
  'Mutation.inviteToSign input.subjectId': at('Draft', 'body', (id) => ({ subjectId: id, signer: CHAIR })),
  'Mutation.inviteToSign input.signer.personId': at('Person', 'body', (id) => ({ subjectId: toSign, signer: { personId: id } })),
  'Mutation.revokeSigningInvitation input.invitationId': at('SigningInvitation', 'body', only('invitationId')),
  'Mutation.acknowledgeDelivery input.noticeId': at('Notice', 'unit', only('noticeId')),

  'Mutation.askQuestion input.noticeId': at('Notice', 'unit', (id) => ({ noticeId: id, text: '能否延期？' })),
  'Mutation.answerQuestion input.questionId': at('Question', 'body', (id) => ({ questionId: id, version: 1, text: '可以。' })),
  'Mutation.passQuestionUp input.questionId': at('Question', 'body', (id) => ({ questionId: id, version: 1 })),

  'Query.scoreSheetTemplate id': at('ScoreSheetTemplate', 'body', only('id')),
  'Mutation.draftScoreSheet input.basedOnId': at('ScoreSheetTemplate', 'body', (id) => ({
    title: '新版',
    sheet: SMALL_SHEET,
    basedOnId: id,
  })),
  'Mutation.saveScoreSheet input.templateId': at('SheetDraft', 'body', (id) => ({
    templateId: id,
    version: 1,
    title: '表',
    sheet: SMALL_SHEET,
  })),
  'Mutation.publishScoreSheet input.templateId': at('SheetDraft', 'body', (id) => ({ templateId: id, version: 1 })),
  'Mutation.saveAddressGroup input.addressGroupId': at('AddressGroup', 'body', (id, { ids }) => ({
    addressGroupId: id,
    version: 1,
    name: '另一组',
    organizationIds: [ids.Organization],
  })),
  'Mutation.saveAddressGroup input.organizationIds': at('Organization', 'body', (id) => ({ name: '另一组', organizationIds: [id] })),
  'Mutation.removeAddressGroup input.addressGroupId': at('AddressGroup', 'body', (id) => ({ addressGroupId: id, version: 1 })),

  'Mutation.waiveObligation input.obligationId': at('Obligation', 'body', (id) => ({ obligationId: id, ...decision })),
  'Mutation.reopenObligation input.obligationId': at('Obligation', 'body', (id) => ({ obligationId: id, ...decision, due: '2021-06-02' })),
  'Mutation.requestExtension input.obligationId': at('Obligation', 'unit', (id) => ({ obligationId: id, ...decision, due: '2021-06-02' })),
  'Mutation.grantExtension input.obligationId': at('Obligation', 'body', (id) => ({ obligationId: id, version: 1 })),
  'Mutation.declineExtension input.obligationId': at('Obligation', 'body', (id) => ({ obligationId: id, ...decision })),
  'Mutation.passExtensionUp input.obligationId': at('Obligation', 'body', (id) => ({ obligationId: id, version: 1 })),
  'Mutation.remindObligations input.deliverableId': at('Deliverable', 'body', only('deliverableId')),
  'Mutation.remindObligations input.under': at('Organization', 'body', (id, { ids }) => ({ deliverableId: ids.Deliverable, under: id })),
  'Mutation.remindObligations input.obligationIds': at('Obligation', 'body', (id, { ids }) => ({
    deliverableId: ids.Deliverable,
    obligationIds: [id],
  })),
  'Mutation.recordPhoneCall input.obligationId': at('Obligation', 'body', (id) => ({ obligationId: id, outcome: 'NOTED' })),
  'Mutation.extendObligation input.obligationId': at('Obligation', 'body', (id) => ({ obligationId: id, ...decision, due: '2021-06-02' })),
  'Mutation.startSubmission input.obligationId': at('Obligation', 'unit', only('obligationId')),
  'Mutation.saveSubmissionDraft input.obligationId': at('Obligation', 'unit', (id) => ({ obligationId: id, version: 1, answers: [] })),
  'Mutation.saveSubmissionDraft input.answers.deliverableId': at('Deliverable', 'unit', (id) => ({
    ...begun,
    answers: [{ deliverableId: id, field: 'text', value: '情况' }],
  })),
  'Mutation.printSubmission input.obligationId': at('Obligation', 'unit', (id) => ({
    obligationId: id,
    deliverableId: asksOfUs,
    version: begun.version,
  })),
  'Mutation.printSubmission input.deliverableId': at('Deliverable', 'unit', (id) => ({ ...begun, deliverableId: id })),
  'Mutation.returnScan input.fileId': at('File', 'unit', (id) => ({
    code: printed,
    field: 'seal',
    fileId: id,
    sealedOn: '2021-05-06',
    version: begun.version,
  })),
  'Mutation.createUploadTicket input.obligationId': at('Obligation', 'unit', (id, { ids }) => ({
    obligationId: id,
    deliverableId: ids.Deliverable,
    field: 'proof',
  })),
  'Mutation.createUploadTicket input.deliverableId': at('Deliverable', 'unit', (id) => ({
    obligationId: begun.obligationId,
    deliverableId: id,
    field: 'proof',
  })),
  'Mutation.createUploadTicket input.fileId': at('File', 'unit', (id) => ({
    obligationId: begun.obligationId,
    deliverableId: asksOfUs,
    field: 'proof',
    fileId: id,
  })),
  'Mutation.removeUpload input.fileId': at('File', 'unit', only('fileId')),
  'Mutation.submitSubmission input.obligationId': at('Obligation', 'unit', (id) => ({ obligationId: id, version: 1 })),
  'Mutation.disarmSubmission input.obligationId': at('Obligation', 'unit', only('obligationId')),
  'Mutation.withdrawSubmission input.submissionId': at('Submission', 'unit', (id) => ({ submissionId: id, version: 1 })),
  'Mutation.submitOnBehalf input.obligationId': at('Obligation', 'body', (id) => ({ ...paper, obligationId: id })),
  'Mutation.submitOnBehalf input.scanFileId': at('File', 'body', (id) => ({ ...paper, scanFileId: id })),
  'Mutation.submitOnBehalf input.answers.deliverableId': at('Deliverable', 'body', (id) => ({
    ...paper,
    answers: [{ deliverableId: id, field: 'text', value: '情况' }],
  })),
  'Mutation.confirmEntry input.submissionId': at('Submission', 'unit', (id) => ({ submissionId: id, version: 1 })),
  'Mutation.giveOpinion input.obligationId': at('Obligation', 'unit', (id) => ({ ...toSeal, obligationId: id })),
  'Mutation.giveOpinion input.seal.fileId': at('File', 'unit', (id) => ({ ...toSeal, seal: { fileId: id } })),
  'Mutation.recordLevelAcceptance input.obligationId': at('Obligation', 'body', (id) => ({
    obligationId: id,
    passed: true,
    inspectedOn: '2021-05-06',
    text: '合格',
  })),
  'Mutation.acceptSubmission input.submissionId': at('Submission', 'body', (id) => ({ submissionId: id, version: 1 })),
  ...Object.fromEntries(
    (['acceptSubmission', 'returnSubmission', 'deferReview', 'recuseFromReview'] as const).flatMap((act) =>
      [['deliverableId', 'Deliverable'] as const, ['under', 'Organization'] as const].map(([bound, kind]) => [
        `Mutation.${act} input.queue.${bound}`,
        at(kind, 'body', (id, { ids }) => ({
          submissionId: ids.Submission,
          version: 77,
          ...((act === 'returnSubmission' || act === 'recuseFromReview') && { reason: '请补充' }),
          queue: { [bound]: id },
        })),
      ]),
    ),
  ),
  'Mutation.acceptSubmissions input.submissions.submissionId': at('Submission', 'body', (id, { ids }) => ({
    submissions: [{ submissionId: id, version: 1 }],
    queue: { deliverableId: ids.Deliverable },
  })),
  'Mutation.acceptSubmissions input.queue.deliverableId': at('Deliverable', 'body', (id, { ids, submissionVersion }) => ({
    submissions: [{ submissionId: ids.Submission, version: submissionVersion }],
    queue: { deliverableId: id },
  })),
  'Mutation.acceptSubmissions input.queue.under': at('Organization', 'body', (id, { ids, submissionVersion }) => ({
    submissions: [{ submissionId: ids.Submission, version: submissionVersion }],
    queue: { deliverableId: ids.Deliverable, under: id },
  })),
  'Mutation.deferReview input.submissionId': at('Submission', 'body', (id) => ({ submissionId: id, version: 1 })),
  'Mutation.recuseFromReview input.submissionId': at('Submission', 'body', (id) => ({ submissionId: id, version: 1, reason: '亲属任职' })),
  'Mutation.returnSubmission input.submissionId': at('Submission', 'body', (id) => ({ submissionId: id, version: 1, reason: '请补充' })),
  'Mutation.returnSubmission input.toOrganizationId': at('Organization', 'body', (id, { ids, submissionVersion }) => ({
    submissionId: ids.Submission,
    version: submissionVersion,
    reason: '请补充',
    toOrganizationId: id,
  })),
  'Mutation.returnSubmission input.items.deliverableId': at('Deliverable', 'body', (id, { ids, submissionVersion }) => ({
    submissionId: ids.Submission,
    version: submissionVersion,
    reason: '请补充',
    items: [{ deliverableId: id, field: 'text', comment: '太短' }],
  })),
  'Mutation.explainMissingUnit input.deliverableId': at('Deliverable', 'body', (id, { ids }) => ({
    deliverableId: id,
    organizationIds: [ids.Organization],
    reason: '停产',
  })),
  'Mutation.explainMissingUnit input.organizationIds': at('Organization', 'body', (id) => ({
    deliverableId: handedOn,
    organizationIds: [id],
    reason: '停产',
  })),
  'Mutation.adjustFigure input.deliverableId': at('Deliverable', 'body', (id) => ({
    deliverableId: id,
    field: 'text',
    value: '1',
    note: '核减',
  })),
  'Mutation.withdrawFigureAdjustment input.deliverableId': at('Deliverable', 'body', (id) => ({
    deliverableId: id,
    field: 'text',
    note: '有误',
  })),
  'Mutation.forwardSubmissions input.deliverableId': at('Deliverable', 'body', only('deliverableId')),
  'Mutation.forwardSubmissions input.submissionIds': at('Submission', 'body', (id) => ({
    deliverableId: handedOn,
    submissionIds: [id],
  })),
  'Mutation.forwardSubmissions input.absent.organizationId': at('Organization', 'body', (id) => ({
    deliverableId: handedOn,
    absent: [{ organizationId: id, reason: '停产' }],
  })),
  'Mutation.resumeJob input.jobId': at('Job', 'body', only('jobId')),
  'Mutation.cancelJob input.jobId': at('Job', 'body', only('jobId')),
  'Mutation.markNotificationsRead input.notificationIds': at('Notification', 'body', (id) => ({ notificationIds: [id] })),
  'Mutation.markNotificationsDone input.notificationIds': at('Notification', 'body', (id) => ({ notificationIds: [id] })),
  'Mutation.closeLedger input.obligationId': at('LedgerTask', 'unit', (id) => ({ obligationId: id, version: 0 })),
  'Mutation.reopenLedger input.obligationId': at('LedgerTask', 'unit', (id) => ({ obligationId: id, version: 1 })),
  'Mutation.sendLedger input.obligationId': at('LedgerTask', 'unit', (id) => ({ obligationId: id, version: 1 })),
  'Mutation.draftBulletin input.deliverableId': at('Deliverable', 'body', only('deliverableId')),
  ...Object.fromEntries(
    (['commendedIds', 'namedIds'] as const).map((list) => [
      `Mutation.saveBulletinDraft input.${list}`,
      at('Organization', 'body', (id, { ids }) => ({ bulletinId: ids.Bulletin, version: 1, title: '通报', [list]: [id] })),
    ]),
  ),
  'Mutation.saveBulletinDraft input.bulletinId': at('Bulletin', 'body', (id) => ({ bulletinId: id, version: 1, title: '通报' })),
  'Mutation.refreshBulletin input.bulletinId': at('Bulletin', 'body', (id) => ({ bulletinId: id, version: 1 })),
  'Mutation.issueBulletin input.bulletinId': at('Bulletin', 'body', (id) => ({ bulletinId: id, version: 1 })),
  'Mutation.supplementBulletin input.bulletinId': at('Bulletin', 'body', (id) => ({ bulletinId: id, reason: '漏计' })),
  'Mutation.draftEvaluation input.indicators.deliverableIds': at('Deliverable', 'body', (id) => ({
    year: 2021,
    title: '另一次评价',
    rosterDay: '2021-05-05',
    subjectKinds: ['GRASSROOTS'],
    indicators: [{ indicator: 'REPORTING_RATE', points: '100', deliverableIds: [id] }],
  })),
  'Mutation.draftAwardList input.deliverableId': at('Deliverable', 'body', (id) => ({ ...AWARD_TERMS, deliverableId: id })),
  'Mutation.saveAwardList input.awardListId': at('AwardList', 'body', (id) => ({ ...AWARD_TERMS, awardListId: id, version: 1 })),
  'Mutation.saveAwardList input.lines.submissionId': at('Submission', 'body', (id, { ids }) => ({
    ...AWARD_TERMS,
    awardListId: ids.AwardList,
    version: 1,
    lines: [{ submissionId: id }],
  })),
  'Mutation.proposeAwardList input.awardListId': at('AwardList', 'body', (id) => ({ awardListId: id, version: 1 })),
  'Mutation.withdrawAwardList input.awardListId': at('AwardList', 'body', (id) => ({ awardListId: id, version: 1 })),
  'Mutation.recordObjection input.awardListId': at('AwardList', 'body', (id) => ({ ...objection, awardListId: id })),
  'Mutation.recordObjection input.submissionId': at('Submission', 'body', (id) => ({
    ...objection,
    awardListId: publicList,
    submissionId: id,
  })),
  'Mutation.answerObjection input.awardListId': at('AwardList', 'body', (id) => ({ awardListId: id, number: 1, answer: '不属实' })),
  'Mutation.recordDecision input.awardListId': at('AwardList', 'body', (id, { ids }) => ({
    ...resolution,
    evidenceFileIds: [ids.File],
    awardListId: id,
  })),
  'Mutation.recordDecision input.lines.submissionId': at('Submission', 'body', (id, { ids }) => ({
    ...resolution,
    evidenceFileIds: [ids.File],
    awardListId: decidable,
    lines: [{ submissionId: id, approved: true }],
  })),
  'Mutation.recordDecision input.evidenceFileIds': at('File', 'body', (id) => ({
    ...resolution,
    evidenceFileIds: [id],
    awardListId: decidable,
  })),
  'Mutation.nameAwards input.awardListId': at('AwardList', 'body', (id) => ({ awardListId: id, version: 1 })),
  'Mutation.givePlaque input.titleId': at('Title', 'body', (id) => ({ titleId: id, version: 1, givenOn: '2021-05-06' })),
  'Mutation.paySubsidy input.titleId': at('Title', 'body', (id) => ({ ...PAYMENT, titleId: id, version: 1 })),
  'Mutation.recordSubsidyUse input.titleId': at('Title', 'body', (id) => ({ ...SPENDING, titleId: id }), { isPublic: true }),
  'Mutation.pairForMentoring input.titleId': at(
    'Title',
    'body',
    (id, { ids }) => ({ ...pairing, titleId: id, menteeId: ids.Organization }),
    {
      isPublic: true,
    },
  ),
  'Mutation.pairForMentoring input.menteeId': at(
    'Organization',
    'body',
    (id, { ids }) => ({ ...pairing, titleId: ids.Title, menteeId: id }),
    {
      isPublic: true,
    },
  ),
  'Mutation.endMentoring input.titleId': at(
    'Title',
    'body',
    (id, { ids }) => ({ endedOn: '2021-05-06', titleId: id, menteeId: ids.Organization }),
    { isPublic: true },
  ),
  'Mutation.endMentoring input.menteeId': at(
    'Organization',
    'body',
    (id, { ids }) => ({ endedOn: '2021-05-06', titleId: ids.Title, menteeId: id }),
    { isPublic: true },
  ),
  'Mutation.revokeTitle input.titleId': at('Title', 'body', (id, { ids }) => ({ ...resolution, evidenceFileIds: [ids.File], titleId: id })),
  'Mutation.revokeTitle input.evidenceFileIds': at('File', 'body', (id, { ids }) => ({
    ...resolution,
    evidenceFileIds: [id],
    titleId: ids.Title,
  })),
  'Mutation.computeEvaluation input.evaluationId': at('Evaluation', 'body', (id) => ({ evaluationId: id, version: 1 })),
  'Mutation.publishEvaluation input.evaluationId': at('Evaluation', 'body', (id) => ({ evaluationId: id, version: 1 })),
};

const schema = createSchema();
const fields = new Map(rootFields(schema).map((root) => [root.name, root]));

/** Every place of an argument where an id goes in, as `input.content.departmentId`. */
function idsIn(type: GraphQLType, path: readonly string[]): string[] {
  const named = getNamedType(type);
  if (named.name === 'ID') return [path.join('.')];
  if (!isInputObjectType(named)) return [];
  return Object.values(named.getFields()).flatMap((field) => idsIn(field.type, [...path, field.name]));
}

const everyPlace = [...fields.values()].flatMap(({ name, field }) =>
  field.args.flatMap((arg) => idsIn(arg.type, [arg.name]).map((path) => `${name} ${path}`)),
);

/** The operation with the variables that are given, asking for as much as shows a difference. */
function documentOf(name: string, given: Input): string {
  const { operation, field } = fields.get(name)!;
  const used = field.args.filter((arg) => Object.hasOwn(given, arg.name));
  const head = used.length ? `(${used.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ')})` : '';
  const args = used.length ? `(${used.map((arg) => `${arg.name}: $${arg.name}`).join(', ')})` : '';
  const has = (type: GraphQLType, key: string) => {
    const named = getNamedType(type);
    return 'getFields' in named && key in (named.getFields() as object);
  };
  const type = field.type;
  const parts = ['__typename'];
  if (operation === 'Mutation') parts.push('errors { code message path }');
  if (has(type, 'nodes')) parts.push('nodes { __typename }', 'pageInfo { hasNextPage }');
  if (has(type, 'totalCount')) parts.push('totalCount');
  if (has(type, 'queue')) parts.push('queue { current { id } items { totalCount } }');
  if (name === 'Query.reviewQueue') parts.push('current { id } items { totalCount }');
  return `${operation.toLowerCase()} ${head} { ${field.name}${args} { ${parts.join(' ')} } }`;
}

const HAN = /\p{Script=Han}/u;

describe('ids', () => {
  let w: World;
  let mine: Rows;
  let sibling: Rows;
  let foreign: Rows;
  beforeAll(async () => {
    const at = '2021-05-05T09:00:00+08:00';
    const there = await world({ at });
    w = await world({ at });
    for (const { clock } of [w, there]) clock.set('2021-05-06T09:00:00+08:00');
    stage = w;
    [mine, sibling, foreign] = [
      await rowsOf(w, w.county, w.a),
      await rowsOf(w, w.sibling, w.siblingUnit),
      await rowsOf(there, there.county, there.a),
    ];
    toSign = (await reviewed(w, await w.person(w.county, ['ISSUING_OFFICER']), mine.body)).id;
    const officer = await w.person(w.province, ['ISSUING_OFFICER']);
    const asked = {
      audience: ['GRASSROOTS'],
      fields: [field({ key: 'text', type: 'TEXT' }), field({ key: 'proof', type: 'FILE' }), field({ key: 'seal', type: 'SEAL' })],
      route: 'LEVEL_BY_LEVEL',
    } as const;
    const first = await plantNotice(w, { by: officer, to: [w.county], deliverables: [asked] });
    const second = await plantNotice(w, { by: mine.body, to: [w.a, w.b, w.c], forwards: first });
    asksOfUs = encodeId('Deliverable', first.deliverables['report']!);
    handedOn = encodeId('Deliverable', second.deliverables['report']!);
    const task = (unit: PlantedOrganization) =>
      obligationOf(w, unit, first.deliverables['report']!).then((id) => encodeId('Obligation', id));
    const obligationId = await task(w.a);
    begun = { obligationId, version: done(await startSubmission(w.as(mine.unit), { obligationId }))['editor'].version };
    const approvals = { steps: [{ code: 'party', title: '党组织意见', role: '党组织', by: 'UNIT_OUTSIDER' }] };
    const applied = await plantNotice(w, { by: mine.body, to: [w.a], deliverables: [{ approvals: chain(approvals) }] });
    const sealed = encodeId('Obligation', await obligationOf(w, w.a, applied.deliverables['report']!));
    const page = done(await startSubmission(w.as(mine.unit), { obligationId: sealed }))['editor'];
    toSeal = { obligationId: sealed, version: page.version, step: 'party', opinion: 'AGREE', text: '同意', datedOn: '2021-05-06' };
    const printing = { ...begun, deliverableId: asksOfUs };
    printed = (await act(w.as(mine.unit), 'printSubmission', printing, 'print { code }')).print.code;
    const { file } = await putAside(w, mine.body, 'SCAN', '纸质报表.pdf', CONTENTS.pdf);
    paper = { obligationId: await task(w.c), version: 1, scanFileId: file!.id, receivedAt: '2021-05-06T09:00:00+08:00' };
    const until = new Date('2021-06-01T00:00:00+08:00');
    publicList = (await plantAwardList(w, w.county, mine.ids.Deliverable, { state: 'PROPOSED', until })).awardListId;
    decidable = (await plantAwardList(w, w.county, mine.ids.Deliverable, { state: 'PROPOSED' })).awardListId;
    const neighbour = w.as(await w.person(w.b));
    const other = await task(w.b);
    const { version } = done(await startSubmission(neighbour, { obligationId: other }))['editor'];
    const { submission } = done(await submitSubmission(neighbour, { obligationId: other, version, nil: true }));
    done(await acceptSubmission(w.as(mine.body), { submissionId: submission.id, version: submission.version }));
  });

  test('every place where an id goes in is tried', () => {
    expect(Object.keys(PLACES).toSorted()).toEqual(everyPlace.toSorted());
  });

  test.for(Object.entries(PLACES))('%s', async ([name, tried]) => {
    const [root, path] = name.split(' ') as [string, string];
    const client = w.as(mine[tried.by]);
    const ask = async (id: string) => {
      const given = await tried.given(id, mine);
      const variables = root.startsWith('Mutation') ? { input: given } : given;
      const { status, data, errors } = await client.execute(documentOf(root, variables), variables);
      return { status, data, errors };
    };
    const before = await digestOf(w.federationId);
    const unknown = await ask(encodeId(KINDS[tried.kind], uuid7()));
    expect(await ask(foreign.ids[tried.kind]), 'of another federation').toEqual(unknown);
    if (!tried.isPublic) expect(await ask(sibling.ids[tried.kind]), 'of a sibling').toEqual(unknown);
    expect(unknown.errors).toBeUndefined();
    if (tried.isHarmless) return;
    expect(await digestOf(w.federationId), 'nothing changed').toEqual(before);
    if (!root.startsWith('Mutation')) return;
    const [answer] = Object.values(unknown.data as Record<string, { errors: { code: string; message: string; path: string[] }[] }>);
    expect(answer!.errors).toHaveLength(1);
    expect(answer!.errors[0]!.message).toMatch(HAN);
    if (!path.startsWith('input.queue')) expect(answer!.errors[0]!.path.slice(0, 2)).toEqual(path.split('.').slice(0, 2));
  });

  test('node(id) of every kind', async () => {
    const client = w.as(mine.body);
    const node = (id: string) => client.execute('query($id: ID!) { node(id: $id) { __typename id } }', { id });
    const unknown = await node(encodeId('Notice', uuid7()));
    expect(unknown).toMatchObject({ status: 200, data: { node: null } });
    const shown = ({ status, data, errors }: Awaited<ReturnType<typeof node>>) => ({ status, data, errors });
    const open = new Set<Kind>(['Organization', 'Department', 'Post', 'Title']); // the directory, and what was made known
    for (const [kind, type] of Object.entries(KINDS) as [Kind, string][]) {
      for (const id of [encodeId(type, uuid7()), foreign.ids[kind], ...(open.has(kind) ? [] : [sibling.ids[kind]])]) {
        expect(shown(await node(id)), kind).toEqual(shown(unknown));
      }
    }
  });

  test('GET /files/<id>, PUT /files and POST /uploads', async () => {
    const answer = async (id: string) => {
      const { statusCode, body } = await get(w, mine.body, id);
      return { statusCode, body };
    };
    const unknown = await answer(encodeId('File', uuid7()));
    expect(unknown.statusCode).toBe(404);
    expect(await answer(foreign.ids.File)).toEqual(unknown);
    expect(await answer(sibling.ids.File)).toEqual(unknown);
    expect((await answer(mine.ids.File)).statusCode).toBe(200);
    const taken = (id: string) => put(w, mine.unit, id, '照片.jpg', CONTENTS.jpg);
    const refused = await taken(encodeId('Obligation', uuid7()));
    expect(refused).toMatchObject({ status: 404, errors: [{ code: 'NOT_FOUND', path: ['obligationId'] }] });
    expect(await taken(foreign.ids.Obligation)).toEqual(refused);
    expect(await taken(sibling.ids.Obligation)).toEqual(refused);
    const begun = async (id: string) => {
      const { status, body } = await begin(w, mine.unit, { obligationId: id, name: '照片.jpg', size: 10 });
      return { status, body };
    };
    const unknownTask = await begun(encodeId('Obligation', uuid7()));
    expect(unknownTask.status).toBe(404);
    expect(await begun(foreign.ids.Obligation)).toEqual(unknownTask);
    expect(await begun(sibling.ids.Obligation)).toEqual(unknownTask);
  });
});
