import { Migration } from '@mikro-orm/migrations';

/** A panel that fills in the score sheet of the units. */
export class Migration20261125162000_panel_sheets extends Migration {
  override name = 'Migration20261125162000_panel_sheets';

  override up(): void {
    this.addSql(`alter table "judge_mark" add "answer" jsonb null`);
    this.addSql(`alter table "judge_response" add "answer" jsonb null`);
    this.addSql(`alter table "judging_result" add "self_score" numeric(12,4) null, add "highlighted" boolean not null default false`);
  }
}
