import { type RawBuilder, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { endOf } from '../../kit/tree.ts';
import type { ImportRow } from './import.rows.ts';

/** One look at all rows of a table at once, by statements, in a transaction of its own. */
export interface Check {
  /** @returns how many faults it has written, and whether it is to be done again because rows were still moving */
  (scope: CheckScope): Promise<{ readonly failed?: number; readonly again?: boolean } | void>;
}

export interface CheckScope {
  readonly ctx: ViewerContext;
  readonly batch: ImportRow;
  /** The job that is told what is wrong. */
  readonly jobId: string;
  /** How many times this check was done already. */
  readonly round: number;
}

/** Condition on `r`, the rows of this table. */
export const ofBatch = ({ batch }: Pick<CheckScope, 'batch'>, alias = 'r'): RawBuilder<unknown> =>
  sql`${sql.ref(`${alias}.federation_id`)} = ${batch.federation_id}::uuid and ${sql.ref(`${alias}.import_id`)} = ${batch.id}::uuid`;

/** Condition on an organization: it stands in the importer's range. */
export const inRange = ({ ctx: { viewer } }: Pick<CheckScope, 'ctx'>, alias = 'o'): RawBuilder<unknown> =>
  sql`${sql.ref(`${alias}.federation_id`)} = ${viewer.federationId}::uuid and ${sql.ref(`${alias}.status`)} = 'ACTIVE'
      and ${sql.ref(`${alias}.path`)} >= ${viewer.path} and ${sql.ref(`${alias}.path`)} < ${endOf(viewer.path)}`;

/**
 * Writes what is wrong, all at once.
 *
 * @param faults a query of `(line, "column", code, message)`
 * @returns how many
 */
export async function blame({ ctx, batch, jobId }: CheckScope, faults: RawBuilder<unknown>): Promise<{ failed: number }> {
  const { rows } = await sql<{ count: number }>`
    with written as (
      insert into job_failure (federation_id, id, account_id, job_id, row, "column", code, message)
      select ${batch.federation_id}::uuid, app.uuid7(), ${batch.account_id}::uuid, ${jobId}::uuid, f.line, f."column", f.code, f.message
        from (${faults}) f
      returning 1)
    select count(*)::int as count from written`.execute(ctx.db);
  return { failed: rows[0]!.count };
}

/**
 * How statements over a whole table are planned: nothing is known of rows that have just come, and to look one up for each
 * of the others would take hours.
 */
export const wholeTables = (ctx: ViewerContext) =>
  sql`select set_config('enable_nestloop', 'off', true), set_config('work_mem', '32MB', true)`.execute(ctx.db);
