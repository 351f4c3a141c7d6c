import { spawnSync } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Account, exists, ownDirectory } from './embedded-files.ts';
import { CannotStart } from '../exit.ts';

const UNREACHABLE =
  '以 root 启动时，数据库由 postgres 或 nobody 账户运行，它要能进入这个目录；请把 DATA_DIR 放在 /srv 或 /var/lib 之类的地方。';

/**
 * Makes the cluster beside its place and moves it there, so that one killed half way is not taken for a whole one.
 * Does nothing when there is one. Throws with a Chinese message when it cannot be made.
 */
export async function createCluster(initdb: string, data: string, account: Account): Promise<void> {
  if (await exists(path.join(data, 'PG_VERSION'))) return;
  const fresh = `${data}.${process.pid}`;
  await fs.rm(fresh, { recursive: true, force: true });
  await ownDirectory(fresh, account);
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const made = spawnSync(initdb, ['-D', fresh, '-U', 'postgres', '-A', 'trust', ...locale, '--no-sync', '--no-instructions'], {
    ...account,
    cwd: '/',
    env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
    encoding: 'utf8',
  });
  if (made.status !== 0) {
    await fs.rm(fresh, { recursive: true, force: true });
    const hint = account.uid !== undefined && made.stderr?.includes('Permission denied') ? UNREACHABLE : '';
    throw new CannotStart(`无法在 ${path.dirname(data)} 下建立数据库。${hint}\n${made.error ?? made.stderr}`);
  }
  try {
    await fs.rename(fresh, data);
  } catch (error) {
    // Two first starts at once: the other one was faster, and its server will say that the data is in use.
    await fs.rm(fresh, { recursive: true, force: true });
    if (!(await exists(path.join(data, 'PG_VERSION')))) throw error;
  }
}

/**
 * Clears what a kill -9 of everything can leave: a pid file whose number now belongs to an unrelated process (postgres
 * would refuse to start for its sake), or a server that outlived both us and its supervisor and serves nobody.
 * Reads /proc, so on other systems it leaves everything to postgres's own checks.
 */
export async function settleStaleServer(data: string, socket: string): Promise<void> {
  const pidFile = path.join(data, 'postmaster.pid');
  const pid = Number((await fs.readFile(pidFile, 'utf8').catch(() => '')).split('\n')[0]);
  const command = pid > 0 ? await commandLine(pid) : undefined;
  if (command === undefined) return;
  if (!command.includes(data)) {
    await Promise.all([pidFile, path.join(socket, '.s.PGSQL.5432.lock')].map((file) => fs.rm(file, { force: true })));
    return;
  }
  const parent = Number(/^PPid:\s+(\d+)/m.exec(await fs.readFile(`/proc/${pid}/status`, 'utf8').catch(() => ''))?.[1]);
  if (!(parent > 0) || (await commandLine(parent))?.includes(data)) return; // its supervisor lives
  try {
    process.kill(pid, 'SIGINT');
  } catch {
    return; // gone meanwhile, or another user's: postgres itself will then name it
  }
  for (let waited = 0; waited < 5000 && (await exists(pidFile)); waited += 50) await sleep(50);
}

/** The command line of a running process; undefined when there is none, or when the system has no /proc. */
async function commandLine(pid: number): Promise<string | undefined> {
  return fs.readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
}
