import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { withRollup } from '../../src/domains/submissions/rollup.ts';
import { inRequest, obligationOf, plantNotice } from '../support/plant.ts';
import { acceptSubmission, done, returnSubmission, withdrawSubmission } from '../support/submissions.ts';
import { world } from '../support/world.ts';
import { act, answers, at, audited, chain, codes, COLUMNS, discrepancies, readLedger, submit } from './support.ts';

describe.concurrent('a ledger that is open', () => {
  test('lists the units of the body with what they handed in so far', async () => {
    const w = await world();
    const { county, asked, forwarded, local } = await chain(w);
    const entries = asked.deliverables['entries']!;
    const given = { [entries]: answers('120', '110', '120'), [local.deliverables['entries']!]: { kept: '已自查' } };
    await submit(w, w.a, entries, { at: at('2021-05-20T10:05:00'), answers: given });
    // Late for the county, in time for the city, which asks for the ledger.
    await submit(w, w.b, entries, { at: at('2021-05-22T23:59:00'), nil: true });
    await submit(w, w.c, entries, { at: at('2021-05-26T00:00:00'), state: 'RETURNED', holderId: w.c.id });
    w.clock.set(at('2021-05-27T09:00:00'));

    const ledger = await readLedger(w, w.as(county), await obligationOf(w, w.county, forwarded.deliverables['ledger']!));
    expect(ledger).toMatchObject({
      title: '工作台账',
      state: 'OPEN',
      stateLabel: '登记中',
      edition: 0,
      rowCount: 4,
      contentHash: null,
      version: 0,
    });
    expect(ledger.organization.name).toBe('东山县总工会');
    expect(ledger.columns).toEqual(COLUMNS);
    expect(ledger.rows.totalCount).toBe(4);
    expect(ledger.rows.nodes.map((row: { cells: string[] }) => row.cells)).toEqual([
      ['东山县第一纺织厂工会', '东山县总工会', '已报送', '2021-05-20 10:05', '是', '120', '110/120', '思想、作风', null],
      ['东山县机械厂工会', '东山县总工会', '零报告', '2021-05-22 23:59', '是', null, null, null, null],
      ['东山县人民医院工会', '东山县总工会', '已退回', '2021-05-26 00:00', '否', null, null, null, null],
      ['东山县供水公司工会', '东山县总工会', '逾期未报', null, '否', null, null, null, null],
    ]);
    expect(ledger.rows.nodes.map((row: { ordinal: null }) => row.ordinal)).toEqual([null, null, null, null]);
    expect(ledger.viewerCan).toEqual({
      close: { allowed: true, code: null },
      reopen: { allowed: false, code: 'LEDGER_OPEN' },
      send: { allowed: false, code: 'LEDGER_OPEN' },
    });
  });

  test('is one per addressee: a unit directly under the city lists itself', async () => {
    const w = await world();
    const { asked, forwarded } = await chain(w);
    const owed = forwarded.deliverables['ledger']!;
    await submit(w, w.cityUnit, asked.deliverables['entries']!, { at: at('2021-05-07T08:00:00') });
    const own = await readLedger(w, w.as(await w.person(w.cityUnit)), await obligationOf(w, w.cityUnit, owed));
    expect(own.rows.nodes.map((row: { cells: string[] }) => row.cells.slice(0, 5))).toEqual([
      ['石门市公交公司工会', '石门市总工会', '已报送', '2021-05-07 08:00', '是'],
    ]);
    const empty = await readLedger(w, w.as(await w.person(w.sibling)), await obligationOf(w, w.sibling, owed));
    expect([empty.rowCount, empty.rows.nodes]).toEqual([0, []]);
  });

  test('shows what was taken back as not handed in, and what was waived as no fault', async () => {
    const w = await world();
    const { county, asked, forwarded } = await chain(w);
    const entries = asked.deliverables['entries']!;
    await submit(w, w.a, entries, { at: at('2021-05-10T08:00:00'), state: 'WITHDRAWN' });
    const waived = await obligationOf(w, w.b, entries);
    await inRequest(w, county, (ctx) =>
      withRollup(ctx, [waived], () => sql`update obligation set state = 'WAIVED' where id = ${waived}`.execute(ctx.db)),
    );
    w.clock.set(at('2021-05-30T09:00:00'));
    const { rows } = await readLedger(w, w.as(county), await obligationOf(w, w.county, forwarded.deliverables['ledger']!));
    expect(rows.nodes.slice(0, 2).map((row: { cells: string[] }) => row.cells.slice(2, 5))).toEqual([
      ['逾期未报', null, '否'],
      ['免报', null, null],
    ]);
  });

  test('is read a page at a time, and a cursor that is none is refused', async () => {
    const w = await world();
    const { county, forwarded } = await chain(w);
    const id = await obligationOf(w, w.county, forwarded.deliverables['ledger']!);
    const query = `query ($id: ID!, $after: String) { ledger(obligationId: $id) { rows(first: 3, after: $after) {
      nodes { organization { name } } pageInfo { hasNextPage endCursor } } } }`;
    const read = async () => {
      const first = (await w.as(county).ask(query, { id: w.id('Obligation', id) })).ledger.rows;
      const second = (await w.as(county).ask(query, { id: w.id('Obligation', id), after: first.pageInfo.endCursor })).ledger.rows;
      expect([first.nodes.length, first.pageInfo.hasNextPage, second.nodes.length, second.pageInfo.hasNextPage]).toEqual([
        3,
        true,
        1,
        false,
      ]);
      return [...first.nodes, ...second.nodes].map((row) => row.organization.name);
    };
    const open = await read();
    await act(w, w.as(county), 'closeLedger', id, 0);
    expect(await read()).toEqual(open);
    const forged = Buffer.from('["now"]').toString('base64url');
    const { errors } = await w.as(county).execute(query, { id: w.id('Obligation', id), after: forged });
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});

describe.concurrent('a ledger that is closed', () => {
  test('keeps its rows whatever is handed in later, under a hash that anybody can check', async () => {
    const w = await world();
    const { county, asked, forwarded } = await chain(w);
    const entries = asked.deliverables['entries']!;
    const id = await obligationOf(w, w.county, forwarded.deliverables['ledger']!);
    await submit(w, w.a, entries, { at: at('2021-05-20T10:05:00'), answers: { [entries]: answers('120', '110', '120') } });
    const open = await readLedger(w, w.as(county), id);

    const { ledger: closed, errors } = await act(w, w.as(county), 'closeLedger', id, 0);
    expect(errors).toEqual([]);
    expect(closed).toMatchObject({ state: 'CLOSED', stateLabel: '已定稿', edition: 1, rowCount: 4, version: 1 });
    expect(closed.closedAt).toBe('2021-05-06T01:00:00.000Z');
    expect(closed.rows.nodes.map((row: { ordinal: number }) => row.ordinal)).toEqual([1, 2, 3, 4]);
    const cells = (ledger: { rows: { nodes: { cells: string[] }[] } }) => ledger.rows.nodes.map((row) => row.cells);
    expect(cells(closed)).toEqual(cells(open));

    await submit(w, w.b, entries, { at: at('2021-05-21T10:00:00') });
    await submit(w, w.a, entries, { at: at('2021-05-21T11:00:00'), answers: { [entries]: answers('9', '9', '9') } });
    w.clock.set(at('2021-07-01T09:00:00'));
    expect(cells(await readLedger(w, w.as(county), id))).toEqual(cells(open));

    const { rows } = await w.asSystem(({ db }) =>
      sql<{ line: string }>`select jsonb_build_array(ordinal, organization_id, obligation_id, cells)::text as line from ledger_row
        where federation_id = ${w.federationId} and ledger_id = ${id} and edition = 1 order by ordinal`.execute(db),
    );
    expect(
      createHash('sha256')
        .update(rows.map(({ line }) => line).join('\n'))
        .digest('hex'),
    ).toBe(closed.contentHash);
    expect(await audited(w, id)).toEqual(['closeLedger']);
  });

  test('is opened again before it is sent; what was frozen stays as an earlier edition', async () => {
    const w = await world();
    const { county, asked, forwarded } = await chain(w);
    const id = await obligationOf(w, w.county, forwarded.deliverables['ledger']!);
    const client = w.as(county);
    await act(w, client, 'closeLedger', id, 0);
    expect(codes(await act(w, client, 'closeLedger', id, 1))).toEqual(['LEDGER_CLOSED']);
    const { ledger: open } = await act(w, client, 'reopenLedger', id, 1);
    expect(open).toMatchObject({ state: 'OPEN', edition: 1, rowCount: 4, contentHash: null, closedAt: null, version: 2 });
    await submit(w, w.a, asked.deliverables['entries']!, { at: at('2021-05-10T08:00:00') });
    const { ledger: closed } = await act(w, client, 'closeLedger', id, 2);
    expect(closed).toMatchObject({ state: 'CLOSED', edition: 2, version: 3 });
    expect(closed.rows.nodes[0].cells[2]).toBe('已报送');
    const { rows } = await w.asSystem(({ db }) =>
      sql`select edition, count(*)::int as count, min(cells ->> 2) as state from ledger_row where ledger_id = ${id} and ordinal = 1 group by 1 order by 1`.execute(
        db,
      ),
    );
    expect(rows).toEqual([
      { edition: 1, count: 1, state: '未报' },
      { edition: 2, count: 1, state: '已报送' },
    ]);
  });

  test('refuses a version that somebody else has passed, and shows the present one', async () => {
    const w = await world();
    const { county, forwarded } = await chain(w);
    const id = await obligationOf(w, w.county, forwarded.deliverables['ledger']!);
    const client = w.as(county);
    const [one, other] = await Promise.all([
      act(w, client, 'closeLedger', id, 0),
      act(w, w.as(await w.person(w.county)), 'closeLedger', id, 0),
    ]);
    expect([...codes(one), ...codes(other)]).toEqual(['LEDGER_CLOSED']);
    const stale = await act(w, client, 'reopenLedger', id, 7);
    expect(stale.errors).toMatchObject([{ code: 'STALE_VERSION', path: ['input', 'version'] }]);
    expect(stale.ledger).toMatchObject({ version: 1, state: 'CLOSED' });
  });
});

describe.concurrent('sending a ledger', () => {
  test('hands in the frozen edition like any report, and only once', async () => {
    const w = await world();
    const { city, county, forwarded } = await chain(w);
    const owed = forwarded.deliverables['ledger']!;
    const id = await obligationOf(w, w.county, owed);
    const client = w.as(county);
    w.clock.set(at('2021-05-28T23:59:59.999'));
    expect(codes(await act(w, client, 'sendLedger', id, 0))).toEqual(['LEDGER_OPEN']);
    const { ledger: closed } = await act(w, client, 'closeLedger', id, 0);
    const { ledger: sent, errors } = await act(w, client, 'sendLedger', id, 1);
    expect(errors).toEqual([]);
    expect(sent).toMatchObject({ state: 'SENT', stateLabel: '已报送', contentHash: closed.contentHash, version: 2 });
    expect(sent.rows).toEqual(closed.rows);
    expect(codes(await act(w, client, 'sendLedger', id, 2))).toEqual(['LEDGER_SENT']);
    expect(codes(await act(w, client, 'reopenLedger', id, 2))).toEqual(['LEDGER_SENT']);

    const { rows } = await w.asSystem(({ db }) =>
      sql`select o.state, o.late, s.state as submission, s.holder_id, s.reached_level, s.receipt_number <> '' as receipt
            from obligation o join submission s on s.federation_id = o.federation_id and s.obligation_id = o.id where o.id = ${id}`.execute(
        db,
      ),
    );
    expect(rows).toEqual([
      { state: 'SUBMITTED', late: false, submission: 'SUBMITTED', holder_id: w.city.id, reached_level: 2, receipt: true },
    ]);
    expect(await discrepancies(w)).toEqual([]);
    expect((await readLedger(w, w.as(city), id)).rows).toEqual(closed.rows);
    expect(await audited(w, id)).toEqual(['closeLedger', 'sendLedger']);
  });

  test('at the end of the day is late, and after a close is refused', async () => {
    const w = await world();
    const { city, county, forwarded } = await chain(w);
    const id = await obligationOf(w, w.county, forwarded.deliverables['ledger']!);
    const hard = await plantNotice(w, {
      by: city,
      to: [w.county],
      deliverables: [
        {
          key: 'list',
          audience: ['GRASSROOTS'],
          dueAt: '2021-05-29T00:00:00+08:00',
        },
        {
          key: 'ledger',
          output: 'LEDGER',
          dueAt: '2021-05-29T00:00:00+08:00',
          ledger: {
            of: 'list',
            columns: [COLUMNS[0]],
          },
        },
      ],
    });
    const shut = await obligationOf(w, w.county, hard.deliverables['ledger']!);
    const client = w.as(county);
    await act(w, client, 'closeLedger', id, 0);
    await act(w, client, 'closeLedger', shut, 0);
    w.clock.set(at('2021-05-29T00:00:00'));
    expect(codes(await act(w, client, 'sendLedger', shut, 1))).toEqual(['CLOSED']);
    expect(codes(await act(w, client, 'sendLedger', id, 1))).toEqual([]);
    const { rows } = await w.asSystem(({ db }) =>
      sql`select id, state, late from obligation where id = any (${[id, shut]}::uuid[]) order by late`.execute(db),
    );
    expect(rows).toEqual([
      { id: shut, state: 'OPEN', late: false },
      { id, state: 'SUBMITTED', late: true },
    ]);
  });

  test('again is possible once it came back, or was taken back', async () => {
    const w = await world();
    const { city, county, forwarded } = await chain(w);
    const id = await obligationOf(w, w.county, forwarded.deliverables['ledger']!);
    const client = w.as(county);
    await act(w, client, 'closeLedger', id, 0);
    const { ledger: first } = await act(w, client, 'sendLedger', id, 1);
    expect(first.submission).toMatchObject({ state: 'SUBMITTED', number: 1, receipt: { onTime: true } });
    done(await withdrawSubmission(client, { submissionId: first.submission.id, version: first.submission.version }));
    await act(w, client, 'reopenLedger', id, 2);
    await act(w, client, 'closeLedger', id, 3);
    const { ledger: second } = await act(w, client, 'sendLedger', id, 4);
    expect(second).toMatchObject({ state: 'SENT', edition: 2, submission: { state: 'SUBMITTED', number: 2 } });

    const reason = '缺两家单位';
    done(await returnSubmission(w.as(city), { submissionId: second.submission.id, version: second.submission.version, reason }));
    const { ledger: open } = await act(w, client, 'reopenLedger', id, 5);
    expect(open).toMatchObject({ state: 'OPEN', sentAt: null, submission: { state: 'RETURNED', returnSlip: { reason } } });
    await act(w, client, 'closeLedger', id, 6);
    const { ledger: third } = await act(w, client, 'sendLedger', id, 7);
    expect(third.submission).toMatchObject({ state: 'SUBMITTED', number: 3 });
    done(await acceptSubmission(w.as(city), { submissionId: third.submission.id, version: third.submission.version }));
    expect(codes(await act(w, client, 'reopenLedger', id, 8))).toEqual(['LEDGER_SENT']);
    const { rows } = await w.asSystem(({ db }) =>
      sql`select v.number, v.content_hash = s.content_hash as present from submission s
            join submission_version v on v.federation_id = s.federation_id and v.submission_id = s.id where s.obligation_id = ${id} order by 1`.execute(
        db,
      ),
    );
    expect(rows).toEqual([
      { number: 1, present: false },
      { number: 2, present: false },
      { number: 3, present: true },
    ]);
    expect(await discrepancies(w)).toEqual([]);
  });
});

describe.concurrent('who may do what', () => {
  test('those above read a ledger and leave it alone; beside it and abroad it does not exist', async () => {
    const w = await world();
    const elsewhere = await world();
    const { province, city, forwarded, asked } = await chain(w);
    const id = await obligationOf(w, w.county, forwarded.deliverables['ledger']!);
    for (const above of [province, city]) {
      const ledger = await readLedger(w, w.as(above), id);
      expect(ledger.rows.totalCount).toBe(4);
      expect(ledger.viewerCan.close).toEqual({ allowed: false, code: 'NOT_OURS' });
      expect(codes(await act(w, w.as(above), 'closeLedger', id, 0))).toEqual(['NOT_OURS']);
    }
    const others = [
      w.as(await w.allRounder(w.sibling)),
      w.as(await w.allRounder(w.a)),
      elsewhere.as(await elsewhere.allRounder(elsewhere.province)),
    ];
    for (const other of others) {
      expect(await readLedger(w, other, id)).toBeNull();
      expect(codes(await act(w, other, 'closeLedger', id, 0))).toEqual(['NOT_FOUND']);
    }
    const report = await obligationOf(w, w.a, asked.deliverables['entries']!);
    expect(await readLedger(w, w.as(province), report)).toBeNull();
    expect(codes(await act(w, w.as(province), 'closeLedger', report, 0))).toEqual(['NOT_FOUND']);
  });

  test('who neither reports nor issues only reads', async () => {
    const w = await world();
    const { forwarded } = await chain(w);
    const id = await obligationOf(w, w.county, forwarded.deliverables['ledger']!);
    const analyst = w.as(await w.person(w.county, ['ANALYST']));
    expect((await readLedger(w, analyst, id)).rowCount).toBe(4);
    const { errors } = await analyst.execute('mutation ($input: CloseLedgerInput!) { closeLedger(input: $input) { errors { code } } }', {
      input: { obligationId: w.id('Obligation', id), version: 0 },
    });
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  test('a second superior reads the ledger that it asked for once it is sent', async () => {
    const w = await world();
    const industry = await w.allRounder(w.industry);
    await w.asSystem(({ db }) =>
      sql`insert into affiliation (federation_id, id, organization_id, path, body_id, asker_path, kind, valid_from)
          values (${w.federationId}, app.uuid7(), ${w.cityUnit.id}, ${w.cityUnit.path}, ${w.industry.id}, ${w.industry.path}, 'INDUSTRY', ${at('2021-01-01T00:00:00')})`.execute(
        db,
      ),
    );
    const notice = await plantNotice(w, {
      by: industry,
      to: [w.cityUnit],
      deliverables: [
        {
          key: 'entries',
          dueAt: '2021-05-29T00:00:00+08:00',
        },
        {
          key: 'ledger',
          output: 'LEDGER',
          dueAt: '2021-05-29T00:00:00+08:00',
          ledger: {
            of: 'entries',
            columns: [COLUMNS[0], COLUMNS[2]],
          },
        },
      ],
    });
    const id = await obligationOf(w, w.cityUnit, notice.deliverables['ledger']!);
    const unit = w.as(await w.person(w.cityUnit));
    expect(await readLedger(w, w.as(industry), id)).toBeNull();
    await act(w, unit, 'closeLedger', id, 0);
    expect(await readLedger(w, w.as(industry), id)).toBeNull();
    expect(codes(await act(w, unit, 'sendLedger', id, 1))).toEqual([]);
    expect((await readLedger(w, w.as(industry), id)).rows.nodes.map((row: { cells: string[] }) => row.cells)).toEqual([
      ['石门市公交公司工会', '未报'],
    ]);
  });
});
