import { AWARD_TERMS, listStep, plantApplications, plantTitle, resolutionOf } from './awards.ts';
import type { Client } from './client.ts';
import type { Crowd } from './crowd.ts';
import { ASSIGNMENT, ROUND } from './judging.ts';
import { invite, reviewed, revoke } from './links.ts';
import { EXAMPLE, publish, SMALL_SHEET, TEMPLATE } from './sheets.ts';

/** One request: who asks for what. */
export interface Ask {
  readonly by: Client;
  readonly document: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

const DUE = 'due { phrase label closesAt daysLeft workingDaysLeft isPast }';
const RATES = 'rates { expected received receivedOnTime reportingRate { percent } onTimeRate { percent } }';
const FRAME = 'clock { now } me { unreadCount person { name } capacity { id } capacities { id organization { name } pending } }';
const gates = (...names: readonly string[]) => `viewerCan { ${names.map((name) => `${name} { allowed code message }`).join(' ')} }`;

export const NOTICE = `id version title state kindLabel levelLabel docNumber { canonical } issuedOn publishedAt signedBy body
  issuer { name } department { name } basis { number title } contacts { purpose department names phones email }
  addressees { resolvedCount byKind { kindLabel count } groups { kinds scope } }
  deliverables { id key title dueLabel latePolicyLabel routeLabel locked fields { key label } asker { name } inherits { id dueAt notice { title } } }
  forwards { title docNumber { canonical } deliverables { title dueLabel } } derivedFrom { title }
  delivery { acknowledgedAt } stageLabel signingRequired steps { kindLabel at by } proposedNumber { canonical }
  ${gates('edit', 'submitForReview', 'review', 'sign', 'returnDraft', 'issue', 'acknowledge', 'forward')}`;

/** What is added while it is being written. */
export const COMPOSER = `id version title stateLabel docNumber { canonical } proposedNumber { canonical } body awardYear awardKinds declaredPeriod
  basis { number title reference trial notice { title } } contacts { purpose names } roles { role holders { department } }
  activities { name aliases reference notice { title } } attachments { ordinal title kindLabel file { name } }
  addressees { resolvedCount byKind { kindLabel count } }
  deliverables { key title duePhrase dueLabel dueConfirmed noDue dueShiftedFrom locked fields { key label } inherits { dueAt } }
  lint { code severityLabel key message fingerprint proposal { action label day } answer { answer confirmedBy } } lintAnswers { message answer }
  stageLabel signingRequired steps { kindLabel at by } ${gates('edit', 'submitForReview', 'review', 'sign', 'issue', 'forward')}`;

export const SUBMISSION = `id state stateLabel number late nil version cleared organization { name } holder { name } deliverable { title }
  entry { mark channelLabel scan { name } } receipt { number submittedAt onTime seals { label date file { name sha256 } } } obligation { id what state }
  parts { askedBy { name } deliverable { title } fields { key label } answers { field value } } files { id name size }
  versions { number submittedAt parts { answers { field } } } reviews { decision remark }
  timeline { kindLabel at organization { name } toOrganization { name } }
  returnSlip { round reason items { field label comment before } returnedBy { name } returnedTo { name } ${DUE} } returnSlips { round }
  findings { code path message } duplicates { kind field label submission { organization { name } } } diffFromLastRound { field label before after asked }
  ${gates('withdraw', 'resubmit', 'accept', 'return', 'forward', 'confirm', 'defer', 'recuse')}`;

/** A submission as a line of a list. */
export const LINE = `id state late entry { mark } receipt { number submittedAt } organization { id name } holder { name } obligation { what } deliverable { title }
  parts { askedBy { name } } files { name } ${gates('accept', 'return', 'forward')}`;

export const EDITOR = `version savedAt checklist { done total } findings { code path message } answers { deliverableId field value } files { id name state } prefills { field value confirmed approvedAt notice { title } }
  sections { deliverable { id title asker { name } notice { title } } fields { key label type } lockedFields }
  obligation { id what state } ${DUE} submission { id state receipt { number } } returnSlip { round items { field label comment before } returnedBy { name } }
  ${gates('edit', 'submit', 'withdraw')}`;

/** What a page shows beside, while files are on their way. */
export const UPLOADS = `files { kind stateLabel bytesReceived bytesTotal probe { width height durationMs orientation } failure { message } findings { code message } }
  autoSubmit { waiting until failure { message } } uploadEstimate { bytesLeft secondsNeeded secondsLeft atRisk message } ${gates('submitWhenUploadsComplete')}`;

export const LEDGER = `id title stateLabel rowCount version columns { key label } organization { name } obligation { what state }
  rows(first: 50) { totalCount nodes { ordinal cells organization { name } obligation { state what } } } ${gates('close', 'reopen', 'send')}`;

export const EVALUATION = `id title stateLabel version organization { name } indicators { label points deliverableIds } ${gates('compute', 'publish')}
  children(first: 50) { totalCount nodes { rank totalLabel organization { name }
    lines { label weight pointsLabel sources { title } }
    contributions { label numerator denominator organization { name } predecessor { name } source { title notice { title } }
      evidence(first: 2) { totalCount nodes { obligation { id what } } } } } }`;

export const AWARD_LIST = `id name kindLabel levelLabel stateLabel version awardYear subsidyFen organization { name } deliverable { title } counts { all proposed approved }
  lines(first: 50) { totalCount nodes { rank proposed reason approved decisionReason priorityLabels tagLabels recommenderRank recommender { name } organization { name } submission { id stateLabel } } }
  objections { number text answer } notice { id } decisions { number contentHash evidence { name } deviations { organization { name } reason } } ${gates('save', 'propose', 'decide', 'name')}`;

export const TITLE = `id name levelLabel statusLabel unitName effectiveFrom certificateNumber certificateUrl version organization { name } successor { name } grantor { name }
  plaque { givenOn } notice { id } subsidy { amountFen spentFen paidOn uses { useLabel amountFen } } mentoringPairs { mentee { name } startedOn } selfCheckDue
  ${gates('givePlaque', 'paySubsidy', 'recordSubsidyUse', 'pair', 'revoke')}`;

/** What a person looks at, as the one request that fills it. */
export const SCREENS: Readonly<Record<string, (crowd: Crowd) => Ask | Promise<Ask>>> = {
  'W1 workbench': ({ county }) => ({
    by: county,
    document: `{ ${FRAME} workItems(first: 50) { counts { total byLamp { label count } byKind { verb count } }
      nodes { key kind verb title lamp lampLabel lampReason ${DUE} askedBy { name } progress { label } obligation { id state } notice { title docNumber { canonical } }
        deliverable { title } viewerCan { act { allowed code } } } }
      waiting: workItems(state: WAITING, first: 20) { nodes { key title askedBy { name } progress { label } } } }`,
  }),
  'W2 inbox': ({ county }) => ({
    by: county,
    document: `{ ${FRAME} notifications(first: 40) { counts { total unread byReason { label count } } nodes { id event eventLabel reasonLabel excerpt createdAt readAt
      actor { name } organization { name } subject { id __typename } subjectMessage deliveries { channelLabel stateLabel sentAt } } }
      notificationPreferences { channel email digestByMail events { event label muted canBeMuted } } }`,
  }),
  pulse: ({ county }) => ({
    by: county,
    document: '{ pulse(since: "2021-05-06T09:00:00+08:00") { now changed unreadCount jobs { id state done total } } }',
  }),
  'W3 jobs': ({ county }) => ({
    by: county,
    document: `{ ${FRAME} jobs(first: 40) { nodes { kindLabel stateLabel title phase done total etaSeconds failureCount
      failures(first: 10) { nodes { row column code message } } resultFile { id name } ${gates('resume', 'cancel')} } } }`,
  }),
  imports: ({ county }) => ({
    by: county,
    document: `{ ${FRAME} importTemplates { label urls columns { heading note } } imports(first: 40) { nodes { kindLabel stateLabel fileName sha256 rowCount faultyRowCount
      summary { label count } createdAt appliedAt checkJob { state failureCount resultFile { name } failures(first: 10) { nodes { row column message } } } applyJob { state phase } ${gates('apply')} } } }`,
  }),
  'A2 exports': ({ county }) => ({
    by: county,
    document: `{ ${FRAME} columnSets { label columns { heading } } exports(first: 40) { nodes { name listLabel columnsOf format expiresAt file { id name } job { stateLabel phase done total } } } }`,
  }),
  'P1 notice draft': ({ county, questionable }) => ({
    by: county,
    document: `query($id: ID!) { ${FRAME} notice(id: $id) { ${COMPOSER} } }`,
    variables: { id: questionable.noticeId },
  }),
  'F1 forwarding': ({ county, received }) => ({
    by: county,
    document: `mutation($input: DraftForwardingInput!) { draftForwarding(input: $input) { errors { code } notice { ${NOTICE} } } }`,
    variables: { input: { noticeId: received } },
  }),
  'B1 progress board': ({ county, asked }) => ({
    by: county,
    document: `query($id: ID!) { reportingProgress(deliverableId: $id) { asOf ${RATES} acknowledged { percent } byState { label count } byLamp { label count } overdue nil late daily { day received total } previous { reportingRateChange }
      deliverable { title } organization { name } elsewhere { expected } invited { eligible entered }
      children(first: 50) { nodes { organization { id name } ${RATES} acknowledged { percent } byState { label count } byLamp { label count } overdue previous { reportingRateChange }
        own { id state } lastRemindedAt viewerCan { open { allowed } remind { allowed code } } } } } }`,
    variables: { id: asked.entries },
  }),
  'B2 chase list': ({ county, asked }) => ({
    by: county,
    document: `query($id: ID!) { obligations(deliverableId: $id, first: 50) { totalCount counts { byLamp { label count } byState { label count } }
      nodes { id what state stateLabel lamp lampReason organization { name posts { title officePhone } } askedBy { name } ${DUE} superiorDue { label } acknowledgedAt startedAt
        contacts { department phones } events { label reason decidedBy { name } } submission { id state organization { name } }
        lastRemindedAt phoneCalls { calledAt outcomeLabel note caller } extensionRequest { due { label } reason }
        ${gates('acknowledge', 'waive', 'reopen', 'extend', 'decideExtension', 'remind', 'recordCall')} } } }`,
    variables: { id: asked.absent },
  }),
  'G1 task': async ({ units, obligation }) => ({
    by: units[0]!,
    document: `query($id: ID!) { obligation(id: $id) { id what kindLabel stateLabel lamp lampReason ${DUE} superiorDue { label } fieldCount prefilledCount organization { name } askedBy { name }
      demands { askedBy { name } notice { title docNumber { canonical } } text ${DUE} inherited fields { key label } deliverable { title asker { name } } }
      contacts { department names phones } events { label } acknowledgedAt submission { id state } extensionRequest { due { label } holder { name } } ${gates('acknowledge', 'start', 'submit', 'askExtension')} } }`,
    variables: { id: await obligation(0, 'entries') },
  }),
  'G2 editor': async ({ units, obligation }) => ({
    by: units[0]!,
    document: `query($id: ID!) { ${FRAME} submissionEditor(obligationId: $id) { ${EDITOR} ${UPLOADS} } }`,
    variables: { id: await obligation(0, 'entries') },
  }),
  'G4 receipt': async ({ county, submission }) => ({
    by: county,
    document: `query($id: ID!) { submission(id: $id) { ${SUBMISSION} } }`,
    variables: { id: (await submission(0, 'ready')).submissionId },
  }),
  'G5 correction': async ({ units, submission }) => ({
    by: units[0]!,
    document: `query($id: ID!) { submission(id: $id) { ${SUBMISSION} } }`,
    variables: { id: (await submission(0, 'entries')).submissionId },
  }),
  'V1 review desk': ({ county, asked }) => ({
    by: county,
    document: `query($id: ID!) { reviewQueue(deliverableId: $id) { counts { pending deferred cleared returned doneToday } items(first: 50) { totalCount nodes { ${LINE} } } current { ${SUBMISSION} } } }`,
    variables: { id: asked.entries },
  }),
  'U1 what is ready to be sent up': ({ county, asked }) => ({ by: county, document: SEND_UP, variables: { id: asked.ready } }),
  'U1 who would be missing': ({ county, asked }) => ({ by: county, document: SEND_UP, variables: { id: asked.absent } }),
  'U1 ledger': ({ county, ledger }) => ({
    by: county,
    document: `query($id: ID!) { ledger(obligationId: $id) { ${LEDGER} } }`,
    variables: { id: ledger },
  }),
  'A1 figures': ({ county, asked }) => ({
    by: county,
    document: `query($id: ID!) { figures(deliverableId: $id) { asOf organization { name } definitions { label formula askedBy { name } } totals { sum mean percent answers adjustment { value isStale note } previous { sum change } }
      children(first: 40) { nodes { organization { name } values { sum mean answers adjustment { value } previous { sum } } } } } }`,
    variables: { id: asked.entries },
  }),
  'notices received': ({ county }) => ({ by: county, document: NOTICES, variables: { box: 'RECEIVED' } }),
  'notices issued': ({ city }) => ({ by: city, document: NOTICES, variables: { box: 'ISSUED' } }),
  'deliveries of a notice': ({ county, asked }) => ({
    by: county,
    document: `query($id: ID!) { obligations(deliverableId: $id, first: 1) { nodes { demands { notice { title deliveries(first: 50) { totalCount nodes { organization { name } acknowledgedAt acknowledgedByPost forwardedAt } } } } } } }`,
    variables: { id: asked.entries },
  }),
  organizations: ({ city, w, body }) => ({
    by: city,
    document: `query($under: ID!) { organizations(under: $under, first: 50) { totalCount nodes { id name kindLabel level parent { name } ancestors { name } versions { name changeLabel parent { name } }
      departments { name posts { title } } posts { title department { name } } affiliations { body { name } } successors { successor { name } } predecessors { predecessor { name } }
      ${gates('addChild', 'rename', 'move', 'merge', 'dissolve')} } } }`,
    variables: { under: w.id('Organization', body.id) },
  }),
  'children of an organization': ({ city, w, body }) => ({
    by: city,
    document: `query($id: ID!) { organization(id: $id) { name children(first: 50) { totalCount nodes { name children(first: 1) { totalCount nodes { name } } } } } }`,
    variables: { id: w.id('Organization', body.id) },
  }),
  delegations: async ({ city, people }) => {
    for (const { login: holderLogin } of people) {
      const input = { holderLogin, roles: ['REVIEWER'], until: '2021-05-20T00:00:00+08:00' };
      await city.ask('mutation($input: DelegateCapacityInput!) { delegateCapacity(input: $input) { errors { code } } }', { input });
    }
    return {
      by: city,
      document:
        '{ delegations(first: 50) { nodes { stateLabel from until roles holderLogin organization { name } lender { name } } } me { lent { holderLogin } } }',
    };
  },
  'signing invitations': async ({ w, size }) => {
    const [writer, reviewer] = [await w.person(w.city, ['ISSUING_OFFICER']), await w.person(w.city, ['ISSUING_OFFICER'])];
    const draft = await reviewed(w, writer, reviewer);
    for (let turn = 0; turn < size; turn++) await revoke(w, reviewer, (await invite(w, reviewer, draft)).invitation.id);
    return {
      by: w.as(reviewer),
      document:
        'query($id: ID!) { signingInvitations(subjectId: $id, first: 50) { nodes { stateLabel step signer { name } signerPost invitedBy invitedAt expiresAt opinion } } }',
      variables: { id: draft.id },
    };
  },
  'sign-in policies': async ({ city, w, people }) => {
    for (const { organization } of people) {
      const input = { organizationId: w.id('Organization', organization.id), secondFactor: 'NOBODY' };
      await city.ask('mutation($input: SetSignInPolicyInput!) { setSignInPolicy(input: $input) { errors { code } } }', { input });
    }
    return { by: city, document: '{ signInPolicies(first: 50) { nodes { secondFactorLabel updatedAt version organization { name } } } }' };
  },
  'identity providers': async ({ w, people }) => {
    const root = w.as(await w.person(w.province, ['ADMINISTRATOR']));
    for (const [index] of people.entries()) {
      const input = { issuer: 'https://sso.example.org', clientId: `client ${index}`, label: '统一身份认证' };
      await root.ask('mutation($input: SaveTrustedIssuerInput!) { saveTrustedIssuer(input: $input) { errors { code } } }', { input });
    }
    return { by: root, document: '{ trustedIssuers { issuer clientId hasSecret label acceptsAmr enabled version address } }' };
  },
  submissions: ({ county, asked }) => ({
    by: county,
    document: `query($id: ID!) { submissions(deliverableId: $id, first: 50) { totalCount nodes { ${LINE} } } }`,
    variables: { id: asked.entries },
  }),
  'questions about a notice': async ({ county, units, asked }) => {
    const { obligations } = await county.ask(
      'query($id: ID!) { obligations(deliverableId: $id, first: 1) { nodes { demands { notice { id issuer { name } } } } } }',
      { id: asked.entries },
    );
    const { id } = obligations.nodes[0].demands.at(-1).notice;
    for (const unit of units) {
      const { askQuestion } = await unit.ask(
        'mutation($input: AskQuestionInput!) { askQuestion(input: $input) { errors { code } question { id version } } }',
        { input: { noticeId: id, text: '能否延期？' } },
      );
      const { id: questionId, version } = askQuestion.question;
      await county.ask('mutation($input: AnswerQuestionInput!) { answerQuestion(input: $input) { errors { code } } }', {
        input: { questionId, version, text: '可以。' },
      });
    }
    return {
      by: county,
      document: `query($id: ID!) { notice(id: $id) { title viewerCanAsk { allowed code } questions(first: 50) { totalCount nodes { id text anonymous stateLabel version askedAt
        askedBy { name } holder { name } passedBy { name } notice { title } answers { number text answeredAt answeredBy { name } } answer { text } ${gates('answer', 'passUp')} } } } }`,
      variables: { id },
    };
  },
  'address groups': async ({ county, w, people, size }) => {
    for (let index = 0; index < size; index++) {
      const organizationIds = people.slice(0, index + 1).map(({ organization }) => w.id('Organization', organization.id));
      await county.ask('mutation($input: SaveAddressGroupInput!) { saveAddressGroup(input: $input) { errors { code } } }', {
        input: { name: `第${index}组`, organizationIds },
      });
    }
    return {
      by: county,
      document:
        '{ addressGroups(first: 50) { nodes { name version memberCount reachedCount members { organization { name } reached { name } } } } }',
    };
  },
  search: ({ county, people }) => ({
    by: county,
    document: `query($text: String!) { ${FRAME} search(text: $text, first: 50) { hint { code } counts { label count isCapped } pageInfo { hasNextPage endCursor }
      nodes { id kindLabel matchLabel excerpt { text hit } organization { name parent { name } } notice { title docNumber { canonical } issuer { name } } submission { state organization { name } deliverable { title } } } } }`,
    variables: { text: people[0]!.organization.name.slice(0, 2) },
  }),
  'award list': async (crowd) => ({
    by: crowd.county,
    document: `query($id: ID!) { ${FRAME} awardLists(first: 50) { nodes { id name stateLabel } } awardList(id: $id) { ${AWARD_LIST} } }`,
    variables: { id: (await awardList(crowd, ['proposeAwardList', 'recordDecision'])).awardListId },
  }),
  'score sheets': async ({ county, size }) => {
    for (let index = 0; index < size; index++) await publish(county, `第${index}份`);
    return { by: county, document: `{ scoreSheetTemplates(first: 50) { nodes { ${TEMPLATE} } } }` };
  },
  'a score sheet': async ({ county, size }) => {
    const examples = Array.from({ length: Math.min(size, 20) }, () => EXAMPLE);
    const { id } = await publish(county, '打分表', SMALL_SHEET, examples);
    return {
      by: county,
      document: `query($id: ID!) { scoreSheetTemplate(id: $id) { ${TEMPLATE} examples { title answer base bonus lost { item amount } }
        sheet { total threshold { points } groups { code title points items { code title points evidence rules { key shapeLabel text parts { key text points } } } } } } }`,
      variables: { id },
    };
  },
  'H1 titles': async (crowd) => {
    const { awardListId } = await awardList(crowd, []);
    const mentees = crowd.people.map(({ organization }) => organization);
    for (const unit of mentees) await plantTitle(crowd.w, crowd.body, unit, { awardListId, spent: 2, mentees: mentees.slice(0, 2) });
    return { by: crowd.county, document: `{ ${FRAME} titles(first: 50) { totalCount nodes { ${TITLE} } } }` };
  },
  'E1 judging queue': ({ judge }) => ({
    by: judge,
    document: `{ ${FRAME} judgeAssignments(first: 50) { counts { assigned done deferred recused } nodes { id code title unitName round { name closesAt } myState myStateLabel } }
      nextAssignment { id } }`,
  }),
  'E2 scoring desk': ({ judge }) => ({
    by: judge,
    document: `{ ${FRAME} judgeAssignments(first: 50) { nodes { ${ASSIGNMENT} } } nextAssignment { ${ASSIGNMENT} } }`,
  }),
  'R1 judging control': ({ county, round }) => ({
    by: county,
    document: `query($id: ID!) { ${FRAME} judgingRound(id: $id) { ${ROUND} } }`,
    variables: { id: round },
  }),
  'B3 bulletin': async (crowd) => ({
    by: crowd.county,
    document: `query($id: ID!) { ${FRAME} bulletin(id: $id) { ${BULLETIN} } }`,
    variables: { id: (await bulletin(crowd, ['issueBulletin', 'issueNotice', 'supplementBulletin'])).bulletinId },
  }),
};

const SEND_UP = `query($id: ID!) { consolidation(deliverableId: $id) { asOf ${RATES} mine { title dueLabel asker { name } } above { title asker { name } }
  ready(first: 50) { totalCount nodes { ${LINE} } } missing(first: 50) { totalCount nodes { organization { name } reason explainedBy { name } explainedAt } } missedDues { askedBy { name } message }
  changedSinceBatch { batchNumber arrived accepted returned withdrawn units { organization { name } kindLabel at } }
  batches { number sentAt organization { name } toOrganization { name } absent { organization { name } reason } } ${gates('forward', 'explain')} } }`;

const NOTICES = `query($box: NoticeBox!) { notices(box: $box, first: 50) { nodes { id title stateLabel docNumber { canonical } issuedOn issuer { name } department { name }
  addressees { resolvedCount byKind { kindLabel count } } deliverables { title dueLabel asker { name } inherits { dueAt notice { title } } }
  forwards { title issuer { name } } derivedFrom { title } delivery { acknowledgedAt } deliveries(first: 1) { totalCount }
  ${gates('edit', 'issue', 'acknowledge', 'forward')} } } }`;

let lists = 0;

/** The bulletin of B3 with what it shows at once. */
export const BULLETIN = `id version period stateLabel title text listsUnits body contentHash organization { name } deliverable { title } reason supplements { period }
  commended { name status } named { name status } addenda { period } notice { stateLabel docNumber { canonical } }
  snapshot { asOf ${RATES} byState { label count } byLamp { label count } overdue late nil before { received }
    children(first: 50) { totalCount nodes { ordinal name status isBehind ${RATES} before { received } organization { id } } } } ${gates('edit', 'refresh', 'issue', 'supplement')}`;

/** A bulletin of the county about all its units, half of them named and half commended, as far as these acts bring it. */
export async function bulletin(
  { county, asked }: Crowd,
  acts: readonly ('issueBulletin' | 'issueNotice' | 'supplementBulletin')[] = [],
): Promise<{ bulletinId: string; version: number }> {
  const step = async (
    name: string,
    input: object,
    answer = 'bulletin { id version notice { id version } snapshot { children(first: 50) { nodes { isBehind organization { id } } } } }',
  ) => {
    const document = `mutation($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { errors { code path } ${answer} } }`;
    const { errors, ...made } = (await county.ask(document, { input }))[name];
    if (errors.length) throw new Error(`${name}: ${JSON.stringify(errors)}`);
    return made.bulletin;
  };
  let made = await step('draftBulletin', { deliverableId: asked.entries });
  const units = made.snapshot.children.nodes.filter(({ isBehind }: { isBehind: boolean }) => isBehind);
  const namedIds = units.map(({ organization }: { organization: { id: string } }) => organization.id);
  made = await step('saveBulletinDraft', { bulletinId: made.id, version: made.version, title: '通报', text: '请抓紧。', namedIds });
  const held = () => ({ bulletinId: made.id, version: made.version });
  if (acts.includes('issueBulletin')) made = await step('issueBulletin', held());
  if (acts.includes('issueNotice')) {
    const { id: noticeId, version } = made.notice;
    await step('issueNotice', { noticeId, version }, 'notice { id }');
  }
  if (acts.includes('supplementBulletin')) made = await step('supplementBulletin', { bulletinId: made.id, reason: '漏计' });
  return held();
}

/** A list of the county of what all its units applied for, as far as these acts bring it. */
export async function awardList(
  { w, county, staff, people }: Crowd,
  acts: readonly ('proposeAwardList' | 'recordDecision')[],
): Promise<{ awardListId: string; version: number }> {
  const units = people.map(({ organization }) => organization);
  const { deliverableId } = await plantApplications(w, staff.county, units);
  let list = await listStep(county, 'draftAwardList', { deliverableId, ...AWARD_TERMS, name: `第${++lists}份名单` });
  if (acts.includes('proposeAwardList')) list = await listStep(county, 'proposeAwardList', list);
  if (!acts.includes('recordDecision')) return list;
  const signatory = await w.person(staff.county.organization, ['SIGNATORY']);
  return listStep(w.as(signatory), 'recordDecision', { ...list, ...(await resolutionOf(w, signatory)) });
}
