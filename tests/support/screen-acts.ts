import { sql } from 'kysely';
import { AWARD_TERMS, PAYMENT, plantApplications, plantTitle, resolutionOf, SPENDING } from './awards.ts';
import type { Client } from './client.ts';
import type { Crowd } from './crowd.ts';
import { done, saveSubmissionDraft, startSubmission } from './submissions.ts';
import { begin } from './uploads.ts';
import { answerAll, NoticeOfTest } from './notices.ts';
import * as judging from './judging.ts';
import { ASSIGNMENT, RESULT, ROUND } from './judging.ts';
import * as owed from './obligations.ts';
import { CONTENTS, putAside } from './files.ts';
import { draftScoreSheet, EXAMPLE, SMALL_SHEET, TEMPLATE } from './sheets.ts';
import {
  type Ask,
  AWARD_LIST,
  awardList,
  BULLETIN,
  bulletin,
  COMPOSER,
  EDITOR,
  EVALUATION,
  LEDGER,
  LINE,
  NOTICE,
  SUBMISSION,
  TITLE,
  UPLOADS,
} from './screens.ts';

const ENTRY = 'entry { mark enteredBy { name } enteredFor { name } post channelLabel receivedAt scan { name sha256 } confirmedAt }';

const act = (name: string, answer: string) =>
  `mutation($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { errors { code message path } ${answer} } }`;

const IMPORT = 'id stateLabel rowCount checkJob { id state } applyJob { id state } viewerCan { apply { allowed code } }';

let tables = 0;
/** A table that the county has put in, each time of other bytes. */
async function table({ w, staff }: Crowd): Promise<string> {
  const content = `编号,上级组织编号,上级组织,类别,名称,简称,机关代字\r\n,,,基层工会,第${++tables}厂工会,,`;
  return (await putAside(w, staff.county, 'IMPORT', '名单.csv', content)).file!.id;
}

