import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long a start may take, recovery of the database included, in milliseconds. */
const PATIENCE = 60_000;
/** What the server said last, kept for the case that it does not start. */
const WORDS = 4000;

/** The product's server in a process of its own, on a data directory of its own, to be killed and started again. */
export class Victim {
  readonly #dataDir: string;
  #child: ChildProcess | undefined;
  #words = '';
  #up = Promise.withResolvers<string>();

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
    this.#up.promise.catch(() => {});
  }

  /** Where the server listens; while it is down, where the next one will. */
  get origin(): Promise<string> {
    return this.#up.promise;
  }

  /** Starts the server as `npm start` does, and waits until it listens. */
  async start(): Promise<void> {
    const main = path.resolve(import.meta.dirname, '../main.js');
    const child = spawn(process.execPath, ['--enable-source-maps', main], {
      env: {
        ...process.env,
        NODE_ENV: 'development',
        DATA_DIR: this.#dataDir,
        DEMO: 'false',
        HOST: '127.0.0.1',
        PORT: '0',
        LOG_LEVEL: 'error',
        TRUST_PROXY: 'true',
        DATABASE_URL: '',
        MIGRATIONS_DATABASE_URL: '',
        npm_lifecycle_event: 'torture', // it then ends when this process does
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#words = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (this.#words = (this.#words + chunk.toString()).slice(-WORDS)));
    }
    const began = Date.now();
    for (;;) {
      const found = /(http:\/\/\S+)\/graphql/.exec(this.#words)?.[1];
      if (found) return this.#up.resolve(found);
      if (child.exitCode !== null || Date.now() - began > PATIENCE) throw new Error(`服务没有启动（${child.exitCode}）：\n${this.#words}`);
      await sleep(20);
    }
  }

  /** Number of the server's process, while it is up. */
  get pid(): number {
    return this.#child!.pid!;
  }

  /** Whether the server ended without having been killed. */
  get hasEnded(): boolean {
    return this.#child?.exitCode !== null;
  }

  /** The end of what it printed: its log of errors. */
  get words(): string {
    return this.#words;
  }

  /** kill -9 of node, and of postgres as well when asked; waits until node is gone. */
  async kill({ andPostgres }: { readonly andPostgres: boolean }): Promise<void> {
    const child = this.#child!;
    const postgres = andPostgres ? await this.#postmaster() : undefined;
    const gone = once(child, 'exit');
    this.#up = Promise.withResolvers();
    this.#up.promise.catch(() => {});
    child.kill('SIGKILL');
    if (postgres !== undefined) process.kill(postgres, 'SIGKILL');
    await gone;
  }

  /** Ends the server in order. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  }

  async #postmaster(): Promise<number> {
    const [first] = (await fs.readFile(path.join(this.#dataDir, 'data/postmaster.pid'), 'utf8')).split('\n');
    const pid = Number(first);
    // 0 and negative numbers would name whole groups of processes.
    if (!Number.isSafeInteger(pid) || pid <= 1) throw new Error(`数据库进程号不正确：${first}`);
    return pid;
  }
}
