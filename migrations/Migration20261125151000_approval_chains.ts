import { Migration } from '@mikro-orm/migrations';

/** Who has to agree to what is asked for. */
export class Migration20261125151000_approval_chains extends Migration {
  override name = 'Migration20261125151000_approval_chains';

  override up(): void {
    this.addSql(`alter table "deliverable" add "approvals" jsonb null`);
  }
}