/** What a person does, with the screen that it answers with. Each changes what the next one begins from. */
export const ACTS: Readonly<Record<string, (crowd: Crowd) => Ask | Promise<Ask>>> = {
  acknowledgeDelivery: ({ county, received }) => ({
    by: county,
    document: act('acknowledgeDelivery', 'delivery { acknowledgedAt organization { name } }'),
    variables: { input: { noticeId: received } },
  }),
  answerLintFinding: async (crowd) => {
    const { noticeId, finding } = await questionOf(crowd);
    const input = { noticeId, finding, answer: '当天安排值班接收' };
    return { by: crowd.county, document: act('answerLintFinding', `notice { ${COMPOSER} }`), variables: { input } };
  },
  confirmLintProposal: async (crowd) => ({
    by: crowd.county,
    document: act('confirmLintProposal', `notice { ${COMPOSER} }`),
    variables: { input: await questionOf(crowd) },
  }),
  submitNoticeForReview: (crowd) => onDraft(crowd, 'submitNoticeForReview', crowd.county),
  reviewNotice: (crowd) => onDraft(crowd, 'reviewNotice', crowd.colleague),
  signNotice: (crowd) => onDraft(crowd, 'signNotice', crowd.colleague),
  returnNoticeDraft: (crowd) => onDraft(crowd, 'returnNoticeDraft', crowd.colleague, { reason: '请核对' }),
  issueNotice: (crowd) => onDraft(crowd, 'issueNotice', crowd.county, { numberPrefix: '大工字' }),
  forwardNotice: async ({ county, received }) => {
    const { draftForwarding } = await county.ask(
      'mutation($input: DraftForwardingInput!) { draftForwarding(input: $input) { notice { id version } } }',
      {
        input: { noticeId: received },
      },
    );
    const { id: noticeId, version } = draftForwarding.notice;
    return { by: county, document: act('forwardNotice', `notice { ${NOTICE} }`), variables: { input: { noticeId, version } } };
  },
  startSubmission: async ({ units, obligation }) => ({
    by: units[0]!,
    document: act('startSubmission', `editor { ${EDITOR} }`),
    variables: { input: { obligationId: await obligation(0, 'fresh') } },
  }),
  saveSubmissionDraft: async (crowd) => ({
    by: crowd.units[0]!,
    document: act('saveSubmissionDraft', `editor { ${EDITOR} }`),
    variables: {
      input: {
        ...(await page(crowd, 'fresh')),
        answers: Array.from({ length: crowd.size }, (_, index) => ({ deliverableId: crowd.asked.fresh, field: `f${index}`, value: '1' })),
      },
    },
  }),
  printSubmission: async (crowd) => ({
    by: crowd.units[0]!,
    document: act('printSubmission', 'print { id code contentHash printedAt urls { docx pdf } standing { stale changed } }'),
    variables: { input: { ...(await page(crowd, 'fresh')), deliverableId: crowd.asked.fresh } },
  }),
  submitSubmission: async (crowd) => ({
    by: crowd.units[0]!,
    document: act('submitSubmission', `submission { ${SUBMISSION} } editor { ${EDITOR} }`),
    variables: { input: await page(crowd, 'fresh') },
  }),
  'submitSubmission again': async (crowd) => ({
    by: crowd.units[0]!,
    document: act('submitSubmission', `submission { ${SUBMISSION} } editor { ${EDITOR} }`),
    variables: { input: await page(crowd, 'entries') },
  }),
  'submitSubmission when uploads complete': async (crowd) => ({
    by: crowd.units[1]!,
    document: act('submitSubmission', `submission { id } editor { ${EDITOR} ${UPLOADS} }`),
    variables: { input: { ...(await waiting(crowd)), whenUploadsComplete: true } },
  }),
  disarmSubmission: async ({ units, obligation }) => ({
    by: units[1]!,
    document: act('disarmSubmission', `editor { ${EDITOR} ${UPLOADS} }`),
    variables: { input: { obligationId: await obligation(1, 'fresh') } },
  }),
  createUploadTicket: async (crowd) => ({
    by: crowd.units[1]!,
    document: act('createUploadTicket', 'code expiresAt'),
    variables: { input: await ticketFor(crowd) },
  }),
  redeemUploadTicket: async (crowd) => {
    const input = await ticketFor(crowd);
    const { createUploadTicket } = await crowd.units[1]!.ask(act('createUploadTicket', 'code'), { input });
    return {
      by: crowd.w.nobody,
      document: act('redeemUploadTicket', 'key label extensions'),
      variables: { input: { code: createUploadTicket.code } },
    };
  },
  withdrawSubmission: async ({ units, submission }) => ({
    by: units[0]!,
    document: act('withdrawSubmission', `submission { ${SUBMISSION} } editor { ${EDITOR} }`),
    variables: { input: await submission(0, 'fresh') },
  }),
  acceptSubmission: async ({ county, submission }) => ({
    by: county,
    document: act('acceptSubmission', REVIEWED),
    variables: { input: await submission(0, 'entries') },
  }),
  returnSubmission: async ({ county, asked, submission }) => ({
    by: county,
    document: act('returnSubmission', REVIEWED),
    variables: {
      input: {
        ...(await submission(1, 'entries')),
        reason: '请核对',
        items: [{ deliverableId: asked.entries, field: 'f0', comment: '请核对' }],
      },
    },
  }),
  forwardSubmissions: ({ county, asked }) => ({
    by: county,
    document: act(
      'forwardSubmissions',
      `consolidation { number submissionCount toOrganization { name } } sendUp { ready(first: 50) { totalCount nodes { ${LINE} } } batches { number } }`,
    ),
    variables: { input: { deliverableId: asked.ready } },
  }),
  'forwardSubmissions without the absent': async ({ county, asked, w, people }) => ({
    by: county,
    document: act('forwardSubmissions', 'consolidation { number absent { organization { name } reason } }'),
    variables: {
      input: {
        deliverableId: asked.entries,
        absent: people.slice(1).map(({ organization }) => ({ organizationId: w.id('Organization', organization.id), reason: '停产检修' })),
      },
    },
  }),
  explainMissingUnit: ({ county, asked, w, people }) => ({
    by: county,
    document: act(
      'explainMissingUnit',
      'sendUp { missing(first: 50) { totalCount nodes { organization { name } reason explainedBy { name } } } }',
    ),
    variables: {
      input: {
        deliverableId: asked.absent,
        organizationIds: people.map(({ organization }) => w.id('Organization', organization.id)),
        reason: '停产检修',
      },
    },
  }),
  deferReview: async ({ county, submission }) => ({
    by: county,
    document: act('deferReview', `submission { ${SUBMISSION} } queue { counts { pending deferred } }`),
    variables: { input: await submission(2, 'entries') },
  }),
  acceptSubmissions: async ({ county, asked, size, submission }) => {
    const units = Array.from({ length: size - 2 }, (_, index) => index + 2);
    const submissions = await Promise.all(units.map((unit) => submission(unit, 'entries')));
    const queue = { deliverableId: asked.entries };
    const answer = 'acceptedCount failures { submissionId code } queue { counts { pending } current { id } }';
    return { by: county, document: act('acceptSubmissions', answer), variables: { input: { submissions, queue } } };
  },
  waiveObligation: async ({ province, obligation }) => ({
    by: province,
    document: act('waiveObligation', 'obligation { state events { label decidedBy { name } } }'),
    variables: {
      input: {
        obligationId: await obligation(0, 'absent'),
        version: await versionOf(province, await obligation(0, 'absent')),
        reason: '停产检修',
      },
    },
  }),
  requestExtension: async ({ units, size, obligation }) => {
    const input = async (unit: number) => {
      const obligationId = await obligation(unit, 'absent');
      return { obligationId, version: await versionOf(units[unit]!, obligationId), due: '2021-06-02', reason: '停产检修' };
    };
    for (let unit = 2; unit < size; unit++) await owed.requestExtension(units[unit]!, await input(unit));
    return { by: units[1]!, document: act('requestExtension', EXTENDED), variables: { input: await input(1) } };
  },
  'W1 requests for more time': ({ county }) => ({
    by: county,
    document: `{ extensionRequests(first: 50) { totalCount counts { byLamp { label count } } nodes { ${EXTENDED_OBLIGATION} } } }`,
  }),
  passExtensionUp: async ({ county, obligation }) => ({
    by: county,
    document: act('passExtensionUp', EXTENDED),
    variables: { input: { obligationId: await obligation(1, 'absent'), version: await versionOf(county, await obligation(1, 'absent')) } },
  }),
  declineExtension: async ({ city, obligation }) => ({
    by: city,
    document: act('declineExtension', EXTENDED),
    variables: {
      input: {
        obligationId: await obligation(1, 'absent'),
        version: await versionOf(city, await obligation(1, 'absent')),
        reason: '时间充裕',
      },
    },
  }),
  grantExtension: async ({ county, city, province, obligation }) => {
    const obligationId = await obligation(2, 'absent');
    for (const by of [county, city]) await owed.passExtensionUp(by, { obligationId, version: await versionOf(by, obligationId) });
    return {
      by: province,
      document: act('grantExtension', EXTENDED),
      variables: { input: { obligationId, version: await versionOf(province, obligationId) } },
    };
  },
  remindObligations: ({ county, asked }) => ({
    by: county,
    document: act(
      'remindObligations',
      'toRemind skippedRecently skippedSettled job { id kindLabel stateLabel total viewerCan { cancel { allowed } } }',
    ),
    variables: { input: { deliverableId: asked.absent } },
  }),
  recordPhoneCall: async ({ county, obligation }) => ({
    by: county,
    document: act(
      'recordPhoneCall',
      'obligation { id lastRemindedAt phoneCalls { calledAt outcomeLabel note caller } viewerCan { remind { allowed code } } }',
    ),
    variables: { input: { obligationId: await obligation(0, 'absent'), outcome: 'PROMISED', note: '周五前报' } },
  }),
  extendObligation: async ({ province, obligation }) => ({
    by: province,
    document: act('extendObligation', EXTENDED),
    variables: {
      input: {
        obligationId: await obligation(1, 'absent'),
        version: await versionOf(province, await obligation(1, 'absent')),
        due: '2021-06-04',
        reason: '停产检修',
      },
    },
  }),
  submitOnBehalf: async (crowd) => {
    const obligationId = await crowd.obligation(1, 'absent');
    const { file } = await putAside(crowd.w, crowd.staff.county, 'SCAN', '纸质报表.pdf', CONTENTS.pdf);
    const answers = Array.from({ length: crowd.size }, (_, index) => ({
      deliverableId: crowd.asked.absent,
      field: `f${index}`,
      value: '1',
    }));
    const input = {
      obligationId,
      version: await versionOf(crowd.county, obligationId),
      scanFileId: file!.id,
      receivedAt: crowd.w.clock.now().toISOString(),
      answers,
    };
    return { by: crowd.county, document: act('submitOnBehalf', `submission { ${SUBMISSION} ${ENTRY} }`), variables: { input } };
  },
  confirmEntry: async ({ units, submission }) => ({
    by: units[1]!,
    document: act('confirmEntry', `submission { ${SUBMISSION} ${ENTRY} }`),
    variables: { input: await submission(1, 'absent') },
  }),
  askQuestion: async ({ units, county }) => ({
    by: units[0]!,
    document: act('askQuestion', QUESTION),
    variables: { input: { noticeId: await answeredNotice(county), text: '能否再延期？' } },
  }),
  answerQuestion: async ({ county }) => ({
    by: county,
    document: act('answerQuestion', QUESTION),
    variables: { input: { ...(await lastQuestion(county)), text: '可以。' } },
  }),
  saveAddressGroup: ({ county, w, people }) => ({
    by: county,
    document: act('saveAddressGroup', 'addressGroup { memberCount reachedCount members { organization { name } reached { name } } }'),
    variables: { input: { name: '全部单位', organizationIds: people.map(({ organization }) => w.id('Organization', organization.id)) } },
  }),
  draftScoreSheet: ({ county, size }) => ({
    by: county,
    document: act('draftScoreSheet', `template { ${TEMPLATE} }`),
    variables: { input: sheetOf(size) },
  }),
  saveScoreSheet: async ({ county, size }) => ({
    by: county,
    document: act('saveScoreSheet', `template { ${TEMPLATE} }`),
    variables: { input: { ...(await sheetDraft(county, size)), ...sheetOf(size) } },
  }),
  publishScoreSheet: async ({ county, size }) => ({
    by: county,
    document: act('publishScoreSheet', `template { ${TEMPLATE} }`),
    variables: { input: await sheetDraft(county, size) },
  }),
  closeLedger: ({ county, ledger }) => ({
    by: county,
    document: act('closeLedger', `ledger { ${LEDGER} }`),
    variables: { input: { obligationId: ledger, version: 0 } },
  }),
  sendLedger: ({ county, ledger }) => ({
    by: county,
    document: act('sendLedger', `ledger { ${LEDGER} }`),
    variables: { input: { obligationId: ledger, version: 1 } },
  }),
  draftEvaluation: ({ county, asked }) => ({
    by: county,
    document: act('draftEvaluation', `evaluation { ${EVALUATION} }`),
    variables: {
      input: {
        year: 2021,
        title: '年度评价',
        rosterDay: '2021-05-06',
        subjectKinds: ['GRASSROOTS'],
        indicators: [{ indicator: 'REPORTING_RATE', points: '100', deliverableIds: [asked.entries, asked.ready] }],
      },
    },
  }),
  computeEvaluation: async (crowd) => {
    crowd.w.clock.set('2021-05-08T09:00:00+08:00');
    return {
      by: crowd.county,
      document: act('computeEvaluation', `evaluation { ${EVALUATION} }`),
      variables: { input: await evaluation(crowd) },
    };
  },
  publishEvaluation: async (crowd) => ({
    by: crowd.county,
    document: act('publishEvaluation', `evaluation { ${EVALUATION} }`),
    variables: { input: await evaluation(crowd) },
  }),
  'Y1 evaluation': async (crowd) => ({
    by: crowd.county,
    document: `query($id: ID!) { evaluation(id: $id) { ${EVALUATION} } }`,
    variables: { id: (await evaluation(crowd)).evaluationId },
  }),
  'Y1 contributions': (crowd) => ({
    by: crowd.county,
    document: `{ evaluationContributions(year: 2021, first: 50) { nodes { label numerator denominator organization { name } predecessor { name } source { title notice { title } }
      evidence(first: 2) { totalCount nodes { obligation { id what organization { name } } } } } } }`,
  }),
  'audit lines': (crowd) => ({
    by: crowd.county,
    document: 'query($id: ID!) { auditLines(subjectId: $id, first: 50) { nodes { operation personName organizationName subjectId } } }',
    variables: { id: crowd.draft.noticeId },
  }),
  persons: ({ city, w, body }) => ({
    by: city,
    document:
      'query($id: ID!) { persons(organizationId: $id, first: 50) { nodes { name login organization { name } appointments { post organization { name } person { name } } } } }',
    variables: { id: w.id('Organization', body.id) },
  }),
  handOverPost: async ({ province, w, people }) => {
    const [from, to] = [await w.allRounder(w.city), await w.person(w.county)];
    for (const { login: holderLogin } of people) {
      const input = { holderLogin, roles: ['REVIEWER'], until: '2021-05-20T00:00:00+08:00' };
      await w.as(from).ask('mutation($input: DelegateCapacityInput!) { delegateCapacity(input: $input) { errors { code } } }', { input });
    }
    const appointment = 'roles post validFrom validTo person { name } organization { name }';
    return {
      by: province,
      document: act(
        'handOverPost',
        `handover { predecessor { ${appointment} } successor { ${appointment} } lent { holderLogin organization { name } } tokens { name organization { name } }
          open { total lines { kind title due organization { name } } } }`,
      ),
      variables: {
        input: {
          appointmentId: w.id('Appointment', from.capacityId),
          version: 1,
          successor: { personId: w.id('Person', to.personId) },
          reason: '轮岗',
        },
      },
    };
  },
  openAccounts: async ({ city, w, size }) => {
    const units = Array.from({ length: size }, (_, index) => `西河县第${index}厂工会`);
    await w.plant(units.map((name) => ({ parentId: w.sibling.id, kind: 'GRASSROOTS' as const, name, shortName: name })));
    return {
      by: city,
      document: act(
        'openAccounts',
        'remaining printableList accounts { login oneTimeCode organization { name } person { name login appointments { post organization { name } } } }',
      ),
      variables: { input: { parentId: w.id('Organization', w.sibling.id), loginPrefix: `xihe.${w.federationId}`, roles: ['REPORTER'] } },
    };
  },
  markNotificationsDone: async ({ county }) => ({
    by: county,
    document: act(
      'markNotificationsDone',
      'unreadCount notifications { id readAt doneAt excerpt actor { name } subject { id } deliveries { stateLabel } }',
    ),
    variables: {
      input: {
        notificationIds: (await county.ask('{ notifications(first: 40) { nodes { id } } }')).notifications.nodes.map(
          ({ id }: { id: string }) => id,
        ),
      },
    },
  }),
  setNotificationPreferences: ({ county }) => ({
    by: county,
    document: act('setNotificationPreferences', 'preferences { channel email events { label muted } version }'),
    variables: { input: { channel: 'SMS', muted: ['DUE_SOON'], version: 0 } },
  }),
  checkImport: async (crowd) => ({
    by: crowd.county,
    document: act('checkImport', `import { ${IMPORT} }`),
    variables: { input: { kind: 'ORGANIZATIONS', fileId: await table(crowd) } },
  }),
  applyImport: async (crowd) => {
    const input = { kind: 'ORGANIZATIONS', fileId: await table(crowd) };
    const { checkImport } = await crowd.county.ask(act('checkImport', 'import { id }'), { input });
    await crowd.w.asSystem(({ db }) => sql`update import_batch set state = 'SOUND' where state = 'CHECKING'`.execute(db));
    return {
      by: crowd.county,
      document: act('applyImport', `import { ${IMPORT} }`),
      variables: { input: { importId: checkImport.import.id } },
    };
  },
  requestExport: ({ county, asked }) => ({
    by: county,
    document: act('requestExport', 'job { id stateLabel title }'),
    variables: { input: { list: 'OBLIGATIONS', arguments: { deliverableId: asked.absent } } },
  }),
  draftJudgingRound: ({ county, judged }) => ({
    by: county,
    document: act('draftJudgingRound', `judgingRound { ${ROUND} }`),
    variables: {
      input: {
        deliverableId: judged,
        name: '复评',
        opensAt: '2021-05-01T00:00:00+08:00',
        closesAt: '2021-05-31T00:00:00+08:00',
        freeScore: { min: '0', max: '100', decimals: 1 },
        aggregate: 'TRIMMED_MEAN',
        marksRequired: 1,
      },
    },
  }),
  addJudge: (crowd) => onRound(crowd, 'addJudge', { login: crowd.experts[0]!.login }),
  proposeAssignments: (crowd) => onRound(crowd, 'proposeAssignments'),
  confirmAssignments: async (crowd) => onRound(crowd, 'confirmAssignments', { version: await roundVersion(crowd) }),
  openJudgingRound: async (crowd) => onRound(crowd, 'openJudgingRound', { version: await roundVersion(crowd) }),
  saveScoreLines: (crowd) => onAssignment(crowd, 'saveScoreLines', { version: 0, score: '85' }),
  submitScores: (crowd) => onAssignment(crowd, 'submitScores', { version: 1 }),
  deferAssignment: (crowd) => onAssignment(crowd, 'deferAssignment', {}, 1),
  declareConflict: (crowd) => onAssignment(crowd, 'declareConflict', { reason: '亲属任职' }, 2),
  replaceJudge: async (crowd) => {
    const { judges } = await judging.judgingRound(crowd.county, await lastRound(crowd));
    const input = { judgeId: judges[0].id, login: crowd.experts[2]!.login, reason: '出差' };
    return { by: crowd.county, document: act('replaceJudge', `judgingRound { ${ROUND} }`), variables: { input } };
  },
  closeJudgingRound: async (crowd) => ({
    ...(await onRound(crowd, 'closeJudgingRound', { version: await roundVersion(crowd), reason: '评审结束' })),
    document: act('closeJudgingRound', `judgingRound { id state coverage { entries done } results(first: 50) { nodes { ${RESULT} } } }`),
  }),
  amendNotice: ({ province, first }) => ({
    by: province,
    document: act('amendNotice', CORRECTED),
    variables: { input: { noticeId: first, reason: '原文有误', reask: true } },
  }),
  'P1 correction': async ({ province, first, size }) => {
    const { amendNotice } = await province.ask(
      'mutation($input: AmendNoticeInput!) { amendNotice(input: $input) { notice { id version } } }',
      {
        input: { noticeId: first, reason: '原文有误', reask: true },
      },
    );
    const draft = { noticeId: amendNotice.notice.id, version: amendNotice.notice.version };
    await province.ask('mutation($input: SaveNoticeDraftInput!) { saveNoticeDraft(input: $input) { errors { message } } }', {
      input: { ...draft, content: correctionOf(size) },
    });
    return { by: province, document: `query($id: ID!) { notice(id: $id) { ${NOTICE} ${AMENDED} } }`, variables: { id: draft.noticeId } };
  },
  issueCorrection: async ({ province, first }) => {
    const { amendNotice } = await province.ask(
      'mutation($input: AmendNoticeInput!) { amendNotice(input: $input) { notice { id version } } }',
      {
        input: { noticeId: first, reason: '原文有误', reask: true },
      },
    );
    const { id: noticeId, version } = amendNotice.notice;
    return { by: province, document: act('issueCorrection', CORRECTED), variables: { input: { noticeId, version } } };
  },
  'G1 corrected task': async ({ units, obligation }) => ({
    by: units[0]!,
    document: `query($id: ID!) { obligation(id: $id) { what due { label } corrections { edition reason lines by { name } notice { title } } awaits { message organization { name } } } }`,
    variables: { id: await obligation(0, 'entries') },
  }),
  'editions of a notice': ({ county, first }) => ({
    by: county,
    document: `query($id: ID!) { notice(id: $id) { ${AMENDED} } }`,
    variables: { id: first },
  }),
  confirmCorrection: async ({ city, second }) => ({
    by: city,
    document: act('confirmCorrection', CORRECTED),
    variables: { input: { noticeId: second, version: await noticeVersion(city, second) } },
  }),
  recallNotice: async ({ city, second }) => ({
    by: city,
    document: act(
      'recallNotice',
      'notice { stateLabel recall { at reason with { title } } deliverables { title } viewerCan { recall { code } } }',
    ),
    variables: { input: { noticeId: second, version: await noticeVersion(city, second), reason: '发文有误' } },
  }),
  copyNotice: ({ province, first }) => ({
    by: province,
    document: act('copyNotice', `notice { ${NOTICE} previous { title } lint { code severity key message proposal { label } } }`),
    variables: { input: { noticeId: first } },
  }),
  draftAwardList: async ({ w, staff, county, people }) => {
    const units = people.map(({ organization }) => organization);
    const { deliverableId } = await plantApplications(w, staff.county, units);
    const input = { deliverableId, ...AWARD_TERMS };
    return { by: county, document: act('draftAwardList', `awardList { ${AWARD_LIST} }`), variables: { input } };
  },
  saveAwardList: async (crowd) => {
    const list = await awardList(crowd, []);
    const { lines } = (
      await crowd.county.ask('query($id: ID!) { awardList(id: $id) { lines(first: 50) { nodes { submission { id } } } } }', {
        id: list.awardListId,
      })
    ).awardList;
    const changed = lines.nodes.map(({ submission }: { submission: { id: string } }) => ({ submissionId: submission.id, priorities: [] }));
    const input = { ...list, ...AWARD_TERMS, name: '改名', lines: changed };
    return { by: crowd.county, document: act('saveAwardList', `awardList { ${AWARD_LIST} }`), variables: { input } };
  },
  proposeAwardList: async (crowd) => ({
    by: crowd.county,
    document: act('proposeAwardList', `awardList { ${AWARD_LIST} }`),
    variables: { input: await awardList(crowd, []) },
  }),
  recordDecision: async (crowd) => {
    const list = await awardList(crowd, ['proposeAwardList']);
    const signatory = await crowd.w.person(crowd.body, ['SIGNATORY']);
    const input = { ...list, ...(await resolutionOf(crowd.w, signatory)) };
    return { by: crowd.w.as(signatory), document: act('recordDecision', `awardList { ${AWARD_LIST} }`), variables: { input } };
  },
  nameAwards: async (crowd) => ({
    by: crowd.county,
    document: act('nameAwards', `awardList { ${AWARD_LIST} }`),
    variables: { input: await awardList(crowd, ['proposeAwardList', 'recordDecision']) },
  }),
  'issueNotice of a circular': async (crowd) => {
    const list = await awardList(crowd, ['proposeAwardList', 'recordDecision']);
    const named = await crowd.county.ask(act('nameAwards', 'awardList { notice { id } }'), { input: list });
    const { id } = named.nameAwards.awardList.notice;
    const { notice } = await crowd.county.ask(`query($id: ID!) { notice(id: $id) { ...NoticeOfTest } } ${String(NoticeOfTest)}`, { id });
    await answerAll(crowd.county, notice);
    const input = { noticeId: id, version: notice.version };
    return { by: crowd.county, document: act('issueNotice', `notice { ${NOTICE} }`), variables: { input } };
  },
  givePlaque: async ({ county, w, body, people }) => ({
    by: county,
    document: act('givePlaque', `title { ${TITLE} }`),
    variables: { input: { ...(await plantTitle(w, body, people[0]!.organization)), givenOn: '2021-05-06' } },
  }),
  paySubsidy: async (crowd) => {
    const { awardListId } = await awardList(crowd, []);
    const title = await plantTitle(crowd.w, crowd.body, crowd.people[0]!.organization, { awardListId });
    return { by: crowd.county, document: act('paySubsidy', `title { ${TITLE} }`), variables: { input: { ...title, ...PAYMENT } } };
  },
  recordSubsidyUse: async ({ county, w, body, people, size }) => {
    const { titleId } = await plantTitle(w, body, people[0]!.organization, { spent: size });
    return { by: county, document: act('recordSubsidyUse', `title { ${TITLE} }`), variables: { input: { titleId, ...SPENDING } } };
  },
  pairForMentoring: async ({ county, w, body, people }) => {
    const mentees = people.map(({ organization }) => organization);
    const { titleId } = await plantTitle(w, body, mentees[0]!, { mentees: mentees.slice(2) });
    const input = { titleId, menteeId: w.id('Organization', mentees[1]!.id), menteeKind: 'NON_PUBLIC', startedOn: '2021-05-06' };
    return { by: county, document: act('pairForMentoring', `title { ${TITLE} }`), variables: { input } };
  },
  draftSelfCheck: ({ county }) => ({
    by: county,
    document: act('draftSelfCheck', `notice { ${NOTICE} }`),
    variables: { input: { year: 2021, due: '2021-06-30' } },
  }),
  draftBulletin: ({ county, asked }) => ({
    by: county,
    document: act('draftBulletin', `bulletin { ${BULLETIN} }`),
    variables: { input: { deliverableId: asked.entries } },
  }),
  saveBulletinDraft: async (crowd) => ({
    by: crowd.county,
    document: act('saveBulletinDraft', `bulletin { ${BULLETIN} }`),
    variables: { input: { ...(await bulletin(crowd, ['issueBulletin'])), title: '通报', text: '请于本周内报送。' } },
  }),
  refreshBulletin: async (crowd) => ({
    by: crowd.county,
    document: act('refreshBulletin', `dropped { name } bulletin { ${BULLETIN} }`),
    variables: { input: await bulletin(crowd) },
  }),
  issueBulletin: async (crowd) => ({
    by: crowd.county,
    document: act('issueBulletin', `bulletin { ${BULLETIN} }`),
    variables: { input: await bulletin(crowd) },
  }),
  supplementBulletin: async (crowd) => {
    const { bulletinId } = await bulletin(crowd, ['issueBulletin', 'issueNotice']);
    return {
      by: crowd.county,
      document: act('supplementBulletin', `bulletin { ${BULLETIN} }`),
      variables: { input: { bulletinId, reason: '漏计' } },
    };
  },
  moveOrganization: async ({ province, w, body }) => ({
    by: province,
    document: act('moveOrganization', 'organization { name parent { name } children(first: 50) { nodes { name parent { name } } } }'),
    variables: {
      input: {
        organizationId: w.id('Organization', body.id),
        version: 1,
        parentId: w.id('Organization', w.otherCity.id),
        reason: '区划调整',
      },
    },
  }),
  mergeOrganizations: async ({ province, w, body }) => ({
    by: province,
    document: act('mergeOrganizations', 'successor { name children(first: 50) { nodes { name } } }'),
    variables: {
      input: { predecessorId: w.id('Organization', body.id), successorId: w.id('Organization', w.otherCounty.id), reason: '区划调整' },
    },
  }),
};

