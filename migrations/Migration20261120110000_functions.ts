import { Migration } from '@mikro-orm/migrations';

/**
 * The control plane, out of the application role's reach except through these functions: accounts, sessions and the
 * list of federations. `app.enter` is the only place that decides what a request's walls are.
 */
export class Migration20261120110000_functions extends Migration {
  override up(): void {
    this.addSql(`create schema if not exists app`);

    // One clock tick, random tail: UUID version 7. No SET clause, so that it is inlined into bulk inserts.
    this.addSql(`
create function app.uuid7() returns uuid language sql volatile parallel safe as $$
  select encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
    placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid
$$`);

    this.addSql(`create table app.federation (id uuid primary key, name text not null, created_at timestamptz not null)`);
    this.addSql(`
create table app.account (
  id uuid primary key,
  federation_id uuid references app.federation,
  login text not null unique,
  password_hash text,
  one_time_hash text,
  one_time_expires_at timestamptz,
  operator boolean not null default false,
  failed_count integer not null default 0,
  locked_until timestamptz,
  disabled_at timestamptz,
  created_at timestamptz not null,
  check (operator = (federation_id is null))
)`);
    this.addSql(`
create table app.session (
  token_hash bytea primary key,
  account_id uuid not null references app.account,
  api_token_id uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null
)`);
    this.addSql(`create index session_account_index on app.session (account_id)`);

    this.addSql(`
create function app.set_walls(federation uuid, account uuid, organization uuid, lo text, hi text, up text) returns void
language sql volatile set search_path = pg_catalog, pg_temp as $$
  select set_config('app.federation', federation::text, true), set_config('app.account', account::text, true),
         set_config('app.organization', organization::text, true), set_config('app.lo', lo, true),
         set_config('app.hi', hi, true), set_config('app.up', up, true)
$$`);

    this.addSql(`
create function app.nobody() returns void language sql volatile set search_path = pg_catalog, pg_temp as $$
  select app.set_walls('00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000',
                       '00000000-0000-0000-0000-000000000000', '', '', '')
$$`);

    // The product itself, in one federation: bulk work, folds, sweeps, and the acts that cross several bodies' walls.
    this.addSql(`
create function app.system(federation uuid) returns void language sql volatile set search_path = pg_catalog, pg_temp as $$
  select app.set_walls(federation, '00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000', '', '~', '')
$$`);

    this.addSql(`
create function app.ancestors(path text) returns text language sql immutable parallel safe as $$
  select string_agg(left(path, 5 * level), ' ') from generate_series(1, length(path) / 5) level
$$`);

    // The walls of one capacity, wherever it came from; answers the address that it stands at.
    this.addSql(`
create function app.stand(federation uuid, account uuid, organization uuid, roles text[], at timestamptz) returns text
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  nobody constant uuid := '00000000-0000-0000-0000-000000000000';
  stood text;
begin
  select o.path into stood from public.organization o where o.federation_id = federation and o.id = organization;
  -- Drafts, remarks and uploads belong to those who work there, not to those who only count.
  perform app.set_walls(federation, account, case when roles <@ array['ANALYST'] then nobody else organization end, stood,
                        left(stood, -1) || '/', app.ancestors(stood));
  perform set_config('app.up', concat_ws(' ', app.ancestors(stood),
    -- What was asked under a bond that has ended is still owed.
    (select string_agg(app.ancestors(f.asker_path), ' ') from public.affiliation f
      where f.federation_id = federation and f.organization_id = organization and f.valid_from <= at),
    -- So is what those asked who stood above it before it was moved: found where they stand today.
    (select string_agg(distinct o.path, ' ') from public.organization_version mine
       join public.organization_version above on above.federation_id = mine.federation_id
        and above.path = any (string_to_array(app.ancestors(left(mine.path, -5)), ' '))
       join public.organization o on o.federation_id = above.federation_id and o.id = above.organization_id
      where mine.federation_id = federation and mine.organization_id = organization
        and mine.valid_to is not null and mine.path <> stood)), true);
  return stood;
end $$`);

    this.addSql(`
create function app.enter(token bytea, wanted uuid, at timestamptz)
returns table (account_id uuid, login text, operator boolean, kind text, capacity_id uuid, person_id uuid,
               on_behalf_of_id uuid, federation_id uuid, organization_id uuid, path text, roles text[])
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  nobody constant uuid := '00000000-0000-0000-0000-000000000000';
  token_id uuid;
  lent record;
begin
  perform app.nobody(), set_config('app.session', encode(token, 'hex'), true);
  select s.account_id, a.login, a.operator, a.federation_id, s.api_token_id
    into account_id, login, operator, federation_id, token_id
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
  return next;
end $$`);

    this.addSql(`
create function app.account_for_sign_in(wanted text)
returns table (account_id uuid, password_hash text, one_time_hash text, one_time_expires_at timestamptz, locked_until timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select id, password_hash, one_time_hash, one_time_expires_at, locked_until from app.account where login = wanted and disabled_at is null
$$`);

    // Five wrong passwords in a row close the account for a quarter of an hour.
    this.addSql(`
create function app.record_sign_in(who uuid, succeeded boolean, at timestamptz) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update app.account
     set failed_count = case when succeeded or failed_count >= 4 then 0 else failed_count + 1 end,
         locked_until = case when not succeeded and failed_count >= 4 then at + interval '15 minutes' else locked_until end
   where id = who
$$`);

    // With the account's sessions that are over cleared away.
    this.addSql(`
create function app.open_session(token bytea, who uuid, api_token uuid, at timestamptz, until timestamptz) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  delete from app.session where account_id = who and expires_at <= at;
  insert into app.session (token_hash, account_id, api_token_id, created_at, expires_at) values (token, who, api_token, at, until)
$$`);
    // The session that the request came with, as app.enter noted it.
    this.addSql(`
create function app.close_session() returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  delete from app.session where token_hash = decode(current_setting('app.session', true), 'hex') and api_token_id is null
$$`);
    this.addSql(`
create function app.close_other_sessions(who uuid) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  delete from app.session
   where account_id = who and api_token_id is null and token_hash is distinct from decode(current_setting('app.session', true), 'hex')
$$`);
    this.addSql(`
create function app.close_sessions(who uuid) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  delete from app.session where account_id = who and api_token_id is null
$$`);
    this.addSql(`
create function app.set_password(who uuid, hash text) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update app.account set password_hash = hash, one_time_hash = null, one_time_expires_at = null, failed_count = 0, locked_until = null
   where id = who
$$`);
    // An account is opened only in the federation that the request acts in.
    this.addSql(`
create function app.open_account(who uuid, wanted text, code_hash text, code_until timestamptz, at timestamptz) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  insert into app.account (id, federation_id, login, one_time_hash, one_time_expires_at, created_at)
  values (who, current_setting('app.federation')::uuid, wanted, code_hash, code_until, at)
$$`);
    this.addSql(`
create function app.reset_account(who uuid, code_hash text, code_until timestamptz) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  update app.account set password_hash = null, one_time_hash = code_hash, one_time_expires_at = code_until, failed_count = 0, locked_until = null
   where id = who and federation_id = current_setting('app.federation')::uuid;
  if not found then return false; end if;
  perform app.close_sessions(who);
  return true;
end $$`);

    // Somebody of the same federation, by login: to lend a capacity to.
    this.addSql(`
create function app.account_of(wanted text) returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select id from app.account
   where login = wanted and federation_id = current_setting('app.federation')::uuid and disabled_at is null
$$`);
    this.addSql(`
create function app.logins(who uuid[]) returns table (id uuid, login text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select id, login from app.account where id = any (who) and federation_id = current_setting('app.federation')::uuid
$$`);

    // Every capacity of the request's account with what waits in it, each counted behind its own walls and in one statement,
    // so that nothing else of the request runs behind them.
    this.addSql(`
create function app.capacities(at timestamptz)
returns table (kind text, capacity_id uuid, organization_id uuid, roles text[], on_behalf_of text, until timestamptz, pending integer)
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  federation constant uuid := current_setting('app.federation')::uuid;
  account constant uuid := current_setting('app.account')::uuid;
  mine constant uuid := current_setting('app.organization')::uuid;
  lo constant text := current_setting('app.lo');
  hi constant text := current_setting('app.hi');
  up constant text := current_setting('app.up');
  held record;
begin
  for held in
    select 'APPOINTMENT' as kind, p.id, p.organization_id, p.path, p.roles, null::uuid as lender_id, p.valid_from, p.valid_to
      from public.appointment p
     where p.federation_id = federation and p.account_id = account and p.valid_from <= at and (p.valid_to is null or p.valid_to > at)
    union all
    select 'DELEGATION', d.id, d.organization_id, d.path, d.roles, d.appointment_id, d.valid_from, d.valid_to
      from public.delegation d
     where d.federation_id = federation and d.holder_id = account and d.ended_at is null and d.valid_from <= at and d.valid_to > at
     order by 1, 7, 2 limit 20
  loop
    perform app.stand(federation, account, held.organization_id, held.roles, at);
    on_behalf_of := null;
    if held.lender_id is not null then
      select coalesce(h.name, '') into on_behalf_of
        from public.appointment p left join public.person h on h.federation_id = p.federation_id and h.id = p.person_id
       where p.federation_id = federation and p.id = held.lender_id and p.valid_from <= at and (p.valid_to is null or p.valid_to > at);
      continue when not found;
    end if;
    kind := held.kind;
    capacity_id := held.id;
    organization_id := held.organization_id;
    roles := held.roles;
    until := held.valid_to;
    pending := 0;
    if held.roles && array['REPORTER', 'ISSUING_OFFICER'] then
      select pending + count(*) into pending from public.obligation o
       where o.federation_id = federation and o.organization_id = held.organization_id and o.state in ('OPEN', 'RETURNED')
         and o.kind <> 'INVITED';
    end if;
    if held.roles && array['REVIEWER'] then
      select pending + count(*) into pending from public.submission s
       where s.federation_id = federation and s.holder_id = held.organization_id and s.state = 'SUBMITTED';
    end if;
    return next;
  end loop;
  perform app.set_walls(federation, account, mine, lo, hi, up);
end $$`);

    // Ids and dates, nothing of their business: for the operator and for background work.
    this.addSql(`
create function app.federations() returns table (id uuid, created_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select id, created_at from app.federation order by created_at, id
$$`);
  }
}
