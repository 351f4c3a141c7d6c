import { Migration } from '@mikro-orm/migrations';

/** What holders of titles had, spent, whom they help, and what asks them to check themselves. */
export class Migration20261125154400_holders extends Migration {
  override name = 'Migration20261125154400_holders';

  override up(): void {
    this.addSql(`select app.nobody()`); // foreign keys are checked behind the walls
    this.addSql(
      `create table "self_check" ("federation_id" uuid not null, "id" uuid not null, "organization_id" uuid not null, "path" text collate "C" not null, "year" int not null, "notice_id" uuid not null, "created_at" timestamptz(3) not null, primary key ("federation_id", "id"));`,
    );
    this.addSql(`create index "self_check_notice_index" on "self_check" ("federation_id", "notice_id");`);
    this.addSql(`alter table "self_check" add constraint "self_check_key" unique ("federation_id", "organization_id", "year");`);
    this.addSql(
      `create table "subsidy" ("federation_id" uuid not null, "id" uuid not null, "title_id" uuid not null, "organization_id" uuid not null, "path" text collate "C" not null, "asker_path" text collate "C" not null, "level" text not null, "honour" text not null, "amount_fen" int not null, "uses" text[] not null, "payee" text not null, "payee_name" text not null, "paid_on" date not null, "paid_by_id" uuid not null, "recorded_at" timestamptz(3) not null, primary key ("federation_id", "id"));`,
    );
    this.addSql(`alter table "subsidy" add constraint "subsidy_title_key" unique ("federation_id", "title_id");`);
    this.addSql(`alter table "subsidy" add constraint "subsidy_once_key" unique ("federation_id", "organization_id", "level", "honour");`);
    this.addSql(
      `create table "subsidy_spending" ("federation_id" uuid not null, "id" uuid not null, "subsidy_id" uuid not null, "path" text collate "C" not null, "asker_path" text collate "C" not null, "number" int not null, "use" text not null, "amount_fen" int not null, "payee" text not null, "payee_name" text not null, "purpose" text not null, "spent_on" date not null, "recorded_by_id" uuid not null, "recorded_at" timestamptz(3) not null, primary key ("federation_id", "id"));`,
    );
    this.addSql(`alter table "subsidy_spending" add constraint "subsidy_spending_key" unique ("federation_id", "subsidy_id", "number");`);
    this.addSql(
      `create table "mentoring_pair" ("federation_id" uuid not null, "id" uuid not null, "title_id" uuid not null, "path" text collate "C" not null, "mentee_id" uuid not null, "mentee_kind" text not null, "started_on" date not null, "ended_on" date null, "recorded_by_id" uuid not null, "recorded_at" timestamptz(3) not null, primary key ("federation_id", "id"));`,
    );
    this.addSql(`create index "mentoring_pair_title_index" on "mentoring_pair" ("federation_id", "title_id");`);
    this.addSql(
      `create unique index "mentoring_pair_key" on "mentoring_pair" ("federation_id", "title_id", "mentee_id") where ended_on is null;`,
    );
    this.addSql(
      `alter table "self_check" add constraint "self_check_federation_id_organization_id_foreign" foreign key ("federation_id", "organization_id") references "organization" ("federation_id", "id") on update no action on delete no action;`,
    );
    this.addSql(
      `alter table "self_check" add constraint "self_check_federation_id_notice_id_foreign" foreign key ("federation_id", "notice_id") references "notice" ("federation_id", "id") on update no action on delete no action;`,
    );
    this.addSql(`alter table "self_check" enable row level security;`);
    this.addSql(`alter table "self_check" force row level security;`);
    this.addSql(
      `create policy "wall_federation" on "self_check" for select using (federation_id = current_setting('app.federation')::uuid);`,
    );
    this.addSql(
      `create policy "wall_federation_add" on "self_check" for insert with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`,
    );
    this.addSql(
      `create policy "wall_federation_edit" on "self_check" for update using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`,
    );
    this.addSql(
      `alter table "subsidy" add constraint "subsidy_federation_id_title_id_foreign" foreign key ("federation_id", "title_id") references "title" ("federation_id", "id") on update no action on delete no action;`,
    );
    this.addSql(
      `alter table "subsidy" add constraint "subsidy_federation_id_organization_id_foreign" foreign key ("federation_id", "organization_id") references "organization" ("federation_id", "id") on update no action on delete no action;`,
    );
    this.addSql(
      `alter table "subsidy" add constraint "subsidy_level_check" check ("level" in ('NATIONAL', 'PROVINCIAL', 'CITY', 'COUNTY', 'GRASSROOTS'));`,
    );
    this.addSql(`alter table "subsidy" add constraint "subsidy_payee_check" check ("payee" in ('UNION', 'EMPLOYER', 'SUPPLIER'));`);
    this.addSql(`alter table "subsidy" enable row level security;`);
    this.addSql(`alter table "subsidy" force row level security;`);
    this.addSql(
      `create policy "wall_subtree" on "subsidy" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`,
    );
    this.addSql(
      `create policy "wall_asker" on "subsidy" using (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi'));`,
    );
    this.addSql(
      `alter table "subsidy_spending" add constraint "subsidy_spending_federation_id_subsidy_id_foreign" foreign key ("federation_id", "subsidy_id") references "subsidy" ("federation_id", "id") on update no action on delete no action;`,
    );
    this.addSql(
      `alter table "subsidy_spending" add constraint "subsidy_spending_use_check" check ("use" in ('FACILITIES', 'ACTIVITIES', 'TRAINING', 'OTHER'));`,
    );
    this.addSql(
      `alter table "subsidy_spending" add constraint "subsidy_spending_payee_check" check ("payee" in ('UNION', 'EMPLOYER', 'SUPPLIER'));`,
    );
    this.addSql(`alter table "subsidy_spending" enable row level security;`);
    this.addSql(`alter table "subsidy_spending" force row level security;`);
    this.addSql(
      `create policy "wall_subtree" on "subsidy_spending" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`,
    );
    this.addSql(
      `create policy "wall_asker" on "subsidy_spending" using (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi'));`,
    );
    this.addSql(
      `alter table "mentoring_pair" add constraint "mentoring_pair_federation_id_title_id_foreign" foreign key ("federation_id", "title_id") references "title" ("federation_id", "id") on update no action on delete no action;`,
    );
    this.addSql(
      `alter table "mentoring_pair" add constraint "mentoring_pair_federation_id_mentee_id_foreign" foreign key ("federation_id", "mentee_id") references "organization" ("federation_id", "id") on update no action on delete no action;`,
    );
    this.addSql(
      `alter table "mentoring_pair" add constraint "mentoring_pair_mentee_kind_check" check ("mentee_kind" in ('NON_PUBLIC', 'NEW_BUSINESS'));`,
    );
    this.addSql(`alter table "mentoring_pair" enable row level security;`);
    this.addSql(`alter table "mentoring_pair" force row level security;`);
    this.addSql(
      `create policy "wall_federation" on "mentoring_pair" for select using (federation_id = current_setting('app.federation')::uuid);`,
    );
    this.addSql(
      `create policy "wall_federation_add" on "mentoring_pair" for insert with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`,
    );
    this.addSql(
      `create policy "wall_federation_edit" on "mentoring_pair" for update using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`,
    );
  }
}
