import { migrate } from '../database/migrate.ts';
import { openDatabase } from '../database/open.ts';
import { assertWalled } from '../database/walled.ts';
import { readEnv } from '../env.ts';
import { CannotStart, orExplain } from '../exit.ts';

/** Brings the database up to date: the one of MIGRATIONS_DATABASE_URL, else the embedded one. */
await orExplain(async () => {
  const database = await openDatabase(readEnv());
  try {
    const { owner, application } = database;
    if (!owner) throw new CannotStart('请用 MIGRATIONS_DATABASE_URL 指定表的所有者角色；DATABASE_URL 是应用角色，不能改动表结构。');
    const names = await migrate({ owner, application });
    await assertWalled(application);
    console.log(
      names.length === 0 ? '数据库结构已经是最新。' : `已执行 ${names.length} 项变更：\n${names.map((name) => `  · ${name}`).join('\n')}`,
    );
  } finally {
    await database.stop();
  }
});
