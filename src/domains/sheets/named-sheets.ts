import type { ViewerContext } from '../../context.ts';
import { notFound } from '../../kit/errors.ts';
import type { FormField } from '../../kit/form.ts';
import { rowId } from '../../kit/node-id.ts';
import { publishedTemplates } from './read-sheets.ts';

/** Questions of one deliverable, and where they stand in the input. */
export interface AskedFields {
  readonly fields: readonly FormField[];
  readonly path: readonly string[];
}

/**
 * The questions with the sheets that they name copied into them, as they are kept: what was asked stays as it was, whatever
 * version comes later.
 * @throws Refusal NOT_FOUND for a sheet that is not published or not in reach
 */
export async function withNamedSheets(ctx: ViewerContext, asked: readonly AskedFields[]): Promise<FormField[][]> {
  const ids = asked.flatMap(({ fields }) =>
    fields.flatMap(({ sheetTemplateId }) => (sheetTemplateId ? rowId(sheetTemplateId, 'ScoreSheetTemplate') : [])),
  );
  const templates = ids.length > 0 ? await publishedTemplates(ctx, ids) : new Map<string, never>();
  return asked.map(({ fields, path }) =>
    fields.map((field, index) => {
      if (!field.sheetTemplateId) return field;
      const template = templates.get(rowId(field.sheetTemplateId, 'ScoreSheetTemplate'));
      if (!template) throw notFound([...path, String(index), 'sheetTemplateId']);
      return Object.assign({}, field, { sheet: template.sheet });
    }),
  );
}