const AMENDED = `edition basedOn rebasedAt awaitsCorrection amends { title } amendment { reason reask } changes { kind line }
  editions { number reason post issuer { name } lines deliverables { title fields { key label } } contacts { department } }`;

const CORRECTED = `notice { ${NOTICE} ${AMENDED} viewerCan { amend { allowed } issueCorrection { allowed code } confirmCorrection { allowed code } } }`;

/** Earlier, one deliverable less, every question put otherwise. */
const correctionOf = (size: number) => ({
  title: '关于报送工作情况的通知',
  body: '请按时报送。',
  signedBy: '省总工会办公室',
  addressees: { groups: [{ kinds: ['PREFECTURE_CITY'], scope: 'CHILDREN' }] },
  deliverables: ['entries', 'ready', 'absent'].map((key) => ({
    key,
    title: '特色建设成果',
    requirement: '如实填报',
    audience: ['GRASSROOTS'],
    route: 'LEVEL_BY_LEVEL',
    due: '2021-05-26',
    latePolicy: 'ACCEPT_LATE',
    fields: [
      ...Array.from({ length: size }, (_, index) => ({ key: `f${index}`, label: `第${index}项人数`, type: 'NUMBER', scale: 2 })),
      { key: 'photos', label: 'photos', type: 'FILE', maxItems: size },
    ],
  })),
});

