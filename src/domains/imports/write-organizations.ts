import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { Refusal } from '../../kit/errors.ts';
import { MAX_CHILDREN } from '../../kit/tree.ts';
import { recordEach } from '../audit/record.ts';
import { beginHistory, effectiveAt } from '../federation/history.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { ofBatch } from './checks.ts';
import type { ImportRow } from './import.rows.ts';

/** Something came in between; everything is undone and the table is to be checked again. */
export const changedSince = (what: string): Refusal =>
  new Refusal('CHANGED_SINCE_CHECK', `检查之后${what}，没有导入任何内容；请重新检查`, ['input', 'importId']);

/**
 * Takes as many addresses below each body that exists as it gets children, in a transaction of its own: the bodies are held
 * for a moment only and not while everything is written. What is taken and then not used stays unused, as ever.
 *
 * @throws Refusal CHANGED_SINCE_CHECK
 */
export async function reservePlaces(ctx: ViewerContext, batch: ImportRow): Promise<void> {
  await holdTree(ctx, 'share');
  const scope = { batch };
  const superiors = sql`select r.place_id as id, count(*)::int as count from staged_row r where ${ofBatch(scope)} and r.place_id is not null group by r.place_id`;
  await sql`
    select from organization o where o.federation_id = ${batch.federation_id} and o.id in (select s.id from (${superiors}) s)
     order by o.path for no key update`.execute(ctx.db);
  const { rows } = await sql<{ lost: number }>`
    with superior as (${superiors}),
    taken as (
      update organization o set next_child = o.next_child + s.count from superior s
       where o.federation_id = ${batch.federation_id}::uuid and o.id = s.id and o.next_child + s.count <= ${MAX_CHILDREN}::int
      returning o.id, o.next_child - s.count as used),
    numbered as (
      select r.line, r.place_id, row_number() over (partition by r.place_id, r.place_line order by r.line) as number from staged_row r where ${ofBatch(scope)}),
    written as (
      update staged_row r set segment = n.number + coalesce(t.used, 0)
        from numbered n left join taken t on t.id = n.place_id
       where ${ofBatch(scope)} and r.line = n.line)
    select (select count(*) from superior)::int - (select count(*) from taken)::int as lost`.execute(ctx.db);
  if (rows[0]!.lost > 0) throw changedSince('有的上级不在了，或下级已满');
}

/**
 * Adds all bodies of a table at once, superiors before those below them, each at its address and with the first line of its
 * history, as `addOrganization` adds one. The tree stands still meanwhile; that nobody has added a body of the same name is
 * looked at last, with the superiors held.
 *
 * @throws Refusal CHANGED_SINCE_CHECK, TREE_CHANGED
 */
export async function writeOrganizations(ctx: ViewerContext, batch: ImportRow): Promise<void> {
  const { federationId } = ctx.viewer;
  const scope = { batch };
  const at = effectiveAt(ctx, undefined, await lastChange(ctx, batch));
  const { rows } = await sql<{ count: number }>`
    with recursive placed as (
      select r.line, r.target_id, r.place_id as parent_id, o.path || lpad(r.segment::text, 4, '0') || '.' as path
        from staged_row r join organization o on o.federation_id = r.federation_id and o.id = r.place_id and o.status = 'ACTIVE'
       where ${ofBatch(scope)}
      union all
      select r.line, r.target_id, p.target_id, p.path || lpad(r.segment::text, 4, '0') || '.'
        from placed p join staged_row r on r.place_line = p.line
       where ${ofBatch(scope)}),
    children as (select r.place_line, count(*)::int as count from staged_row r where ${ofBatch(scope)} group by r.place_line),
    born as (
      insert into organization (federation_id, id, parent_id, path, kind, name, short_name, doc_prefix, status, next_child)
      select r.federation_id, r.target_id, p.parent_id, p.path, r.kind, r.name, coalesce(r.details ->> 'shortName', r.name),
             r.details ->> 'docPrefix', 'ACTIVE', coalesce(c.count, 0)
        from placed p join staged_row r on ${ofBatch(scope)} and r.line = p.line left join children c on c.place_line = r.line
       order by p.path
      returning 1)
    select count(*)::int as count from born`.execute(ctx.db);
  if (rows[0]!.count !== batch.row_count) throw changedSince('有的上级不在了');
  const born = sql`o.id in (select r.target_id from staged_row r where ${ofBatch(scope)})`;
  await beginHistory(ctx, born, { at, kind: 'FOUNDED', reason: `批量导入：${batch.file_name}` });
  await recordEach(ctx, {
    operation: 'addOrganization',
    subjectType: 'Organization',
    subjects: sql`
      select o.id as subject_id, jsonb_build_object('parentId', o.parent_id, 'kind', o.kind, 'name', o.name, 'effectiveAt', ${at.toISOString()}::text,
                                                    'importId', r.import_id, 'row', r.line) as detail
        from staged_row r join organization o on o.federation_id = r.federation_id and o.id = r.target_id where ${ofBatch(scope)}`,
  });
  await assertNamesFree(ctx, batch, federationId);
}

async function lastChange(ctx: ViewerContext, batch: ImportRow): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`
    select max(v.valid_from) as at from organization_version v
     where v.federation_id = ${batch.federation_id} and v.valid_to is null
       and v.organization_id in (select r.place_id from staged_row r where ${ofBatch({ batch })})`.execute(ctx.db);
  return rows[0]!.at;
}

async function assertNamesFree(ctx: ViewerContext, batch: ImportRow, federationId: string): Promise<void> {
  await sql`
    select from organization o
     where o.federation_id = ${federationId} and o.id in (select r.place_id from staged_row r where ${ofBatch({ batch })})
     order by o.path for no key update`.execute(ctx.db);
  const { rows } = await sql<{ line: number }>`
    select r.line from staged_row r
      join organization o on o.federation_id = r.federation_id and o.parent_id = r.place_id and o.name = r.name
     where ${ofBatch({ batch })} and o.status = 'ACTIVE' and o.id <> r.target_id order by r.line limit 1`.execute(ctx.db);
  if (rows[0]) throw changedSince(`有人已在第 ${rows[0].line} 行的上级之下添加了同名的组织`);
}
