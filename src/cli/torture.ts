import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { CannotStart, orExplain } from '../exit.ts';
import { torture } from '../torture/index.ts';

const USAGE = '用法：npm run torture -- [--kills 次数]（1 到 1000，默认 50）';
/** Differences that are listed; more say nothing new. */
const LISTED = 50;

/** Kills the server under load and ends with 1 when anything acknowledged is missing, doubled or miscounted. */
await orExplain(async () => {
  const began = Date.now();
  const kills = readKills();
  console.log(`十六个写入者，${kills} 次 kill -9（每三次连同数据库）…`);
  const differences = await torture({ kills, print: (line) => console.log(line) });
  const listed = differences.slice(0, LISTED).map((line) => `  · ${line}`);
  if (differences.length > 0) throw new CannotStart(`\n不符 ${differences.length} 处：\n${listed.join('\n')}`);
  console.log(`\n${kills} 次 kill -9 之后全部相符，用时 ${Math.round((Date.now() - began) / 1000)} 秒。`);
});

function readKills(): number {
  let given: string;
  try {
    given = parseArgs({ options: { kills: { type: 'string', default: '50' } } }).values.kills;
  } catch {
    throw new CannotStart(USAGE);
  }
  if (!/^\d{1,4}$/.test(given) || Number(given) < 1 || Number(given) > 1000) throw new CannotStart(USAGE);
  return Number(given);
}
