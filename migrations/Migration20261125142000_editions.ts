import { Migration } from '@mikro-orm/migrations';

/** Corrections: numbered editions of a notice, and recalls. */
export class Migration20261125142000_editions extends Migration {
  override name = 'Migration20261125142000_editions';

  override up(): void {
    this.addSql(`select app.nobody()`); // foreign keys are checked behind the walls
    this.addSql(
      `create table "notice_edition" ("federation_id" uuid not null, "id" uuid not null, "notice_id" uuid not null, "number" int not null, "path" text collate "C" not null, "published_at" timestamptz(3) null, "reason" text not null, "reask" boolean not null, "changes" jsonb not null, "content" jsonb not null, "deliverables" jsonb not null, "doc_number" text null, "correction_id" uuid null, "based_on" int not null, "post" text null, "issued_by_id" uuid null, primary key ("federation_id", "id"));`,
    );
    this.addSql(`alter table "notice_edition" add constraint "notice_edition_key" unique ("federation_id", "notice_id", "number");`);

    this.addSql(`alter table "notice" drop constraint "notice_forwards_key";`);
    this.addSql(
      `alter table "notice" add "edition" int not null default 1, add "based_on" int not null default 1, add "rebased_at" timestamptz(3) null, add "amends_id" uuid null, add "amendment" jsonb null, add "recalled_at" timestamptz(3) null, add "recall_reason" text null, add "recalled_with_id" uuid null;`,
    );
    this.addSql(
      `alter table "notice" add constraint "notice_federation_id_amends_id_foreign" foreign key ("federation_id", "amends_id") references "notice" ("federation_id", "id") on update no action on delete no action;`,
    );
    this.addSql(`create index "notice_forwards_index" on "notice" ("federation_id", "forwards_id");`);
    this.addSql(`create unique index "notice_amends_key" on "notice" ("federation_id", "amends_id") where state = 'DRAFT';`);
    this.addSql(
      `create unique index "notice_forwards_key" on "notice" ("federation_id", "forwards_id", "issuer_id") where amends_id is null and recalled_at is null;`,
    );

    this.addSql(`alter table "deliverable" drop constraint "deliverable_output_check";`);
    this.addSql(
      `alter table "deliverable" add "pulled_from" timestamptz(3) null, add "since" int not null default 1, add "edition" int not null default 1, add "withdrawn_at" timestamptz(3) null;`,
    );
    this.addSql(
      `alter table "deliverable" add constraint "deliverable_output_check" check ("output" in ('FORM', 'LEDGER', 'CORRECTION'));`,
    );

    this.addSql(`alter table "obligation_event" drop constraint "obligation_event_kind_check";`);
    this.addSql(
      `alter table "obligation_event" add constraint "obligation_event_kind_check" check ("kind" in ('WAIVED', 'REOPENED', 'FORFEITED', 'MERGED', 'CARRIED_ON', 'CANCELLED', 'EXTENSION_ASKED', 'EXTENSION_PASSED_UP', 'EXTENSION_DECLINED', 'EXTENDED', 'DUE_CHANGED', 'ASKED_AGAIN', 'PASSED_ON', 'CONFIRMED', 'RENEWED'));`,
    );

    this.addSql(`alter table "delivery" add "edition" int not null default 1, add "recalled_at" timestamptz(3) null;`);

    this.addSql(`alter table "submission_part" add "edition" int not null default 1;`);

    this.addSql(
      `alter table "notice_edition" add constraint "notice_edition_federation_id_notice_id_foreign" foreign key ("federation_id", "notice_id") references "notice" ("federation_id", "id") on update no action on delete no action;`,
    );
    this.addSql(`alter table "notice_edition" enable row level security;`);
    this.addSql(`alter table "notice_edition" force row level security;`);
    this.addSql(
      `create policy "wall_subtree" on "notice_edition" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`,
    );
    this.addSql(
      `create policy "wall_downward" on "notice_edition" for select using (federation_id = current_setting('app.federation')::uuid and published_at is not null and path = any (string_to_array(current_setting('app.up'), ' ')));`,
    );
  }
}
