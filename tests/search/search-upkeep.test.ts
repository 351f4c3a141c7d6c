import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { forgetIndex, indexPending } from '../../src/domains/search/index-pending.ts';
import { issue, saveNoticeDraft, draftNotice, issueNotice } from '../support/notices.ts';
import { chain, direct } from '../support/reporting.ts';
import { found, search } from '../support/search.ts';
import { clientOf, prepareReading } from '../support/readers.ts';
import { acceptSubmission, done, returnSubmission, saveSubmissionDraft, submitSubmission } from '../support/submissions.ts';
import { field, plantNotice } from '../support/plant.ts';
import { type World, world } from '../support/world.ts';

const content = (title: string, more: object = {}) => ({
  title,
  signedBy: '办公室',
  addressees: { groups: [{ kinds: [], scope: 'CHILDREN' }] },
  ...more,
});
const act = async (w: World, name: string, input: object) => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const client = w.as(await w.person(w.province, ['ADMINISTRATOR']));
  const answer = await client.ask(`mutation($input: ${type}!) { ${name}(input: $input) { errors { code message } } }`, { input });
  expect(answer[name]).toEqual({ errors: [] });
};
const settle = (w: World) => indexPending(w.orm.em, w.federationId);

describe('who finds what of a submission', () => {
  test('the unit and those above all of it, a second superior its own part, nobody a draft, a person to ring or a remark', async () => {
    const reading = await prepareReading();
    const finds = async (text: string) => {
      const entries = await Promise.all(
        Object.entries(reading.callers).map(async ([reader, caller]) => {
          const { data } = await clientOf(reading, caller).execute(
            'query($text: String!) { search(text: $text, kinds: [SUBMISSION]) { nodes { match } } }',
            { text },
          );
          return [reader, data?.search?.nodes.length ?? 0] as const;
        }),
      );
      return entries
        .filter(([, count]) => count > 0)
        .map(([reader]) => reader)
        .toSorted();
    };
    const line = ['unit', 'unit analyst', 'county', 'city', 'province', 'county analyst token'].toSorted();
    expect(await finds('活动十场')).toEqual(line);
    expect(await finds('答市里')).toEqual(line);
    expect(await finds('一号线')).toEqual([...line, 'second superior'].toSorted());
    expect(await finds('第一纺织厂')).toEqual([...line, 'second superior'].toSorted());
    expect(await finds('改为十二场')).toEqual([]); // the draft
    expect(await finds('重点关注')).toEqual([]); // the county's remark
    expect(await finds('请补充照片')).toEqual([]); // the slip is read, not searched
  });

  test('what a second superior may not read does not show in the excerpt either', async () => {
    const reading = await prepareReading();
    const industry = clientOf(reading, reading.callers['second superior']);
    const { nodes } = await search(industry, '第一纺织厂', { kinds: ['SUBMISSION'] });
    expect(nodes).toHaveLength(1);
    expect(JSON.stringify(nodes)).not.toMatch(/活动十场|答市里|答县里/);
    expect(await found(industry, '活动十场 一号线')).toEqual([]);
    expect(await found(clientOf(reading, reading.callers.county), '答市里 答县里')).toEqual([]); // two askers' parts
  });

  test('people to ring, files and shares are not searched; cells of tables and choices are', async () => {
    const w = await world();
    const columns = [field({ key: 'name', type: 'TEXT', label: '成果名称' }), field({ key: 'who', type: 'CONTACT', label: '联系人' })];
    const fields = [
      field({ key: 'summary', type: 'TEXT', required: true }),
      field({ key: 'contact', type: 'CONTACT' }),
      field({ key: 'kind', type: 'CHOICE', options: ['阵地建设', '队伍建设'], multiple: true }),
      field({ key: 'rows', type: 'TABLE', columns }),
    ];
    const r = await direct(w, ['a'], { fields });
    await r.submit('a', {
      summary: '完成了年度任务',
      contact: { name: '王某某', phone: '0311-55500100' },
      kind: ['阵地建设'],
      rows: [{ name: '劳模工作室', who: { name: '李某某', phone: '0311-55500101' } }],
    });
    const province = await r.as('province', 'REVIEWER');
    for (const text of ['年度任务', '阵地建设', '劳模工作室']) expect(await found(province, text), text).toHaveLength(1);
    for (const text of ['王某某', '李某某', '55500100', '队伍建设']) expect(await found(province, text), text).toEqual([]);
  });
});

