import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { csvOf, faultsOf, Importer, inOrder, ORGANIZATION_HEADINGS, xlsxOf } from './support.ts';

const GOOD = [
  ['C1', '', '', '县（市、区）总工会', '新一县总工会', '新一县', '新工字'],
  ['', 'C1', '', '乡镇（街道）工会', '城关镇工会', '城关镇', ''],
  ['', '', '新一县总工会/城关镇工会', '基层工会', '面粉厂工会', '', ''],
  ['', '', '东山县总工会', 'GRASSROOTS', '粮库工会', '粮库', ''],
  ['', '', '石门市总工会/面粉厂工会', '车间工会', '磨粉车间', '磨粉', ''],
] as const;
/** The last one names its superior by a path from the importing body down, through rows of the table. */
const ROWS = [...GOOD.slice(0, 4), ['', '', '新一县总工会/城关镇工会/面粉厂工会', '车间工会', '磨粉车间', '磨粉', '']];

const tree = (importer: Importer, under: string) =>
  importer.w.asSystem(async ({ db }) => {
    const { rows } = await sql<{ path: string; name: string; next_child: number }>`
      select path, name, next_child from organization where path like ${`${under}%`} order by path`.execute(db);
    return rows.map(({ path, name, next_child }) => `${path} ${name} ${next_child}`);
  });

