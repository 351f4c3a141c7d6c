import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { widen } from '../../kit/system.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { holdTree } from '../federation/tree-lock.ts';
import type { JobFault, JobHandler, JobRun } from '../jobs/run-job.ts';
import { announce } from '../notifications/announce.ts';
import { wasJustReminded } from './chase.ts';
import { type Chase, isChased } from './remind-obligations.ts';

/** Bodies that one piece reminds. */
const BATCH = 5000;
/** Most of those without anybody to tell that a job names. */
const NAMED = 100;

type Cursor = { readonly path?: string; readonly id?: string };

/**
 * Reminds piece by piece, in order of the tree, behind the starter's walls. A piece writes who is reminded, leaves word for
 * them, and says how far it has come, all in one transaction: whoever is killed leaves whole pieces, and nobody is reminded
 * twice.
 */
export const remindAll: JobHandler = async (run) => {
  while (await remindPiece(run));
};

/** @returns whether there may be more */
async function remindPiece(run: JobRun): Promise<boolean> {
  let chosen = 0;
  await run.pieceAsStarter(async (ctx) => {
    const { job } = run;
    const piece = await remindSome(ctx, job.input as unknown as Chase, job.cursor, job.id);
    chosen = piece.chosen;
    const done = job.done + piece.reminded;
    const unreachable = Number(job.result['unreachable'] ?? 0) + piece.unreachable;
    return {
      phase: `已催办${done}个单位`,
      done,
      cursor: piece.last,
      failures: piece.faults.slice(0, Math.max(0, NAMED - job.failure_count)),
      result: { reminded: done, unreachable },
    };
  });
  return chosen === BATCH;
}

interface Piece {
  /** How many were looked at. */
  readonly chosen: number;
  readonly reminded: number;
  readonly unreachable: number;
  readonly last: Cursor;
  readonly faults: readonly JobFault[];
}

async function remindSome(ctx: ViewerContext, chase: Chase, after: Cursor, jobId: string): Promise<Piece> {
  const { federationId, organizationId } = ctx.viewer;
  await holdTree(ctx, 'share');
  // One after the other for one demand, or two levels would remind the same bodies at once.
  await widen(ctx, () =>
    sql`select from deliverable where federation_id = ${federationId} and id = ${chase.filter.rootId} for no key update`.execute(ctx.db),
  );
  const batchId = uuid7();
  const { rows } = await sql<{ id: string; filed_path: string; written: boolean; name: string; reachable: boolean }>`
    with chosen as materialized (
      select o.id, o.filed_path, o.organization_id, o.path, o.asker_path, o.root_id
        from obligation o left join submission s on s.federation_id = o.federation_id and s.obligation_id = o.id
       where ${await isChased(ctx, chase)} and not ${wasJustReminded(ctx.now)}
         ${after.path === undefined ? sql`` : sql`and (o.filed_path, o.id) > (${after.path}, ${after.id}::uuid)`}
       order by o.filed_path, o.id limit ${BATCH}),
    written as (
      insert into reminder (federation_id, id, organization_id, path, asker_path, subject_id, root_id, event, occasion, batch_id, by_organization_id, happened_at)
      select ${federationId}::uuid, app.uuid7(), organization_id, path, asker_path, id, root_id, 'REMINDED', ${`REMINDED ${jobId}`}, ${batchId}::uuid,
             ${organizationId}::uuid, ${ctx.now}::timestamptz
        from chosen
      on conflict (federation_id, subject_id, organization_id, occasion) do nothing
      returning subject_id)
    select c.id, c.filed_path, w.subject_id is not null as written, u.name,
           exists (select from appointment a where a.federation_id = ${federationId} and a.organization_id = c.organization_id
              and a.valid_from <= ${ctx.now}::timestamptz and (a.valid_to is null or a.valid_to > ${ctx.now}::timestamptz)) as reachable
      from chosen c
      join organization u on u.federation_id = ${federationId} and u.id = c.organization_id
      left join written w on w.subject_id = c.id
     order by c.filed_path, c.id`.execute(ctx.db);
  const reminded = rows.filter(({ written }) => written);
  const unreachable = reminded.filter(({ reachable }) => !reachable);
  if (reminded.length > 0)
    await announce(ctx, {
      event: 'REMINDED',
      subjectType: 'Obligation',
      subjectId: chase.filter.rootId,
      audience: { remindersOf: batchId },
    });
  const last = rows.at(-1);
  return {
    chosen: rows.length,
    reminded: reminded.length,
    unreachable: unreachable.length,
    last: last ? { path: last.filed_path, id: last.id } : after,
    faults: unreachable.map(({ name }) => ({ code: 'NOBODY_TO_TELL', message: `${name}没有可以通知的人，请电话联系` })),
  };
}