describe('what search knows', () => {
  test('of a submission is what was handed in last', async () => {
    const w = await world();
    const r = await chain(w);
    const submitted = await r.submit('a', { summary: '初稿内容' });
    const county = await r.as('county', 'REVIEWER');
    expect(await found(county, '初稿内容')).toEqual(['SUBMISSION TEXT 东山县第一纺织厂工会']);
    done(await returnSubmission(county, { submissionId: submitted.id, version: submitted.version, reason: '请修改' }));
    const unit = await r.as('a');
    const obligationId = await r.obligation('a');
    const { submissionEditor } = await unit.ask('query($id: ID!) { submissionEditor(obligationId: $id) { version } }', {
      id: obligationId,
    });
    const answers = [{ deliverableId: r.deliverables.province, field: 'summary', value: '定稿内容' }];
    const saved = done(await saveSubmissionDraft(unit, { obligationId, version: submissionEditor.version, answers }))['editor'];
    expect(await found(county, '定稿内容')).toEqual([]);
    const again = done(await submitSubmission(unit, { obligationId, version: saved.version }))['submission'];
    expect(await found(county, '初稿内容')).toEqual([]);
    expect(await found(county, '定稿内容')).toEqual(['SUBMISSION TEXT 东山县第一纺织厂工会']);
    done(await acceptSubmission(county, { submissionId: again.id, version: again.version }));
    expect(await found(unit, '定稿内容')).toEqual(['SUBMISSION TEXT 东山县第一纺织厂工会']);
  });

  test('of a notice is what it says now, for those below from the moment it is issued', async () => {
    const w = await world();
    const [officer, city] = [w.as(await w.person(w.province, ['ISSUING_OFFICER'])), w.as(await w.person(w.city))];
    const { notice } = await draftNotice(officer, { content: content('关于夏送清凉的通知', { body: '发放防暑用品' }) });
    const saved = await saveNoticeDraft(officer, {
      noticeId: notice!.id,
      version: notice!.version,
      content: content('关于冬送温暖的通知', { body: '走访困难职工' }),
    });
    expect(await found(officer, '夏送清凉')).toEqual([]);
    expect(await found(officer, '防暑用品')).toEqual([]);
    expect(await found(officer, '冬送温暖')).toEqual(['NOTICE TITLE 关于冬送温暖的通知']);
    expect(await found(city, '冬送温暖')).toEqual([]);
    await issueNotice(officer, { noticeId: notice!.id, version: saved.notice!.version });
    expect(await found(city, '冬送温暖')).toEqual(['NOTICE TITLE 关于冬送温暖的通知']);
    expect(await found(city, '困难职工')).toEqual(['NOTICE TEXT 关于冬送温暖的通知']);
  });

  test('of an organization is its name of today, at once; of what it issued and handed in within a turn of the loop', async () => {
    const w = await world();
    const province = w.as(await w.person(w.province, ['ANALYST']));
    await issue(
      w.as(await w.person(w.county, ['ISSUING_OFFICER'])),
      content('关于技能大赛的通知', { addressees: { organizationIds: [w.id('Organization', w.a.id)] } }),
    );
    const r = await direct(w, ['a']);
    await r.submit('a', { summary: '活动' });
    await settle(w);
    await act(w, 'renameOrganization', {
      organizationId: w.id('Organization', w.county.id),
      version: 1,
      name: '东岭区总工会',
      shortName: '东岭区',
    });
    await act(w, 'renameOrganization', {
      organizationId: w.id('Organization', w.a.id),
      version: 1,
      name: '东岭区棉纺集团工会',
      shortName: '棉纺集团',
    });
    await act(w, 'addOrganization', {
      parentId: w.id('Organization', w.county.id),
      kind: 'GRASSROOTS',
      name: '东岭区茶厂工会',
      shortName: '茶厂',
    });
    expect(await found(province, '东岭区')).toEqual([
      'ORGANIZATION TITLE_START 东岭区总工会',
      'ORGANIZATION TITLE_START 东岭区棉纺集团工会',
      'ORGANIZATION TITLE_START 东岭区茶厂工会',
    ]);
    expect(await found(province, '东山县总工会', { kinds: ['ORGANIZATION'] })).toEqual([]);
    expect(await settle(w)).toBe(2);
    expect(await found(province, '东岭区 技能大赛')).toEqual(['NOTICE UNIT 关于技能大赛的通知']);
    expect(await found(province, '棉纺集团', { kinds: ['SUBMISSION'] })).toEqual(['SUBMISSION UNIT 东岭区棉纺集团工会']);
    expect(await found(province, '东山县 技能大赛')).toEqual([]);
    expect(await settle(w)).toBe(0);
  });

  test('moves with the tree: who had a unit below it finds nothing of it any more, its new superior everything', async () => {
    const w = await world();
    const officer = await w.person(w.county, ['ISSUING_OFFICER']);
    await plantNotice(w, { by: officer, to: [w.a], title: '关于安康杯竞赛的通知' });
    await settle(w);
    const r = await direct(w, ['a']);
    await r.submit('a', { summary: '安康杯竞赛情况' });
    const [city, otherCity, industry] = await Promise.all(
      [w.city, w.otherCity, w.industry].map(async (body) => w.as(await w.person(body))),
    );
    const all = ['NOTICE TITLE 关于安康杯竞赛的通知', 'SUBMISSION TEXT 东山县第一纺织厂工会'];
    expect(await found(city!, '安康杯')).toEqual(all);
    expect(await found(otherCity!, '安康杯')).toEqual([]);
    await act(w, 'moveOrganization', {
      organizationId: w.id('Organization', w.county.id),
      version: 1,
      parentId: w.id('Organization', w.otherCity.id),
      reason: '区划调整',
    });
    expect(await found(city!, '安康杯')).toEqual([]);
    expect(await found(otherCity!, '安康杯')).toEqual(all);
    expect(await found(industry!, '安康杯')).toEqual([]);
    expect(await found(otherCity!, '机械厂')).toEqual(['ORGANIZATION TITLE 东山县机械厂工会']);
  });

  test('goes over to the successor in a merger, names included', async () => {
    const w = await world();
    const officer = await w.person(w.county, ['ISSUING_OFFICER']);
    await plantNotice(w, { by: officer, to: [w.a], title: '关于安康杯竞赛的通知', deliverables: [{ fields: [], closesAt: null }] });
    await settle(w);
    const r = await direct(w, ['a']);
    await r.submit('a', { summary: '女职工活动' });
    await act(w, 'mergeOrganizations', {
      predecessorId: w.id('Organization', w.a.id),
      successorId: w.id('Organization', w.b.id),
      reason: '合并',
    });
    await act(w, 'mergeOrganizations', {
      predecessorId: w.id('Organization', w.county.id),
      successorId: w.id('Organization', w.sibling.id),
      reason: '区划调整',
    });
    await settle(w);
    const [successor, sibling, other] = await Promise.all([w.b, w.sibling, w.otherCounty].map(async (body) => w.as(await w.person(body))));
    expect(await found(successor!, '女职工活动')).toEqual(['SUBMISSION TEXT 东山县机械厂工会']);
    expect(await found(successor!, '机械厂 女职工活动')).toEqual(['SUBMISSION TEXT 东山县机械厂工会']);
    expect(await found(sibling!, '女职工活动')).toEqual(['SUBMISSION TEXT 东山县机械厂工会']);
    expect(await found(sibling!, '安康杯')).toEqual(['NOTICE TITLE 关于安康杯竞赛的通知']);
    expect(await found(other!, '安康杯')).toEqual([]);
  });

  test('is written anew on request, and by the loop whatever no act wrote', async () => {
    const w = await world();
    const officer = w.as(await w.person(w.province, ['ISSUING_OFFICER']));
    await issue(officer, content('关于劳动竞赛的通知'));
    const r = await direct(w, ['a']);
    await r.submit('a', { summary: '劳动竞赛总结' });
    await settle(w);
    const all = await found(officer, '劳动竞赛');
    const units = await found(officer, '东山县');
    const count = () =>
      w.asSystem(async ({ db }) => {
        const tables = ['search_organization_term', 'search_notice', 'search_notice_term', 'search_submission'];
        const each = await Promise.all(
          tables.map((table) =>
            sql<{
              rows: string;
            }>`select json_agg(t order by t::text)::text as rows from ${sql.table(table)} t where federation_id = ${w.federationId}`.execute(
              db,
            ),
          ),
        );
        return each.map(({ rows }) => rows[0]!.rows);
      });
    const before = await count();
    await forgetIndex(w.orm.em, w.federationId);
    expect(await settle(w)).toBe(15 + 2 + 1);
    expect(await count()).toEqual(before);
    expect(await found(officer, '劳动竞赛')).toEqual(all);
    expect(await found(officer, '东山县')).toEqual(units);
    await w.asSystem(({ db }) =>
      sql`update organization set name = '南坡县总工会' where federation_id = ${w.federationId} and id = ${w.county.id}`.execute(db),
    );
    expect(await found(officer, '南坡县')).toEqual([]);
    expect(await settle(w)).toBe(1);
    expect(await found(officer, '南坡县')).toEqual(['ORGANIZATION TITLE_START 南坡县总工会']);
  });
});
