import { type Selectable, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal } from '../../kit/errors.ts';
import { widen } from '../../kit/system.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import type { Tables } from '../../orm.ts';
import { record } from '../audit/record.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { applyGate, kindGate } from './import.gates.ts';
import { type ImportKind, importKindLabels } from './import.kinds.ts';
import { asImport, type ImportRow } from './import.rows.ts';
import { findImport } from './read-imports.ts';

/** How long what was found sound may be taken over, in hours. */
const HOURS = 24;
const FILE = ['input', 'fileId'];
const IMPORT = ['input', 'importId'];

const jobKind = (kind: ImportKind) => `IMPORT_${kind}` as const;

/**
 * Has a table that the viewer has put in checked against itself and against what stands, and changes nothing else.
 * @throws Refusal NOT_FOUND, FORBIDDEN, NOT_A_TABLE, ALREADY_IMPORTED
 */
export async function checkImport(ctx: ViewerContext, { kind, fileId }: { kind: ImportKind; fileId: string }): Promise<ImportRow> {
  const { viewer, db, now } = ctx;
  assertGate(kindGate(ctx, kind), ['input', 'kind']);
  const file = await tableOf(ctx, fileId);
  if (await isApplied(ctx, kind, file.sha256)) throw alreadyImported();
  const id = uuid7();
  const job = await enqueue(ctx, {
    kind: jobKind(kind),
    title: `检查待导入的${importKindLabels[kind]}：${file.name}`,
    input: { importId: id, step: 'CHECK' },
  });
  const row = await db
    .insertInto('import_batch')
    .values({
      federation_id: viewer.federationId,
      id,
      account_id: viewer.accountId,
      organization_id: viewer.organizationId,
      kind,
      state: 'CHECKING',
      file_name: file.name,
      format: file.extension === 'csv' ? 'CSV' : 'XLSX',
      sha256: file.sha256,
      storage_key: file.storage_key,
      summary: '[]' as never,
      check_job_id: job.id,
      created_at: now,
      expires_at: new Date(now.getTime() + HOURS * 3_600_000),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await record(ctx, {
    operation: 'checkImport',
    subjectType: 'Import',
    subjectId: id,
    detail: { kind, fileId, sha256: file.sha256, jobId: job.id },
  });
  return asImport(row);
}

/**
 * Has what was checked taken over: all of it, as it was checked, or nothing.
 * @throws Refusal NOT_FOUND, FORBIDDEN, NOT_SOUND, IN_PROGRESS, ALREADY_IMPORTED, IMPORT_EXPIRED
 */
export async function applyImport(ctx: ViewerContext, { importId }: { importId: string }): Promise<ImportRow> {
  const { viewer, db } = ctx;
  const { rows } = await sql<Selectable<Tables['import_batch']>>`
    select * from import_batch
     where federation_id = ${viewer.federationId} and id = ${importId} and account_id = ${viewer.accountId} for update`.execute(db);
  if (!rows[0]) throw notFound(IMPORT);
  const batch = asImport(rows[0]);
  assertGate(await applyGate(ctx, batch), IMPORT);
  if (await isApplied(ctx, batch.kind, batch.sha256)) throw alreadyImported();
  const job = await enqueue(ctx, {
    kind: jobKind(batch.kind),
    title: `导入${importKindLabels[batch.kind]}：${batch.file_name}`,
    input: { importId, step: 'APPLY' },
    total: batch.row_count,
  });
  await sql`update import_batch set apply_job_id = ${job.id} where federation_id = ${viewer.federationId} and id = ${importId}`.execute(db);
  const detail = { kind: batch.kind, rows: batch.row_count, sha256: batch.sha256, jobId: job.id };
  await record(ctx, { operation: 'applyImport', subjectType: 'Import', subjectId: importId, detail });
  return (await findImport(ctx, importId))!;
}

async function tableOf(ctx: ViewerContext, fileId: string): Promise<Selectable<Tables['kept_file']>> {
  const { rows } = await sql<Selectable<Tables['kept_file']>>`
    select * from kept_file
     where federation_id = ${ctx.viewer.federationId} and id = ${fileId} and account_id = ${ctx.viewer.accountId} and purpose = 'IMPORT'
       and expires_at > ${ctx.now}`.execute(ctx.db);
  const [file] = rows;
  if (!file) throw notFound(FILE);
  if (file.extension !== 'xlsx' && file.extension !== 'csv') throw new Refusal('NOT_A_TABLE', '只能导入 xlsx 或 csv 格式的表格', FILE);
  return file;
}

/** Whether these very bytes were taken over for the same body before, by whomever. */
async function isApplied(ctx: ViewerContext, kind: ImportKind, sha256: string): Promise<boolean> {
  const { federationId, organizationId } = ctx.viewer;
  const { rows } = await widen(ctx, () =>
    sql`
      select from import_batch
       where federation_id = ${federationId} and organization_id = ${organizationId} and kind = ${kind} and sha256 = ${sha256} and state = 'APPLIED'`.execute(
      ctx.db,
    ),
  );
  return rows.length > 0;
}

export const alreadyImported = (): Refusal => new Refusal('ALREADY_IMPORTED', '这个文件已经导入过，没有再次导入', FILE);
