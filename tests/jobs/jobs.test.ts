import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { ViewerContext } from '../../src/context.ts';
import { enqueue } from '../../src/domains/jobs/enqueue.ts';
import { type FederationLoop, startLoops } from '../../src/domains/jobs/loops.ts';
import { startWorkers } from '../../src/domains/jobs/queue.ts';
import { type Background, type JobHandler, runJob } from '../../src/domains/jobs/run-job.ts';
import { Refusal } from '../../src/kit/errors.ts';
import { testDatabase } from '../support/database.ts';
import { inRequest } from '../support/plant.ts';
import { filesDirectory, type TestPerson, type World, world } from '../support/world.ts';

const JOBS = `{ jobs(first: 20) { nodes { id kind kindLabel state stateLabel title phase done total etaSeconds failureCount
  failures(first: 10) { nodes { row column code message } } viewerCan { resume { allowed code } cancel { allowed code } } } } }`;
const act = (name: 'resumeJob' | 'cancelJob') =>
  `mutation($input: ${name === 'resumeJob' ? 'Resume' : 'Cancel'}JobInput!) { ${name}(input: $input) { errors { code message path } job { state } } }`;

/** Writes a department per piece, so that what was done can be counted; five in all. */
const five =
  (each: (place: number) => void = () => {}): JobHandler =>
  async (run) => {
    while (run.job.done < 5) {
      await run.piece(async ({ db, federationId }) => {
        const place = run.job.done + 1;
        await sql`
          insert into department (federation_id, id, organization_id, path, kind, name)
          values (${federationId}, app.uuid7(), ${run.job.organization_id}, '0001.', 'DEPARTMENT', ${`第${place}部`})`.execute(db);
        each(place);
        return { done: place, total: 5, phase: `第 ${place} 步` };
      });
    }
  };

const logged: unknown[] = [];

function background(w: Pick<World, 'orm' | 'clock'>, handler: JobHandler, stopping = new AbortController()): Background {
  return {
    orm: w.orm,
    clock: w.clock,
    log: { error: (fields) => void logged.push(fields) },
    files: { directory: filesDirectory, maxBytes: 1024 },
    handlers: { REMIND_OBLIGATIONS: handler },
    stopping: stopping.signal,
  };
}

async function begun() {
  const w = await world();
  const person = await w.allRounder(w.province);
  const job = await inRequest(w, person, (ctx: ViewerContext) =>
    enqueue(ctx, { kind: 'REMIND_OBLIGATIONS', title: '催办测试', input: {} }),
  );
  return { w, person, job };
}

const seen = async (w: World, person: TestPerson) => (await w.as(person).ask(JOBS)).jobs.nodes;
const departments = (w: World) =>
  w.asSystem(async ({ db }) =>
    (await sql<{ name: string }>`select name from department order by name`.execute(db)).rows.map(({ name }) => name),
  );
const ALL = ['第1部', '第2部', '第3部', '第4部', '第5部'];

