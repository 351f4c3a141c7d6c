import { sql } from 'kysely';
import { endOf } from '../../kit/tree.ts';
import type { Context, ViewerContext } from '../../context.ts';
import { type Page, type PageArgs, pageOf, parseCursor } from '../../kit/connection.ts';
import { type AppointmentRow, type PersonRow } from './people.ts';

/** Who belongs to a body, or holds an office in it now; empty for a body outside of the viewer's subtree. */
export async function listPersons(ctx: ViewerContext, organizationId: string, page: PageArgs): Promise<Page<PersonRow>> {
  const { federationId, path } = ctx.viewer;
  const after = parseCursor(page.after, ['uuid'])?.[0];
  const { rows } = await sql<PersonRow>`
    select h.id, h.account_id, h.organization_id, h.path, h.name, h.phone from person h
     where h.federation_id = ${federationId} and h.path >= ${path} and h.path < ${endOf(path)} ${after ? sql`and h.id > ${after}` : sql``}
       and (h.organization_id = ${organizationId} or exists (
             select from appointment p where p.federation_id = h.federation_id and p.person_id = h.id and p.organization_id = ${organizationId}
                and p.valid_from <= ${ctx.now} and (p.valid_to is null or p.valid_to > ${ctx.now})))
     order by h.id limit ${page.first + 1}`.execute(ctx.db);
  return pageOf(rows, page, ({ id }) => [id]);
}

/** One's own line, wherever it stands; undefined for the platform's operator. */
export async function ownPerson(ctx: Context): Promise<PersonRow | undefined> {
  const { rows } = await sql<PersonRow>`
    select id, account_id, organization_id, path, name, phone from person
     where federation_id = current_setting('app.federation')::uuid and account_id = ${ctx.account!.id}`.execute(ctx.db);
  return rows[0];
}

/** The login of an account of the federation, gathered over a request. */
export function loginOf(ctx: Context, accountId: string): Promise<string | undefined> {
  return ctx.loaders.batched('login', accountId, async (ids) => {
    const { rows } = await sql<{ id: string; login: string }>`select id, login from app.logins(${ids}::uuid[])`.execute(ctx.db);
    return new Map(rows.map(({ id, login }) => [id, login]));
  });
}

/** Offices of a person, first ones first, as far as the viewer's walls show them. */
export const appointmentsOf = (ctx: Context, personId: string): Promise<readonly AppointmentRow[]> =>
  ctx.loaders.many('appointment', 'person_id', personId, { column: 'valid_from' });
