import type { Client } from './client.ts';

/** What most tests ask of a notice after an act. */
export const NOTICE = `
  id state version title docNumber { canonical prefix year sequence } issuedOn kind kindLabel
  addressees { resolvedCount byKind { kind kindLabel count } }
  deliverables { id key title dueAt dueLabel locked fields { key } inherits { id dueAt } }
  viewerCan { edit { allowed code } issue { allowed code } acknowledge { allowed code } forward { allowed code } }`;

const mutation = (name: string) => `mutation($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) {
  ${name}(input: $input) { errors { code message path } notice { ${NOTICE} } } }`;

/** A notice as the mutations answer it. */
export interface TestNotice {
  readonly id: string;
  readonly state: string;
  readonly version: number;
  readonly title: string;
  readonly docNumber: { readonly canonical: string } | null;
  readonly issuedOn: string | null;
  readonly addressees: { readonly resolvedCount: number; readonly byKind: readonly { readonly kind: string; readonly count: number }[] };
  readonly deliverables: readonly {
    readonly id: string;
    readonly key: string;
    readonly title: string;
    readonly dueAt: string | null;
    readonly dueLabel: string | null;
    readonly locked: boolean;
    readonly fields: readonly { readonly key: string }[];
    readonly inherits: { readonly id: string; readonly dueAt: string | null } | null;
  }[];
}

export interface NoticeAnswer {
  readonly errors: readonly { readonly code: string; readonly message: string; readonly path: readonly string[] }[];
  readonly notice: TestNotice | null;
}

const act =
  (name: string) =>
  async (client: Client, input: Readonly<Record<string, unknown>>): Promise<NoticeAnswer> =>
    (await client.ask(mutation(name), { input }))[name] as NoticeAnswer;

export const draftNotice = act('draftNotice');
export const saveNoticeDraft = act('saveNoticeDraft');
export const issueNotice = act('issueNotice');
export const draftForwarding = act('draftForwarding');
export const forwardNotice = act('forwardNotice');

const taken = ({ errors, notice }: NoticeAnswer): TestNotice => {
  if (errors.length || !notice) throw new Error(`Refused: ${JSON.stringify(errors)}`);
  return notice;
};

/** Drafts and issues in one go. */
export async function issue(client: Client, content: Readonly<Record<string, unknown>>): Promise<TestNotice> {
  const draft = taken(await draftNotice(client, { content }));
  return taken(await issueNotice(client, { noticeId: draft.id, version: draft.version }));
}

/**
 * Hands a received notice on in one go.
 * @param content what replaces the generated draft, given the inherited deliverables' ids by key; without it, unchanged
 */
export async function forward(
  client: Client,
  noticeId: string,
  content?: (inherited: Readonly<Record<string, string>>) => Readonly<Record<string, unknown>>,
): Promise<TestNotice> {
  let draft = taken(await draftForwarding(client, { noticeId }));
  if (content) {
    const inherited = Object.fromEntries(draft.deliverables.map((row) => [row.key, row.inherits!.id]));
    draft = taken(await saveNoticeDraft(client, { noticeId: draft.id, version: draft.version, content: content(inherited) }));
  }
  return taken(await forwardNotice(client, { noticeId: draft.id, version: draft.version }));
}
