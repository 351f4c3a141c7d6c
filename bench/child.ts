import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Usage } from './statements.ts';

/** One of the servers that are compared, in a process of its own. */
export interface Server {
  readonly name: string;
  readonly port: number;
  usage(): Promise<Usage>;
  stop(): Promise<void>;
}

/** Starts a server program and waits until it listens. Its own log goes nowhere; what it says on standard error is shown. */
export async function startServer(
  name: string,
  program: string,
  settings: Readonly<Record<string, string>>,
  execArgv: readonly string[] = [],
): Promise<Server> {
  const child = fork(program, [], {
    env: { PATH: process.env['PATH'], TZ: 'UTC', NODE_ENV: 'production', ...settings },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: ['--enable-source-maps', ...execArgv],
  });
  const { port } = await firstMessage<{ port: number }>(name, child);
  return {
    name,
    port,
    async usage() {
      child.send({ ask: 'usage' });
      return firstMessage<Usage>(name, child);
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

async function firstMessage<Message>(name: string, child: ChildProcess): Promise<Message> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`${name} ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message as Message);
    });
  });
}
