import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { encodeId } from '../../src/kit/node-id.ts';
import { audited, at, codes, submit } from '../ledgers/support.ts';
import { inRequest, obligationOf, plantNotice, putSubmission } from '../support/plant.ts';
import { world } from '../support/world.ts';
import { withRollup } from '../../src/domains/submissions/rollup.ts';
import { campaign, compute, handDown, mutate, readEvaluation, standard, table } from './support.ts';

const YEAR_END = at('2022-01-05T09:00:00');

describe.concurrent('a computed evaluation', () => {
  test('has the points that the figures come to', async () => {
    const w = await world();
    const c = await campaign(w);
    await handDown(w, c);
    await submit(w, w.a, c.entries, { at: at('2021-05-10T09:00:00') });
    await submit(w, w.b, c.entries, { at: at('2021-05-28T23:59:59.999'), state: 'ACCEPTED' });
    await submit(w, w.cityUnit, c.entries, { at: at('2021-05-29T00:00:00') });
    await submit(w, w.siblingUnit, c.entries, { at: at('2021-05-10T09:00:00'), state: 'RETURNED', holderId: w.siblingUnit.id });
    await submit(w, w.city, c.ledger, { at: at('2021-06-30T09:00:00') });
    w.clock.set(YEAR_END);

    const evaluation = await compute(w.as(c.officer), standard(w, c));
    expect(evaluation).toMatchObject({
      state: 'COMPUTED',
      stateLabel: '已计算',
      version: 2,
      rosterDay: '2021-12-31',
      computedAt: '2022-01-05T01:00:00.000Z',
    });
    expect(evaluation.organization.name).toBe('河东省总工会');
    expect(evaluation.indicators).toEqual([
      { indicator: 'REPORTING_RATE', label: '报送率', points: '50', deliverableIds: [w.id('Deliverable', c.entries)] },
      { indicator: 'ON_TIME_RATE', label: '按时报送率', points: '30', deliverableIds: [w.id('Deliverable', c.entries)] },
      { indicator: 'LEDGER_DELIVERED', label: '台账报送', points: '20', deliverableIds: [w.id('Deliverable', c.ledger)] },
    ]);
    // Six units: three in hand, of which one late; the returned one counts again when it is handed in again.
    expect(table(evaluation)).toEqual([
      [1, '石门市总工会', '55.0000', '3/6 25.0000', '2/6 10.0000', '1/1 20.0000'],
      [2, '承州市总工会', '0.0000', '0/0 无数据', '0/0 无数据', '0/1 0.0000'],
      [null, '省交通运输工会', '无数据', '0/0 无数据', '0/0 无数据', '0/0 无数据'],
    ]);
    expect(evaluation.children.totalCount).toBe(3);
    expect(evaluation.children.nodes.map(({ attainable }: { attainable: string }) => attainable)).toEqual([
      '100.0000',
      '20.0000',
      '0.0000',
    ]);
    expect(evaluation.children.nodes[0].lines[1].sources).toEqual([
      { title: '特色建设成果', noticeTitle: '关于开展成果展示活动的通知', predecessorName: null, numerator: 2, denominator: 6 },
    ]);
    expect(evaluation.children.nodes[0].contributions).toEqual(
      expect.arrayContaining([
        { indicator: 'LEDGER_DELIVERED', numerator: 1, denominator: 1, predecessor: null, source: { title: '工作台账' } },
      ]),
    );
  });

  test('counts what has come up to the evaluator, not what a level below holds', async () => {
    const w = await world();
    const c = await campaign(w, 'LEVEL_BY_LEVEL');
    await handDown(w, c);
    await submit(w, w.a, c.entries, { at: at('2021-05-10T09:00:00'), reachedLevel: 3, holderId: w.county.id });
    await submit(w, w.b, c.entries, { at: at('2021-05-10T09:00:00'), reachedLevel: 2, holderId: w.city.id });
    await submit(w, w.c, c.entries, { at: at('2021-05-10T09:00:00'), reachedLevel: 1, holderId: w.province.id });
    w.clock.set(YEAR_END);
    const byProvince = await compute(w.as(c.officer), standard(w, c));
    expect(table(byProvince)[0]).toEqual([1, '石门市总工会', '13.3333', '1/6 8.3333', '1/6 5.0000', '0/1 0.0000']);

    const city = await w.allRounder(w.city);
    const [rate] = standard(w, c).indicators;
    const byCity = await compute(w.as(city), {
      ...standard(w, c),
      subjectKinds: ['COUNTY_DISTRICT', 'CITY_DIRECT_GRASSROOTS'],
      indicators: [rate],
    });
    expect(table(byCity)).toEqual([
      [1, '东山县总工会', '25.0000', '2/4 25.0000'],
      [2, '西河县总工会', '0.0000', '0/1 0.0000'],
      [2, '石门市公交公司工会', '0.0000', '0/1 0.0000'],
      [null, '北原县总工会', '无数据', '0/0 无数据'],
    ]);
  });

  test('may be computed again until it is published, and says so', async () => {
    const w = await world();
    const c = await campaign(w);
    await handDown(w, c);
    w.clock.set(YEAR_END);
    const client = w.as(c.officer);
    const first = await compute(client, standard(w, c));
    expect(table(first)[0]![3]).toBe('0/6 0.0000');
    await submit(w, w.a, c.entries, { at: at('2021-05-10T09:00:00') });
    expect(table(await readEvaluation(client, first.id))[0]![3]).toBe('0/6 0.0000');
    const { evaluation: second } = await mutate(client, 'computeEvaluation', { evaluationId: first.id, version: 2 });
    expect(table(second)[0]).toEqual([1, '石门市总工会', '13.3333', '1/6 8.3333', '1/6 5.0000', '0/1 0.0000']);
    const stale = await mutate(client, 'computeEvaluation', { evaluationId: first.id, version: 2 });
    expect(stale.errors).toMatchObject([{ code: 'STALE_VERSION', path: ['input', 'version'] }]);
    expect(stale.evaluation.version).toBe(3);
    const { rows } = await w.asSystem(({ db }) =>
      sql`select count(*)::int as count from evaluation_contribution where federation_id = ${w.federationId}`.execute(db),
    );
    expect(rows).toEqual([{ count: 9 }]);
  });

  test('leads from every number to as many obligations', async () => {
    const w = await world();
    const c = await campaign(w);
    await handDown(w, c);
    await submit(w, w.b, c.entries, { at: at('2021-05-10T09:00:00') });
    await submit(w, w.d, c.entries, { at: at('2021-06-10T09:00:00') });
    w.clock.set(YEAR_END);
    const evaluation = await compute(w.as(c.officer), standard(w, c));
    const owed = async (...units: (keyof typeof w & ('a' | 'b' | 'c' | 'd' | 'cityUnit' | 'siblingUnit'))[]) =>
      Promise.all(units.map(async (unit) => w.id('Obligation', await obligationOf(w, w[unit], c.entries))));
    const page = async (met: boolean, after?: string) => {
      const query = `query ($id: ID!, $met: Boolean!, $after: String) { evaluation(id: $id) { children(first: 1) { nodes { contributions {
        indicator numerator denominator evidence(met: $met, first: 2, after: $after) {
          totalCount nodes { obligation { id } } pageInfo { hasNextPage endCursor } } } } } } }`;
      const answer = await w.as(c.officer).ask(query, { id: evaluation.id, met, after });
      return Object.fromEntries(
        answer.evaluation.children.nodes[0].contributions.map((one: { indicator: string }) => [one.indicator, one]),
      );
    };
    const ids = (one: { evidence: { nodes: { obligation: { id: string } }[] } }) =>
      one.evidence.nodes.map(({ obligation }) => obligation.id);
    const met = await page(true);
    expect(ids(met['REPORTING_RATE'])).toEqual(await owed('b', 'd'));
    expect(ids(met['ON_TIME_RATE'])).toEqual(await owed('b'));
    expect(met['REPORTING_RATE'].evidence).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: false } });
    const missed = await page(false);
    const rest = await page(false, missed['REPORTING_RATE'].evidence.pageInfo.endCursor);
    expect(missed['REPORTING_RATE'].evidence.totalCount).toBe(4);
    expect([...ids(missed['REPORTING_RATE']), ...ids(rest['REPORTING_RATE'])]).toEqual(await owed('a', 'c', 'siblingUnit', 'cityUnit'));
    expect(missed['LEDGER_DELIVERED'].evidence.totalCount).toBe(1);
  });
});

