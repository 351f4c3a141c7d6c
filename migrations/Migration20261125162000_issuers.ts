import { Migration } from '@mikro-orm/migrations';

/**
 * Identity providers of federations, the visits to one that are under way, and which of their subjects is which account.
 * All of it is asked before anybody is known, so it belongs to the control plane. Clients' secrets are sealed.
 */
export class Migration20261125162000_issuers extends Migration {
  override name = 'Migration20261125162000_issuers';

  override up(): void {
    this.tables();
    this.issuers();
    this.flows();
    this.identities();
  }

  private tables(): void {
    this.addSql(`
create table app.trusted_issuer (
  id uuid primary key,
  federation_id uuid not null references app.federation,
  issuer text not null,
  client_id text not null,
  client_secret bytea, -- sealed with a key that the database does not have
  label text not null,
  accepts_amr boolean not null,
  enabled boolean not null,
  created_at timestamptz not null,
  version integer not null default 1,
  unique (federation_id, issuer, client_id)
)`);
    this.addSql(`
create table app.sign_in_flow (
  state_hash bytea primary key,
  issuer_id uuid not null references app.trusted_issuer,
  browser_hash bytea not null,
  account_id uuid references app.account, -- whose account is to be linked; none when somebody signs in
  verifier text not null,
  nonce text not null,
  return_to text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
)`);
    this.addSql(`create index sign_in_flow_issuer_index on app.sign_in_flow (issuer_id, expires_at)`);
    this.addSql(`
create table app.external_identity (
  issuer_id uuid not null references app.trusted_issuer,
  subject text not null,
  account_id uuid not null references app.account,
  linked_at timestamptz not null,
  primary key (issuer_id, subject),
  unique (issuer_id, account_id)
)`);
    this.addSql(`create index external_identity_account_index on app.external_identity (account_id)`);
  }

  private issuers(): void {
    // For everybody who is about to sign in: a name to choose from, nothing else.
    this.addSql(`
create function app.sign_in_issuers() returns table (id uuid, label text, federation_name text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select i.id, i.label, f.name from app.trusted_issuer i join app.federation f on f.id = i.federation_id
   where i.enabled order by f.name, i.label, i.id
$$`);
    this.addSql(`
create function app.issuer_for_sign_in(wanted uuid)
returns table (id uuid, federation_id uuid, issuer text, client_id text, client_secret bytea, accepts_amr boolean, version integer)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select id, federation_id, issuer, client_id, client_secret, accepts_amr, version from app.trusted_issuer where id = wanted and enabled
$$`);
    this.addSql(`
create function app.trusted_issuers()
returns table (id uuid, issuer text, client_id text, has_secret boolean, label text, accepts_amr boolean, enabled boolean,
               created_at timestamptz, version integer)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select id, issuer, client_id, client_secret is not null, label, accepts_amr, enabled, created_at, version
    from app.trusted_issuer where federation_id = current_setting('app.federation')::uuid order by created_at, id
$$`);
    this.addSql(`
create function app.add_trusted_issuer(new_id uuid, at_issuer text, client text, sealed bytea, said text, amr boolean, on_off boolean, at timestamptz)
returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  insert into app.trusted_issuer (id, federation_id, issuer, client_id, client_secret, label, accepts_amr, enabled, created_at)
  values (new_id, current_setting('app.federation')::uuid, at_issuer, client, sealed, said, amr, on_off, at)
$$`);
    // Which provider it is does not change: the subjects of one are not those of another.
    this.addSql(`
create function app.change_trusted_issuer(changed uuid, sealed bytea, said text, amr boolean, on_off boolean, known integer) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with saved as (
    update app.trusted_issuer
       set client_secret = coalesce(sealed, client_secret), label = said, accepts_amr = amr, enabled = on_off, version = version + 1
     where id = changed and federation_id = current_setting('app.federation')::uuid and version = known returning 1)
  select exists (select from saved)
$$`);
  }

