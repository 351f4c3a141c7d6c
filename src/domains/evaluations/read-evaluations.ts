import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { type Page, type PageArgs, pageOf, parseCursor } from '../../kit/connection.ts';
import { notFound } from '../../kit/errors.ts';
import { allowed } from '../../kit/where.ts';
import { asEvaluation, asResult, type ContributionRow, type EvaluationRow, type ResultRow, type ScoreRow } from './evaluation.rows.ts';

/** One evaluation, if it may be read: while it is being made by its own body alone. */
export async function findEvaluation(ctx: ViewerContext, id: string): Promise<EvaluationRow | undefined> {
  const { rows } = await sql<EvaluationRow>`
    select e.* from evaluation e
     where e.federation_id = ${ctx.viewer.federationId} and e.id = ${id} and ${allowed(ctx.ability, 'read', 'Evaluation', 'e')}`.execute(
    ctx.db,
  );
  return rows[0] && asEvaluation(rows[0]);
}

/** @throws Refusal NOT_FOUND when it is not the caller's; holds the row for the change to come */
export async function evaluationToChange(ctx: ViewerContext, id: string): Promise<EvaluationRow> {
  const { rows } = await sql<EvaluationRow>`
    select e.* from evaluation e
     where e.federation_id = ${ctx.viewer.federationId} and e.id = ${id} and e.organization_id = ${ctx.viewer.organizationId}
       for update`.execute(ctx.db);
  if (!rows[0]) throw notFound(['input', 'evaluationId']);
  return asEvaluation(rows[0]);
}

/** Evaluations that may be read, of one year or of all, newest first. */
export async function listEvaluations(ctx: ViewerContext, year: number | null, page: PageArgs): Promise<Page<EvaluationRow>> {
  const after = parseCursor(page.after, ['integer', 'uuid']);
  const { rows } = await sql<EvaluationRow>`
    select e.* from evaluation e
     where e.federation_id = ${ctx.viewer.federationId} and ${allowed(ctx.ability, 'read', 'Evaluation', 'e')}
       ${year === null ? sql`` : sql`and e.year = ${year}`}
       ${after ? sql`and (e.year, e.id::text) < (${after[0]}::int, ${after[1]})` : sql``}
     order by e.year desc, e.id::text desc limit ${page.first + 1}`.execute(ctx.db);
  return pageOf(
    rows.map((row) => asEvaluation(row)),
    page,
    (row) => [String(row.year), row.id],
  );
}

/** What each subject has earned, by rank. Nothing before it is computed. */
export async function listScores(ctx: ViewerContext, evaluation: EvaluationRow, page: PageArgs): Promise<Page<ScoreRow>> {
  const { rows } = await sql<ScoreRow>`
    select s.* from evaluation_score s
     where s.federation_id = ${ctx.viewer.federationId} and s.evaluation_id = ${evaluation.id} and s.ordinal > ${afterPlace(page)}
     order by s.ordinal limit ${page.first + 1}`.execute(ctx.db);
  return pageOf(rows, page, (row) => [String(row.ordinal)]);
}

