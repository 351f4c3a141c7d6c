import { type RawBuilder, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { type Page, type PageArgs, pageOf, parseCursor } from '../../kit/connection.ts';
import { notFound } from '../../kit/errors.ts';
import { allowed } from '../../kit/where.ts';
import { asRound, type EntryRow, type JudgeRow, type ResultRow, type RoundRow } from './judging.rows.ts';
import { recusals } from './recusal.ts';

/** Whoever is called to judge in a round learns nothing of how it goes, whatever office they hold besides. */
const notOnPanel = ({ viewer }: ViewerContext): RawBuilder<unknown> =>
  sql`not exists (select from judge m where m.federation_id = r.federation_id and m.round_id = r.id
        and m.person_id = any (${[viewer.personId, viewer.onBehalfOfId].filter((id) => id !== null)}::uuid[]))`;

const readable = (ctx: ViewerContext): RawBuilder<unknown> =>
  sql`r.federation_id = ${ctx.viewer.federationId} and ${allowed(ctx.ability, 'read', 'JudgingRound', 'r')} and ${notOnPanel(ctx)}`;

/** One round of the viewer's own body. */
export async function findRound(ctx: ViewerContext, id: string): Promise<RoundRow | undefined> {
  const { rows } = await sql<RoundRow>`select r.* from judging_round r where r.id = ${id} and ${readable(ctx)}`.execute(ctx.db);
  return rows[0] && asRound(rows[0]);
}

/** The same, gathered over a request. */
export const roundOf = (ctx: ViewerContext, id: string): Promise<RoundRow | undefined> =>
  ctx.loaders.batched('rounds of the organiser', id, async (ids) => {
    const { rows } = await sql<RoundRow>`select r.* from judging_round r where r.id = any (${ids}::uuid[]) and ${readable(ctx)}`.execute(
      ctx.db,
    );
    return new Map(rows.map((row) => [row.id, asRound(row)]));
  });

/** One for a change: holds it. @throws Refusal NOT_FOUND */
export async function roundToChange(ctx: ViewerContext, id: string, at: readonly string[]): Promise<RoundRow> {
  const { rows } = await sql<RoundRow>`select r.* from judging_round r where r.id = ${id} and ${readable(ctx)} for update of r`.execute(
    ctx.db,
  );
  if (!rows[0]) throw notFound(at);
  return asRound(rows[0]);
}

/** The round's next version, with what else becomes of it; the loaders forget what was read. */
export async function bumpRound(ctx: ViewerContext, round: RoundRow, more: RawBuilder<unknown> = sql``): Promise<RoundRow> {
  const { rows } = await sql<RoundRow>`
    update judging_round set version = version + 1 ${more} where federation_id = ${round.federation_id} and id = ${round.id} returning *`.execute(
    ctx.db,
  );
  ctx.loaders.clear();
  return asRound(rows[0]!);
}

/** Rounds of the viewer's own body, of one deliverable or of all, newest first. */
export async function listRounds(ctx: ViewerContext, deliverableId: string | null, page: PageArgs): Promise<Page<RoundRow>> {
  const after = parseCursor(page.after, ['uuid'])?.[0];
  const { rows } = await sql<RoundRow>`
    select r.* from judging_round r
     where ${readable(ctx)} ${deliverableId ? sql`and r.deliverable_id = ${deliverableId}` : sql``} ${after ? sql`and r.id < ${after}` : sql``}
     order by r.id desc limit ${page.first + 1}`.execute(ctx.db);
  return pageOf(
    rows.map((row) => asRound(row)),
    page,
    (row) => [row.id],
  );
}

/**
 * Marks that count, as far as the organiser may know of them before the round is closed: that they were given, not what they
 * are. Whoever is recused gives none.
 */
const given = (ctx: ViewerContext, { federation_id, id }: RoundRow): RawBuilder<unknown> => sql`
  recused as materialized (
    select entry_id, person_id from ${recusals(
      ctx,
      sql`array[${id}::uuid]`,
      sql`array(select person_id from judge where federation_id = ${federation_id} and round_id = ${id})`,
    )}),
  given as materialized (
    select a.entry_id, a.judge_id, a.state from judge_assignment a
     where a.federation_id = ${federation_id} and a.round_id = ${id} and a.state in ('CONFIRMED', 'SUBMITTED')
       and not exists (select from recused x where x.entry_id = a.entry_id and x.person_id = a.person_id))`;

export interface Coverage {
  readonly entries: number;
  readonly required: number;
  readonly done: number;
  readonly underCovered: number;
}

/** How many marks there are of how many that are needed; no entry has more than it needs. */
export async function coverageOf(ctx: ViewerContext, round: RoundRow): Promise<Coverage> {
  const { rows } = await sql<Coverage>`
    with ${given(ctx, round)},
    entry as (
      select e.id, (select count(*) from given g where g.entry_id = e.id and g.state = 'SUBMITTED')::int as marks
        from judging_entry e where e.federation_id = ${round.federation_id} and e.round_id = ${round.id})
    select count(*)::int as entries, (count(*) * ${round.marks_required}::int)::int as required,
           coalesce(sum(least(marks, ${round.marks_required}::int)), 0)::int as done,
           (count(*) filter (where marks < ${round.marks_required}::int))::int as "underCovered"
      from entry`.execute(ctx.db);
  return rows[0]!;
}

export interface PanelRow extends JudgeRow {
  readonly proposed: number;
  readonly assigned: number;
  readonly done: number;
  readonly recused: number;
}

/** The panel, in the order in which it was called, with how far each has come. */
export async function panelWithCounts(ctx: ViewerContext, round: RoundRow): Promise<readonly PanelRow[]> {
  const { rows } = await sql<PanelRow>`
    with ${given(ctx, round)}
    select j.*, (select count(*) from given g where g.judge_id = j.id)::int as assigned,
           (select count(*) from judge_assignment a where a.federation_id = j.federation_id and a.judge_id = j.id and a.state = 'PROPOSED')::int as proposed,
           (select count(*) from given g where g.judge_id = j.id and g.state = 'SUBMITTED')::int as done,
           (select count(distinct x.entry_id) from recused x where x.person_id = j.person_id)::int as recused
      from judge j where j.federation_id = ${round.federation_id} and j.round_id = ${round.id} order by j.id limit 100`.execute(ctx.db);
  return rows;
}

export interface CoveredEntry extends EntryRow {
  readonly assigned: number;
  readonly marks: number;
}

/** Entries with fewer marks than they need, worst first. */
export async function underCovered(ctx: ViewerContext, round: RoundRow, first: number): Promise<readonly CoveredEntry[]> {
  const { rows } = await sql<CoveredEntry>`
    with ${given(ctx, round)}
    select * from (
      select e.*, (select count(*) from given g where g.entry_id = e.id)::int as assigned,
             (select count(*) from given g where g.entry_id = e.id and g.state = 'SUBMITTED')::int as marks
        from judging_entry e where e.federation_id = ${round.federation_id} and e.round_id = ${round.id}) e
     where e.marks < ${round.marks_required}::int order by e.marks, e.ordinal limit ${first}`.execute(ctx.db);
  return rows;
}

export type EntryResult = ResultRow & Pick<EntryRow, 'ordinal' | 'submission_id' | 'organization_id'> & Pick<RoundRow, 'sheet'>;

/** What the entries of a closed round came to, in their order; none before. */
export async function listResults(ctx: ViewerContext, round: RoundRow, page: PageArgs): Promise<Page<EntryResult>> {
  const after = Number(parseCursor(page.after, ['integer'])?.[0] ?? 0);
  const { rows } = await sql<EntryResult>`
    select t.*, e.ordinal, e.submission_id, e.organization_id
      from judging_result t join judging_entry e on e.federation_id = t.federation_id and e.id = t.entry_id
     where t.federation_id = ${round.federation_id} and t.round_id = ${round.id} and e.ordinal > ${after}
     order by e.ordinal limit ${page.first + 1}`.execute(ctx.db);
  const results = rows.map((row) => Object.assign(row, { sheet: round.sheet }));
  return pageOf(results, page, (row) => [String(row.ordinal)]);
}

/** Those of them on which the panel disagreed most; none before the round is closed. */
export async function disagreements(ctx: ViewerContext, round: RoundRow, first: number): Promise<readonly EntryResult[]> {
  const { rows } = await sql<EntryResult>`
    select t.*, e.ordinal, e.submission_id, e.organization_id
      from judging_result t join judging_entry e on e.federation_id = t.federation_id and e.id = t.entry_id
     where t.federation_id = ${round.federation_id} and t.round_id = ${round.id} and t.spread > 0
     order by t.spread desc, e.ordinal limit ${first}`.execute(ctx.db);
  return rows.map((row) => Object.assign(row, { sheet: round.sheet }));
}
