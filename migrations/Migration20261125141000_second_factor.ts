import { Migration } from '@mikro-orm/migrations';

/**
 * The second factor, the challenge between a password and it, browsers that are known, and who must use one. Secrets and
 * hashes belong to the control plane, out of the application role's reach except through these functions.
 */
export class Migration20261125141000_second_factor extends Migration {
  override name = 'Migration20261125141000_second_factor';

  override up(): void {
    this.addSql(`select app.nobody()`); // foreign keys are checked behind the walls
    this.addSql(`
create table app.second_factor (
  account_id uuid primary key references app.account,
  secret bytea not null, -- sealed with a key that the database does not have
  created_at timestamptz not null,
  confirmed_at timestamptz,
  last_step bigint not null default 0 -- the last period whose code was used: a code serves once
)`);
    this.addSql(`
create table app.recovery_code (
  account_id uuid not null references app.account,
  code_hash bytea not null,
  primary key (account_id, code_hash)
)`);
    this.addSql(`
create table app.challenge (
  token_hash bytea primary key,
  account_id uuid not null references app.account,
  attempts integer not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null
)`);
    this.addSql(`create index challenge_account_index on app.challenge (account_id)`);
    this.addSql(`
create table app.known_device (
  account_id uuid not null references app.account,
  device_hash bytea not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  primary key (account_id, device_hash)
)`);
    this.addSql(`alter table app.session add second_factor boolean not null default false`);

    this.addSql(
      `create table "sign_in_policy" ("federation_id" uuid not null, "id" uuid not null, "organization_id" uuid not null, "path" text collate "C" not null, "second_factor" text not null, "updated_at" timestamptz(3) not null, "version" int not null default 1, primary key ("federation_id", "id"));`,
    );
    this.addSql(`create index "sign_in_policy_path_index" on "sign_in_policy" ("federation_id", "path");`);
    this.addSql(
      `alter table "sign_in_policy" add constraint "sign_in_policy_organization_key" unique ("federation_id", "organization_id");`,
    );
    this.addSql(
      `alter table "sign_in_policy" add constraint "sign_in_policy_second_factor_check" check ("second_factor" in ('NOBODY', 'ADMINISTRATORS', 'EVERYBODY'));`,
    );
    this.addSql(
      `alter table "sign_in_policy" add constraint "sign_in_policy_federation_id_organization_id_foreign" foreign key ("federation_id", "organization_id") references "organization" ("federation_id", "id") on update no action on delete no action;`,
    );
    this.addSql(`alter table "sign_in_policy" enable row level security;`);
    this.addSql(`alter table "sign_in_policy" force row level security;`);
    this.addSql(
      `create policy "wall_federation" on "sign_in_policy" for select using (federation_id = current_setting('app.federation')::uuid);`,
    );
    this.addSql(
      `create policy "wall_federation_add" on "sign_in_policy" for insert with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`,
    );
    this.addSql(
      `create policy "wall_federation_edit" on "sign_in_policy" for update using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`,
    );

    this.signIn();
    this.secondFactor();
    this.enter();
  }

  private signIn(): void {
    this.addSql(`drop function app.account_for_sign_in(text)`);
    this.addSql(`
create function app.account_for_sign_in(wanted text)
returns table (account_id uuid, federation_id uuid, password_hash text, one_time_hash text, one_time_expires_at timestamptz,
               locked_until timestamptz, has_second_factor boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select a.id, a.federation_id, a.password_hash, a.one_time_hash, a.one_time_expires_at, a.locked_until,
         exists (select from app.second_factor f where f.account_id = a.id and f.confirmed_at is not null)
    from app.account a where a.login = wanted and a.disabled_at is null
$$`);
    this.addSql(`
create function app.redeem_one_time_code(who uuid, expected text, hash text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from app.account where id = who and one_time_hash = expected for update;
  if not found then return false; end if;
  perform app.set_password(who, hash);
  return true;
end $$`);
    // Whether the account has signed in from this browser before; remembered for a year, and the fifty latest.
    this.addSql(`
create function app.note_device(who uuid, device bytea, at timestamptz) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  any_known boolean;
begin
  update app.known_device set last_seen_at = at where account_id = who and device_hash = device;
  if found then return 'KNOWN'; end if;
  select exists (select from app.known_device where account_id = who) into any_known;
  insert into app.known_device (account_id, device_hash, first_seen_at, last_seen_at) values (who, device, at, at) on conflict do nothing;
  delete from app.known_device d where d.account_id = who and (d.last_seen_at < at - interval '1 year' or d.device_hash in (
    select o.device_hash from app.known_device o where o.account_id = who order by o.last_seen_at desc offset 50));
  return case when any_known then 'NEW' else 'FIRST' end;
end $$`);
    // The second factor goes with the password: whoever lost a telephone has the level above reset the account.
    this.addSql(`
create or replace function app.reset_account(who uuid, code_hash text, code_until timestamptz) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  update app.account set password_hash = null, one_time_hash = code_hash, one_time_expires_at = code_until, failed_count = 0, locked_until = null
   where id = who and federation_id = current_setting('app.federation')::uuid;
  if not found then return false; end if;
  perform app.close_sessions(who);
  perform app.forget_second_factor(who);
  delete from app.challenge where account_id = who;
  return true;
end $$`);
  }

