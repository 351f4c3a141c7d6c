import { Migration } from '@mikro-orm/migrations';

/** Honours that were made known, what became of every application, and the codes by which a certificate is checked. */
export class Migration20261125154200_titles extends Migration {
  override name = 'Migration20261125154200_titles';

  override up(): void {
    this.addSql(`select app.nobody()`); // foreign keys are checked behind the walls
    this.addSql(
      `create table "award_result" ("federation_id" uuid not null, "id" uuid not null, "list_id" uuid not null, "submission_id" uuid not null, "path" text collate "C" not null, "asker_path" text collate "C" not null, "name" text not null, "outcome" text not null, "reason" text null, "title_id" uuid null, "decided_on" date not null, primary key ("federation_id", "id"));`,
    );
    this.addSql(`create index "award_result_submission_index" on "award_result" ("federation_id", "submission_id");`);
    this.addSql(`alter table "award_result" add constraint "award_result_key" unique ("federation_id", "list_id", "submission_id");`);
    this.addSql(
      `create table "title" ("federation_id" uuid not null, "id" uuid not null, "organization_id" uuid not null, "grantor_id" uuid not null, "path" text collate "C" not null, "list_id" uuid not null, "notice_id" uuid not null, "kind" text not null, "level" text not null, "name" text not null, "award_year" int null, "period" text null, "unit_name" text not null, "effective_from" date not null, "valid_until" date null, "certificate_number" text not null, "certificate_year" int not null, "certificate_seq" int not null, "certificate_code" text not null, "plaque_given_on" date null, "plaque_occasion" text null, "revoked_on" date null, "named_at" timestamptz(3) not null, "version" int not null default 1, primary key ("federation_id", "id"));`,
    );
    this.addSql(`create index "title_organization_index" on "title" ("federation_id", "organization_id");`);
    this.addSql(`create index "title_named_index" on "title" ("federation_id", "named_at", "id");`);
    this.addSql(`create index "title_list_index" on "title" ("federation_id", "list_id");`);
    this.addSql(
      `alter table "title" add constraint "title_certificate_key" unique ("federation_id", "grantor_id", "certificate_year", "certificate_seq");`,
    );
    this.addSql(`alter table "award_list" add "effective_from" date null;`);
    this.addSql(`alter table "award_line" add "holder_reason" text null;`);
    this.addSql(
      `alter table "award_result" add constraint "award_result_federation_id_list_id_foreign" foreign key ("federation_id", "list_id") references "award_list" ("federation_id", "id") on update no action on delete no action;`,
    );
    this.addSql(
      `alter table "award_result" add constraint "award_result_federation_id_submission_id_foreign" foreign key ("federation_id", "submission_id") references "submission" ("federation_id", "id") on update no action on delete no action;`,
    );
    this.addSql(
      `alter table "award_result" add constraint "award_result_outcome_check" check ("outcome" in ('NAMED', 'NOT_LISTED', 'NOT_APPROVED'));`,
    );
    this.addSql(`alter table "award_result" enable row level security;`);
    this.addSql(`alter table "award_result" force row level security;`);
    this.addSql(
      `create policy "wall_subtree" on "award_result" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`,
    );
    this.addSql(
      `create policy "wall_asker" on "award_result" using (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi'));`,
    );
    this.addSql(
      `alter table "title" add constraint "title_federation_id_organization_id_foreign" foreign key ("federation_id", "organization_id") references "organization" ("federation_id", "id") on update no action on delete no action;`,
    );
    this.addSql(
      `alter table "title" add constraint "title_federation_id_grantor_id_foreign" foreign key ("federation_id", "grantor_id") references "organization" ("federation_id", "id") on update no action on delete no action;`,
    );
    this.addSql(`alter table "title" add constraint "title_kind_check" check ("kind" in ('HOME', 'SMALL_HOME', 'COMMENDATION', 'OTHER'));`);
    this.addSql(
      `alter table "title" add constraint "title_level_check" check ("level" in ('NATIONAL', 'PROVINCIAL', 'CITY', 'COUNTY', 'GRASSROOTS'));`,
    );
    this.addSql(`alter table "title" enable row level security;`);
    this.addSql(`alter table "title" force row level security;`);
    this.addSql(`create policy "wall_federation" on "title" for select using (federation_id = current_setting('app.federation')::uuid);`);
    this.addSql(
      `create policy "wall_federation_add" on "title" for insert with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`,
    );
    this.addSql(
      `create policy "wall_federation_edit" on "title" for update using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`,
    );
    this.addSql(`
create table app.certificate_code (
  code text primary key,
  federation_id uuid not null references app.federation,
  title_id uuid not null unique
)`);
    this.addSql(`
create function app.register_certificates(codes text[], titles uuid[]) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  insert into app.certificate_code (code, federation_id, title_id)
  select c.code, current_setting('app.federation')::uuid, c.title_id from unnest(codes, titles) as c (code, title_id)
$$`);
    // What anybody may know of a certificate: there and back in one statement, so that nothing else of the request runs behind
    // that federation's wall.
    this.addSql(`
create function app.certificate(given text)
returns table (name text, award_year int, period text, unit_name text, effective_from text, valid_until text, revoked_on text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  federation constant uuid := current_setting('app.federation')::uuid;
  account constant uuid := current_setting('app.account')::uuid;
  organization constant uuid := current_setting('app.organization')::uuid;
  lo constant text := current_setting('app.lo');
  hi constant text := current_setting('app.hi');
  up constant text := current_setting('app.up');
  known record;
begin
  select * into known from app.certificate_code c where c.code = given;
  if not found then return; end if;
  perform app.set_walls(known.federation_id, '00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000', '', '', '');
  return query
    select t.name, t.award_year, t.period, t.unit_name, t.effective_from::text, t.valid_until::text, t.revoked_on::text
      from public.title t where t.federation_id = known.federation_id and t.id = known.title_id;
  perform app.set_walls(federation, account, organization, lo, hi, up);
end $$`);
  }
}
