import { type Selectable, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { type Page, type PageArgs, pageOf, parseCursor } from '../../kit/connection.ts';
import { SHEET_FORMATS } from '../../kit/sheet/read-sheet.ts';
import type { Tables } from '../../orm.ts';
import { asJob, type JobRow } from '../jobs/job.rows.ts';
import { choicesOf } from './column-set.ts';
import { columnSets } from './column-sets.ts';
import { EXPORT_LISTS, exportListLabels } from './export.lists.ts';
import type { RequestExport } from './start-export.ts';

/** The caller's exports, newest first; those whose file has expired are among them. */
export async function listExports(ctx: ViewerContext, page: PageArgs): Promise<Page<JobRow>> {
  const after = parseCursor(page.after, ['uuid']);
  const { rows } = await sql<Selectable<Tables['job']>>`
    select * from job
     where federation_id = ${ctx.viewer.federationId} and account_id = ${ctx.viewer.accountId} and kind = 'EXPORT_LIST'
       ${after ? sql`and id < ${after[0]}::uuid` : sql``}
     order by id desc limit ${page.first + 1}`.execute(ctx.db);
  return pageOf(rows.map(asJob), page, ({ id }) => [id]);
}

/** What an export was asked for with. */
export const askedOf = ({ input }: JobRow): RequestExport => input as unknown as RequestExport;

/** Headings of the choices that it was asked for; of all when it named none. */
export function headingsOf(ctx: ViewerContext, { list, columns }: RequestExport): string[] {
  const chosen = choicesOf(ctx, columnSets[list]).filter(({ key }) => columns.length === 0 || columns.includes(key));
  return [...new Set(chosen.map(({ heading }) => heading))];
}

/** The lists that the caller may have written into a file, each with what it is asked for with and what one may choose. */
export const listColumnSets = (ctx: ViewerContext) =>
  EXPORT_LISTS.filter((list) => ctx.ability.can(...columnSets[list].may)).map((list) => ({
    list,
    label: exportListLabels[list],
    formats: SHEET_FORMATS,
    arguments: Object.entries(columnSets[list].schema.shape).map(([name, rule]) => ({
      name,
      required: !rule.safeParse(undefined).success,
    })),
    columns: offered(ctx, list),
  }));

/** A choice that stands for several columns is offered once, under all their headings. */
function offered(ctx: ViewerContext, list: RequestExport['list']) {
  const byKey = Map.groupBy(choicesOf(ctx, columnSets[list]), ({ key }) => key);
  return [...byKey].map(([key, choices]) => ({
    key,
    heading: choices.map(({ heading }) => heading).join('、'),
    personal: choices.some(({ personal }) => personal),
    expands: choices.some(({ expands }) => expands),
  }));
}
