import type { ViewerContext } from '../../context.ts';
import { firstShut, type Gate, open, permitted, shut } from '../../kit/viewer-can.ts';
import { importers } from './importers.ts';
import type { ImportKind } from './import.kinds.ts';
import type { ImportRow } from './import.rows.ts';

/** Whether the viewer may take in tables of this kind at all. */
export const kindGate = (ctx: ViewerContext, kind: ImportKind): Gate => permitted(ctx.ability.can(...importers[kind].may));

/** Whether what was checked may be taken over now; the button and the mutation ask the same. */
export async function applyGate(ctx: ViewerContext, batch: ImportRow): Promise<Gate> {
  const job = batch.apply_job_id ? await ctx.loaders.one('job', batch.apply_job_id) : undefined;
  return firstShut(
    permitted(ctx.ability.can('apply', 'Import') && batch.organization_id === ctx.viewer.organizationId),
    kindGate(ctx, batch.kind),
    batch.state === 'APPLIED' ? shut('ALREADY_IMPORTED', '这个文件已经导入过') : open(),
    batch.state === 'SOUND' ? open() : shut('NOT_SOUND', batch.state === 'CHECKING' ? '还没有检查完' : '文件有问题，请改好后重新检查'),
    job?.state === 'QUEUED' || job?.state === 'RUNNING' ? shut('IN_PROGRESS', '正在导入') : open(),
    batch.expires_at <= ctx.now ? shut('IMPORT_EXPIRED', '检查结果已过期，请重新检查') : open({ closesAt: batch.expires_at }),
  );
}
