import { sql } from 'kysely';
import { MAX_CHILDREN } from '../../kit/tree.ts';
import { mayStandUnder, notUnder } from '../federation/kind-rules.ts';
import { ORGANIZATION_KINDS } from '../federation/organization.kind.ts';
import { blame, type Check, inRange, ofBatch } from './checks.ts';
import { confirmCodes, followCodes, followNames, followPaths } from './find-places.ts';
import { beginPaths, blameRings, blameSuperiors, continuePaths } from './find-superiors.ts';

const blameCodes: Check = (scope) =>
  blame(
    scope,
    sql`
      select line, '编号' as "column", 'CODE_REPEATED' as code, '编号“' || code || '”与第 ' || first || ' 行重复' as message
        from (select r.line, r.code, min(r.line) over (partition by r.code) as first from staged_row r where ${ofBatch(scope)} and r.code is not null) c
       where line > first`,
  );

/** Every pair of kinds that may not stand one under the other. */
const FORBIDDEN = ORGANIZATION_KINDS.flatMap((parent) =>
  ORGANIZATION_KINDS.filter((kind) => !mayStandUnder(kind, parent)).map((kind) => ({ kind, parent, message: notUnder(kind, parent) })),
);
const column = (key: keyof (typeof FORBIDDEN)[number]) => FORBIDDEN.map((pair) => pair[key]);

const blameKinds: Check = (scope) =>
  blame(
    scope,
    sql`
      select r.line, '类别' as "column", 'KIND_NOT_ALLOWED' as code, f.message
        from staged_row r
        left join organization o on ${inRange(scope)} and o.id = r.place_id
        left join staged_row p on ${ofBatch(scope, 'p')} and p.line = r.place_line
        join unnest(${column('kind')}::text[], ${column('parent')}::text[], ${column('message')}::text[]) as f (kind, parent, message)
          on f.kind = r.kind and f.parent = coalesce(o.kind, p.kind)
       where ${ofBatch(scope)}`,
  );

const blameRepeatedNames: Check = (scope) =>
  blame(
    scope,
    sql`
      select line, '名称' as "column", 'NAME_REPEATED' as code, '与第 ' || first || ' 行重复：同一上级之下名称须不同' as message
        from (select r.line, min(r.line) over (partition by r.place_id, r.place_line, r.name) as first from staged_row r
               where ${ofBatch(scope)} and r.name <> '' and (r.place_id is not null or r.place_line is not null)) c
       where line > first`,
  );

/** Against what stands there today; looked at again when the table is taken over. */
export const blameTakenNames: Check = (scope) =>
  blame(
    scope,
    sql`
      select r.line, '名称' as "column", 'NAME_TAKEN' as code, '上级之下已有“' || r.name || '”' as message
        from staged_row r
       where ${ofBatch(scope)} and exists (
         select from organization o where o.federation_id = r.federation_id and o.parent_id = r.place_id and o.name = r.name and o.status = 'ACTIVE')`,
  );

const blameCrowds: Check = (scope) =>
  blame(
    scope,
    sql`
      select r.line, '上级组织' as "column", 'TOO_MANY_CHILDREN' as code, ${`这个上级的下级超过 ${MAX_CHILDREN} 个`} as message
        from (select r.line, r.place_id, row_number() over (partition by r.place_id, r.place_line order by r.line) as number
                from staged_row r where ${ofBatch(scope)} and (r.place_id is not null or r.place_line is not null)) r
        left join organization o on o.federation_id = ${scope.batch.federation_id}::uuid and o.id = r.place_id
       where r.number + coalesce(o.next_child, 0) > ${MAX_CHILDREN}::int`,
  );

export const organizationChecks: readonly Check[] = [
  blameCodes,
  confirmCodes,
  followCodes,
  followNames,
  followPaths,
  beginPaths,
  continuePaths,
  blameSuperiors,
  blameRings,
  blameKinds,
  blameRepeatedNames,
  blameTakenNames,
  blameCrowds,
];

/** What may have changed between the check and the taking over. */
export const organizationRechecks: readonly Check[] = [confirmCodes, blameKinds, blameTakenNames, blameCrowds];
