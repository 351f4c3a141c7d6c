import 'reflect-metadata';
import { migrate } from '../database/migrate.ts';
import { startEmbedded } from '../database/embedded.ts';
import { prepareRoles } from '../database/roles.ts';
import { assertWalled } from '../database/walled.ts';
import { CannotStart, orExplain } from '../exit.ts';
import { complaintOf, walk } from '../walkthrough/index.ts';

/** Nothing of it is kept, so nothing has to survive a crash. */
const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** Plays the chain of source 000 on a database of its own and ends with 1 when a figure is not the expected one. */
await orExplain(async () => {
  const began = Date.now();
  console.log('正在准备一个临时数据库…');
  const database = await startEmbedded({ name: `walkthrough-${process.pid}`, temporary: true, settings: FAST });
  try {
    const connections = await prepareRoles(database.socket);
    await migrate(connections);
    await assertWalled(connections.application);
    const walked = await walk(connections, { print: (line) => console.log(line) });
    const complaint = complaintOf(walked);
    if (complaint !== undefined) throw new CannotStart(`\n${complaint}`);
    console.log(`\n核对 ${walked.compared} 项，全部相符，用时 ${((Date.now() - began) / 1000).toFixed(1)} 秒。`);
  } finally {
    await database.stop();
  }
});
