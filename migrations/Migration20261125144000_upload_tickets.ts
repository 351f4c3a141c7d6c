import { Migration } from '@mikro-orm/migrations';

/**
 * Tickets that let another device put one file in. They are redeemed before anybody is known, so they stand in the control
 * plane; only hashes are kept.
 */
export class Migration20261125144000_upload_tickets extends Migration {
  override name = 'Migration20261125144000_upload_tickets';

  override up(): void {
    this.addSql(`
create table app.upload_ticket (
  id uuid primary key,
  federation_id uuid not null references app.federation,
  account_id uuid not null references app.account,
  capacity_id uuid not null,
  obligation_id uuid not null,
  deliverable_id uuid not null,
  field text not null,
  upload_id uuid,
  shown jsonb not null,
  code_hash bytea not null unique,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  key_hash bytea unique,
  key_expires_at timestamptz
)`);
    this.addSql(`create index upload_ticket_account_index on app.upload_ticket (account_id)`);

    // In the name of the request's account; with its tickets that are over cleared away.
    this.addSql(`
create function app.open_upload_ticket(ticket uuid, capacity uuid, obligation uuid, deliverable uuid, field text, upload uuid, shown jsonb,
                                       code bytea, at timestamptz, until timestamptz) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  delete from app.upload_ticket
   where account_id = current_setting('app.account')::uuid and coalesce(key_expires_at, expires_at) <= at - interval '1 day';
  insert into app.upload_ticket (id, federation_id, account_id, capacity_id, obligation_id, deliverable_id, field, upload_id, shown, code_hash,
                                 created_at, expires_at)
  values (ticket, current_setting('app.federation')::uuid, current_setting('app.account')::uuid, capacity, obligation, deliverable, field, upload,
          shown, code, at, until)
$$`);
    this.addSql(`
create function app.redeem_upload_ticket(code bytea, key bytea, at timestamptz, until timestamptz)
returns table (outcome text, deliverable_id uuid, field text, upload_id uuid, shown jsonb)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  update app.upload_ticket t set used_at = at, key_hash = key, key_expires_at = until
   where t.code_hash = code and t.used_at is null and t.expires_at > at
  returning 'REDEEMED', t.deliverable_id, t.field, t.upload_id, t.shown into outcome, deliverable_id, field, upload_id, shown;
  if not found then
    select case when t.used_at is not null then 'TICKET_USED' else 'TICKET_EXPIRED' end into outcome from app.upload_ticket t where t.code_hash = code;
    outcome := coalesce(outcome, 'TICKET_UNKNOWN');
  end if;
  return next;
end $$`);
    this.addSql(`
create function app.upload_ticket_of(key bytea, at timestamptz)
returns table (id uuid, federation_id uuid, account_id uuid, capacity_id uuid, obligation_id uuid, deliverable_id uuid, field text, upload_id uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select id, federation_id, account_id, capacity_id, obligation_id, deliverable_id, field, upload_id
    from app.upload_ticket where key_hash = key and key_expires_at > at
$$`);
    // A ticket is good for one file.
    this.addSql(`
create function app.bind_upload_ticket(key bytea, upload uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  update app.upload_ticket set upload_id = upload where key_hash = key and upload_id is null;
  return found;
end $$`);
  }
}
