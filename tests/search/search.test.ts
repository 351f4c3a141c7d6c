import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { draftNotice, forward, issue } from '../support/notices.ts';
import { direct } from '../support/reporting.ts';
import { found, marked, search } from '../support/search.ts';
import { world } from '../support/world.ts';

const HOUR = 3_600_000;
const content = (title: string, more: object = {}) => ({
  title,
  signedBy: '办公室',
  addressees: { groups: [{ kinds: [], scope: 'CHILDREN' }] },
  ...more,
});

describe('search', () => {
  test('X-16: 小家 is found with either comma, bracket, quotation mark and blank; the original is what is shown', async () => {
    const w = await world();
    const officer = w.as(await w.person(w.province, ['ISSUING_OFFICER']));
    await issue(officer, content('关于建“小家”，办实事（试点）的通知'));
    w.clock.advance(HOUR);
    await issue(officer, content('关于建小家,办实事(第二批)的通知', { docNumber: '冀工办字[2021]9号' }));
    const both = ['NOTICE TITLE 关于建小家,办实事(第二批)的通知', 'NOTICE TITLE 关于建“小家”，办实事（试点）的通知'];
    for (const text of ['小家', '小家，办实事', '小家,办实事', '“小家”办实事', '小 家', '小家　办实事', '建小家；办实事']) {
      expect(await found(officer, text), text).toEqual(both);
    }
    expect(await found(officer, '（试点）')).toEqual([both[1]]);
    expect(await found(officer, '(试点)')).toEqual([both[1]]);
    expect(await found(officer, '冀工办字〔2021〕9号')).toEqual(['NOTICE NUMBER 关于建小家,办实事(第二批)的通知']);
    const { nodes } = await search(officer, '小家,办实事');
    expect(nodes.map(({ excerpt }: { excerpt: never }) => marked(excerpt))).toEqual([
      '关于建[小家,办实事](第二批)的通知',
      '关于建“[小家”，办实事]（试点）的通知',
    ]);
    expect(nodes[1].notice.title).toBe('关于建“小家”，办实事（试点）的通知');
  });

  test('numbers come first, then what begins with the words, titles, units and texts, each with where the words stand', async () => {
    const w = await world();
    const officer = w.as(await w.person(w.province, ['ISSUING_OFFICER']));
    await issue(officer, content('关于学习贯彻的通知', { body: '各单位要以第一纺织厂为榜样，认真学习。' }));
    w.clock.advance(HOUR);
    await issue(officer, content('第一纺织厂经验材料', { docNumber: '冀工办字〔2021〕5号' }));
    w.clock.advance(HOUR);
    await issue(officer, content('关于推广第一纺织厂经验的通知', { docNumber: '冀工办字〔2021〕6号' }));
    const city = w.as(await w.person(w.city, ['ISSUING_OFFICER']));
    await issue(city, content('关于学习榜样的通知'));
    const r = await direct(w, ['a']);
    const { receipt } = await r.submit('a', { summary: '组织职工学习冀工办字〔2021〕5号文件' });

    const { nodes, counts } = await search(officer, '第一纺织厂');
    expect(
      nodes.map((hit: { match: string; matchLabel: string; excerpt: never }) => `${hit.match} ${hit.matchLabel} ${marked(hit.excerpt)}`),
    ).toEqual([
      'TITLE_START 标题 [第一纺织厂]工会织造车间分会',
      'TITLE_START 标题 [第一纺织厂]经验材料',
      'TITLE 标题 东山县[第一纺织厂]工会',
      'TITLE 标题 关于推广[第一纺织厂]经验的通知',
      'UNIT 单位 东山县[第一纺织厂]工会',
      'TEXT 正文 各单位要以[第一纺织厂]为榜样，认真学习。',
    ]);
    expect(counts).toEqual([
      { kind: 'ORGANIZATION', label: '组织', count: 2, isCapped: false },
      { kind: 'NOTICE', label: '文件通知', count: 3, isCapped: false },
      { kind: 'SUBMISSION', label: '报送件', count: 1, isCapped: false },
    ]);
    expect(await found(officer, '石门市 学习')).toEqual(['NOTICE UNIT 关于学习榜样的通知']);
    for (const text of ['冀工办字〔2021〕5号', '冀工办字[2021]5号', '冀工办字（2021） 5号']) {
      expect(await found(officer, text), text).toEqual(['NOTICE NUMBER 第一纺织厂经验材料', 'SUBMISSION TEXT 东山县第一纺织厂工会']);
    }
    for (const text of [receipt.number, receipt.number.replaceAll('-', '').toLowerCase()]) {
      const [hit] = (await search(officer, text)).nodes;
      expect(hit).toMatchObject({ match: 'NUMBER', submission: { organization: { name: '东山县第一纺织厂工会' } } });
      expect(marked(hit.excerpt)).toBe(`[${receipt.number}]`);
    }
    expect(await found(officer, '第一纺织厂', { kinds: ['SUBMISSION'] })).toEqual(['SUBMISSION UNIT 东山县第一纺织厂工会']);
  });

  test('what is not to be searched says so, and nothing that is typed is taken for anything but text', async () => {
    const w = await world();
    const officer = w.as(await w.person(w.province, ['ISSUING_OFFICER']));
    await issue(officer, content("100%_完成'; drop table notice; --"));
    const hint = async (text: string) => {
      const answer = await search(officer, text);
      expect({ nodes: answer.nodes, counts: answer.counts }).toEqual({ nodes: [], counts: [] });
      return answer.hint;
    };
    expect(await hint('家')).toEqual({ code: 'TOO_SHORT', message: '请至少输入两个字' });
    expect(await hint('')).toEqual({ code: 'NOTHING_TO_SEARCH', message: '请输入要查找的文字，标点和空格不参与查找' });
    expect(await hint('，。！“” ()——')).toEqual({ code: 'NOTHING_TO_SEARCH', message: '请输入要查找的文字，标点和空格不参与查找' });
    expect(await hint('字'.repeat(201))).toEqual({ code: 'TOO_LONG', message: '最多输入200个字' });
    expect(await search(officer, '字'.repeat(200))).toMatchObject({ hint: null, nodes: [] });
    expect(await found(officer, "'; drop table notice; --")).toEqual(["NOTICE TITLE 100%_完成'; drop table notice; --"]);
    expect(await found(officer, '%完成')).toEqual(["NOTICE TITLE 100%_完成'; drop table notice; --"]);
    expect(await found(officer, '%%')).toEqual([]);
    expect(await found(officer, '完成 家')).toEqual([]);
    expect(
      (await officer.execute('query($t: String!) { search(text: $t) { nodes { id } } }', { t: '完\0成' })).errors?.[0]?.extensions.code,
    ).toBe('BAD_USER_INPUT');
    expect((await officer.execute('{ search(text: "完成", after: "x") { nodes { id } } }')).errors?.[0]?.message).toBe('游标不正确');
  });

  test('pages of one hit each give all of them, once and in order', async () => {
    const w = await world();
    const officer = w.as(await w.person(w.province, ['ISSUING_OFFICER']));
    for (const title of ['东山县工作简报', '关于表彰东山县的通知', '另一份关于东山县的通知']) {
      await issue(officer, content(title));
      w.clock.advance(HOUR);
    }
    const r = await direct(w, ['a', 'b', 'c']);
    for (const unit of ['a', 'b', 'c'] as const) {
      await r.submit(unit, { summary: '学习东山县经验' });
      w.clock.advance(HOUR);
    }
    const whole = await found(officer, '东山县');
    expect(whole).toHaveLength(11);
    const single: string[] = [];
    for (let after: string | undefined; ;) {
      const page = await search(officer, '东山县', { first: 1, ...(after === undefined ? {} : { after }) });
      single.push(...(await found(officer, '东山县', { first: 1, ...(after === undefined ? {} : { after }) })));
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    expect(single).toEqual(whole);
    expect(whole.filter((line) => line.startsWith('SUBMISSION'))).toEqual([
      'SUBMISSION UNIT 东山县人民医院工会',
      'SUBMISSION UNIT 东山县机械厂工会',
      'SUBMISSION UNIT 东山县第一纺织厂工会',
    ]);
  });

  test('a notice that is handed on is found by whom it reached, each at its own hop; a draft by its body alone', async () => {
    const w = await world();
    const [province, city, county, unit, sibling] = await Promise.all(
      [w.province, w.city, w.county, w.a, w.sibling].map(async (body) => w.as(await w.allRounder(body))),
    );
    const audience = ['GRASSROOTS'];
    const above = await issue(
      province!,
      content('关于职工书屋建设的通知', { deliverables: [{ key: 'r', title: '书屋台账', audience, due: '2021-06-30' }] }),
    );
    expect(await found(city!, '职工书屋')).toEqual(['NOTICE TITLE 关于职工书屋建设的通知']);
    expect(await found(county!, '职工书屋')).toEqual([]);
    const handedOn = await forward(city!, above.id, () =>
      content('关于转发职工书屋通知的通知', { addressees: { organizationIds: [w.id('Organization', w.county.id)] } }),
    );
    const both = ['NOTICE TITLE 关于职工书屋建设的通知', 'NOTICE TITLE 关于转发职工书屋通知的通知'];
    expect(await found(county!, '职工书屋')).toEqual(both);
    expect(await found(sibling!, '职工书屋')).toEqual([]);
    expect(await found(unit!, '职工书屋')).toEqual([]);
    expect(await found(county!, '书屋台账')).toEqual(['NOTICE TEXT 关于职工书屋建设的通知', 'NOTICE TEXT 关于转发职工书屋通知的通知']);
    const { notice } = await draftNotice(county!, { content: content('职工书屋草稿') });
    expect(await found(county!, '书屋草稿')).toEqual(['NOTICE TITLE 职工书屋草稿']);
    const analyst = w.as(await w.person(w.county, ['ANALYST']));
    for (const other of [province!, city!, unit!, sibling!, analyst]) expect(await found(other, '书屋草稿')).toEqual([]);
    expect(await found(analyst, '职工书屋')).toEqual(both);
    expect(handedOn.state).toBe('ISSUED');
    expect(notice!.state).toBe('DRAFT');
    const elsewhere = await world();
    expect(await found(elsewhere.as(await elsewhere.allRounder(elsewhere.province)), '职工书屋')).toEqual([]);
  });

  test('whatever is written is found, and whatever is found holds the words', async () => {
    const w = await world();
    const officer = w.as(await w.person(w.province, ['ISSUING_OFFICER']));
    const alphabet = [...'职工之家小会站（）“”，, 2021'];
    const titles = fc
      .sample(fc.array(fc.constantFrom(...alphabet), { minLength: 2, maxLength: 12 }), { numRuns: 12, seed: 7 })
      .map((characters) => `关${characters.join('')}知`);
    for (const title of titles) await issue(officer, content(title));
    const folded = (text: string) => text.replaceAll(/[（）“”，, ]/g, '');
    for (const title of titles) {
      const text = folded(title).slice(0, 4);
      const expected = titles.filter((other) => folded(other).includes(text)).map((other) => other.trim());
      const actual = (await search(officer, text, { kinds: ['NOTICE'] })).nodes.map(
        (hit: { notice: { title: string } }) => hit.notice.title,
      );
      expect(actual.toSorted(), text).toEqual(expected.toSorted());
    }
  });
});