describe.concurrent('a table of organizations', () => {
  test('is checked without changing anything, then taken over as it was checked: addresses, history, audit', async () => {
    const importer = await Importer.at();
    const { w } = importer;
    const before = await importer.counts();
    const checked = await importer.check('ORGANIZATIONS', await xlsxOf(ORGANIZATION_HEADINGS, ROWS));
    expect(checked).toMatchObject({
      state: 'SOUND',
      stateLabel: '可以导入',
      fileName: '名单.xlsx',
      rowCount: 5,
      faultyRowCount: 0,
      summary: [
        { label: '县（市、区）总工会', count: 1 },
        { label: '乡镇（街道）工会', count: 1 },
        { label: '基层工会', count: 2 },
        { label: '车间工会', count: 1 },
      ],
      viewerCan: { apply: { allowed: true, code: null } },
      checkJob: { state: 'DONE', done: 5, total: 5, failureCount: 0, resultFile: null },
    });
    expect(await importer.counts()).toEqual({ ...before, audit_line: before['audit_line']! + 2 }); // the file, the check

    const taken = await importer.take(checked.id);
    expect(taken).toMatchObject({ state: 'APPLIED', applyJob: { state: 'DONE', done: 5, total: 5, phase: '已完成' } });
    expect(await tree(importer, w.city.path)).toEqual([
      '0001.0001. 石门市总工会 5',
      '0001.0001.0001. 东山县总工会 5',
      '0001.0001.0001.0001. 东山县第一纺织厂工会 1',
      '0001.0001.0001.0001.0001. 第一纺织厂工会织造车间分会 0',
      '0001.0001.0001.0002. 东山县机械厂工会 0',
      '0001.0001.0001.0003. 东山县人民医院工会 0',
      '0001.0001.0001.0004. 东山县供水公司工会 0',
      '0001.0001.0001.0005. 粮库工会 0',
      '0001.0001.0002. 西河县总工会 1',
      '0001.0001.0002.0001. 西河县酒厂工会 0',
      '0001.0001.0003. 北原县总工会 0',
      '0001.0001.0004. 石门市公交公司工会 0',
      '0001.0001.0005. 新一县总工会 1',
      '0001.0001.0005.0001. 城关镇工会 1',
      '0001.0001.0005.0001.0001. 面粉厂工会 1',
      '0001.0001.0005.0001.0001.0001. 磨粉车间 0',
    ]);
    const found = await importer.api.ask(
      `query($under: ID!) { organizations(under: $under, first: 50, search: "面粉厂") { nodes { id name shortName kind level docPrefix ancestors { name } versions { changeLabel reason } } } }`,
      { under: w.id('Organization', w.city.id) },
    );
    const [mill] = found.organizations.nodes;
    expect(mill).toMatchObject({
      shortName: '面粉厂工会',
      kind: 'GRASSROOTS',
      level: 5,
      docPrefix: null,
      ancestors: ['河东省总工会', '石门市总工会', '新一县总工会', '城关镇工会'].map((name) => ({ name })),
      versions: [{ changeLabel: '成立', reason: '批量导入：名单.xlsx' }],
    });
    const audit = await importer.api.ask(`query($id: ID!) { auditLines(subjectId: $id) { nodes { operation personName detail } } }`, {
      id: mill.id,
    });
    expect(audit.auditLines.nodes).toMatchObject([{ operation: 'addOrganization', detail: { name: '面粉厂工会', row: 4 } }]);
    const after = await importer.counts();
    expect(after['organization']).toBe(before['organization']! + 5);
    expect(after['organization_version']).toBe(before['organization_version']! + 5);
    // Somebody adds by hand: behind what was imported.
    const added = await importer.api.ask(
      `mutation($input: AddOrganizationInput!) { addOrganization(input: $input) { errors { code } organization { name } } }`,
      { input: { parentId: w.id('Organization', w.county.id), kind: 'GRASSROOTS', name: '手工添加工会', shortName: '手工' } },
    );
    expect(added.addOrganization.errors).toEqual([]);
    expect((await tree(importer, '0001.0001.0001.0006.'))[0]).toContain('手工添加工会');
  });

  test('names every bad row with its column and why, and takes nothing over', async () => {
    const importer = await Importer.at();
    const before = await importer.counts();
    const rows = [
      ['A', '', '', '县（市、区）总工会', '好县总工会', '', ''], // 2
      ['A', '', '', '县总工会', '坏县总工会', '', ''], // 3: no such kind; code twice
      ['', 'Z9', '', '基层工会', '甲厂工会', '', ''], // 4: no such code
      ['', '', '南岭县总工会', '基层工会', '乙厂工会', '', ''], // 5: in the other city
      ['', '', '', '省总工会', '某省总工会', '', ''], // 6: a province below a city
      ['', '', '东山县人民医院工会', '基层工会', '丙厂工会', '', ''], // 7: fine
      ['', '', '第一纺织厂工会织造车间分会', '基层工会', '丁厂工会', '', ''], // 8: a union inside a branch
      ['', '', '东山县总工会', '基层工会', '东山县机械厂工会', '', ''], // 9: taken
      ['', 'A', '', '基层工会', '戊厂工会', '', ''], // 10
      ['', 'A', '', '基层工会', '戊厂工会', '', ''], // 11: the same as 10
      ['', '', '', '基层工会', '', '', ''], // 12: no name
      ['', '', '', '', '己厂工会', '', ''], // 13: no kind
      ['', '', '', '基层工会', '长'.repeat(101), '', ''], // 14
      ['', '', '', '基层工会', '庚厂工会', '长'.repeat(41), '长'.repeat(21)], // 15
      ['R1', 'R2', '', '基层工会', '圈一工会', '', ''], // 16: a ring
      ['R2', 'R1', '', '基层工会', '圈二工会', '', ''], // 17
      ['', 'R2', '', '车间工会', '圈二车间', '', ''], // 18: hangs on the ring, not blamed
      ['', '', '好县总工会/没有的镇', '基层工会', '辛厂工会', '', ''], // 19
      ['', '', '戊厂工会', '车间工会', '歧义车间', '', ''], // 20: two of that name
      ['', '', '好县总工会/某镇工会', '基层工会', '壬厂工会', '', ''], // 21: its superior is row 22
      ['', 'Z9', '', '乡镇（街道）工会', '某镇工会', '', ''], // 22
    ];
    const checked = await importer.check('ORGANIZATIONS', csvOf(ORGANIZATION_HEADINGS, rows));
    expect(faultsOf(checked.checkJob)).toEqual(
      inOrder([
        '3 类别 UNKNOWN_WORD',
        '3 编号 CODE_REPEATED',
        '4 上级组织编号 PLACE_UNKNOWN',
        '5 上级组织 PLACE_UNKNOWN',
        '6 类别 KIND_NOT_ALLOWED',
        '8 类别 KIND_NOT_ALLOWED',
        '9 名称 NAME_TAKEN',
        '11 名称 NAME_REPEATED',
        '12 名称 REQUIRED',
        '13 类别 REQUIRED',
        '14 名称 TOO_LONG',
        '15 简称 TOO_LONG',
        '15 机关代字 TOO_LONG',
        '16 上级组织 CYCLE',
        '17 上级组织 CYCLE',
        '19 上级组织 PLACE_UNKNOWN',
        '20 上级组织 PLACE_AMBIGUOUS',
        '21 上级组织 PLACE_FAULTY',
        '22 上级组织编号 PLACE_UNKNOWN',
      ]),
    );
    const messages = Object.fromEntries(
      checked.checkJob.failures.nodes.map((node: { row: number; code: string; message: string }) => [
        `${node.row} ${node.code}`,
        node.message,
      ]),
    );
    expect(messages).toMatchObject({
      '3 UNKNOWN_WORD': '没有“县总工会”这种组织类别',
      '3 CODE_REPEATED': '编号“A”与第 2 行重复',
      '4 PLACE_UNKNOWN': '本表和本单位范围内都没有“Z9”',
      '8 KIND_NOT_ALLOWED': '基层工会不能设在分工会之下',
      '9 NAME_TAKEN': '上级之下已有“东山县机械厂工会”',
      '11 NAME_REPEATED': '与第 10 行重复：同一上级之下名称须不同',
      '14 TOO_LONG': '最多 100 个字',
      '21 PLACE_FAULTY': '“好县总工会/某镇工会”在本表第 22 行，那一行的上级有误',
    });
    expect(checked).toMatchObject({ state: 'FAULTY', rowCount: 21, faultyRowCount: 17, viewerCan: { apply: { code: 'NOT_SOUND' } } });
    expect((await importer.apply(checked.id)).errors).toMatchObject([{ code: 'NOT_SOUND', path: ['input', 'importId'] }]);
    expect(await importer.counts()).toMatchObject({ ...before, audit_line: expect.any(Number) });
  });
});