const EXTENDED_OBLIGATION = `id what state lamp organization { name posts { officePhone } } due { label } superiorDue { label }
  extensionRequest { holder { name } due { label } reason askedAt grantableUntil { label } } events { label reason decidedBy { name } heldBy { name } due { label } }
  viewerCan { askExtension { allowed code } decideExtension { allowed code } extend { allowed code } }`;

const EXTENDED = `obligation { ${EXTENDED_OBLIGATION} }`;

const REVIEWED = `submission { ${SUBMISSION} } queue { counts { pending } items(first: 20) { nodes { ${LINE} } } current { id organization { name } } }`;

async function page({ units, obligation }: Crowd, root: 'entries' | 'fresh'): Promise<{ obligationId: string; version: number }> {
  const obligationId = await obligation(0, root);
  const { submissionEditor } = await units[0]!.ask('query($id: ID!) { submissionEditor(obligationId: $id) { version } }', {
    id: obligationId,
  });
  return { obligationId, version: submissionEditor.version };
}

async function noticeVersion(client: Client, id: string): Promise<number> {
  return (await client.ask('query($id: ID!) { notice(id: $id) { version } }', { id })).notice.version;
}

const QUESTION = `question { id text state askedBy { name } holder { name } notice { title } answers { text answeredBy { name } } viewerCan { answer { allowed } passUp { allowed } } }`;

