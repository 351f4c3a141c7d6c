import { sql } from 'kysely';
import { levelOf } from '../../kit/tree.ts';
import type { JobFault } from '../jobs/run-job.ts';
import { blame, type Check, type CheckScope, ofBatch } from './checks.ts';
import { namesOf, placeHeadings } from './find-places.ts';

/** Levels of new bodies below each other; the field has ten. */
export const MOST_LEVELS = 20;
const { path: PATH, code: CODE } = placeHeadings('ORGANIZATIONS');

/** What stands directly below a body that exists has a known path. */
export const beginPaths: Check = async (scope) => {
  const { viewer, db } = scope.ctx;
  await sql`
    with superior as materialized (
      select o.id, ${namesOf(levelOf(viewer.path))} as names from organization o
       where o.federation_id = ${viewer.federationId} and o.id in (select r.place_id from staged_row r where ${ofBatch(scope)}))
    update staged_row r set full_names = concat_ws('/', s.names, r.name) from superior s
     where ${ofBatch(scope)} and r.place_id = s.id and r.name <> ''`.execute(db);
};

/** One level further down: what belongs to a row whose path is known, by code or name or by that path. */
export const continuePaths: Check = async (scope) => {
  const { db } = scope.ctx;
  const linked = await sql`
    update staged_row r set full_names = p.full_names || '/' || r.name
      from staged_row p
     where ${ofBatch(scope)} and ${ofBatch(scope, 'p')} and r.place_line = p.line and r.full_names is null and p.full_names is not null and r.name <> ''`.execute(
    db,
  );
  const named = await sql`
    update staged_row r set place_line = p.line, full_names = p.full_names || '/' || nullif(r.name, '')
      from (select p.full_names, min(p.line) as line from staged_row p where ${ofBatch(scope, 'p')} group by p.full_names) p
     where ${ofBatch(scope)} and r.place_id is null and r.place_line is null and r.place_names = p.full_names`.execute(db);
  const moved = Number(linked.numAffectedRows ?? 0) + Number(named.numAffectedRows ?? 0);
  return { again: moved > 0 && scope.round + 2 < MOST_LEVELS };
};

/** What names neither a body nor a row. Where the row that it means is itself in the air, that is said. */
export const blameSuperiors: Check = (scope) =>
  blame(
    scope,
    sql`
      with adrift as (select r.name, min(r.line) as line from staged_row r where ${ofBatch(scope)} and r.full_names is null and r.name <> '' group by r.name)
      select r.line, case when r.place_code is null then ${PATH} else ${CODE} end as "column",
             case when a.line is null then 'PLACE_UNKNOWN' else 'PLACE_FAULTY' end as code,
             case when a.line is null then '本表和本单位范围内都没有“' || left(coalesce(r.place_code, r.place_names), 100) || '”'
                  else '“' || left(r.place_names, 100) || '”在本表第 ' || a.line || ' 行，那一行的上级有误' end as message
        from staged_row r left join adrift a on r.place_code is null and a.name = substring(r.place_names from '[^/]+$') and a.line <> r.line
       where ${ofBatch(scope)} and r.place_id is null and r.place_line is null and coalesce(r.place_code, r.place_names) is not null
         and not exists (select from job_failure f where f.federation_id = r.federation_id and f.job_id = ${scope.jobId} and f.row = r.line and f.code = 'PLACE_AMBIGUOUS')`,
  );

/** Rows that belong to each other in a ring, and rows too far down. What hangs on a row that was blamed is not blamed as well. */
export const blameRings: Check = async (scope) => {
  const { rows } = await sql<{ line: number; place_line: number; is_deep: boolean }>`
    select r.line, r.place_line, p.full_names is not null and r.name <> '' as is_deep
      from staged_row r join staged_row p on ${ofBatch(scope, 'p')} and p.line = r.place_line
     where ${ofBatch(scope)} and r.full_names is null order by r.line`.execute(scope.ctx.db);
  const faults: JobFault[] = rows
    .filter(({ is_deep }) => is_deep)
    .map(({ line }) => ({ row: line, column: PATH, code: 'TOO_DEEP', message: `本单位之下最多 ${MOST_LEVELS} 级` }));
  for (const line of ringsOf(new Map(rows.map((row) => [row.line, row.place_line])))) {
    faults.push({ row: line, column: PATH, code: 'CYCLE', message: '上级关系绕成了圈：这一行最终成了自己的上级' });
  }
  return write(scope, faults);
};

/** The lines that lead back to themselves. */
export function ringsOf(superiorOf: ReadonlyMap<number, number>): number[] {
  /** By which walk a line was visited. */
  const visited = new Map<number, number>();
  const found: number[] = [];
  for (const start of superiorOf.keys()) {
    const walk: number[] = [];
    let line: number | undefined = start;
    while (line !== undefined && !visited.has(line)) {
      visited.set(line, start);
      walk.push(line);
      line = superiorOf.get(line);
    }
    if (line !== undefined && visited.get(line) === start) found.push(...walk.slice(walk.indexOf(line)));
  }
  return found;
}

async function write(scope: CheckScope, faults: readonly JobFault[]): Promise<{ failed: number }> {
  return blame(
    scope,
    sql`select f.row as line, f."column", f.code, f.message
          from jsonb_to_recordset(${JSON.stringify(faults)}::jsonb) as f (row int, "column" text, code text, message text)`,
  );
}
