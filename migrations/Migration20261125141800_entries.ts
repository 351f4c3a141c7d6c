import { Migration } from '@mikro-orm/migrations';

/** What a body above entered for a unit, with its evidence. */
export class Migration20261125141800_entries extends Migration {
  override name = 'Migration20261125141800_entries';

  override up(): void {
    this.addSql(`select app.nobody()`); // foreign keys are checked behind the walls
    this.addSql(
      `create table "submission_entry" ("federation_id" uuid not null, "id" uuid not null, "submission_id" uuid not null, "number" int not null, "path" text collate "C" not null, "asker_path" text collate "C" not null, "body_id" uuid not null, "entered_by_id" uuid not null, "post" text null, "channel" text not null, "received_at" timestamptz(3) not null, "receipt_counts" boolean not null, "reason" text null, "scan_id" uuid not null, "scan_sha256" text not null, "entered_at" timestamptz(3) not null, "confirmed_at" timestamptz(3) null, "confirmed_by_id" uuid null, primary key ("federation_id", "id"))`,
    );
    this.addSql(`alter table "submission_entry" add constraint "submission_entry_key" unique ("federation_id", "submission_id", "number")`);
    this.addSql(`alter table "obligation" add "provisional" boolean not null default false`);
    this.addSql(`alter table "submission" add "entered" boolean not null default false, add "confirmed_by_id" uuid null`);
    this.addSql(`alter table "submission_step" drop constraint "submission_step_kind_check"`);
    this.addSql(
      `alter table "submission_step" add constraint "submission_step_kind_check" check ("kind" in ('SUBMITTED', 'RESUBMITTED', 'ENTERED', 'CONFIRMED', 'REPLACED', 'RETURNED', 'ACCEPTED', 'FORWARDED', 'WITHDRAWN'))`,
    );
    this.addSql(
      `alter table "submission_entry" add constraint "submission_entry_federation_id_submission_id_foreign" foreign key ("federation_id", "submission_id") references "submission" ("federation_id", "id") on update no action on delete no action`,
    );
    this.addSql(
      `alter table "submission_entry" add constraint "submission_entry_channel_check" check ("channel" in ('PAPER', 'EMAIL', 'FAX', 'MESSAGE'))`,
    );
    this.addSql(`alter table "submission_entry" enable row level security`);
    this.addSql(`alter table "submission_entry" force row level security`);
    this.addSql(
      `create policy "wall_subtree" on "submission_entry" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'))`,
    );
    this.addSql(
      `create policy "wall_asker" on "submission_entry" using (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi'))`,
    );
  }
}
