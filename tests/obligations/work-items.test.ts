import { describe, expect, test } from 'vitest';
import type { PlantedOrganization } from '../../src/domains/federation/found.ts';
import { withRollup } from '../../src/domains/submissions/rollup.ts';
import { inRequest, obligationOf, plantNotice, putSubmission } from '../support/plant.ts';
import { type TestPerson, type World, world } from '../support/world.ts';

const WORK = /* GraphQL */ `
  query Workbench($state: WorkState! = OPEN, $due: WorkDue, $first: Int! = 20, $after: String) {
    workItems(state: $state, due: $due, first: $first, after: $after) {
      counts {
        total
        byLamp {
          lamp
          count
        }
        byKind {
          kind
          verb
          count
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        kind
        verb
        title
        lamp
        lampReason
        count
        askedBy {
          shortName
        }
        due {
          label
          daysLeft
        }
        progress {
          done
          total
          label
        }
        obligation {
          kind
        }
        notice {
          title
        }
        viewerCan {
          act {
            allowed
            code
          }
        }
      }
    }
  }
`;
const ACKNOWLEDGE = /* GraphQL */ `
  mutation ($input: AcknowledgeDeliveryInput!) {
    acknowledgeDelivery(input: $input) {
      errors {
        code
      }
    }
  }
`;

const work = async (w: World, by: TestPerson, variables = {}) => (await w.as(by).ask(WORK, variables)).workItems;
const brief = (page: { nodes: { kind: string; title: string; lamp: string }[] }) =>
  page.nodes.map(({ kind, title, lamp }) => [kind, title, lamp]);
const acknowledge = (w: World, by: TestPerson, id: string) => w.as(by).ask(ACKNOWLEDGE, { input: { noticeId: w.id('Notice', id) } });

async function asked() {
  const w = await world({ at: '2021-05-25T09:00:00+08:00' });
  const [officer, city] = await Promise.all([w.allRounder(w.province), w.allRounder(w.city)]);
  const deliverables = [
    { key: 'entry', title: '小微工会成果', audience: ['GRASSROOTS'], dueAt: '2021-05-29T00:00:00+08:00', completedBy: 'progress' },
    { key: 'progress', title: '活动开展情况', audience: ['PREFECTURE_CITY'], dueAt: '2021-06-20T00:00:00+08:00' },
  ];
  const top = await plantNotice(w, { by: officer, title: '省总通知', to: [w.city], deliverables });
  return { w, officer, city, top, root: top.deliverables['entry']! };
}

const put = async (
  w: World,
  by: TestPerson,
  unit: PlantedOrganization,
  root: string,
  reachedLevel: number,
  holder: PlantedOrganization,
  state: 'SUBMITTED' | 'RETURNED' = 'SUBMITTED',
) => {
  const id = await obligationOf(w, unit, root);
  await inRequest(w, by, (ctx) =>
    withRollup(ctx, [id], () => putSubmission(ctx, id, { state, reachedLevel, holderId: holder.id, at: ctx.now })),
  );
};

