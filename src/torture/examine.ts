import type { Connection, Connections } from '../database/connection.ts';
import { sealAudit, verifyAudit } from '../domains/audit/seal.ts';
import { fold } from '../domains/submissions/rollup.fold.ts';
import { recount } from '../domains/submissions/rollup.recount.ts';
import { asSystem } from '../kit/system.ts';
import type { MikroORM } from '@mikro-orm/postgresql';
import { connect } from '../orm.ts';
import type { Journal } from './journal.ts';
import { doneBefore, type Finding, verify } from './verify.ts';

/** The ways into the database, one of them past all walls: drafts and keys are nobody's but their owner's. */
export interface Ways extends Connections {
  readonly superuser: Connection;
}

/** Compares everything that has to hold afterwards, prints what was looked at, and answers one line per difference. */
export async function examine(
  { application, superuser }: Ways,
  federationId: string,
  journal: Journal,
  print: (line: string) => void,
): Promise<string[]> {
  const [orm, unwalled] = await Promise.all([connect(application, { max: 2 }), connect(superuser, { max: 2 })]);
  try {
    const { findings, repeated } = await asSystem(unwalled.em, federationId, async (system) => ({
      findings: await verify(system, journal),
      repeated: await doneBefore(system, journal),
    }));
    findings.push(await recounted(orm, federationId, '汇总数与逐件重算一致（含未合并的变动）'));
    while ((await fold(orm.em, federationId)) > 0);
    findings.push(await recounted(orm, federationId, '全部合并后仍与逐件重算一致'));
    findings.push(await chained(orm, federationId));
    findings.push({ what: '不应有的答复', count: 0, differences: journal.faults });
    summarize(journal, repeated, findings, print);
    return findings.flatMap(({ what, differences }) => differences.map((line) => `${what}：${line}`));
  } finally {
    await Promise.all([orm.close(), unwalled.close()]);
  }
}

async function recounted({ em }: MikroORM, federationId: string, what: string): Promise<Finding> {
  const { figures, found } = await asSystem(em, federationId, async ({ db }) => ({
    figures: await db
      .selectFrom('rollup_total')
      .select((select) => select.fn.countAll<string>().as('count'))
      .executeTakeFirstOrThrow(),
    found: await recount(db, federationId),
  }));
  const differences = found.map((row) => `${row.filed_path} ${row.figure}：留存 ${row.kept}，重算 ${row.recounted}`);
  return { what, count: Number(figures.count), differences };
}

async function chained({ em }: MikroORM, federationId: string): Promise<Finding> {
  await sealAudit(em, federationId, new Date());
  const { seals, broken, loose } = await verifyAudit(em, federationId);
  const differences = [...broken.map((number) => `第 ${number} 个封印不符`), ...(loose > 0 ? [`${loose} 行没有封印`] : [])];
  return { what: '审计链的封印', count: seals, differences };
}

function summarize(journal: Journal, repeated: number, findings: readonly Finding[], print: (line: string) => void): void {
  const operations = Map.groupBy(journal.done, ({ operation }) => operation);
  const refused = [...journal.refused].map(([code, count]) => `${code} ${count}`);
  print('');
  print(`已确认的操作 ${journal.done.length} 项：${[...operations].map(([name, entries]) => `${name} ${entries.length}`).join('，')}`);
  print(`断线后重发 ${journal.broken} 次，其中 ${repeated} 次先前其实已办成，凭幂等键没有办第二遍；系统忙后重发 ${journal.busy} 次`);
  print(`因竞争而被拒绝：${refused.join('，') || '无'}`);
  for (const { what, count, differences } of findings) {
    const verdict = differences.length === 0 ? '相符' : `不符 ${differences.length} 处`;
    print(`${verdict}  ${what}：${count}`);
  }
}