async function answeredNotice(county: Client): Promise<string> {
  const { questions } = await county.ask('{ questions(box: ANSWERED, first: 1) { nodes { notice { id } } } }');
  return questions.nodes[0].notice.id;
}

async function lastQuestion(county: Client): Promise<{ questionId: string; version: number }> {
  const { questions } = await county.ask('{ questions(box: TO_ANSWER, first: 1) { nodes { id version } } }');
  return { questionId: questions.nodes[0].id, version: questions.nodes[0].version };
}

async function versionOf(client: Client, id: string): Promise<number> {
  return (await client.ask('query($id: ID!) { obligation(id: $id) { version } }', { id })).obligation.version;
}

/** The round that the acts have drafted. */
const lastRound = async ({ county, judged }: Crowd): Promise<string> =>
  (await county.ask('query($id: ID) { judgingRounds(deliverableId: $id, first: 1) { nodes { id } } }', { id: judged })).judgingRounds
    .nodes[0].id;

const roundVersion = async (crowd: Crowd): Promise<number> => (await judging.judgingRound(crowd.county, await lastRound(crowd))).version;

async function onRound(crowd: Crowd, name: string, more: object = {}): Promise<Ask> {
  const input = { judgingRoundId: await lastRound(crowd), ...more };
  return { by: crowd.county, document: act(name, `judgingRound { ${ROUND} }`), variables: { input } };
}

