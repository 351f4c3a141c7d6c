import { Migration } from '@mikro-orm/migrations';

export class Migration20261125140200_resumable_uploads extends Migration {
  override name = 'Migration20261125140200_resumable_uploads';

  override up(): void {
    this.addSql(`select app.nobody()`); // foreign keys are checked behind the walls
    this.addSql(`alter table "stored_object" add "obligation_id" uuid null`);

    this.addSql(`alter table "submission_file" add "media" jsonb null`);
    this.addSql(`create index "submission_file_object_index" on "submission_file" ("federation_id", "storage_key")`);

    this.addSql(
      `alter table "upload" add "deliverable_id" uuid null, add "field" text null, add "media" jsonb null, add "state" text not null default 'STORED', add "failure_code" text null, add "failure" text null, add "expected_sha256" text null, add "receiving_since" timestamptz(3) null, add "received_milliseconds" int not null default 0, add "probing_since" timestamptz(3) null, add "finished_at" timestamptz(3) null`,
    );
    this.addSql(`alter table "upload" alter column "media_type" drop not null`);
    this.addSql(`alter table "upload" alter column "sha256" drop not null`);
    this.addSql(`create index "upload_object_index" on "upload" ("federation_id", "storage_key")`);
    this.addSql(`alter table "upload" add constraint "upload_state_check" check ("state" in ('UPLOADING', 'PROBING', 'STORED', 'FAILED'))`);
    this.addSql(`alter table "upload" alter column "state" drop default`);
  }
}
