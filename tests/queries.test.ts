import { gzipSync } from 'node:zlib';
import type { MikroORM } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../src/orm.ts';
import { type Crowd, crowd } from './support/crowd.ts';
import { testDatabase } from './support/database.ts';
import { ACTS } from './support/screen-acts.ts';
import { type Ask, SCREENS } from './support/screens.ts';
import { grown, Statements } from './support/statements.ts';

/**
 * Most statements of a request, `begin`, sign-in and `commit` with them, in fives. What a screen costs does not depend on
 * how many rows it shows; whoever needs more says so here.
 */
const BUDGETS: Readonly<Record<string, number>> = {
  'W1 workbench': 20,
  'W2 inbox': 20,
  pulse: 10,
  'W3 jobs': 10,
  imports: 15,
  'A2 exports': 15,
  'P1 notice draft': 20,
  'F1 forwarding': 35,
  'B1 progress board': 20,
  'B2 chase list': 20,
  'G1 task': 15,
  'G2 editor': 25,
  'G4 receipt': 20,
  'G5 correction': 20,
  'V1 review desk': 30,
  'U1 what is ready to be sent up': 25,
  'U1 who would be missing': 20,
  'U1 ledger': 15,
  'A1 figures': 15,
  'notices received': 15,
  'notices issued': 15,
  'deliveries of a notice': 15,
  organizations: 15,
  'children of an organization': 10,
  delegations: 15,
  'signing invitations': 15,
  'sign-in policies': 10,
  'identity providers': 5,
  submissions: 15,
  'questions about a notice': 15,
  'address groups': 10,
  search: 20,
  'award list': 20,
  'score sheets': 10,
  'a score sheet': 10,
  'H1 titles': 25,
  'E1 judging queue': 20,
  'E2 scoring desk': 20,
  'R1 judging control': 25,
  'B3 bulletin': 20,
  acknowledgeDelivery: 15,
  answerLintFinding: 35,
  confirmLintProposal: 40,
  submitNoticeForReview: 35,
  reviewNotice: 25,
  signNotice: 25,
  returnNoticeDraft: 25,
  issueNotice: 45,
  forwardNotice: 50,
  startSubmission: 25,
  saveSubmissionDraft: 20,
  printSubmission: 20,
  submitSubmission: 55,
  'submitSubmission again': 55,
  'submitSubmission when uploads complete': 35,
  disarmSubmission: 30,
  createUploadTicket: 15,
  redeemUploadTicket: 10,
  withdrawSubmission: 50,
  acceptSubmission: 50,
  returnSubmission: 55,
  forwardSubmissions: 30,
  'forwardSubmissions without the absent': 30,
  explainMissingUnit: 20,
  deferReview: 35,
  acceptSubmissions: 40,
  waiveObligation: 20,
  requestExtension: 25,
  'W1 requests for more time': 15,
  passExtensionUp: 25,
  declineExtension: 25,
  grantExtension: 30,
  remindObligations: 15,
  recordPhoneCall: 15,
  extendObligation: 30,
  submitOnBehalf: 60,
  confirmEntry: 40,
  askQuestion: 25,
  answerQuestion: 20,
  saveAddressGroup: 15,
  draftScoreSheet: 15,
  saveScoreSheet: 15,
  publishScoreSheet: 15,
  closeLedger: 25,
  sendLedger: 40,
  draftEvaluation: 15,
  computeEvaluation: 30,
  publishEvaluation: 30,
  'Y1 evaluation': 15,
  'Y1 contributions': 10,
  'audit lines': 5,
  persons: 10,
  handOverPost: 45,
  openAccounts: 30,
  markNotificationsDone: 20,
  setNotificationPreferences: 20,
  checkImport: 20,
  applyImport: 20,
  requestExport: 20,
  draftJudgingRound: 25,
  addJudge: 35,
  proposeAssignments: 40,
  confirmAssignments: 40,
  openJudgingRound: 30,
  saveScoreLines: 40,
  submitScores: 45,
  deferAssignment: 40,
  declareConflict: 45,
  replaceJudge: 50,
  closeJudgingRound: 40,
  amendNotice: 35,
  'P1 correction': 25,
  issueCorrection: 75,
  'G1 corrected task': 15,
  'editions of a notice': 15,
  confirmCorrection: 40,
  recallNotice: 60,
  copyNotice: 45,
  draftAwardList: 30,
  saveAwardList: 30,
  proposeAwardList: 30,
  recordDecision: 35,
  nameAwards: 50,
  'issueNotice of a circular': 60,
  givePlaque: 30,
  paySubsidy: 35,
  recordSubsidyUse: 35,
  pairForMentoring: 35,
  draftSelfCheck: 40,
  draftBulletin: 35,
  saveBulletinDraft: 35,
  refreshBulletin: 40,
  issueBulletin: 45,
  supplementBulletin: 40,
  moveOrganization: 140,
  mergeOrganizations: 215,
};

