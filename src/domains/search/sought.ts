import { type RawBuilder, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { bitsOf, pairsOf, wordsOf } from '../../kit/search-text.ts';
import { endOf } from '../../kit/tree.ts';
import { type DocNumber, parseDocNumber } from '../notices/doc-number.ts';

/** Most characters of a search. */
export const MOST_CHARACTERS = 200;

/** What is looked for, made ready. */
export interface Sought {
  /** All of them must occur, each of two characters or more but those beside a longer one. */
  readonly words: readonly [string, ...string[]];
  /** The text as a document number, when it is one. */
  readonly docNumber: DocNumber | undefined;
  /** The text as a receipt's number, when it is one. */
  readonly receiptNumber: string | undefined;
}

/** Why nothing is looked for. */
export interface Unsearchable {
  readonly code: 'NOTHING_TO_SEARCH' | 'TOO_SHORT' | 'TOO_LONG';
  /** In Chinese. */
  readonly message: string;
}

const RECEIPT = /^(\d{8})-?([0-9A-Z]{5})-?([0-9A-Z]{5})$/;

/** What a text asks for. One character alone stands in nearly everything and is not looked for. */
export function soughtOf(text: string): Sought | Unsearchable {
  if ([...text].length > MOST_CHARACTERS) return { code: 'TOO_LONG', message: `最多输入${MOST_CHARACTERS}个字` };
  const [first, ...rest] = wordsOf(text);
  if (first === undefined) return { code: 'NOTHING_TO_SEARCH', message: '请输入要查找的文字，标点和空格不参与查找' };
  if ([first, ...rest].every((word) => pairsOf(word).length === 0)) return { code: 'TOO_SHORT', message: '请至少输入两个字' };
  const receipt = RECEIPT.exec(text.normalize('NFKC').replaceAll(/\s/gu, '').toUpperCase());
  return { words: [first, ...rest], docNumber: parseDocNumber(text), receiptNumber: receipt?.slice(1).join('-') };
}

export const isUnsearchable = (sought: Sought | Unsearchable): sought is Unsearchable => 'code' in sought;

/** Most pairs whose frequency is asked for, and most that an index is asked for beside the rarest. */
const [MOST_PAIRS, MOST_PROBES] = [24, 2];
/** Beyond this a pair is frequent, and it does not matter how frequent. */
const FREQUENT = 1000;

/** Pairs of the words that stand in short texts, rarest first; none when one of them stands nowhere. */
export interface Rarest {
  readonly organizations: readonly string[];
  readonly notices: readonly string[];
}

/** How often each pair occurs within the caller's walls, counted to a thousand: one statement. */
export async function rarestPairs(ctx: ViewerContext, { words }: Sought): Promise<Rarest> {
  const pairs = [...new Set(words.flatMap(pairsOf))].slice(0, MOST_PAIRS);
  const { federationId } = ctx.viewer;
  const count = (from: RawBuilder<unknown>) => sql`(select count(*)::int from (select from ${from} limit ${FREQUENT}) found)`;
  const { rows } = await sql<{ pair: string; organizations: number; notices: number }>`
    select p.pair,
           ${count(sql`search_organization_term t where t.federation_id = ${federationId} and t.term = p.pair`)} as organizations,
           ${count(sql`search_notice_term t where t.federation_id = ${federationId} and t.term = p.pair and ${isBelow(ctx, 't')}`)}
         + ${count(sql`search_notice_term t where t.federation_id = ${federationId} and t.term = p.pair and ${isAbove(ctx, 't')}`)} as notices
      from unnest(${pairs}::text[]) p (pair)`.execute(ctx.db);
  const rarest = (kind: 'organizations' | 'notices') =>
    rows.some((row) => row[kind] === 0)
      ? []
      : rows
          .toSorted((a, b) => a[kind] - b[kind])
          .map(({ pair }) => pair)
          .slice(0, 1 + MOST_PROBES);
  return { organizations: rarest('organizations'), notices: rarest('notices') };
}

/** Where a table's row stands: in the caller's range. Named in every statement, because walls alone are no bounds of an index. */
export const isBelow = ({ viewer }: ViewerContext, table: string): RawBuilder<boolean> =>
  sql<boolean>`${sql.ref(`${table}.path`)} >= ${viewer.path} and ${sql.ref(`${table}.path`)} < ${endOf(viewer.path)}`;

/** Where those stand who may have published something to the caller, as the wall has it. */
export const isAbove = (ctx: ViewerContext, table: string): RawBuilder<boolean> =>
  sql<boolean>`${sql.ref(`${table}.path`)} = any (string_to_array(current_setting('app.up'), ' ')) and not (${isBelow(ctx, table)})`;

/** Whether a folded text holds all the words. */
export const holdsAll = (text: RawBuilder<unknown>, words: readonly string[]): RawBuilder<boolean> =>
  sql<boolean>`(${sql.join(
    words.map((word) => sql`strpos(${text}, ${word}) > 0`),
    sql` and `,
  )})`;

/** Whether a signature says that a text may hold all the words: cheap, and wrong only the other way. */
export const mayHoldAll = (signature: RawBuilder<unknown>, words: readonly string[]): RawBuilder<boolean> =>
  sql<boolean>`(${sql.join(
    bitsOf(words).map((bit) => sql`get_bit(${signature}, ${bit}::bigint) = 1`),
    sql` and `,
  )})`;
