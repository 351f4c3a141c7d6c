import { Migration } from '@mikro-orm/migrations';

/** Dues granted to one body, and requests for them. */
export class Migration20261125140100_extensions extends Migration {
  override name = 'Migration20261125140100_extensions';

  override up(): void {
    this.addSql(
      `alter table "obligation" add "granted" jsonb not null default '{}', add "extension_holder_id" uuid null, add "extension_due" timestamptz(3) null;`,
    );
    this.addSql(
      `create index "obligation_extension_index" on "obligation" ("federation_id", "extension_holder_id") where extension_holder_id is not null;`,
    );
    this.addSql(`alter table "obligation_event" drop constraint "obligation_event_kind_check";`);
    this.addSql(
      `alter table "obligation_event" add constraint "obligation_event_kind_check" check ("kind" in ('WAIVED', 'REOPENED', 'FORFEITED', 'MERGED', 'CARRIED_ON', 'CANCELLED', 'EXTENSION_ASKED', 'EXTENSION_PASSED_UP', 'EXTENSION_DECLINED', 'EXTENDED'));`,
    );
  }
}
