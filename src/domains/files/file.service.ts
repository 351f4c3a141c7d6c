import type { Selectable } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { notFound } from '../../kit/errors.ts';
import type { Tables } from '../../orm.ts';
import { record } from '../audit/record.ts';
import { release } from './stored-object.ts';

/** A file that a unit puts in for a task, wherever it is on its way. */
export type UploadRow = Selectable<Tables['upload']>;

/** The files that my organization has put in for a task, or is putting in, and not taken out again, oldest first. */
export function uploadsOf(ctx: ViewerContext, obligationId: string): Promise<UploadRow[]> {
  return ctx.db
    .selectFrom('upload')
    .selectAll()
    .where('federation_id', '=', ctx.viewer.federationId)
    .where('organization_id', '=', ctx.viewer.organizationId)
    .where('obligation_id', '=', obligationId)
    .where('removed_at', 'is', null)
    .orderBy('uploaded_at')
    .orderBy('id')
    .execute();
}

/** One of them, whatever task it is for. */
export function findUpload(ctx: ViewerContext, fileId: string): Promise<UploadRow | undefined> {
  return ctx.db
    .selectFrom('upload')
    .selectAll()
    .where('federation_id', '=', ctx.viewer.federationId)
    .where('organization_id', '=', ctx.viewer.organizationId)
    .where('id', '=', fileId)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
}

/**
 * Takes a file out, whatever names it; a version that was handed in with it keeps it. One that is on its way in comes no further.
 * @throws Refusal NOT_FOUND
 */
export async function dropUpload(ctx: ViewerContext, fileId: string, path: readonly string[] = ['input', 'fileId']): Promise<void> {
  const removed = await ctx.db
    .updateTable('upload')
    .set({ removed_at: ctx.now })
    .where('federation_id', '=', ctx.viewer.federationId)
    .where('organization_id', '=', ctx.viewer.organizationId)
    .where('id', '=', fileId)
    .where('removed_at', 'is', null)
    .returning(['obligation_id', 'storage_key'])
    .executeTakeFirst();
  if (!removed) throw notFound(path);
  await release({ db: ctx.db, now: ctx.now, federationId: ctx.viewer.federationId }, [removed.storage_key]);
  await record(ctx, { operation: 'removeUpload', subjectType: 'File', subjectId: fileId, detail: { obligationId: removed.obligation_id } });
}
