import { describe, expect, test } from 'vitest';
import { addresseesOf } from '../../src/domains/notices/addressees.ts';
import { prefillableFields } from '../../src/domains/submissions/prefill.ts';
import { decodeId } from '../../src/kit/node-id.ts';
import { mergeOrganizations } from '../federation/operations.ts';
import type { Client } from '../support/client.ts';
import { draftNotice, forward, issue, saveNoticeDraft, type TestNotice } from '../support/notices.ts';
import { inRequest, obligationOf } from '../support/plant.ts';
import {
  acceptSubmission,
  codes,
  done,
  handIn,
  saveSubmissionDraft,
  startSubmission,
  submitSubmission,
  withdrawSubmission,
} from '../support/submissions.ts';
import { type TestPerson, type World, world } from '../support/world.ts';

const LAST_YEAR = '2020-05-06T09:00:00+08:00';
const THIS_YEAR = '2021-05-06T09:00:00+08:00';

const FIELDS = [
  { key: 'members', label: '会员人数', type: 'NUMBER' },
  { key: 'chair', label: '工会主席', type: 'TEXT', factKey: 'chair.name', required: true },
  { key: 'rate', label: '入会率', type: 'RATE' },
  { key: 'photo', label: '照片', type: 'FILE' },
];

const content = (w: World, due: string, more: object = {}) => ({
  title: '关于报送年度情况的通知',
  signedBy: '办公室',
  addressees: { organizationIds: [w.a, w.b].map(({ id }) => w.id('Organization', id)) },
  deliverables: [{ key: 'report', title: '年度情况', due, fields: FIELDS }],
  ...more,
});

const taskOf = async (w: World, notice: TestNotice, unit: 'a' | 'b' = 'a') =>
  w.id('Obligation', await obligationOf(w, w[unit], decodeId(notice.deliverables[0]!.id)!.id));

const PREFILLS = `query($id: ID!) { submissionEditor(obligationId: $id) { version checklist { done total } findings { code path }
  prefills { deliverableId field value notice { title } submissionId approvedAt confirmed } answers { field value } } }`;
const pageOf = async (client: Client, id: string) => (await client.ask(PREFILLS, { id })).submissionEditor;

/** Last year the county asked, unit a answered, and the county accepted it in June. */
async function lastYear(
  w: World,
): Promise<{ notice: TestNotice; officer: TestPerson; reporter: Client; reviewer: Client; submission: string }> {
  const officer = await w.person(w.county, ['ISSUING_OFFICER']);
  const [reporter, reviewer] = [w.as(await w.person(w.a)), w.as(await w.person(w.county, ['REVIEWER']))];
  const notice = await issue(w.as(officer), content(w, '2020-05-28'));
  const deliverableId = notice.deliverables[0]!.id;
  const answers = { members: '120', chair: '主席甲', rate: { numerator: '90', denominator: '120' } };
  const { id, version } = await handIn(reporter, await taskOf(w, notice), deliverableId, answers);
  w.clock.set('2020-06-01T10:00:00+08:00');
  done(await acceptSubmission(reviewer, { submissionId: id, version }));
  w.clock.set(THIS_YEAR);
  return { notice, officer, reporter, reviewer, submission: id };
}

