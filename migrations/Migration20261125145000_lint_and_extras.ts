import { Migration } from '@mikro-orm/migrations';

/** What is found in a draft and answered; awards, activities, the period and the attachments of a notice. */
export class Migration20261125145000_lint_and_extras extends Migration {
  override name = 'Migration20261125145000_lint_and_extras';

  override up(): void {
    this.addSql(`select app.nobody()`); // foreign keys are checked behind the walls
    this.addSql(
      `create table "notice_attachment" ("federation_id" uuid not null, "id" uuid not null, "notice_id" uuid not null, "path" text collate "C" not null, "published_at" timestamptz(3) null, "ordinal" int not null, "title" text not null, "kind" text not null, "file_id" uuid null, "withdrawn_at" timestamptz(3) null, primary key ("federation_id", "id"));`,
    );
    this.addSql(`create index "notice_attachment_index" on "notice_attachment" ("federation_id", "notice_id");`);

    this.addSql(
      `create table "lint_answer" ("federation_id" uuid not null, "id" uuid not null, "notice_id" uuid not null, "path" text collate "C" not null, "published_at" timestamptz(3) null, "fingerprint" text not null, "code" text not null, "key" text null, "severity" text not null, "message" text not null, "answer" text not null, "proposal" jsonb null, "answered_by_id" uuid not null, "answered_at" timestamptz(3) not null, primary key ("federation_id", "id"));`,
    );
    this.addSql(`create index "lint_answer_index" on "lint_answer" ("federation_id", "notice_id");`);

    this.addSql(
      `alter table "notice" add "award_year" int null, add "award_kinds" text[] not null default '{}', add "declared_period" text null, add "activities" jsonb not null default '[]';`,
    );
    this.addSql(`create index "notice_document_index" on "notice" ("federation_id", "doc_prefix", "doc_year", "doc_seq");`);

    this.addSql(`create index "deliverable_path_index" on "deliverable" ("federation_id", "path");`);

    this.addSql(
      `alter table "notice_attachment" add constraint "notice_attachment_federation_id_notice_id_foreign" foreign key ("federation_id", "notice_id") references "notice" ("federation_id", "id") on update no action on delete no action;`,
    );
    this.addSql(
      `alter table "notice_attachment" add constraint "notice_attachment_kind_check" check ("kind" in ('FORM', 'SCORE_SHEET', 'ROSTER', 'PAIRING_LIST', 'PLAN', 'OTHER'));`,
    );
    this.addSql(`alter table "notice_attachment" enable row level security;`);
    this.addSql(`alter table "notice_attachment" force row level security;`);
    this.addSql(
      `create policy "wall_subtree" on "notice_attachment" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`,
    );
    this.addSql(
      `create policy "wall_downward" on "notice_attachment" for select using (federation_id = current_setting('app.federation')::uuid and published_at is not null and path = any (string_to_array(current_setting('app.up'), ' ')));`,
    );
    this.addSql(`create policy "keep_published" on "notice_attachment" as restrictive for delete using (published_at is null);`);

    this.addSql(
      `alter table "lint_answer" add constraint "lint_answer_federation_id_notice_id_foreign" foreign key ("federation_id", "notice_id") references "notice" ("federation_id", "id") on update no action on delete no action;`,
    );
    this.addSql(`alter table "lint_answer" add constraint "lint_answer_severity_check" check ("severity" in ('BLOCK', 'WARN', 'INFO'));`);
    this.addSql(`alter table "lint_answer" enable row level security;`);
    this.addSql(`alter table "lint_answer" force row level security;`);
    this.addSql(
      `create policy "wall_subtree" on "lint_answer" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`,
    );
    this.addSql(
      `create policy "wall_downward" on "lint_answer" for select using (federation_id = current_setting('app.federation')::uuid and published_at is not null and path = any (string_to_array(current_setting('app.up'), ' ')));`,
    );
  }
}
