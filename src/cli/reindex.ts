import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { openDatabase } from '../database/open.ts';
import { assertWalled } from '../database/walled.ts';
import { forgetIndex, indexPending } from '../domains/search/index-pending.ts';
import { readEnv } from '../env.ts';
import { orExplain } from '../exit.ts';
import { connect } from '../orm.ts';

/** Writes anew what search knows of every federation, beside a running server if need be. */
await orExplain(async () => {
  const database = await openDatabase(readEnv());
  try {
    await assertWalled(database.application);
    const orm = await connect(database.application, { max: 2 });
    const em = orm.em as SqlEntityManager;
    const { rows } = await sql<{ id: string }>`select id from app.federations()`.execute(em.fork().getKysely());
    let count = 0;
    for (const { id } of rows) {
      await forgetIndex(em, id);
      count += await indexPending(em, id);
    }
    await orm.close();
    console.log(`已为 ${rows.length} 个工会系统重建检索，共 ${count} 项。`);
  } finally {
    await database.stop();
  }
});
