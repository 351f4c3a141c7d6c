import { describe, expect, test } from 'vitest';
import { uuid7 } from '../../src/kit/uuid.ts';
import type { Client } from '../support/client.ts';
import { digestOf } from '../support/digest.ts';
import { excerpts } from '../support/inbox.ts';
import { plantNotice, type PlantedNotice } from '../support/plant.ts';
import { type TestPerson, type Tree, type World, world } from '../support/world.ts';

const QUESTION = `id text anonymous state stateLabel version askedBy { name } holder { name } passedBy { name } notice { title }
  answers { number text answeredBy { name } } answer { text } viewerCan { answer { allowed code } passUp { allowed code } }`;

// The assertions of the test say what it holds.
// oxlint-disable-next-line typescript/no-explicit-any
type Untyped = any;

const act = async (client: Client, name: string, input: object): Promise<Untyped> => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  return (
    await client.ask(`mutation($input: ${type}!) { ${name}(input: $input) { errors { code message path } question { ${QUESTION} } } }`, {
      input,
    })
  )[name];
};
const done = ({ errors, question }: Untyped): Untyped => {
  expect(errors).toEqual([]);
  return question;
};
const codes = ({ errors }: Untyped): string[] => errors.map(({ code }: { code: string }) => code);
const ask = (client: Client, noticeId: string, text: string, more: object = {}) => act(client, 'askQuestion', { noticeId, text, ...more });
const answer = (client: Client, { id, version }: Untyped, text: string) => act(client, 'answerQuestion', { questionId: id, version, text });
const passUp = (client: Client, { id, version }: Untyped) => act(client, 'passQuestionUp', { questionId: id, version });
const find = async (client: Client, id: string): Promise<Untyped> =>
  (await client.ask(`query($id: ID!) { question(id: $id) { ${QUESTION} } }`, { id })).question;

/** What somebody reads under a notice: `asker：question → answer`. */
const under = async (client: Client, noticeId: string): Promise<string[] | null> => {
  const { notice } = await client.ask(
    'query($id: ID!) { notice(id: $id) { questions(first: 50) { totalCount nodes { text askedBy { shortName } answer { text } } } } }',
    { id: noticeId },
  );
  if (!notice) return null;
  const lines = notice.questions.nodes.map(
    (row: Untyped) => `${row.askedBy?.shortName ?? '匿名'}：${row.text} → ${row.answer?.text ?? '…'}`,
  );
  expect(notice.questions.totalCount).toBe(lines.length);
  return lines;
};

interface Branch {
  readonly w: World;
  readonly notices: Readonly<Record<'province' | 'city' | 'county' | 'otherCity', string>>;
  readonly people: Readonly<Record<keyof Tree, TestPerson>>;
  readonly as: (place: keyof Tree) => Client;
}

/** The province's notice comes down two cities; one hands it on to two counties, of which one to its units. */
async function branch(): Promise<Branch> {
  const w = await world();
  const places = ['province', 'city', 'otherCity', 'industry', 'county', 'sibling', 'otherCounty', 'a', 'b', 'siblingUnit'] as const;
  const everybody = await Promise.all(places.map(async (place) => [place, await w.allRounder(w[place])] as const));
  const people = Object.fromEntries(everybody) as Branch['people'];
  const first = await plantNotice(w, { by: people.province, to: [w.city, w.otherCity, w.industry], title: '省里的通知' });
  const city = await plantNotice(w, { by: people.city, to: [w.county, w.sibling], title: '市里的转发', forwards: first });
  const otherCity = await plantNotice(w, { by: people.otherCity, to: [w.otherCounty], title: '另一市的转发', forwards: first });
  const county = await plantNotice(w, { by: people.county, to: [w.a, w.b], title: '县里的转发', forwards: city });
  const id = (notice: PlantedNotice) => w.id('Notice', notice.id);
  return {
    w,
    people,
    as: (place) => w.as(people[place]),
    notices: { province: id(first), city: id(city), county: id(county), otherCity: id(otherCity) },
  };
}