  private flows(): void {
    this.addSql(`
create function app.open_sign_in_flow(state bytea, at_issuer uuid, browser bytea, who uuid, pkce text, once text, back text, at timestamptz, until timestamptz)
returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  delete from app.sign_in_flow where issuer_id = at_issuer and expires_at <= at;
  with opened as (
    insert into app.sign_in_flow (state_hash, issuer_id, browser_hash, account_id, verifier, nonce, return_to, created_at, expires_at)
    select state, i.id, browser, who, pkce, once, back, at, until from app.trusted_issuer i
     where i.id = at_issuer and i.enabled
       and (who is null or exists (select from app.account a where a.id = who and a.federation_id = i.federation_id and a.disabled_at is null))
    returning 1)
  select exists (select from opened)
$$`);
    // What a signed-in person has begun, for the way to the provider.
    this.addSql(`
create function app.link_flow(state bytea, browser bytea, at timestamptz)
returns table (issuer_id uuid, verifier text, nonce text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select issuer_id, verifier, nonce from app.sign_in_flow
   where state_hash = state and browser_hash = browser and account_id is not null and expires_at > at
$$`);
    // Once, whatever comes of it.
    this.addSql(`
create function app.take_sign_in_flow(state bytea, at timestamptz)
returns table (issuer_id uuid, browser_hash bytea, account_id uuid, verifier text, nonce text, return_to text)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with taken as (delete from app.sign_in_flow where state_hash = state returning *)
  select issuer_id, browser_hash, account_id, verifier, nonce, return_to from taken where expires_at > at
$$`);
  }

  private identities(): void {
    // Whom a provider names, and whether there is anything left that they may act as.
    this.addSql(`
create function app.linked_account(at_issuer uuid, who text, at timestamptz)
returns table (account_id uuid, federation_id uuid, has_second_factor boolean, may_act boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  nobody constant uuid := '00000000-0000-0000-0000-000000000000';
begin
  select a.id, a.federation_id, exists (select from app.second_factor f where f.account_id = a.id and f.confirmed_at is not null)
    into account_id, federation_id, has_second_factor
    from app.external_identity e join app.trusted_issuer i on i.id = e.issuer_id join app.account a on a.id = e.account_id
   where e.issuer_id = at_issuer and e.subject = who and i.enabled and a.disabled_at is null;
  if not found then return; end if;
  perform app.set_walls(federation_id, account_id, nobody, '', '', '');
  may_act := exists (select from public.appointment p
                      where p.federation_id = linked_account.federation_id and p.account_id = linked_account.account_id
                        and p.valid_from <= at and (p.valid_to is null or p.valid_to > at))
          or exists (select from public.delegation d
                      where d.federation_id = linked_account.federation_id and d.holder_id = linked_account.account_id
                        and d.ended_at is null and d.valid_from <= at and d.valid_to > at);
  perform app.nobody();
  return next;
end $$`);
    // One subject per account: another takes its place.
    this.addSql(`
create function app.link_identity(at_issuer uuid, who text, account uuid, at timestamptz) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  delete from app.external_identity where issuer_id = at_issuer and account_id = account and subject <> who;
  with linked as (
    insert into app.external_identity (issuer_id, subject, account_id, linked_at)
    select i.id, who, a.id, at from app.trusted_issuer i join app.account a on a.federation_id = i.federation_id
     where i.id = at_issuer and a.id = account and a.disabled_at is null
        on conflict (issuer_id, account_id) do update set linked_at = external_identity.linked_at
    returning 1)
  select exists (select from linked)
$$`);
    this.addSql(`
create function app.unlink_identity(at_issuer uuid, account uuid) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with unlinked as (delete from app.external_identity where issuer_id = at_issuer and account_id = account returning 1)
  select exists (select from unlinked)
$$`);
    this.addSql(`
create function app.identities_of(account uuid) returns table (issuer_id uuid, label text, linked_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select e.issuer_id, i.label, e.linked_at from app.external_identity e join app.trusted_issuer i on i.id = e.issuer_id
   where e.account_id = account order by i.label, i.id
$$`);
    // Whoever takes an account over anew takes over no way into it that somebody else has made.
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
  delete from app.external_identity where account_id = who;
  delete from app.sign_in_flow where account_id = who;
  return true;
end $$`);
  }
}
