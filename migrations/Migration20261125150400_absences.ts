import { Migration } from '@mikro-orm/migrations';

/** Why units are missing from what goes up. */
export class Migration20261125150400_absences extends Migration {
  override name = 'Migration20261125150400_absences';

  override up(): void {
    this.addSql(`select app.nobody()`); // foreign keys are checked behind the walls
    this.addSql(
      `create table "absence" ("federation_id" uuid not null, "id" uuid not null, "root_id" uuid not null, "organization_id" uuid not null, "path" text collate "C" not null, "unit_id" uuid not null, "reason" text not null, "batch_number" int not null, "said_at" timestamptz(3) not null, "said_by_id" uuid not null, primary key ("federation_id", "id"))`,
    );
    this.addSql(`create index "absence_index" on "absence" ("federation_id", "root_id", "path")`);
    this.addSql(
      `alter table "absence" add constraint "absence_federation_id_organization_id_foreign" foreign key ("federation_id", "organization_id") references "organization" ("federation_id", "id") on update no action on delete no action`,
    );
    this.addSql(`alter table "absence" enable row level security`);
    this.addSql(`alter table "absence" force row level security`);
    this.addSql(
      `create policy "wall_subtree" on "absence" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'))`,
    );
  }
}
