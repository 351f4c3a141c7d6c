import { ROLES } from '../../src/context.ts';
import { AWARD_TERMS, PAYMENT, SPENDING } from './awards.ts';
import { CHAIR } from './links.ts';
import { EXAMPLE, SMALL_SHEET } from './sheets.ts';
import * as panels from './judging-stage.ts';
import { type Caller, CALLERS, type Place, type Stage } from './access-stage.ts';

export type Arguments = Readonly<Record<string, unknown>>;

/** A root field: who may ask, as what body's people, and with what. */
export interface Door {
  /** The body in which everybody who holds an office, or a token, holds it. */
  readonly at: Place;
  /** Who may; of a mutation the first one does it for real, the others find it done. */
  readonly may: readonly Caller[];
  /** Arguments that are right for whoever may; a mutation's are its `input`. */
  readonly given: (stage: Stage) => Promise<Arguments> | Arguments;
  /** Who may ask and finds nothing. */
  readonly findNothing?: readonly Caller[];
  /** The row that it proves. */
  readonly row?: string;
}

/** That of the tests' settings. */
const SSO = { issuer: 'https://sso.example.org', clientId: 'liandong' };
const READERS = [...ROLES, 'TOKEN'] as const satisfies readonly Caller[];
const STAFF = ROLES;
const SIGNED_IN = [...ROLES, 'OPERATOR'] as const satisfies readonly Caller[];
const ADMINISTRATOR = ['ADMINISTRATOR'] as const;
const OFFICER = ['ISSUING_OFFICER'] as const;
const REVIEWER = ['REVIEWER'] as const;
const REPORTER = ['REPORTER'] as const;
/** Staff of a body of whom only its administrator is called to a panel. */
const NOT_CALLED = ROLES.filter((role) => role !== 'ADMINISTRATOR');

type More = Pick<Door, 'findNothing' | 'row'>;
const door = (at: Place, may: readonly Caller[], given: Door['given'] = () => ({}), more: More = {}): Door => ({ at, may, given, ...more });

