import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { violates } from '../../kit/sql.ts';
import { recordEach } from '../audit/record.ts';
import { ofBatch } from './checks.ts';
import type { ImportRow } from './import.rows.ts';
import { changedSince } from './write-organizations.ts';

/** The bodies that rows belong to, as they stand: a table expression beside `r`. */
const place = sql`join organization o on o.federation_id = r.federation_id and o.id = r.place_id and o.status = 'ACTIVE'`;

/**
 * Adds all posts of a table at once, as `addPost` adds one.
 * @throws Refusal CHANGED_SINCE_CHECK, TREE_CHANGED
 */
export async function writePosts(ctx: ViewerContext, batch: ImportRow): Promise<void> {
  const { rows } = await sql<{ count: number }>`
    with born as (
      insert into post (federation_id, id, organization_id, department_id, path, title, office_phone)
      select r.federation_id, r.target_id, o.id, d.id, o.path, r.name, r.details ->> 'officePhone'
        from staged_row r ${place}
        left join department d on d.federation_id = r.federation_id and d.organization_id = o.id and d.name = r.details ->> 'department'
       where ${ofBatch({ batch })}
          on conflict (federation_id, organization_id, title) do nothing
      returning 1)
    select count(*)::int as count from born`.execute(ctx.db);
  if (rows[0]!.count !== batch.row_count) throw changedSince('有的组织不在了，或已有同名的职务');
  await recordEach(ctx, {
    operation: 'addPost',
    subjectType: 'Post',
    subjects: sql`
      select r.target_id as subject_id, jsonb_build_object('organizationId', r.place_id, 'title', r.name, 'importId', r.import_id, 'row', r.line) as detail
        from staged_row r where ${ofBatch({ batch })}`,
  });
}

/**
 * Opens accounts for all people of a table at once, each with an appointment that holds from now on, as `openAccount` opens
 * one. Nobody can sign in before a one-time code is handed out. What identifies somebody goes into `person` alone.
 *
 * @throws Refusal CHANGED_SINCE_CHECK, TREE_CHANGED
 */
export async function writeMembers(ctx: ViewerContext, batch: ImportRow): Promise<void> {
  const rows = ofBatch({ batch });
  await sql`
    select app.open_account(r.second_id, r.name, null, null, ${ctx.now}::timestamptz) from staged_row r where ${rows}`
    .execute(ctx.db)
    .catch((error: unknown) => {
      if (violates(error, 'account_login_key')) throw changedSince('有的登录名已有人使用');
      throw error;
    });
  await sql`
    insert into post (federation_id, id, organization_id, path, title)
    select distinct on (o.id, r.details ->> 'post') r.federation_id, app.uuid7(), o.id, o.path, r.details ->> 'post'
      from staged_row r ${place} where ${rows} and r.details ->> 'post' is not null
        on conflict (federation_id, organization_id, title) do nothing`.execute(ctx.db);
  const { rows: written } = await sql<{ count: number }>`
    with born as (
      insert into person (federation_id, id, account_id, organization_id, path, name, phone)
      select r.federation_id, r.target_id, r.second_id, o.id, o.path, r.details ->> 'personName', r.details ->> 'phone'
        from staged_row r ${place} where ${rows}
      returning 1)
    select count(*)::int as count from born`.execute(ctx.db);
  if (written[0]!.count !== batch.row_count) throw changedSince('有的组织不在了');
  await sql`
    insert into appointment (federation_id, id, person_id, account_id, organization_id, post_id, path, roles, valid_from)
    select r.federation_id, app.uuid7(), r.target_id, r.second_id, o.id, p.id, o.path,
           array(select jsonb_array_elements_text(r.details -> 'roles')), ${ctx.now}::timestamptz
      from staged_row r ${place}
      left join post p on p.federation_id = r.federation_id and p.organization_id = o.id and p.title = r.details ->> 'post'
     where ${rows}`.execute(ctx.db);
  await recordEach(ctx, {
    operation: 'openAccount',
    subjectType: 'Person',
    subjects: sql`
      select r.target_id as subject_id,
             jsonb_build_object('organizationId', r.place_id, 'roles', r.details -> 'roles', 'importId', r.import_id, 'row', r.line) as detail
        from staged_row r where ${rows}`,
  });
}
