import { sql } from 'kysely';
import type { Role, ViewerContext } from '../../context.ts';
import { notFound, Refusal } from '../../kit/errors.ts';
import { endOf } from '../../kit/tree.ts';
import { uuid7 } from '../../kit/uuid.ts';

/** A body of the viewer's subtree that an appointment can be made in. */
export interface Place {
  readonly id: string;
  readonly path: string;
}

/**
 * The body, held against a move until the transaction ends; `alone` also against everybody else who holds it.
 * @throws Refusal NOT_FOUND when it is not in the viewer's subtree, ORGANIZATION_DISSOLVED
 */
export async function placeOf(
  ctx: ViewerContext,
  organizationId: string,
  path: readonly string[],
  how: 'shared' | 'alone' = 'shared',
): Promise<Place> {
  const { federationId, path: mine } = ctx.viewer;
  const { rows } = await sql<Place & { status: string }>`
    select id, path, status from organization
     where federation_id = ${federationId} and id = ${organizationId} and path >= ${mine} and path < ${endOf(mine)}
       ${how === 'alone' ? sql`for no key update` : sql`for share`}`.execute(ctx.db);
  const place = rows[0];
  if (!place) throw notFound(path);
  if (place.status !== 'ACTIVE') throw new Refusal('ORGANIZATION_DISSOLVED', '该单位已撤销，不能再任职', path);
  return place;
}

export interface PersonRow {
  readonly id: string;
  readonly account_id: string;
  readonly organization_id: string;
  readonly path: string;
  readonly name: string;
  readonly phone: string | null;
}

/** Somebody who belongs to the viewer's subtree. */
export async function findPerson(ctx: ViewerContext, id: string): Promise<PersonRow | undefined> {
  const { federationId, path } = ctx.viewer;
  const { rows } = await sql<PersonRow>`
    select id, account_id, organization_id, path, name, phone from person
     where federation_id = ${federationId} and id = ${id} and path >= ${path} and path < ${endOf(path)}`.execute(ctx.db);
  return rows[0];
}

/**
 * The same for a mutation.
 * @throws Refusal NOT_FOUND
 */
export async function personInRange(ctx: ViewerContext, personId: string, path: readonly string[]): Promise<PersonRow> {
  const person = await findPerson(ctx, personId);
  if (!person) throw notFound(path);
  return person;
}

/**
 * The same where the person is to act: whoever only ever signed by a link has no account to act with.
 * @throws Refusal NOT_FOUND, NO_ACCOUNT
 */
export async function accountHolder(ctx: ViewerContext, personId: string, path: readonly string[]): Promise<PersonRow> {
  const person = await personInRange(ctx, personId, path);
  const { rows } = await sql`select from app.logins(array[${person.account_id}::uuid])`.execute(ctx.db);
  if (rows.length === 0) throw new Refusal('NO_ACCOUNT', '此人没有账户，请先为其开户', path);
  return person;
}

export interface AppointmentRow {
  readonly id: string;
  readonly person_id: string;
  readonly account_id: string;
  readonly organization_id: string;
  readonly post_id: string | null;
  readonly path: string;
  readonly roles: readonly Role[];
  readonly valid_from: Date;
  readonly valid_to: Date | null;
  readonly end_reason: string | null;
  readonly version: number;
}

/** An office in the viewer's subtree. */
export async function findAppointment(ctx: ViewerContext, id: string): Promise<AppointmentRow | undefined> {
  const { federationId, path } = ctx.viewer;
  const { rows } = await sql<AppointmentRow>`
    select * from appointment where federation_id = ${federationId} and id = ${id} and path >= ${path} and path < ${endOf(path)}`.execute(
    ctx.db,
  );
  return rows[0];
}

interface NewAppointment {
  readonly personId: string;
  readonly accountId: string;
  readonly place: Place;
  readonly post: string | null;
  readonly roles: readonly Role[];
  /** Now when left out. */
  readonly from?: Date;
}

/** Writes an appointment that holds from now on, or from an instant to come, and the post where the body has none of that title. */
export async function addAppointment(ctx: ViewerContext, added: NewAppointment): Promise<AppointmentRow> {
  const { federationId } = ctx.viewer;
  const { place, post } = added;
  if (post !== null) {
    await sql`
      insert into post (federation_id, id, organization_id, path, title)
      values (${federationId}, ${uuid7()}, ${place.id}, ${place.path}, ${post})
          on conflict (federation_id, organization_id, title) do nothing`.execute(ctx.db);
  }
  const { rows } = await sql<AppointmentRow>`
    insert into appointment (federation_id, id, person_id, account_id, organization_id, post_id, path, roles, valid_from)
    values (${federationId}, ${uuid7()}, ${added.personId}, ${added.accountId}, ${place.id},
            (select id from post where federation_id = ${federationId} and organization_id = ${place.id} and title = ${post}),
            ${place.path}, ${added.roles}::text[], ${added.from ?? ctx.now})
    returning *`.execute(ctx.db);
  return rows[0]!;
}
