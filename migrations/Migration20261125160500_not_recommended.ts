import { Migration } from '@mikro-orm/migrations';

/** An application that never arrived at the organiser ends, too. */
export class Migration20261125160500_not_recommended extends Migration {
  override name = 'Migration20261125160500_not_recommended';

  override up(): void {
    this.addSql(`select app.nobody()`); // foreign keys are checked behind the walls
    this.addSql(`alter table "award_result" drop constraint "award_result_outcome_check";`);
    this.addSql(
      `alter table "award_result" add constraint "award_result_outcome_check" check ("outcome" in ('NAMED', 'NOT_RECOMMENDED', 'NOT_LISTED', 'NOT_APPROVED'));`,
    );
  }
}
