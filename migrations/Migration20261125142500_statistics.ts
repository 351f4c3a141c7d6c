import { Migration } from '@mikro-orm/migrations';

export class Migration20261125142500_statistics extends Migration {
  override name = 'Migration20261125142500_statistics';

  override up(): void {
    // Only an owner may. Until the server gets round to it by itself, a table that has grown from nothing to 200,000 rows is
    // read as if it were still empty, and every sign-in with it.
    this.addSql(`
create function app.renew_statistics() returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  analyze public.organization, public.organization_version, public.post, public.person, public.appointment, public.audit_line, public.audit_pending;
end $$`);
  }
}
