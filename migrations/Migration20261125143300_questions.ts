import { Migration } from '@mikro-orm/migrations';

/** Questions about notices and their answers. */
export class Migration20261125143300_questions extends Migration {
  override name = 'Migration20261125143300_questions';

  override up(): void {
    this.addSql(`select app.nobody()`); // foreign keys are checked behind the walls
    this.addSql(
      `create table "question" ("federation_id" uuid not null, "id" uuid not null, "notice_id" uuid not null, "held_notice_id" uuid not null, "organization_id" uuid not null, "path" text collate "C" not null, "holder_id" uuid not null, "asker_path" text collate "C" not null, "passed_by_ids" uuid[] not null, "text" text not null, "anonymous" boolean not null, "state" text not null, "asked_at" timestamptz(3) not null, "asked_by_id" uuid not null, "version" int not null default 1, primary key ("federation_id", "id"));`,
    );
    this.addSql(`create index "question_notice_index" on "question" ("federation_id", "held_notice_id", "asked_at");`);
    this.addSql(`create index "question_holder_index" on "question" ("federation_id", "holder_id", "state");`);
    this.addSql(`create index "question_organization_index" on "question" ("federation_id", "organization_id", "asked_at");`);

    this.addSql(
      `create table "question_answer" ("federation_id" uuid not null, "id" uuid not null, "question_id" uuid not null, "number" int not null, "notice_id" uuid not null, "path" text collate "C" not null, "answerer_id" uuid not null, "asker_id" uuid null, "question" text not null, "asked_at" timestamptz(3) not null, "text" text not null, "answered_by_id" uuid not null, "published_at" timestamptz(3) not null, primary key ("federation_id", "id"));`,
    );
    this.addSql(`create index "question_answer_notice_index" on "question_answer" ("federation_id", "notice_id", "asked_at");`);
    this.addSql(`alter table "question_answer" add constraint "question_answer_key" unique ("federation_id", "question_id", "number");`);

    this.addSql(
      `alter table "question" add constraint "question_federation_id_notice_id_foreign" foreign key ("federation_id", "notice_id") references "notice" ("federation_id", "id") on update no action on delete no action;`,
    );
    this.addSql(
      `alter table "question" add constraint "question_federation_id_organization_id_foreign" foreign key ("federation_id", "organization_id") references "organization" ("federation_id", "id") on update no action on delete no action;`,
    );
    this.addSql(`alter table "question" add constraint "question_state_check" check ("state" in ('OPEN', 'ANSWERED'));`);
    this.addSql(`alter table "question" enable row level security;`);
    this.addSql(`alter table "question" force row level security;`);
    this.addSql(
      `create policy "wall_subtree" on "question" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`,
    );
    this.addSql(
      `create policy "wall_asker" on "question" using (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi'));`,
    );

    this.addSql(
      `alter table "question_answer" add constraint "question_answer_federation_id_notice_id_foreign" foreign key ("federation_id", "notice_id") references "notice" ("federation_id", "id") on update no action on delete no action;`,
    );
    this.addSql(`alter table "question_answer" enable row level security;`);
    this.addSql(`alter table "question_answer" force row level security;`);
    this.addSql(
      `create policy "wall_subtree" on "question_answer" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`,
    );
    this.addSql(
      `create policy "wall_downward" on "question_answer" for select using (federation_id = current_setting('app.federation')::uuid and published_at is not null and path = any (string_to_array(current_setting('app.up'), ' ')));`,
    );
  }
}
