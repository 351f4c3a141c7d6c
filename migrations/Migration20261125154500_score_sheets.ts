import { Migration } from '@mikro-orm/migrations';

/** Score sheets as data, in versions; what a filled one came to stands beside the part that it belongs to. */
export class Migration20261125154500_score_sheets extends Migration {
  override name = 'Migration20261125154500_score_sheets';

  override up(): void {
    this.addSql(`select app.nobody()`); // foreign keys are checked behind the walls
    this.addSql(
      `create table "score_sheet_template" ("federation_id" uuid not null, "id" uuid not null, "series_id" uuid not null, "number" int not null, "issuer_id" uuid not null, "path" text collate "C" not null, "title" text not null, "sheet" jsonb not null, "examples" jsonb not null, "based_on_id" uuid null, "published_at" timestamptz(3) null, "published_by_id" uuid null, "created_at" timestamptz(3) not null, "updated_at" timestamptz(3) not null, "updated_by_id" uuid not null, "version" int not null default 1, primary key ("federation_id", "id"));`,
    );
    this.addSql(`create index "score_sheet_template_path_index" on "score_sheet_template" ("federation_id", "path", "id");`);
    this.addSql(
      `alter table "score_sheet_template" add constraint "score_sheet_template_key" unique ("federation_id", "series_id", "number");`,
    );
    this.addSql(`alter table "submission_part" add "results" jsonb null;`);
    this.addSql(
      `alter table "score_sheet_template" add constraint "score_sheet_template_federation_id_issuer_id_foreign" foreign key ("federation_id", "issuer_id") references "organization" ("federation_id", "id") on update no action on delete no action;`,
    );
    this.addSql(`alter table "score_sheet_template" enable row level security;`);
    this.addSql(`alter table "score_sheet_template" force row level security;`);
    this.addSql(
      `create policy "wall_subtree" on "score_sheet_template" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`,
    );
    this.addSql(
      `create policy "wall_downward" on "score_sheet_template" for select using (federation_id = current_setting('app.federation')::uuid and published_at is not null and path = any (string_to_array(current_setting('app.up'), ' ')));`,
    );
  }
}
