import type { Client } from './client.ts';
import { answerLintFinding, type NoticeAnswer, saveNoticeDraft, type TestContent } from './notices.ts';
import { type Answered, done } from './submissions.ts';

/* Corrections and recalls, and what most tests of them ask after. */

const CORRECTED = `
  id version state stage title edition basedOn rebasedAt awaitsCorrection
  stateLabel recall { at reason with { id } } amends { id } amendment { reason reask resubmitDue } changes { kind line }
  deliverables { id key title dueLabel pulledFromLabel closesAt fields { key label } locked inherits { id } }
  addressees { resolvedCount }
  viewerCan { amend { allowed code } issueCorrection { allowed code } confirmCorrection { allowed code } recall { allowed code } forward { allowed code } edit { allowed code } issue { allowed code } acknowledge { allowed code } }`;

const act =
  (name: string) =>
  async (client: Client, input: Readonly<Record<string, unknown>>): Promise<Answered> => {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
    const document = `mutation($input: ${type}!) { ${name}(input: $input) { errors { code message path } notice { ${CORRECTED} } } }`;
    return (await client.ask(document, { input }))[name] as Answered;
  };

export const amendNotice = act('amendNotice');
export const issueCorrection = act('issueCorrection');
export const confirmCorrection = act('confirmCorrection');
export const recallNotice = act('recallNotice');

/** A notice as its body sees it in the middle of corrections. */
export const corrected = async (client: Client, id: string): Promise<Answered['notice']> =>
  (await client.ask(`query($id: ID!) { notice(id: $id) { ${CORRECTED} } }`, { id })).notice;

export const editionsOf = async (client: Client, id: string): Promise<Answered['notice']['editions']> =>
  (
    await client.ask(
      `query($id: ID!) { notice(id: $id) { editions { number reason reask publishedAt issuer { name } post docNumber lines
        changes { kind key deliverableId field before after } title body signedBy contacts { department }
        deliverables { id key title requirement dueLabel closesAt fields { key label maxCharacters } } } } }`,
      { id },
    )
  ).notice.editions;

/** Says to every warning about a draft that it is meant so. */
export async function answerLint(client: Client, noticeId: string): Promise<void> {
  const { notice } = await client.ask('query($id: ID!) { notice(id: $id) { lint { severity fingerprint answer { answer } } } }', {
    id: noticeId,
  });
  for (const { severity, answer, fingerprint: finding } of notice.lint) {
    if (severity === 'WARN' && !answer) await answerLintFinding(client, { noticeId, finding, answer: '按此执行' });
  }
}

/** Writes a correction and makes it the next edition, in one go; answers as the last act did. */
export async function tryToCorrect(
  client: Client,
  noticeId: string,
  content: TestContent | null,
  amendment: Readonly<Record<string, unknown>> = {},
): Promise<Answered> {
  const begun = await amendNotice(client, { noticeId, reason: '原文有误', ...amendment });
  if (begun.errors.length) return begun;
  let draft: { id: string; version: number } = begun['notice'];
  if (content) {
    const saved: NoticeAnswer = await saveNoticeDraft(client, { noticeId: draft.id, version: draft.version, content });
    if (saved.errors.length) return saved;
    draft = saved.notice!;
  }
  await answerLint(client, draft.id);
  return issueCorrection(client, { noticeId: draft.id, version: draft.version });
}

export const correct = async (...given: Parameters<typeof tryToCorrect>): Promise<Answered['notice']> =>
  done(await tryToCorrect(...given))['notice'];
