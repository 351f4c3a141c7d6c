import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import type { OutColumn, OutRow } from '../../kit/sheet/write-sheet.ts';
import { writeXlsx } from '../../kit/sheet/write-xlsx.ts';
import { keepFile, keeperOf } from '../files/keep-file.ts';
import { storeFile } from '../files/store-file.ts';
import type { JobRun } from '../jobs/run-job.ts';

const DAYS = 7;
const PAGE = 5000;
const MOST_BYTES = 2 ** 31;
const COLUMNS: readonly OutColumn[] = [
  { heading: '行', kind: 'NUMBER', width: 10 },
  { heading: '列', kind: 'TEXT', width: 18 },
  { heading: '问题', kind: 'TEXT', width: 80 },
];

interface Fault {
  readonly id: string;
  readonly row: number | null;
  readonly column: string | null;
  readonly message: string;
}

/**
 * Writes everything that a job could not do into a workbook, in the order of the file.
 * @returns keeps it for the job's starter, in the transaction that ends the job
 */
export async function keepFaultList(run: JobRun): Promise<(ctx: ViewerContext) => Promise<string>> {
  const name = `${run.job.title
    .replace(/^.*：/, '')
    .replace(/\.[^.]+$/, '')
    .slice(0, 150)}-问题清单.xlsx`;
  const workbook = writeXlsx([{ name: '问题', columns: COLUMNS, rows: faultsOf(run) }], run.background.clock.now());
  const stored = await storeFile({ ...run.background.files, maxBytes: MOST_BYTES }, name, workbook);
  return async (ctx) => {
    const expiresAt = new Date(ctx.now.getTime() + DAYS * 24 * 3_600_000);
    return (await keepFile(keeperOf(ctx), { purpose: 'EXPORT', expiresAt }, stored)).id;
  };
}

async function* faultsOf(run: JobRun): AsyncGenerator<OutRow[]> {
  const { federation_id, id: jobId } = run.job;
  let last: Fault | undefined;
  for (let page: readonly Fault[]; ;) {
    await run.pieceAsStarter(async ({ db }) => {
      const { rows } = await sql<Fault>`
        select id, row, "column", message from job_failure
         where federation_id = ${federation_id} and job_id = ${jobId}
           ${last ? sql`and (coalesce(row, 0), id) > (${last.row ?? 0}::int, ${last.id}::uuid)` : sql``}
         order by coalesce(row, 0), id limit ${PAGE}`.execute(db);
      page = rows;
      return {};
    });
    last = page!.at(-1);
    if (!last) return;
    yield page!.map(({ row, column, message }) => [row === null ? null : String(row), column, message]);
  }
}
