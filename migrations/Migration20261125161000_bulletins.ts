import { Migration } from '@mikro-orm/migrations';

/** What a body says of how its units report, on frozen figures. */
export class Migration20261125161000_bulletins extends Migration {
  override name = 'Migration20261125161000_bulletins';

  override up(): void {
    this.addSql(`select app.nobody()`); // foreign keys are checked behind the walls
    this.addSql(
      `create table "bulletin" ("federation_id" uuid not null, "id" uuid not null, "organization_id" uuid not null, "path" text collate "C" not null, "deliverable_id" uuid not null, "root_id" uuid not null, "ordinal" int not null, "supplements_id" uuid null, "supplement_number" int not null default 0, "reason" text null, "corrects_id" uuid null, "title" text not null, "text" text not null, "lists_units" boolean not null, "commended_ids" uuid[] not null, "named_ids" uuid[] not null, "taking" int not null default 1, "as_of" timestamptz(3) not null, "figures" jsonb not null, "line_count" int not null, "notice_id" uuid null, "content_hash" text null, "drafted_by_id" uuid not null, "created_at" timestamptz(3) not null, "updated_at" timestamptz(3) not null, "version" int not null default 1, primary key ("federation_id", "id"))`,
    );
    this.addSql(`create index "bulletin_path_index" on "bulletin" ("federation_id", "path")`);
    this.addSql(`create index "bulletin_supplements_index" on "bulletin" ("federation_id", "supplements_id")`);
    this.addSql(
      `alter table "bulletin" add constraint "bulletin_number_key" unique ("federation_id", "organization_id", "root_id", "ordinal", "supplement_number")`,
    );
    this.addSql(`alter table "bulletin" add constraint "bulletin_notice_key" unique ("federation_id", "notice_id")`);
    this.addSql(
      `create table "bulletin_line" ("federation_id" uuid not null, "id" uuid not null, "bulletin_id" uuid not null, "taking" int not null, "path" text collate "C" not null, "ordinal" int not null, "filed_path" text collate "C" not null, "organization_id" uuid not null, "name" text not null, "own_state" text null, "status" text not null, "is_behind" boolean not null, "figures" jsonb not null, primary key ("federation_id", "id"))`,
    );
    this.addSql(
      `alter table "bulletin_line" add constraint "bulletin_line_key" unique ("federation_id", "bulletin_id", "taking", "ordinal")`,
    );
    this.addSql(`alter table "notice" add "bulletin_id" uuid null`);
    this.addSql(
      `alter table "bulletin" add constraint "bulletin_federation_id_organization_id_foreign" foreign key ("federation_id", "organization_id") references "organization" ("federation_id", "id") on update no action on delete no action`,
    );
    this.addSql(
      `alter table "bulletin" add constraint "bulletin_federation_id_deliverable_id_foreign" foreign key ("federation_id", "deliverable_id") references "deliverable" ("federation_id", "id") on update no action on delete no action`,
    );
    this.addSql(
      `alter table "bulletin" add constraint "bulletin_federation_id_supplements_id_foreign" foreign key ("federation_id", "supplements_id") references "bulletin" ("federation_id", "id") on update no action on delete no action`,
    );
    this.addSql(
      `alter table "bulletin" add constraint "bulletin_federation_id_corrects_id_foreign" foreign key ("federation_id", "corrects_id") references "bulletin" ("federation_id", "id") on update no action on delete no action`,
    );
    this.addSql(
      `alter table "bulletin" add constraint "bulletin_federation_id_notice_id_foreign" foreign key ("federation_id", "notice_id") references "notice" ("federation_id", "id") on update no action on delete no action`,
    );
    this.addSql(`alter table "bulletin" enable row level security`);
    this.addSql(`alter table "bulletin" force row level security`);
    this.addSql(
      `create policy "wall_subtree" on "bulletin" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'))`,
    );
    this.addSql(
      `alter table "bulletin_line" add constraint "bulletin_line_federation_id_bulletin_id_foreign" foreign key ("federation_id", "bulletin_id") references "bulletin" ("federation_id", "id") on update no action on delete no action`,
    );
    this.addSql(
      `alter table "bulletin_line" add constraint "bulletin_line_own_state_check" check ("own_state" in ('OPEN', 'SUBMITTED', 'RETURNED', 'ACCEPTED', 'FORFEITED', 'WAIVED', 'CANCELLED'))`,
    );
    this.addSql(`alter table "bulletin_line" enable row level security`);
    this.addSql(`alter table "bulletin_line" force row level security`);
    this.addSql(
      `create policy "wall_subtree" on "bulletin_line" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'))`,
    );
  }
}
