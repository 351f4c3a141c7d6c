import { Migration } from '@mikro-orm/migrations';

/** What a unit prints from its page to have it sealed, and which print a scan came back against. */
export class Migration20261125163000_form_prints extends Migration {
  override name = 'Migration20261125163000_form_prints';

  override up(): void {
    this.addSql(
      `create table "form_print" ("federation_id" uuid not null, "id" uuid not null, "organization_id" uuid not null, "obligation_id" uuid not null, "deliverable_id" uuid not null, "code" text not null, "content_hash" text not null, "paper" jsonb not null, "answers" jsonb not null, "draft_version" int not null, "printed_at" timestamptz(3) not null, "printed_by_id" uuid not null, primary key ("federation_id", "id"))`,
    );
    this.addSql(`create index "form_print_index" on "form_print" ("federation_id", "obligation_id", "printed_at")`);
    this.addSql(`alter table "form_print" add constraint "form_print_code_key" unique ("federation_id", "code")`);
    this.addSql(`alter table "submission_file" add "print_code" text null`);
    this.addSql(`alter table "upload" add "print_code" text null, add "print_hash" text null`);

    this.addSql(`alter table "form_print" enable row level security`);
    this.addSql(`alter table "form_print" force row level security`);
    this.addSql(
      `create policy "wall_own" on "form_print" using (federation_id = current_setting('app.federation')::uuid and organization_id = current_setting('app.organization')::uuid) with check (federation_id = current_setting('app.federation')::uuid and organization_id = current_setting('app.organization')::uuid)`,
    );
    this.addSql(
      `create policy "wall_own_hand_over" on "form_print" for update using (federation_id = current_setting('app.federation')::uuid and organization_id = current_setting('app.organization')::uuid) with check (federation_id = current_setting('app.federation')::uuid and organization_id = nullif(current_setting('app.successor', true), '')::uuid)`,
    );
  }
}