/** An act of a judge upon one of those of the open round, by its place. */
async function onAssignment({ judge }: Crowd, name: string, more: object, at = 0): Promise<Ask> {
  const { judgeAssignments } = await judging.queue(judge);
  const mine = judgeAssignments.nodes.filter(({ round }: { round: { name: string } }) => round.name === '专家评审');
  const document = act(name, `assignment { ${ASSIGNMENT} } next { ${ASSIGNMENT} } counts { assigned done deferred recused }`);
  return { by: judge, document, variables: { input: { assignmentId: mine[at].id, ...more } } };
}

async function evaluation({ county }: Crowd): Promise<{ evaluationId: string; version: number }> {
  const { evaluations } = await county.ask('{ evaluations(year: 2021) { nodes { id version } } }');
  return { evaluationId: evaluations.nodes[0].id, version: evaluations.nodes[0].version };
}

/** The county's draft as it is now, and what is done with it. */
async function onDraft({ county, draft }: Crowd, name: string, by: Client, more: object = {}): Promise<Ask> {
  const { notice } = await county.ask('query($id: ID!) { notice(id: $id) { version } }', { id: draft.noticeId });
  const input = { noticeId: draft.noticeId, version: notice.version, ...more };
  return { by, document: act(name, `notice { ${NOTICE} }`), variables: { input } };
}

