import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../database/embedded-files.ts';
import { followParent } from '../stop.ts';

/*
 * Compiles and restarts the server whenever a source changes, until it is stopped. The sources are watched here: the
 * compiler's own watch mode misses changes on some systems.
 */
const root = projectRoot();
/** Milliseconds of quiet after a change; an editor saves several files at once. */
const QUIET = 150;

let server: ChildProcess | undefined;
let turn = Promise.resolve();
let timer: NodeJS.Timeout | undefined;

async function compile(): Promise<boolean> {
  const compiler = spawn(path.join(root, 'node_modules/.bin/tsc'), ['-p', '.', '--noCheck'], { cwd: root, stdio: 'inherit' });
  const [code] = (await once(compiler, 'exit')) as [number | null];
  return code === 0;
}

async function end(): Promise<void> {
  if (!server || server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  await ended;
}

async function start(): Promise<void> {
  await end();
  server = spawn(process.execPath, ['--enable-source-maps', path.join(root, 'dist/src/main.js'), ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
  });
}

const restart = async () => {
  if (await compile()) await start();
};

for (const folder of ['src', 'migrations']) {
  fs.watch(path.join(root, folder), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      turn = turn.then(restart);
    }, QUIET);
  });
}
const stop = () => void end().then(() => process.exit(0));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
followParent(stop);
await start();
