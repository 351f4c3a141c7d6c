import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { presentDueOf } from '../obligations/lamp.ts';

const MOST_LINES = 100;

export type OpenWorkKind = 'OBLIGATION' | 'REVIEW';

export interface OpenWorkLine {
  readonly kind: OpenWorkKind;
  readonly id: string;
  readonly title: string;
  /** Whose it is: the body itself, or the unit that handed in. */
  readonly organization_id: string;
  readonly due: Date | null;
}

/** What a body has in hand, the soonest due first. */
export interface OpenWork {
  readonly total: number;
  readonly lines: readonly OpenWorkLine[];
}

/** What a body owes and has not handed in, and what lies with it for review, as far as the viewer's walls show it. */
export async function openWorkOf(ctx: ViewerContext, organizationId: string): Promise<OpenWork> {
  const { federationId } = ctx.viewer;
  const { rows } = await sql<OpenWorkLine & { total: number }>`
    with work as (
      select 'OBLIGATION' as kind, o.id, v.title, o.organization_id, ${presentDueOf} as due
        from obligation o join deliverable v on v.federation_id = o.federation_id and v.id = o.deliverable_id
       where o.federation_id = ${federationId} and o.organization_id = ${organizationId} and o.state in ('OPEN', 'RETURNED')
         and o.kind <> 'INVITED'
      union all
      select 'REVIEW', s.id, v.title, s.organization_id, ${presentDueOf}
        from submission s
        join obligation o on o.federation_id = s.federation_id and o.id = s.obligation_id
        join deliverable v on v.federation_id = o.federation_id and v.id = o.deliverable_id
       where s.federation_id = ${federationId} and s.holder_id = ${organizationId} and s.state = 'SUBMITTED')
    select work.*, count(*) over ()::int as total from work order by due nulls last, id limit ${MOST_LINES}`.execute(ctx.db);
  return { total: rows[0]?.total ?? 0, lines: rows };
}
