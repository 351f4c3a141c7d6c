import { Migration } from '@mikro-orm/migrations';

/** What a review desk keeps: who stepped back, and what texts and files look like. */
export class Migration20261125143200_review_desk extends Migration {
  override name = 'Migration20261125143200_review_desk';

  override up(): void {
    this.addSql(`select app.nobody()`); // foreign keys are checked behind the walls
    this.addSql(
      `create table "recusal" ("federation_id" uuid not null, "id" uuid not null, "submission_id" uuid not null, "account_id" uuid not null, "person_id" uuid not null, "path" text collate "C" not null, "recused_at" timestamptz(3) not null, primary key ("federation_id", "id"))`,
    );
    this.addSql(`alter table "recusal" add constraint "recusal_key" unique ("federation_id", "submission_id", "person_id")`);
    this.addSql(
      `create table "submission_print" ("federation_id" uuid not null, "id" uuid not null, "submission_id" uuid not null, "number" int not null, "root_id" uuid not null, "deliverable_id" uuid not null, "field" text not null, "kind" text not null, "hash" text not null, "path" text collate "C" not null, "asker_path" text collate "C" not null, primary key ("federation_id", "id"))`,
    );
    this.addSql(`create index "submission_print_hash_index" on "submission_print" ("federation_id", "root_id", "hash")`);
    this.addSql(`create index "submission_print_index" on "submission_print" ("federation_id", "submission_id")`);
    this.addSql(`alter table "review" drop constraint "review_decision_check"`);
    this.addSql(
      `alter table "review" add constraint "review_decision_check" check ("decision" in ('ACCEPT', 'RETURN', 'FORWARD', 'DEFER', 'RESUME', 'RECUSE'))`,
    );
    this.addSql(
      `alter table "recusal" add constraint "recusal_federation_id_submission_id_foreign" foreign key ("federation_id", "submission_id") references "submission" ("federation_id", "id") on update no action on delete no action`,
    );
    this.addSql(`alter table "recusal" enable row level security`);
    this.addSql(`alter table "recusal" force row level security`);
    this.addSql(
      `create policy "wall_subtree" on "recusal" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'))`,
    );
    this.addSql(
      `create policy "wall_self" on "recusal" for select using (federation_id = current_setting('app.federation')::uuid and account_id = current_setting('app.account')::uuid)`,
    );
    this.addSql(
      `alter table "submission_print" add constraint "submission_print_federation_id_submission_id_foreign" foreign key ("federation_id", "submission_id") references "submission" ("federation_id", "id") on update no action on delete no action`,
    );
    this.addSql(`alter table "submission_print" add constraint "submission_print_kind_check" check ("kind" in ('TEXT', 'FILE'))`);
    this.addSql(`alter table "submission_print" enable row level security`);
    this.addSql(`alter table "submission_print" force row level security`);
    this.addSql(
      `create policy "wall_subtree" on "submission_print" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'))`,
    );
    this.addSql(
      `create policy "wall_asker" on "submission_print" using (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi'))`,
    );
  }
}
