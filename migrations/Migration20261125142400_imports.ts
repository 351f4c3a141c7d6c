import { Migration } from '@mikro-orm/migrations';

/** Tables that are taken in: what was put in, and its rows until they are taken over. */
export class Migration20261125142400_imports extends Migration {
  override name = 'Migration20261125142400_imports';

  override up(): void {
    this.addSql(
      `create table "import_batch" ("federation_id" uuid not null, "id" uuid not null, "account_id" uuid not null, "organization_id" uuid not null, "kind" text not null, "state" text not null, "file_name" text not null, "format" text not null, "sha256" text not null, "storage_key" text not null, "row_count" int not null default 0, "faulty_row_count" int not null default 0, "summary" jsonb not null, "check_job_id" uuid not null, "apply_job_id" uuid null, "created_at" timestamptz(3) not null, "checked_at" timestamptz(3) null, "applied_at" timestamptz(3) null, "expires_at" timestamptz(3) not null, "cleared_at" timestamptz(3) null, primary key ("federation_id", "id"));`,
    );
    this.addSql(`create index "import_batch_account_index" on "import_batch" ("federation_id", "account_id", "id");`);
    this.addSql(`create index "import_batch_waiting_index" on "import_batch" ("federation_id", "id") where cleared_at is null;`);
    this.addSql(
      `create unique index "import_batch_applied_key" on "import_batch" ("federation_id", "organization_id", "kind", "sha256") where state = 'APPLIED';`,
    );
    this.addSql(
      `create table "staged_row" ("federation_id" uuid not null, "import_id" uuid not null, "line" int not null, "account_id" uuid not null, "target_id" uuid not null, "second_id" uuid not null, "name" text not null, "code" text null, "place_code" text null, "place_names" text null, "kind" text null, "details" jsonb not null, "place_id" uuid null, "place_line" int null, "full_names" text null, "segment" int null, primary key ("federation_id", "import_id", "line"));`,
    );
    this.addSql(
      `alter table "import_batch" add constraint "import_batch_kind_check" check ("kind" in ('ORGANIZATIONS', 'POSTS', 'MEMBERS'));`,
    );
    this.addSql(
      `alter table "import_batch" add constraint "import_batch_state_check" check ("state" in ('CHECKING', 'FAULTY', 'SOUND', 'APPLIED'));`,
    );
    this.addSql(`alter table "import_batch" add constraint "import_batch_format_check" check ("format" in ('XLSX', 'CSV'));`);
    this.addSql(`alter table "import_batch" enable row level security;`);
    this.addSql(`alter table "import_batch" force row level security;`);
    this.addSql(
      `create policy "wall_self_or_product" on "import_batch" using (federation_id = current_setting('app.federation')::uuid and (account_id = current_setting('app.account')::uuid or current_setting('app.account') = '00000000-0000-0000-0000-000000000000')) with check (federation_id = current_setting('app.federation')::uuid and (account_id = current_setting('app.account')::uuid or current_setting('app.account') = '00000000-0000-0000-0000-000000000000'));`,
    );
    this.addSql(`alter table "staged_row" enable row level security;`);
    this.addSql(`alter table "staged_row" force row level security;`);
    this.addSql(
      `create policy "wall_self_or_product" on "staged_row" using (federation_id = current_setting('app.federation')::uuid and (account_id = current_setting('app.account')::uuid or current_setting('app.account') = '00000000-0000-0000-0000-000000000000')) with check (federation_id = current_setting('app.federation')::uuid and (account_id = current_setting('app.account')::uuid or current_setting('app.account') = '00000000-0000-0000-0000-000000000000'));`,
    );
    this.addSql(`create policy "clear_staged" on "staged_row" as restrictive for delete using (true);`);

    // Logins are taken by whoever has them, in whatever federation; opening an account says the same, one at a time.
    this.addSql(`
create function app.taken_logins(wanted text[]) returns table (login text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select a.login from app.account a where a.login = any (wanted)
$$`);
  }
}