  private secondFactor(): void {
    this.addSql(`
create function app.second_factor_of(who uuid)
returns table (secret bytea, confirmed_at timestamptz, recovery_codes integer)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select f.secret, f.confirmed_at, (select count(*)::int from app.recovery_code c where c.account_id = who)
    from app.second_factor f where f.account_id = who
$$`);
    // One that was confirmed is not replaced: it is removed first, with a code of its own.
    this.addSql(`
create function app.enrol_second_factor(who uuid, sealed bytea, at timestamptz) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with enrolled as (
    insert into app.second_factor (account_id, secret, created_at) values (who, sealed, at)
        on conflict (account_id) do update set secret = excluded.secret, created_at = excluded.created_at, last_step = 0
     where app.second_factor.confirmed_at is null returning 1)
  select exists (select from enrolled)
$$`);
    this.addSql(`
create function app.confirm_second_factor(who uuid, step bigint, at timestamptz) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with confirmed as (
    update app.second_factor set confirmed_at = at, last_step = step where account_id = who and confirmed_at is null returning 1)
  select exists (select from confirmed)
$$`);
    // Of two that use the same code at once, one does.
    this.addSql(`
create function app.use_second_factor(who uuid, step bigint) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with used as (
    update app.second_factor set last_step = step where account_id = who and confirmed_at is not null and last_step < step returning 1)
  select exists (select from used)
$$`);
    this.addSql(`
create function app.set_recovery_codes(who uuid, hashes bytea[]) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  delete from app.recovery_code where account_id = who;
  insert into app.recovery_code (account_id, code_hash) select who, unnest(hashes)
$$`);
    this.addSql(`
create function app.use_recovery_code(who uuid, hash bytea) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with used as (delete from app.recovery_code where account_id = who and code_hash = hash returning 1)
  select exists (select from used)
$$`);
    this.addSql(`
create function app.forget_second_factor(who uuid) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  delete from app.recovery_code where account_id = who;
  delete from app.second_factor where account_id = who;
  update app.session set second_factor = false where account_id = who
$$`);
    this.addSql(`
create function app.strengthen_session(token bytea) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update app.session set second_factor = true where token_hash = token
$$`);
    this.addSql(`
create function app.open_challenge(token bytea, who uuid, at timestamptz, until timestamptz) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  delete from app.challenge where account_id = who and expires_at <= at;
  insert into app.challenge (token_hash, account_id, created_at, expires_at) values (token, who, at, until)
$$`);
    // Counts the attempt before anything is compared, so that many at once are counted one by one.
    this.addSql(`
create function app.attempt_challenge(token bytea, at timestamptz)
returns table (account_id uuid, login text, federation_id uuid, locked_until timestamptz)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with attempted as (
    update app.challenge set attempts = attempts + 1 where token_hash = token and expires_at > at and attempts < 5 returning account_id)
  select a.id, a.login, a.federation_id, a.locked_until from attempted t join app.account a on a.id = t.account_id where a.disabled_at is null
$$`);
    this.addSql(`
create function app.close_challenge(token bytea) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  delete from app.challenge where token_hash = token
$$`);
  }

