import type { Client } from './client.ts';

/* What most tests of submissions ask after an act, and the acts themselves. */

export const EDITOR = `
  version checklist { done total } findings { code severity path message }
  sections { deliverable { id key } fields { key } lockedFields }
  answers { deliverableId field value } files { id name } due { label closesAt }
  obligation { id state late nil startedAt acknowledgedAt }
  returnSlip { round reason }
  viewerCan { edit { allowed code } submit { allowed code } withdraw { allowed code } }`;

export const SUBMISSION = `
  id state stateLabel number nil late version cleared holder { name } organization { name }
  receipt { number submittedAt version onTime onTimeForAsker contentHash }
  timeline { kind organization { name } toOrganization { name } number at }
  parts { askedBy { name } answers { field value } }
  obligation { id state late nil }
  viewerCan { withdraw { allowed code } resubmit { allowed code } accept { allowed code } return { allowed code } forward { allowed code } confirm { allowed code } defer { allowed code } recuse { allowed code } }`;

const QUEUE = `queue { counts { pending deferred cleared returned doneToday } current { id organization { name } } }`;

const mutation = (name: string, answer: string) => `mutation($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) {
  ${name}(input: $input) { errors { code message path } ${answer} } }`;

export interface Refused {
  readonly code: string;
  readonly message: string;
  readonly path: readonly string[];
}

// Bare text says nothing of its answer; the assertions of the test do.
// oxlint-disable-next-line typescript/no-explicit-any
export type Answered = { readonly errors: readonly Refused[] } & Readonly<Record<string, any>>;

const act =
  (name: string, answer: string) =>
  async (client: Client, input: Readonly<Record<string, unknown>>): Promise<Answered> =>
    (await client.ask(mutation(name, answer), { input }))[name] as Answered;

export const startSubmission = act('startSubmission', `editor { ${EDITOR} }`);
export const saveSubmissionDraft = act('saveSubmissionDraft', `editor { ${EDITOR} }`);
export const submitSubmission = act(
  'submitSubmission',
  `submission { ${SUBMISSION} } editor { version obligation { state } viewerCan { edit { allowed code } } }`,
);
export const withdrawSubmission = act('withdrawSubmission', `submission { ${SUBMISSION} } editor { ${EDITOR} }`);
export const acceptSubmission = act('acceptSubmission', `submission { ${SUBMISSION} } ${QUEUE}`);
export const acceptSubmissions = act('acceptSubmissions', `acceptedCount failures { submissionId code message } ${QUEUE}`);
export const deferReview = act('deferReview', `submission { ${SUBMISSION} reviews { decision decisionLabel remark } } ${QUEUE}`);
export const recuseFromReview = act('recuseFromReview', `submission { ${SUBMISSION} reviews { decision decisionLabel remark } } ${QUEUE}`);
export const returnSubmission = act(
  'returnSubmission',
  `submission { ${SUBMISSION} returnSlip { round reason post phone returnedBy { name } returnedTo { name } due { closesAt label } items { deliverableId field label comment before } } } ${QUEUE}`,
);
export const forwardSubmissions = act(
  'forwardSubmissions',
  `consolidation { id number submissionCount absentCount absent { organization { name } reason } remark organization { name } toOrganization { name } sentAt }
   sendUp { ready { totalCount } missing { totalCount } }
   missing { organization { name } reason }`,
);
export const explainMissingUnit = act(
  'explainMissingUnit',
  'sendUp { missing { totalCount nodes { organization { name } reason explainedBy { name } explainedAt } } viewerCan { explain { allowed code } } }',
);
export const submitOnBehalf = act(
  'submitOnBehalf',
  `submission { ${SUBMISSION} entry { mark enteredBy { name } enteredFor { name } post channelLabel receivedAt receiptCounts reason scan { id name sha256 } scanSha256 enteredAt confirmedAt } }
   obligation { id state version }`,
);
export const confirmEntry = act('confirmEntry', `submission { ${SUBMISSION} entry { mark confirmedAt } } editor { ${EDITOR} }`);
export const disarmSubmission = act('disarmSubmission', `editor { ${EDITOR} }`);
export const removeUpload = act('removeUpload', `editor { ${EDITOR} }`);

/** The answer of an act that was not refused. */
export function done(answered: Answered): Answered {
  if (answered.errors.length) throw new Error(`Refused: ${JSON.stringify(answered.errors)}`);
  return answered;
}

export const codes = ({ errors }: Answered): string[] => errors.map(({ code }) => code);

/** Starts, fills in and hands in, in one go; answers with the submission. */
export async function handIn(
  client: Client,
  obligationId: string,
  deliverableId: string,
  answers: Readonly<Record<string, unknown>>,
): Promise<Answered['submission']> {
  const { editor } = done(await startSubmission(client, { obligationId }));
  const given = Object.entries(answers).map(([field, value]) => ({ deliverableId, field, value }));
  const saved = done(await saveSubmissionDraft(client, { obligationId, version: editor.version, answers: given }));
  return done(await submitSubmission(client, { obligationId, version: saved['editor'].version })).submission;
}

export const submission = async (client: Client, id: string): Promise<Answered['submission']> =>
  (await client.ask(`query($id: ID!) { submission(id: $id) { ${SUBMISSION} } }`, { id })).submission;

export const editor = async (client: Client, obligationId: string): Promise<Answered['editor']> =>
  (await client.ask(`query($id: ID!) { submissionEditor(obligationId: $id) { ${EDITOR} } }`, { id: obligationId })).submissionEditor;
