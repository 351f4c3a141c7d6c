import { describe, expect, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { draftScoreSheet, EXAMPLE, publish, publishScoreSheet, saveScoreSheet, SMALL_SHEET, TEMPLATE } from '../support/sheets.ts';
import { type Answered, codes, done } from '../support/submissions.ts';
import { type World, world } from '../support/world.ts';

const officer = async (w: World, place: 'province' | 'city' | 'county' | 'otherCity' = 'city') =>
  w.as(await w.person(w[place], ['ISSUING_OFFICER']));
const listed = async (client: Client): Promise<string[]> =>
  (await client.ask('{ scoreSheetTemplates(first: 50) { nodes { title number } } }')).scoreSheetTemplates.nodes.map(
    ({ title, number }: { title: string; number: number }) => `${title} ${number}`,
  );
const shown = async (client: Client, id: string) =>
  (
    await client.ask(
      `query($id: ID!) { scoreSheetTemplate(id: $id) { ${TEMPLATE} sheet { total groups { items { code rules { shapeLabel step } } } } } }`,
      { id },
    )
  ).scoreSheetTemplate;
const drafted = async (client: Client, more: object = {}): Promise<Answered['template']> =>
  done(await draftScoreSheet(client, { title: '模范之家', sheet: SMALL_SHEET, examples: [EXAMPLE], ...more }))['template'];

describe.concurrent('a score sheet', () => {
  test('is a draft of its body alone, then read below and never changed: what changes is its next version', async () => {
    const w = await world();
    const [city, province, county, other] = [
      await officer(w),
      await officer(w, 'province'),
      await officer(w, 'county'),
      await officer(w, 'otherCity'),
    ];
    const unit = w.as(await w.person(w.a, ['REPORTER']));
    const draft = await drafted(city);
    expect(draft).toMatchObject({
      number: 1,
      publishedAt: null,
      viewerCan: { edit: { allowed: true }, revise: { code: 'NOT_PUBLISHED' } },
    });
    for (const client of [province, county, other, unit]) expect([await shown(client, draft.id), await listed(client)]).toEqual([null, []]);

    const published = done(await publishScoreSheet(city, { templateId: draft.id, version: 1 }))['template'];
    expect(published).toMatchObject({
      publishedAt: expect.any(String),
      issuer: { name: '石门市总工会' },
      viewerCan: { edit: { code: 'PUBLISHED' }, publish: { code: 'PUBLISHED' } },
    });
    for (const client of [province, county, unit]) expect(await shown(client, draft.id)).toMatchObject({ title: '模范之家', number: 1 });
    expect([await shown(other, draft.id), await listed(other)]).toEqual([null, []]);
    expect((await shown(unit, draft.id)).sheet.groups[0].items[1]).toEqual({
      code: 'X2',
      rules: [{ shapeLabel: '未达标扣分，每降一档加扣', step: '5' }],
    });

    const change = { templateId: draft.id, version: 2, title: '改名', sheet: SMALL_SHEET };
    expect(codes(await saveScoreSheet(city, change))).toEqual(['PUBLISHED']);
    expect(codes(await publishScoreSheet(city, { templateId: draft.id, version: 2 }))).toEqual(['PUBLISHED']);
    expect(codes(await saveScoreSheet(county, change))).toEqual(['NOT_ISSUER']);
    expect(codes(await saveScoreSheet(other, change))).toEqual(['NOT_FOUND']);

    const next = await drafted(city, { basedOnId: draft.id });
    expect(next.number).toBe(2);
    expect(codes(await draftScoreSheet(city, { title: '又一版', sheet: SMALL_SHEET, basedOnId: draft.id }))).toEqual(['DRAFT_EXISTS']);
    done(await publishScoreSheet(city, { templateId: next.id, version: 1 }));
    expect((await drafted(county, { basedOnId: next.id, title: '县级' })).number).toBe(1);
    expect(await listed(county)).toEqual(['县级 1', '模范之家 2', '模范之家 1']);
    expect(await listed(unit)).toEqual(['模范之家 2', '模范之家 1']);
  });

  test('is not published while an example comes to something else, and says which and by how much', async () => {
    const w = await world();
    const city = await officer(w);
    const wrong = { ...EXAMPLE, title: '第二例', base: '3', lost: [{ item: 'X1', amount: '2' }], vetoes: ['V1'] };
    const draft = await drafted(city, { examples: [EXAMPLE, wrong] });
    const { errors } = await publishScoreSheet(city, { templateId: draft.id, version: 1 });
    expect(errors).toEqual(
      ['样例“第二例”基础分应为 3，算得 2.5', '样例“第二例”X2 扣分应为 0，算得 1.5', '样例“第二例”不得参与的情形应为 V1，算得 无'].map(
        (message) => ({
          code: 'EXAMPLE_DIFFERS',
          message,
          path: ['input', 'templateId'],
        }),
      ),
    );
    expect((await shown(city, draft.id)).publishedAt).toBe(null);
    const saved = done(await saveScoreSheet(city, { templateId: draft.id, version: 1, title: '模范之家', sheet: SMALL_SHEET }))['template'];
    expect(codes(await publishScoreSheet(city, { templateId: draft.id, version: saved.version }))).toEqual(['EXAMPLES_MISSING']);
    expect(codes(await saveScoreSheet(city, { templateId: draft.id, version: 1, title: '旧', sheet: SMALL_SHEET }))).toEqual([
      'STALE_VERSION',
    ]);
  });

  test('whose points do not sum, or that has an item without a rule, is kept as a draft and not published', async () => {
    const w = await world();
    const city = await officer(w);
    const [group] = SMALL_SHEET.groups!;
    const sheet = { total: '6', groups: [{ ...group!, items: [{ code: 'X1', title: '活动', points: '5', rules: [] }] }] };
    const draft = await drafted(city, { sheet, examples: [] });
    expect(draft.lint).toEqual([
      { code: 'GROUP_SUM', severity: 'BLOCK', items: ['X'], message: 'X“工作”各项合计 5 分，应为 6 分' },
      { code: 'NO_DEDUCTION_RULE', severity: 'BLOCK', items: ['X1'], message: 'X1“活动”没有扣分规则' },
      { code: 'EXAMPLES_MISSING', severity: 'BLOCK', items: [], message: '至少附一个算好的样例，发布时核对' },
    ]);
    expect(codes(await publishScoreSheet(city, { templateId: draft.id, version: 1 }))).toEqual([
      'GROUP_SUM',
      'NO_DEDUCTION_RULE',
      'EXAMPLES_MISSING',
    ]);
    const [, rated] = group!.items!;
    const negative = { ...SMALL_SHEET, groups: [{ ...group!, items: [{ ...rated!, rules: [{ ...rated!.rules![0]!, step: '-5' }] }] }] };
    const refused = await draftScoreSheet(city, { title: '负数', sheet: negative });
    expect(refused.errors).toMatchObject([
      { code: 'STEP_NOT_POSITIVE', path: ['input', 'sheet', 'groups', '0', 'items', '0', 'rules', '0', 'step'] },
    ]);
    expect(await listed(city)).toEqual(['模范之家 1']);
  });

  test('every act is in the audit', async () => {
    const w = await world();
    const [city, administrator] = [await officer(w), w.as(await w.person(w.city, ['ADMINISTRATOR']))];
    const { id } = await publish(city, '模范之家');
    const { auditLines } = await administrator.ask('query($id: ID!) { auditLines(subjectId: $id, first: 10) { nodes { operation } } }', {
      id,
    });
    expect(auditLines.nodes.map(({ operation }: { operation: string }) => operation).toSorted()).toEqual([
      'draftScoreSheet',
      'publishScoreSheet',
    ]);
  });
});
