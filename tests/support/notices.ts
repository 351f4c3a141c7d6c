import { graphql } from '../gql/gql.ts';
import type { NoticeContentInput, NoticeOfTestFragment, UserErrorOfTestFragment } from '../gql/graphql.ts';
import type { Client } from './client.ts';

/** What most tests ask of a notice after an act. */
export const NoticeOfTest = graphql(`
  fragment NoticeOfTest on Notice {
    id
    state
    stage
    version
    title
    docNumber {
      canonical
      prefix
      year
      sequence
    }
    issuedOn
    kind
    kindLabel
    addressees {
      resolvedCount
      byKind {
        kind
        kindLabel
        count
      }
    }
    deliverables {
      id
      key
      title
      dueAt
      dueLabel
      locked
      fields {
        key
      }
      inherits {
        id
        dueAt
      }
    }
    lint {
      code
      severity
      fingerprint
      answer {
        answer
      }
    }
    viewerCan {
      edit {
        allowed
        code
      }
      issue {
        allowed
        code
      }
      acknowledge {
        allowed
        code
      }
      forward {
        allowed
        code
      }
    }
  }
`);

export const UserErrorOfTest = graphql(`
  fragment UserErrorOfTest on UserError {
    code
    message
    path
  }
`);

const DRAFT = graphql(`
  mutation DraftNotice($input: DraftNoticeInput!) {
    draftNotice(input: $input) {
      errors {
        ...UserErrorOfTest
      }
      notice {
        ...NoticeOfTest
      }
    }
  }
`);

const SAVE = graphql(`
  mutation SaveNoticeDraft($input: SaveNoticeDraftInput!) {
    saveNoticeDraft(input: $input) {
      errors {
        ...UserErrorOfTest
      }
      notice {
        ...NoticeOfTest
      }
    }
  }
`);

const ISSUE = graphql(`
  mutation IssueNotice($input: IssueNoticeInput!) {
    issueNotice(input: $input) {
      errors {
        ...UserErrorOfTest
      }
      notice {
        ...NoticeOfTest
      }
    }
  }
`);

const DRAFT_FORWARDING = graphql(`
  mutation DraftForwarding($input: DraftForwardingInput!) {
    draftForwarding(input: $input) {
      errors {
        ...UserErrorOfTest
      }
      notice {
        ...NoticeOfTest
      }
    }
  }
`);

const FORWARD = graphql(`
  mutation ForwardNotice($input: ForwardNoticeInput!) {
    forwardNotice(input: $input) {
      errors {
        ...UserErrorOfTest
      }
      notice {
        ...NoticeOfTest
      }
    }
  }
`);

const ANSWER = graphql(`
  mutation AnswerLintFinding($input: AnswerLintFindingInput!) {
    answerLintFinding(input: $input) {
      errors {
        ...UserErrorOfTest
      }
      notice {
        ...NoticeOfTest
      }
    }
  }
`);

const CONFIRM = graphql(`
  mutation ConfirmLintProposal($input: ConfirmLintProposalInput!) {
    confirmLintProposal(input: $input) {
      errors {
        ...UserErrorOfTest
      }
      notice {
        ...NoticeOfTest
      }
    }
  }
`);

export type TestNotice = NoticeOfTestFragment;

export interface NoticeAnswer {
  readonly errors: readonly UserErrorOfTestFragment[];
  readonly notice?: TestNotice | null;
}

/** What tests write as content: the input's shape, with words where it has enums, so that wrong ones can be tried too. */
export type TestContent = Readonly<Record<string, unknown>>;
const content = (given: TestContent) => given as NoticeContentInput;

interface Sent {
  readonly noticeId: string;
  readonly version: number;
  readonly docNumber?: string;
  readonly numberPrefix?: string;
}

export const draftNotice = async (client: Client, input: { content: TestContent }): Promise<NoticeAnswer> =>
  (await client.ask(DRAFT, { input: { content: content(input.content) } })).draftNotice;

export const saveNoticeDraft = async (client: Client, input: Sent & { content: TestContent }): Promise<NoticeAnswer> =>
  (await client.ask(SAVE, { input: { ...input, content: content(input.content) } })).saveNoticeDraft;

export const issueNotice = async (client: Client, input: Sent): Promise<NoticeAnswer> => (await client.ask(ISSUE, { input })).issueNotice;

export const draftForwarding = async (client: Client, input: { noticeId: string }): Promise<NoticeAnswer> =>
  (await client.ask(DRAFT_FORWARDING, { input })).draftForwarding;

export const forwardNotice = async (client: Client, input: Sent): Promise<NoticeAnswer> =>
  (await client.ask(FORWARD, { input })).forwardNotice;

export const answerLintFinding = async (
  client: Client,
  input: { readonly noticeId: string; readonly finding: string; readonly answer: string },
): Promise<NoticeAnswer> => (await client.ask(ANSWER, { input })).answerLintFinding;

export const confirmLintProposal = async (
  client: Client,
  input: { readonly noticeId: string; readonly version: number; readonly finding: string },
): Promise<NoticeAnswer> => (await client.ask(CONFIRM, { input })).confirmLintProposal;

/** Says to every warning that it is meant so; most tests are about other things. */
export async function answerAll(client: Client, draft: TestNotice): Promise<TestNotice> {
  let notice = draft;
  for (const { severity, answer, fingerprint } of draft.lint) {
    if (severity !== 'WARN' || answer) continue;
    notice = taken(await answerLintFinding(client, { noticeId: draft.id, finding: fingerprint, answer: '按此执行' }));
  }
  return notice;
}

const taken = ({ errors, notice }: NoticeAnswer): TestNotice => {
  if (errors.length || !notice) throw new Error(`Refused: ${JSON.stringify(errors)}`);
  return notice;
};

/** Drafts and issues in one go. */
export async function issue(client: Client, given: TestContent): Promise<TestNotice> {
  const draft = await answerAll(client, taken(await draftNotice(client, { content: given })));
  return taken(await issueNotice(client, { noticeId: draft.id, version: draft.version }));
}

/**
 * Hands a received notice on in one go.
 * @param change what replaces the generated draft, given the inherited deliverables' ids by key; without it, unchanged
 */
export async function forward(
  client: Client,
  noticeId: string,
  change?: (inherited: Readonly<Record<string, string>>) => TestContent,
): Promise<TestNotice> {
  let draft = taken(await draftForwarding(client, { noticeId }));
  if (change) {
    const inherited = Object.fromEntries(draft.deliverables.map((row) => [row.key, row.inherits!.id]));
    draft = taken(await saveNoticeDraft(client, { noticeId: draft.id, version: draft.version, content: change(inherited) }));
  }
  await answerAll(client, draft);
  return taken(await forwardNotice(client, { noticeId: draft.id, version: draft.version }));
}
