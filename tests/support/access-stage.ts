import { sql } from 'kysely';
import { ROLES, type Role } from '../../src/context.ts';
import { hashPassword } from '../../src/domains/identity/password.ts';
import { enqueue } from '../../src/domains/jobs/enqueue.ts';
import { decodeId } from '../../src/kit/node-id.ts';
import { AWARD_TERMS, listStep, plantApplications, plantTitle, resolutionOf } from './awards.ts';
import type { Client } from './client.ts';
import * as corrections from './corrections.ts';
import { CONTENTS, put, putAside } from './files.ts';
import { invite, reviewed } from './links.ts';
import { draftForwarding, draftNotice, forward, issue, saveNoticeDraft, type TestNotice } from './notices.ts';
import * as owed from './obligations.ts';
import { tell } from './inbox.ts';
import { inRequest, obligationOf } from './plant.ts';
import { GRASSROOTS, provinceContent } from './source000.ts';
import { reviewNotice, submitNoticeForReview } from './signing.ts';
import { codeAt, ENROL, enrolled, signIn } from './second-factor.ts';
import * as acts from './submissions.ts';
import { begin } from './uploads.ts';
import { type TestPerson, type Tree, type World, world } from './world.ts';
import { draftScoreSheet, EXAMPLE, publish, SMALL_SHEET } from './sheets.ts';

/** Everybody who may knock: one person for each role, a read-only token, the platform's operator, nobody. */
export const CALLERS = [...ROLES, 'TOKEN', 'OPERATOR', 'ANONYMOUS'] as const;
export type Caller = (typeof CALLERS)[number];
export type Place = keyof Tree;

/** Tasks of unit `a`, each for one act, so that an act is tried on what nothing else has touched. */
const TASKS = [
  'read',
  'start',
  'save',
  'submit',
  'withdraw',
  'accept',
  'return',
  'send',
  'remove',
  'disarm',
  'ticket',
  'redeem',
  'waive',
  'reopen',
  'chase',
  'ask',
  'grant',
  'decline',
  'pass',
  'extend',
  'asked',
  'enter',
  'confirm',
  'many',
  'explain',
  'defer',
  'recuse',
  'sign',
  'inspect',
] as const;
export type Task = (typeof TASKS)[number];
/** Ledgers of the county, likewise. */
const LEDGERS = ['closing', 'reopening', 'sending'] as const;

const PASSWORD = '五月的花海-2021';
const UNTIL = '2021-12-31T00:00:00+08:00';

const deliverable = (key: string) => ({
  key,
  title: '特色建设成果',
  audience: GRASSROOTS,
  fields: [
    { key: 'text', label: '典型材料', type: 'TEXT', required: true },
    { key: 'members', label: '参与职工人数', type: 'NUMBER' },
    { key: 'proof', label: '证明', type: 'FILE' },
    { key: 'seal', label: '盖章扫描件', type: 'SEAL' },
  ],
  due: '2021-05-28',
  route: 'LEVEL_BY_LEVEL',
  ...(key === 'sign' && { approvals: { steps: [{ code: 'administration', title: '行政意见', role: '行政', by: 'UNIT_OUTSIDER' }] } }),
  ...(key === 'inspect' && {
    approvals: { steps: [{ code: 'superior', title: '上级工会意见', role: '上级工会', by: 'LEVEL', acceptanceRequired: true }] },
  }),
});

const ledger = (key: string) => ({
  key,
  title: '工作台账',
  output: 'LEDGER',
  audience: ['COUNTY_DISTRICT'],
  ledger: { of: 'read', columns: [{ key: 'unit', label: '单位', source: 'ORGANIZATION' }] },
  due: '2021-05-28',
});

/** A notice that has come down from the province to a grassroots union, and people of every role wherever they are needed. */
export class Stage {
  readonly w: World;
  /** Ids, as the API names them. */
  readonly ids: { eight: string; thirteen: string; submission: string; evaluation: string; task: string };
  /** What the province asks, by task. */
  #deliverables: Readonly<Record<string, string>> = {};
  #ledgers: Readonly<Record<string, string>> = {};
  readonly #people = new Map<string, Promise<TestPerson>>();
  readonly #clients = new Map<string, Promise<Client>>();
  #count = 0;
  #tables = 0;

