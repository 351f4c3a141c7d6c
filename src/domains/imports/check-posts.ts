import { sql } from 'kysely';
import { blame, type Check, ofBatch } from './checks.ts';
import { blamePlaces, confirmCodes, followNames, followPaths } from './find-places.ts';

const blameRepeatedTitles: Check = (scope) =>
  blame(
    scope,
    sql`
      select line, '职务' as "column", 'NAME_REPEATED' as code, '与第 ' || first || ' 行重复：同一组织中职务名称须不同' as message
        from (select r.line, min(r.line) over (partition by r.place_id, r.name) as first from staged_row r
               where ${ofBatch(scope)} and r.name <> '' and r.place_id is not null) c
       where line > first`,
  );

const blameTakenTitles: Check = (scope) =>
  blame(
    scope,
    sql`
      select r.line, '职务' as "column", 'NAME_TAKEN' as code, '该组织已有“' || r.name || '”' as message
        from staged_row r
       where ${ofBatch(scope)} and exists (
         select from post p where p.federation_id = r.federation_id and p.organization_id = r.place_id and p.title = r.name)`,
  );

const blameDepartments: Check = (scope) =>
  blame(
    scope,
    sql`
      select r.line, '部门' as "column", 'DEPARTMENT_UNKNOWN' as code, '该组织没有“' || (r.details ->> 'department') || '”' as message
        from staged_row r
       where ${ofBatch(scope)} and r.place_id is not null and r.details ->> 'department' is not null and not exists (
         select from department d where d.federation_id = r.federation_id and d.organization_id = r.place_id and d.name = r.details ->> 'department')`,
  );

export const postChecks: readonly Check[] = [
  confirmCodes,
  followNames,
  followPaths,
  blamePlaces,
  blameRepeatedTitles,
  blameTakenTitles,
  blameDepartments,
];
export const postRechecks: readonly Check[] = [confirmCodes, blameTakenTitles, blameDepartments];
