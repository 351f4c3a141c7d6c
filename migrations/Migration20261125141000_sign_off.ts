import { Migration } from '@mikro-orm/migrations';

/** Drafts are reviewed and signed; who wrote a text neither reviews nor signs it. */
export class Migration20261125141000_sign_off extends Migration {
  override name = 'Migration20261125141000_sign_off';

  override up(): void {
    this.addSql(`select app.nobody()`); // foreign keys are checked behind the walls
    this.addSql(
      `create table "notice_step" ("federation_id" uuid not null, "id" uuid not null, "notice_id" uuid not null, "organization_id" uuid not null, "kind" text not null, "person_id" uuid not null, "on_behalf_of_id" uuid null, "capacity_id" uuid not null, "version" int not null, "content_hash" text not null, "remark" text null, "seal" jsonb null, "happened_at" timestamptz(3) not null, primary key ("federation_id", "id"));`,
    );
    this.addSql(`create index "notice_step_index" on "notice_step" ("federation_id", "notice_id");`);

    this.addSql(
      `create table "signing_policy" ("federation_id" uuid not null, "id" uuid not null, "organization_id" uuid not null, "path" text collate "C" not null, "required" boolean not null, "reason" text not null, "decided_by_id" uuid null, "decided_at" timestamptz(3) not null, primary key ("federation_id", "id"));`,
    );
    this.addSql(`create index "signing_policy_index" on "signing_policy" ("federation_id", "organization_id", "decided_at");`);

    this.addSql(`alter table "notice" add "stage" text not null default 'DRAFTING', add "author_ids" uuid[] not null default '{}';`);
    // The owner sees all rows of the table only while its walls are not forced.
    this.addSql(`alter table "notice" no force row level security;`);
    this.addSql(`update "notice" set "author_ids" = array["drafted_by_id"];`);
    this.addSql(`alter table "notice" force row level security;`);
    this.addSql(
      `alter table "notice" add constraint "notice_stage_check" check ("stage" in ('DRAFTING', 'IN_REVIEW', 'REVIEWED', 'SIGNED'));`,
    );

    this.addSql(
      `alter table "notice_step" add constraint "notice_step_federation_id_notice_id_foreign" foreign key ("federation_id", "notice_id") references "notice" ("federation_id", "id") on update no action on delete no action;`,
    );
    this.addSql(
      `alter table "notice_step" add constraint "notice_step_kind_check" check ("kind" in ('SUBMITTED', 'REVIEWED', 'SIGNED', 'RETURNED', 'REVISED'));`,
    );
    this.addSql(`alter table "notice_step" enable row level security;`);
    this.addSql(`alter table "notice_step" force row level security;`);
    this.addSql(
      `create policy "wall_own" on "notice_step" using (federation_id = current_setting('app.federation')::uuid and organization_id = current_setting('app.organization')::uuid) with check (federation_id = current_setting('app.federation')::uuid and organization_id = current_setting('app.organization')::uuid);`,
    );
    this.addSql(
      `create policy "wall_own_hand_over" on "notice_step" for update using (federation_id = current_setting('app.federation')::uuid and organization_id = current_setting('app.organization')::uuid) with check (federation_id = current_setting('app.federation')::uuid and organization_id = nullif(current_setting('app.successor', true), '')::uuid);`,
    );

    this.addSql(
      `alter table "signing_policy" add constraint "signing_policy_federation_id_organization_id_foreign" foreign key ("federation_id", "organization_id") references "organization" ("federation_id", "id") on update no action on delete no action;`,
    );
    this.addSql(`alter table "signing_policy" enable row level security;`);
    this.addSql(`alter table "signing_policy" force row level security;`);
    this.addSql(
      `create policy "wall_subtree" on "signing_policy" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`,
    );
  }
}