describe.concurrent('a published evaluation', () => {
  test('never changes, whatever becomes of what it counted', async () => {
    const w = await world();
    const c = await campaign(w);
    await handDown(w, c);
    const accepted = await submit(w, w.a, c.entries, { at: at('2021-05-10T09:00:00') });
    await submit(w, w.city, c.ledger, { at: at('2021-05-10T09:00:00') });
    w.clock.set(YEAR_END);
    const client = w.as(c.officer);
    const computed = await compute(client, standard(w, c));
    const { evaluation: published, errors } = await mutate(client, 'publishEvaluation', { evaluationId: computed.id, version: 2 });
    expect(errors).toEqual([]);
    expect(published).toMatchObject({ state: 'PUBLISHED', stateLabel: '已公布', version: 3, publishedAt: '2022-01-05T01:00:00.000Z' });
    expect(published.contentHash).toMatch(/^[0-9a-f]{64}$/);
    expect(published.children).toEqual(computed.children);
    expect(published.viewerCan).toEqual({
      compute: { allowed: false, code: 'ALREADY_PUBLISHED' },
      publish: { allowed: false, code: 'ALREADY_PUBLISHED' },
    });

    const city = w.as(await w.person(w.city, ['REPORTER']));
    const before = await results(city);
    await submit(w, w.b, c.entries, { at: at('2021-05-11T09:00:00') });
    await inRequest(w, c.officer, (ctx) =>
      withRollup(ctx, [accepted], () =>
        putSubmission(ctx, accepted, { state: 'RETURNED', reachedLevel: 1, holderId: w.a.id, at: w.clock.now() }),
      ),
    );
    const waived = await obligationOf(w, w.c, c.entries);
    await inRequest(w, c.officer, (ctx) =>
      withRollup(ctx, [waived], () => sql`update obligation set state = 'WAIVED' where id = ${waived}`.execute(ctx.db)),
    );
    w.clock.set(at('2023-01-05T09:00:00'));
    expect(codes(await mutate(client, 'computeEvaluation', { evaluationId: computed.id, version: 3 }))).toEqual(['ALREADY_PUBLISHED']);
    expect(codes(await mutate(client, 'publishEvaluation', { evaluationId: computed.id, version: 3 }))).toEqual(['ALREADY_PUBLISHED']);
    const after = await readEvaluation(client, computed.id);
    expect(after).toEqual(published);
    expect(await results(city)).toEqual(before);
    expect(await audited(w, idOf(computed.id))).toEqual(['draftEvaluation', 'computeEvaluation', 'publishEvaluation']);
  });

  test("gives each subject its own result and nobody else's", async () => {
    const w = await world();
    const c = await campaign(w);
    await handDown(w, c);
    await submit(w, w.a, c.entries, { at: at('2021-05-10T09:00:00') });
    await submit(w, w.city, c.ledger, { at: at('2021-05-10T09:00:00') });
    w.clock.set(YEAR_END);
    const client = w.as(c.officer);
    const computed = await compute(client, standard(w, c));
    const city = w.as(await w.allRounder(w.city));
    expect([await results(city), await readEvaluation(city, computed.id)]).toEqual([[], null]);
    await mutate(client, 'publishEvaluation', { evaluationId: computed.id, version: 2 });
    expect(await results(city)).toEqual([
      {
        year: 2021,
        title: '2021年度工作评价',
        rank: 1,
        total: '33.3333',
        totalLabel: '33.3333',
        attainable: '100.0000',
        subjectCount: 3,
        organization: { name: '石门市总工会' },
        evaluator: { name: '河东省总工会' },
        publishedAt: '2022-01-05T01:00:00.000Z',
        lines: [
          {
            label: '报送率',
            weight: '50',
            numerator: 1,
            denominator: 6,
            pointsLabel: '8.3333',
          },
          {
            label: '按时报送率',
            weight: '30',
            numerator: 1,
            denominator: 6,
            pointsLabel: '5.0000',
          },
          {
            label: '台账报送',
            weight: '20',
            numerator: 1,
            denominator: 1,
            pointsLabel: '20.0000',
          },
        ],
      },
    ]);
    const [other] = await results(w.as(await w.person(w.otherCity)));
    expect([other.organization.name, other.rank, other.totalLabel]).toEqual(['承州市总工会', 2, '0.0000']);
    const [none] = await results(w.as(await w.person(w.industry)));
    expect([none.rank, none.totalLabel, none.lines[0].pointsLabel]).toEqual([null, '无数据', '无数据']);
    expect(await results(w.as(await w.person(w.county)))).toEqual([]);
    expect(await results(client)).toEqual([]);
    expect(await readEvaluation(city, computed.id)).toBeNull();
    expect((await readEvaluation(w.as(await w.person(w.province, ['ANALYST'])), computed.id)).children.totalCount).toBe(3);
  });

  test('must have been computed', async () => {
    const w = await world();
    const c = await campaign(w);
    w.clock.set(YEAR_END);
    const { evaluation: draft } = await mutate(w.as(c.officer), 'draftEvaluation', standard(w, c));
    expect(draft).toMatchObject({ state: 'DRAFT', stateLabel: '草稿', version: 1, children: { totalCount: 0, nodes: [] } });
    expect(codes(await mutate(w.as(c.officer), 'publishEvaluation', { evaluationId: draft.id, version: 1 }))).toEqual(['NOT_COMPUTED']);
  });
});

