import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { uuid7 } from '../../src/kit/uuid.ts';
import { plantApplications, resolutionOf } from '../support/awards.ts';
import { answerAll, issueNotice, NoticeOfTest, type TestNotice } from '../support/notices.ts';
import { act, codes, done, Honours, listAct, TERMS, type Untyped } from './support.ts';

const TITLE = `id name unitName status statusLabel certificateNumber certificateUrl effectiveFrom validUntil version revokedOn plaque { givenOn occasion }
  organization { shortName } successor { shortName } grantor { shortName } notice { kind } revocation { text } viewerCan { givePlaque { code } revoke { code } }`;
const titleAct = (h: Honours, name: string, input: object, by = h.city) => act(by, name, input, `title { ${TITLE} }`);

/** What everybody may see, of these units. */
const titles = async (h: Honours, args = ''): Promise<Untyped[]> => {
  const onlooker = h.w.as(await h.w.person(h.w.otherCounty));
  return (await onlooker.ask(`{ titles(first: 50${args}) { nodes { ${TITLE} } } }`)).titles.nodes;
};

const versionOf = async (h: Honours, id: string): Promise<number> =>
  (await h.city.ask('query($id: ID!) { notice(id: $id) { version } }', { id })).notice.version;

describe('from the list to the title', () => {
  let h: Honours;
  let list: Untyped;
  let named: Untyped[];

  /** Sends the circular as any other notice. */
  async function sendCircular({ notice }: Untyped): Promise<void> {
    const { notice: draft } = await h.city.ask(`query($id: ID!) { notice(id: $id) { ...NoticeOfTest } } ${String(NoticeOfTest)}`, {
      id: notice.id,
    });
    await answerAll(h.city, draft as TestNotice);
    expect((await issueNotice(h.city, { noticeId: draft.id, version: draft.version })).errors).toEqual([]);
  }

  beforeAll(async () => {
    h = await Honours.prepare(['a', 'b', 'c', 'siblingUnit'], { waiting: 'd' });
    const proposed = await h.proposed({ validUntil: '2026-12-31' }, [
      { submissionId: h.submissions.siblingUnit, proposed: false, reason: '名额已满' },
    ]);
    const decided = done(await h.decide(proposed, [{ submissionId: h.submissions.b, approved: false, reason: '发生安全事故' }]));
    list = done(await listAct(h.city, 'nameAwards', { awardListId: decided.id, version: decided.version, effectiveFrom: '2023-12-01' }));
  });

  test('S2-57, F-03: the circular is generated from the decision, and with its issue every application ends', async () => {
    expect(list).toMatchObject({ state: 'NAMING', notice: { state: 'DRAFT', kind: 'PUBLICATION' } });
    expect(await titles(h)).toEqual([]);
    const told = await h.w.person(h.w.b);
    const again = done(await listAct(h.city, 'nameAwards', { awardListId: list.id, version: list.version }));
    expect(again.notice.id).toBe(list.notice.id);
    const { notice } = await h.city.ask('query($id: ID!) { notice(id: $id) { title body awardYear addressees { resolvedCount } } }', {
      id: list.notice.id,
    });
    expect(notice.title).toBe('石门市总工会关于命名2023年度市级“模范职工之家”的通报');
    expect(notice.body).toBe(
      '经党组会议（〔2023〕第18次）审定，决定命名以下2个单位为2023年度市级“模范职工之家”。每个单位一次性补助工作经费10000元，不得发放给个人。\n\n1. 东山县第一纺织厂工会\n2. 东山县人民医院工会',
    );
    expect(notice).toMatchObject({ awardYear: 2023, addressees: { resolvedCount: 6 } });
    await sendCircular(list);

    named = await titles(h);
    const facts = named.map(({ unitName, certificateNumber, status, name }) => [unitName, certificateNumber, status, name]);
    expect(facts.toSorted(([, one], [, other]) => (one < other ? -1 : 1))).toEqual([
      ['东山县第一纺织厂工会', '石门市〔2023〕荣字第0001号', 'NAMED', '模范职工之家'],
      ['东山县人民医院工会', '石门市〔2023〕荣字第0002号', 'NAMED', '模范职工之家'],
    ]);
    const ends = async (place: 'a' | 'b' | 'd' | 'siblingUnit') => {
      const unit = h.w.as(await h.w.person(h.w[place]));
      const { submission } = await unit.ask('query($id: ID!) { submission(id: $id) { awards { outcome reason title { name } } } }', {
        id: h.submissions[place],
      });
      return submission.awards;
    };
    await h.w.settle();
    const reporter = h.w.as(told);
    const { notifications } = await reporter.ask('{ notifications(first: 10) { nodes { event excerpt } } }');
    expect(notifications.nodes).toContainEqual({
      event: 'AWARDS_NAMED',
      excerpt: '石门市总工会公布了“模范职工之家申报”的评选结果，请查看',
    });
    expect(await ends('a')).toEqual([{ outcome: 'NAMED', reason: null, title: { name: '模范职工之家' } }]);
    expect(await ends('b')).toEqual([{ outcome: 'NOT_APPROVED', reason: '发生安全事故', title: null }]);
    expect(await ends('d')).toEqual([{ outcome: 'NOT_RECOMMENDED', reason: '截至命名仍在东山县总工会，未获推荐', title: null }]);
    expect(await ends('siblingUnit')).toEqual([{ outcome: 'NOT_LISTED', reason: '名额已满', title: null }]);
  });

  test('F-09: NAMED until its first day, then ACTIVE, EXPIRED after its last; the plaque is given once and only in force', async () => {
    const title = named.find(({ unitName }) => unitName.includes('纺织厂'))!;
    const plaque = { titleId: title.id, version: title.version, givenOn: '2023-12-01', occasion: '表彰大会' };
    expect(codes(await titleAct(h, 'givePlaque', plaque))).toEqual(['NOT_EFFECTIVE']);
    h.w.clock.set('2023-12-01T00:00:00+08:00');
    const given = done(await titleAct(h, 'givePlaque', plaque)).title;
    expect(given).toMatchObject({ status: 'ACTIVE', plaque: { givenOn: '2023-12-01', occasion: '表彰大会' } });
    expect(codes(await titleAct(h, 'givePlaque', { ...plaque, version: given.version }))).toEqual(['PLAQUE_GIVEN']);
    const unit = h.w.as(await h.w.person(h.w.a));
    const { submission } = await unit.ask('query($id: ID!) { submission(id: $id) { awards { outcomeLabel } } }', { id: h.submissions.a });
    expect(submission.awards).toEqual([{ outcomeLabel: '已授牌' }]);
    expect((await titles(h, ', lacking: PLAQUE')).map(({ unitName }) => unitName)).toEqual(['东山县人民医院工会']);
    const now = h.w.clock.now();
    h.w.clock.set('2027-01-01T00:00:00+08:00');
    expect((await titles(h)).map(({ status }) => status)).toEqual(['EXPIRED', 'EXPIRED']);
    h.w.clock.set(now);
  });

  test('a certificate is checked by anybody, who learns honour, unit, day and validity, and nothing else', async () => {
    const title = named.find(({ unitName }) => unitName.includes('人民医院'))!;
    const get = (url: string) => h.w.server.inject({ method: 'GET', url });
    const page = await get(title.certificateUrl);
    expect(page.statusCode).toBe(200);
    const text = page.body.replaceAll(/<style>.*?<\/style>/gs, '').replaceAll(/<[^>]+>/g, '|');
    expect(text.split('|').filter((piece) => piece.trim())).toEqual([
      '证书核验',
      '证书核验',
      '称号',
      '2023年度模范职工之家',
      '单位',
      '东山县人民医院工会',
      '生效日期',
      '2023-12-01',
      '效力',
      '有效，有效期至2026-12-31',
    ]);
    expect((await get('/certificates/AAAA-BBBB-CCCC-DDDD')).statusCode).toBe(404);
    expect((await get(`/certificates/${encodeURIComponent("' or true --\0")}`)).statusCode).toBe(404);
    const headers = { authorization: `Bearer ${h.officer.token}` };
    const printed = await h.w.server.inject({ method: 'GET', url: `/print/certificates/${title.id}`, headers });
    expect(printed.statusCode).toBe(200);
    expect(printed.body).toContain('石门市〔2023〕荣字第0002号');
    const unknown = h.w.id('Title', uuid7());
    expect((await h.w.server.inject({ method: 'GET', url: `/print/certificates/${unknown}`, headers })).statusCode).toBe(404);

    const print = (id: string, as: Record<string, string>) =>
      h.w.server.inject({ method: 'GET', url: `/print/certificates/${id}/pdf`, headers: as });
    const pdf = await print(title.id, headers);
    expect([pdf.statusCode, pdf.headers['content-type']]).toEqual([200, 'application/pdf']);
    const document = await getDocument({ data: new Uint8Array(pdf.rawPayload), useSystemFonts: false, verbosity: 0 }).promise;
    const { items } = await (await document.getPage(1)).getTextContent();
    const words = items
      .map((item) => ('str' in item ? item.str : ''))
      .join('')
      .replaceAll(/\s/gu, '');
    for (const word of [
      '荣誉证书',
      '东山县人民医院工会',
      '2023年度模范职工之家',
      '石门市〔2023〕荣字第0002号',
      '2026-12-31',
      '石门市总工会',
    ])
      expect(words).toContain(word);
    await document.loadingTask.destroy();
    expect([(await print(title.id, {})).statusCode, (await print(unknown, headers)).statusCode]).toEqual([401, 404]);
  });

  test('S2-07, C-31: a unit that holds a title of a city stands again only with a reason, also as the successor of the holder', async () => {
    const root = h.w.as(await h.w.person(h.w.province, ['ADMINISTRATOR']));
    const id = (place: 'a' | 'b') => h.w.id('Organization', h.w[place].id);
    const input = { predecessorId: id('a'), successorId: id('b'), reason: '企业重组' };
    expect((await act(root, 'mergeOrganizations', input, 'successor { name }')).errors).toEqual([]);
    const held = (await titles(h)).find(({ unitName }) => unitName.includes('纺织厂'))!;
    expect(held).toMatchObject({ organization: { shortName: '第一纺织厂' }, successor: { shortName: '机械厂' }, status: 'ACTIVE' });

    const next = await plantApplications(h.w, h.officer, [h.w.b, h.w.siblingUnit]);
    const terms = { ...TERMS, awardYear: 2024 };
    const drafted = done(await listAct(h.city, 'draftAwardList', { deliverableId: next.deliverableId, ...terms }));
    const { awardList } = await h.city.ask(
      'query($id: ID!) { awardList(id: $id) { lines { nodes { organization { shortName titles { name } } heldTitles { unitName } } } } }',
      { id: drafted.id },
    );
    expect(awardList.lines.nodes).toEqual([
      { organization: { shortName: '机械厂', titles: [{ name: '模范职工之家' }] }, heldTitles: [{ unitName: '东山县第一纺织厂工会' }] },
      { organization: { shortName: '酒厂', titles: [] }, heldTitles: [] },
    ]);
    const step = { awardListId: drafted.id, version: drafted.version };
    expect(codes(await listAct(h.city, 'proposeAwardList', step))).toEqual(['HOLDER_WITHOUT_REASON']);
    const lines = [{ submissionId: next.submissionIds[0], holderReason: '称号属合并前单位' }];
    const saved = done(await listAct(h.city, 'saveAwardList', { ...step, ...terms, lines }));
    expect(done(await listAct(h.city, 'proposeAwardList', { ...step, version: saved.version })).state).toBe('PROPOSED');
  });

  test('a title is taken back by a new decision of the body that gave it, and by nobody else', async () => {
    const title = (await titles(h)).find(({ unitName }) => unitName.includes('人民医院'))!;
    const input = { titleId: title.id, version: title.version, ...(await resolutionOf(h.w, h.signatory)), text: '弄虚作假' };
    const other = h.w.as(await h.w.person(h.w.otherCity, ['SIGNATORY']));
    expect(codes(await titleAct(h, 'revokeTitle', input, other))).toEqual(['NOT_FOUND']);
    const recall = { noticeId: list.notice.id, version: await versionOf(h, list.notice.id), reason: '发文有误' };
    expect(codes(await act(h.city, 'recallNotice', recall, 'notice { id }'))).toEqual(['HONOURS_STAND']);
    const revoked = done(await titleAct(h, 'revokeTitle', input, h.party)).title;
    expect(revoked).toMatchObject({ status: 'REVOKED', revokedOn: '2023-12-01', revocation: { text: '弄虚作假' } });
    const seen = (await titles(h)).find(({ unitName }) => unitName.includes('人民医院'))!;
    expect(seen).toMatchObject({ statusLabel: '已撤销', revocation: null });
    expect((await h.w.server.inject({ method: 'GET', url: title.certificateUrl })).body).toContain('已撤销（2023-12-01）');
    const again = { ...input, version: revoked.version };
    expect(codes(await titleAct(h, 'revokeTitle', again, h.party))).toEqual(['NOT_ACTIVE']);
  });

  test('two circulars that are sent at once number their certificates one after the other', async () => {
    const prepared = [];
    for (const name of ['先进集体', '先进班组']) {
      const { deliverableId } = await plantApplications(h.w, h.officer, [h.w.c, h.w.siblingUnit]);
      const drafted = done(await listAct(h.city, 'draftAwardList', { deliverableId, ...TERMS, name, kind: 'OTHER', level: 'COUNTY' }));
      const lines = drafted.lines.nodes.map(({ submission }: Untyped) => ({ submissionId: submission.id, holderReason: '另一项称号' }));
      const given = { awardListId: drafted.id, version: drafted.version, ...TERMS, name, kind: 'OTHER', level: 'COUNTY', lines };
      const saved = done(await listAct(h.city, 'saveAwardList', given));
      const proposed = done(await listAct(h.city, 'proposeAwardList', { awardListId: drafted.id, version: saved.version }));
      const decided = done(await h.decide(proposed));
      prepared.push(done(await listAct(h.city, 'nameAwards', { awardListId: decided.id, version: decided.version })));
    }
    await Promise.all(prepared.map(sendCircular));
    const numbers = (await titles(h, ', kind: OTHER')).map(({ certificateNumber }) => certificateNumber.match(/\d{4}号$/)?.[0]);
    expect(new Set(numbers)).toEqual(new Set(['0003号', '0004号', '0005号', '0006号']));
  });
});
