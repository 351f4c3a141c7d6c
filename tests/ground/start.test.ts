import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { homeFor, projectRoot, serverAccount } from '../../src/database/embedded-files.ts';

const home = homeFor(serverAccount(), `test-${process.pid}-start`);
const compiled = path.join(projectRoot(), `.data/test-${process.pid}-compiled`);
const running = new Set<ChildProcess>();

interface Run {
  readonly process: ChildProcess;
  /** All that it printed so far. */
  readonly words: () => string;
  readonly ended: Promise<number | null>;
}

/** The program as `npm start` runs it, on a database of its own and without the demonstration. */
function run(settings: Record<string, string> = {}, ...args: string[]): Run {
  const env = { ...process.env, NODE_ENV: 'development', DATA_DIR: home, DEMO: 'false', LOG_LEVEL: 'silent', PORT: '0', ...settings };
  const child = spawn(process.execPath, [path.join(compiled, 'src/main.js'), ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let words = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (words += chunk.toString()));
  return { process: child, words: () => words, ended: once(child, 'exit').then(([code]) => code as number | null) };
}

async function address(program: Run): Promise<URL> {
  for (let waited = 0; waited < 15_000; waited += 50) {
    const found = /http:\/\/\S+\/graphql/.exec(program.words());
    if (found) return new URL(found[0]);
    if (program.process.exitCode !== null) break;
    await sleep(50);
  }
  throw new Error(`It did not start:\n${program.words()}`);
}

const serversOf = (directory: string) =>
  execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(directory));

describe('npm start', () => {
  beforeAll(() => {
    execFileSync(process.execPath, [
      path.join(projectRoot(), 'node_modules/typescript/bin/tsc'),
      '-p',
      '.',
      '--noCheck',
      '--outDir',
      compiled,
    ]);
  });
  afterAll(async () => {
    for (const child of running) child.kill('SIGKILL');
    for (let waited = 0; serversOf(home).length > 0 && waited < 5000; waited += 100) await sleep(100);
    await Promise.all([home, compiled].map((directory) => fs.rm(directory, { recursive: true, force: true })));
  });

  test('serves, finishes a request that is under way at SIGTERM, and leaves no process', async () => {
    const program = run();
    const { host, hostname, port, origin } = await address(program);
    expect((await fetch(`${origin}/healthz`)).status).toBe(200);
    expect((await fetch(`${origin}/readyz`)).status).toBe(200);

    const body = '{"query":"{ __typename }"}';
    const socket = net.connect(Number(port), hostname);
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.write(`POST /graphql HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`);
    socket.write(body.slice(0, 5));
    await sleep(100);
    program.process.kill('SIGTERM');
    await sleep(300);
    await expect(fetch(`${origin}/healthz`)).rejects.toThrow('fetch failed');
    socket.write(body.slice(5));
    expect(await program.ended).toBe(0);
    expect(answer).toContain('{"data":{"__typename":"Query"}}');
    expect(serversOf(home)).toEqual([]);
  });

  test('says which setting is wrong, which port is taken and which data are in use, each without a stack', async () => {
    const first = run();
    const { port } = await address(first);
    const elsewhere = `${home}-2`;
    try {
      const refusals: { settings: Record<string, string>; words: RegExp }[] = [
        { settings: { LOG_LEVEL: 'loud' }, words: /^设置有误，服务没有启动：\n {2}· LOG_LEVEL：/ },
        { settings: { PORT: port, DATA_DIR: elsewhere }, words: new RegExp(`^PORT：端口 ${port} 已被占用`) },
        { settings: { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', DATA_DIR: '' }, words: /^无法进入 DATABASE_URL 指定的数据库：/ },
        { settings: {}, words: /数据目录 .+ 正由另一个进程（pid \d+）使用/ },
      ];
      await Promise.all(
        refusals.map(async ({ settings, words }) => {
          const refused = run(settings);
          expect(await refused.ended).toBe(1);
          expect(refused.words()).toMatch(words);
          expect(refused.words()).not.toMatch(/^ {4}at /m);
        }),
      );
    } finally {
      await fs.rm(elsewhere, { recursive: true, force: true });
    }
    first.process.kill('SIGTERM');
    expect(await first.ended).toBe(0);
  });

  test('ends with 1 when its database is lost', async () => {
    const program = run();
    await address(program);
    process.kill(Number((await fs.readFile(path.join(home, 'data/postmaster.pid'), 'utf8')).split('\n')[0]), 'SIGQUIT');
    expect(await program.ended).toBe(1);
    expect(program.words()).toContain('数据库意外停止，服务随之结束。');
  });
});
