import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { type OrganizationKind, organizationKindLabels } from '../federation/organization.kind.ts';
import { ofBatch } from './checks.ts';
import { importKindLabels } from './import.kinds.ts';
import type { ImportRow } from './import.rows.ts';

/** What the rows of a table are, counted: organizations by kind, in the order of the kinds. */
export async function summaryOf(ctx: ViewerContext, batch: ImportRow): Promise<{ label: string; count: number }[]> {
  const { rows } = await sql<{ kind: OrganizationKind | null; count: number }>`
    select r.kind, count(*)::int as count from staged_row r where ${ofBatch({ batch })} group by r.kind`.execute(ctx.db);
  if (batch.kind !== 'ORGANIZATIONS') return rows.map(({ count }) => ({ label: importKindLabels[batch.kind], count }));
  const counts = new Map(rows.map(({ kind, count }) => [kind, count]));
  return (Object.keys(organizationKindLabels) as OrganizationKind[])
    .filter((kind) => counts.has(kind))
    .map((kind) => ({ label: organizationKindLabels[kind], count: counts.get(kind)! }))
    .concat(counts.has(null) ? [{ label: '类别有误', count: counts.get(null)! }] : []);
}
