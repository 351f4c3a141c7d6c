import { sql } from 'kysely';
import type { CapacityKind, Context, Role, ViewerContext } from '../../context.ts';

/** One way in which an account may act, with what waits in it. */
export interface CapacityRow {
  readonly __typename: 'Capacity';
  readonly id: string;
  readonly kind: CapacityKind;
  readonly organizationId: string;
  readonly roles: readonly Role[];
  /** Name of who lent it. */
  readonly onBehalfOf: string | null;
  readonly until: Date | null;
  readonly pending: number;
}

interface Listed {
  readonly kind: CapacityKind;
  readonly capacity_id: string;
  readonly organization_id: string;
  readonly roles: readonly Role[];
  readonly on_behalf_of: string | null;
  readonly until: Date | null;
  readonly pending: number;
}

/**
 * Everything the account may act as now, own offices before lent ones, at most twenty. Each is counted behind its own
 * walls, all in one statement. A token acts as itself and nothing else.
 */
export async function listCapacities(ctx: Context): Promise<readonly CapacityRow[]> {
  if (ctx.viewer?.kind === 'TOKEN') return [tokenCapacity(ctx as ViewerContext)];
  const { rows } = await sql<Listed>`select * from app.capacities(${ctx.now}::timestamptz)`.execute(ctx.db);
  return rows.map((row) => ({
    __typename: 'Capacity',
    id: row.capacity_id,
    kind: row.kind,
    organizationId: row.organization_id,
    roles: row.roles,
    onBehalfOf: row.on_behalf_of,
    until: row.until,
    pending: row.pending,
  }));
}

const tokenCapacity = ({ viewer }: ViewerContext): CapacityRow => ({
  __typename: 'Capacity',
  id: viewer.capacityId,
  kind: 'TOKEN',
  organizationId: viewer.organizationId,
  roles: viewer.roles,
  onBehalfOf: null,
  until: null,
  pending: 0,
});