describe.concurrent('an evaluation being made', () => {
  test("is its own body's issuing officers' alone", async () => {
    const w = await world();
    const c = await campaign(w);
    await handDown(w, c);
    w.clock.set(YEAR_END);
    const city = await w.allRounder(w.city);
    const input = { ...standard(w, c), subjectKinds: ['COUNTY_DISTRICT'] };
    const evaluation = await compute(w.as(city), input);
    expect(evaluation.children.totalCount).toBe(3);
    const elsewhere = await world();
    const others = [
      w.as(c.officer),
      w.as(await w.person(w.city, ['REVIEWER', 'ANALYST'])),
      w.as(await w.allRounder(w.county)),
      elsewhere.as(await elsewhere.allRounder(elsewhere.province)),
    ];
    for (const other of others) expect(await readEvaluation(other, evaluation.id)).toBeNull();
    expect(codes(await mutate(w.as(c.officer), 'publishEvaluation', { evaluationId: evaluation.id, version: 2 }))).toEqual(['NOT_FOUND']);
    const { errors } = await w
      .as(await w.person(w.city, ['REPORTER', 'REVIEWER', 'ADMINISTRATOR']))
      .execute('mutation ($input: DraftEvaluationInput!) { draftEvaluation(input: $input) { errors { code } } }', { input });
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    await mutate(w.as(city), 'publishEvaluation', { evaluationId: evaluation.id, version: 2 });
    expect((await readEvaluation(w.as(c.officer), evaluation.id)).children.totalCount).toBe(3);
    const list = '{ evaluations(year: 2021) { nodes { id state } } }';
    expect((await w.as(c.officer).ask(list)).evaluations.nodes).toEqual([{ id: evaluation.id, state: 'PUBLISHED' }]);
    expect((await w.as(await w.allRounder(w.county)).ask(list)).evaluations.nodes).toEqual([]);
  });

  test('waits for the end of its roster day', async () => {
    const w = await world();
    const c = await campaign(w);
    const client = w.as(c.officer);
    const { evaluation } = await mutate(client, 'draftEvaluation', standard(w, c));
    w.clock.set(at('2021-12-31T23:59:59.999'));
    expect(codes(await mutate(client, 'computeEvaluation', { evaluationId: evaluation.id, version: 1 }))).toEqual(['ROSTER_DAY_AHEAD']);
    w.clock.set(at('2022-01-01T00:00:00'));
    expect(codes(await mutate(client, 'computeEvaluation', { evaluationId: evaluation.id, version: 1 }))).toEqual([]);
  });

  test('refuses what cannot be measured, saying where', async () => {
    const w = await world();
    const c = await campaign(w);
    const city = await w.allRounder(w.city);
    const local = await plantNotice(w, { by: city, to: [w.county], deliverables: [{ key: 'own' }] });
    const client = w.as(c.officer);
    const good = standard(w, c);
    const [rate, , ledger] = good.indicators;
    const unknown = encodeId('Deliverable', '00000000-0000-7000-8000-000000000000');
    const tries: [object, string, string[]][] = [
      [{ indicators: [{ ...rate, deliverableIds: [unknown] }] }, 'NOT_FOUND', ['input', 'indicators', '0', 'deliverableIds', '0']],
      [
        { indicators: [rate, { ...ledger, deliverableIds: rate!.deliverableIds }] },
        'NOT_A_LEDGER',
        ['input', 'indicators', '1', 'deliverableIds', '0'],
      ],
      [
        { indicators: [{ ...rate, deliverableIds: [w.id('Deliverable', local.deliverables['own']!)] }] },
        'SOURCE_NOT_FROM_ABOVE',
        ['input', 'indicators', '0', 'deliverableIds', '0'],
      ],
      [{ indicators: [rate, rate] }, 'INDICATOR_REPEATED', ['input', 'indicators']],
      [{ indicators: [{ ...rate, points: '0' }] }, 'POINTS_OUT_OF_RANGE', ['input', 'indicators', '0', 'points']],
      [{ indicators: [{ ...rate, points: '1e3' }] }, 'NOT_A_NUMBER', ['input', 'indicators', '0', 'points']],
      [{ rosterDay: '2021-02-30' }, 'NOT_A_DAY', ['input', 'rosterDay']],
      [{ subjectKinds: [] }, 'TOO_SMALL', ['input', 'subjectKinds']],
    ];
    for (const [change, code, path] of tries) {
      const { errors, evaluation } = await mutate(client, 'draftEvaluation', { ...good, ...change });
      expect([evaluation, errors]).toMatchObject([null, [{ code, path }]]);
    }
    await mutate(client, 'draftEvaluation', good);
    expect(codes(await mutate(client, 'draftEvaluation', good))).toEqual(['EVALUATION_EXISTS']);
    const { rows } = await w.asSystem(({ db }) => sql`select title from evaluation where federation_id = ${w.federationId}`.execute(db));
    expect(rows).toHaveLength(1);
  });
});