export async function countScores(ctx: ViewerContext, evaluation: EvaluationRow): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from evaluation_score where federation_id = ${ctx.viewer.federationId} and evaluation_id = ${evaluation.id}`.execute(
    ctx.db,
  );
  return rows[0]!.count;
}

const CONTRIBUTION = sql`c.federation_id, c.id, c.evaluation_id, c.path, c.subject_id, c.predecessor_id, c.indicator, c.root_id, c.filed_path,
  c.numerator, c.denominator`;

const asContribution = (row: Omit<ContributionRow, '__typename'>): ContributionRow => ({ ...row, __typename: 'EvaluationContribution' });

/** What one subject's points come from; the subjects of a page in one statement. */
export async function contributionsOf(ctx: ViewerContext, { evaluation_id, subject_id }: ScoreRow): Promise<readonly ContributionRow[]> {
  const found = await ctx.loaders.batched(`contributions of ${evaluation_id}`, subject_id, async (subjectIds) => {
    const { rows } = await sql<ContributionRow>`
      select ${CONTRIBUTION} from evaluation_contribution c
       where c.federation_id = ${ctx.viewer.federationId} and c.evaluation_id = ${evaluation_id} and c.subject_id = any (${subjectIds}::uuid[])
       order by c.indicator, c.root_id, c.filed_path`.execute(ctx.db);
    return Map.groupBy(
      rows.map((row) => asContribution(row)),
      (row) => row.subject_id,
    );
  });
  return found ?? [];
}

/** One contribution, if its evaluation may be read. */
export async function findContribution(ctx: ViewerContext, id: string): Promise<ContributionRow | undefined> {
  const { rows } = await sql<ContributionRow>`
    select ${CONTRIBUTION} from evaluation_contribution c
      join evaluation e on e.federation_id = c.federation_id and e.id = c.evaluation_id
     where c.federation_id = ${ctx.viewer.federationId} and c.id = ${id} and ${allowed(ctx.ability, 'read', 'Evaluation', 'e')}`.execute(
    ctx.db,
  );
  return rows[0] && asContribution(rows[0]);
}

/** The contributions of a year, body by body in order of the tree: for export (S0-10). */
export async function listContributions(ctx: ViewerContext, year: number, page: PageArgs): Promise<Page<ContributionRow>> {
  const after = parseCursor(page.after, ['text', 'uuid']);
  const { rows } = await sql<ContributionRow>`
    select ${CONTRIBUTION} from evaluation_contribution c
      join evaluation e on e.federation_id = c.federation_id and e.id = c.evaluation_id
     where c.federation_id = ${ctx.viewer.federationId} and e.year = ${year} and ${allowed(ctx.ability, 'read', 'Evaluation', 'e')}
       ${after ? sql`and (c.filed_path, c.id::text) > (${after[0]}, ${after[1]})` : sql``}
     order by c.filed_path, c.id::text limit ${page.first + 1}`.execute(ctx.db);
  return pageOf(
    rows.map((row) => asContribution(row)),
    page,
    (row) => [row.filed_path, row.id],
  );
}

/** An obligation behind a number, by its place in the list. */
export interface EvidenceRow {
  readonly obligationId: string;
  readonly place: number;
}

/**
 * The obligations behind a contribution as they were when it was computed: those that met it, or those that it still
 * lacks. The list is as long as the number, always.
 */
export async function evidenceOf(
  ctx: ViewerContext,
  contribution: ContributionRow,
  met: boolean,
  page: PageArgs,
): Promise<Page<EvidenceRow>> {
  const after = afterPlace(page);
  const column = sql.ref(met ? 'met_ids' : 'missed_ids');
  const ids = await ctx.loaders.batched(`evidence ${met} ${after} ${page.first}`, contribution.id, async (contributionIds) => {
    const { rows } = await sql<{ id: string; ids: string[] }>`
      select id, (${column})[${after + 1}::int : ${after + page.first + 1}::int] as ids from evaluation_contribution
       where federation_id = ${ctx.viewer.federationId} and id = any (${contributionIds}::uuid[])`.execute(ctx.db);
    return new Map(rows.map((row) => [row.id, row.ids]));
  });
  const rows = (ids ?? []).map((obligationId, index) => ({ obligationId, place: after + index + 1 }));
  return pageOf(rows, page, (row) => [String(row.place)]);
}

/** One published result, if it is the caller's own. */
export async function findResult(ctx: ViewerContext, id: string): Promise<ResultRow | undefined> {
  const { rows } = await sql<ResultRow>`
    select r.* from evaluation_result r
     where r.federation_id = ${ctx.viewer.federationId} and r.id = ${id} and ${allowed(ctx.ability, 'read', 'EvaluationResult', 'r')}`.execute(
    ctx.db,
  );
  return rows[0] && asResult(rows[0]);
}

/** The caller's own published results, newest first. */
export async function listResults(ctx: ViewerContext, year: number | null, page: PageArgs): Promise<Page<ResultRow>> {
  const after = parseCursor(page.after, ['integer', 'uuid']);
  const { rows } = await sql<ResultRow>`
    select r.* from evaluation_result r
     where r.federation_id = ${ctx.viewer.federationId} and ${allowed(ctx.ability, 'read', 'EvaluationResult', 'r')}
       ${year === null ? sql`` : sql`and r.year = ${year}`}
       ${after ? sql`and (r.year, r.id::text) < (${after[0]}::int, ${after[1]})` : sql``}
     order by r.year desc, r.id::text desc limit ${page.first + 1}`.execute(ctx.db);
  return pageOf(
    rows.map((row) => asResult(row)),
    page,
    (row) => [String(row.year), row.id],
  );
}

const afterPlace = ({ after }: PageArgs): number => Number(parseCursor(after, ['integer'])?.[0] ?? 0);
