import { Migration } from '@mikro-orm/migrations';

/** The notice of the time before, and what a page took over from what was accepted then. */
export class Migration20261125140900_reuse extends Migration {
  override name = 'Migration20261125140900_reuse';

  override up(): void {
    this.addSql(`select app.nobody()`); // foreign keys are checked behind the walls
    this.addSql(`alter table "notice" add "previous_id" uuid null`);
    this.addSql(
      `alter table "notice" add constraint "notice_federation_id_previous_id_foreign" foreign key ("federation_id", "previous_id") references "notice" ("federation_id", "id") on update no action on delete no action`,
    );
    this.addSql(`alter table "submission_draft" add "prefilled" jsonb null`);
  }
}
