import { describe, expect, test } from 'vitest';
import { campaign, compute, handDown, standard } from '../evaluations/support.ts';
import { answers, chain as ledgerChain, readLedger, submit } from '../ledgers/support.ts';
import { obligationOf } from '../support/plant.ts';
import { chain } from '../support/reporting.ts';
import { type TestPerson, type World, world } from '../support/world.ts';
import { column, csvOf, moment, number, workbookOf, yes } from './support.ts';

// Bare documents answer untyped; what the file holds is compared with what they say.
// oxlint-disable-next-line typescript/no-explicit-any
type Untyped = any;

/** A chain in which a has handed in, b has begun, c is late and d has nothing to report. */
async function reported() {
  const w = await world();
  const reporting = await chain(w, { title: '特色建设成果' });
  await reporting.submit('a', { summary: '活动十场', number: '120' });
  await reporting.fill('b');
  const county = await w.allRounder(w.county);
  await w.as(county).ask(`mutation($input: AddPostInput!) { addPost(input: $input) { errors { code } } }`, {
    input: { organizationId: w.id('Organization', w.b.id), title: '办公室', officePhone: '0311-55500100' },
  });
  w.clock.set('2021-05-30T09:00:00+08:00');
  return { w, reporting, county, deliverableId: reporting.deliverables.province! };
}

const one = async (w: World, person: TestPerson, list: string, given: object) =>
  (await workbookOf(w, person, { list, arguments: given }))[0]!;

