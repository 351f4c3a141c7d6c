import { Migration } from '@mikro-orm/migrations';

export class Migration20261125140300_armed_submissions extends Migration {
  override name = 'Migration20261125140300_armed_submissions';

  override up(): void {
    this.addSql(`select app.nobody()`); // foreign keys are checked behind the walls
    this.addSql(
      `create table "armed_submission" ("federation_id" uuid not null, "id" uuid not null, "obligation_id" uuid not null, "organization_id" uuid not null, "path" text collate "C" not null, "account_id" uuid not null, "capacity_id" uuid not null, "person_id" uuid not null, "draft_version" int not null, "state" text not null, "armed_at" timestamptz(3) not null, "tried_at" timestamptz(3) null, "ended_at" timestamptz(3) null, "failure_code" text null, "failure" text null, primary key ("federation_id", "id"))`,
    );
    this.addSql(`create index "armed_submission_index" on "armed_submission" ("federation_id", "obligation_id")`);
    this.addSql(`create index "armed_submission_waiting_index" on "armed_submission" ("federation_id", "id") where state = 'ARMED'`);

    this.addSql(
      `alter table "armed_submission" add constraint "armed_submission_state_check" check ("state" in ('ARMED', 'SENT', 'FAILED', 'DISARMED'))`,
    );
    this.addSql(`alter table "armed_submission" enable row level security`);
    this.addSql(`alter table "armed_submission" force row level security`);
    this.addSql(
      `create policy "wall_subtree" on "armed_submission" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'))`,
    );
  }
}
