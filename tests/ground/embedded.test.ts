import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { withClient } from '../../src/database/connection.ts';
import { homeFor, serverAccount } from '../../src/database/embedded-files.ts';
import { DataInUse, startEmbedded } from '../../src/database/embedded.ts';

const home = homeFor(serverAccount(), `test-${process.pid}-embedded`);
const settings = { fsync: 'off', shared_buffers: '16MB' };
const open = (patience?: number) => startEmbedded({ name: 'test', dataDir: home, settings, ...(patience !== undefined && { patience }) });
const query = async (socket: string, statement: string) =>
  withClient({ host: socket, user: 'postgres', dbName: 'postgres' }, async (client) => (await client.query(statement)).rows as unknown[]);

let holder: ChildProcess | undefined;

/** Another process that owns the database, up and answering. */
async function hold(): Promise<{ node: number; supervisor: number; guard: number; postgres: number; socket: string }> {
  holder = spawn(process.execPath, ['tests/support/hold-database.ts', home], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [socket] = (await once(holder.stdout!, 'data')) as [Buffer];
  const postgres = await serverPid();
  const supervisor = children(holder.pid!)[0]!;
  const guard = children(supervisor).find((pid) => pid !== postgres)!;
  return { node: holder.pid!, supervisor, guard, postgres, socket: socket.toString().trim() };
}

const processes = (columns: string) =>
  execFileSync('ps', ['-eo', columns], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
const children = (pid: number) =>
  processes('pid=,ppid=')
    .filter(([, parent]) => Number(parent) === pid)
    .map(([child]) => Number(child));
/** Running; one that has ended and only waits to be counted by its parent is not. */
const isAlive = (pid: number) => processes('pid=,stat=').some(([id, state]) => Number(id) === pid && !state!.startsWith('Z'));
const serverPid = async () => Number((await fs.readFile(path.join(home, 'data/postmaster.pid'), 'utf8')).split('\n')[0]);

async function gone(pid: number): Promise<void> {
  for (let waited = 0; isAlive(pid) && waited < 5000; waited += 50) await sleep(50);
  expect(isAlive(pid)).toBe(false);
}

describe('the embedded database', () => {
  beforeEach(async () => {
    const database = await open();
    await query(database.socket, 'create table if not exists kept (at int)');
    await database.stop();
  });
  afterAll(async () => {
    holder?.kill('SIGTERM');
    await fs.rm(home, { recursive: true, force: true });
  });

  test('keeps its data between starts and leaves no process', async () => {
    const first = await open();
    await query(first.socket, 'insert into kept values (1)');
    const pid = await serverPid();
    await first.stop();
    expect(isAlive(pid)).toBe(false);
    const second = await open();
    expect(await query(second.socket, 'select at from kept')).toEqual([{ at: 1 }]);
    await second.stop();
  });

  test('says in clear words when another process uses the data, which stays untouched', async () => {
    const other = await hold();
    await expect(open(300)).rejects.toThrow(DataInUse);
    await expect(open(0)).rejects.toThrow(new RegExp(`正由另一个进程（pid ${other.postgres}）使用`));
    expect(await query(other.socket, 'select 1 as one')).toEqual([{ one: 1 }]);
    process.kill(other.node, 'SIGTERM');
    await gone(other.postgres);
  });

  test('ends by itself when its owner is killed with -9, and starts again at once', async () => {
    const other = await hold();
    process.kill(other.node, 'SIGKILL');
    const database = await open();
    expect(isAlive(other.postgres)).toBe(false);
    await database.stop();
  });

  test('starts again after everything was killed with -9', async () => {
    const other = await hold();
    for (const pid of [other.guard, other.supervisor, other.node, other.postgres]) process.kill(pid, 'SIGKILL');
    const database = await open();
    expect(await query(database.socket, 'select count(*)::int as rows from kept')).toHaveLength(1);
    await database.stop();
  });

  test.runIf(process.platform === 'linux')('takes over from a server that nobody owns any more', async () => {
    const other = await hold();
    for (const pid of [other.supervisor, other.guard, other.node]) process.kill(pid, 'SIGKILL');
    await gone(other.supervisor);
    const database = await open();
    expect(isAlive(other.postgres)).toBe(false);
    await database.stop();
  });

  test.runIf(process.platform === 'linux')('is not kept from starting by a pid file whose number is another program’s now', async () => {
    const file = path.join(home, 'data/postmaster.pid');
    await fs.writeFile(file, `${process.pid}\n${home}/data\n1\n5432\n${home}/run\n`);
    const { uid, gid } = serverAccount();
    if (uid !== undefined) await fs.chown(file, uid, gid!);
    const database = await open(0);
    expect(await serverPid()).not.toBe(process.pid);
    await database.stop();
  });

  test('tells when the server ends without having been asked to', async () => {
    const database = await open();
    process.kill(await serverPid(), 'SIGINT');
    expect(await database.lost).toContain('shut down');
    await database.stop();
  });
});
