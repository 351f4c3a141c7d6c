import type { FastifyInstance } from 'fastify';

/**
 * Ends the process in order at SIGTERM, SIGINT, SIGHUP, or when the npm that started it is gone: no new connection,
 * running requests finish, then `close` ends what they stood on. A second signal ends it at once.
 *
 * @param graceSeconds after this long the connections that are still open are cut
 */
export function stopOnSignals(app: FastifyInstance, graceSeconds: number, close: () => Promise<void>): void {
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1);
    stopping = true;
    // A half-sent request would hold the door for minutes.
    setTimeout(() => app.server.closeAllConnections(), graceSeconds * 1000).unref();
    // One that its client keeps alive is closed as soon as its request is answered.
    setInterval(() => app.server.closeIdleConnections(), 50).unref();
    app
      .close()
      .then(close)
      .then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error);
          process.exit(1);
        },
      );
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop);
  followParent(stop);
}

/** npm may be killed without a word to its script; its program then ends too. */
export function followParent(stop: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, 1000);
  watch.unref();
}
