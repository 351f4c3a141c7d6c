import { connect } from '../src/orm.ts';
import { startBackground } from '../src/domains/jobs/background.ts';
import { INBOX_ONLY } from '../src/domains/notifications/carrier.ts';

/** What goes on behind requests, without a server in front of it, at a standing clock: a process that is there to be killed. */
const {
  BENCH_SOCKET: host,
  BENCH_DATABASE: dbName,
  BENCH_ROLE: user,
  BENCH_CLOCK: at,
  BENCH_FILES: directory,
} = process.env as Record<string, string>;

const connection = { host: host!, dbName: dbName!, user: user! };
const orm = await connect(connection, { max: 6 });
const clock = { now: () => new Date(at!) };
const log = { error: (fields: Readonly<Record<string, unknown>>, message: string) => console.error(message, fields) };
await startBackground({ orm, clock, log, files: { directory: directory!, maxBytes: 1 }, messaging: INBOX_ONLY }, connection);
process.send!('working');