const sheetOf = (size: number) => ({
  title: '打分表',
  sheet: SMALL_SHEET,
  examples: Array.from({ length: Math.min(size, 20) }, () => EXAMPLE),
});

async function sheetDraft(county: Client, size: number): Promise<{ templateId: string; version: number }> {
  const { template } = done(await draftScoreSheet(county, sheetOf(size)));
  return { templateId: template.id, version: template.version };
}

/** Most files that may be on their way at once. */
const MOST_UNFINISHED = 20;

/** The page of the second unit, whose answers name files that are on their way. */
async function waiting({ w, size, people, units, asked, obligation }: Crowd): Promise<{ obligationId: string; version: number }> {
  const obligationId = await obligation(1, 'fresh');
  const { editor } = done(await startSubmission(units[1]!, { obligationId }));
  const value: { fileId: string }[] = [];
  for (let count = 0; count < Math.min(size, MOST_UNFINISHED); count++)
    value.push({ fileId: (await begin(w, people[1], { obligationId, name: `${count}.jpg`, size: 100 })).id });
  const answers = [{ deliverableId: asked.fresh, field: 'photos', value }];
  const saved = done(await saveSubmissionDraft(units[1]!, { obligationId, version: editor.version, answers }));
  return { obligationId, version: saved['editor'].version };
}

const ticketFor = async ({ asked, obligation }: Crowd) => ({
  obligationId: await obligation(1, 'fresh'),
  deliverableId: asked.fresh,
  field: 'photos',
});

/** The last thing that was found in the county's other draft. */
async function questionOf({ county, questionable }: Crowd) {
  const { notice } = await county.ask('query($id: ID!) { notice(id: $id) { version lint { fingerprint } } }', {
    id: questionable.noticeId,
  });
  return { noticeId: questionable.noticeId, version: notice.version as number, finding: notice.lint.at(-1).fingerprint as string };
}
