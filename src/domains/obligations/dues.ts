import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { widen } from '../../kit/system.ts';
import type { Tables } from '../../orm.ts';
import { asDeliverable, type DeliverableRow } from '../notices/notice.rows.ts';
import type { ObligationRow } from './obligation.rows.ts';

/** The due that an asker's deliverable `c` sets for an obligation `o`: its own, or the one granted to this body alone. */
const dueSet = sql<Date | null>`coalesce((o.granted ->> c.id::text)::timestamptz, c.due_at)`;

/** {@link dueSet} of rows that are known. */
export const dueSetBy = ({ granted }: Pick<ObligationRow, 'granted'>, asked: Pick<DeliverableRow, 'id' | 'due_at'>): Date | null =>
  granted[asked.id] === undefined ? asked.due_at : new Date(granted[asked.id]!);

interface Because {
  readonly actorId: string;
  readonly reason: string;
  readonly at: Date;
}

/**
 * What the dues of obligations come to after those who ask, or what they granted, have changed: the body's own, the root
 * asker's, and that of every hop. Only of what was not handed in: what was is judged by the dues that stood then (0004).
 * One statement; behind walls that let every asker's deliverable through.
 *
 * @param which condition on obligations `o`
 * @param because where given, a line says so of every body whose own due is another one now
 */
export async function refreshDues(db: Kysely<Tables>, federationId: string, which: RawBuilder<unknown>, because?: Because): Promise<void> {
  const changed = sql`
    with fresh as (
      select o.id, o.due_at as old_due,
             (select min(${dueSet}) from deliverable c where c.federation_id = o.federation_id and c.id = any (o.asks)) as due_at,
             (select ${dueSet} from deliverable c where c.federation_id = o.federation_id and c.id = o.root_id) as asker_due_at,
             coalesce((
               select jsonb_object_agg(h.key, jsonb_build_object('deliverableId', c.id, 'dueAt', ${dueSet}))
                 from jsonb_each(o.hops) h
                 join deliverable c on c.federation_id = o.federation_id and c.id = (h.value ->> 'deliverableId')::uuid), '{}') as hops
        from obligation o
       where o.federation_id = ${federationId} and o.submitted_at is null and ${which}),
    changed as (
      update obligation o
         set due_at = f.due_at, asker_due_at = f.asker_due_at, hops = f.hops, version = o.version + 1
        from fresh f
       where o.federation_id = ${federationId} and o.id = f.id and o.submitted_at is null
         and (o.due_at, o.asker_due_at, o.hops) is distinct from (f.due_at, f.asker_due_at, f.hops)
      returning o.*, f.old_due)`;
  await (
    because
      ? sql`${changed}
        insert into obligation_event (federation_id, id, obligation_id, path, asker_path, kind, actor_organization_id, reason, new_due_at, happened_at)
        select federation_id, app.uuid7(), id, path, asker_path, 'DUE_CHANGED', ${because.actorId}::uuid, ${because.reason}, due_at, ${because.at}::timestamptz
          from changed where due_at is distinct from old_due`
      : sql`${changed} select count(*) from changed`
  ).execute(db);
}

/** {@link refreshDues} of one obligation, whoever asks for it. */
export const refreshDue = (ctx: ViewerContext, { federation_id, id }: Pick<ObligationRow, 'federation_id' | 'id'>): Promise<unknown> =>
  widen(ctx, () => refreshDues(ctx.db, federation_id, sql`o.id = ${id}`));

/** Who asks a body on its own line, the root first and the nearest last; a second superior is not among them. */
export async function lineOf(ctx: ViewerContext, { deliverable_id }: Pick<ObligationRow, 'deliverable_id'>): Promise<DeliverableRow[]> {
  const nearest = await ctx.loaders.one('deliverable', deliverable_id);
  const line = await Promise.all((nearest?.chain ?? []).map((id) => ctx.loaders.one('deliverable', id)));
  return line.flatMap((row) => (row ? [asDeliverable(row)] : []));
}
