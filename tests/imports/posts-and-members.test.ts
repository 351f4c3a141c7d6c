import { sql } from 'kysely';
import readExcelFile from 'read-excel-file/node';
import { describe, expect, test } from 'vitest';
import { clearStaged } from '../../src/domains/imports/clear-staged.ts';
import { appointToo } from '../support/world.ts';
import { csvOf, faultsOf, Importer, inOrder, xlsxOf } from './support.ts';

const POSTS = ['组织编号', '组织', '部门', '职务', '办公电话'];
const MEMBERS = ['组织编号', '组织', '登录名', '姓名', '电话', '职务', '角色'];

describe.concurrent('a table of posts', () => {
  test('is checked row by row and taken over whole', async () => {
    const importer = await Importer.at();
    const { w } = importer;
    await importer.api.ask(`mutation($input: AddDepartmentInput!) { addDepartment(input: $input) { errors { code } } }`, {
      input: { organizationId: w.id('Organization', w.county.id), name: '组织部' },
    });
    await importer.api.ask(`mutation($input: AddPostInput!) { addPost(input: $input) { errors { code } } }`, {
      input: { organizationId: w.id('Organization', w.county.id), title: '主席' },
    });
    const good = [
      ['', '', '', '办公室主任', '0311-55500100'],
      ['', '东山县总工会', '组织部', '组织部干事', '０３１１－５５５００１０１'],
      [w.id('Organization', w.a.id), '', '', '联络员', ''],
    ];
    const faulty = await importer.check(
      'POSTS',
      csvOf(POSTS, [
        ...good,
        ['', '南岭县总工会', '', '联络员', ''], // 5: in the other city
        ['', '东山县总工会', '', '主席', ''], // 6: there already
        ['', '东山县总工会', '', '组织部干事', ''], // 7: as in row 3
        ['', '西河县总工会', '组织部', '干事', ''], // 8: no such department there
        ['', '西河县总工会', '', '', ''], // 9
        ['', '西河县总工会', '', '秘书', '打分机'], // 10
        [w.id('Organization', w.otherCounty.id), '', '', '秘书', ''], // 11
      ]),
    );
    expect(faultsOf(faulty.checkJob)).toEqual(
      inOrder([
        '5 组织 PLACE_UNKNOWN',
        '6 职务 NAME_TAKEN',
        '7 职务 NAME_REPEATED',
        '8 部门 DEPARTMENT_UNKNOWN',
        '9 职务 REQUIRED',
        '10 办公电话 INVALID_PHONE',
        '11 组织编号 PLACE_UNKNOWN',
      ]),
    );
    const before = await importer.counts();
    const checked = await importer.check('POSTS', await xlsxOf(POSTS, good, '职务'));
    expect(checked).toMatchObject({ state: 'SOUND', summary: [{ label: '职务', count: 3 }] });
    expect((await importer.take(checked.id)).state).toBe('APPLIED');
    const { organization } = await importer.api.ask(
      `query($id: ID!) { organization(id: $id) { posts { id title officePhone department { name } } } }`,
      { id: w.id('Organization', w.county.id) },
    );
    expect(organization.posts).toMatchObject([
      { title: '主席' },
      { title: '组织部干事', officePhone: '0311-55500101', department: { name: '组织部' } },
    ]);
    const after = await importer.counts();
    expect(after).toEqual({ ...before, post: before['post']! + 3, audit_line: before['audit_line']! + 6 });
  });
});