describe.concurrent('a job', () => {
  test('is shown to whoever started it, how far it has come, and to nobody else', async () => {
    const { w, person, job } = await begun();
    const other = await w.allRounder(w.province);
    expect(await seen(w, person)).toMatchObject([
      {
        kindLabel: '催办',
        stateLabel: '排队中',
        title: '催办测试',
        done: 0,
        total: null,
        viewerCan: { cancel: { allowed: true }, resume: { code: 'WRONG_STATE' } },
      },
    ]);
    expect(await seen(w, other)).toEqual([]);
    expect((await w.as(other).ask('query($id: ID!) { node(id: $id) { id } }', { id: w.id('Job', job.id) })).node).toBeNull();
    await runJob(background(w, five()), w.federationId, job.id);
    expect(await seen(w, person)).toMatchObject([{ stateLabel: '已完成', phase: '已完成', done: 5, total: 5, failureCount: 0 }]);
    expect(await departments(w)).toEqual(ALL);
  });

  test('that breaks off in the middle goes on behind what was done, and does nothing twice', async () => {
    const { w, person, job } = await begun();
    const breaks = five((place) => {
      if (place === 3) throw new Error('disk full');
    });
    await expect(runJob(background(w, breaks), w.federationId, job.id)).rejects.toThrow('disk full');
    expect(await departments(w)).toEqual(['第1部', '第2部']);
    expect(await seen(w, person)).toMatchObject([{ state: 'RUNNING', done: 2 }]);
    await runJob(background(w, five()), w.federationId, job.id);
    expect(await departments(w)).toEqual(ALL);
  });

  test('that was overtaken by a later run writes nothing more', async () => {
    const { w, job } = await begun();
    let go = () => {};
    const paused = new Promise<void>((resolve) => (go = resolve));
    const first = runJob(
      background(w, async (run) => {
        await run.piece(async () => ({ done: 1 }));
        await paused;
        await five()(run);
      }),
      w.federationId,
      job.id,
    );
    while (!(await w.asSystem(async ({ db }) => (await sql`select from job where done = 1`.execute(db)).rows.length))) await sleep(5);
    await runJob(background(w, five()), w.federationId, job.id);
    go();
    await first;
    expect(await departments(w)).toEqual(ALL.slice(1));
  });

  test('that keeps failing is given up, says so, and can be gone on with; what is expected to fail is said at once', async () => {
    const { w, person, job } = await begun();
    const broken = background(w, () => Promise.reject(new Error('out of order')));
    for (let runs = 1; runs < 5; runs++) await expect(runJob(broken, w.federationId, job.id)).rejects.toThrow('out of order');
    await runJob(broken, w.federationId, job.id);
    const [failed] = await seen(w, person);
    expect(failed).toMatchObject({ state: 'FAILED', failureCount: 1, failures: { nodes: [{ row: null, code: 'INTERNAL' }] } });
    expect(failed.viewerCan.resume).toEqual({ allowed: true, code: null });
    expect(JSON.stringify(failed)).not.toContain('out of order');

    const resumed = await w.as(person).ask(act('resumeJob'), { input: { jobId: failed.id } });
    expect(resumed.resumeJob).toEqual({ errors: [], job: { state: 'QUEUED' } });
    const refusing = background(w, () => Promise.reject(new Refusal('NOTHING_TO_DO', '没有可办的内容')));
    await runJob(refusing, w.federationId, job.id);
    expect((await seen(w, person))[0].failures.nodes).toMatchObject([
      { code: 'INTERNAL' },
      { code: 'NOTHING_TO_DO', message: '没有可办的内容' },
    ]);
  });

  test('is cancelled by whoever started it: before it begins at once, else behind the piece under way', async () => {
    const { w, person, job } = await begun();
    const other = await w.allRounder(w.province);
    const input = { jobId: w.id('Job', job.id) };
    expect((await w.as(other).ask(act('cancelJob'), { input })).cancelJob.errors[0].code).toBe('NOT_FOUND');
    await runJob(
      background(w, async (run) => {
        await run.piece(async () => ({ done: 1 }));
        expect((await w.as(person).ask(act('cancelJob'), { input })).cancelJob).toEqual({ errors: [], job: { state: 'RUNNING' } });
        expect((await w.as(person).ask(act('cancelJob'), { input })).cancelJob.errors[0].code).toBe('ALREADY_CANCELLED');
        await five()(run);
      }),
      w.federationId,
      job.id,
    );
    expect(await departments(w)).toEqual([]);
    expect(await seen(w, person)).toMatchObject([{ state: 'CANCELLED', done: 1 }]);
    expect((await w.as(person).ask(act('resumeJob'), { input })).resumeJob.errors[0].code).toBe('WRONG_STATE');

    const second = await inRequest(w, person, (ctx) => enqueue(ctx, { kind: 'REMIND_OBLIGATIONS', title: '二', input: {} }));
    expect((await w.as(person).ask(act('cancelJob'), { input: { jobId: w.id('Job', second.id) } })).cancelJob.job.state).toBe('CANCELLED');
  });

  test('acts in the name of its starter only as long as the capacity stands', async () => {
    const { w, person, job } = await begun();
    const asks: JobHandler = (run) =>
      run.pieceAsStarter(async ({ viewer, ability }) => ({ result: { path: viewer.path, may: ability.can('draft', 'Notice') } }));
    await w.asSystem(({ db }) => sql`update appointment set valid_to = ${w.clock.now()}`.execute(db));
    await runJob(background(w, asks), w.federationId, job.id);
    const failures = await w.asSystem(async ({ db }) => (await sql<{ code: string }>`select code from job_failure`.execute(db)).rows);
    expect(failures).toEqual([{ code: 'CAPACITY_ENDED' }]);
    await w.asSystem(({ db }) => sql`update appointment set valid_to = null`.execute(db));
    await w.as(person).ask(act('resumeJob'), { input: { jobId: w.id('Job', job.id) } });
    await runJob(background(w, asks), w.federationId, job.id);
    const { rows } = await w.asSystem(({ db }) => sql<{ result: unknown }>`select result from job`.execute(db));
    expect(rows).toEqual([{ result: { path: '0001.', may: true } }]);
  });
});

