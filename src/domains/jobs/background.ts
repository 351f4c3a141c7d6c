import type { Connection } from '../../database/connection.ts';
import { fileLoops } from '../files/file-loops.ts';
import { messageLoops } from '../notifications/loops.ts';
import { handlers } from './handlers.ts';
import { type Loops, startLoops } from './loops.ts';
import { startWorkers } from './queue.ts';
import type { Background } from './run-job.ts';

/**
 * Starts everything that goes on behind requests: the loops, and the workers of what people started and left.
 *
 * @param connection of the application's role, for the queue
 */
export async function startBackground(settings: Omit<Background, 'stopping' | 'handlers'>, connection: Connection): Promise<Loops> {
  const stopping = new AbortController();
  const workers = await startWorkers({ ...settings, handlers, stopping: stopping.signal }, connection);
  const loops = startLoops(settings, [workers.dispatch, ...fileLoops(settings), ...messageLoops({ mail: false, webhook: false })]);
  return {
    async stop() {
      stopping.abort();
      await Promise.all([loops.stop(), workers.stop()]);
    },
  };
}
