import { Migration } from '@mikro-orm/migrations';

/** What is searched: pairs of characters of short texts, signatures of long ones, and what is not yet known of them. */
export class Migration20261125143100_search extends Migration {
  override name = 'Migration20261125143100_search';

  override up(): void {
    this.addSql(`select app.nobody()`); // foreign keys are checked behind the walls
    this.addSql(
      `create table "search_notice" ("federation_id" uuid not null, "notice_id" uuid not null, "path" text collate "C" not null, "published_at" timestamptz(3) null, "recency" int not null, "title" text not null, "head" text not null, "body" text not null, "signature" bytea not null, primary key ("federation_id", "notice_id"));`,
    );
    this.addSql(`create index "search_notice_path_index" on "search_notice" ("federation_id", "path", "recency");`);

    this.addSql(
      `create table "search_notice_term" ("federation_id" uuid not null, "term" text collate "C" not null, "path" text collate "C" not null, "recency" int not null, "notice_id" uuid not null, "published_at" timestamptz(3) null, primary key ("federation_id", "term", "path", "recency", "notice_id"));`,
    );

    this.addSql(
      `create table "search_organization_term" ("federation_id" uuid not null, "term" text collate "C" not null, "path" text collate "C" not null, primary key ("federation_id", "term", "path"));`,
    );

    this.addSql(
      `create table "search_submission" ("federation_id" uuid not null, "submission_id" uuid not null, "deliverable_id" uuid not null, "number" int not null, "path" text collate "C" not null, "asker_path" text collate "C" not null, "submitted_at" timestamptz(3) not null, "title" text not null, "unit" text not null, "body" text not null, "signature" bytea not null, primary key ("federation_id", "submission_id", "deliverable_id"));`,
    );
    this.addSql(`create index "search_submission_path_index" on "search_submission" ("federation_id", "path");`);
    this.addSql(`create index "search_submission_asker_index" on "search_submission" ("federation_id", "asker_path");`);
    this.addSql(`create index "search_submission_recent_index" on "search_submission" ("federation_id", "submitted_at");`);

    this.addSql(
      `alter table "organization" add "search_name" text generated always as ((regexp_replace(lower(normalize(name, nfkc) collate "C"), '[\\u0001-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u00bf\\u00d7\\u00f7\\u2000-\\u206f\\u2190-\\u27bf\\u3000-\\u3004\\u3008-\\u3020\\u3030\\u303d\\u30fb\\ufe10-\\ufe6f\\ufeff]', '', 'g') || ' ') || regexp_replace(lower(normalize(short_name, nfkc) collate "C"), '[\\u0001-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u00bf\\u00d7\\u00f7\\u2000-\\u206f\\u2190-\\u27bf\\u3000-\\u3004\\u3008-\\u3020\\u3030\\u303d\\u30fb\\ufe10-\\ufe6f\\ufeff]', '', 'g')) stored not null, add "indexed_name" text null;`,
    );
    this.addSql(
      `create index "organization_unindexed_index" on "organization" ("federation_id") where indexed_name is distinct from search_name;`,
    );

    this.addSql(`alter table "notice" add "indexed_version" int null;`);
    this.addSql(`create index "notice_unindexed_index" on "notice" ("federation_id") where indexed_version is distinct from version;`);

    this.addSql(`alter table "submission" add "indexed_number" int null;`);
    this.addSql(
      `create index "submission_unindexed_index" on "submission" ("federation_id") where indexed_number is distinct from number;`,
    );

    this.addSql(`alter table "search_notice" enable row level security;`);
    this.addSql(`alter table "search_notice" force row level security;`);
    this.addSql(
      `create policy "wall_subtree" on "search_notice" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`,
    );
    this.addSql(
      `create policy "wall_downward" on "search_notice" for select using (federation_id = current_setting('app.federation')::uuid and published_at is not null and path = any (string_to_array(current_setting('app.up'), ' ')));`,
    );

    this.addSql(`alter table "search_notice_term" enable row level security;`);
    this.addSql(`alter table "search_notice_term" force row level security;`);
    this.addSql(
      `create policy "wall_subtree" on "search_notice_term" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`,
    );
    this.addSql(
      `create policy "wall_downward" on "search_notice_term" for select using (federation_id = current_setting('app.federation')::uuid and published_at is not null and path = any (string_to_array(current_setting('app.up'), ' ')));`,
    );

    this.addSql(`alter table "search_organization_term" enable row level security;`);
    this.addSql(`alter table "search_organization_term" force row level security;`);
    this.addSql(
      `create policy "wall_federation" on "search_organization_term" for select using (federation_id = current_setting('app.federation')::uuid);`,
    );
    this.addSql(
      `create policy "wall_federation_add" on "search_organization_term" for insert with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`,
    );
    this.addSql(
      `create policy "wall_federation_edit" on "search_organization_term" for update using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`,
    );

    this.addSql(`alter table "search_submission" enable row level security;`);
    this.addSql(`alter table "search_submission" force row level security;`);
    this.addSql(
      `create policy "wall_subtree" on "search_submission" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`,
    );
    this.addSql(
      `create policy "wall_asker" on "search_submission" using (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi'));`,
    );
  }
}