describe('a question about a notice', () => {
  test('is seen by who asks and who answers; answered, by everybody down the branch of the notice', async () => {
    const { w, notices, as } = await branch();
    const asked = done(await ask(as('a'), notices.county, '能否报两项？'));
    expect(asked).toMatchObject({
      state: 'OPEN',
      stateLabel: '待答复',
      version: 1,
      askedBy: { name: '东山县第一纺织厂工会' },
      holder: { name: '东山县总工会' },
      notice: { title: '县里的转发' },
      answers: [],
      answer: null,
      viewerCan: { answer: { allowed: false, code: 'NOT_HOLDER' }, passUp: { allowed: false, code: 'NOT_HOLDER' } },
    });
    const open = ['第一纺织厂：能否报两项？ → …'];
    expect(await under(as('a'), notices.county)).toEqual(open);
    expect(await under(as('county'), notices.county)).toEqual(open);
    for (const place of ['b', 'city', 'province'] as const) expect(await under(as(place), notices.county), place).toEqual([]);
    expect(await find(as('city'), asked.id)).toBeNull();
    expect((await find(as('county'), asked.id)).viewerCan).toEqual({
      answer: { allowed: true, code: null },
      passUp: { allowed: true, code: null },
    });

    w.clock.advance(60_000);
    const answered = done(await answer(as('county'), asked, '可以，不超过三项。'));
    expect(answered).toMatchObject({
      state: 'ANSWERED',
      version: 2,
      answers: [{ number: 1, text: '可以，不超过三项。', answeredBy: { name: '东山县总工会' } }],
    });
    const all = ['第一纺织厂：能否报两项？ → 可以，不超过三项。'];
    for (const place of ['a', 'b', 'county', 'city', 'province'] as const)
      expect(await under(as(place), notices.county), place).toEqual(all);
    expect(await under(as('b'), notices.province)).toEqual([]); // it was answered for the county, under the county's notice
    for (const place of ['sibling', 'otherCity', 'siblingUnit'] as const) {
      expect(await under(as(place), notices.county), place).toBeNull();
      expect(await find(as(place), asked.id), place).toBeNull();
    }
    expect(await find(as('b'), asked.id)).toMatchObject({ version: 0, askedBy: { name: '东山县第一纺织厂工会' }, passedBy: [] });
  });

  test('asked by name or not: who is not named is known to who answers and to nobody else, the walls included', async () => {
    const { notices, as } = await branch();
    const asked = done(await ask(as('a'), notices.county, '可以延期吗？', { anonymous: true }));
    expect(await under(as('county'), notices.county)).toEqual(['第一纺织厂：可以延期吗？ → …']);
    done(await answer(as('county'), asked, '不可以。'));
    expect(await under(as('b'), notices.county)).toEqual(['匿名：可以延期吗？ → 不可以。']);
    expect(await under(as('city'), notices.county)).toEqual(['匿名：可以延期吗？ → 不可以。']);
    expect(await under(as('a'), notices.county)).toEqual(['第一纺织厂：可以延期吗？ → 不可以。']);
    expect(await find(as('b'), asked.id)).toMatchObject({ anonymous: true, askedBy: null });
    expect(JSON.stringify(await find(as('b'), asked.id))).not.toContain('纺织厂');
  });

  test('about a notice that travels attached goes to the body that sent it, which answers it or passes it up, hop by hop', async () => {
    const { w, notices, as } = await branch();
    const asked = done(await ask(as('a'), notices.province, '图片要几张？'));
    expect(asked).toMatchObject({ holder: { name: '东山县总工会' }, notice: { title: '县里的转发' } });
    const atCity = done(await passUp(as('county'), asked));
    expect(atCity).toMatchObject({
      version: 2,
      holder: { name: '石门市总工会' },
      passedBy: [{ name: '东山县总工会' }],
      notice: { title: '市里的转发' },
    });
    expect(await find(as('county'), asked.id)).toMatchObject({ viewerCan: { answer: { code: 'NOT_HOLDER' } } });
    expect(codes(await answer(as('county'), atCity, '我来答'))).toEqual(['NOT_HOLDER']);
    const atProvince = done(await passUp(as('city'), atCity));
    expect(atProvince).toMatchObject({ holder: { name: '河东省总工会' }, passedBy: [{ name: '东山县总工会' }, { name: '石门市总工会' }] });
    expect((await find(as('province'), asked.id)).viewerCan.passUp).toEqual({ allowed: false, code: 'NOBODY_ABOVE' });
    expect(await under(as('b'), notices.county)).toEqual([]);
    done(await answer(as('province'), atProvince, '四至八张。'));
    const line = ['第一纺织厂：图片要几张？ → 四至八张。'];
    // Answered for all to whom the province's notice travels, under their own hop's notice too.
    expect(await under(as('a'), notices.county)).toEqual(line);
    expect(await under(as('b'), notices.county)).toEqual(line);
    expect(await under(as('sibling'), notices.city)).toEqual(line);
    expect(await under(as('otherCounty'), notices.otherCity)).toEqual(line);
    expect(await under(as('industry'), notices.province)).toEqual(line);
    expect(await under(as('siblingUnit'), notices.province)).toBeNull();
    expect(codes(await passUp(as('province'), { ...atProvince, version: 4 }))).toEqual(['WRONG_STATE']);
    expect(await w.as(await w.person(w.a, ['ANALYST'])).ask('query($id: ID!) { question(id: $id) { text } }', { id: asked.id })).toEqual({
      question: { text: '图片要几张？' },
    });
  });

  test('an answer is amended by another one; both stay, the last one counts', async () => {
    const { notices, as } = await branch();
    const asked = done(await ask(as('a'), notices.county, '报到哪里？'));
    const once = done(await answer(as('county'), asked, '报县总办公室。'));
    expect(codes(await answer(as('county'), asked, '再答'))).toEqual(['STALE_VERSION']);
    const twice = done(await answer(as('county'), once, '更正：报县总组织部。'));
    expect(twice.answers.map(({ number, text }: Untyped) => `${number} ${text}`)).toEqual(['1 报县总办公室。', '2 更正：报县总组织部。']);
    expect(await under(as('b'), notices.county)).toEqual(['第一纺织厂：报到哪里？ → 更正：报县总组织部。']);
  });

  test('a second superior answers what it handed on, or passes it up out of its own range', async () => {
    const { w, people, notices, as } = await branch();
    await w
      .as(people.province)
      .ask('mutation($input: AffiliateOrganizationInput!) { affiliateOrganization(input: $input) { errors { code } } }', {
        input: { organizationId: w.id('Organization', w.siblingUnit.id), bodyId: w.id('Organization', w.industry.id), kind: 'INDUSTRY' },
      });
    const first = { id: Buffer.from(notices.province, 'base64url').toString().split(':')[1]!, deliverables: {} };
    const byIndustry = await plantNotice(w, { by: people.industry, to: [w.siblingUnit], title: '产业工会的转发', forwards: first });
    const id = w.id('Notice', byIndustry.id);
    const [one, two] = [done(await ask(as('siblingUnit'), id, '第一问')), done(await ask(as('siblingUnit'), notices.province, '第二问'))];
    expect(two.holder).toEqual({ name: '省交通运输工会' });
    expect(await under(as('sibling'), notices.city)).toEqual([]); // the own line is not asked and does not see it
    done(await answer(as('industry'), one, '第一答'));
    const passed = done(await passUp(as('industry'), two));
    expect(passed.holder).toEqual({ name: '河东省总工会' });
    expect(await under(as('siblingUnit'), id)).toEqual(['酒厂：第二问 → …', '酒厂：第一问 → 第一答']);
    done(await answer(as('province'), await find(as('province'), two.id), '第二答'));
    expect(await under(as('industry'), id)).toEqual(['酒厂：第二问 → 第二答', '酒厂：第一问 → 第一答']);
    expect(await under(as('sibling'), notices.city)).toEqual(['酒厂：第二问 → 第二答']);
  });

  test('waits on the workbench of who answers; who asked and who answers are told', async () => {
    const { w, people, notices, as } = await branch();
    const asked = done(await ask(as('a'), notices.county, '一问'));
    done(await ask(as('b'), notices.county, '二问'));
    const work = async (place: keyof Tree) =>
      (
        await as(place).ask(
          '{ workItems(kinds: [ANSWER], first: 10) { counts { byKind { verb count } } nodes { verb title lamp progress { label } askedBy { name } notice { title } viewerCan { act { allowed } } } } }',
        )
      ).workItems;
    expect(await work('county')).toEqual({
      counts: { byKind: [{ verb: '答复提问', count: 1 }] },
      nodes: [
        {
          verb: '答复提问',
          title: '县里的转发',
          lamp: 'GREY',
          progress: { label: '待答复2条' },
          askedBy: { name: '东山县第一纺织厂工会' },
          notice: { title: '县里的转发' },
          viewerCan: { act: { allowed: true } },
        },
      ],
    });
    expect((await work('a')).nodes).toEqual([]);
    const box = async (place: keyof Tree, name: string) =>
      (await as(place).ask(`{ questions(box: ${name}) { totalCount nodes { text } } }`)).questions;
    expect(await box('county', 'TO_ANSWER')).toEqual({ totalCount: 2, nodes: [{ text: '二问' }, { text: '一问' }] });
    done(await answer(as('county'), asked, '一答'));
    expect(await box('county', 'TO_ANSWER')).toEqual({ totalCount: 1, nodes: [{ text: '二问' }] });
    expect(await box('county', 'ANSWERED')).toEqual({ totalCount: 1, nodes: [{ text: '一问' }] });
    expect(await box('a', 'ASKED')).toEqual({ totalCount: 1, nodes: [{ text: '一问' }] });
    await w.settle();
    expect((await excerpts(w, people.county)).toSorted()).toEqual(
      ['QUESTION_ASKED 东山县机械厂工会就《县里的转发》提问', 'QUESTION_ASKED 东山县第一纺织厂工会就《县里的转发》提问'].toSorted(),
    );
    expect((await excerpts(w, people.a)).filter((line) => line.startsWith('QUESTION'))).toEqual([
      'QUESTION_ANSWERED 东山县总工会答复了关于《县里的转发》的提问',
    ]);
    expect((await excerpts(w, people.b)).filter((line) => line.startsWith('QUESTION'))).toEqual([]);
  });

  test('is asked only by who received the notice, of whom it came from, and not without end', async () => {
    const { w, notices, as } = await branch();
    const before = await digestOf(w.federationId);
    const can = async (place: keyof Tree, id: string) =>
      (await as(place).ask('query($id: ID!) { notice(id: $id) { viewerCanAsk { allowed code } } }', { id })).notice?.viewerCanAsk;
    expect(await can('province', notices.province)).toEqual({ allowed: false, code: 'OWN_NOTICE' });
    expect(await can('province', notices.county)).toEqual({ allowed: false, code: 'NOT_RECEIVED' });
    expect(await can('a', notices.province)).toEqual({ allowed: true, code: null });
    expect(codes(await ask(as('province'), notices.province, '问'))).toEqual(['OWN_NOTICE']);
    expect(codes(await ask(as('city'), notices.county, '问'))).toEqual(['NOT_RECEIVED']);
    expect(codes(await ask(as('siblingUnit'), notices.county, '问'))).toEqual(['NOT_FOUND']);
    expect(codes(await ask(as('a'), w.id('Notice', uuid7()), '问'))).toEqual(['NOT_FOUND']);
    expect(codes(await ask(as('a'), notices.county, '  '))).toEqual(['TOO_SMALL']);
    expect(codes(await ask(as('a'), notices.county, '问'.repeat(1001)))).toEqual(['TOO_BIG']);
    expect(await digestOf(w.federationId)).toEqual(before);
    for (let index = 0; index < 20; index++) done(await ask(as('a'), notices.county, `第${index}问`));
    expect(codes(await ask(as('a'), notices.county, '再问'))).toEqual(['TOO_MANY_OPEN']);
    done(await ask(as('b'), notices.county, '问'));
  });

  test('goes over with a merger, and to the superior of a body that is dissolved', async () => {
    const { w, people, notices, as } = await branch();
    const asked = done(await ask(as('a'), notices.county, '一问'));
    done(await answer(as('county'), done(await ask(as('b'), notices.county, '二问')), '二答'));
    const administrate = async (name: string, input: object) => {
      const document = `mutation($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { errors { code message } } }`;
      expect((await w.as(people.province).ask(document, { input }))[name]).toEqual({ errors: [] });
    };
    await administrate('mergeOrganizations', {
      predecessorId: w.id('Organization', w.county.id),
      successorId: w.id('Organization', w.sibling.id),
      reason: '区划调整',
    });
    expect(await find(as('sibling'), asked.id)).toMatchObject({
      holder: { name: '西河县总工会' },
      viewerCan: { answer: { allowed: true } },
    });
    const third = done(await ask(as('b'), notices.county, '三问'));
    expect(third.holder).toEqual({ name: '西河县总工会' });
    expect(await under(as('a'), notices.county)).toEqual(['机械厂：二问 → 二答', '第一纺织厂：一问 → …']);
    done(await answer(as('sibling'), asked, '一答'));
    expect(await under(as('b'), notices.county)).toEqual(['机械厂：三问 → …', '机械厂：二问 → 二答', '第一纺织厂：一问 → 一答']);

    const alone = await plantNotice(w, { by: people.a, to: [w.branch], title: '厂里的通知' });
    const branchPerson = await w.allRounder(w.branch);
    const local = done(await ask(w.as(branchPerson), w.id('Notice', alone.id), '四问'));
    await administrate('moveOrganization', {
      organizationId: w.id('Organization', w.branch.id),
      version: 1,
      parentId: w.id('Organization', w.b.id),
      reason: '调整',
    });
    await administrate('dissolveOrganization', { organizationId: w.id('Organization', w.a.id), version: 2, reason: '停产' });
    expect(await find(as('sibling'), local.id)).toMatchObject({
      holder: { name: '西河县总工会' },
      viewerCan: { answer: { allowed: true } },
    });
  });
});
