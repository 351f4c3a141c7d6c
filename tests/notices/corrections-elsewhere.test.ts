import { describe, expect, test } from 'vitest';
import { affiliateOrganization, mergeOrganizations, moveOrganization } from '../federation/operations.ts';
import * as corrections from '../support/corrections.ts';
import { content, CORRECTION, day, entries, photos, type Stage, stage, summary } from '../support/correction-stage.ts';
import { forward, issue } from '../support/notices.ts';
import * as acts from '../support/submissions.ts';

/* Corrections where the line is not straight: second superiors, bodies that moved or were merged, ledgers. */

const admin = async (s: Stage) => s.w.as(await s.w.person(s.w.province, ['ADMINISTRATOR']));
const passOns = async (client: Awaited<ReturnType<Stage['as']>>) =>
  (await client.ask('{ workItems(kinds: [PASS_ON]) { nodes { title } } }')).workItems.nodes.length;

describe('a correction', () => {
  test('reaches a unit through both its superiors, each of which has to hand it on; neither’s part is in the other’s', async () => {
    const s = await stage();
    const { w } = s;
    const a = w.id('Organization', w.a.id);
    acts.done(
      (await affiliateOrganization(await admin(s), {
        organizationId: a,
        bodyId: w.id('Organization', w.industry.id),
        kind: 'INDUSTRY',
      })) as never,
    );
    // The industry union hands the province's notice on to its affiliate as well.
    await corrections.correct(
      await s.province,
      s.notice.id,
      content({ addressees: { groups: [{ kinds: ['PREFECTURE_CITY', 'INDUSTRY_UNION'], scope: 'CHILDREN' }] } }),
    );
    const industry = await s.as(w.industry);
    const forwarding = await forward(industry, s.notice.id, (inherited) => ({
      title: '关于转发的通知（行业）',
      signedBy: '办公室',
      addressees: { groups: [{ kinds: [], scope: 'AFFILIATED' }] },
      inherited: [{ deliverableId: inherited['entries'], due: '2021-05-27', fields: [{ key: 'trade', label: '行业情况', type: 'TEXT' }] }],
    }));
    s.w.clock.advance(60_000);
    expect(await s.owes(w.a)).toMatchObject({ due: { label: day('2021-05-22') }, demands: [{}, {}, {}, { fields: [{ key: 'trade' }] }] });
    await corrections.correct(
      await s.province,
      s.notice.id,
      content({
        addressees: { groups: [{ kinds: ['PREFECTURE_CITY', 'INDUSTRY_UNION'], scope: 'CHILDREN' }] },
        deliverables: [{ ...entries, due: '2021-05-20', duePhrase: null }, photos],
      }),
    );
    expect(await corrections.corrected(industry, forwarding.id)).toMatchObject({
      deliverables: [{ dueLabel: day('2021-05-20'), pulledFromLabel: day('2021-05-27') }, {}],
    });
    const owes = await s.owes(w.a);
    expect(owes).toMatchObject({ due: { label: day('2021-05-20') }, demands: [{}, {}, {}, { due: { label: day('2021-05-20') } }] });
    expect(owes.awaits.map(({ organization }: { organization: { name: string } }) => organization.name).toSorted()).toEqual(
      [w.city.name, w.industry.name].toSorted(),
    );
    expect(await passOns(industry)).toBe(1);
    const { version } = await corrections.corrected(industry, forwarding.id);
    acts.done(await corrections.confirmCorrection(industry, { noticeId: forwarding.id, version }));
    expect(await s.owes(w.a)).toMatchObject({ awaits: [{ organization: { name: w.city.name } }] });
    expect(await s.recount()).toEqual([]);
  });

  test('finds a unit that moved, and what was filed where it stood', async () => {
    const s = await stage();
    const { w } = s;
    acts.done(
      (await moveOrganization(await admin(s), {
        organizationId: w.id('Organization', w.a.id),
        version: 1,
        parentId: w.id('Organization', w.otherCounty.id),
        reason: '调整',
      })) as never,
    );
    await corrections.correct(
      await s.province,
      s.notice.id,
      content({ deliverables: [{ ...entries, due: '2021-05-20', duePhrase: null }] }),
    );
    expect(await s.owes(w.a)).toMatchObject({
      state: 'OPEN',
      due: { label: day('2021-05-20') },
      awaits: [{ organization: { name: w.city.name } }],
    });
    expect(await s.owes(w.a, 'photos')).toMatchObject({ state: 'CANCELLED' });
    expect(await s.recount()).toEqual([]);
  });

  test('of a merged body’s notice is its successor’s; so is the duty to hand one on', async () => {
    const s = await stage();
    const { w } = s;
    await corrections.correct(await s.province, s.notice.id, CORRECTION);
    const merger = {
      predecessorId: w.id('Organization', w.otherCity.id),
      successorId: w.id('Organization', s.cities[4]!.id),
      reason: '合并',
    };
    acts.done((await mergeOrganizations(await admin(s), merger)) as never);
    const successor = await s.as(s.cities[4]!);
    expect(await passOns(successor)).toBe(1);
    const forwarding = s.forwardings['otherCity']!;
    const passed = await corrections.correct(successor, forwarding.id, null, { reason: '随上级更正' });
    expect(passed).toMatchObject({ edition: 2, basedOn: 2 });
    expect(await passOns(successor)).toBe(0);
    expect(await s.owes(s.units['x']!)).toMatchObject({ awaits: [{ organization: { name: w.otherCounty.name } }] });
    expect(await passOns(await s.as(w.otherCounty))).toBe(1);
    expect((await corrections.editionsOf(successor, forwarding.id)).map(({ number }: { number: number }) => number)).toEqual([1, 2]);
    expect(await s.recount()).toEqual([]);
  });

  test('of a ledger’s columns leaves closed ones as they were closed', async () => {
    const s = await stage();
    const column = (key: string, source: string) => ({ key, label: key, source });
    const asking = (columns: readonly object[]) => ({
      title: '关于建立台账的通知',
      signedBy: '办公室',
      addressees: { organizationIds: [s.w.id('Organization', s.w.county.id)] },
      deliverables: [
        { key: 'report', title: '情况', audience: ['GRASSROOTS'], fields: [summary], due: '2021-05-28' },
        { key: 'ledger', title: '工作台账', output: 'LEDGER', ledger: { of: 'report', columns }, due: '2021-05-28' },
      ],
    });
    const city = await s.as(s.w.city);
    const notice = await issue(city, asking([column('unit', 'ORGANIZATION'), column('state', 'STATE')]));
    const county = await s.as(s.w.county);
    await forward(county, notice.id, (inherited) => ({
      title: '转发',
      signedBy: '办公室',
      addressees: { groups: [{ kinds: [], scope: 'CHILDREN' }] },
      inherited: [{ deliverableId: inherited['report'] }],
    }));
    s.notice = notice;
    const obligationId = await s.obligation(s.w.county, 'ledger');
    const LEDGER = 'query($id: ID!) { ledger(obligationId: $id) { state columns { key } rows(first: 9) { totalCount nodes { cells } } } }';
    const { closeLedger } = await county.ask('mutation($input: CloseLedgerInput!) { closeLedger(input: $input) { errors { code } } }', {
      input: { obligationId, version: 0 },
    });
    expect(closeLedger.errors).toEqual([]);
    await corrections.correct(
      city,
      notice.id,
      asking([column('unit', 'ORGANIZATION'), column('superior', 'SUPERIOR'), column('state', 'STATE')]),
    );
    expect((await county.ask(LEDGER, { id: obligationId })).ledger).toMatchObject({
      columns: [{ key: 'unit' }, { key: 'state' }],
      rows: { totalCount: 4, nodes: [{ cells: [s.w.a.name, '未报'] }, {}, {}, {}] },
    });
    await county.ask('mutation($input: ReopenLedgerInput!) { reopenLedger(input: $input) { errors { code } } }', {
      input: { obligationId, version: 1 },
    });
    expect((await county.ask(LEDGER, { id: obligationId })).ledger).toMatchObject({
      columns: [{ key: 'unit' }, { key: 'superior' }, { key: 'state' }],
    });
    // What the ledger lists cannot be dropped while the ledger is asked for.
    const without = {
      ...asking([column('unit', 'ORGANIZATION')]),
      deliverables: asking([column('unit', 'ORGANIZATION')]).deliverables.slice(1),
    };
    expect(acts.codes(await corrections.tryToCorrect(city, notice.id, without))).toEqual(['LEDGER_WITHOUT_SOURCE']);
    expect(await s.recount()).toEqual([]);
  });
});
