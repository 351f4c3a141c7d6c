import type { Connection } from '../../database/connection.ts';
import { fileLoops } from '../files/file-loops.ts';
import type { Messaging } from '../notifications/carrier.ts';
import { messageLoops } from '../notifications/loops.ts';
import { sendArmed } from '../submissions/send-armed.ts';
import { handlers } from './handlers.ts';
import { type Loop, type Loops, startLoops } from './loops.ts';
import { startWorkers } from './queue.ts';
import type { Background } from './run-job.ts';

type Settings = Omit<Background, 'stopping' | 'handlers'> & { readonly messaging: Messaging };

/**
 * Starts everything that goes on behind requests: the loops, and the workers of what people started and left.
 *
 * @param connection of the application's role, for the queue
 */
export async function startBackground({ messaging, ...settings }: Settings, connection: Connection): Promise<Loops> {
  const stopping = new AbortController();
  const workers = await startWorkers({ ...settings, handlers, stopping: stopping.signal }, connection);
  const more = [...fileLoops(settings), armedLoop(settings), ...messageLoops(messaging, stopping.signal)];
  const loops = startLoops(settings, [workers.dispatch, ...more]);
  return {
    async stop() {
      stopping.abort();
      await Promise.all([loops.stop(), workers.stop()]);
    },
  };
}

/** Pages whose uploads are here are handed in, and whoever waits for one beyond its due is told, within a second. */
const armedLoop = (settings: Pick<Background, 'orm' | 'clock' | 'files'>): Loop => ({
  name: 'send armed',
  every: 1000,
  work: (_, federationId) => sendArmed(settings, federationId),
});
