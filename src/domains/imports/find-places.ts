import { sql } from 'kysely';
import { levelOf } from '../../kit/tree.ts';
import { blame, type Check, inRange, ofBatch } from './checks.ts';
import type { ImportKind } from './import.kinds.ts';

/** Headings under which a place is named. */
export const placeHeadings = (kind: ImportKind) =>
  kind === 'ORGANIZATIONS' ? { path: '上级组织', code: '上级组织编号' } : { path: '组织', code: '组织编号' };

/** A code of an exported table stands for a body of one's range that still stands, or for nothing. */
export const confirmCodes: Check = async (scope) => {
  const { path, code } = placeHeadings(scope.batch.kind);
  const lost = sql`${ofBatch(scope)} and r.place_id is not null
    and not exists (select from organization o where ${inRange(scope)} and o.id = r.place_id)`;
  const found = await blame(
    scope,
    sql`select r.line, case when r.place_code is null then ${path} else ${code} end as "column", 'PLACE_UNKNOWN' as code,
               '这个编号的组织不存在、已撤销，或不在本单位范围内' as message
          from staged_row r where ${lost}`,
  );
  await sql`update staged_row r set place_id = null, place_code = null where ${lost}`.execute(scope.ctx.db);
  return found;
};

/** A code may stand for another row of the same table. */
export const followCodes: Check = async (scope) => {
  await sql`
    update staged_row r set place_line = p.line
      from (select code, min(line) as line from staged_row r where ${ofBatch(scope)} and r.code is not null group by code) p
     where ${ofBatch(scope)} and r.place_id is null and r.place_code = p.code`.execute(scope.ctx.db);
};

/**
 * A name alone stands for the one body or row that bears it; where several do, for the one directly below the importing
 * body; else for none.
 */
export const followNames: Check = async (scope) => {
  const { viewer, db } = scope.ctx;
  const alone = sql`${ofBatch(scope)} and r.place_id is null and r.place_line is null and r.place_names is not null and strpos(r.place_names, '/') = 0`;
  const rowsToo = scope.batch.kind === 'ORGANIZATIONS';
  await sql`
    with wanted as (select distinct r.place_names as name from staged_row r where ${alone}),
    bearers as (
      select o.name, o.id, null::int as line, coalesce(o.parent_id = ${viewer.organizationId}, false) as near
        from organization o join wanted w on w.name = o.name where ${inRange(scope)}
      union all
      select p.name, null, p.line, p.place_id is not distinct from ${viewer.organizationId}::uuid
        from staged_row p join wanted w on w.name = p.name where ${ofBatch(scope, 'p')} and ${rowsToo}),
    chosen as (
      select name, count(*) as count, count(*) filter (where near) as near_count,
             (array_agg(id order by near desc, line))[1] as id, (array_agg(line order by near desc, line))[1] as line
        from bearers group by name)
    update staged_row r set place_id = c.id, place_line = c.line
      from chosen c
     where ${alone} and r.place_names = c.name and (c.count = 1 or c.near_count = 1) and c.line is distinct from r.line`.execute(db);
  return blame(
    scope,
    sql`
      with wanted as (select distinct r.place_names as name from staged_row r where ${alone})
      select r.line, ${placeHeadings(scope.batch.kind).path} as "column", 'PLACE_AMBIGUOUS' as code,
             '有多个“' || r.place_names || '”，请写出各级名称，用“/”分隔，或者填编号' as message
        from staged_row r join (
          select o.name from organization o join wanted w on w.name = o.name where ${inRange(scope)}
          union all
          select p.name from staged_row p join wanted w on w.name = p.name where ${ofBatch(scope, 'p')} and ${rowsToo}
        ) bearer on bearer.name = r.place_names
       where ${alone} group by r.line, r.place_names having count(*) > 1`,
  );
};

/** Names of an organization `o` from below the importing body down to its own. */
export const namesOf = (level: number) => sql`(
  select string_agg(a.name, '/' order by a.path) from organization a
   where a.federation_id = o.federation_id
     and a.path = any (array(select left(o.path, 5 * at) from generate_series(${level + 1}::int, length(o.path) / 5) at)))`;

/** Names one below the other stand for the body that is reached by them from the importing body. */
export const followPaths: Check = async (scope) => {
  const level = levelOf(scope.ctx.viewer.path);
  await sql`
    with wanted as (
      select distinct r.place_names, substring(r.place_names from '[^/]+$') as name from staged_row r
       where ${ofBatch(scope)} and r.place_id is null and r.place_line is null and strpos(r.place_names, '/') > 0),
    named as materialized (
      select o.id, w.place_names, ${namesOf(level)} as names from organization o join wanted w on w.name = o.name where ${inRange(scope)})
    update staged_row r set place_id = n.id from named n
     where ${ofBatch(scope)} and r.place_id is null and r.place_line is null and r.place_names = n.place_names and n.names = n.place_names`.execute(
    scope.ctx.db,
  );
};

/** What names no body, of posts and people: theirs must stand already. */
export const blamePlaces: Check = (scope) => {
  const { path, code } = placeHeadings(scope.batch.kind);
  return blame(
    scope,
    sql`select r.line, case when r.place_code is null then ${path} else ${code} end as "column", 'PLACE_UNKNOWN' as code,
               '本单位范围内没有“' || left(coalesce(r.place_code, r.place_names), 100) || '”' as message
          from staged_row r
         where ${ofBatch(scope)} and r.place_id is null and coalesce(r.place_code, r.place_names) is not null
           and not exists (select from job_failure f where f.federation_id = r.federation_id and f.job_id = ${scope.jobId} and f.row = r.line and f.code = 'PLACE_AMBIGUOUS')`,
  );
};
