import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { Refusal } from '../../kit/errors.ts';
import { readSheet } from '../../kit/sheet/read-sheet.ts';
import type { SheetBatch } from '../../kit/sheet/sheet.ts';
import { violates } from '../../kit/sql.ts';
import { expectRows } from '../federation/found.ts';
import { findOrganization } from '../federation/organization.rows.ts';
import { holdTree } from '../federation/tree-lock.ts';
import type { JobFault, JobHandler, JobRun, Progress } from '../jobs/run-job.ts';
import { wholeTables } from './checks.ts';
import { keepFaultList } from './fault-list.ts';
import { importColumns } from './import.columns.ts';
import { type ImportKind, importKindLabels } from './import.kinds.ts';
import type { ImportRow } from './import.rows.ts';
import { importers } from './importers.ts';
import { withLocalCopy } from './local-copy.ts';
import { findImport } from './read-imports.ts';
import { readTable, type TableRow } from './read-table.ts';
import { stageRows } from './stage-rows.ts';
import { alreadyImported } from './start-import.ts';
import { summaryOf } from './summary.ts';
import { changedSince } from './write-organizations.ts';

/** How far a job has come: lines of the file that are staged, whether all are, which check is next, what of the writing is done. */
interface Cursor {
  readonly line?: number;
  readonly isRead?: boolean;
  readonly check?: number;
  readonly round?: number;
  readonly isChecked?: boolean;
  readonly isPrepared?: boolean;
}

/** Checks a table, or takes it over: which of the two, and which table, stands in the job. */
export const importTable: JobHandler = (run) => (run.job.input['step'] === 'CHECK' ? checkTable(run) : applyTable(run));

const cursorOf = (run: JobRun): Cursor => run.job.cursor;

/** A piece about the job's own table, as long as its starter may do what it does. */
function pieceAbout(run: JobRun, work: (ctx: ViewerContext, batch: ImportRow) => Promise<Progress>): Promise<void> {
  return run.pieceAsStarter(async (ctx) => {
    const batch = await findImport(ctx, run.job.input['importId'] as string);
    if (!batch) throw new Error(`No import of job ${run.job.id}`);
    if (!ctx.ability.can(...importers[batch.kind].may) || batch.organization_id !== ctx.viewer.organizationId)
      throw new Refusal('FORBIDDEN', '没有这项权限');
    return work(ctx, batch);
  });
}

async function checkTable(run: JobRun): Promise<void> {
  try {
    if (!cursorOf(run).isRead) await read(run);
    await check(run, 'checks');
  } catch (error) {
    if (error instanceof Refusal) await pieceAbout(run, (ctx, batch) => conclude(ctx, batch, run, 'FAULTY'));
    throw error;
  }
  const faultList = run.job.failure_count > 0 ? await keepFaultList(run) : undefined;
  await pieceAbout(run, async (ctx, batch) => {
    const ended = await conclude(ctx, batch, run, run.job.failure_count > 0 ? 'FAULTY' : 'SOUND');
    return faultList ? { ...ended, resultFileId: await faultList(ctx) } : ended;
  });
}

/** Rows of one transaction. */
const BATCH = 2000;

async function read(run: JobRun): Promise<void> {
  let opened: { batch: ImportRow } | undefined;
  await pieceAbout(run, async (_, batch) => {
    opened = { batch };
    return { phase: '读取' };
  });
  const { kind, format, storage_key } = opened!.batch;
  await withLocalCopy(run.background.files, storage_key, (file) => stageAll(run, readSheet(file, format, importKindLabels[kind]), kind));
}

async function stageAll(run: JobRun, sheet: AsyncIterable<SheetBatch>, kind: ImportKind): Promise<void> {
  const staged = cursorOf(run).line ?? 0;
  const late: JobFault[] = [];
  let [rows, faults]: [TableRow[], JobFault[]] = [[], []];
  for await (const found of readTable(sheet, importColumns[kind])) {
    rows.push(...found.rows.filter(({ line }) => line > staged));
    faults.push(...found.faults.filter(({ row }) => row! > staged));
    late.push(...found.late);
    if (rows.length < BATCH) continue;
    await put(run, rows, faults, found.read, false);
    [rows, faults] = [[], []];
  }
  await put(run, rows, [...faults, ...late], 1, true);
}

