import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import type { OrganizationRow } from '../federation/organization.rows.ts';
import { asObligation, type ObligationRow } from '../obligations/obligation.rows.ts';

/** The body, as it is today, that stood at a place of the filed tree: no place was ever used twice. Gathered over a request. */
export function bodyAt(ctx: ViewerContext, place: string): Promise<OrganizationRow | undefined> {
  return ctx.loaders.batched('body at place', place, async (places) => {
    const { rows } = await sql<OrganizationRow & { place: string }>`
      select distinct on (v.path) v.path as place, o.*
        from organization_version v join organization o on o.federation_id = v.federation_id and o.id = v.organization_id
       where v.federation_id = ${ctx.viewer.federationId} and v.path = any (${places}::text[]) order by v.path`.execute(ctx.db);
    return new Map(rows.map(({ place: at, ...row }) => [at, row]));
  });
}

/** What the body at a place of the filed tree owes itself, if it is in reach. Gathered over a request. */
export function ownObligation(ctx: ViewerContext, rootId: string, place: string): Promise<ObligationRow | undefined> {
  return ctx.loaders.batched(`own obligation of ${rootId}`, place, async (places) => {
    const { rows } = await sql<ObligationRow>`
      select * from obligation where federation_id = ${ctx.viewer.federationId} and root_id = ${rootId} and filed_path = any (${places}::text[])`.execute(
      ctx.db,
    );
    return new Map(rows.map((row) => [row.filed_path, asObligation(row)]));
  });
}