/** Most bytes of an answer over the wire, compressed, of the screens that are opened most: a phone on a slow line waits for them. */
const SIZES: Readonly<Record<string, number>> = {
  'W1 workbench': 15_000,
  'B1 progress board': 25_000,
  'G1 task': 15_000,
  'G2 editor': 30_000,
};

/** The screens as they were met, for whoever asks for the table with PRINT=1. */
const met: { screen: string; requests: 1; statements: number; bytes: number; compressed: number }[] = [];

describe('statements of a request', () => {
  const statements = new Statements();
  let orm: MikroORM;
  let few: Crowd;
  let many: Crowd;

  beforeAll(async () => {
    orm = await connect((await testDatabase()).application, { onPoolCreated: statements.watch });
    [few, many] = [await crowd(3, orm), await crowd(40, orm)];
  });
  afterAll(async () => {
    if (process.env['PRINT']) console.table(met);
    await orm.close();
  });

  /** What was sent for a request that worked, and the answer. */
  async function send({ by, document, variables }: Ask): Promise<{ sent: readonly string[]; answer: string }> {
    let data: Readonly<Record<string, { readonly errors?: readonly unknown[] } | null>> = {};
    const sent = await statements.during(async () => {
      data = await by.ask(document, variables);
    });
    for (const found of Object.values(data)) expect(found).toEqual(expect.not.objectContaining({ errors: [expect.anything()] }));
    expect(Object.values(data)).not.toContain(null);
    return { sent, answer: JSON.stringify(data) };
  }

  test('every screen and every act has a budget', () => {
    expect([...Object.keys(SCREENS), ...Object.keys(ACTS)]).toEqual(Object.keys(BUDGETS));
  });

  test.for(Object.entries(SCREENS))('%s: as many for 3 rows as for 40', async ([name, ask]) => {
    const [small, large] = [await send(await ask(few)), await send(await ask(many))];
    expect(large.answer.length, 'it must show more rows').toBeGreaterThan(small.answer.length * 1.5);
    expect(grown(small.sent, large.sent)).toEqual([]);
    expect(large.sent.length).toBe(small.sent.length);
    expect(large.sent.length).toBeLessThanOrEqual(BUDGETS[name]!);
    const compressed = gzipSync(large.answer).length;
    expect(compressed).toBeLessThanOrEqual(SIZES[name] ?? Infinity);
    met.push({ screen: name, requests: 1, statements: large.sent.length, bytes: Buffer.byteLength(large.answer), compressed });
  });

  test.for(Object.entries(ACTS))('%s: as many about 3 rows as about 40', async ([name, ask]) => {
    const [small, large] = [await send(await ask(few)), await send(await ask(many))];
    expect(grown(small.sent, large.sent)).toEqual([]);
    expect(large.sent.length).toBe(small.sent.length);
    expect(large.sent.length).toBeLessThanOrEqual(BUDGETS[name]!);
  });
});
