import { sql } from 'kysely';
import { endOf } from '../../kit/tree.ts';
import type { Role, ViewerContext } from '../../context.ts';
import { notFound, Refusal, stale } from '../../kit/errors.ts';
import { record } from '../audit/record.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { tellOfCapacity } from './tell-account.ts';
import { addAppointment, type AppointmentRow, accountHolder, placeOf } from './people.ts';

export interface Appoint {
  readonly personId: string;
  readonly organizationId: string;
  readonly post: string | null;
  readonly roles: readonly Role[];
}

/**
 * Gives somebody of the viewer's subtree a further office in it.
 * @throws Refusal NOT_FOUND, ORGANIZATION_DISSOLVED, TREE_CHANGED, ALREADY_APPOINTED when they hold one in the same body
 */
export async function appoint(ctx: ViewerContext, { personId, organizationId, post, roles }: Appoint): Promise<AppointmentRow> {
  await holdTree(ctx, 'share');
  const person = await accountHolder(ctx, personId, ['input', 'personId']);
  const place = await placeOf(ctx, organizationId, ['input', 'organizationId']);
  const { rows } = await sql`
    select from appointment where federation_id = ${ctx.viewer.federationId} and account_id = ${person.account_id}
       and organization_id = ${place.id} and (valid_to is null or valid_to > ${ctx.now})`.execute(ctx.db);
  if (rows.length > 0) throw new Refusal('ALREADY_APPOINTED', '此人已在该单位任职', ['input', 'organizationId']);
  const appointment = await addAppointment(ctx, { personId, accountId: person.account_id, place, post, roles });
  await tellOfCapacity(ctx, person.account_id, { capacityId: appointment.id, organizationId, roles });
  await record(ctx, {
    operation: 'appoint',
    subjectType: 'Person',
    subjectId: personId,
    detail: { organizationId, appointmentId: appointment.id, roles },
  });
  return appointment;
}

export interface EndAppointment {
  readonly appointmentId: string;
  readonly reason: string;
  readonly version: number;
}

/**
 * Ends an office now; what was lent from it and the tokens made under it end with it.
 * @throws Refusal NOT_FOUND, STALE_VERSION, ALREADY_ENDED, OWN_APPOINTMENT, TREE_CHANGED
 */
export async function endAppointment(ctx: ViewerContext, { appointmentId, reason, version }: EndAppointment): Promise<AppointmentRow> {
  await holdTree(ctx, 'share');
  const path = ['input', 'appointmentId'];
  const { federationId, path: mine, capacityId } = ctx.viewer;
  const { rows } = await sql<AppointmentRow>`
    select * from appointment
     where federation_id = ${federationId} and id = ${appointmentId} and path >= ${mine} and path < ${endOf(mine)} for update`.execute(
    ctx.db,
  );
  const appointment = rows[0];
  if (!appointment) throw notFound(path);
  if (appointment.version !== version) throw stale(['input', 'version'], { appointment });
  if (appointment.valid_to !== null && appointment.valid_to <= ctx.now) throw new Refusal('ALREADY_ENDED', '该任职已经结束', path);
  if (appointmentId === capacityId) throw new Refusal('OWN_APPOINTMENT', '不能免去自己正在使用的任职，请由上级管理员办理', path);
  const ended = await sql<AppointmentRow>`
    update appointment set valid_to = ${ctx.now}, end_reason = ${reason}, version = version + 1
     where federation_id = ${federationId} and id = ${appointmentId} returning *`.execute(ctx.db);
  await record(ctx, {
    operation: 'endAppointment',
    subjectType: 'Person',
    subjectId: appointment.person_id,
    detail: { appointmentId, organizationId: appointment.organization_id, reason },
  });
  return ended.rows[0]!;
}
