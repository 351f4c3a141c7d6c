import { Migration } from '@mikro-orm/migrations';

/** What is still waited for, to be looked through by the clock. */
export class Migration20261125142100_reminders extends Migration {
  override name = 'Migration20261125142100_reminders';

  override up(): void {
    this.addSql(`create index "obligation_waiting_index" on "obligation" ("federation_id", "id") where state in ('OPEN', 'RETURNED');`);
    this.addSql(
      `create index "delivery_unsigned_index" on "delivery" ("federation_id", "delivered_at", "id") where acknowledged_at is null;`,
    );
  }
}
