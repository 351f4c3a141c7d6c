import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createCluster, settleStaleServer } from './embedded-cluster.ts';
import { type Account, binariesFor, homeFor, makeHome, serverAccount, socketDirectory } from './embedded-files.ts';
import { CannotStart } from '../exit.ts';

/** A PostgreSQL that this process owns: it listens on a unix socket only and ends with the process, however that ends. */
export interface EmbeddedDatabase {
  /** Directory of the unix socket; give it as `host`. */
  readonly socket: string;
  /** Directory that holds the cluster (`data`) and whatever else belongs beside it, such as uploaded files. */
  readonly home: string;
  /** Settles with the server's last words when it ends without having been asked to. */
  readonly lost: Promise<string>;
  /** Ends the server in order and, for a temporary one, removes its directory. May be called twice. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Names the directory under the default place; one name, one cluster. */
  readonly name: string;
  /** Another directory to keep everything in, instead of the default place. */
  readonly dataDir?: string | undefined;
  /** Remove everything at `stop()`. */
  readonly temporary?: boolean;
  /** PostgreSQL settings that replace ours. */
  readonly settings?: Readonly<Record<string, string>>;
  /** How long to wait for another server to leave the data, in milliseconds. Default 3,000. */
  readonly patience?: number;
  /** Called once when another server is found on the data and the waiting begins. */
  readonly onWait?: () => void;
}

/** The data belongs to a server that is running for somebody else. The message is fit for people. */
export class DataInUse extends CannotStart {}

/** Our own defaults: a product on one machine with short statements and now and then a large delivery. */
const SETTINGS = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  random_page_cost: '1.1',
  jit: 'off',
};

/**
 * Starts postgres and stops it when standard input closes. The kernel closes it when the parent dies, even by
 * kill -9, so no server is ever left behind.
 */
const SUPERVISOR = `
exec 3<&0
"$@" 3<&- </dev/null & server=$!
{ read -r _ <&3; kill -INT $server; } 2>/dev/null & guard=$!
wait $server; status=$?
kill $guard 2>/dev/null
exit $status`;

/**
 * Starts the PostgreSQL that comes with the project, on a cluster that is made at the first start and kept.
 * As root it runs as `postgres` or `nobody` under /var/lib, as anybody else in `.data` of the checkout.
 * Throws {@link DataInUse} when another process serves the same data, {@link CannotStart} when it cannot start.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const account = serverAccount();
  const binaries = await binariesFor(account);
  const home = options.dataDir === undefined ? homeFor(account, options.name) : path.resolve(options.dataDir);
  await makeHome(home, account);
  const data = path.join(home, 'data');
  await createCluster(binaries.initdb, data, account);

  const socket = await socketDirectory(home, account);
  const settings = { ...SETTINGS, unix_socket_directories: socket, ...options.settings };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = await launchPatiently([binaries.postgres, '-D', data, ...flags], data, socket, account, options);

  let stopping: Promise<void> | undefined;
  return {
    socket,
    home,
    lost: new Promise((resolve) => server.child.once('exit', () => stopping ?? resolve(server.lastWords()))),
    stop: () =>
      (stopping ??= (async () => {
        await end(server.child);
        if (options.temporary) for (const place of [home, socket]) await fs.rm(place, { recursive: true, force: true });
      })()),
  };
}

/** A server whose parent was killed a moment ago may still be shutting down, so the first refusal is not the last word. */
async function launchPatiently(
  command: string[],
  data: string,
  socket: string,
  account: Account,
  { patience = 3000, onWait }: EmbeddedOptions,
): Promise<Server> {
  const began = Date.now();
  for (let attempt = 1; ; attempt++) {
    await settleStaleServer(data, socket);
    try {
      return await launch(command, account);
    } catch (error) {
      if (!(error instanceof DataInUse) || Date.now() - began >= patience) throw error;
      if (attempt === 1) onWait?.();
      await sleep(200);
    }
  }
}

interface Server {
  readonly child: ChildProcess;
  /** The end of what it logged. */
  readonly lastWords: () => string;
}

async function launch(command: string[], account: Account): Promise<Server> {
  const child = spawn('/bin/sh', ['-c', SUPERVISOR, 'postgres', ...command], {
    ...account,
    cwd: '/',
    detached: true, // Ctrl-C reaches this process alone, which then closes in order
    env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  child.stdin.on('error', () => {}); // the supervisor is gone already
  let log = '';
  let isReady = false;
  return new Promise((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-4000);
      if (isReady || !log.includes('ready to accept connections')) return;
      isReady = true;
      resolve({ child, lastWords: () => log });
    });
    child.once('error', reject);
    child.once('close', (code, signal) => reject(startFailure(log, signal ?? code)));
  });
}

function startFailure(log: string, status: NodeJS.Signals | number | null): Error {
  const owner = /PID (\d+)\) (?:running in data directory|using socket file) "(.+)"/.exec(log);
  if (owner) {
    return new DataInUse(
      `数据目录 ${owner[2]} 正由另一个进程（pid ${owner[1]}）使用。请先停止它，或者用 DATA_DIR 指定另一个目录，或者用 DATABASE_URL 使用自己的数据库。`,
    );
  }
  if (log.includes('pre-existing shared memory block')) return new DataInUse('上一次的数据库进程还没有完全退出，请稍后再试。');
  return new CannotStart(`内置数据库没有启动（${status}）：\n${log}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.stdin!.end();
  await ended;
}
