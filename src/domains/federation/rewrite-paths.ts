import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { endOf } from '../../kit/tree.ts';

/** Addresses of where a row's owner stands today. `filed_path` is a fact and never among them. */
const ADDRESSES = ['path', 'asker_path'] as const;
export type Address = (typeof ADDRESSES)[number];

/** Tables in which a path is itself a fact of the past. */
const KEPT = ['organization_version'];

export interface Relocation {
  readonly from: string;
  readonly to: string;
}

/**
 * Every column of the database that says where something stands today, read from its catalogue so that a new table
 * cannot be forgotten.
 */
export async function addressColumns(ctx: ViewerContext): Promise<{ table: string; column: Address }[]> {
  const { rows } = await sql<{ table: string; column: Address }>`
    select c.relname as table, a.attname as column from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and a.attname = any (${ADDRESSES}) and not a.attisdropped and c.relname <> all (${KEPT})
     order by c.relname <> 'organization', c.relname, a.attname`.execute(ctx.db);
  return rows;
}

/**
 * Gives everything below `within` its new address: one statement per column, whatever the number of rows and of
 * relocations. Behind the walls of the whole federation (`widen`), the tree being held.
 *
 * @param relocations what begins with `from` begins with `to` afterwards; every `from` that is as long as the longest
 *   stands for its subtree, a shorter one for itself alone
 * @param where which columns; all of them unless told
 */
export async function rewritePaths(
  ctx: ViewerContext,
  within: string,
  relocations: readonly Relocation[],
  where: readonly Address[] = ADDRESSES,
): Promise<void> {
  if (relocations.length === 0) return;
  const longest = Math.max(...relocations.map(({ from }) => from.length));
  const [from, to] = [relocations.map((one) => one.from), relocations.map((one) => one.to)];
  for (const { table, column } of await addressColumns(ctx)) {
    if (!where.includes(column)) continue;
    const address = sql.ref(`t.${column}`);
    await sql`
      update ${sql.table(table)} t set ${sql.ref(column)} = r.new || substr(${address}, length(r.old) + 1)
        from unnest(${from}::text[], ${to}::text[]) as r (old, new)
       where t.federation_id = ${ctx.viewer.federationId} and ${address} >= ${within} and ${address} < ${endOf(within)}
         and left(${address}, ${longest}) = r.old`.execute(ctx.db);
  }
}
