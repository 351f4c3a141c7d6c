import { Migration } from '@mikro-orm/migrations';

/** Signatures asked of people without an account. The hash of a link belongs to the control plane. */
export class Migration20261125144000_signing extends Migration {
  override name = 'Migration20261125144000_signing';

  override up(): void {
    this.addSql(`select app.nobody()`); // foreign keys are checked behind the walls
    this.addSql(
      `create table "signing_invitation" ("federation_id" uuid not null, "id" uuid not null, "organization_id" uuid not null, "subject_type" text not null, "subject_id" uuid not null, "subject_version" int not null, "content_hash" text not null, "shown" jsonb not null, "step" text not null, "message" text null, "signer_id" uuid not null, "signer_post" text null, "invited_by_id" uuid not null, "invited_at" timestamptz(3) not null, "expires_at" timestamptz(3) not null, "revoked_at" timestamptz(3) null, "outcome" text null, "opinion" text null, "answered_at" timestamptz(3) null, primary key ("federation_id", "id"));`,
    );
    this.addSql(`create index "signing_invitation_subject_index" on "signing_invitation" ("federation_id", "subject_id");`);
    this.addSql(
      `alter table "signing_invitation" add constraint "signing_invitation_federation_id_signer_id_foreign" foreign key ("federation_id", "signer_id") references "person" ("federation_id", "id") on update no action on delete no action;`,
    );
    this.addSql(
      `alter table "signing_invitation" add constraint "signing_invitation_outcome_check" check ("outcome" in ('SIGNED', 'DECLINED'));`,
    );
    this.addSql(`alter table "signing_invitation" enable row level security;`);
    this.addSql(`alter table "signing_invitation" force row level security;`);
    this.addSql(
      `create policy "wall_own" on "signing_invitation" using (federation_id = current_setting('app.federation')::uuid and organization_id = current_setting('app.organization')::uuid) with check (federation_id = current_setting('app.federation')::uuid and organization_id = current_setting('app.organization')::uuid);`,
    );
    this.addSql(
      `create policy "wall_own_hand_over" on "signing_invitation" for update using (federation_id = current_setting('app.federation')::uuid and organization_id = current_setting('app.organization')::uuid) with check (federation_id = current_setting('app.federation')::uuid and organization_id = nullif(current_setting('app.successor', true), '')::uuid);`,
    );
    this.addSql(`
create table app.signing_link (
  token_hash bytea primary key,
  federation_id uuid not null references app.federation,
  organization_id uuid not null,
  invitation_id uuid not null unique
)`);
    this.addSql(`
create function app.open_signing_link(token bytea, organization uuid, invitation uuid) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  insert into app.signing_link (token_hash, federation_id, organization_id, invitation_id)
  values (token, current_setting('app.federation')::uuid, organization, invitation)
$$`);
    // Behind the walls of the body that sent the link, for the one act that it is good for.
    this.addSql(`
create function app.enter_signing_link(token bytea, at timestamptz)
returns table (federation_id uuid, organization_id uuid, invitation_id uuid, path text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  select l.federation_id, l.organization_id, l.invitation_id into federation_id, organization_id, invitation_id
    from app.signing_link l where l.token_hash = token;
  if not found then return; end if;
  perform app.set_walls(federation_id, '00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000', '', '', '');
  path := app.stand(federation_id, '00000000-0000-0000-0000-000000000000', organization_id, array['SIGNATORY'], at);
  return next;
end $$`);
    // What a link shows: there and back in one statement, so that nothing else of the request runs behind those walls.
    this.addSql(`
create function app.signing_invitation(token bytea, at timestamptz)
returns table (shown jsonb, step text, message text, signer_name text, signer_post text, organization_name text,
               expires_at timestamptz, revoked_at timestamptz, outcome text, opinion text, answered_at timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  federation constant uuid := current_setting('app.federation')::uuid;
  account constant uuid := current_setting('app.account')::uuid;
  organization constant uuid := current_setting('app.organization')::uuid;
  lo constant text := current_setting('app.lo');
  hi constant text := current_setting('app.hi');
  up constant text := current_setting('app.up');
  link record;
begin
  select * into link from app.enter_signing_link(token, at);
  if not found then return; end if;
  return query
    select i.shown, i.step, i.message, h.name, i.signer_post, o.name, i.expires_at, i.revoked_at, i.outcome, i.opinion, i.answered_at
      from public.signing_invitation i
      join public.organization o on o.federation_id = i.federation_id and o.id = i.organization_id
      left join public.person h on h.federation_id = i.federation_id and h.id = i.signer_id
     where i.federation_id = link.federation_id and i.id = link.invitation_id;
  perform app.set_walls(federation, account, organization, lo, hi, up);
end $$`);
  }
}
