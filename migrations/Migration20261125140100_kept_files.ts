import { Migration } from '@mikro-orm/migrations';

export class Migration20261125140100_kept_files extends Migration {
  override name = 'Migration20261125140100_kept_files';

  override up(): void {
    this.addSql(`select app.nobody()`); // foreign keys are checked behind the walls
    this.addSql(
      `create table "attached_file" ("federation_id" uuid not null, "id" uuid not null, "file_id" uuid not null, "subject_type" text not null, "subject_id" uuid not null, "ordinal" int not null, "organization_id" uuid not null, "path" text collate "C" not null, "asker_path" text collate "C" null, "published_at" timestamptz(3) null, "name" text not null, "extension" text not null, "media_type" text not null, "size" int not null, "sha256" text not null, "storage_key" text not null, "attached_by_id" uuid not null, "attached_at" timestamptz(3) not null, "detached_at" timestamptz(3) null, primary key ("federation_id", "id"))`,
    );
    this.addSql(`create index "attached_file_subject_index" on "attached_file" ("federation_id", "subject_id")`);
    this.addSql(`create index "attached_file_file_index" on "attached_file" ("federation_id", "file_id")`);
    this.addSql(`create index "attached_file_object_index" on "attached_file" ("federation_id", "storage_key")`);

    this.addSql(
      `create table "kept_file" ("federation_id" uuid not null, "id" uuid not null, "account_id" uuid not null, "organization_id" uuid not null, "purpose" text not null, "name" text not null, "extension" text not null, "media_type" text not null, "size" int not null, "sha256" text not null, "storage_key" text not null, "kept_at" timestamptz(3) not null, "expires_at" timestamptz(3) not null, primary key ("federation_id", "id"))`,
    );
    this.addSql(`create index "kept_file_account_index" on "kept_file" ("federation_id", "account_id", "expires_at")`);
    this.addSql(`create index "kept_file_object_index" on "kept_file" ("federation_id", "storage_key")`);

    this.addSql(
      `create table "stored_object" ("federation_id" uuid not null, "id" uuid not null, "organization_id" uuid not null, "path" text collate "C" not null, "size" int not null, "state" text not null, "changed_at" timestamptz(3) not null, "expires_at" timestamptz(3) null, primary key ("federation_id", "id"))`,
    );
    this.addSql(`create index "stored_object_state_index" on "stored_object" ("federation_id", "state", "changed_at")`);

    this.addSql(`alter table "attached_file" enable row level security`);
    this.addSql(`alter table "attached_file" force row level security`);
    this.addSql(
      `create policy "wall_subtree" on "attached_file" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'))`,
    );
    this.addSql(
      `create policy "wall_asker" on "attached_file" using (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi'))`,
    );
    this.addSql(
      `create policy "wall_downward" on "attached_file" for select using (federation_id = current_setting('app.federation')::uuid and published_at is not null and path = any (string_to_array(current_setting('app.up'), ' ')))`,
    );

    this.addSql(
      `alter table "kept_file" add constraint "kept_file_purpose_check" check ("purpose" in ('ATTACHMENT', 'SCAN', 'SEAL', 'IMPORT', 'EXPORT'))`,
    );
    this.addSql(`alter table "kept_file" enable row level security`);
    this.addSql(`alter table "kept_file" force row level security`);
    this.addSql(
      `create policy "wall_self_or_product" on "kept_file" using (federation_id = current_setting('app.federation')::uuid and (account_id = current_setting('app.account')::uuid or current_setting('app.account') = '00000000-0000-0000-0000-000000000000')) with check (federation_id = current_setting('app.federation')::uuid and (account_id = current_setting('app.account')::uuid or current_setting('app.account') = '00000000-0000-0000-0000-000000000000'))`,
    );

    this.addSql(
      `alter table "stored_object" add constraint "stored_object_state_check" check ("state" in ('INCOMING', 'STORED', 'RELEASED', 'PURGED'))`,
    );
    this.addSql(`alter table "stored_object" enable row level security`);
    this.addSql(`alter table "stored_object" force row level security`);
    this.addSql(
      `create policy "wall_subtree" on "stored_object" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'))`,
    );

    // What lies in the store already. Its rows stand behind walls that the owner lifts for itself, in this transaction only.
    const known = ['organization', 'upload', 'submission_file', 'submission', 'stored_object'];
    for (const table of known) this.addSql(`alter table "${table}" no force row level security`);
    this.addSql(`
insert into stored_object (federation_id, id, organization_id, path, size, state, changed_at)
select distinct on (federation_id, storage_key) federation_id, storage_key::uuid, organization_id, path, size,
       case when bool_and(gone) over (partition by federation_id, storage_key) then 'RELEASED' else 'STORED' end, at
  from (select u.federation_id, u.storage_key, u.organization_id, o.path, u.size, u.removed_at is not null as gone, u.uploaded_at as at
          from upload u join organization o on o.federation_id = u.federation_id and o.id = u.organization_id
        union all
        select f.federation_id, f.storage_key, s.organization_id, f.path, f.size, false, f.submitted_at
          from submission_file f join submission s on s.federation_id = f.federation_id and s.id = f.submission_id) known
 order by federation_id, storage_key, at`);
    for (const table of known) this.addSql(`alter table "${table}" force row level security`);
  }
}
