import { type RawBuilder, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { Refusal } from '../../kit/errors.ts';
import { dayOf, endOfDay, startOfDay } from '../../kit/time.ts';
import { endOf } from '../../kit/tree.ts';
import type { ORGANIZATION_CHANGES } from './federation.entity.ts';

const PATH = ['input', 'effectiveOn'];

/**
 * The instant from which a change holds: the beginning of the day it names, or now for today. On a day on which
 * something was changed already, a moment after that.
 *
 * @param day as `2021-05-28`; today when absent
 * @param lastChange the latest recorded change of whatever is touched
 * @throws Refusal EFFECTIVE_IN_FUTURE, EFFECTIVE_TOO_EARLY
 */
export function effectiveAt(ctx: ViewerContext, day: string | undefined, lastChange: Date): Date {
  const today = dayOf(ctx.now);
  const on = day ?? today;
  if (on > today) throw new Refusal('EFFECTIVE_IN_FUTURE', '生效日期不能晚于今天，请在生效当天办理', PATH);
  const at = on === today ? ctx.now : startOfDay(on);
  if (at > lastChange) return at;
  if (on === dayOf(lastChange)) return new Date(lastChange.getTime() + 1);
  throw new Refusal('EFFECTIVE_TOO_EARLY', `生效日期不能早于最近一次变更（${dayOf(lastChange)}）`, PATH);
}

/** The instant that a reader's day stands for: its last, so that what was changed on that day is seen. */
export const lastInstantOf = (day: string): Date => new Date(endOfDay(day).getTime() - 1);

/** When anything in these subtrees, or at these single addresses, was changed last. */
export async function lastChangeOf(
  ctx: ViewerContext,
  touched: { readonly within?: readonly string[]; readonly at?: readonly string[] },
): Promise<Date> {
  const parts = [
    ...(touched.within ?? []).map((path) => sql`(path >= ${path} and path < ${endOf(path)})`),
    ...(touched.at ?? []).map((path) => sql`path = ${path}`),
  ];
  const { rows } = await sql<{ at: Date }>`
    select max(valid_from) as at from organization_version
     where federation_id = ${ctx.viewer.federationId} and valid_to is null and (${sql.join(parts, sql` or `)})`.execute(ctx.db);
  return rows[0]!.at;
}

export interface Change {
  readonly at: Date;
  readonly kind: (typeof ORGANIZATION_CHANGES)[number];
  readonly reason?: string | undefined;
}

/**
 * Ends the present line of history of the organizations and begins a new one from what they are now.
 *
 * @param which a condition on `o`, the table of organizations, after the change
 */
export async function recordChange(ctx: ViewerContext, which: RawBuilder<unknown>, change: Change): Promise<void> {
  await sql`
    update organization_version v set valid_to = ${change.at}::timestamptz from organization o
     where o.federation_id = ${ctx.viewer.federationId} and ${which}
       and v.federation_id = o.federation_id and v.organization_id = o.id and v.valid_to is null`.execute(ctx.db);
  await beginHistory(ctx, which, change);
}

/** The second half of it, for organizations that have no history yet. */
export async function beginHistory(ctx: ViewerContext, which: RawBuilder<unknown>, { at, kind, reason }: Change): Promise<void> {
  const { federationId, personId } = ctx.viewer;
  await sql`
    insert into organization_version (federation_id, id, organization_id, valid_from, parent_id, path, kind, name, short_name, status,
                                      change, reason, recorded_at, recorded_by_id)
    select o.federation_id, app.uuid7(), o.id, ${at}::timestamptz, o.parent_id, o.path, o.kind, o.name, o.short_name, o.status,
           ${kind}, ${reason ?? null}, ${ctx.now}::timestamptz, ${personId}::uuid
      from organization o where o.federation_id = ${federationId} and ${which}`.execute(ctx.db);
}

/** Everything at or below an address, for {@link recordChange}. */
export const within = (path: string): RawBuilder<unknown> => sql`o.path >= ${path} and o.path < ${endOf(path)}`;
