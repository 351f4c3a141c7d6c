import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal, stale } from '../../kit/errors.ts';
import { lintSheet, type SheetFinding } from '../../kit/score/lint-sheet.ts';
import { json, violates } from '../../kit/sql.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { checkExamples } from './examples.ts';
import { findTemplate, templateToChange } from './read-sheets.ts';
import { editGate, isOurs, reviseGate } from './sheet.gates.ts';
import type { draftScoreSheetInput, publishScoreSheetInput, saveScoreSheetInput } from './sheet.input.ts';
import { asTemplate, type TemplateRow } from './sheet.rows.ts';

/**
 * Begins a score sheet, or the next version of one that was published.
 * @throws Refusal NOT_FOUND, NOT_PUBLISHED, DRAFT_EXISTS
 */
export async function draftScoreSheet(ctx: ViewerContext, input: z.output<typeof draftScoreSheetInput>): Promise<TemplateRow> {
  await holdTree(ctx, 'share');
  const base = input.basedOnId === null ? undefined : await baseOf(ctx, input.basedOnId);
  const id = uuid7();
  const { federationId, organizationId, path, personId } = ctx.viewer;
  const goesOn =
    base && isOurs(ctx, base) ? { series_id: base.series_id, number: await nextNumber(ctx, base) } : { series_id: id, number: 1 };
  const row = await ctx.db
    .insertInto('score_sheet_template')
    .values({
      federation_id: federationId,
      id,
      ...goesOn,
      issuer_id: organizationId,
      path,
      title: input.title,
      sheet: json(input.sheet),
      examples: json(input.examples),
      based_on_id: base?.id ?? null,
      created_at: ctx.now,
      updated_at: ctx.now,
      updated_by_id: personId,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch((error: unknown) => {
      throw violates(error, 'score_sheet_template_key') ? draftExists() : error;
    });
  await record(ctx, {
    operation: 'draftScoreSheet',
    subjectType: 'ScoreSheetTemplate',
    subjectId: id,
    detail: { title: row.title, number: row.number },
  });
  return asTemplate(row);
}

const draftExists = (): Refusal => new Refusal('DRAFT_EXISTS', '这份打分表已有一个未发布的新版', ['input', 'basedOnId']);

async function baseOf(ctx: ViewerContext, id: string): Promise<TemplateRow> {
  const base = await findTemplate(ctx, id);
  if (!base) throw notFound(['input', 'basedOnId']);
  assertGate(reviseGate(ctx, base), ['input', 'basedOnId']);
  return base;
}

/** One draft at a time; versions count on from the last one, whichever it was begun from. */
async function nextNumber(ctx: ViewerContext, { series_id }: TemplateRow): Promise<number> {
  const versions = await ctx.db
    .selectFrom('score_sheet_template')
    .select(['number', 'published_at'])
    .where('federation_id', '=', ctx.viewer.federationId)
    .where('series_id', '=', series_id)
    .execute();
  if (versions.some(({ published_at }) => published_at === null)) throw draftExists();
  return Math.max(...versions.map(({ number }) => number)) + 1;
}

/**
 * Saves a draft whole, right or wrong: its lint says what stands in the way of publishing.
 * @throws Refusal NOT_FOUND, STALE_VERSION, what the gate says (NOT_ISSUER, PUBLISHED)
 */
export async function saveScoreSheet(ctx: ViewerContext, input: z.output<typeof saveScoreSheetInput>): Promise<TemplateRow> {
  await holdTree(ctx, 'share');
  const template = await draftToChange(ctx, input);
  const { title, sheet, examples } = input;
  const saved = await update(ctx, template, { title, sheet: json(sheet), examples: json(examples) });
  const detail = { version: saved.version };
  await record(ctx, { operation: 'saveScoreSheet', subjectType: 'ScoreSheetTemplate', subjectId: saved.id, detail });
  return saved;
}

/**
 * Publishes a draft: from now on it is read below and named by notices, and never changed. Its examples are computed; where one
 * comes to something else, or the lint blocks, nothing is published.
 * @throws Refusal NOT_FOUND, STALE_VERSION, what the gate says, and every blocking finding
 */
export async function publishScoreSheet(ctx: ViewerContext, input: z.output<typeof publishScoreSheetInput>): Promise<TemplateRow> {
  await holdTree(ctx, 'share');
  const template = await draftToChange(ctx, input);
  const [first, ...rest] = findingsOf(template)
    .filter(({ severity }) => severity === 'BLOCK')
    .map(({ code, message }) => ({ code, message, path: ['input', 'templateId'] }));
  if (first) throw Refusal.ofAll([first, ...rest]);
  const published = await update(ctx, template, { published_at: ctx.now, published_by_id: ctx.viewer.personId });
  const detail = { title: published.title, number: published.number, examples: published.examples.length };
  await record(ctx, { operation: 'publishScoreSheet', subjectType: 'ScoreSheetTemplate', subjectId: published.id, detail });
  return published;
}

/** What is remarkable about a sheet and its examples. */
export const findingsOf = ({ sheet, examples }: Pick<TemplateRow, 'sheet' | 'examples'>): SheetFinding[] => [
  ...lintSheet(sheet),
  ...checkExamples(sheet, examples),
];

async function draftToChange(ctx: ViewerContext, { templateId, version }: { templateId: string; version: number }): Promise<TemplateRow> {
  const template = await templateToChange(ctx, templateId);
  assertGate(editGate(ctx, template), ['input', 'templateId']);
  if (template.version !== version) throw stale(['input', 'version'], { template });
  return template;
}

async function update(
  ctx: ViewerContext,
  { id, version }: TemplateRow,
  set: Partial<Pick<TemplateRow, 'title' | 'sheet' | 'examples' | 'published_at' | 'published_by_id'>>,
): Promise<TemplateRow> {
  const row = await ctx.db
    .updateTable('score_sheet_template')
    .set({ ...set, updated_at: ctx.now, updated_by_id: ctx.viewer.personId, version: version + 1 })
    .where('federation_id', '=', ctx.viewer.federationId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return asTemplate(row);
}
