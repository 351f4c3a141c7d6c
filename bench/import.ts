import { openAsBlob } from 'node:fs';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import readExcelFile from 'read-excel-file/node';
import { startEmbedded } from '../src/database/embedded.ts';
import { homeFor, serverAccount } from '../src/database/embedded-files.ts';
import { migrate } from '../src/database/migrate.ts';
import { prepareRoles } from '../src/database/roles.ts';
import { foundFederation, plantPeople } from '../src/domains/federation/found.ts';
import { hashPassword } from '../src/domains/identity/password.ts';
import { verifyAudit } from '../src/domains/audit/seal.ts';
import { asSystem } from '../src/kit/system.ts';
import { post } from '../src/kit/http-client.ts';
import { connect } from '../src/orm.ts';
import { Victim } from '../src/torture/victim.ts';
import { expectedFaults, writeWorkbook } from './import-workbook.ts';

/*
 * A broken workbook of 200,000 organizations through the API of the product's own server, then the mended one, with the
 * server killed in the middle of the check and again in the middle of the writing: what it reports, how long it takes, and
 * how much memory the server's process takes above what it had before.
 */
const { values } = parseArgs({ options: { rows: { type: 'string', default: '200000' }, report: { type: 'string' } } });
const ROWS = Number(values.rows);
const LOGIN = 'bench.admin';
const PASSWORD = 'bench-password-1';

const lines: string[] = [];
const say = (line: string) => {
  console.log(line);
  lines.push(line);
};
const seconds = (from: number) => `${((Date.now() - from) / 1000).toFixed(1)} s`;
const MiB = (kilobytes: number) => `${Math.round(kilobytes / 1024)} MiB`;

/** Resident memory of a process in kB: now, and the most since it was last asked. */
class Memory {
  readonly #pid: number;
  #peak = 0;
  readonly #timer: NodeJS.Timeout;

  constructor(pid: number) {
    this.#pid = pid;
    this.#timer = setInterval(() => void this.now().catch(() => {}), 20);
  }

  async now(): Promise<number> {
    const status = await fs.readFile(`/proc/${this.#pid}/status`, 'utf8');
    const resident = Number(/VmRSS:\s+(\d+)/.exec(status)![1]);
    this.#peak = Math.max(this.#peak, resident);
    return resident;
  }

  async begin(): Promise<number> {
    this.#peak = 0;
    return this.now();
  }