  private constructor(w: World) {
    this.w = w;
    this.ids = { eight: '', thirteen: '', submission: '', evaluation: '', task: '' };
  }

  static async prepare(): Promise<Stage> {
    const stage = new Stage(await world({ at: '2021-04-07T10:00:00+08:00' }));
    await stage.#passDown();
    stage.w.clock.set('2021-05-06T09:00:00+08:00');
    await stage.#fillIn();
    return stage;
  }

  /** The one person who holds just this role in this body. */
  person(role: Role, place: Place): Promise<TestPerson> {
    return remembered(this.#people, `${role} ${place}`, () => this.w.person(this.w[place], [role]));
  }

  /** The API as this caller sees it; who holds an office holds it in this body. */
  as(caller: Caller, place: Place): Promise<Client> {
    return remembered(this.#clients, `${caller} ${place}`, async () => {
      if (caller === 'ANONYMOUS') return this.w.nobody;
      if (caller === 'OPERATOR') return this.w.as(await this.w.operator());
      if (caller === 'TOKEN') return this.w.as({ token: (await this.token(place)).secret });
      return this.w.as(await this.person(caller, place));
    });
  }

  /** Something that this caller has started behind a request, in a state that it has come to since. */
  async job(caller: Role, place: Place, state: 'QUEUED' | 'FAILED' = 'QUEUED'): Promise<string> {
    const job = await inRequest(this.w, await this.person(caller, place), (ctx) =>
      enqueue(ctx, { kind: 'REMIND_OBLIGATIONS', title: '催办', input: {} }),
    );
    await this.w.asSystem(({ db }) => sql`update job set state = ${state} where id = ${job.id}`.execute(db));
    return this.w.id('Job', job.id);
  }

  /** Something that this caller is told. */
  async notification(caller: Role, place: Place): Promise<string> {
    const { accountId } = await this.person(caller, place);
    return this.w.id('Notification', await tell(this.w, accountId, this.w[place].id));
  }

  /** A list that this caller has asked for as a file. */
  async exported(caller: Role, place: Place): Promise<void> {
    const input = { list: 'ORGANIZATIONS', arguments: {}, columns: [], format: 'CSV' };
    await inRequest(this.w, await this.person(caller, place), (ctx) => enqueue(ctx, { kind: 'EXPORT_LIST', title: '组织', input }));
  }

  /** A table that the administrator of a body has put in, each time of other bytes. */
  async table(place: Place): Promise<string> {
    const row = `,,,基层工会,待导入${++this.#tables}厂工会,,`;
    const content = `编号,上级组织编号,上级组织,类别,名称,简称,机关代字\r\n${row}\r\n`;
    const { file } = await putAside(this.w, await this.person('ADMINISTRATOR', place), 'IMPORT', '名单.csv', content);
    return file!.id;
  }

  /** One that was checked and found sound. */
  async checkedImport(place: Place): Promise<string> {
    const administrator = this.w.as(await this.person('ADMINISTRATOR', place));
    const { checkImport } = await administrator.ask(
      'mutation($input: CheckImportInput!) { checkImport(input: $input) { import { id checkJob { id } } } }',
      { input: { kind: 'ORGANIZATIONS', fileId: await this.table(place) } },
    );
    await this.w.asSystem(({ db }) => sql`update import_batch set state = 'SOUND' where state = 'CHECKING'`.execute(db));
    return checkImport.import.id;
  }

  organization(place: Place): string {
    return this.w.id('Organization', this.w[place].id);
  }

  /** A deliverable of the province, by the task of unit `a` that it makes. */
  deliverable(task: Task): string {
    return this.#deliverables[task]!;
  }

