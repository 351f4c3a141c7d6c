import { Migration } from '@mikro-orm/migrations';

/** Lists of what is to be honoured, what was said against them, and what was decided. */
export class Migration20261125154000_award_lists extends Migration {
  override name = 'Migration20261125154000_award_lists';

  override up(): void {
    this.addSql(`select app.nobody()`); // foreign keys are checked behind the walls
    this.addSql(
      `create table "award_list" ("federation_id" uuid not null, "id" uuid not null, "organization_id" uuid not null, "path" text collate "C" not null, "root_id" uuid not null, "state" text not null, "name" text not null, "kind" text not null, "level" text not null, "award_year" int null, "period" text null, "valid_until" date null, "subsidy_fen" int not null default 0, "subsidy_uses" text[] not null, "objection_days" int not null default 0, "proposed_at" timestamptz(3) null, "objections_until" timestamptz(3) null, "author_ids" uuid[] not null, "notice_id" uuid null, "created_at" timestamptz(3) not null, "updated_at" timestamptz(3) not null, "version" int not null default 1, primary key ("federation_id", "id"));`,
    );
    this.addSql(`create index "award_list_organization_index" on "award_list" ("federation_id", "organization_id", "created_at");`);
    this.addSql(`create index "award_list_notice_index" on "award_list" ("federation_id", "notice_id");`);
    this.addSql(`alter table "award_list" add constraint "award_list_name_key" unique ("federation_id", "root_id", "name");`);
    this.addSql(
      `create table "award_objection" ("federation_id" uuid not null, "id" uuid not null, "list_id" uuid not null, "path" text collate "C" not null, "number" int not null, "submission_id" uuid null, "source" text not null, "text" text not null, "received_on" date not null, "recorded_by_id" uuid not null, "recorded_at" timestamptz(3) not null, "answer" text null, "answered_by_id" uuid null, "answered_at" timestamptz(3) null, primary key ("federation_id", "id"));`,
    );
    this.addSql(`alter table "award_objection" add constraint "award_objection_key" unique ("federation_id", "list_id", "number");`);
    this.addSql(
      `create table "award_decision" ("federation_id" uuid not null, "id" uuid not null, "organization_id" uuid not null, "path" text collate "C" not null, "list_id" uuid null, "title_id" uuid null, "number" int not null, "deciding_body" text not null, "minutes_number" text not null, "decided_on" date not null, "text" text not null, "lines" jsonb not null, "decided_by_id" uuid not null, "on_behalf_of_id" uuid null, "capacity_id" uuid not null, "recorded_at" timestamptz(3) not null, "content_hash" text not null, primary key ("federation_id", "id"));`,
    );
    this.addSql(`create index "award_decision_title_index" on "award_decision" ("federation_id", "title_id");`);
    this.addSql(`alter table "award_decision" add constraint "award_decision_key" unique ("federation_id", "list_id", "number");`);
    this.addSql(
      `create table "award_line" ("federation_id" uuid not null, "id" uuid not null, "list_id" uuid not null, "path" text collate "C" not null, "submission_id" uuid not null, "organization_id" uuid not null, "wanted_rank" int null, "rank" int not null, "proposed" boolean not null, "reason" text null, "priorities" text[] not null, "priority_reason" text null, "tags" text[] not null, "approved" boolean null, "decision_reason" text null, primary key ("federation_id", "id"));`,
    );
    this.addSql(`create index "award_line_submission_index" on "award_line" ("federation_id", "submission_id");`);
    this.addSql(`alter table "award_line" add constraint "award_line_key" unique ("federation_id", "list_id", "submission_id");`);
    this.addSql(
      `alter table "award_list" add constraint "award_list_federation_id_organization_id_foreign" foreign key ("federation_id", "organization_id") references "organization" ("federation_id", "id") on update no action on delete no action;`,
    );
    this.addSql(
      `alter table "award_list" add constraint "award_list_federation_id_root_id_foreign" foreign key ("federation_id", "root_id") references "deliverable" ("federation_id", "id") on update no action on delete no action;`,
    );
    this.addSql(
      `alter table "award_list" add constraint "award_list_federation_id_notice_id_foreign" foreign key ("federation_id", "notice_id") references "notice" ("federation_id", "id") on update no action on delete no action;`,
    );
    this.addSql(
      `alter table "award_list" add constraint "award_list_state_check" check ("state" in ('DRAFT', 'PROPOSED', 'DECIDED', 'NAMING', 'NAMED'));`,
    );
    this.addSql(
      `alter table "award_list" add constraint "award_list_kind_check" check ("kind" in ('HOME', 'SMALL_HOME', 'COMMENDATION', 'OTHER'));`,
    );
    this.addSql(
      `alter table "award_list" add constraint "award_list_level_check" check ("level" in ('NATIONAL', 'PROVINCIAL', 'CITY', 'COUNTY', 'GRASSROOTS'));`,
    );
    this.addSql(`alter table "award_list" enable row level security;`);
    this.addSql(`alter table "award_list" force row level security;`);
    this.addSql(
      `create policy "wall_subtree" on "award_list" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`,
    );
    this.addSql(
      `alter table "award_objection" add constraint "award_objection_federation_id_list_id_foreign" foreign key ("federation_id", "list_id") references "award_list" ("federation_id", "id") on update no action on delete no action;`,
    );
    this.addSql(`alter table "award_objection" enable row level security;`);
    this.addSql(`alter table "award_objection" force row level security;`);
    this.addSql(
      `create policy "wall_subtree" on "award_objection" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`,
    );
    this.addSql(
      `alter table "award_decision" add constraint "award_decision_federation_id_organization_id_foreign" foreign key ("federation_id", "organization_id") references "organization" ("federation_id", "id") on update no action on delete no action;`,
    );
    this.addSql(
      `alter table "award_decision" add constraint "award_decision_federation_id_list_id_foreign" foreign key ("federation_id", "list_id") references "award_list" ("federation_id", "id") on update no action on delete no action;`,
    );
    this.addSql(`alter table "award_decision" enable row level security;`);
    this.addSql(`alter table "award_decision" force row level security;`);
    this.addSql(
      `create policy "wall_subtree" on "award_decision" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`,
    );
    this.addSql(
      `alter table "award_line" add constraint "award_line_federation_id_list_id_foreign" foreign key ("federation_id", "list_id") references "award_list" ("federation_id", "id") on update no action on delete no action;`,
    );
    this.addSql(
      `alter table "award_line" add constraint "award_line_federation_id_submission_id_foreign" foreign key ("federation_id", "submission_id") references "submission" ("federation_id", "id") on update no action on delete no action;`,
    );
    this.addSql(
      `alter table "award_line" add constraint "award_line_federation_id_organization_id_foreign" foreign key ("federation_id", "organization_id") references "organization" ("federation_id", "id") on update no action on delete no action;`,
    );
    this.addSql(`alter table "award_line" enable row level security;`);
    this.addSql(`alter table "award_line" force row level security;`);
    this.addSql(
      `create policy "wall_subtree" on "award_line" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`,
    );
  }
}
