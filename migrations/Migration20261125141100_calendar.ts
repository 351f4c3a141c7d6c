import { Migration } from '@mikro-orm/migrations';

/** Days that a federation works or not, beside the State Council's. */
export class Migration20261125141100_calendar extends Migration {
  override name = 'Migration20261125141100_calendar';

  override up(): void {
    this.addSql(`select app.nobody()`); // foreign keys are checked behind the walls
    this.addSql(
      `create table "calendar_day" ("federation_id" uuid not null, "id" uuid not null, "path" text collate "C" not null, "day" date not null, "working" boolean not null, "name" text not null, "source" text not null, "completes_year" boolean not null, "decided_by_id" uuid not null, "decided_at" timestamptz(3) not null, primary key ("federation_id", "id"));`,
    );
    this.addSql(`alter table "calendar_day" add constraint "calendar_day_key" unique ("federation_id", "day");`);

    this.addSql(`alter table "calendar_day" enable row level security;`);
    this.addSql(`alter table "calendar_day" force row level security;`);
    this.addSql(
      `create policy "wall_federation" on "calendar_day" for select using (federation_id = current_setting('app.federation')::uuid);`,
    );
    this.addSql(
      `create policy "wall_federation_add" on "calendar_day" for insert with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`,
    );
    this.addSql(
      `create policy "wall_federation_edit" on "calendar_day" for update using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`,
    );
  }
}
