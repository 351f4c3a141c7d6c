import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { widen } from '../../kit/system.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { holdTree } from '../federation/tree-lock.ts';
import type { JobFault, JobHandler, JobRun } from '../jobs/run-job.ts';
import { announce } from '../notifications/announce.ts';
import { wasJustReminded } from './chase.ts';
import type { ObligationRow } from './obligation.rows.ts';
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
  const { federationId } = ctx.viewer;
  await holdTree(ctx, 'share');
  // One after the other for one demand, or two levels would remind the same bodies at once.
  await widen(ctx, () =>
    sql`select from deliverable where federation_id = ${federationId} and id = ${chase.filter.rootId} for no key update`.execute(ctx.db),
  );
  const chosen = await chooseNext(ctx, chase, after);
  const last = chosen.at(-1);
  if (!last) return { chosen: 0, reminded: 0, unreachable: 0, last: after, faults: [] };
  const reminded = await write(ctx, chosen, jobId);
  const unreachable = await withoutPeople(ctx, reminded);
  return {
    chosen: chosen.length,
    reminded: reminded.length,
    unreachable: unreachable.length,
    last: { path: last.filed_path, id: last.id },
    faults: unreachable.map((name) => ({ code: 'NOBODY_TO_TELL', message: `${name}没有可以通知的人，请电话联系` })),
  };
}

type Chosen = Pick<ObligationRow, 'id' | 'filed_path' | 'organization_id' | 'path' | 'asker_path' | 'root_id'>;

async function chooseNext(ctx: ViewerContext, chase: Chase, after: Cursor): Promise<readonly Chosen[]> {
  const { rows } = await sql<Chosen>`
    select o.id, o.filed_path, o.organization_id, o.path, o.asker_path, o.root_id from obligation o
     where ${await isChased(ctx, chase)} and not ${wasJustReminded(ctx, chase.filter.rootId)}
       ${after.path === undefined ? sql`` : sql`and (o.filed_path, o.id) > (${after.path}, ${after.id}::uuid)`}
     order by o.filed_path, o.id limit ${BATCH}`.execute(ctx.db);
  return rows;
}

/** Writes down who is reminded and leaves word for them. @returns those who were not reminded by this job before */
async function write(ctx: ViewerContext, chosen: readonly Chosen[], jobId: string): Promise<readonly Chosen[]> {
  const { federationId, organizationId } = ctx.viewer;
  const batchId = uuid7();
  const column = (name: keyof Chosen) => chosen.map((row) => row[name]);
  const { rows } = await sql<{ subject_id: string }>`
    insert into reminder (federation_id, id, organization_id, path, asker_path, subject_id, root_id, event, occasion, batch_id, by_organization_id, happened_at)
    select ${federationId}::uuid, app.uuid7(), c.organization_id, c.path, c.asker_path, c.id, c.root_id, 'REMINDED', ${`REMINDED ${jobId}`}, ${batchId}::uuid,
           ${organizationId}::uuid, ${ctx.now}::timestamptz
      from unnest(${column('id')}::uuid[], ${column('organization_id')}::uuid[], ${column('path')}::text[], ${column('asker_path')}::text[],
                  ${column('root_id')}::uuid[]) c (id, organization_id, path, asker_path, root_id)
    on conflict (federation_id, subject_id, organization_id, occasion) do nothing
    returning subject_id`.execute(ctx.db);
  if (rows.length > 0) {
    const subjectId = chosen[0]!.root_id;
    await announce(ctx, { event: 'REMINDED', subjectType: 'Obligation', subjectId, audience: { remindersOf: batchId } });
  }
  const written = new Set(rows.map(({ subject_id }) => subject_id));
  return chosen.filter(({ id }) => written.has(id));
}

/** Names of the bodies for which nobody acts now. */
async function withoutPeople(ctx: ViewerContext, reminded: readonly Chosen[]): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select u.name from organization u
     where u.federation_id = ${ctx.viewer.federationId} and u.id = any (${reminded.map(({ organization_id }) => organization_id)}::uuid[])
       and not exists (
         select from appointment a where a.federation_id = u.federation_id and a.organization_id = u.id
            and a.valid_from <= ${ctx.now}::timestamptz and (a.valid_to is null or a.valid_to > ${ctx.now}::timestamptz))
     order by u.path`.execute(ctx.db);
  return rows.map(({ name }) => name);
}
