import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { endOf } from '../../kit/tree.ts';
import type { Hop } from './batch.ts';
import type { ConsolidationRow } from './submission.rows.ts';

export const CHANGES = ['ARRIVED', 'ACCEPTED', 'RETURNED', 'WITHDRAWN'] as const;
export type ChangeKind = (typeof CHANGES)[number];

/** What happened last to one unit's report since a batch went up. */
export interface ChangedUnit {
  readonly organization_id: string;
  readonly kind: ChangeKind;
  readonly at: Date;
}

export interface SinceBatch {
  readonly batch: ConsolidationRow;
  readonly counts: Readonly<Record<ChangeKind, number>>;
  /** In the order of the tree; at most a hundred. */
  readonly units: readonly ChangedUnit[];
}

const SHOWN = 100;

/**
 * What has changed below since the last batch went up: reports that came in, that my body accepted, that anybody returned, or
 * that a unit took back; each unit by the last of these. Null before the first batch.
 */
export async function changedSinceBatch(
  ctx: ViewerContext,
  { mine }: Hop,
  batches: readonly ConsolidationRow[],
): Promise<SinceBatch | null> {
  const batch = batches.at(-1);
  if (!batch) return null;
  const { federationId, organizationId, path } = ctx.viewer;
  const { rows } = await sql<ChangedUnit & { count: number }>`
    with last as (
      select distinct on (s.id) s.organization_id, s.path, t.happened_at as at,
             case when t.kind in ('ACCEPTED', 'RETURNED', 'WITHDRAWN') then t.kind else 'ARRIVED' end as kind
        from submission s
        join submission_step t on t.federation_id = s.federation_id and t.submission_id = s.id
         and (t.happened_at > ${batch.sent_at}::timestamptz or (t.happened_at = ${batch.sent_at}::timestamptz and t.id > ${batch.id}))
         and t.consolidation_id is distinct from ${batch.id}
         and (t.kind in ('SUBMITTED', 'RESUBMITTED', 'ENTERED', 'REPLACED', 'RETURNED', 'WITHDRAWN')
              or (t.kind = 'ACCEPTED' and t.organization_id = ${organizationId}) or (t.kind = 'FORWARDED' and t.to_organization_id = ${organizationId}))
       where s.federation_id = ${federationId} and s.root_id = ${mine.root_id} and s.path >= ${path} and s.path < ${endOf(path)}
         and s.organization_id <> ${organizationId}
       order by s.id, t.happened_at desc, t.id desc),
    placed as (select last.*, row_number() over (order by path, organization_id) as place, count(*) over (partition by kind)::int as count from last)
    select * from placed where place <= ${SHOWN}
    union all
    (select distinct on (kind) * from placed where place > ${SHOWN} and kind not in (select kind from placed where place <= ${SHOWN}))
     order by place`.execute(ctx.db);
  const count = (kind: ChangeKind) => rows.find((row) => row.kind === kind)?.count ?? 0;
  const counts = Object.fromEntries(CHANGES.map((kind) => [kind, count(kind)])) as SinceBatch['counts'];
  return { batch, counts, units: rows.slice(0, SHOWN) };
}