describe.concurrent('a list as a file is cell by cell what the API answers', () => {
  test.for(['province', 'county', 'a'] as const)('organizations, for somebody of the %s', async (place) => {
    const w = await world();
    const person = await w.person(w[place], ['REPORTER']);
    const { organizations } = await w.as(person).ask(
      `query($under: ID!) { organizations(under: $under, first: 100) { nodes {
        id name shortName kindLabel level docPrefix statusLabel parent { id } ancestors { name } } } }`,
      { under: w.id('Organization', w.city.id) },
    );
    expect(organizations.nodes.length).toBe(10);
    const read = await one(w, person, 'ORGANIZATIONS', { under: w.id('Organization', w.city.id) });
    expect(read.headings).toEqual(['编号', '上级组织编号', '上级组织', '类别', '名称', '简称', '机关代字', '层级', '状态']);
    expect(read.rows).toEqual(
      organizations.nodes.map((node: Untyped) => [
        node.id,
        node.parent.id,
        node.ancestors.map(({ name }: Untyped) => name).join('/'),
        node.kindLabel,
        node.name,
        node.shortName,
        node.docPrefix,
        node.level,
        node.statusLabel,
      ]),
    );
    const plain = await csvOf(w, person, {
      list: 'ORGANIZATIONS',
      arguments: { search: '东山县', kinds: ['COUNTY_DISTRICT'] },
      columns: ['name', 'level'],
    });
    expect(plain).toMatchObject({ headings: ['名称', '层级'], rows: [['东山县总工会', '3']] });
  });

  test.for(['province', 'county'] as const)('obligations, for the %s', async (place) => {
    const { w, deliverableId } = await reported();
    const person = await w.person(w[place], ['REVIEWER']);
    const given = { deliverableId, behind: 'ABSENT' };
    const { obligations } = await w.as(person).ask(
      `query($deliverableId: ID!, $behind: ObligationFigure) { obligations(deliverableId: $deliverableId, behind: $behind, first: 100) { nodes {
        kindLabel stateLabel lampLabel lampReason what nil late acknowledgedAt startedAt submittedAt due { label closesAt } superiorDue { label }
        organization { name kindLabel parent { name } posts { title officePhone } } } } }`,
      given,
    );
    expect(obligations.nodes.length).toBe(place === 'county' ? 3 : 4);
    const read = await one(w, person, 'OBLIGATIONS', given);
    expect(read.rows).toEqual(
      obligations.nodes.map((node: Untyped) => [
        node.organization.name,
        node.organization.kindLabel,
        node.organization.parent.name,
        node.what,
        node.kindLabel,
        node.stateLabel,

        node.lampLabel,
        node.lampReason,
        node.due.label,
        moment(node.due.closesAt),
        node.superiorDue.label,
        moment(node.acknowledgedAt),
        moment(node.startedAt),
        moment(node.submittedAt),
        yes(node.nil),
        yes(node.late),
        node.organization.posts.flatMap(({ title, officePhone }: Untyped) => (officePhone ? [`${title} ${officePhone}`] : [])).join('；') ||
          null,
      ]),
    );
    expect(column(read, '办公电话')).toContain('办公室 0311-55500100');
    expect(column(read, '亮灯原因').every((reason) => reason !== null)).toBe(true);
  });

  test('the board and its figures', async () => {
    const { w, deliverableId } = await reported();
    const person = await w.person(w.county, ['ANALYST']);
    const { reportingProgress: board } = await w.as(person).ask(
      `query($id: ID!) { reportingProgress(deliverableId: $id) { children(first: 100) { nodes {
        organization { name } nil late overdue acknowledged { numerator denominator percent } byState { label count } byLamp { label count }
        rates { expected received receivedOnTime reportingRate { percent } onTimeRate { percent } } invited { rate { numerator denominator percent } } } } } }`,
      { id: deliverableId },
    );
    const read = await one(w, person, 'PROGRESS', { deliverableId });
    expect(read.rows).toHaveLength(4);
    const counted = (counts: Untyped, label: string) => counts.find((found: Untyped) => found.label === label)?.count ?? 0;
    const byHeading = read.rows.map((row) => Object.fromEntries(read.headings.map((heading, index) => [heading, row[index]])));
    const counts = (prefix: string, found: Untyped) =>
      Object.fromEntries(
        read.headings
          .filter((heading) => heading.startsWith(prefix))
          .map((heading) => [heading, counted(found, heading.slice(prefix.length))]),
      );
    const shown = ({ rates, acknowledged, invited, byState, byLamp, ...node }: Untyped) =>
      Object.assign(counts('状态：', byState), counts('灯：', byLamp), {
        单位: node.organization.name,
        应报: rates.expected,
        已报: rates.received,
        按时报送: rates.receivedOnTime,
        '报送率（%）': number(rates.reportingRate.percent),
        '按时率（%）': number(rates.onTimeRate.percent),
        已签收: acknowledged.numerator,
        应签收: acknowledged.denominator,
        '签收率（%）': number(acknowledged.percent),
        已参加: invited.rate.numerator,
        受邀: invited.rate.denominator,
        '参加率（%）': number(invited.rate.percent),
        逾期: node.overdue,
        零报告: node.nil,
        迟报: node.late,
      });
    expect(byHeading).toEqual(board.children.nodes.map(shown));
    expect(column(read, '逾期').filter((count) => count === 1)).toHaveLength(3);

    const { figures } = await w
      .as(person)
      .ask(
        `query($id: ID!) { figures(deliverableId: $id) { definitions { label } children(first: 100) { nodes { organization { name } values { answers sum mean percent base } } } } }`,
        { id: deliverableId },
      );
    const sums = await one(w, person, 'FIGURES', { deliverableId });
    expect(sums.headings).toEqual(['单位', '参加人数：合计', '参加人数：平均', '参加人数：份数']);
    expect(sums.rows).toEqual(
      figures.children.nodes.map(({ organization, values: [value] }: Untyped) => [
        organization.name,
        number(value.sum),
        number(value.mean),
        value.answers,
      ]),
    );
    expect(column(sums, '参加人数：合计')).toContain(120);
  });

  test('who signed for a notice', async () => {
    const { w, reporting, county } = await reported();
    const { node } = await w
      .as(county)
      .ask(`query($id: ID!) { node(id: $id) { ... on Deliverable { notice { id } } } }`, { id: reporting.deliverables.county });
    const noticeId = node.notice.id;
    const unit = await w.person(w.a);
    await w.as(unit).ask(`mutation($input: AcknowledgeDeliveryInput!) { acknowledgeDelivery(input: $input) { errors { code } } }`, {
      input: { noticeId },
    });
    const { notice } = await w
      .as(county)
      .ask(
        `query($id: ID!) { notice(id: $id) { deliveries(first: 100) { nodes { organization { name kindLabel } deliveredAt acknowledgedAt acknowledgedByPost forwardedAt } } } }`,
        { id: noticeId },
      );
    const rows = (nodes: Untyped) =>
      nodes.map((row: Untyped) => [
        row.organization.name,
        row.organization.kindLabel,
        moment(row.deliveredAt),
        moment(row.acknowledgedAt),
        row.acknowledgedByPost,
        moment(row.forwardedAt),
      ]);
    expect((await one(w, county, 'DELIVERIES', { noticeId })).rows).toEqual(rows(notice.deliveries.nodes));
    const signed = await one(w, county, 'DELIVERIES', { noticeId, acknowledged: true });
    expect([column(signed, '单位'), column(signed, '签收人职务')]).toEqual([
      ['东山县第一纺织厂工会', '东山县机械厂工会'],
      ['干事', '干事'],
    ]);
  });

  test('a ledger', async () => {
    const w = await world();
    const { asked, forwarded, county } = await ledgerChain(w);
    await submit(w, w.a, asked.deliverables['entries']!, {
      at: new Date('2021-05-10T09:00:00+08:00'),
      answers: { [asked.deliverables['entries']!]: answers('12', '3', '4') },
    });
    const obligationId = await obligationOf(w, w.county, forwarded.deliverables['ledger']!);
    for (const person of [county, await w.person(w.county, ['ANALYST'])]) {
      const ledger = await readLedger(w, w.as(person), obligationId);
      const read = await one(w, person, 'LEDGER', { obligationId: w.id('Obligation', obligationId) });
      expect(read.headings).toEqual(['序号', '报送单位', ...ledger.columns.map(({ label }: Untyped) => label)]);
      expect(read.rows).toEqual(
        ledger.rows.nodes.map(({ ordinal, organization, cells }: Untyped) => [ordinal, organization.name].concat(cells)),
      );
      expect(read.rows).toHaveLength(4);
    }
  });

  test('S0-10: an evaluation: what each body earned and what the points of the year come from', async () => {
    const w = await world();
    const asked = await campaign(w);
    await handDown(w, asked);
    const client = w.as(asked.officer);
    w.clock.set('2022-01-10T09:00:00+08:00');
    const evaluation = await compute(client, standard(w, asked));
    const read = await one(w, asked.officer, 'EVALUATION_SCORES', { evaluationId: evaluation.id });
    expect(read.rows).toEqual(
      evaluation.children.nodes.map((subject: Untyped) =>
        [subject.rank, subject.organization.name, number(subject.total), number(subject.attainable)].concat(
          subject.lines.flatMap((line: Untyped) => [number(line.points), line.numerator, line.denominator]),
        ),
      ),
    );
    expect(read.headings.slice(4, 7)).toEqual(['报送率：得分', '报送率：分子', '报送率：分母']);
    const { evaluationContributions } = await client.ask(
      `{ evaluationContributions(year: 2021, first: 100) { nodes { label numerator denominator organization { name } predecessor { name } source { title } } } }`,
    );
    const sources = await one(w, asked.officer, 'EVALUATION_CONTRIBUTIONS', { year: 2021 });
    expect(sources.rows.length).toBeGreaterThan(4);
    expect(sources.rows).toEqual(
      evaluationContributions.nodes.map((row: Untyped) => [
        row.organization.name,
        row.predecessor?.name ?? null,
        row.label,
        row.source.title,
        row.numerator,
        row.denominator,
      ]),
    );
  });

  test('people and what was done, for administrators', async () => {
    const w = await world();
    const person = await w.person(w.city, ['ADMINISTRATOR']);
    await w.person(w.county, ['REVIEWER', 'REPORTER']);
    const organizationId = w.id('Organization', w.county.id);
    const { persons } = await w
      .as(person)
      .ask(
        `query($id: ID!) { persons(organizationId: $id, first: 100) { nodes { id login name phone organization { name } appointments { post roles organization { name } } } } }`,
        { id: organizationId },
      );
    const read = await one(w, person, 'PERSONS', { organizationId });
    expect(read.rows).toEqual(
      persons.nodes.map(({ name, login, phone, organization }: Untyped) => [
        name,
        login,
        phone,
        organization.name,
        '东山县总工会 干事（审核人员、填报人员）',
      ]),
    );
    expect((await one(w, person, 'PERSONS', { organizationId: w.id('Organization', w.otherCounty.id) })).rows).toEqual([]);

    await w.as(person).ask(`mutation($input: AddDepartmentInput!) { addDepartment(input: $input) { errors { code } department { id } } }`, {
      input: { organizationId, name: '组织部' },
    });
    const reset = await w.as(person).ask(`mutation($input: ResetAccountInput!) { resetAccount(input: $input) { errors { code } } }`, {
      input: { personId: persons.nodes[0].id },
    });
    expect(reset.resetAccount.errors).toEqual([]);
    const { auditLines } = await w
      .as(person)
      .ask(
        `query($id: ID!) { auditLines(subjectId: $id) { nodes { happenedAt operation personName onBehalfOf organizationName subjectId detail requestId } } }`,
        { id: persons.nodes[0].id },
      );
    const lines = await one(w, person, 'AUDIT_LINES', { subjectId: persons.nodes[0].id });
    expect(lines.rows).toEqual(
      auditLines.nodes.map((line: Untyped) => [
        moment(line.happenedAt),
        line.operation,
        line.personName,
        line.onBehalfOf,
        line.organizationName,
        line.subjectId,
        JSON.stringify(line.detail),
        line.requestId,
      ]),
    );
    expect(column(lines, '操作')).toEqual(['resetAccount']);
  });

  test('and what can be asked for is told to each by what they may read', async () => {
    const w = await world();
    const sets = async (person: TestPerson) =>
      (await w.as(person).ask(`{ columnSets { list label formats arguments { name required } columns { key heading personal expands } } }`))
        .columnSets;
    const administrator = await sets(await w.person(w.city, ['ADMINISTRATOR']));
    const analyst = await sets(await w.person(w.city, ['ANALYST']));
    const lists = (found: Untyped) => found.map(({ list }: Untyped) => list);
    expect(lists(administrator)).toEqual([
      'ORGANIZATIONS',
      'OBLIGATIONS',
      'SUBMISSIONS',
      'PROGRESS',
      'FIGURES',
      'DELIVERIES',
      'LEDGER',
      'EVALUATION_SCORES',
      'EVALUATION_CONTRIBUTIONS',
      'TITLES',
      'PERSONS',
      'AUDIT_LINES',
    ]);
    expect(lists(analyst)).toEqual(lists(administrator).filter((list: string) => list !== 'PERSONS' && list !== 'AUDIT_LINES'));
    expect(analyst.find(({ list }: Untyped) => list === 'DELIVERIES')).toMatchObject({
      label: '签收情况',
      formats: ['XLSX', 'CSV'],
      arguments: [
        { name: 'noticeId', required: true },
        { name: 'acknowledged', required: false },
      ],
    });
    const answersOf = analyst.find(({ list }: Untyped) => list === 'SUBMISSIONS').columns.at(-1);
    expect(answersOf).toEqual({ key: 'answers', heading: '各项答案', personal: false, expands: true });
  });
});