  /** What unit `a` owes, or the county for a ledger, with its version. */
  async obligation(task: Task | (typeof LEDGERS)[number]): Promise<{ obligationId: string; version: number }> {
    const own = this.#deliverables[task];
    const organization = own ? this.w.a : this.w.county;
    const id = this.w.id('Obligation', await obligationOf(this.w, organization, decodeId(own ?? this.#ledgers[task]!)!.id));
    const client = await this.as('ISSUING_OFFICER', 'province');
    return {
      obligationId: id,
      version: (await client.ask('query($id: ID!) { obligation(id: $id) { version } }', { id })).obligation.version,
    };
  }

  /** More time is asked for by unit `a` and lies with the county, or further up. */
  async extensionAsked(task: Task, ...passedBy: readonly Place[]): Promise<{ obligationId: string; version: number }> {
    const input = { ...(await this.obligation(task)), due: '2021-05-31', reason: '停电' };
    acts.done(await owed.requestExtension(await this.as('REPORTER', 'a'), input));
    for (const place of passedBy)
      acts.done(await owed.passExtensionUp(await this.as('ISSUING_OFFICER', place), await this.obligation(task)));
    return this.obligation(task);
  }

  /** A ledger of the county that is closed already, with its version. */
  async closedLedger(which: (typeof LEDGERS)[number]): Promise<{ obligationId: string; version: number }> {
    const { obligationId } = await this.obligation(which);
    const client = await this.as('ISSUING_OFFICER', 'county');
    const { closeLedger } = await client.ask(
      'mutation($input: CloseLedgerInput!) { closeLedger(input: $input) { errors { code } ledger { version } } }',
      { input: { obligationId, version: 0 } },
    );
    return { obligationId, version: closeLedger.ledger.version };
  }

  /** Begun by unit `a`. */
  async started(task: Task): Promise<{ obligationId: string; version: number }> {
    const { obligationId } = await this.obligation(task);
    const { editor } = acts.done(await acts.startSubmission(await this.as('REPORTER', 'a'), { obligationId }));
    return { obligationId, version: editor.version };
  }

  /** Answered by unit `a`, ready to be handed in. */
  async filled(task: Task): Promise<{ obligationId: string; version: number }> {
    const { obligationId, version } = await this.started(task);
    const answers = [
      { deliverableId: this.deliverable(task), field: 'text', value: '职工之家建成' },
      { deliverableId: this.deliverable(task), field: 'members', value: '120' },
    ];
    const { editor } = acts.done(await acts.saveSubmissionDraft(await this.as('REPORTER', 'a'), { obligationId, version, answers }));
    return { obligationId, version: editor.version };
  }

  /** Handed in by unit `a`: it lies with the county. */
  async submitted(task: Task): Promise<{ submissionId: string; version: number }> {
    const { submission } = acts.done(await acts.submitSubmission(await this.as('REPORTER', 'a'), await this.filled(task)));
    return { submissionId: submission.id, version: submission.version };
  }

  /** What the county's reporter has on paper of unit `a`. */
  async onPaper(task: Task): Promise<Record<string, unknown>> {
    const { file } = await putAside(this.w, await this.person('REPORTER', 'county'), 'SCAN', '纸质报表.pdf', CONTENTS.pdf);
    const answers = [{ deliverableId: this.deliverable(task), field: 'text', value: '职工之家建成' }];
    return { ...(await this.obligation(task)), answers, scanFileId: file!.id, receivedAt: '2021-05-06T09:00:00+08:00' };
  }

  /** Entered by the county for unit `a`. */
  async entered(task: Task): Promise<{ submissionId: string; version: number }> {
    const { submission } = acts.done(await acts.submitOnBehalf(await this.as('REPORTER', 'county'), await this.onPaper(task)));
    return { submissionId: submission.id, version: submission.version };
  }

  /** Accepted by the county: it waits to be sent up. */
  async accepted(task: Task): Promise<void> {
    acts.done(await acts.acceptSubmission(await this.as('REVIEWER', 'county'), await this.submitted(task)));
  }

  /** A file put in by unit `a`. */
  async uploaded(task: Task): Promise<string> {
    const { obligationId } = await this.started(task);
    const { file } = await put(this.w, await this.person('REPORTER', 'a'), obligationId, '照片.jpg', CONTENTS.jpg);
    return file!.id;
  }

  /** What is printed of a page of unit `a`. */
  async printable(task: Task): Promise<{ obligationId: string; deliverableId: string; version: number }> {
    return { ...(await this.filled(task)), deliverableId: this.deliverable(task) };
  }

  /** Printed by unit `a`; its code. */
  async printed(task: Task): Promise<string> {
    const { printSubmission } = await (
      await this.as('REPORTER', 'a')
    ).ask('mutation($input: PrintSubmissionInput!) { printSubmission(input: $input) { errors { code } print { code } } }', {
      input: await this.printable(task),
    });
    return printSubmission.print.code;
  }

  /** A scan of what unit `a` has printed, sealed today. */
  async scanned(task: Task): Promise<Record<string, unknown>> {
    const code = await this.printed(task);
    const { obligationId, version } = await this.started(task);
    const { file } = await put(this.w, await this.person('REPORTER', 'a'), obligationId, '盖章件.pdf', CONTENTS.pdf);
    return { code, field: 'seal', fileId: file!.id, sealedOn: '2021-05-06', version };
  }

  /** Left by unit `a` to be handed in once a file is here that is on its way. */
  async armed(task: Task): Promise<string> {
    const { obligationId, version } = await this.filled(task);
    const reporter = await this.person('REPORTER', 'a');
    const { id } = await begin(this.w, reporter, { obligationId, name: '照片.jpg', size: CONTENTS.jpg.length });
    const answers = [{ deliverableId: this.deliverable(task), field: 'proof', value: [{ fileId: id }] }];
    const unit = this.w.as(reporter);
    const { editor } = acts.done(await acts.saveSubmissionDraft(unit, { obligationId, version, answers }));
    acts.done(await acts.submitSubmission(unit, { obligationId, version: editor.version, whenUploadsComplete: true }));
    return obligationId;
  }

  /** A code with which another device puts a file in for unit `a`. */
  async ticket(task: Task): Promise<string> {
    const { obligationId } = await this.started(task);
    const { createUploadTicket } = await (
      await this.as('REPORTER', 'a')
    ).ask('mutation($input: CreateUploadTicketInput!) { createUploadTicket(input: $input) { errors { code } code } }', {
      input: { obligationId, deliverableId: this.deliverable(task), field: 'proof' },
    });
    return createUploadTicket.code;
  }

  content(): Record<string, unknown> {
    return { ...provinceContent, docNumber: null, issuedOn: null, title: `关于第${++this.#count}项工作的通知`, deliverables: [] };
  }

  /** A draft of the province. */
  async drafted(): Promise<{ noticeId: string; version: number }> {
    const { notice } = await draftNotice(await this.as('ISSUING_OFFICER', 'province'), { content: this.content() });
    return { noticeId: notice!.id, version: notice!.version };
  }

  /** A draft of the province in which something was found, and what. */
  async questionable(): Promise<{ noticeId: string; version: number; finding: string }> {
    const deliverables = [{ key: 'report', title: '工作情况', due: '2021-05-29' }];
    const { notice } = await draftNotice(await this.as('ISSUING_OFFICER', 'province'), { content: { ...this.content(), deliverables } });
    return {
      noticeId: notice!.id,
      version: notice!.version,
      finding: notice!.lint.find(({ severity }) => severity === 'WARN')!.fingerprint,
    };
  }

  /** A draft of the province that waits to be reviewed. */
  async submittedDraft(): Promise<{ noticeId: string; version: number }> {
    const { noticeId: id, version } = await this.drafted();
    const { notice } = await submitNoticeForReview(await this.as('ISSUING_OFFICER', 'province'), { id, version });
    return { noticeId: notice!.id, version: notice!.version };
  }

  /** The same, which waits for the signature. */
  async reviewedDraft(): Promise<{ noticeId: string; version: number }> {
    const { noticeId: id, version } = await this.submittedDraft();
    const { notice } = await reviewNotice(await this.as('SIGNATORY', 'province'), { id, version });
    return { noticeId: notice!.id, version: notice!.version };
  }

  /** A notice that has just reached the cities. */
  issued(): Promise<TestNotice> {
    return this.as('ISSUING_OFFICER', 'province').then((client) => issue(client, this.content()));
  }

  /** A draft of the city that others than its officer wrote and found fit. */
  async draftOfOthers(): Promise<string> {
    const [writer, reviewer] = [
      await this.w.person(this.w.city, ['ISSUING_OFFICER']),
      await this.w.person(this.w.city, ['ISSUING_OFFICER']),
    ];
    return (await reviewed(this.w, writer, reviewer)).id;
  }

  /** A link for signing such a draft. */
  async invited(): Promise<{ id: string; subjectId: string; token: string }> {
    const subjectId = await this.draftOfOthers();
    const { invitation, token } = await invite(this.w, await this.person('ISSUING_OFFICER', 'city'), { id: subjectId });
    return { id: invitation.id, subjectId, token };
  }

  /** A forwarding that the city has begun. */
  async forwarding(): Promise<{ noticeId: string; version: number }> {
    const { notice } = await draftForwarding(await this.as('ISSUING_OFFICER', 'city'), { noticeId: (await this.issued()).id });
    return { noticeId: notice!.id, version: notice!.version };
  }

  /** What the county asks about the notice that the city has handed on to it. */
  async questioned(): Promise<{ questionId: string; version: number }> {
    const client = await this.as('REPORTER', 'county');
    const { askQuestion } = await client.ask(
      'mutation($input: AskQuestionInput!) { askQuestion(input: $input) { errors { code } question { id version } } }',
      { input: { noticeId: this.ids.thirteen, text: this.unique('能否延期？') } },
    );
    return { questionId: askQuestion.question.id, version: askQuestion.question.version };
  }

  /** The same, with the city's answer. */
  async answered(): Promise<{ questionId: string }> {
    const asked = await this.questioned();
    const client = await this.as('ISSUING_OFFICER', 'city');
    await client.ask('mutation($input: AnswerQuestionInput!) { answerQuestion(input: $input) { errors { code } } }', {
      input: { ...asked, text: '可以。' },
    });
    return asked;
  }

  /** A name that nothing else of this stage has. */
  unique(name: string): string {
    return `${name}${++this.#count}`;
  }

  /** A group of addressees of the city. */
  async addressGroup(): Promise<{ addressGroupId: string; version: number }> {
    const { saveAddressGroup } = await (
      await this.as('ISSUING_OFFICER', 'city')
    ).ask('mutation($input: SaveAddressGroupInput!) { saveAddressGroup(input: $input) { errors { code } addressGroup { id version } } }', {
      input: { name: this.unique('试点单位'), organizationIds: [this.organization('county')] },
    });
    return { addressGroupId: saveAddressGroup.addressGroup.id, version: saveAddressGroup.addressGroup.version };
  }

  /** A score sheet that the city is writing. */
  async sheetDraft(): Promise<{ templateId: string; version: number }> {
    const client = await this.as('ISSUING_OFFICER', 'city');
    const given = { title: this.unique('打分表'), sheet: SMALL_SHEET, examples: [EXAMPLE] };
    const { template } = await draftScoreSheet(client, given);
    return { templateId: template.id, version: template.version };
  }

  /** A score sheet of the city that everybody below may read. */
  async publishedSheet(): Promise<string> {
    return (await publish(await this.as('ISSUING_OFFICER', 'city'), this.unique('打分表'))).id;
  }

  /** A correction that the province has written of a notice. */
  async correction(noticeId?: string): Promise<{ noticeId: string; version: number }> {
    const client = await this.as('ISSUING_OFFICER', 'province');
    const given = { noticeId: noticeId ?? (await this.issued()).id, reason: '原文有误' };
    const draft = acts.done(await corrections.amendNotice(client, given))['notice'];
    const content = { ...this.content(), kind: 'NOTICE' };
    const { notice } = await saveNoticeDraft(client, { noticeId: draft.id, version: draft.version, content });
    return { noticeId: notice!.id, version: notice!.version };
  }

  /** A forwarding of the city whose superior's notice was corrected since. */
  async correctedAbove(): Promise<{ noticeId: string; version: number }> {
    const above = await this.issued();
    const { id: noticeId, version } = await forward(await this.as('ISSUING_OFFICER', 'city'), above.id);
    acts.done(await corrections.issueCorrection(await this.as('ISSUING_OFFICER', 'province'), await this.correction(above.id)));
    return { noticeId, version };
  }

  /** A bulletin of the county, brought so far. */
  async bulletin(step: 'drafted' | 'issued'): Promise<{ bulletinId: string; version: number }> {
    const client = await this.as('ISSUING_OFFICER', 'county');
    const act = async (name: string, input: unknown) => {
      const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
      const document = `mutation($input: ${type}!) { ${name}(input: $input) { errors { code } bulletin { id version notice { id version } } } }`;
      return (await client.ask(document, { input }))[name].bulletin;
    };
    const { id: bulletinId, version } = await act('draftBulletin', { deliverableId: this.deliverable('read') });
    if (step === 'drafted') return { bulletinId, version };
    const { notice, version: written } = await act('issueBulletin', { bulletinId, version });
    const input = { noticeId: notice.id, version: notice.version };
    await client.ask('mutation($input: IssueNoticeInput!) { issueNotice(input: $input) { errors { code } } }', { input });
    return { bulletinId, version: written };
  }

  evaluationInput(): Record<string, unknown> {
    return {
      year: 2021,
      title: `第${++this.#count}次评价`,
      rosterDay: '2021-05-01',
      subjectKinds: ['PREFECTURE_CITY'],
      indicators: [{ indicator: 'REPORTING_RATE', points: '100', deliverableIds: [this.deliverable('read')] }],
    };
  }

  /** An evaluation of the province, brought so far. */
  async evaluated(steps: readonly ('computeEvaluation' | 'publishEvaluation')[]): Promise<{ evaluationId: string; version: number }> {
    const client = await this.as('ISSUING_OFFICER', 'province');
    const act = async (name: string, input: unknown) => {
      const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
      const document = `mutation($input: ${type}!) { ${name}(input: $input) { errors { code } evaluation { id version } } }`;
      const { evaluation } = (await client.ask(document, { input }))[name];
      return { evaluationId: evaluation.id as string, version: evaluation.version as number };
    };
    let evaluation = await act('draftEvaluation', this.evaluationInput());
    for (const step of steps) evaluation = await act(step, evaluation);
    return evaluation;
  }

  /** A further county of the city. */
  async county(): Promise<{ organizationId: string; version: number }> {
    const name = `第${++this.#count}县总工会`;
    const [planted] = await this.w.plant([{ parentId: this.w.city.id, kind: 'COUNTY_DISTRICT', name, shortName: name }]);
    return { organizationId: this.w.id('Organization', planted!.id), version: 1 };
  }

  /** A second bond of unit `b` to the industry union. */
  async affiliation(): Promise<string> {
    const client = await this.as('ADMINISTRATOR', 'province');
    const { affiliateOrganization } = await client.ask(
      'mutation($input: AffiliateOrganizationInput!) { affiliateOrganization(input: $input) { errors { code } affiliation { id } } }',
      { input: { organizationId: this.organization('b'), bodyId: this.organization('industry'), kind: 'INDUSTRY' } },
    );
    return affiliateOrganization.affiliation.id;
  }

  /** Somebody of the body who has a password. */
  async withPassword(person: TestPerson): Promise<{ login: string; password: string }> {
    const hash = await hashPassword(PASSWORD);
    await this.w.asSystem(({ db }) => sql`select app.set_password(${person.accountId}::uuid, ${hash})`.execute(db));
    return { login: person.login, password: PASSWORD };
  }

  /** Somebody of the city with a one-time code. */
  async withCode(): Promise<{ login: string; code: string }> {
    const { login, personId } = await this.w.person(this.w.city);
    const client = await this.as('ADMINISTRATOR', 'city');
    const { resetAccount } = await client.ask(
      'mutation($input: ResetAccountInput!) { resetAccount(input: $input) { errors { code } oneTimeCode } }',
      { input: { personId: this.w.id('Person', personId) } },
    );
    return { login, code: resetAccount.oneTimeCode };
  }

  /** A further identity provider of the federation. */
  async trustedIssuer(): Promise<string> {
    const client = await this.as('ADMINISTRATOR', 'province');
    const input = { issuer: 'https://sso.example.org', clientId: `client-${++this.#count}`, label: '统一身份认证', version: 0 };
    const { saveTrustedIssuer } = await client.ask(
      'mutation($input: SaveTrustedIssuerInput!) { saveTrustedIssuer(input: $input) { errors { code } trustedIssuer { id } } }',
      { input },
    );
    return saveTrustedIssuer.trustedIssuer.id;
  }

  /** An identity provider with which the body's administrator is linked. */
  async linkedIdentity(place: Place): Promise<{ issuerId: string }> {
    const [issuerId, { personId }] = [await this.trustedIssuer(), await this.person('ADMINISTRATOR', place)];
    const client = await this.as('ADMINISTRATOR', 'province');
    const input = { issuerId, personId: this.w.id('Person', personId), subject: personId };
    const { linkIdentity } = await client.ask(
      'mutation($input: LinkIdentityInput!) { linkIdentity(input: $input) { errors { code } person { id } } }',
      { input },
    );
    if (linkIdentity.errors.length) throw new Error(JSON.stringify(linkIdentity.errors));
    return { issuerId };
  }

  /** A first code of the body's administrator, who has not confirmed it yet. */
  async enrolling(place: Place): Promise<{ code: string }> {
    const person = await this.person('ADMINISTRATOR', place);
    const { enrolSecondFactor } = await this.w.as(person).ask(ENROL, { input: {} });
    return { code: codeAt(enrolSecondFactor.secret, this.w.clock.now()) };
  }

  /** Recovery codes of somebody who has a second factor. */
  async withSecondFactor(person: TestPerson): Promise<readonly string[]> {
    return (await enrolled(this.w, person)).recoveryCodes;
  }

  /** The first step of signing in, taken, and what the second asks for. */
  async challenge(): Promise<{ challenge: string; code: string }> {
    const person = await this.w.person(this.w.city);
    const [code] = await this.withSecondFactor(person);
    return { challenge: (await signIn(this.w, person)).challenge, code: code! };
  }

  /** A rule of a new county. */
  async signInPolicy(): Promise<void> {
    const client = await this.as('ADMINISTRATOR', 'city');
    const input = { organizationId: (await this.county()).organizationId, secondFactor: 'EVERYBODY' };
    await client.ask('mutation($input: SetSignInPolicyInput!) { setSignInPolicy(input: $input) { errors { code } } }', { input });
  }

  /** What the city has accepted of a unit, to be honoured; each time another. */
  async applications(): Promise<{ deliverableId: string; submissionId: string }> {
    const officer = await this.person('ISSUING_OFFICER', 'city');
    const { deliverableId, submissionIds } = await plantApplications(this.w, officer, [this.w.cityUnit]);
    return { deliverableId, submissionId: submissionIds[0]! };
  }

  /** A list of the city, as far as these acts bring it. */
  async awardList(
    acts: readonly ('proposeAwardList' | 'recordDecision')[],
    terms: object = {},
  ): Promise<{ awardListId: string; version: number }> {
    const { deliverableId } = await this.applications();
    const officer = await this.as('ISSUING_OFFICER', 'city');
    let list = await listStep(officer, 'draftAwardList', { deliverableId, ...AWARD_TERMS, ...terms });
    for (const name of acts) {
      if (name === 'proposeAwardList') list = await listStep(officer, name, list);
      else list = await listStep(await this.as('SIGNATORY', 'city'), name, { ...list, ...(await this.resolution()) });
    }
    return list;
  }

  /** What the city has given to a unit. */
  title(seed: Parameters<typeof plantTitle>[3] = {}): Promise<{ titleId: string; version: number }> {
    return plantTitle(this.w, this.w.city, this.w.cityUnit, seed);
  }

  /** What the deciding body of the city resolved, with its minutes. */
  async resolution(): Promise<Readonly<Record<string, unknown>>> {
    return resolutionOf(this.w, await this.person('SIGNATORY', 'city'));
  }

  /** A public list of the city, with an objection where told. */
  async publicList(objected = false): Promise<{ awardListId: string; version: number }> {
    const list = await this.awardList(['proposeAwardList'], { objectionDays: 5 });
    const objection = { awardListId: list.awardListId, source: '来信', text: '不实', receivedOn: '2021-05-05' };
    return objected ? listStep(await this.as('ISSUING_OFFICER', 'city'), 'recordObjection', objection) : list;
  }

  /** A token of the body, made by its analyst. */
  async token(place: Place): Promise<{ id: string; secret: string }> {
    const { createApiToken } = await this.w
      .as(await this.person('ANALYST', place))
      .ask('mutation($input: CreateApiTokenInput!) { createApiToken(input: $input) { errors { code } apiToken { id } secret } }', {
        input: { name: '统计接口', expiresAt: UNTIL },
      });
    return { id: createApiToken.apiToken.id, secret: createApiToken.secret };
  }

  /** What somebody of the city, the administrator unless told, has lent to a colleague. */
  async delegation(role: Role = 'ADMINISTRATOR'): Promise<string> {
    const client = await this.as(role, 'city');
    const { delegateCapacity } = await client.ask(
      'mutation($input: DelegateCapacityInput!) { delegateCapacity(input: $input) { errors { code } delegation { id } } }',
      { input: { holderLogin: (await this.w.person(this.w.city)).login, roles: [role], until: '2021-05-20T00:00:00+08:00' } },
    );
    return delegateCapacity.delegation.id;
  }

  async #passDown(): Promise<void> {
    const eight = await issue(await this.as('ISSUING_OFFICER', 'province'), { ...provinceContent, deliverables: TASKS.map(deliverable) });
    const rest = { docNumber: null, signedBy: '办公室', issuedOn: null };
    const unchanged = (inherited: Readonly<Record<string, string>>) =>
      TASKS.map((key) => ({ deliverableId: inherited[key]!, due: '2021-05-28' }));
    const thirteen = await forward(await this.as('ISSUING_OFFICER', 'city'), eight.id, (inherited) => ({
      ...rest,
      title: '关于转发的通知',
      addressees: { organizationIds: [this.organization('county')] },
      inherited: unchanged(inherited),
      deliverables: LEDGERS.map(ledger),
    }));
    await forward(await this.as('ISSUING_OFFICER', 'county'), thirteen.id, (inherited) => ({
      ...rest,
      title: '关于转发的通知',
      addressees: { organizationIds: [this.organization('a')] },
      inherited: unchanged(inherited),
    }));
    const byKey = (notice: TestNotice) => Object.fromEntries(notice.deliverables.map(({ key, id }) => [key, id]));
    this.#deliverables = byKey(eight);
    this.#ledgers = Object.fromEntries(Object.entries(byKey(thirteen)).filter(([key]) => LEDGERS.some((one) => one === key)));
    Object.assign(this.ids, { eight: eight.id, thirteen: thirteen.id });
  }

  async #fillIn(): Promise<void> {
    this.ids.submission = (await this.submitted('read')).submissionId;
    this.ids.task = (await this.obligation('read')).obligationId;
    this.ids.evaluation = (await this.evaluated(['computeEvaluation', 'publishEvaluation'])).evaluationId;
    await saveNoticeDraft(await this.as('ISSUING_OFFICER', 'province'), { ...(await this.drafted()), content: this.content() });
  }
}

function remembered<Value>(known: Map<string, Promise<Value>>, key: string, make: () => Promise<Value>): Promise<Value> {
  const made = known.get(key) ?? make();
  known.set(key, made);
  return made;
}