describe('workItems', () => {
  test('S0-06: a city signs, forwards, then watches its subtree; the duty ends with its own report', async () => {
    const { w, officer, city, top, root } = await asked();
    expect(await work(w, city)).toMatchObject({
      counts: {
        total: 2,
        byLamp: [
          { lamp: 'GREY', count: 1 },
          { lamp: 'BLUE', count: 1 },
        ],
        byKind: [
          { kind: 'ACKNOWLEDGE', verb: '签收', count: 1 },
          { kind: 'REPORT', verb: '填报', count: 1 },
        ],
      },
      nodes: [
        {
          kind: 'ACKNOWLEDGE',
          title: '省总通知',
          lamp: 'BLUE',
          askedBy: { shortName: '河东省' },
          due: { label: '5月28日24:00止（含当日）' },
          notice: { title: '省总通知' },
          viewerCan: { act: { allowed: true } },
        },
        { kind: 'REPORT', title: '活动开展情况', lamp: 'GREY', due: { daysLeft: 25 }, obligation: { kind: 'REPORT' } },
      ],
    });
    await acknowledge(w, city, top.id);
    expect(brief(await work(w, city))).toEqual([
      ['FORWARD', '省总通知', 'BLUE'],
      ['REPORT', '活动开展情况', 'GREY'],
    ]);
    await plantNotice(w, { by: city, title: '市总转发', forwards: top, to: [w.county] });
    const county = await w.allRounder(w.county);
    await plantNotice(w, { by: county, forwards: { id: await forwarded(w, city, '市总转发'), deliverables: {} }, to: [w.a, w.b] });
    await put(w, officer, w.a, root, 1, w.province);
    expect(brief(await work(w, city))).toEqual([['REPORT', '活动开展情况', 'GREY']]);
    const waiting = await work(w, city, { state: 'WAITING' });
    expect(waiting.nodes).toMatchObject([
      {
        kind: 'ORGANISE',
        verb: '组织报送',
        title: '小微工会成果',
        lamp: 'BLUE',
        lampReason: '还剩3个工作日',
        progress: { done: 1, total: 2, label: '已报1／应报2' },
      },
    ]);
    await put(w, officer, w.city, top.deliverables['progress']!, 1, w.province);
    expect(brief(await work(w, city, { state: 'WAITING' }))).toEqual([['REPORT', '活动开展情况', 'GREEN']]);
    await put(w, officer, w.city, top.deliverables['progress']!, 1, w.city, 'RETURNED');
    expect(brief(await work(w, city, { state: 'WAITING' }))).toEqual([['ORGANISE', '小微工会成果', 'BLUE']]);
  });

  test('the most urgent first: overdue, returned, near, far, without a due; page by page, nothing twice', async () => {
    const w = await world({ at: '2021-05-24T09:00:00+08:00' });
    const officer = await w.allRounder(w.province);
    const days = { far: '2021-07-01', near: '2021-05-26', past: '2021-05-20', back: '2021-06-10' };
    const deliverables = [
      { key: 'none', title: '无期限' },
      ...Object.entries(days).map(([key, day]) => ({
        key,
        title: key,
        dueAt: `${day}T00:00:00+08:00`,
        closesAt: null,
        latePolicy: 'ACCEPT_LATE' as const,
      })),
    ];
    const notice = await plantNotice(w, { by: officer, title: '通知', to: [w.a], deliverables });
    const back = await obligationOf(w, w.a, notice.deliverables['back']!);
    await inRequest(w, officer, (ctx) =>
      withRollup(ctx, [back], () => putSubmission(ctx, back, { state: 'RETURNED', reachedLevel: 1, holderId: w.a.id, at: ctx.now })),
    );
    const unit = await w.allRounder(w.a);
    await acknowledge(w, unit, notice.id);
    const all = await work(w, unit);
    expect(brief(all)).toEqual([
      ['REPORT', 'past', 'RED'],
      ['REPORT', 'back', 'YELLOW'],
      ['REPORT', 'near', 'BLUE'],
      ['REPORT', 'far', 'GREY'],
      ['REPORT', '无期限', 'GREY'],
    ]);
    const pages = [await work(w, unit, { first: 2 })];
    while (pages.at(-1).pageInfo.hasNextPage) pages.push(await work(w, unit, { first: 2, after: pages.at(-1).pageInfo.endCursor }));
    expect(pages.flatMap(brief)).toEqual(brief(all));
    expect(brief(await work(w, unit, { due: 'NONE' }))).toEqual([['REPORT', '无期限', 'GREY']]);
    expect((await work(w, unit, { due: 'DATED' })).counts.total).toBe(4);
  });

  test('what lies here for review is one item per deliverable; who may not review is told so', async () => {
    const w = await world({ at: '2021-05-24T09:00:00+08:00' });
    const officer = await w.allRounder(w.province);
    const notice = await plantNotice(w, {
      by: officer,
      to: [w.a, w.b, w.c],
      deliverables: [{ title: '年度报表', dueAt: '2021-05-26T00:00:00+08:00' }],
    });
    const root = notice.deliverables['report']!;
    await put(w, officer, w.a, root, 3, w.county);
    await put(w, officer, w.b, root, 3, w.county);
    const [reviewer, reporter] = [await w.person(w.county, ['REVIEWER']), await w.person(w.county, ['REPORTER'])];
    expect((await work(w, reviewer)).nodes).toMatchObject([
      {
        kind: 'REVIEW',
        verb: '审核',
        title: '年度报表',
        lamp: 'BLUE',
        count: 2,
        askedBy: { shortName: '河东省' },
        progress: { label: '待审核2份' },
        viewerCan: { act: { allowed: true } },
      },
    ]);
    expect((await work(w, reporter)).nodes).toMatchObject([{ kind: 'REVIEW', viewerCan: { act: { allowed: false, code: 'FORBIDDEN' } } }]);
    const unit = await w.allRounder(w.a);
    expect(brief(await work(w, unit, { state: 'WAITING' }))).toEqual([['REPORT', '年度报表', 'GREEN']]);
  });

  test('nobody sees the work of another body', async () => {
    const { w } = await asked();
    for (const organization of [w.province, w.county, w.otherCity])
      expect((await work(w, await w.allRounder(organization))).nodes).toEqual([]);
  });
});

async function forwarded(w: World, by: TestPerson, title: string): Promise<string> {
  return inRequest(
    w,
    by,
    async ({ db }) => (await db.selectFrom('notice').select('id').where('title', '=', title).executeTakeFirstOrThrow()).id,
  );
}
