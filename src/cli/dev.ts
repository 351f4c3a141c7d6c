import { spawn } from 'node:child_process';
import path from 'node:path';
import { projectRoot } from '../database/embedded-files.ts';

/** Compiles whenever a source changes and restarts the server whenever what was compiled changes, until it is stopped. */
const root = projectRoot();
const bin = (name: string) => path.join(root, 'node_modules/.bin', name);
const children = [
  spawn(bin('tsc'), ['-p', '.', '--noCheck', '--watch', '--preserveWatchOutput'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] }),
  spawn(process.execPath, ['--watch', '--enable-source-maps', path.join(root, 'dist/src/main.js'), ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
  }),
];

const stop = () => {
  for (const child of children) child.kill('SIGTERM');
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
for (const child of children) child.once('exit', stop);
