import { Migration } from '@mikro-orm/migrations';
import { getConstructionPlans } from 'pg-boss';

/** What people are to be told of, what goes on behind requests, and the queue that wakes it. */
export class Migration20261125090000_jobs extends Migration {
  override name = 'Migration20261125090000_jobs';

  override up(): void {
    this.addSql(`select app.nobody()`); // foreign keys are checked behind the walls
    this.addSql(
      `create table "announcement" ("federation_id" uuid not null, "id" uuid not null, "path" text collate "C" not null, "event" text not null, "subject_type" text not null, "subject_id" uuid not null, "audience" jsonb not null, "actor_id" uuid null, "detail" jsonb not null, "happened_at" timestamptz(3) not null, "told_at" timestamptz(3) null, primary key ("federation_id", "id"));`,
    );
    this.addSql(`create index "announcement_untold_index" on "announcement" ("federation_id", "id") where told_at is null;`);

    this.addSql(
      `create table "job" ("federation_id" uuid not null, "id" uuid not null, "account_id" uuid not null, "capacity_id" uuid not null, "organization_id" uuid not null, "kind" text not null, "state" text not null, "title" text not null, "input" jsonb not null, "phase" text not null, "done" int not null default 0, "total" int null, "cursor" jsonb not null, "result" jsonb not null, "result_file_id" uuid null, "failure_count" int not null default 0, "attempt" int not null default 0, "failed_runs" int not null default 0, "cancel_requested_at" timestamptz(3) null, "dispatched_at" timestamptz(3) null, "created_at" timestamptz(3) not null, "started_at" timestamptz(3) null, "finished_at" timestamptz(3) null, primary key ("federation_id", "id"));`,
    );
    this.addSql(`create index "job_account_index" on "job" ("federation_id", "account_id", "id");`);
    this.addSql(`create index "job_waiting_index" on "job" ("federation_id", "id") where state = 'QUEUED' and dispatched_at is null;`);

    this.addSql(
      `create table "job_failure" ("federation_id" uuid not null, "id" uuid not null, "account_id" uuid not null, "job_id" uuid not null, "row" int null, "column" text null, "code" text not null, "message" text not null, primary key ("federation_id", "id"));`,
    );
    this.addSql(`create index "job_failure_index" on "job_failure" ("federation_id", "job_id", "row", "id");`);

    this.addSql(`alter table "announcement" enable row level security;`);
    this.addSql(`alter table "announcement" force row level security;`);
    this.addSql(
      `create policy "wall_subtree" on "announcement" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`,
    );

    this.addSql(
      `alter table "job" add constraint "job_state_check" check ("state" in ('QUEUED', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED'));`,
    );
    this.addSql(`alter table "job" enable row level security;`);
    this.addSql(`alter table "job" force row level security;`);
    this.addSql(
      `create policy "wall_self_or_product" on "job" using (federation_id = current_setting('app.federation')::uuid and (account_id = current_setting('app.account')::uuid or current_setting('app.account') = '00000000-0000-0000-0000-000000000000')) with check (federation_id = current_setting('app.federation')::uuid and (account_id = current_setting('app.account')::uuid or current_setting('app.account') = '00000000-0000-0000-0000-000000000000'));`,
    );

    this.addSql(
      `alter table "job_failure" add constraint "job_failure_federation_id_job_id_foreign" foreign key ("federation_id", "job_id") references "job" ("federation_id", "id") on update no action on delete no action;`,
    );
    this.addSql(`alter table "job_failure" enable row level security;`);
    this.addSql(`alter table "job_failure" force row level security;`);
    this.addSql(
      `create policy "wall_self_or_product" on "job_failure" using (federation_id = current_setting('app.federation')::uuid and (account_id = current_setting('app.account')::uuid or current_setting('app.account') = '00000000-0000-0000-0000-000000000000')) with check (federation_id = current_setting('app.federation')::uuid and (account_id = current_setting('app.account')::uuid or current_setting('app.account') = '00000000-0000-0000-0000-000000000000'));`,
    );

    // The library's own transaction is left out: this migration is one.
    this.addSql(getConstructionPlans('pgboss').replaceAll(/^\s*(BEGIN|COMMIT|SET LOCAL [^;]*);/gm, ''));
  }
}