  /** As before, but for a capacity that asks for a second factor and a session that has passed none. */
  private enter(): void {
    this.addSql(`drop function app.enter(bytea, uuid, timestamptz)`);
    this.addSql(`
create function app.enter(token bytea, wanted uuid, at timestamptz)
returns table (account_id uuid, login text, operator boolean, kind text, capacity_id uuid, person_id uuid,
               on_behalf_of_id uuid, federation_id uuid, organization_id uuid, path text, roles text[], second_factor_due boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  nobody constant uuid := '00000000-0000-0000-0000-000000000000';
  token_id uuid;
  is_strong boolean;
  lent record;
begin
  second_factor_due := false;
  perform app.nobody(), set_config('app.session', encode(token, 'hex'), true);
  select s.account_id, a.login, a.operator, a.federation_id, s.api_token_id, s.second_factor
    into account_id, login, operator, federation_id, token_id, is_strong
    from app.session s join app.account a on a.id = s.account_id
   where s.token_hash = token and s.expires_at > at and a.disabled_at is null;
  if not found then return; end if;
  perform app.set_walls(coalesce(federation_id, nobody), account_id, nobody, '', '', '');
  if federation_id is null then
    return next;
    return;
  end if;

  if token_id is not null then
    select 'TOKEN', t.id, p.person_id, t.organization_id, array['ANALYST']
      into kind, capacity_id, person_id, organization_id, roles
      from public.api_token t
      join public.appointment p on p.federation_id = t.federation_id and p.id = t.appointment_id
      -- Reads nothing that its maker could not reach today.
      join public.organization home on home.federation_id = p.federation_id and home.id = p.organization_id
      join public.organization o on o.federation_id = t.federation_id and o.id = t.organization_id and starts_with(o.path, home.path)
     where t.federation_id = enter.federation_id and t.id = token_id and t.revoked_at is null and t.expires_at > at
       and p.valid_from <= at and (p.valid_to is null or p.valid_to > at);
    if not found then
      perform app.nobody();
      return;
    end if;
  else
    select 'APPOINTMENT', p.id, p.person_id, p.organization_id, p.roles
      into kind, capacity_id, person_id, organization_id, roles
      from public.appointment p
     where p.federation_id = enter.federation_id and p.account_id = enter.account_id
       and p.valid_from <= at and (p.valid_to is null or p.valid_to > at) and (wanted is null or p.id = wanted)
     order by p.valid_from, p.id limit 1;
    if not found then
      for lent in
        select d.id, d.appointment_id, d.organization_id, d.path, d.roles from public.delegation d
         where d.federation_id = enter.federation_id and d.holder_id = enter.account_id and d.ended_at is null
           and d.valid_from <= at and d.valid_to > at and (wanted is null or d.id = wanted)
         order by d.valid_from, d.id
      loop
        -- Lent by an appointment that must itself still stand; it is read from where it stands.
        perform app.set_walls(federation_id, account_id, nobody, lent.path, left(lent.path, -1) || '/', '');
        select 'DELEGATION', lent.id, p.person_id, lent.organization_id, lent.roles
          into kind, capacity_id, on_behalf_of_id, organization_id, roles
          from public.appointment p
         where p.federation_id = enter.federation_id and p.id = lent.appointment_id
           and p.valid_from <= at and (p.valid_to is null or p.valid_to > at);
        exit when found;
      end loop;
      perform app.set_walls(federation_id, account_id, nobody, '', '', '');
      if capacity_id is not null then
        select h.id into person_id from public.person h where h.federation_id = enter.federation_id and h.account_id = enter.account_id;
      end if;
    end if;
  end if;

  if capacity_id is null then
    return next; -- signed in, and nothing to act as
    return;
  end if;
  path := app.stand(federation_id, account_id, organization_id, roles, at);
  if token_id is null and not is_strong and exists (
      select from public.sign_in_policy s
       where s.federation_id = enter.federation_id and s.path = any (string_to_array(app.ancestors(enter.path), ' '))
         and (s.second_factor = 'EVERYBODY' or (s.second_factor = 'ADMINISTRATORS' and enter.roles @> array['ADMINISTRATOR']))) then
    perform app.set_walls(federation_id, account_id, nobody, '', '', '');
    kind := null;
    capacity_id := null;
    second_factor_due := true;
  end if;
  return next;
end $$`);
  }
}
