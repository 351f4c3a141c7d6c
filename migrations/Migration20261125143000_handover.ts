import { Migration } from '@mikro-orm/migrations';

/** Tokens that go on in the name of who took a post over: their sessions belong to another account. */
export class Migration20261125143000_handover extends Migration {
  override name = 'Migration20261125143000_handover';

  override up(): void {
    this.addSql(`
create function app.move_tokens(tokens uuid[], to_account uuid) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update app.session s set account_id = to_account
    from app.account a, app.account b
   where s.api_token_id = any (tokens) and a.id = s.account_id and b.id = to_account
     and a.federation_id = current_setting('app.federation')::uuid and b.federation_id = a.federation_id
$$`);
  }
}
