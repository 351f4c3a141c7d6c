import { Migration } from '@mikro-orm/migrations';

/** Inboxes, what goes outside of them, and how far what the clock does has come. */
export class Migration20261125142000_notifications extends Migration {
  override name = 'Migration20261125142000_notifications';

  override up(): void {
    this.addSql(`select app.nobody()`); // foreign keys are checked behind the walls
    this.addSql(
      `create table "notification" ("federation_id" uuid not null, "id" uuid not null, "account_id" uuid not null, "announcement_id" uuid not null, "organization_id" uuid null, "event" text not null, "reason" text not null, "actor_organization_id" uuid null, "subject_type" text not null, "subject_id" uuid not null, "excerpt" text not null, "created_at" timestamptz(3) not null, "read_at" timestamptz(3) null, "done_at" timestamptz(3) null, "escalated_at" timestamptz(3) null, primary key ("federation_id", "id"));`,
    );
    this.addSql(`create index "notification_inbox_index" on "notification" ("federation_id", "account_id", "created_at", "id");`);
    this.addSql(
      `create index "notification_unread_index" on "notification" ("federation_id", "account_id") where read_at is null and done_at is null;`,
    );
    this.addSql(`create index "notification_open_index" on "notification" ("federation_id", "subject_id") where done_at is null;`);
    this.addSql(
      `create index "notification_return_index" on "notification" ("federation_id", "created_at") where event = 'SUBMISSION_RETURNED' and read_at is null and done_at is null and escalated_at is null;`,
    );
    this.addSql(
      `alter table "notification" add constraint "notification_key" unique ("federation_id", "announcement_id", "subject_id", "account_id");`,
    );

    this.addSql(
      `create table "notification_delivery" ("federation_id" uuid not null, "id" uuid not null, "account_id" uuid not null, "notification_id" uuid not null, "channel" text not null, "state" text not null, "due_at" timestamptz(3) not null, "any_hour" boolean not null, "attempts" int not null default 0, "claimed_until" timestamptz(3) null, "merged_into_id" uuid null, "sent_at" timestamptz(3) null, "failure" text null, primary key ("federation_id", "id"));`,
    );
    this.addSql(
      `create index "notification_delivery_due_index" on "notification_delivery" ("federation_id", "due_at", "id") where state = 'PENDING';`,
    );
    this.addSql(`create index "notification_delivery_index" on "notification_delivery" ("federation_id", "notification_id");`);
    this.addSql(
      `create index "notification_delivery_account_index" on "notification_delivery" ("federation_id", "account_id", "sent_at");`,
    );

    this.addSql(
      `create table "notification_preference" ("federation_id" uuid not null, "account_id" uuid not null, "channel" text not null, "muted" text[] not null, "digest_by_mail" boolean not null, "version" int not null, primary key ("federation_id", "account_id"));`,
    );

    this.addSql(
      `create table "phone_call" ("federation_id" uuid not null, "id" uuid not null, "organization_id" uuid not null, "obligation_id" uuid not null, "caller_id" uuid not null, "outcome" text not null, "note" text null, "called_at" timestamptz(3) not null, primary key ("federation_id", "id"));`,
    );
    this.addSql(`create index "phone_call_index" on "phone_call" ("federation_id", "obligation_id");`);

    this.addSql(
      `create table "reminder" ("federation_id" uuid not null, "id" uuid not null, "organization_id" uuid not null, "path" text collate "C" not null, "asker_path" text collate "C" not null, "subject_id" uuid not null, "root_id" uuid null, "event" text not null, "occasion" text not null, "batch_id" uuid not null, "by_organization_id" uuid null, "happened_at" timestamptz(3) not null, primary key ("federation_id", "id"));`,
    );
    this.addSql(`create index "reminder_batch_index" on "reminder" ("federation_id", "batch_id", "id");`);
    this.addSql(`create index "reminder_root_index" on "reminder" ("federation_id", "root_id", "path") where event = 'REMINDED';`);
    this.addSql(
      `alter table "reminder" add constraint "reminder_key" unique ("federation_id", "subject_id", "organization_id", "occasion");`,
    );

    this.addSql(
      `create table "sweep" ("federation_id" uuid not null, "name" text not null, "path" text collate "C" not null, "until" timestamptz(3) not null, "cursor" jsonb not null, primary key ("federation_id", "name"));`,
    );

    this.addSql(`drop index "announcement_untold_index";`);
    this.addSql(`alter table "announcement" add "tell_at" timestamptz(3) not null default '2026-11-25', add "told_to" uuid null;`);
    this.addSql(`alter table "announcement" alter column "tell_at" drop default;`);
    this.addSql(`create index "announcement_untold_index" on "announcement" ("federation_id", "tell_at", "id") where told_at is null;`);

    this.addSql(`create index "audit_line_recent_index" on "audit_line" ("federation_id", "happened_at");`);

    this.addSql(`alter table "person" add "email" text null;`);

    this.addSql(`alter table "notification" enable row level security;`);
    this.addSql(`alter table "notification" force row level security;`);
    this.addSql(
      `create policy "wall_self_or_product" on "notification" using (federation_id = current_setting('app.federation')::uuid and (account_id = current_setting('app.account')::uuid or current_setting('app.account') = '00000000-0000-0000-0000-000000000000')) with check (federation_id = current_setting('app.federation')::uuid and (account_id = current_setting('app.account')::uuid or current_setting('app.account') = '00000000-0000-0000-0000-000000000000'));`,
    );

    this.addSql(
      `alter table "notification_delivery" add constraint "notification_delivery_federation_id_notification_id_foreign" foreign key ("federation_id", "notification_id") references "notification" ("federation_id", "id") on update no action on delete no action;`,
    );
    this.addSql(
      `alter table "notification_delivery" add constraint "notification_delivery_channel_check" check ("channel" in ('SMS', 'WECOM', 'EMAIL'));`,
    );
    this.addSql(
      `alter table "notification_delivery" add constraint "notification_delivery_state_check" check ("state" in ('PENDING', 'SENT', 'FAILED', 'SKIPPED', 'MERGED'));`,
    );
    this.addSql(`alter table "notification_delivery" enable row level security;`);
    this.addSql(`alter table "notification_delivery" force row level security;`);
    this.addSql(
      `create policy "wall_self_or_product" on "notification_delivery" using (federation_id = current_setting('app.federation')::uuid and (account_id = current_setting('app.account')::uuid or current_setting('app.account') = '00000000-0000-0000-0000-000000000000')) with check (federation_id = current_setting('app.federation')::uuid and (account_id = current_setting('app.account')::uuid or current_setting('app.account') = '00000000-0000-0000-0000-000000000000'));`,
    );

    this.addSql(
      `alter table "notification_preference" add constraint "notification_preference_channel_check" check ("channel" in ('SMS', 'WECOM', 'EMAIL'));`,
    );
    this.addSql(`alter table "notification_preference" enable row level security;`);
    this.addSql(`alter table "notification_preference" force row level security;`);
    this.addSql(
      `create policy "wall_self_or_product" on "notification_preference" using (federation_id = current_setting('app.federation')::uuid and (account_id = current_setting('app.account')::uuid or current_setting('app.account') = '00000000-0000-0000-0000-000000000000')) with check (federation_id = current_setting('app.federation')::uuid and (account_id = current_setting('app.account')::uuid or current_setting('app.account') = '00000000-0000-0000-0000-000000000000'));`,
    );

    this.addSql(
      `alter table "phone_call" add constraint "phone_call_federation_id_obligation_id_foreign" foreign key ("federation_id", "obligation_id") references "obligation" ("federation_id", "id") on update no action on delete no action;`,
    );
    this.addSql(
      `alter table "phone_call" add constraint "phone_call_outcome_check" check ("outcome" in ('PROMISED', 'NOTED', 'NOT_REACHED', 'DECLINED'));`,
    );
    this.addSql(`alter table "phone_call" enable row level security;`);
    this.addSql(`alter table "phone_call" force row level security;`);
    this.addSql(
      `create policy "wall_own" on "phone_call" using (federation_id = current_setting('app.federation')::uuid and organization_id = current_setting('app.organization')::uuid) with check (federation_id = current_setting('app.federation')::uuid and organization_id = current_setting('app.organization')::uuid);`,
    );
    this.addSql(
      `create policy "wall_own_hand_over" on "phone_call" for update using (federation_id = current_setting('app.federation')::uuid and organization_id = current_setting('app.organization')::uuid) with check (federation_id = current_setting('app.federation')::uuid and organization_id = nullif(current_setting('app.successor', true), '')::uuid);`,
    );

    this.addSql(
      `alter table "reminder" add constraint "reminder_event_check" check ("event" in ('REMINDED', 'DUE_SOON', 'OVERDUE', 'NOT_SIGNED'));`,
    );
    this.addSql(`alter table "reminder" enable row level security;`);
    this.addSql(`alter table "reminder" force row level security;`);
    this.addSql(
      `create policy "wall_subtree" on "reminder" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`,
    );
    this.addSql(
      `create policy "wall_asker" on "reminder" using (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi'));`,
    );

    this.addSql(`alter table "sweep" enable row level security;`);
    this.addSql(`alter table "sweep" force row level security;`);
    this.addSql(
      `create policy "wall_subtree" on "sweep" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`,
    );
  }
}