describe.concurrent('contributions of a year', () => {
  test('are exported body by body, page by page (S0-10)', async () => {
    const w = await world();
    const c = await campaign(w);
    await handDown(w, c);
    await submit(w, w.a, c.entries, { at: at('2021-05-10T09:00:00') });
    w.clock.set(YEAR_END);
    await compute(w.as(c.officer), standard(w, c));
    const query = `query ($year: Int!, $after: String) { evaluationContributions(year: $year, first: 4, after: $after) {
      nodes { label numerator denominator organization { name } source { title } } pageInfo { hasNextPage endCursor } } }`;
    const rows: string[] = [];
    let after: string | undefined;
    do {
      const { evaluationContributions: page } = await w.as(c.officer).ask(query, { year: 2021, after });
      for (const row of page.nodes)
        rows.push(`${row.organization.name} ${row.source.title} ${row.label} ${row.numerator}/${row.denominator}`);
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : undefined;
    } while (after);
    expect(rows).toHaveLength(9);
    expect(rows.slice(0, 3).toSorted()).toEqual(
      ['石门市总工会 工作台账 台账报送 0/1', '石门市总工会 特色建设成果 报送率 1/6', '石门市总工会 特色建设成果 按时报送率 1/6'].toSorted(),
    );
    expect((await w.as(c.officer).ask(query, { year: 2020 })).evaluationContributions.nodes).toEqual([]);
    expect((await w.as(await w.allRounder(w.city)).ask(query, { year: 2021 })).evaluationContributions.nodes).toEqual([]);
  });
});

const idOf = (global: string) => Buffer.from(global, 'base64url').toString().split(':')[1]!;

async function results(client: ReturnType<Awaited<ReturnType<typeof world>>['as']>) {
  const { evaluationResults } = await client.ask(`{ evaluationResults(year: 2021) { nodes {
    year title rank total totalLabel attainable subjectCount publishedAt organization { name } evaluator { name }
    lines { label weight numerator denominator pointsLabel } } } }`);
  return evaluationResults.nodes;
}
