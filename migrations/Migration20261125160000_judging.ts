import { Migration } from '@mikro-orm/migrations';

/** Rounds of judging with their panels, and the rule by which somebody must not judge something. */
export class Migration20261125160000_judging extends Migration {
  override name = 'Migration20261125160000_judging';

  override up(): void {
    this.addSql(`select app.nobody()`); // foreign keys are checked behind the walls
    this.addSql(
      `create table "judge_mark" ("federation_id" uuid not null, "id" uuid not null, "assignment_id" uuid not null, "account_id" uuid not null, "number" int not null, "score" numeric(12,4) not null, "note" text null, "marked_at" timestamptz(3) not null, primary key ("federation_id", "id"))`,
    );
    this.addSql(`alter table "judge_mark" add constraint "judge_mark_key" unique ("federation_id", "assignment_id", "number")`);
    this.addSql(
      `create table "judge_response" ("federation_id" uuid not null, "id" uuid not null, "assignment_id" uuid not null, "account_id" uuid not null, "score" numeric(12,4) null, "note" text null, "updated_at" timestamptz(3) not null, "version" int not null default 1, primary key ("federation_id", "id"))`,
    );
    this.addSql(`alter table "judge_response" add constraint "judge_response_key" unique ("federation_id", "assignment_id")`);
    this.addSql(
      `create table "judging_round" ("federation_id" uuid not null, "id" uuid not null, "deliverable_id" uuid not null, "organization_id" uuid not null, "path" text collate "C" not null, "name" text not null, "opens_at" timestamptz(3) not null, "closes_at" timestamptz(3) not null, "sheet" jsonb not null, "opened_at" timestamptz(3) null, "closed_at" timestamptz(3) null, "aggregate" text not null, "marks_required" int not null, "close_reason" text null, "created_by_id" uuid not null, "created_at" timestamptz(3) not null, "version" int not null default 1, primary key ("federation_id", "id"))`,
    );
    this.addSql(`alter table "judging_round" add constraint "judging_round_key" unique ("federation_id", "deliverable_id", "name")`);
    this.addSql(
      `create table "judge" ("federation_id" uuid not null, "id" uuid not null, "round_id" uuid not null, "path" text collate "C" not null, "holder_id" uuid not null, "person_id" uuid not null, "organization_id" uuid not null, "state" text not null, "round_name" text not null, "opens_at" timestamptz(3) not null, "closes_at" timestamptz(3) not null, "sheet" jsonb not null, "opened_at" timestamptz(3) null, "closed_at" timestamptz(3) null, "replaced_at" timestamptz(3) null, "reason" text null, "reminded_at" timestamptz(3) null, "added_at" timestamptz(3) not null, primary key ("federation_id", "id"))`,
    );
    this.addSql(`create index "judge_holder_index" on "judge" ("federation_id", "holder_id")`);
    this.addSql(`alter table "judge" add constraint "judge_key" unique ("federation_id", "round_id", "person_id")`);
    this.addSql(
      `create table "judging_entry" ("federation_id" uuid not null, "id" uuid not null, "round_id" uuid not null, "submission_id" uuid not null, "organization_id" uuid not null, "path" text collate "C" not null, "ordinal" int not null, "number" int not null, "content_hash" text not null, "concerned_ids" uuid[] not null, primary key ("federation_id", "id"))`,
    );
    this.addSql(`alter table "judging_entry" add constraint "judging_entry_key" unique ("federation_id", "round_id", "submission_id")`);
    this.addSql(`alter table "judging_entry" add constraint "judging_entry_ordinal_key" unique ("federation_id", "round_id", "ordinal")`);
    this.addSql(
      `create table "judging_result" ("federation_id" uuid not null, "id" uuid not null, "round_id" uuid not null, "entry_id" uuid not null, "path" text collate "C" not null, "state" text not null, "mark_count" int not null, "score" numeric(16,8) null, "spread" numeric(12,4) null, "marks" jsonb not null, "created_at" timestamptz(3) not null, primary key ("federation_id", "id"))`,
    );
    this.addSql(`alter table "judging_result" add constraint "judging_result_key" unique ("federation_id", "round_id", "entry_id")`);
    this.addSql(
      `create table "judge_conflict" ("federation_id" uuid not null, "id" uuid not null, "round_id" uuid not null, "entry_id" uuid not null, "path" text collate "C" not null, "account_id" uuid not null, "person_id" uuid not null, "reason" text not null, "declared_at" timestamptz(3) not null, primary key ("federation_id", "id"))`,
    );
    this.addSql(`create index "judge_conflict_round_index" on "judge_conflict" ("federation_id", "round_id")`);
    this.addSql(`alter table "judge_conflict" add constraint "judge_conflict_key" unique ("federation_id", "entry_id", "person_id")`);
    this.addSql(
      `create table "judge_assignment" ("federation_id" uuid not null, "id" uuid not null, "round_id" uuid not null, "entry_id" uuid not null, "judge_id" uuid not null, "path" text collate "C" not null, "holder_id" uuid not null, "person_id" uuid not null, "state" text not null, "ordinal" int not null, "title" text not null, "unit_name" text not null, "answers" jsonb not null, "content_hash" text not null, "deferred_at" timestamptz(3) null, "confirmed_at" timestamptz(3) null, "submitted_at" timestamptz(3) null, primary key ("federation_id", "id"))`,
    );
    this.addSql(`create index "judge_assignment_holder_index" on "judge_assignment" ("federation_id", "holder_id")`);
    this.addSql(`create index "judge_assignment_round_index" on "judge_assignment" ("federation_id", "round_id")`);
    this.addSql(`alter table "judge_assignment" add constraint "judge_assignment_key" unique ("federation_id", "entry_id", "judge_id")`);
    this.addSql(
      `create table "judge_file" ("federation_id" uuid not null, "id" uuid not null, "assignment_id" uuid not null, "path" text collate "C" not null, "holder_id" uuid not null, "file_id" uuid not null, "ordinal" int not null, "name" text not null, "extension" text not null, "media_type" text not null, "size" int not null, "sha256" text not null, "storage_key" text not null, "media" jsonb null, primary key ("federation_id", "id"))`,
    );
    this.addSql(`create index "judge_file_file_index" on "judge_file" ("federation_id", "file_id")`);
    this.addSql(`alter table "judge_file" add constraint "judge_file_key" unique ("federation_id", "assignment_id", "ordinal")`);
    this.addSql(`alter table "judge_mark" enable row level security`);
    this.addSql(`alter table "judge_mark" force row level security`);
    this.addSql(
      `create policy "wall_self_or_product" on "judge_mark" using (federation_id = current_setting('app.federation')::uuid and (account_id = current_setting('app.account')::uuid or current_setting('app.account') = '00000000-0000-0000-0000-000000000000')) with check (federation_id = current_setting('app.federation')::uuid and (account_id = current_setting('app.account')::uuid or current_setting('app.account') = '00000000-0000-0000-0000-000000000000'))`,
    );
    this.addSql(`create policy "keep_proof" on "judge_mark" as restrictive for update using (false)`);
    this.addSql(`alter table "judge_response" enable row level security`);
    this.addSql(`alter table "judge_response" force row level security`);
    this.addSql(
      `create policy "wall_self_or_product" on "judge_response" using (federation_id = current_setting('app.federation')::uuid and (account_id = current_setting('app.account')::uuid or current_setting('app.account') = '00000000-0000-0000-0000-000000000000')) with check (federation_id = current_setting('app.federation')::uuid and (account_id = current_setting('app.account')::uuid or current_setting('app.account') = '00000000-0000-0000-0000-000000000000'))`,
    );
    this.addSql(
      `alter table "judging_round" add constraint "judging_round_federation_id_deliverable_id_foreign" foreign key ("federation_id", "deliverable_id") references "deliverable" ("federation_id", "id") on update no action on delete no action`,
    );
    this.addSql(
      `alter table "judging_round" add constraint "judging_round_federation_id_organization_id_foreign" foreign key ("federation_id", "organization_id") references "organization" ("federation_id", "id") on update no action on delete no action`,
    );
    this.addSql(
      `alter table "judging_round" add constraint "judging_round_aggregate_check" check ("aggregate" in ('MEAN', 'TRIMMED_MEAN', 'MEDIAN'))`,
    );
    this.addSql(`alter table "judging_round" enable row level security`);
    this.addSql(`alter table "judging_round" force row level security`);
    this.addSql(
      `create policy "wall_subtree" on "judging_round" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'))`,
    );
    this.addSql(
      `alter table "judge" add constraint "judge_federation_id_round_id_foreign" foreign key ("federation_id", "round_id") references "judging_round" ("federation_id", "id") on update no action on delete no action`,
    );
    this.addSql(`alter table "judge" add constraint "judge_state_check" check ("state" in ('SITTING', 'REPLACED'))`);
    this.addSql(`alter table "judge" enable row level security`);
    this.addSql(`alter table "judge" force row level security`);
    this.addSql(
      `create policy "wall_subtree" on "judge" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'))`,
    );
    this.addSql(
      `create policy "wall_assigned" on "judge" for select using (federation_id = current_setting('app.federation')::uuid and holder_id = current_setting('app.account')::uuid)`,
    );
    this.addSql(
      `alter table "judging_entry" add constraint "judging_entry_federation_id_round_id_foreign" foreign key ("federation_id", "round_id") references "judging_round" ("federation_id", "id") on update no action on delete no action`,
    );
    this.addSql(
      `alter table "judging_entry" add constraint "judging_entry_federation_id_submission_id_foreign" foreign key ("federation_id", "submission_id") references "submission" ("federation_id", "id") on update no action on delete no action`,
    );
    this.addSql(
      `alter table "judging_entry" add constraint "judging_entry_federation_id_organization_id_foreign" foreign key ("federation_id", "organization_id") references "organization" ("federation_id", "id") on update no action on delete no action`,
    );
    this.addSql(`alter table "judging_entry" enable row level security`);
    this.addSql(`alter table "judging_entry" force row level security`);
    this.addSql(
      `create policy "wall_subtree" on "judging_entry" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'))`,
    );
    this.addSql(
      `alter table "judging_result" add constraint "judging_result_federation_id_round_id_foreign" foreign key ("federation_id", "round_id") references "judging_round" ("federation_id", "id") on update no action on delete no action`,
    );
    this.addSql(
      `alter table "judging_result" add constraint "judging_result_federation_id_entry_id_foreign" foreign key ("federation_id", "entry_id") references "judging_entry" ("federation_id", "id") on update no action on delete no action`,
    );
    this.addSql(`alter table "judging_result" add constraint "judging_result_state_check" check ("state" in ('SCORED', 'UNDER_COVERED'))`);
    this.addSql(`alter table "judging_result" enable row level security`);
    this.addSql(`alter table "judging_result" force row level security`);
    this.addSql(
      `create policy "wall_subtree" on "judging_result" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'))`,
    );
    this.addSql(
      `alter table "judge_conflict" add constraint "judge_conflict_federation_id_round_id_foreign" foreign key ("federation_id", "round_id") references "judging_round" ("federation_id", "id") on update no action on delete no action`,
    );
    this.addSql(
      `alter table "judge_conflict" add constraint "judge_conflict_federation_id_entry_id_foreign" foreign key ("federation_id", "entry_id") references "judging_entry" ("federation_id", "id") on update no action on delete no action`,
    );
    this.addSql(`alter table "judge_conflict" enable row level security`);
    this.addSql(`alter table "judge_conflict" force row level security`);
    this.addSql(
      `create policy "wall_subtree" on "judge_conflict" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'))`,
    );
    this.addSql(
      `create policy "wall_self" on "judge_conflict" for select using (federation_id = current_setting('app.federation')::uuid and account_id = current_setting('app.account')::uuid)`,
    );
    this.addSql(
      `alter table "judge_assignment" add constraint "judge_assignment_federation_id_round_id_foreign" foreign key ("federation_id", "round_id") references "judging_round" ("federation_id", "id") on update no action on delete no action`,
    );
    this.addSql(
      `alter table "judge_assignment" add constraint "judge_assignment_federation_id_entry_id_foreign" foreign key ("federation_id", "entry_id") references "judging_entry" ("federation_id", "id") on update no action on delete no action`,
    );
    this.addSql(
      `alter table "judge_assignment" add constraint "judge_assignment_federation_id_judge_id_foreign" foreign key ("federation_id", "judge_id") references "judge" ("federation_id", "id") on update no action on delete no action`,
    );
    this.addSql(
      `alter table "judge_assignment" add constraint "judge_assignment_state_check" check ("state" in ('PROPOSED', 'CONFIRMED', 'SUBMITTED', 'RELEASED'))`,
    );
    this.addSql(`alter table "judge_assignment" enable row level security`);
    this.addSql(`alter table "judge_assignment" force row level security`);
    this.addSql(
      `create policy "wall_subtree" on "judge_assignment" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'))`,
    );
    this.addSql(
      `create policy "wall_assigned" on "judge_assignment" for select using (federation_id = current_setting('app.federation')::uuid and holder_id = current_setting('app.account')::uuid)`,
    );
    this.addSql(
      `alter table "judge_file" add constraint "judge_file_federation_id_assignment_id_foreign" foreign key ("federation_id", "assignment_id") references "judge_assignment" ("federation_id", "id") on update no action on delete no action`,
    );
    this.addSql(`alter table "judge_file" enable row level security`);
    this.addSql(`alter table "judge_file" force row level security`);
    this.addSql(
      `create policy "wall_subtree" on "judge_file" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'))`,
    );
    this.addSql(
      `create policy "wall_assigned" on "judge_file" for select using (federation_id = current_setting('app.federation')::uuid and holder_id = current_setting('app.account')::uuid)`,
    );

    // Who must not judge what, whoever asks: it looks further than they may, in one statement, and answers ids alone.
    this.addSql(`
create function app.recusals(rounds uuid[], persons uuid[], at timestamptz) returns table (round_id uuid, entry_id uuid, person_id uuid)
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  federation constant uuid := current_setting('app.federation')::uuid;
  account constant uuid := current_setting('app.account')::uuid;
  mine constant uuid := current_setting('app.organization')::uuid;
  lo constant text := current_setting('app.lo');
  hi constant text := current_setting('app.hi');
  up constant text := current_setting('app.up');
begin
  perform app.system(federation);
  return query
    with entry as materialized (
      select e.round_id, e.id, e.submission_id, e.organization_id, e.concerned_ids, u.path as unit, r.path as organiser
        from public.judging_round r
        join public.judging_entry e on e.federation_id = r.federation_id and e.round_id = r.id
        join public.organization u on u.federation_id = e.federation_id and u.id = e.organization_id
       where r.federation_id = federation and r.id = any (rounds)),
    -- Every body that a person belongs to, holds an office in, or acts for on loan.
    body as materialized (
      select h.id as person_id, o.path from public.person h join public.organization o on o.federation_id = h.federation_id and o.id = h.organization_id
       where h.federation_id = federation and h.id = any (persons)
      union
      select p.person_id, o.path from public.appointment p join public.organization o on o.federation_id = p.federation_id and o.id = p.organization_id
       where p.federation_id = federation and p.person_id = any (persons) and p.valid_from <= at and (p.valid_to is null or p.valid_to > at)
      union
      select h.id, o.path
        from public.person h
        join public.delegation d on d.federation_id = h.federation_id and d.holder_id = h.account_id
        join public.organization o on o.federation_id = d.federation_id and o.id = d.organization_id
       where h.federation_id = federation and h.id = any (persons) and d.ended_at is null and d.valid_from <= at and d.valid_to > at)
    select e.round_id, e.id, b.person_id from entry e join body b
        on starts_with(b.path, e.unit) or (starts_with(e.unit, b.path) and not starts_with(e.organiser, b.path))
    union
    select e.round_id, e.id, b.person_id
      from entry e
      join public.affiliation f on f.federation_id = federation and f.organization_id = e.organization_id and f.valid_from <= at
       and (f.valid_to is null or f.valid_to > at)
      join public.organization second on second.federation_id = f.federation_id and second.id = f.body_id and not starts_with(e.organiser, second.path)
      join body b on starts_with(b.path, second.path)
    union
    select e.round_id, e.id, concerned from entry e, unnest(e.concerned_ids) concerned where concerned = any (persons)
    union
    select e.round_id, e.id, s.person_id
      from entry e join public.recusal s on s.federation_id = federation and s.submission_id = e.submission_id
     where s.person_id = any (persons)
    union
    select c.round_id, c.entry_id, c.person_id from public.judge_conflict c
     where c.federation_id = federation and c.round_id = any (rounds) and c.person_id = any (persons);
  perform app.set_walls(federation, account, mine, lo, hi, up);
end $$`);
    // The persons who decided on a submission on its way.
    this.addSql(`
create function app.deciders(wanted uuid[]) returns table (submission_id uuid, person_id uuid)
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  federation constant uuid := current_setting('app.federation')::uuid;
  account constant uuid := current_setting('app.account')::uuid;
  mine constant uuid := current_setting('app.organization')::uuid;
  lo constant text := current_setting('app.lo');
  hi constant text := current_setting('app.hi');
  up constant text := current_setting('app.up');
  body uuid;
begin
  perform app.system(federation);
  for body in
    select distinct s.organization_id from public.submission_step s
     where s.federation_id = federation and s.submission_id = any (wanted) and s.kind in ('ACCEPTED', 'RETURNED', 'FORWARDED')
  loop
    -- What a body decided is that body's alone; who decided is all that is taken from it.
    perform set_config('app.organization', body::text, true);
    return query
      select distinct r.submission_id, r.reviewer_id from public.review r
       where r.federation_id = federation and r.organization_id = body and r.submission_id = any (wanted)
         and r.decision in ('ACCEPT', 'RETURN', 'FORWARD');
  end loop;
  perform app.set_walls(federation, account, mine, lo, hi, up);
end $$`);
  }
}
