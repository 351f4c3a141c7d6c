import { Migration } from '@mikro-orm/migrations';

/** What a level puts beside a sum, with why. */
export class Migration20261125146000_figure_adjustment extends Migration {
  override name = 'Migration20261125146000_figure_adjustment';

  override up(): void {
    this.addSql(`select app.nobody()`); // foreign keys are checked behind the walls
    this.addSql(
      `create table "figure_adjustment" ("federation_id" uuid not null, "id" uuid not null, "root_id" uuid not null, "deliverable_id" uuid not null, "field" text not null, "organization_id" uuid not null, "path" text collate "C" not null, "original" text not null, "value" text null, "note" text not null, "adjusted_by_id" uuid not null, "capacity_id" uuid not null, "adjusted_at" timestamptz(3) not null, primary key ("federation_id", "id"));`,
    );
    this.addSql(`create index "figure_adjustment_index" on "figure_adjustment" ("federation_id", "organization_id", "root_id");`);

    this.addSql(
      `alter table "figure_adjustment" add constraint "figure_adjustment_federation_id_organization_id_foreign" foreign key ("federation_id", "organization_id") references "organization" ("federation_id", "id") on update no action on delete no action;`,
    );
    this.addSql(`alter table "figure_adjustment" enable row level security;`);
    this.addSql(`alter table "figure_adjustment" force row level security;`);
    this.addSql(
      `create policy "wall_subtree" on "figure_adjustment" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`,
    );
  }
}
