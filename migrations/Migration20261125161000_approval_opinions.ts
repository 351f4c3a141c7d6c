import { Migration } from '@mikro-orm/migrations';

/** Opinions of approval chains, and what bodies found when they inspected units. */
export class Migration20261125161000_approval_opinions extends Migration {
  override name = 'Migration20261125161000_approval_opinions';

  override up(): void {
    this.addSql(`select app.nobody()`); // foreign keys are checked behind the walls
    this.addSql(
      `create table "level_acceptance" ("federation_id" uuid not null, "id" uuid not null, "obligation_id" uuid not null, "path" text collate "C" not null, "asker_path" text collate "C" not null, "hop_id" uuid not null, "body_id" uuid not null, "passed" boolean not null, "inspected_on" date not null, "text" text not null, "recorded_by_id" uuid not null, "on_behalf_of_id" uuid null, "post" text null, "recorded_at" timestamptz(3) not null, primary key ("federation_id", "id"))`,
    );
    this.addSql(`create index "level_acceptance_index" on "level_acceptance" ("federation_id", "obligation_id")`);
    this.addSql(
      `create table "approval_opinion" ("federation_id" uuid not null, "id" uuid not null, "obligation_id" uuid not null, "organization_id" uuid not null, "path" text collate "C" not null, "asker_path" text collate "C" not null, "published_at" timestamptz(3) null, "step" text not null, "hop_id" uuid null, "body_id" uuid not null, "opinion" text not null, "to_step" text null, "to_hop_id" uuid null, "text" text null, "dated_on" date null, "seal_file_id" uuid null, "seal_sha256" text null, "seal_reference" text null, "way" text not null, "signer_id" uuid null, "signer_post" text null, "given_by_id" uuid not null, "on_behalf_of_id" uuid null, "post" text null, "content_hash" text not null, "sent_from" int null, "sent_to" int null, "override_reason" text null, "override_confirmed" boolean not null default false, "given_at" timestamptz(3) not null, primary key ("federation_id", "id"))`,
    );
    this.addSql(`create index "approval_opinion_index" on "approval_opinion" ("federation_id", "obligation_id")`);
    this.addSql(`alter table "submission_step" drop constraint "submission_step_kind_check"`);
    this.addSql(
      `alter table "submission_step" add constraint "submission_step_kind_check" check ("kind" in ('SUBMITTED', 'RESUBMITTED', 'ENTERED', 'CONFIRMED', 'REPLACED', 'RETURNED', 'ACCEPTED', 'FORWARDED', 'REFUSED', 'WITHDRAWN'))`,
    );
    this.addSql(
      `alter table "level_acceptance" add constraint "level_acceptance_federation_id_obligation_id_foreign" foreign key ("federation_id", "obligation_id") references "obligation" ("federation_id", "id") on update no action on delete no action`,
    );
    this.addSql(`alter table "level_acceptance" enable row level security`);
    this.addSql(`alter table "level_acceptance" force row level security`);
    this.addSql(
      `create policy "wall_subtree" on "level_acceptance" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'))`,
    );
    this.addSql(
      `create policy "wall_asker" on "level_acceptance" using (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi'))`,
    );
    this.addSql(
      `alter table "approval_opinion" add constraint "approval_opinion_federation_id_obligation_id_foreign" foreign key ("federation_id", "obligation_id") references "obligation" ("federation_id", "id") on update no action on delete no action`,
    );
    this.addSql(
      `alter table "approval_opinion" add constraint "approval_opinion_opinion_check" check ("opinion" in ('AGREE', 'RETURN', 'REFUSE'))`,
    );
    this.addSql(
      `alter table "approval_opinion" add constraint "approval_opinion_way_check" check ("way" in ('ENTERED', 'LINK', 'SIGNED'))`,
    );
    this.addSql(`alter table "approval_opinion" enable row level security`);
    this.addSql(`alter table "approval_opinion" force row level security`);
    this.addSql(
      `create policy "wall_own" on "approval_opinion" using (federation_id = current_setting('app.federation')::uuid and organization_id = current_setting('app.organization')::uuid) with check (federation_id = current_setting('app.federation')::uuid and organization_id = current_setting('app.organization')::uuid)`,
    );
    this.addSql(
      `create policy "wall_own_hand_over" on "approval_opinion" for update using (federation_id = current_setting('app.federation')::uuid and organization_id = current_setting('app.organization')::uuid) with check (federation_id = current_setting('app.federation')::uuid and organization_id = nullif(current_setting('app.successor', true), '')::uuid)`,
    );
    this.addSql(
      `create policy "wall_own_sent" on "approval_opinion" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi') and published_at is not null) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi') and published_at is not null)`,
    );
    this.addSql(
      `create policy "wall_own_sent_asker" on "approval_opinion" using (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi') and published_at is not null) with check (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi') and published_at is not null)`,
    );
  }
}