/** What other tests of this worker left in their federations would be served as well. */
const only = ({ work, ...loop }: FederationLoop, ...worlds: readonly World[]): FederationLoop => ({
  ...loop,
  work: async (em, id, now) => worlds.some(({ federationId }) => federationId === id) && work(em, id, now),
});

test('the queue lets no federation wait for the many jobs of another', { timeout: 90_000 }, async () => {
  const [busy, other] = [await begun(), await begun()];
  for (const title of ['二', '三', '四', '五', '六', '七']) {
    await inRequest(busy.w, busy.person, (ctx: ViewerContext) => enqueue(ctx, { kind: 'REMIND_OBLIGATIONS', title, input: {} }));
  }
  const order: string[] = [];
  let release = () => {};
  const otherIsDone = new Promise<void>((resolve) => (release = resolve));
  // Every job of the busy one stays at work until the other's is done: were all workers its own, nothing would ever end.
  const patient = background(busy.w, async (run) => {
    const isBusy = run.job.federation_id === busy.w.federationId;
    if (isBusy) await otherIsDone;
    await run.piece(async () => ({ done: 1 }));
    order.push(isBusy ? 'busy' : 'other');
    if (!isBusy) release();
  });
  const { application } = await testDatabase();
  const workers = await startWorkers(patient, application);
  const loops = startLoops(patient, [only(workers.dispatch, busy.w)]);
  const handed = () =>
    busy.w.asSystem(
      async ({ db }) =>
        (await sql<{ count: number }>`select count(*)::int as count from job where dispatched_at is not null`.execute(db)).rows[0]!.count,
    );
  while ((await handed()) < 7) await sleep(50);
  const late = startLoops(patient, [only(workers.dispatch, other.w)]);
  while (order.length < 8) await sleep(50);
  await Promise.all([loops.stop(), late.stop(), workers.stop()]);
  expect(order).toEqual(['other', ...Array.from({ length: 7 }, () => 'busy')]);
});

test('the queue wakes a worker, and another one when that fails; what was done stays done', { timeout: 90_000 }, async () => {
  const { w, job } = await begun();
  let broken = 0;
  const breaking = background(
    w,
    five((place) => {
      if (place !== 3 || broken > 0) return;
      broken++;
      throw new Error('killed');
    }),
  );
  const { application } = await testDatabase();
  const workers = await startWorkers(breaking, application);
  const loops = startLoops(breaking, [only(workers.dispatch, w)]);
  const progress = () =>
    w.asSystem(
      async ({ db }) =>
        (await sql<{ state: string; done: number; attempt: number }>`select state, done, attempt from job where id = ${job.id}`.execute(db))
          .rows[0]!,
    );
  while ((await progress()).state !== 'DONE') await sleep(50);
  await Promise.all([loops.stop(), workers.stop()]);
  expect(await departments(w)).toEqual(ALL);
  expect([broken, (await progress()).attempt]).toEqual([1, 2]);
});