/** Stages rows that were read; at last, with all of the file, the job knows how many they are. */
async function put(run: JobRun, rows: readonly TableRow[], failures: readonly JobFault[], share: number, isRead: boolean): Promise<void> {
  await pieceAbout(run, async (ctx, batch) => {
    const own = await findOrganization(ctx, batch.organization_id);
    await stageRows(ctx, batch, own!, rows);
    const done = run.job.done + rows.length;
    const cursor: Cursor = { line: rows.at(-1)?.line ?? cursorOf(run).line ?? 0, isRead };
    return { failures, done, total: Math.max(done, Math.round(done / share)), cursor: { ...cursor } };
  });
}

async function check(run: JobRun, which: 'checks' | 'rechecks'): Promise<void> {
  while (!cursorOf(run).isChecked) {
    await pieceAbout(run, async (ctx, batch) => {
      const checks = importers[batch.kind][which];
      const { check: at = 0, round = 0 } = cursorOf(run);
      await wholeTables(ctx);
      const { failed = 0, again = false } = (await checks[at]!({ ctx, batch, jobId: run.job.id, round })) ?? {};
      const place: Cursor = again ? { check: at, round: round + 1 } : { check: at + 1, isChecked: at + 1 === checks.length };
      return { phase: '校验', failed, cursor: { ...cursorOf(run), round: 0, ...place } };
    });
  }
}

/** Says what came of the check. */
async function conclude(ctx: ViewerContext, batch: ImportRow, run: JobRun, state: 'FAULTY' | 'SOUND'): Promise<Progress> {
  const summary = await summaryOf(ctx, batch);
  const staged = summary.reduce((sum, { count }) => sum + count, 0);
  if (state === 'SOUND' && staged !== run.job.done)
    throw new Refusal('IMPORT_EXPIRED', '检查结果已过期，请重新检查', ['input', 'importId']);
  const { rows } = await sql<{ faulty: number }>`
    select count(distinct row)::int as faulty from job_failure where federation_id = ${batch.federation_id} and job_id = ${run.job.id}`.execute(
    ctx.db,
  );
  const { faulty } = rows[0]!;
  await sql`
    update import_batch set state = ${state}, checked_at = ${ctx.now}::timestamptz, row_count = ${run.job.done}, faulty_row_count = ${faulty},
           summary = ${JSON.stringify(summary)}::jsonb
     where federation_id = ${batch.federation_id} and id = ${batch.id}`.execute(ctx.db);
  return { result: { state, rows: run.job.done, faultyRows: faulty } };
}

async function applyTable(run: JobRun): Promise<void> {
  await check(run, 'rechecks');
  if (run.job.failure_count > 0) throw changedSince('有了变动');
  await pieceAbout(run, (ctx, batch) => prepare(ctx, batch, run));
  await pieceAbout(run, (ctx, batch) => write(ctx, batch));
}

async function prepare(ctx: ViewerContext, batch: ImportRow, run: JobRun): Promise<Progress> {
  if (!cursorOf(run).isPrepared) {
    await wholeTables(ctx);
    await importers[batch.kind].prepare(ctx, batch);
  }
  return { phase: '写入', cursor: { ...cursorOf(run), isPrepared: true } };
}

/** From so many rows on what the planner knows of the tables is renewed with them. */
const MANY = 1000;

/** Everything at once, or nothing: a process that dies here leaves nothing, and the next run does it. */
async function write(ctx: ViewerContext, batch: ImportRow): Promise<Progress> {
  if (batch.state !== 'SOUND') throw alreadyImported();
  if (batch.expires_at <= ctx.now) throw new Refusal('IMPORT_EXPIRED', '检查结果已过期，请重新检查', ['input', 'importId']);
  await holdTree(ctx, 'share');
  await expectRows(ctx.db, batch.row_count);
  await wholeTables(ctx);
  await sql`select set_config('statement_timeout', '600s', true)`.execute(ctx.db);
  await importers[batch.kind].write(ctx, batch);
  if (batch.row_count >= MANY) await sql`select app.renew_statistics()`.execute(ctx.db);
  await sql`
    update import_batch set state = 'APPLIED', applied_at = ${ctx.now}::timestamptz where federation_id = ${batch.federation_id} and id = ${batch.id}`
    .execute(ctx.db)
    .catch((error: unknown) => {
      throw violates(error, 'import_batch_applied_key') ? alreadyImported() : error;
    });
  return { done: batch.row_count, total: batch.row_count, result: { rows: batch.row_count } };
}
