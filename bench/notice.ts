import type { Server } from './child.ts';
import { DUE_DAY } from './dates.ts';
import { askOnce, httpRequest } from './load.ts';

/** A notice that was issued to every unit. */
export interface IssuedNotice {
  /** Global ids, as the API names them. */
  readonly id: string;
  readonly deliverableId: string;
  readonly delivered: number;
  /** Milliseconds from the request to its answer, with the commit. */
  readonly took: number;
  readonly statements: number;
}

/** Every kind that the generator of units knows. */
const UNITS = ['TOWNSHIP_STREET', 'VILLAGE_COMMUNITY', 'REGIONAL_OR_SECTOR_JOINT', 'GRASSROOTS', 'BRANCH'];

const content = (number: number) => ({
  docNumber: `冀工办字〔2021〕${number}号`,
  title: `关于报送职工服务工作情况的通知（${number}）`,
  body: '请各单位按时报送。',
  signedBy: '河北省总工会办公室',
  reach: 'OPEN',
  addressees: { groups: [{ kinds: UNITS, scope: 'SUBTREE' }] },
  deliverables: [
    {
      key: 'report',
      title: '职工服务工作情况报告',
      fields: [
        { key: 'members', label: '会员人数', type: 'NUMBER', required: true },
        { key: 'summary', label: '工作情况', type: 'TEXT', required: true, maxCharacters: 1000 },
      ],
      due: DUE_DAY,
      route: 'DIRECT',
      latePolicy: 'ACCEPT_LATE',
    },
  ],
});

const payload = `errors { code message } notice { id version addressees { resolvedCount } deliverables { id } }`;
const DRAFT = `mutation ($input: DraftNoticeInput!) { draftNotice(input: $input) { ${payload} } }`;
const ISSUE = `mutation ($input: IssueNoticeInput!) { issueNotice(input: $input) { ${payload} } }`;

interface Notice {
  readonly id: string;
  readonly version: number;
  readonly addressees: { readonly resolvedCount: number };
  readonly deliverables: readonly { readonly id: string }[];
}

/** The same notice, one step nearer to being sent. */
const step = (name: string) =>
  `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${payload} } }`;

/**
 * Writes a notice, has it signed by a colleague, and sends it to all units, as people of the province would; only the
 * sending is timed.
 *
 * @param tokens of who writes and sends, and of who reviews and signs
 */
export async function issueToAll(product: Server, [token, signatory]: readonly [string, string], number: number): Promise<IssuedNotice> {
  let draft = await mutate(product, token, 'draftNotice', DRAFT, { content: content(number) });
  for (const [name, by] of [
    ['submitNoticeForReview', token],
    ['reviewNotice', signatory],
    ['signNotice', signatory],
  ] as const) {
    draft = await mutate(product, by, name, step(name), { noticeId: draft.id, version: draft.version });
  }
  const before = await product.usage();
  const began = performance.now();
  const issued = await mutate(product, token, 'issueNotice', ISSUE, { noticeId: draft.id, version: draft.version });
  const took = performance.now() - began;
  const { statements } = await product.usage();
  return {
    id: issued.id,
    deliverableId: issued.deliverables[0]!.id,
    delivered: issued.addressees.resolvedCount,
    took,
    statements: statements - before.statements,
  };
}

async function mutate({ port }: Server, token: string, name: string, query: string, input: object): Promise<Notice> {
  const { data, errors } = await graphql<Record<string, { errors: unknown[]; notice: Notice | null }>>(port, token, query, { input });
  const answer = data?.[name];
  if (!answer?.notice || answer.errors.length) throw new Error(`${name} was refused: ${JSON.stringify(answer?.errors ?? errors)}`);
  return answer.notice;
}

/** One GraphQL request over HTTP. */
export async function graphql<Data>(
  port: number,
  token: string,
  query: string,
  variables: object,
): Promise<{ readonly data?: Data; readonly errors?: unknown[] }> {
  return JSON.parse(await askOnce(port, httpRequest('/graphql', token, { query, variables }))) as { data?: Data; errors?: unknown[] };
}