describe.concurrent('a table of people', () => {
  const rows = (suffix: string) => [
    ['', '东山县总工会', `Li.${suffix}`, '县总干事', '0311-55500102', '干事', '填报人员、审核人员'],
    ['', '东山县总工会', `wang.${suffix}`, '县总主席', '', '主席', '签发人'],
    ['', '', `zhao.${suffix}`, '市总分析', '+86 311 55500103', '', 'ANALYST'],
  ];

  test('opens accounts with offices; what identifies somebody stands in one table', async () => {
    const importer = await Importer.at();
    const { w } = importer;
    const given = rows(w.federationId);
    const taken = (await w.person(w.county)).login;
    const faulty = await importer.check('MEMBERS', csvOf(MEMBERS, [
      ...given,
      ['', '东山县总工会', taken, '重名', '', '', '填报人员'], // 5
      ['', '东山县总工会', `LI.${w.federationId}`, '重行', '', '', '填报人员'], // 6
      ['', '东山县总工会', 'x', '太短', '', '', '填报人员'], // 7
      ['', '没有的工会', `ok.${w.federationId}`, '无处', '', '', '填报人员'], // 8
      ['', '', `ok2.${w.federationId}`, '无权', '', '', '总管'], // 9
      ['', '', `ok3.${w.federationId}`, '', '', '', ''], // 10
    ])); // prettier-ignore
    expect(faultsOf(faulty.checkJob)).toEqual(
      inOrder([
        '5 登录名 LOGIN_TAKEN',
        '6 登录名 LOGIN_REPEATED',
        '7 登录名 INVALID_LOGIN',
        '8 组织 PLACE_UNKNOWN',
        '9 角色 UNKNOWN_WORD',
        '10 姓名 REQUIRED',
        '10 角色 REQUIRED',
      ]),
    );
    const before = await importer.counts();
    const checked = await importer.check('MEMBERS', csvOf(MEMBERS, given));
    expect(await importer.counts()).toEqual({ ...before, audit_line: before['audit_line']! + 2 });
    expect((await importer.take(checked.id)).state).toBe('APPLIED');
    expect(await importer.counts()).toMatchObject({
      person: before['person']! + 3,
      appointment: before['appointment']! + 3,
      post: before['post']! + 1,
    });
    const { persons } = await importer.api.ask(
      `query($id: ID!) { persons(organizationId: $id, first: 50) { nodes { id login name phone appointments { roles post organization { name } } } } }`,
      { id: w.id('Organization', w.county.id) },
    );
    const found = persons.nodes.filter(({ login }: { login: string }) => login.endsWith(w.federationId) && /^(li|wang)\./.test(login));
    expect(found).toMatchObject([
      {
        login: `li.${w.federationId}`,
        name: '县总干事',
        phone: '0311-55500102',
        appointments: [{ roles: ['REPORTER', 'REVIEWER'], post: '干事', organization: { name: '东山县总工会' } }],
      },
      { login: `wang.${w.federationId}`, name: '县总主席', phone: null, appointments: [{ roles: ['SIGNATORY'], post: '主席' }] },
    ]);
    const audit = await importer.api.ask(`query($id: ID!) { auditLines(subjectId: $id) { nodes { operation detail } } }`, {
      id: found[0].id,
    });
    expect(audit.auditLines.nodes).toMatchObject([{ operation: 'openAccount', detail: { roles: ['REPORTER', 'REVIEWER'], row: 2 } }]);
    // Nobody can sign in before a code is handed out.
    const reset = await importer.api.ask(
      `mutation($input: ResetAccountInput!) { resetAccount(input: $input) { errors { code } oneTimeCode } }`,
      {
        input: { personId: found[0].id },
      },
    );
    expect(reset.resetAccount.oneTimeCode).toEqual(expect.any(String));

    await clearStaged(w.orm.em, w.federationId, w.clock.now());
    const elsewhere = await w.asSystem(async ({ db }) => {
      const tables = [
        'staged_row',
        'job',
        'job_failure',
        'import_batch',
        'audit_line',
        'announcement',
        'appointment',
        'organization_version',
      ];
      const counted = await Promise.all(
        tables.map(async (table) => {
          const { rows: hits } = await sql`select from ${sql.table(table)} t where t::text ~ '县总干事|55500102|55500103|县总主席'`.execute(
            db,
          );
          return `${table} ${hits.length}`;
        }),
      );
      return counted.filter((line) => !line.endsWith(' 0'));
    });
    expect(elsewhere).toEqual([]);
  });

  test('cannot be taken in in a capacity that was lent, nor by anybody but an administrator', async () => {
    const importer = await Importer.at();
    const { w } = importer;
    const fileId = await importer.put(csvOf(MEMBERS, rows(w.federationId)), '人员.csv');
    const capacity = await appointToo(w, importer.person, w.county, ['REVIEWER']);
    const asReviewer = await w
      .as(importer.person, { capacity })
      .execute(`mutation($input: CheckImportInput!) { checkImport(input: $input) { errors { code } } }`, {
        input: { kind: 'MEMBERS', fileId },
      });
    expect(asReviewer.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    const holder = await w.person(w.a);
    const lent = await importer.api.ask(
      `mutation($input: DelegateCapacityInput!) { delegateCapacity(input: $input) { errors { code } } }`,
      { input: { holderLogin: holder.login, roles: ['ADMINISTRATOR'], until: '2021-05-20T00:00:00+08:00' } },
    );
    expect(lent.delegateCapacity.errors).toEqual([]);
    const { me } = await w.as(holder).ask(`{ me { capacities { id kind } } }`);
    const { id } = me.capacities.find(({ kind }: { kind: string }) => kind === 'DELEGATION');
    const inLent = w.as(holder, { headers: { 'x-capacity': id } });
    const put = await w.server.inject({
      method: 'PUT',
      url: '/files',
      query: { purpose: 'IMPORT', name: '人员.csv' },
      headers: { authorization: `Bearer ${holder.token}`, 'x-capacity': id },
      payload: csvOf(MEMBERS, rows(w.federationId)),
    });
    const given = { fileId: put.json<{ file: { id: string } }>().file.id };
    const check = `mutation($input: CheckImportInput!) { checkImport(input: $input) { errors { code path } } }`;
    expect((await inLent.ask(check, { input: { ...given, kind: 'MEMBERS' } })).checkImport.errors).toEqual([
      { code: 'FORBIDDEN', path: ['input', 'kind'] },
    ]);
    expect((await inLent.ask(check, { input: { ...given, kind: 'ORGANIZATIONS' } })).checkImport.errors).toEqual([]);
  });
});

describe.concurrent('templates', () => {
  test('are handed out with headings, notes and examples to whoever may take tables in', async () => {
    const importer = await Importer.at();
    const { w } = importer;
    const { importTemplates } = await importer.api.ask(`{ importTemplates { kind label urls columns { heading required note example } } }`);
    expect(importTemplates.map(({ kind, label }: { kind: string; label: string }) => `${kind} ${label}`)).toEqual([
      'ORGANIZATIONS 组织',
      'POSTS 职务',
      'MEMBERS 人员',
    ]);
    const fetched = (url: string, token = importer.person.token) =>
      w.server.inject({ method: 'GET', url, headers: { authorization: `Bearer ${token}` } });
    for (const { label, urls, columns } of importTemplates) {
      const headings = columns.map(({ heading }: { heading: string }) => heading);
      const [first, notes] = await readExcelFile((await fetched(urls[0])).rawPayload);
      expect([first!.sheet, first!.data, notes!.sheet]).toEqual([label, [headings], '填写说明']);
      expect(notes!.data.slice(1).map(([heading]) => heading)).toEqual(headings);
      expect((await fetched(urls[1])).payload).toBe(`\uFEFF${headings.join(',')}\r\n`);
    }
    const example = Object.fromEntries(
      importTemplates[0].columns.map((column: { heading: string; example: string }) => [column.heading, column.example]),
    );
    const filled = await importer.check(
      'ORGANIZATIONS',
      csvOf(Object.keys(example), [Object.values<string>({ ...example, 上级组织: '东山县总工会' })]),
    );
    expect(faultsOf(filled.checkJob)).toEqual([]);
    expect((await fetched(importTemplates[0].urls[0], (await w.person(w.city, ['REPORTER'])).token)).statusCode).toBe(403);
    expect((await w.server.inject({ method: 'GET', url: importTemplates[0].urls[0] })).statusCode).toBe(401);
  });
});
