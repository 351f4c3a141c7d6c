import type { PageArgs } from '../../kit/connection.ts';
import { beijing, type OutRow, type OutTable } from '../../kit/sheet/write-sheet.ts';
import { writeCsv } from '../../kit/sheet/write-csv.ts';
import { writeXlsx } from '../../kit/sheet/write-xlsx.ts';
import { zipped } from '../../kit/sheet/zipped.ts';
import { keepFile, keeperOf } from '../files/keep-file.ts';
import { storeFile } from '../files/store-file.ts';
import type { JobHandler, JobRun } from '../jobs/run-job.ts';
import type { Opened } from './column-set.ts';
import { exportListLabels } from './export.lists.ts';
import { type Spool, withSpools } from './spool.ts';
import { assertStillSees, openList, type RequestExport } from './start-export.ts';

/** How long a file can be fetched, in days. */
const DAYS = 7;
/** Rows of one page, which is read in a transaction of its own. */
const PAGE = 500;
const MOST_BYTES = 2 ** 31;

/**
 * Writes a list into a file: page by page, each read in the name and behind the walls of whoever asked, as they are by then.
 * Nothing is held but a page; a run that is killed leaves nothing, and the next begins anew.
 */
export const exportList: JobHandler = async (run) => {
  const asked = run.job.input as unknown as RequestExport;
  let opened: Opened<never> | undefined;
  await run.pieceAsStarter(async (ctx) => {
    opened = await openList(ctx, asked);
    return { phase: '读取', done: 0 };
  });
  const { about, columns, details = [] } = opened!;
  const now = run.background.clock.now();
  const name = [exportListLabels[asked.list], about, beijing(now).slice(0, 10)]
    .filter(Boolean)
    .join('-')
    .replaceAll(/[\\/\p{Cc}]/gu, ' ');
  await withSpools(run.background.files, details.length, async (spools) => {
    const tables: OutTable[] = [
      { name: exportListLabels[asked.list], columns, rows: rowsOf(run, asked, opened!, spools) },
      // Written to the disk while the list is read, and read behind it.
      ...details.map((detail, index) => ({ name: sheetName(detail.name, index), columns: detail.columns, rows: spools[index]!.rows() })),
    ];
    const [ending, content] =
      asked.format === 'XLSX'
        ? (['xlsx', writeXlsx(tables, now)] as const)
        : tables.length === 1
          ? (['csv', writeCsv(tables[0]!)] as const)
          : ([
              'zip',
              zipped(
                tables.map((table) => [`${table.name}.csv`, () => writeCsv(table)]),
                now,
              ),
            ] as const);
    const stored = await storeFile({ ...run.background.files, maxBytes: MOST_BYTES }, `${name.slice(0, 180)}.${ending}`, content);
    await run.pieceAsStarter(async (ctx) => {
      const expiresAt = new Date(ctx.now.getTime() + DAYS * 24 * 3_600_000);
      const file = await keepFile(keeperOf(ctx), { purpose: 'EXPORT', expiresAt }, stored);
      return { total: run.job.done, resultFileId: file.id, result: { rows: run.job.done } };
    });
  });
};

/** Names of worksheets are told apart by their first 31 characters. */
const sheetName = (name: string, index: number): string => `${index + 1} ${name}`.slice(0, 31);

async function* rowsOf(
  run: JobRun,
  asked: RequestExport,
  opened: Opened<never>,
  spools: readonly Spool[],
): AsyncGenerator<readonly OutRow[]> {
  let next: PageArgs | undefined = { first: PAGE, after: null };
  while (next) {
    const found: Found = await readPage(run, asked, opened, next);
    for (const [index, spool] of spools.entries()) await spool.add(found.details[index]!);
    yield found.rows;
    next = found.next;
  }
}

interface Found {
  readonly rows: readonly OutRow[];
  /** Rows of the tables beside the list. */
  readonly details: readonly (readonly OutRow[])[];
  readonly next: PageArgs | undefined;
}

async function readPage<Row>(run: JobRun, asked: RequestExport, opened: Opened<Row>, page: PageArgs): Promise<Found> {
  let found: Found | undefined;
  await run.pieceAsStarter(async (ctx) => {
    assertStillSees(ctx, asked, opened.columns);
    const { nodes, pageInfo, totalCount } = await opened.page(ctx, page);
    const rows = await Promise.all(nodes.map((row) => Promise.all(opened.columns.map(async ({ value }) => value(ctx, row)))));
    const details = await Promise.all(
      (opened.details ?? []).map(async (detail) => (await Promise.all(nodes.map(async (row) => detail.rows(ctx, row)))).flat()),
    );
    found = { rows, details, next: pageInfo.hasNextPage ? { first: PAGE, after: pageInfo.endCursor } : undefined };
    const total = page.after === null ? await totalOf(totalCount) : undefined;
    return { phase: '读取', done: run.job.done + rows.length, ...(total !== undefined && { total }) };
  });
  return found!;
}

const totalOf = async (total: number | (() => number | Promise<number>) | undefined): Promise<number | undefined> =>
  typeof total === 'function' ? total() : total;
