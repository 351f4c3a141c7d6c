import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { clearStaged } from '../../src/domains/imports/clear-staged.ts';
import { handlers } from '../../src/domains/jobs/handlers.ts';
import { runJob } from '../../src/domains/jobs/run-job.ts';
import { get } from '../support/files.ts';
import { filesDirectory, world } from '../support/world.ts';
import { csvOf, faultsOf, Importer, ORGANIZATION_HEADINGS, xlsxOf } from './support.ts';

const units = (count: number, name = '新厂') =>
  Array.from({ length: count }, (_, index) => ['', '', '东山县总工会', '基层工会', `${name}${index + 1}工会`, '', '']);
const table = (count: number, name?: string) => csvOf(ORGANIZATION_HEADINGS, units(count, name));

const ADD = `mutation($input: AddOrganizationInput!) { addOrganization(input: $input) { errors { code } organization { id } } }`;
const add = (importer: Importer, name: string) =>
  importer.api.ask(ADD, {
    input: { parentId: importer.w.id('Organization', importer.w.county.id), kind: 'GRASSROOTS', name, shortName: '手工' },
  });

function background(importer: Importer, stopping = new AbortController()) {
  return {
    orm: importer.w.orm,
    clock: importer.w.clock,
    log: { error: (fields: Readonly<Record<string, unknown>>) => console.error(fields) },
    files: { directory: filesDirectory, maxBytes: 1024 * 1024 },
    handlers,
    stopping: stopping.signal,
  };
}

const waiting = (importer: Importer) =>
  importer.w.asSystem(
    async ({ db }) => (await sql<{ id: string }>`select id from job where state = 'QUEUED' order by id`.execute(db)).rows,
  );
const staged = (importer: Importer) =>
  importer.w.asSystem(
    async ({ db }) => (await sql<{ count: number }>`select count(*)::int as count from staged_row`.execute(db)).rows[0]!.count,
  );

