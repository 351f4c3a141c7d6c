import type { ViewerContext } from '../../context.ts';
import { firstShut, type Gate, open, permitted, shut } from '../../kit/viewer-can.ts';
import type { TemplateRow } from './sheet.rows.ts';

const mayDraft = (ctx: ViewerContext): Gate => permitted(ctx.ability.can('draft', 'ScoreSheetTemplate'));

/** Its body's, or a body's that was merged into it: both stand at one address. */
export const isOurs = (ctx: ViewerContext, { path }: TemplateRow): boolean => path === ctx.viewer.path;

/** A draft is changed and published by its own body. */
export const editGate = (ctx: ViewerContext, template: TemplateRow): Gate =>
  firstShut(
    mayDraft(ctx),
    isOurs(ctx, template) ? open() : shut('NOT_ISSUER', '只有制表单位可以办理'),
    template.published_at === null ? open() : shut('PUBLISHED', '打分表已发布，不能再修改，请另起新版'),
  );

/** What was published can be gone on from: as one's own next version, or as a sheet of one's own after another body's. */
export const reviseGate = (ctx: ViewerContext, template: TemplateRow): Gate =>
  firstShut(mayDraft(ctx), template.published_at === null ? shut('NOT_PUBLISHED', '打分表尚未发布，请直接修改') : open());
