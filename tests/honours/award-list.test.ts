import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { digestOf } from '../support/digest.ts';
import { act, codes, done, Honours, listAct, order, TERMS } from './support.ts';

/** Everything that is kept of lists. */
const listsOf = async ({ w }: Honours) => Object.entries(await digestOf(w.federationId)).filter(([table]) => table.includes('award_'));

describe('a list of what is to be honoured', () => {
  let h: Honours;
  beforeAll(async () => {
    h = await Honours.prepare();
  });

  test('S2-54, S2-59, C-39: priority moves an application forward within its recommender, with its reason, and adds nothing', async () => {
    const drafted = await h.draft({ name: '先后' });
    expect(order(drafted)).toEqual(['1 第一纺织厂', '2 机械厂', '3 县医院', '4 酒厂']);
    const { a, c, siblingUnit } = h.submissions;
    const base = { awardListId: drafted.id, version: drafted.version, ...TERMS, name: '先后' };
    const flagged = { submissionId: c, priorities: ['NEW_EMPLOYMENT'], tags: ['SHARED_HOME', 'SMART'] };
    expect(codes(await listAct(h.city, 'saveAwardList', { ...base, lines: [flagged] }))).toEqual(['REASON_MISSING']);
    const lines = [
      { ...flagged, priorityReason: '网约配送员联合工会' },
      { submissionId: a, proposed: false, reason: '材料不实' },
    ];
    const saved = done(await listAct(h.city, 'saveAwardList', { ...base, lines }));
    expect(order(saved)).toEqual(['1 县医院', '2 第一纺织厂', '3 机械厂', '4 酒厂']);
    expect(saved.lines.nodes[0]).toMatchObject({
      recommender: { shortName: '东山县' },
      recommenderRank: 1,
      priorityLabels: ['新就业形态领域'],
      priorityReason: '网约配送员联合工会',
      tagLabels: ['共享职工之家', '智慧+'],
    });
    expect(saved.lines.nodes[3]).toMatchObject({ recommender: { shortName: '西河县' }, recommenderRank: 1 });
    expect(saved.lines.nodes[1]).toMatchObject({ proposed: false, reason: '材料不实' });
    const last = { ...base, version: saved.version, lines: [{ submissionId: siblingUnit, rank: 1 }] };
    expect(order(done(await listAct(h.city, 'saveAwardList', last)))).toEqual(['1 酒厂', '2 县医院', '3 第一纺织厂', '4 机械厂']);
  });

  test('S2-54: whatever is flagged and wherever it is put by name, the rest stands with priority first, as it came', async () => {
    const places = ['a', 'b', 'c', 'siblingUnit'] as const;
    const names = ['第一纺织厂', '机械厂', '县医院', '酒厂'];
    const wish = fc.record({ flagged: fc.boolean(), placed: fc.boolean() });
    let list = await h.draft({ name: '任意' });
    await fc.assert(
      fc.asyncProperty(
        fc.array(wish, { minLength: 4, maxLength: 4 }),
        fc.shuffledSubarray([1, 2, 3, 4], { minLength: 4 }),
        async (wishes, ranks) => {
          const lines = wishes.map(({ flagged, placed }, index) => ({
            submissionId: h.submissions[places[index]!],
            rank: placed ? ranks[index] : null,
            ...(flagged && { priorities: ['ONLINE_WORK'], priorityReason: '网上工作突出' }),
          }));
          list = done(
            await listAct(h.city, 'saveAwardList', { awardListId: list.id, version: list.version, ...TERMS, name: '任意', lines }),
          );
          const all = wishes.map((given, index) => ({ ...given, index, rank: ranks[index]! }));
          const placed = all.filter((one) => one.placed).toSorted((one, other) => one.rank - other.rank);
          const rest = all.filter((one) => !one.placed);
          const expected = [...placed, ...rest.filter(({ flagged }) => flagged), ...rest.filter(({ flagged }) => !flagged)];
          expect(order(list)).toEqual(expected.map(({ index }, at) => `${at + 1} ${names[index]}`));
        },
      ),
      { numRuns: 12 },
    );
  });

  test('S2-56, C-60: nothing is named before the decision; whoever wrote the list does not decide; a deviation says why', async () => {
    const list = await h.proposed({ name: '审定' }, [{ submissionId: h.submissions.siblingUnit, proposed: false, reason: '名额已满' }]);
    expect(list.viewerCan.name).toEqual({ allowed: false, code: 'NOT_DECIDED' });
    const both = await h.w.allRounder(h.w.city);
    expect(list.viewerCan.decide).toMatchObject({ allowed: false });
    const own = await listAct(h.w.as(both), 'withdrawAwardList', { awardListId: list.id, version: list.version });
    const input = { awardListId: list.id, ...TERMS, name: '审定', version: done(own).version };
    const saved = done(await listAct(h.w.as(both), 'saveAwardList', input));
    const again = done(await listAct(h.city, 'proposeAwardList', { awardListId: list.id, version: saved.version }));
    const before = await listsOf(h);
    expect(codes(await h.decide(again, [], both))).toEqual(['FOUR_EYES']);
    const otherwise = [
      { submissionId: h.submissions.a, approved: false },
      { submissionId: h.submissions.siblingUnit, approved: true },
    ];
    const refused = await h.decide(again, otherwise);
    expect(codes(refused)).toEqual(['REASON_MISSING', 'REASON_MISSING']);
    expect(refused.errors[1].path).toEqual(['input', 'lines', '1', 'reason']);
    expect(await listsOf(h)).toEqual(before);

    const reasons = ['发生安全事故', '递补'];
    const decided = done(
      await h.decide(
        again,
        otherwise.map((line, index) => Object.assign(line, { reason: reasons[index] })),
      ),
    );
    expect(decided).toMatchObject({ state: 'DECIDED', counts: { all: 4, proposed: 3, approved: 3 } });
    expect(decided.decisions[0]).toMatchObject({ number: 1, decidingBody: '党组会议', evidence: [{ name: '会议纪要.pdf' }] });
    expect(decided.decisions[0].deviations).toEqual([
      { approved: false, proposed: true, againstRank: false, reason: '发生安全事故', organization: { shortName: '第一纺织厂' } },
      { approved: true, proposed: true, againstRank: true, reason: null, organization: { shortName: '机械厂' } },
      { approved: true, proposed: true, againstRank: true, reason: null, organization: { shortName: '县医院' } },
      { approved: true, proposed: false, againstRank: true, reason: '递补', organization: { shortName: '酒厂' } },
    ]);
    const anew = done(await h.decide(decided));
    expect(anew.decisions.map(({ number }: { number: number }) => number)).toEqual([1, 2]);
    expect(anew.decisions[0].contentHash).toBe(decided.decisions[0].contentHash);
    expect(anew.decisions[1].contentHash).toMatch(/^[0-9a-f]{64}$/);
    expect(anew.decisions[1].contentHash).not.toBe(anew.decisions[0].contentHash);
    expect(anew.lines.nodes.map(({ approved }: { approved: boolean }) => approved)).toEqual([true, true, true, false]);
  });

  test('C-67: off by default; where a list has days of publicity, it is decided after them, every objection answered', async () => {
    const plain = await h.proposed({ name: '不公示' });
    expect(plain.objectionsUntil).toBeNull();
    const late = { awardListId: plain.id, source: '来信', text: '不实', receivedOn: '2023-11-20' };
    expect(codes(await listAct(h.city, 'recordObjection', late))).toEqual(['NO_PUBLICITY']);

    const list = await h.proposed({ name: '公示', objectionDays: 5 });
    expect(list.objectionsUntil).toBe('2023-11-25T16:00:00.000Z');
    expect(codes(await h.decide(list))).toEqual(['PUBLICITY_RUNNING']);
    const input = { ...late, awardListId: list.id, submissionId: h.submissions.b, text: '加班未付酬' };
    const objected = done(await listAct(h.city, 'recordObjection', input));
    expect(objected.objections).toEqual([{ number: 1, text: '加班未付酬', answer: null }]);
    h.w.clock.set('2023-11-26T00:00:00+08:00');
    expect(codes(await h.decide(objected))).toEqual(['OBJECTION_OPEN']);
    const answer = { awardListId: list.id, number: 1, answer: '经查不属实' };
    const answered = done(await listAct(h.city, 'answerObjection', answer));
    expect(codes(await listAct(h.city, 'answerObjection', answer))).toEqual(['ALREADY_ANSWERED']);
    expect(done(await h.decide(answered))).toMatchObject({ state: 'DECIDED' });
  });

  test('R-13: lists stand at the organiser: read there and above, by no unit, no sibling, and not while they are drafts', async () => {
    const drafted = await h.draft({ name: '谁看得到' });
    const see = async (place: 'province' | 'otherCity' | 'county' | 'a', id: string) =>
      (await h.w.as(await h.w.allRounder(h.w[place])).ask('query($id: ID!) { awardList(id: $id) { name } }', { id })).awardList;
    expect(await see('province', drafted.id)).toBeNull();
    const proposed = done(await listAct(h.city, 'proposeAwardList', { awardListId: drafted.id, version: drafted.version }));
    expect(await see('province', proposed.id)).toEqual({ name: '谁看得到' });
    for (const place of ['otherCity', 'county', 'a'] as const) expect(await see(place, proposed.id)).toBeNull();
  });

  test('when the organiser is merged, its lists go on with the successor, which decides; what was decided stays as it was', async () => {
    const list = await h.proposed({ name: '合并前' });
    const decided = done(await h.decide(list));
    const begun = done(await listAct(h.city, 'nameAwards', { awardListId: list.id, version: decided.version }));
    const admin = h.w.as(await h.w.person(h.w.province, ['ADMINISTRATOR']));
    const merge = {
      predecessorId: h.w.id('Organization', h.w.city.id),
      successorId: h.w.id('Organization', h.w.otherCity.id),
      reason: '区划调整',
    };
    expect((await act(admin, 'mergeOrganizations', merge, 'successor { name }')).errors).toEqual([]);
    const heirs = h.w.as(await h.w.person(h.w.otherCity, ['ISSUING_OFFICER']));
    const named = await listAct(heirs, 'nameAwards', { awardListId: list.id, version: begun.version });
    expect(done(named).notice.id).not.toBe(begun.notice.id);
    expect(done(named)).toMatchObject({ state: 'NAMING', counts: { approved: 4 }, notice: { state: 'DRAFT' } });
    expect(done(named).decisions).toEqual(decided.decisions);
  });
});
