import { type Selectable, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { type Page, type PageArgs, pageOf, parseCursor } from '../../kit/connection.ts';
import type { Tables } from '../../orm.ts';
import { asImport, type ImportRow } from './import.rows.ts';

type Row = Selectable<Tables['import_batch']>;

/** What the caller has put in to be imported, newest first. */
export async function listImports(ctx: ViewerContext, page: PageArgs): Promise<Page<ImportRow>> {
  const after = parseCursor(page.after, ['uuid']);
  const { rows } = await sql<Row>`
    select * from import_batch
     where federation_id = ${ctx.viewer.federationId} and account_id = ${ctx.viewer.accountId} ${after ? sql`and id < ${after[0]}::uuid` : sql``}
     order by id desc limit ${page.first + 1}`.execute(ctx.db);
  return pageOf(rows.map(asImport), page, ({ id }) => [id]);
}

/** One of them. */
export async function findImport(ctx: ViewerContext, id: string): Promise<ImportRow | undefined> {
  const { rows } = await sql<Row>`
    select * from import_batch where federation_id = ${ctx.viewer.federationId} and id = ${id} and account_id = ${ctx.viewer.accountId}`.execute(
    ctx.db,
  );
  return rows[0] && asImport(rows[0]);
}
