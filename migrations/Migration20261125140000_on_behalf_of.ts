import { Migration } from '@mikro-orm/migrations';

/** Who had lent the capacity in which something was handed in: they review it as little as who handed it in. */
export class Migration20261125140000_on_behalf_of extends Migration {
  override name = 'Migration20261125140000_on_behalf_of';

  override up(): void {
    this.addSql(`alter table "submission" add "submitted_on_behalf_of_id" uuid null;`);
    this.addSql(`alter table "submission_version" add "submitted_on_behalf_of_id" uuid null;`);
  }
}
