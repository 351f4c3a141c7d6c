import { Migration } from '@mikro-orm/migrations';

/** Dues that are read out of a phrase, confirmed, moved to a working day, or left out on purpose. */
export class Migration20261125141200_dues extends Migration {
  override name = 'Migration20261125141200_dues';

  override up(): void {
    this.addSql(
      `alter table "deliverable" add "due_starts_at" timestamptz(3) null, add "due_confirmed" boolean not null default true, add "no_due" boolean not null default false, add "due_shifted_from" date null;`,
    );
  }
}