/** Every root field of the API. */
export const DOORS: Readonly<Record<string, Door>> = {
  // Anybody, or anybody who is known
  'Query.clock': door('city', CALLERS),
  'Query.me': door('city', [...READERS, 'OPERATOR']),
  'Query.node': door('city', [...READERS, 'OPERATOR'], ({ ids }) => ({ id: ids.eight }), { findNothing: ['OPERATOR'], row: 'R-20' }),
  'Query.platform': door('city', ['OPERATOR'], () => ({}), { row: 'R-20' }),
  'Mutation.signIn': door('city', ['ANONYMOUS', ...SIGNED_IN], async (s) => s.withPassword(await s.w.person(s.w.city))),
  'Mutation.redeemOneTimeCode': door('city', ['ANONYMOUS', ...SIGNED_IN], async (s) => ({
    ...(await s.withCode()),
    newPassword: '六月的麦浪-2021',
  })),
  'Mutation.completeSignIn': door('city', ['ANONYMOUS', ...SIGNED_IN], (s) => s.challenge()),
  'Mutation.changePassword': door('branch', SIGNED_IN, async (s) => {
    const { password } = await s.withPassword(await s.person('ADMINISTRATOR', 'branch'));
    return { currentPassword: password, newPassword: '七月的流萤-2021' };
  }),
  'Mutation.enrolSecondFactor': door('b', SIGNED_IN),
  'Mutation.confirmSecondFactor': door('c', SIGNED_IN, async (s) => ({ code: (await s.enrolling('c')).code })),
  'Mutation.renewRecoveryCodes': door('d', SIGNED_IN, async (s) => ({
    code: (await s.withSecondFactor(await s.person('ADMINISTRATOR', 'd')))[0],
  })),
  'Mutation.removeSecondFactor': door('cityUnit', SIGNED_IN, async (s) => ({
    code: (await s.withSecondFactor(await s.person('ADMINISTRATOR', 'cityUnit')))[0],
  })),
  'Mutation.signOut': door('siblingUnit', SIGNED_IN),

  'Query.jobs': door('city', STAFF, async (s) => {
    for (const caller of STAFF) await s.job(caller, 'city');
    return {};
  }),
  'Query.columnSets': door('city', STAFF),
  'Query.exports': door('city', STAFF, async (s) => {
    for (const caller of STAFF) await s.exported(caller, 'city');
    return {};
  }),
  'Mutation.requestExport': door('city', STAFF, (s) => ({ list: 'ORGANIZATIONS', arguments: { under: s.organization('city') } })),
  'Query.imports': door('city', ADMINISTRATOR, async (s) => {
    await s.checkedImport('city');
    return {};
  }),
  'Query.importTemplates': door('city', ADMINISTRATOR),
  'Mutation.checkImport': door('city', ADMINISTRATOR, async (s) => ({ kind: 'ORGANIZATIONS', fileId: await s.table('city') })),
  'Mutation.applyImport': door('city', ADMINISTRATOR, async (s) => ({ importId: await s.checkedImport('city') })),
  'Mutation.resumeJob': door('city', STAFF, async (s) => ({ jobId: await s.job('ADMINISTRATOR', 'city', 'FAILED') })),
  'Mutation.cancelJob': door('city', STAFF, async (s) => ({ jobId: await s.job('ADMINISTRATOR', 'city') })),

  // What one is told
  'Query.notifications': door('city', STAFF, async (s) => {
    for (const caller of STAFF) await s.notification(caller, 'city');
    return {};
  }),
  'Query.notificationPreferences': door('city', STAFF),
  'Query.pulse': door('city', STAFF, () => ({ since: '2021-05-06T09:00:00+08:00' })),
  'Mutation.markNotificationsRead': door('city', STAFF, async (s) => ({
    notificationIds: [await s.notification('ADMINISTRATOR', 'city')],
  })),
  'Mutation.markNotificationsDone': door('city', STAFF, async (s) => ({
    notificationIds: [await s.notification('ADMINISTRATOR', 'city')],
  })),
  'Mutation.setNotificationPreferences': door('city', STAFF, () => ({ channel: 'EMAIL', email: 'office@example.org', version: 0 })),

  // The tree and the people in it
  'Query.organization': door('city', READERS, (s) => ({ id: s.organization('county') })),
  'Query.organizations': door('city', READERS, (s) => ({ under: s.organization('city') })),
  'Query.persons': door('city', ADMINISTRATOR, (s) => ({ organizationId: s.organization('city') })),
  'Query.delegations': door('city', STAFF, async (s) => {
    for (const role of ROLES) await s.delegation(role);
    return {};
  }),
  'Query.apiTokens': door('city', ['ADMINISTRATOR', 'ANALYST'], async (s) => {
    await s.token('city');
    return {};
  }),
  'Query.auditLines': door('province', ADMINISTRATOR, ({ ids }) => ({ subjectId: ids.eight })),
  'Query.calendarYear': door('a', READERS, () => ({ year: 2021 })),
  'Query.workingDays': door('a', READERS, () => ({ after: '2021-05-06', until: '2021-05-28' })),
  'Mutation.setCalendarDays': door('province', ADMINISTRATOR, () => ({
    year: 2021,
    source: '省政府通知',
    days: [{ day: '2021-11-11', working: false, name: '省内纪念日' }],
  })),
  'Mutation.addOrganization': door('city', ADMINISTRATOR, (s) => ({
    parentId: s.organization('county'),
    kind: 'GRASSROOTS',
    name: '东山县粮库工会',
    shortName: '粮库',
  })),
  'Mutation.renameOrganization': door('city', ADMINISTRATOR, async (s) => ({
    ...(await s.county()),
    name: '新县总工会',
    shortName: '新县',
  })),
  'Mutation.moveOrganization': door('province', ADMINISTRATOR, async (s) => ({
    ...(await s.county()),
    parentId: s.organization('otherCity'),
    reason: '区划调整',
  })),
  'Mutation.mergeOrganizations': door('province', ADMINISTRATOR, async (s) => ({
    predecessorId: (await s.county()).organizationId,
    successorId: s.organization('secondSibling'),
    reason: '区划调整',
  })),
  'Mutation.dissolveOrganization': door('city', ADMINISTRATOR, async (s) => ({ ...(await s.county()), reason: '区划调整' })),
  'Mutation.affiliateOrganization': door('province', ADMINISTRATOR, (s) => ({
    organizationId: s.organization('c'),
    bodyId: s.organization('industry'),
    kind: 'INDUSTRY',
  })),
  'Mutation.endAffiliation': door('province', ADMINISTRATOR, async (s) => ({ affiliationId: await s.affiliation() })),
  'Mutation.addDepartment': door('city', ADMINISTRATOR, (s) => ({ organizationId: s.organization('city'), name: '权益保障部' })),
  'Mutation.addPost': door('city', ADMINISTRATOR, (s) => ({ organizationId: s.organization('city'), title: '办公室主任' })),
  'Mutation.openAccount': door('city', ADMINISTRATOR, (s) => ({
    organizationId: s.organization('county'),
    login: `new.${s.w.federationId}`,
    personName: '新任干事',
    roles: ['REPORTER'],
  })),
  'Mutation.openAccounts': door('city', ADMINISTRATOR, async (s) => ({
    organizationIds: [(await s.county()).organizationId],
    loginPrefix: `batch.${s.w.federationId}`,
    roles: ['REPORTER'],
  })),
  'Mutation.resetAccount': door('city', ADMINISTRATOR, async (s) => ({
    personId: s.w.id('Person', (await s.w.person(s.w.county)).personId),
  })),
  'Query.signInPolicies': door('city', ADMINISTRATOR, async (s) => {
    await s.signInPolicy();
    return {};
  }),
  'Mutation.setSignInPolicy': door('city', ADMINISTRATOR, async (s) => ({
    organizationId: (await s.county()).organizationId,
    secondFactor: 'EVERYBODY',
    version: 0,
  })),
  'Query.signInIssuers': door('city', CALLERS),
  'Query.trustedIssuers': door('province', ADMINISTRATOR),
  'Mutation.beginIdentityLink': door('d', SIGNED_IN, async (s) => {
    const { password } = await s.withPassword(await s.person('ADMINISTRATOR', 'd'));
    return { issuerId: await s.trustedIssuer(), password };
  }),
  'Mutation.unlinkIdentity': door('d', SIGNED_IN, (s) => s.linkedIdentity('d')),
  'Mutation.linkIdentity': door('city', ADMINISTRATOR, async (s) => ({
    personId: s.w.id('Person', (await s.w.person(s.w.county)).personId),
    issuerId: await s.trustedIssuer(),
    subject: 'u-0001',
  })),
  'Mutation.saveTrustedIssuer': door('province', ADMINISTRATOR, () => ({ ...SSO, label: '统一身份认证', version: 0 })),
  'Mutation.appoint': door('city', ADMINISTRATOR, async (s) => ({
    personId: s.w.id('Person', (await s.w.person(s.w.county)).personId),
    organizationId: s.organization('sibling'),
    roles: ['REVIEWER'],
  })),
  'Mutation.handOverPost': door('city', ADMINISTRATOR, async (s) => ({
    appointmentId: s.w.id('Appointment', (await s.w.person(s.w.county)).capacityId),
    version: 1,
    successor: { personId: s.w.id('Person', (await s.w.person(s.w.county)).personId) },
    reason: '轮岗',
  })),
  'Mutation.endAppointment': door('city', ADMINISTRATOR, async (s) => ({
    appointmentId: s.w.id('Appointment', (await s.w.person(s.w.county)).capacityId),
    reason: '工作调动',
    version: 1,
  })),
  'Mutation.delegateCapacity': door('city', STAFF, async (s) => ({
    holderLogin: (await s.w.person(s.w.city)).login,
    roles: ['ADMINISTRATOR'],
    until: '2021-05-20T00:00:00+08:00',
  })),
  'Mutation.endDelegation': door('city', STAFF, async (s) => ({ delegationId: await s.delegation() })),
  'Mutation.createApiToken': door('city', ['ANALYST', 'ADMINISTRATOR'], () => ({
    name: '统计接口',
    expiresAt: '2021-12-31T00:00:00+08:00',
  })),
  'Mutation.revokeApiToken': door('city', ['ANALYST', 'ADMINISTRATOR'], async (s) => ({ apiTokenId: (await s.token('city')).id })),

  // Notices on their way down
  'Query.notice': door('city', READERS, ({ ids }) => ({ id: ids.eight })),
  'Query.notices': door('city', READERS, () => ({ box: 'RECEIVED' })),
  'Mutation.draftNotice': door('province', OFFICER, (s) => ({ content: s.content() }), { row: 'R-01' }),
  'Mutation.saveNoticeDraft': door('province', OFFICER, async (s) => ({ ...(await s.drafted()), content: s.content() }), { row: 'R-01' }),
  'Query.resolvePhrase': door('city', READERS, () => ({ phrase: '5月28日前' })),
  'Query.proposedTitle': door('city', OFFICER, () => ({ kind: 'ISSUANCE', subject: '推进方案' })),
  'Query.nextDocNumber': door('city', OFFICER, () => ({ prefix: '石工办字', year: 2021 })),
  'Mutation.answerLintFinding': door('province', OFFICER, async (s) => ({
    ...(await s.questionable()),
    version: undefined,
    answer: '当天安排值班接收',
  })),
  'Mutation.confirmLintProposal': door('province', OFFICER, (s) => s.questionable()),
  'Mutation.submitNoticeForReview': door('province', OFFICER, (s) => s.drafted(), { row: 'R-01' }),
  'Mutation.reviewNotice': door('province', ['SIGNATORY', 'ISSUING_OFFICER'], (s) => s.submittedDraft()),
  'Mutation.signNotice': door('province', ['SIGNATORY'], (s) => s.reviewedDraft()),
  'Mutation.returnNoticeDraft': door('province', ['SIGNATORY', 'ISSUING_OFFICER'], async (s) => ({
    ...(await s.submittedDraft()),
    reason: '请核对附件',
  })),
  'Mutation.setSigningPolicy': door('city', ADMINISTRATOR, async (s) => ({
    organizationId: (await s.county()).organizationId,
    required: true,
    reason: '办公室已配齐人员',
  })),
  'Mutation.issueNotice': door('province', OFFICER, (s) => s.drafted(), { row: 'R-01' }),
  'Mutation.draftForwarding': door('city', OFFICER, async (s) => ({ noticeId: (await s.issued()).id }), { row: 'R-02' }),
  'Mutation.copyNotice': door('province', OFFICER, async (s) => ({ noticeId: (await s.issued()).id })),
  'Mutation.forwardNotice': door('city', OFFICER, (s) => s.forwarding(), { row: 'R-02' }),
  'Mutation.amendNotice': door('province', OFFICER, async (s) => ({ noticeId: (await s.issued()).id, reason: '原文有误' })),
  'Mutation.issueCorrection': door('province', OFFICER, (s) => s.correction()),
  'Mutation.recallNotice': door('province', OFFICER, async (s) => {
    const { id: noticeId, version } = await s.issued();
    return { noticeId, version, reason: '发文有误' };
  }),
  'Mutation.confirmCorrection': door('city', OFFICER, (s) => s.correctedAbove()),
  'Mutation.acknowledgeDelivery': door('city', ['ISSUING_OFFICER', 'REPORTER'], async (s) => ({ noticeId: (await s.issued()).id })),

  'Query.applicationTemplates': door('city', OFFICER),
  'Query.scoreSheetTemplates': door('city', READERS, async (s) => {
    await s.publishedSheet();
    return {};
  }),
  'Query.scoreSheetTemplate': door('city', READERS, async (s) => ({ id: await s.publishedSheet() })),
  'Mutation.draftScoreSheet': door('city', OFFICER, (s) => ({ title: s.unique('打分表'), sheet: SMALL_SHEET })),
  'Mutation.saveScoreSheet': door('city', OFFICER, async (s) => ({
    ...(await s.sheetDraft()),
    title: '打分表',
    sheet: SMALL_SHEET,
    examples: [EXAMPLE],
  })),
  'Mutation.publishScoreSheet': door('city', OFFICER, (s) => s.sheetDraft()),
  'Query.addressGroups': door('city', OFFICER, async (s) => {
    await s.addressGroup();
    return {};
  }),
  'Mutation.saveAddressGroup': door('city', OFFICER, async (s) => ({
    ...(await s.addressGroup()),
    name: s.unique('试点单位'),
    organizationIds: [s.organization('county')],
  })),
  'Mutation.removeAddressGroup': door('city', OFFICER, (s) => s.addressGroup()),
  // Signatures by a link
  'Query.signingInvitations': door('city', ['ISSUING_OFFICER', 'SIGNATORY'], async (s) => ({ subjectId: (await s.invited()).subjectId })),
  'Query.signingInvitation': door('city', CALLERS, async (s) => ({ token: (await s.invited()).token })),
  'Mutation.inviteToSign': door('city', ['ISSUING_OFFICER', 'SIGNATORY'], async (s) => ({
    subjectId: await s.draftOfOthers(),
    signer: CHAIR,
  })),
  'Mutation.revokeSigningInvitation': door('city', ['ISSUING_OFFICER', 'SIGNATORY'], async (s) => ({
    invitationId: (await s.invited()).id,
  })),
  'Mutation.signOpinion': door('city', ['ANONYMOUS', ...SIGNED_IN], async (s) => ({ token: (await s.invited()).token })),
  'Mutation.declineToSign': door('city', ['ANONYMOUS', ...SIGNED_IN], async (s) => ({
    token: (await s.invited()).token,
    reason: '请补充',
  })),

  'Query.question': door('city', READERS, async (s) => ({ id: (await s.answered()).questionId })),
  'Query.questions': door(
    'city',
    STAFF.filter((role) => role !== 'ANALYST'),
    async (s) => {
      await s.questioned();
      return { box: 'TO_ANSWER' };
    },
  ),
  'Mutation.askQuestion': door('city', ['ISSUING_OFFICER', 'REPORTER'], async (s) => ({
    noticeId: (await s.issued()).id,
    text: '能否延期？',
  })),
  'Mutation.answerQuestion': door('city', OFFICER, async (s) => ({ ...(await s.questioned()), text: '可以。' })),
  'Mutation.passQuestionUp': door('city', OFFICER, (s) => s.questioned()),

  // What is owed
  'Query.workItems': door('county', STAFF),
  'Query.obligation': door('county', READERS, ({ ids }) => ({ id: ids.task })),
  'Query.obligations': door('county', READERS, (s) => ({ deliverableId: s.deliverable('read') })),
  'Query.reportingProgress': door('county', READERS, (s) => ({ deliverableId: s.deliverable('read') }), { row: 'R-02' }),
  'Query.figures': door('county', READERS, (s) => ({ deliverableId: s.deliverable('read') })),
  'Mutation.adjustFigure': door('county', ['REVIEWER', 'ISSUING_OFFICER'], (s) => ({
    deliverableId: s.deliverable('read'),
    field: 'members',
    value: '7',
    note: '按台账核减',
  })),
  'Mutation.withdrawFigureAdjustment': door('county', ['REVIEWER', 'ISSUING_OFFICER'], async (s) => {
    await (
      await s.as('REVIEWER', 'county')
    ).ask('mutation($input: AdjustFigureInput!) { adjustFigure(input: $input) { errors { code } } }', {
      input: { deliverableId: s.deliverable('read'), field: 'members', value: '8', note: '按台账核减' },
    });
    return { deliverableId: s.deliverable('read'), field: 'members', note: '核减有误' };
  }),
  'Mutation.waiveObligation': door('province', OFFICER, async (s) => ({ ...(await s.obligation('waive')), reason: '停产检修' }), {
    row: 'C-05',
  }),
  'Mutation.reopenObligation': door(
    'province',
    OFFICER,
    async (s) => ({ ...(await s.obligation('reopen')), reason: '停电', due: '2021-06-02' }),
    {
      row: 'C-05',
    },
  ),
  'Mutation.remindObligations': door('county', ['ISSUING_OFFICER', 'REVIEWER'], (s) => ({ deliverableId: s.deliverable('chase') })),
  'Mutation.recordPhoneCall': door('county', ['ISSUING_OFFICER', 'REVIEWER'], async (s) => ({
    obligationId: (await s.obligation('chase')).obligationId,
    outcome: 'PROMISED',
  })),
  'Query.extensionRequests': door('county', STAFF, async (s) => {
    await s.extensionAsked('asked');
    return {};
  }),
  'Mutation.requestExtension': door('a', ['REPORTER', 'ISSUING_OFFICER'], async (s) => ({
    ...(await s.obligation('ask')),
    due: '2021-05-31',
    reason: '停电',
  })),
  'Mutation.grantExtension': door('province', OFFICER, (s) => s.extensionAsked('grant', 'county', 'city')),
  'Mutation.declineExtension': door('county', OFFICER, async (s) => ({ ...(await s.extensionAsked('decline')), reason: '时间充裕' })),
  'Mutation.passExtensionUp': door('county', OFFICER, (s) => s.extensionAsked('pass')),
  'Mutation.extendObligation': door('province', OFFICER, async (s) => ({
    ...(await s.obligation('extend')),
    due: '2021-05-31',
    reason: '停电',
  })),

  // Submissions on their way up
  'Query.submissionEditor': door('a', ['ADMINISTRATOR', 'ISSUING_OFFICER', 'SIGNATORY', 'REVIEWER', 'REPORTER'], ({ ids }) => ({
    obligationId: ids.task,
  })),
  'Query.submission': door('county', READERS, ({ ids }) => ({ id: ids.submission })),
  'Query.submissions': door('county', READERS),
  'Query.reviewQueue': door('county', REVIEWER),
  'Query.consolidation': door('county', ['REVIEWER', 'ISSUING_OFFICER'], (s) => ({ deliverableId: s.deliverable('read') })),
  'Mutation.startSubmission': door('a', REPORTER, async (s) => ({ obligationId: (await s.obligation('start')).obligationId }), {
    row: 'R-03',
  }),
  'Mutation.saveSubmissionDraft': door('a', REPORTER, async (s) => ({ ...(await s.started('save')), answers: [] }), { row: 'R-03' }),
  'Query.print': door('a', ['ADMINISTRATOR', 'ISSUING_OFFICER', 'SIGNATORY', 'REVIEWER', 'REPORTER'], async (s) => ({
    code: await s.printed('ticket'),
  })),
  'Mutation.printSubmission': door('a', REPORTER, (s) => s.printable('save'), { row: 'R-03' }),
  'Mutation.returnScan': door('a', REPORTER, (s) => s.scanned('redeem'), { row: 'R-03' }),
  'Mutation.createUploadTicket': door(
    'a',
    REPORTER,
    async (s) => ({ obligationId: (await s.started('ticket')).obligationId, deliverableId: s.deliverable('ticket'), field: 'proof' }),
    { row: 'R-03' },
  ),
  'Mutation.redeemUploadTicket': door('a', ['ANONYMOUS', ...SIGNED_IN], async (s) => ({ code: await s.ticket('redeem') })),
  'Mutation.removeUpload': door('a', REPORTER, async (s) => ({ fileId: await s.uploaded('remove') }), { row: 'R-03' }),
  'Mutation.submitSubmission': door('a', REPORTER, (s) => s.filled('submit'), { row: 'R-03' }),
  'Mutation.disarmSubmission': door('a', REPORTER, async (s) => ({ obligationId: await s.armed('disarm') }), { row: 'R-03' }),
  'Mutation.withdrawSubmission': door('a', REPORTER, (s) => s.submitted('withdraw'), { row: 'R-03' }),
  'Mutation.submitOnBehalf': door('county', ['REPORTER', 'REVIEWER'], (s) => s.onPaper('enter'), { row: 'C-35' }),
  'Mutation.confirmEntry': door('a', REPORTER, (s) => s.entered('confirm')),
  'Mutation.acceptSubmission': door('county', REVIEWER, (s) => s.submitted('accept')),
  'Mutation.acceptSubmissions': door('county', REVIEWER, async (s) => ({
    submissions: [await s.submitted('many')],
    queue: { deliverableId: s.deliverable('many') },
  })),
  'Mutation.deferReview': door('county', REVIEWER, (s) => s.submitted('defer')),
  'Mutation.recuseFromReview': door('county', REVIEWER, async (s) => ({ ...(await s.submitted('recuse')), reason: '亲属任职' })),
  'Mutation.giveOpinion': door('a', ['REPORTER', 'REVIEWER'], async (s) => ({
    ...(await s.filled('sign')),
    step: 'administration',
    opinion: 'AGREE',
    text: '同意',
    datedOn: '2021-05-06',
    seal: { reference: '电子印章0001' },
  })),
  'Mutation.recordLevelAcceptance': door('county', REVIEWER, async (s) => {
    await s.submitted('inspect');
    return { obligationId: (await s.obligation('inspect')).obligationId, passed: true, inspectedOn: '2021-05-06', text: '合格' };
  }),
  'Mutation.returnSubmission': door('county', REVIEWER, async (s) => ({ ...(await s.submitted('return')), reason: '请补充材料' })),
  'Mutation.explainMissingUnit': door('county', ['REVIEWER', 'ISSUING_OFFICER'], (s) => ({
    deliverableId: s.deliverable('explain'),
    organizationIds: [s.organization('a')],
    reason: '停产检修',
  })),
  'Mutation.forwardSubmissions': door('county', ['REVIEWER', 'ISSUING_OFFICER'], async (s) => {
    await s.accepted('send');
    return { deliverableId: s.deliverable('send') };
  }),

  'Query.search': door('city', READERS, () => ({ text: '东山县' })),

  // Panels
  'Query.judgingRound': door('province', ['ISSUING_OFFICER', 'REVIEWER'], async (s) => ({
    id: (await panels.roundAt(s, 'opened')).judgingRoundId,
  })),
  'Query.judgingRounds': door('province', ['ISSUING_OFFICER', 'REVIEWER'], async (s) => {
    await panels.roundAt(s, 'drafted');
    return {};
  }),
  'Mutation.draftJudgingRound': door('province', OFFICER, (s) => panels.roundInput(s)),
  'Mutation.addJudge': door('province', OFFICER, async (s) => {
    const { login } = await s.person('REPORTER', 'otherCity');
    return { judgingRoundId: (await panels.roundAt(s, 'drafted')).judgingRoundId, login };
  }),
  'Mutation.proposeAssignments': door('province', OFFICER, async (s) => ({
    judgingRoundId: (await panels.roundAt(s, 'seated')).judgingRoundId,
  })),
  'Mutation.confirmAssignments': door('province', OFFICER, (s) => panels.roundAt(s, 'proposed')),
  'Mutation.openJudgingRound': door('province', OFFICER, (s) => panels.roundAt(s, 'confirmed')),
  'Mutation.replaceJudge': door('province', OFFICER, async (s) => {
    const { login } = await s.person('REPORTER', 'otherCounty');
    return { judgeId: await panels.judgeOf(s), login, reason: '出差' };
  }),
  'Mutation.closeJudgingRound': door('province', OFFICER, async (s) => ({ ...(await panels.roundAt(s, 'opened')), reason: '活动取消' })),
  'Query.judgeAssignments': door('otherCounty', STAFF, (s) => panels.assignmentAt(s).then(() => ({})), { findNothing: NOT_CALLED }),
  'Query.nextAssignment': door('otherCounty', STAFF, (s) => panels.assignmentAt(s).then(() => ({})), { findNothing: NOT_CALLED }),
  'Query.judgeAssignment': door('otherCounty', STAFF, async (s) => ({ id: await panels.assignmentAt(s) }), {
    findNothing: NOT_CALLED,
    row: 'R-07',
  }),
  'Mutation.saveScoreLines': door('otherCounty', STAFF, async (s) => ({
    assignmentId: await panels.assignmentAt(s),
    version: 0,
    score: '80',
  })),
  'Mutation.submitScores': door('otherCounty', STAFF, (s) => panels.scored(s)),
  'Mutation.deferAssignment': door('otherCounty', STAFF, async (s) => ({ assignmentId: await panels.assignmentAt(s) })),
  'Mutation.declareConflict': door('otherCounty', STAFF, async (s) => ({
    assignmentId: await panels.assignmentAt(s),
    reason: '亲属任职',
  })),

  // Ledgers and evaluations
  // Ledgers, bulletins and evaluations
  'Query.ledger': door('county', READERS, async (s) => ({ obligationId: (await s.obligation('closing')).obligationId }), { row: 'R-02' }),
  'Mutation.closeLedger': door(
    'county',
    ['ISSUING_OFFICER', 'REPORTER'],
    async (s) => ({ ...(await s.obligation('closing')), version: 0 }),
    {
      row: 'R-02',
    },
  ),
  'Mutation.reopenLedger': door('county', ['ISSUING_OFFICER', 'REPORTER'], (s) => s.closedLedger('reopening'), { row: 'R-02' }),
  'Mutation.sendLedger': door('county', ['ISSUING_OFFICER', 'REPORTER'], (s) => s.closedLedger('sending'), { row: 'R-02' }),
  'Query.bulletin': door('county', READERS, async (s) => ({ id: (await s.bulletin('issued')).bulletinId })),
  'Query.bulletins': door('county', READERS, async (s) => {
    await s.bulletin('issued');
    return {};
  }),
  'Mutation.draftBulletin': door('county', OFFICER, (s) => ({ deliverableId: s.deliverable('read') })),
  'Mutation.saveBulletinDraft': door('county', OFFICER, async (s) => ({ ...(await s.bulletin('drafted')), title: '关于报送情况的通报' })),
  'Mutation.refreshBulletin': door('county', OFFICER, (s) => s.bulletin('drafted')),
  'Mutation.issueBulletin': door('county', OFFICER, (s) => s.bulletin('drafted')),
  'Mutation.supplementBulletin': door('county', OFFICER, async (s) => ({
    bulletinId: (await s.bulletin('issued')).bulletinId,
    reason: '漏计一家单位',
  })),
  'Query.evaluation': door('province', READERS, ({ ids }) => ({ id: ids.evaluation })),
  'Query.evaluations': door('province', READERS),
  'Query.evaluationResults': door('city', READERS),
  'Query.evaluationContributions': door('province', READERS, () => ({ year: 2021 })),
  'Mutation.draftEvaluation': door('province', OFFICER, (s) => s.evaluationInput()),
  'Mutation.computeEvaluation': door('province', OFFICER, (s) => s.evaluated([])),
  'Mutation.publishEvaluation': door('province', OFFICER, (s) => s.evaluated(['computeEvaluation'])),

  // Honours
  'Query.awardList': door('city', READERS, async (s) => ({ id: (await s.awardList(['proposeAwardList'])).awardListId })),
  'Query.awardLists': door('city', READERS, async (s) => {
    await s.awardList(['proposeAwardList']);
    return {};
  }),
  'Mutation.draftAwardList': door('city', OFFICER, async (s) => ({
    deliverableId: (await s.applications()).deliverableId,
    ...AWARD_TERMS,
  })),
  'Mutation.saveAwardList': door('city', OFFICER, async (s) => ({ ...(await s.awardList([])), ...AWARD_TERMS, name: '先进职工之家' })),
  'Mutation.proposeAwardList': door('city', OFFICER, (s) => s.awardList([])),
  'Mutation.withdrawAwardList': door('city', OFFICER, (s) => s.awardList(['proposeAwardList'])),
  'Mutation.recordObjection': door('city', OFFICER, async (s) => ({
    awardListId: (await s.publicList()).awardListId,
    source: '来信',
    text: '不实',
    receivedOn: '2021-05-05',
  })),
  'Mutation.answerObjection': door('city', OFFICER, async (s) => ({
    awardListId: (await s.publicList(true)).awardListId,
    number: 1,
    answer: '经查不属实',
  })),
  'Mutation.recordDecision': door(
    'city',
    ['SIGNATORY'],
    async (s) => ({ ...(await s.awardList(['proposeAwardList'])), ...(await s.resolution()) }),
    { row: 'R-13' },
  ),
  'Mutation.nameAwards': door('city', OFFICER, (s) => s.awardList(['proposeAwardList', 'recordDecision'])),
  'Query.titles': door('city', READERS, async (s) => {
    await s.title();
    return {};
  }),
  'Mutation.givePlaque': door('city', OFFICER, async (s) => ({ ...(await s.title()), givenOn: '2021-05-06' })),
  'Mutation.revokeTitle': door('city', ['SIGNATORY'], async (s) => ({ ...(await s.title()), ...(await s.resolution()) })),
  'Mutation.paySubsidy': door('city', OFFICER, async (s) => ({ ...(await s.title(await s.awardList([]))), ...PAYMENT })),
  'Mutation.recordSubsidyUse': door('city', ['ISSUING_OFFICER', 'REPORTER'], async (s) => ({
    titleId: (await s.title({ spent: 0 })).titleId,
    ...SPENDING,
  })),
  'Mutation.pairForMentoring': door('city', ['ISSUING_OFFICER', 'REPORTER'], async (s) => ({
    titleId: (await s.title()).titleId,
    menteeId: s.organization('a'),
    menteeKind: 'NON_PUBLIC',
    startedOn: '2021-05-06',
  })),
  'Mutation.endMentoring': door('city', ['ISSUING_OFFICER', 'REPORTER'], async (s) => ({
    titleId: (await s.title({ mentees: [s.w.a] })).titleId,
    menteeId: s.organization('a'),
    endedOn: '2021-05-06',
  })),
  'Mutation.draftSelfCheck': door('city', OFFICER, async (s) => {
    await s.title();
    return { year: 2021, due: '2021-06-30' };
  }),
};
