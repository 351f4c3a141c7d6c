import type { Client } from './client.ts';

const SEARCH = `query Search($text: String!, $kinds: [SearchKind!], $first: Int!, $after: String) {
  search(text: $text, kinds: $kinds, first: $first, after: $after) {
    hint { code message } counts { kind label count isCapped } pageInfo { hasNextPage endCursor }
    nodes { id kind kindLabel match matchLabel excerpt { text hit } organization { id name } notice { id title } submission { id organization { name } } } } }`;

interface Asked {
  readonly kinds?: readonly string[];
  readonly first?: number;
  readonly after?: string;
}

/** What somebody finds, as the API answers. */
export const search = async (client: Client, text: string, asked: Asked = {}) =>
  (await client.ask(SEARCH, { text, first: 100, ...asked })).search;

interface Hit {
  readonly kind: string;
  readonly match: string;
  readonly organization: { readonly name: string } | null;
  readonly notice: { readonly title: string } | null;
  readonly submission: { readonly organization: { readonly name: string } } | null;
}

/** The same as lines: `NOTICE TITLE 关于…`; a submission by its unit. */
export const found = async (client: Client, text: string, asked: Asked = {}): Promise<string[]> =>
  (await search(client, text, asked)).nodes.map(
    ({ kind, match, organization, notice, submission }: Hit) =>
      `${kind} ${match} ${organization?.name ?? notice?.title ?? submission?.organization.name}`,
  );

/** An excerpt with what was found in brackets. */
export const marked = (excerpt: readonly { readonly text: string; readonly hit: boolean }[]): string =>
  excerpt.map(({ text, hit }) => (hit ? `[${text}]` : text)).join('');