describe.concurrent('an import', () => {
  test('takes over nothing at all when one row no longer fits, and says which', async () => {
    const importer = await Importer.at();
    const { id } = await importer.check('ORGANIZATIONS', table(20));
    await add(importer, '新厂7工会');
    const before = await importer.counts();
    const failed = await importer.take(id);
    expect(failed).toMatchObject({ state: 'SOUND', applyJob: { state: 'FAILED' } });
    expect(faultsOf(failed.applyJob)).toEqual(['null null CHANGED_SINCE_CHECK', '8 名称 NAME_TAKEN']);
    expect(await importer.counts()).toEqual({ ...before, audit_line: before['audit_line']! + 1 });
    // Checked anew it is faulty; the mended file goes in.
    expect(faultsOf((await importer.check('ORGANIZATIONS', table(20))).checkJob)).toEqual(['8 名称 NAME_TAKEN']);
    const mended = csvOf(ORGANIZATION_HEADINGS, units(20).toSpliced(6, 1));
    expect((await importer.take((await importer.check('ORGANIZATIONS', mended)).id)).state).toBe('APPLIED');
    expect((await importer.counts())['organization']).toBe(before['organization']! + 19);
  });

  test('takes over nothing when its superior has gone in between', async () => {
    const importer = await Importer.at();
    const rows = [['', '', '北原县总工会', '基层工会', '甲厂工会', '', '']];
    const { id } = await importer.check('ORGANIZATIONS', csvOf(ORGANIZATION_HEADINGS, rows));
    const { w } = importer;
    const dissolved = await importer.api.ask(
      `mutation($input: DissolveOrganizationInput!) { dissolveOrganization(input: $input) { errors { code } } }`,
      { input: { organizationId: w.id('Organization', w.secondSibling.id), version: 1, reason: '撤销' } },
    );
    expect(dissolved.dissolveOrganization.errors).toEqual([]);
    const before = await importer.counts();
    const failed = await importer.take(id);
    expect(faultsOf(failed.applyJob)).toContain('2 上级组织 PLACE_UNKNOWN');
    expect((await importer.counts())['organization']).toBe(before['organization']);
  });

  test('follows a superior that was moved in between', async () => {
    const importer = await Importer.at((w) => w.province);
    const { w } = importer;
    const { id } = await importer.check('ORGANIZATIONS', table(3));
    const moved = await importer.api.ask(
      `mutation($input: MoveOrganizationInput!) { moveOrganization(input: $input) { errors { code } } }`,
      {
        input: {
          organizationId: w.id('Organization', w.county.id),
          version: 1,
          parentId: w.id('Organization', w.otherCity.id),
          reason: '区划调整',
        },
      },
    );
    expect(moved.moveOrganization.errors).toEqual([]);
    expect((await importer.take(id)).state).toBe('APPLIED');
    const { rows } = await w.asSystem(({ db }) =>
      sql<{ path: string }>`select path from organization where name like '新厂%' order by path`.execute(db),
    );
    expect(rows.map(({ path }) => path)).toEqual(['0001.0002.0002.0005.', '0001.0002.0002.0006.', '0001.0002.0002.0007.']);
  });

  test('of the same bytes is made once; other bytes with the same names are refused by name', async () => {
    const importer = await Importer.at();
    const content = table(3);
    const first = await importer.check('ORGANIZATIONS', content);
    const second = await importer.check('ORGANIZATIONS', content);
    expect(second.state).toBe('SOUND');
    expect((await importer.take(first.id)).state).toBe('APPLIED');
    const counts = await importer.counts();
    expect((await importer.apply(first.id)).errors).toMatchObject([{ code: 'ALREADY_IMPORTED' }]);
    expect((await importer.apply(second.id)).errors).toMatchObject([{ code: 'ALREADY_IMPORTED' }]);
    expect((await importer.ask('ORGANIZATIONS', await importer.put(content, '另一个名字.csv'))).errors).toMatchObject([
      { code: 'ALREADY_IMPORTED', path: ['input', 'fileId'] },
    ]);
    // A colleague in the same body is told the same.
    const colleague = new Importer(importer.w, await importer.w.person(importer.w.city, ['ADMINISTRATOR']));
    expect((await colleague.ask('ORGANIZATIONS', await colleague.put(content, '同事.csv'))).errors[0].code).toBe('ALREADY_IMPORTED');
    const other = await colleague.check('ORGANIZATIONS', `${content}\r\n`);
    expect(faultsOf(other.checkJob)).toEqual(['2 名称 NAME_TAKEN', '3 名称 NAME_TAKEN', '4 名称 NAME_TAKEN']);
    expect((await importer.counts())['organization']).toBe(counts['organization']);
  });

  test('two at once of the same names: one is made whole, the other not at all', async () => {
    const importer = await Importer.at();
    const colleague = new Importer(importer.w, await importer.w.person(importer.w.city, ['ADMINISTRATOR']));
    const [one, two] = [await importer.check('ORGANIZATIONS', table(40)), await colleague.check('ORGANIZATIONS', `${table(40)}\r\n`)];
    const before = await importer.counts();
    expect((await importer.apply(one.id)).errors).toEqual([]);
    expect((await colleague.apply(two.id)).errors).toEqual([]);
    const jobs = await waiting(importer);
    expect(jobs).toHaveLength(2);
    await Promise.all(jobs.map(({ id }) => runJob(background(importer), importer.w.federationId, id)));
    const states = [(await importer.read(one.id)).state, (await colleague.read(two.id)).state];
    expect(new Set(states)).toEqual(new Set(['APPLIED', 'SOUND']));
    expect((await importer.counts())['organization']).toBe(before['organization']! + 40);
  });

  test('that is stopped anywhere goes on where it stood and does nothing twice', async () => {
    const importer = await Importer.at();
    const before = await importer.counts();
    const asked = await importer.ask(
      'ORGANIZATIONS',
      await importer.put(await xlsxOf(ORGANIZATION_HEADINGS, [...units(2500), ['', '', '', '无此类别', '坏工会', '', '']]), '大.xlsx'),
    );
    const faulty = await stopAndGo(importer, asked.import.id);
    expect(faultsOf(faulty.checkJob)).toEqual(['2502 类别 UNKNOWN_WORD']);
    expect(faulty).toMatchObject({ rowCount: 2501, faultyRowCount: 1, checkJob: { done: 2501, total: 2501 } });
    const good = await importer.check('ORGANIZATIONS', await xlsxOf(ORGANIZATION_HEADINGS, units(2500)));
    await importer.apply(good.id);
    expect(await stopAndGo(importer, good.id)).toMatchObject({ state: 'APPLIED', applyJob: { state: 'DONE' } });
    expect((await importer.counts())['organization']).toBe(before['organization']! + 2500);
  });

  /** Runs the job that waits, stopping it again and again behind a few pieces: of the first two, one only looks at the file. */
  async function stopAndGo(importer: Importer, importId: string) {
    const [job] = await waiting(importer);
    let stops = 0;
    for (let isOver = false; !isOver; stops++) {
      const stopping = new AbortController();
      let pieces = 0;
      const counted = new Proxy(stopping.signal, {
        get(signal, key) {
          // Asked at the beginning of each piece.
          if (key === 'aborted' && pieces++ === 2 + (stops % 4)) stopping.abort();
          return Reflect.get(signal, key) as unknown;
        },
      });
      await runJob({ ...background(importer), stopping: counted }, importer.w.federationId, job!.id);
      const { rows } = await importer.w.asSystem(({ db }) =>
        sql<{ state: string }>`select state from job where id = ${job!.id}`.execute(db),
      );
      isOver = rows[0]!.state !== 'QUEUED';
    }
    expect(stops).toBeGreaterThan(1);
    return importer.read(importId);
  }

  test('waits a day to be taken over; then its rows are gone, as they are once it is over', async () => {
    const importer = await Importer.at();
    const { w } = importer;
    const sound = await importer.check('ORGANIZATIONS', table(3));
    const faulty = await importer.check('ORGANIZATIONS', csvOf(ORGANIZATION_HEADINGS, [['', '', '', '无', '坏工会', '', '']]));
    expect(faulty.state).toBe('FAULTY');
    expect(await staged(importer)).toBe(4);
    const clear = () => clearStaged(w.orm.em, w.federationId, w.clock.now());
    await clear();
    expect(await staged(importer)).toBe(3);
    w.clock.advance(24 * 3_600_000 - 1);
    await clear();
    expect(await staged(importer)).toBe(3);
    expect((await importer.read(sound.id)).viewerCan.apply).toEqual({ allowed: true, code: null });
    w.clock.advance(1);
    expect((await importer.apply(sound.id)).errors).toMatchObject([{ code: 'IMPORT_EXPIRED' }]);
    await clear();
    expect(await staged(importer)).toBe(0);
  });

  test('hands out the list of what is wrong to whoever started it, for seven days', async () => {
    const importer = await Importer.at();
    const { w } = importer;
    const rows = [...units(30), ['', '', '', '无', '坏工会', '', ''], ['', '', '没有', '基层工会', '坏二工会', '', '']];
    const faulty = await importer.check('ORGANIZATIONS', csvOf(ORGANIZATION_HEADINGS, rows), '五月.csv');
    const file = faulty.checkJob.resultFile;
    expect(file.name).toBe('五月-问题清单.xlsx');
    const { default: readExcelFile } = await import('read-excel-file/node');
    const [sheet] = await readExcelFile((await get(w, importer.person, file.id)).rawPayload);
    expect(sheet!.data).toEqual([
      ['行', '列', '问题'],
      [32, '类别', '没有“无”这种组织类别'],
      [33, '上级组织', '本表和本单位范围内都没有“没有”'],
    ]);
    expect((await get(w, await w.person(w.city, ['ADMINISTRATOR']), file.id)).statusCode).toBe(404);
    w.clock.advance(7 * 24 * 3_600_000 - 1000);
    expect((await get(w, importer.person, file.id)).statusCode).toBe(200);
    w.clock.advance(1000);
    expect((await get(w, importer.person, file.id)).statusCode).toBe(404);
    expect((await importer.read(faulty.id)).checkJob.resultFile).toBeNull();
  });

  test("is of one's own file and below one's own body alone", async () => {
    const importer = await Importer.at((w) => w.county);
    const { w } = importer;
    const fileId = await importer.put(table(2), '名单.csv');
    const stranger = new Importer(w, await w.person(w.city, ['ADMINISTRATOR']));
    const elsewhere = new Importer(await world(), importer.person);
    const abroad = new Importer(elsewhere.w, await elsewhere.w.person(elsewhere.w.city, ['ADMINISTRATOR']));
    for (const other of [stranger, abroad]) {
      expect((await other.ask('ORGANIZATIONS', fileId)).errors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'fileId'] }]);
    }
    const checked = await importer.check(
      'ORGANIZATIONS',
      csvOf(ORGANIZATION_HEADINGS, units(1).concat([['', '', '东山县第一纺织厂工会', '分工会', '一分会', '', '']])),
    );
    // The county itself is not below the county: one's own body is named by an empty cell.
    expect(faultsOf(checked.checkJob)).toEqual([]);
    for (const other of [stranger, abroad]) {
      expect((await other.apply(checked.id)).errors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'importId'] }]);
      expect(await other.read(checked.id)).toBeNull();
    }
    const outside = await importer.check(
      'ORGANIZATIONS',
      csvOf(ORGANIZATION_HEADINGS, [
        ['', '', '石门市总工会', '基层工会', '越级工会', '', ''],
        ['', w.id('Organization', w.sibling.id), '', '基层工会', '越界工会', '', ''],
        ['', w.id('Organization', w.a.id), '', '分工会', '二分会', '', ''],
      ]),
    );
    expect(faultsOf(outside.checkJob)).toEqual(['2 上级组织 PLACE_UNKNOWN', '3 上级组织编号 PLACE_UNKNOWN']);
  });

  test('goes on only as long as its starter may', async () => {
    const importer = await Importer.at();
    const { id } = await importer.check('ORGANIZATIONS', table(3));
    await importer.apply(id);
    const before = await importer.counts();
    await importer.w.asSystem(({ db }) =>
      sql`update appointment set roles = '{REPORTER}' where id = ${importer.person.capacityId}`.execute(db),
    );
    await importer.w.settle();
    const { rows } = await importer.w.asSystem(({ db }) => sql<{ code: string }>`select code from job_failure`.execute(db));
    expect(rows).toEqual([{ code: 'FORBIDDEN' }]);
    expect((await importer.counts())['organization']).toBe(before['organization']);
  });
});
