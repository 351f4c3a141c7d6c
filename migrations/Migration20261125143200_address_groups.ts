import { Migration } from '@mikro-orm/migrations';

/** Groups of addressees that a body keeps under a name. */
export class Migration20261125143200_address_groups extends Migration {
  override name = 'Migration20261125143200_address_groups';

  override up(): void {
    this.addSql(`select app.nobody()`); // foreign keys are checked behind the walls
    this.addSql(
      `create table "address_group" ("federation_id" uuid not null, "id" uuid not null, "organization_id" uuid not null, "name" text not null, "member_ids" uuid[] not null, "updated_at" timestamptz(3) not null, "updated_by_id" uuid not null, "removed_at" timestamptz(3) null, "version" int not null default 1, primary key ("federation_id", "id"));`,
    );
    this.addSql(`create index "address_group_index" on "address_group" ("federation_id", "organization_id", "name");`);

    this.addSql(`alter table "address_group" enable row level security;`);
    this.addSql(`alter table "address_group" force row level security;`);
    this.addSql(
      `create policy "wall_own" on "address_group" using (federation_id = current_setting('app.federation')::uuid and organization_id = current_setting('app.organization')::uuid) with check (federation_id = current_setting('app.federation')::uuid and organization_id = current_setting('app.organization')::uuid);`,
    );
    this.addSql(
      `create policy "wall_own_hand_over" on "address_group" for update using (federation_id = current_setting('app.federation')::uuid and organization_id = current_setting('app.organization')::uuid) with check (federation_id = current_setting('app.federation')::uuid and organization_id = nullif(current_setting('app.successor', true), '')::uuid);`,
    );
  }
}