describe.concurrent('prefill', () => {
  test('S3-58: what was accepted last year is not asked again, only confirmed; its source is named', async () => {
    const w = await world({ at: LAST_YEAR });
    const { notice, officer, reporter, submission } = await lastYear(w);
    const again = await issue(w.as(officer), content(w, '2021-05-28', { title: '关于报送2021年度情况的通知', previousId: notice.id }));
    const obligationId = await taskOf(w, again);
    const [deliverableId] = again.deliverables.map(({ id }) => id);
    const task = await reporter.ask('query($id: ID!) { obligation(id: $id) { fieldCount prefilledCount } }', { id: obligationId });
    expect(task.obligation).toEqual({ fieldCount: 4, prefilledCount: 3 });

    done(await startSubmission(reporter, { obligationId }));
    const page = await pageOf(reporter, obligationId);
    const source = {
      deliverableId,
      notice: { title: '关于报送年度情况的通知' },
      submissionId: submission,
      approvedAt: '2020-06-01T02:00:00.000Z',
      confirmed: false,
    };
    expect(page.prefills).toEqual([
      { ...source, field: 'chair', value: '主席甲' },
      { ...source, field: 'members', value: '120' },
      { ...source, field: 'rate', value: { numerator: '90', denominator: '120' } },
    ]);
    expect(page.answers).toEqual([
      { field: 'members', value: '120' },
      { field: 'chair', value: '主席甲' },
      { field: 'rate', value: { numerator: '90', denominator: '120' } },
    ]);
    expect(page.checklist).toEqual({ done: 0, total: 3 });

    const early = await submitSubmission(reporter, { obligationId, version: page.version });
    expect(early.errors.map(({ code, path }) => [code, path.at(-1)])).toEqual([
      ['PREFILL_UNCONFIRMED', 'chair'],
      ['PREFILL_UNCONFIRMED', 'members'],
      ['PREFILL_UNCONFIRMED', 'rate'],
    ]);
    const answers = [
      { deliverableId, field: 'chair', value: '主席甲' },
      { deliverableId, field: 'members', value: '131' },
      { deliverableId, field: 'rate', value: null },
    ];
    const saved = done(await saveSubmissionDraft(reporter, { obligationId, version: page.version, answers }))['editor'];
    const seen = await pageOf(reporter, obligationId);
    expect(seen.prefills.map(({ field, value, confirmed }: Record<string, unknown>) => [field, value, confirmed])).toEqual([
      ['chair', '主席甲', true],
      ['members', '120', true],
      ['rate', { numerator: '90', denominator: '120' }, true],
    ]);
    const handed = done(await submitSubmission(reporter, { obligationId, version: saved.version }))['submission'];
    expect(handed.parts[0].answers).toEqual([
      { field: 'members', value: '131' },
      { field: 'chair', value: '主席甲' },
    ]);
  });

  test('S3-58: a fact with a name of its own is reused from any notice, whatever its question is called', async () => {
    const w = await world({ at: LAST_YEAR });
    const { officer, reporter } = await lastYear(w);
    const fields = [
      { key: 'head', label: '主席姓名', type: 'TEXT', factKey: 'chair.name' },
      { key: 'chair', label: '别的问题', type: 'TEXT' },
      { key: 'short', label: '主席姓', type: 'TEXT', factKey: 'chair.name', maxCharacters: 1 },
      { key: 'count', label: '主席人数', type: 'NUMBER', factKey: 'chair.name' },
    ];
    const notice = await issue(
      w.as(officer),
      content(w, '2021-05-28', { deliverables: [{ key: 'roster', title: '名册', due: '2021-05-28', fields }] }),
    );
    const obligationId = await taskOf(w, notice);
    done(await startSubmission(reporter, { obligationId }));
    const { prefills } = await pageOf(reporter, obligationId);
    expect(prefills.map(({ field, value }: Record<string, unknown>) => [field, value])).toEqual([['head', '主席甲']]);
  });

  test('only what was accepted counts: not what waits, was returned or was taken back, nor what another unit answered', async () => {
    const w = await world({ at: LAST_YEAR });
    const officer = w.as(await w.person(w.county, ['ISSUING_OFFICER']));
    const [a, b] = [w.as(await w.person(w.a)), w.as(await w.person(w.b))];
    const notice = await issue(officer, content(w, '2020-05-28'));
    const deliverableId = notice.deliverables[0]!.id;
    await handIn(a, await taskOf(w, notice), deliverableId, { members: '120', chair: '主席甲' });
    const { id, version } = await handIn(b, await taskOf(w, notice, 'b'), deliverableId, { members: '80', chair: '主席乙' });
    const next = await issue(officer, content(w, '2020-06-28', { previousId: notice.id }));
    const count = async (client: Client, unit: 'a' | 'b') =>
      (await client.ask('query($id: ID!) { obligation(id: $id) { prefilledCount } }', { id: await taskOf(w, next, unit) })).obligation
        .prefilledCount;
    expect([await count(a, 'a'), await count(b, 'b')]).toEqual([0, 0]);
    done(await withdrawSubmission(b, { submissionId: id, version }));
    expect(await count(b, 'b')).toBe(0);
  });

  test('a unit reuses what one that was merged into it answered, and prefers its own', async () => {
    const w = await world({ at: LAST_YEAR });
    const { notice, officer } = await lastYear(w);
    const administrator = w.as(await w.person(w.county, ['ADMINISTRATOR']));
    const input = { predecessorId: w.id('Organization', w.a.id), successorId: w.id('Organization', w.b.id), reason: '合并' };
    expect((await mergeOrganizations(administrator, input)).errors).toEqual([]);
    const addressees = { organizationIds: [w.id('Organization', w.b.id)] };
    const again = await issue(w.as(officer), content(w, '2021-05-28', { previousId: notice.id, addressees }));
    const reporter = w.as(await w.person(w.b));
    const obligationId = await taskOf(w, again, 'b');
    done(await startSubmission(reporter, { obligationId }));
    expect((await pageOf(reporter, obligationId)).prefills.map(({ value }: { value: unknown }) => value)).toEqual([
      '主席甲',
      '120',
      { numerator: '90', denominator: '120' },
    ]);
  });

  test('what a level between asked last year is reused in what it asks this year', async () => {
    const w = await world({ at: LAST_YEAR });
    const [city, county] = [w.as(await w.person(w.city, ['ISSUING_OFFICER'])), w.as(await w.person(w.county, ['ISSUING_OFFICER']))];
    const [reporter, reviewer] = [w.as(await w.person(w.a)), w.as(await w.person(w.city, ['REVIEWER']))];
    const round = async (due: string, previousId: string | null) => {
      const asked = await issue(city, {
        ...content(w, due, { previousId, addressees: { organizationIds: [w.id('Organization', w.county.id)] } }),
        deliverables: [{ key: 'report', title: '年度情况', due, audience: ['GRASSROOTS'], fields: [FIELDS[0]] }],
      });
      const handed = await forward(county, asked.id, (inherited) => ({
        title: '关于转发的通知',
        signedBy: '办公室',
        addressees: { organizationIds: [w.id('Organization', w.a.id)] },
        inherited: [{ deliverableId: inherited['report']!, due, fields: [{ key: 'halls', label: '活动室', type: 'NUMBER' }] }],
      }));
      return { asked, handed };
    };
    const first = await round('2020-05-28', null);
    const obligationId = await taskOf(w, first.handed);
    const begun = done(await startSubmission(reporter, { obligationId }))['editor'];
    const answers = [
      { deliverableId: first.asked.deliverables[0]!.id, field: 'members', value: '120' },
      { deliverableId: first.handed.deliverables[0]!.id, field: 'halls', value: '3' },
    ];
    const saved = done(await saveSubmissionDraft(reporter, { obligationId, version: begun.version, answers }))['editor'];
    const { submission } = done(await submitSubmission(reporter, { obligationId, version: saved.version }));
    done(await acceptSubmission(reviewer, { submissionId: submission.id, version: submission.version }));
    w.clock.set(THIS_YEAR);
    const second = await round('2021-05-28', first.asked.id);
    const task = await taskOf(w, second.handed);
    done(await startSubmission(reporter, { obligationId: task }));
    const { prefills } = await pageOf(reporter, task);
    expect(prefills.map(({ deliverableId, field, value }: Record<string, unknown>) => [deliverableId, field, value])).toEqual([
      [second.asked.deliverables[0]!.id, 'members', '120'],
      [second.handed.deliverables[0]!.id, 'halls', '3'],
    ]);
  });

  test('S3-58: for the dry run: which questions, with how many of the units that would report', async () => {
    const w = await world({ at: LAST_YEAR });
    const { notice, officer } = await lastYear(w);
    const { notice: draft } = await draftNotice(w.as(officer), { content: content(w, '2021-05-28', { previousId: notice.id }) });
    const [noticeId, deliverableId] = [decodeId(draft!.id)!.id, decodeId(draft!.deliverables[0]!.id)!.id];
    const found = await inRequest(w, officer, (ctx) => {
      const expression = { groups: [{ kinds: [], scope: 'CHILDREN' as const }], organizationIds: [], exceptIds: [] };
      return prefillableFields(ctx, noticeId, addresseesOf(ctx, expression));
    });
    const row = (field: string) => ({ deliverable_id: deliverableId, ask_id: deliverableId, field, units: 1 });
    expect(found).toEqual(['chair', 'members', 'rate'].map(row));
  });

  test("the notice of the time before is one's own and sent", async () => {
    const w = await world();
    const [county, sibling] = [w.as(await w.person(w.county, ['ISSUING_OFFICER'])), w.as(await w.person(w.sibling, ['ISSUING_OFFICER']))];
    const above = await issue(w.as(await w.person(w.city, ['ISSUING_OFFICER'])), {
      ...content(w, '2021-05-28'),
      addressees: { organizationIds: [w.id('Organization', w.county.id)] },
    });
    const draft = (await draftNotice(county, { content: content(w, '2021-05-28') })).notice!;
    const attempt = (client: Client, previousId: string) =>
      draftNotice(client, { content: content(w, '2021-05-28', { previousId, addressees: {} }) });
    expect(codes((await attempt(county, above.id)) as never)).toEqual(['NOT_PREVIOUS']);
    expect(codes((await attempt(county, draft.id)) as never)).toEqual(['NOT_PREVIOUS']);
    expect(codes((await attempt(sibling, draft.id)) as never)).toEqual(['NOT_FOUND']);
    const itself = { noticeId: draft.id, version: draft.version, content: content(w, '2021-05-28', { previousId: draft.id }) };
    expect(codes((await saveNoticeDraft(county, itself)) as never)).toEqual(['NOT_FOUND']);
  });
});
