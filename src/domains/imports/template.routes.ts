import { buffer } from 'node:stream/consumers';
import { failureOf, callerWho, type Routes } from '../../kit/route.ts';
import { writeCsv } from '../../kit/sheet/write-csv.ts';
import type { OutColumn, OutRow, OutTable } from '../../kit/sheet/write-sheet.ts';
import { writeXlsx } from '../../kit/sheet/write-xlsx.ts';
import { importColumns } from './import.columns.ts';
import { IMPORT_KINDS, type ImportKind, importKindLabels } from './import.kinds.ts';

const ENDINGS = ['xlsx', 'csv'] as const;
type Ending = (typeof ENDINGS)[number];
const MEDIA_TYPES = { xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', csv: 'text/csv; charset=utf-8' } as const;

const address = (kind: ImportKind, ending: Ending) => `/import-templates/${kind.toLowerCase()}.${ending}`;

/** Where an empty table of this kind is fetched. */
export const templateUrls = (kind: ImportKind): string[] => [address(kind, 'xlsx'), address(kind, 'csv')];

const PLAIN: readonly OutColumn[] = [
  { heading: '列', kind: 'TEXT', width: 16 },
  { heading: '必填', kind: 'TEXT', width: 8 },
  { heading: '填写说明', kind: 'TEXT', width: 90 },
  { heading: '示例', kind: 'TEXT', width: 30 },
];

async function* once(rows: readonly OutRow[]): AsyncGenerator<readonly OutRow[]> {
  yield rows;
}

/** An empty table, and what to fill into it: the notes and the example stand on a worksheet of their own, which is not read. */
function templateOf(kind: ImportKind): readonly [OutTable, OutTable] {
  const columns = importColumns[kind];
  const notes = columns.map(({ heading, required, note, example }): OutRow => [heading, required ? '是' : '', note, example]);
  return [
    { name: importKindLabels[kind], columns: columns.map(({ heading }) => ({ heading, kind: 'TEXT', width: 24 })), rows: once([]) },
    { name: '填写说明', columns: PLAIN, rows: once(notes) },
  ];
}

/** Empty tables over plain HTTP, for whoever may take tables in: the same sign-in and capacity. */
export const templateRoutes: Routes = (app, withContext) => {
  void app.register(async (scope) => {
    scope.setErrorHandler((error, request, reply) => {
      const known = failureOf(error);
      return known ? reply.code(known.status).send({ errors: known.errors }) : app.errorHandler(error as never, request, reply);
    });
    for (const kind of IMPORT_KINDS) {
      for (const ending of ENDINGS) {
        scope.get(address(kind, ending), async (request, reply) => {
          const at = await withContext(request, reply, 'read', async (ctx) => callerWho(ctx, 'check', 'Import').now);
          const tables = templateOf(kind);
          const content = await buffer(ending === 'csv' ? writeCsv(tables[0]) : writeXlsx(tables, at));
          const name = encodeURIComponent(`${importKindLabels[kind]}导入模板.${ending}`);
          return reply
            .headers({
              'content-type': MEDIA_TYPES[ending],
              'content-disposition': `attachment; filename*=UTF-8''${name}`,
              'x-content-type-options': 'nosniff',
            })
            .send(content);
        });
      }
    }
  });
};
