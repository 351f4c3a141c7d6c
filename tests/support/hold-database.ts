import { startEmbedded } from '../../src/database/embedded.ts';

/* A process that owns an embedded database, for tests that kill it: `node hold-database.ts <data dir>`. */
const database = await startEmbedded({ name: 'held', dataDir: process.argv[2]!, settings: { fsync: 'off', shared_buffers: '16MB' } });
console.log(database.socket);
process.on('SIGTERM', () => void database.stop().then(() => process.exit(0)));
setInterval(() => {}, 60_000);
