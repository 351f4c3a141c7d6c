import { type RawBuilder, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { type Page, type PageArgs, pageOf, parseCursor } from '../../kit/connection.ts';
import { notFound } from '../../kit/errors.ts';
import { asTemplate, type TemplateRow } from './sheet.rows.ts';

/** Of what the wall lets through: what was published, and drafts of one's own body where one writes them. */
function readable(ctx: ViewerContext): RawBuilder<boolean> {
  const { federationId, path } = ctx.viewer;
  const drafts = ctx.ability.can('draft', 'ScoreSheetTemplate');
  return sql<boolean>`t.federation_id = ${federationId} and (t.published_at is not null or (${drafts} and t.path = ${path}))`;
}

/** One version, if it may be read. */
export async function findTemplate(ctx: ViewerContext, id: string): Promise<TemplateRow | undefined> {
  const { rows } = await sql<TemplateRow>`select t.* from score_sheet_template t where ${readable(ctx)} and t.id = ${id}`.execute(ctx.db);
  return rows[0] && asTemplate(rows[0]);
}

/** The published ones of these, by id. */
export async function publishedTemplates(ctx: ViewerContext, ids: readonly string[]): Promise<ReadonlyMap<string, TemplateRow>> {
  const { rows } = await sql<TemplateRow>`
    select t.* from score_sheet_template t where ${readable(ctx)} and t.published_at is not null and t.id = any (${ids}::uuid[])`.execute(
    ctx.db,
  );
  return new Map(rows.map((row) => [row.id, asTemplate(row)]));
}

/** Every version that may be read, last begun first. */
export async function listTemplates(ctx: ViewerContext, page: PageArgs): Promise<Page<TemplateRow>> {
  const after = parseCursor(page.after, ['uuid']);
  const { rows } = await sql<TemplateRow>`
    select t.* from score_sheet_template t where ${readable(ctx)} ${after ? sql`and t.id < ${after[0]}::uuid` : sql``}
     order by t.id desc limit ${page.first + 1}`.execute(ctx.db);
  return pageOf(rows.map(asTemplate), page, ({ id }) => [id]);
}

/** @throws Refusal NOT_FOUND; locks the row for the change to come */
export async function templateToChange(ctx: ViewerContext, id: string): Promise<TemplateRow> {
  const found = await findTemplate(ctx, id);
  // What stands above is readable through its wall but cannot be locked: the gate says why it is not changed.
  if (!found || found.path !== ctx.viewer.path) {
    if (found) return found;
    throw notFound(['input', 'templateId']);
  }
  const { rows } = await sql<TemplateRow>`
    select t.* from score_sheet_template t where t.federation_id = ${ctx.viewer.federationId} and t.id = ${id} for update`.execute(ctx.db);
  if (!rows[0]) throw notFound(['input', 'templateId']);
  return asTemplate(rows[0]);
}