  get peak(): number {
    return this.#peak;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

interface Job {
  readonly state: string;
  readonly phase: string;
  readonly done: number;
  readonly total: number | null;
  readonly failureCount: number;
  readonly resultFile: { readonly id: string } | null;
  readonly failures: { readonly nodes: readonly { row: number | null; column: string | null; code: string; message: string }[] };
}
interface Import {
  readonly id: string;
  readonly state: string;
  readonly rowCount: number;
  readonly faultyRowCount: number;
  readonly summary: readonly { label: string; count: number }[];
  readonly checkJob: Job;
  readonly applyJob: Job | null;
}

const JOB = 'state phase done total failureCount resultFile { id } failures(first: 8) { nodes { row column code message } }';
const IMPORT = `id state rowCount faultyRowCount summary { label count } checkJob { ${JOB} } applyJob { ${JOB} }`;

const home = homeFor(serverAccount(), `bench-import-${process.pid}`);
const scratch = await fs.mkdtemp(path.join(os.tmpdir(), 'liandong-import-'));
const victim = new Victim(home);
let token = '';

async function ask<Data>(document: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Data> {
  const { data, errors } = await post(await victim.origin, document, variables, { token });
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return data as Data;
}

async function prepare(): Promise<string> {
  return withDatabase(async ({ owner, application }) => {
    await migrate({ owner, application });
    const at = new Date(Date.now() - 86_400_000);
    const { federationId, rootId } = await foundFederation(owner, {
      name: '河东省总工会',
      root: { kind: 'PROVINCE', name: '河东省总工会', shortName: '河东省' },
      at,
    });
    const orm = await connect(application, { max: 2 });
    const passwordHash = await hashPassword(PASSWORD);
    const administrator = { organizationId: rootId, login: LOGIN, name: '管理员', roles: ['ADMINISTRATOR'] as const, passwordHash };
    await asSystem(orm.em, federationId, ({ db }) => plantPeople(db, federationId, [administrator], at));
    await orm.close();
    return federationId;
  });
}

async function withDatabase<Result>(work: (connections: Awaited<ReturnType<typeof prepareRoles>>) => Promise<Result>): Promise<Result> {
  const database = await startEmbedded({ name: 'bench-import', dataDir: home, patience: 30_000 });
  try {
    return await work(await prepareRoles(database.socket));
  } finally {
    await database.stop();
  }
}

async function start(): Promise<Memory> {
  await victim.start();
  return new Memory(victim.pid);
}

async function signIn(): Promise<void> {
  const { signIn: session } = await ask<{ signIn: { token: string } }>(
    'mutation($input: SignInInput!) { signIn(input: $input) { token } }',
    {
      input: { login: LOGIN, password: PASSWORD },
    },
  );
  token = session.token;
}

/** Puts a workbook in and asks to have it checked. */
async function check(file: string): Promise<string> {
  const response = await fetch(`${await victim.origin}/files?purpose=IMPORT&name=${path.basename(file)}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}` },
    body: await openAsBlob(file),
  });
  const { file: kept, errors } = (await response.json()) as { file?: { id: string }; errors?: unknown };
  if (!kept) throw new Error(JSON.stringify(errors));
  const answer = await ask<{ checkImport: { errors: unknown[]; import: { id: string } } }>(
    'mutation($input: CheckImportInput!) { checkImport(input: $input) { errors { code message } import { id } } }',
    { input: { kind: 'ORGANIZATIONS', fileId: kept.id } },
  );
  if (answer.checkImport.errors.length > 0) throw new Error(JSON.stringify(answer.checkImport.errors));
  return answer.checkImport.import.id;
}

async function apply(importId: string): Promise<void> {
  const answer = await ask<{ applyImport: { errors: unknown[] } }>(
    'mutation($input: ApplyImportInput!) { applyImport(input: $input) { errors { code message } } }',
    { input: { importId } },
  );
  if (answer.applyImport.errors.length > 0) throw new Error(JSON.stringify(answer.applyImport.errors));
}

const read = async (id: string) =>
  (await ask<{ node: Import }>(`query($id: ID!) { node(id: $id) { ... on Import { ${IMPORT} } } }`, { id })).node;

/** Waits for a job, telling when its phase changes. Ends early when `until` says so. */
async function follow(id: string, which: 'checkJob' | 'applyJob', until: (job: Job) => boolean = () => false): Promise<Import> {
  const began = Date.now();
  let phase = '';
  for (;;) {
    const found = await read(id);
    const job = found[which]!;
    if (job.phase !== phase) say(`  ${seconds(began).padStart(8)}  ${job.phase} ${job.done}/${job.total ?? '?'}`);
    phase = job.phase;
    if (['DONE', 'FAILED', 'CANCELLED'].includes(job.state) || until(job)) return found;
    await sleep(100);
  }
}

const organizations = async () =>
  (await ask<{ organizations: { totalCount: number } }>('{ organizations(first: 1) { totalCount } }')).organizations.totalCount;

async function killed(memory: Memory): Promise<Memory> {
  memory.stop();
  await victim.kill({ andPostgres: false });
  say('            kill -9 of the server; started again');
  return start();
}

try {
  const [broken, mended, small] = ['broken.xlsx', 'mended.xlsx', 'small.xlsx'].map((name) => path.join(scratch, name)) as [
    string,
    string,
    string,
  ];
  await writeWorkbook(broken, ROWS, true);
  await writeWorkbook(mended, ROWS, false);
  await writeWorkbook(small, 20, true);
  say(`${ROWS} organizations in a workbook of ${((await fs.stat(broken)).size / 1e6).toFixed(1)} MB, every 1,000th row bad`);
  const federationId = await prepare();
  let memory = await start();
  await signIn();
  await follow(await check(small), 'checkJob'); // what is loaded and compiled once is not counted
  await sleep(3000);

  say('\nThe broken workbook');
  let baseline = await memory.begin();
  let began = Date.now();
  const faulty = await follow(await check(broken), 'checkJob');
  say(
    `checked in ${seconds(began)}; the server's process went from ${MiB(baseline)} to at most ${MiB(memory.peak)}: ${MiB(memory.peak - baseline)} more`,
  );
  say(
    `${faulty.state}: ${faulty.rowCount} rows, ${faulty.faultyRowCount} of them bad, ${faulty.checkJob.failureCount} faults; ${faulty.summary.map(({ label, count }) => `${label} ${count}`).join('，')}`,
  );
  for (const { row, column, code, message } of faulty.checkJob.failures.nodes) say(`  第 ${row} 行 ${column} ${code}：${message}`);
  const list = await fetch(`${await victim.origin}/files/${faulty.checkJob.resultFile!.id}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const [sheet] = await readExcelFile(Buffer.from(await list.arrayBuffer()));
  const named = sheet!.data.slice(1).map(([row]) => Number(row));
  const expected = Object.values(expectedFaults(ROWS)).reduce((sum, count) => sum + count, 0);
  const every = named.every((row, index) => row === (index + 1) * 1000);
  say(
    `the list of what is wrong names ${named.length} rows, ${expected} expected, each 1,000th: ${every}; organizations now: ${await organizations()}`,
  );

  say('\nThe mended workbook, the server killed in the middle of the check and in the middle of the writing');
  baseline = await memory.begin();
  began = Date.now();
  const importId = await check(mended);
  await follow(importId, 'checkJob', ({ done }) => done > ROWS / 2);
  memory = await killed(memory);
  const sound = await follow(importId, 'checkJob');
  say(`checked in ${seconds(began)}, the restart included: ${sound.state}, ${sound.rowCount} rows, ${sound.faultyRowCount} bad`);
  await sleep(3000);
  baseline = await memory.begin();
  began = Date.now();
  await apply(importId);
  await follow(importId, 'applyJob', ({ phase }) => phase === '写入');
  await sleep(ROWS > 50_000 ? 5000 : 300);
  const during = await organizations();
  memory = await killed(memory);
  say(`organizations seen while it was being written: ${during}; after the kill: ${await organizations()}`);
  const writing = Date.now();
  const applied = await follow(importId, 'applyJob');
  say(
    `taken over in ${seconds(began)}, the restart included, ${seconds(writing)} of it after the restart; at most ${MiB(memory.peak)} in the server's process`,
  );
  say(`${applied.state}; organizations now: ${await organizations()}, ${ROWS + 1} expected`);
  memory.stop();
  await victim.stop();
  await withDatabase(async ({ application }) => {
    const orm = await connect(application, { max: 2 });
    const verdict = await verifyAudit(orm.em, federationId);
    await orm.close();
    say(`the chain of audit lines: ${verdict.seals} seals, ${verdict.broken.length} broken, ${verdict.loose} loose`);
  });
  if (values.report) await fs.writeFile(values.report, `${lines.join('\n')}\n`);
} catch (error) {
  console.error(victim.words);
  throw error;
} finally {
  await victim.stop();
  await fs.rm(scratch, { recursive: true, force: true });
  await fs.rm(home, { recursive: true, force: true });
}
