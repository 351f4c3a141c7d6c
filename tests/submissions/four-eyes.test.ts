import { describe, expect, test } from 'vitest';
import { decodeId } from '../../src/kit/node-id.ts';
import { mergeOrganizations } from '../federation/operations.ts';
import { field, obligationOf, plantNotice } from '../support/plant.ts';
import { direct, DUE } from '../support/reporting.ts';
import { acceptSubmission, codes, done, handIn, returnSubmission, submission } from '../support/submissions.ts';
import type { Client } from '../support/client.ts';
import { appointToo, type TestPerson, world } from '../support/world.ts';

const LEND = 'mutation($input: DelegateCapacityInput!) { delegateCapacity(input: $input) { errors { code } delegation { id } } }';
const OBLIGATION = 'query($id: ID!) { obligation(id: $id) { state organization { name } } }';
const until = '2021-05-20T00:00:00+08:00';

describe.concurrent('four eyes', () => {
  test('are not four when who handed it in lends the capacity that reviews it', async () => {
    const w = await world();
    const r = await direct(w, ['a']);
    const submitter = await w.person(w.a);
    const reviewing = await appointToo(w, submitter, w.province, ['REVIEWER']);
    const { id, version } = await handIn(w.as(submitter), await r.obligation('a'), r.deliverables.province!, { summary: '活动十场' });
    const colleague = await w.person(w.a);
    const lent = await w
      .as(submitter, { capacity: reviewing })
      .ask(LEND, { input: { holderLogin: colleague.login, roles: ['REVIEWER'], until } });
    expect(lent.delegateCapacity.errors).toEqual([]);
    const borrower = w.as(colleague, { capacity: decodeId(lent.delegateCapacity.delegation.id)!.id });

    const shut = { allowed: false, code: 'FOUR_EYES' };
    expect((await submission(borrower, id)).viewerCan).toMatchObject({ accept: shut, return: shut });
    expect(codes(await acceptSubmission(borrower, { submissionId: id, version }))).toEqual(['FOUR_EYES']);
    expect(codes(await returnSubmission(borrower, { submissionId: id, version, reason: '补充' }))).toEqual(['FOUR_EYES']);
    done(await acceptSubmission(await r.as('province', 'REVIEWER'), { submissionId: id, version }));
  });

  test('are not four either when it was handed in on behalf of who reviews, or of who lends the reviewer the capacity', async () => {
    const w = await world();
    const r = await direct(w, ['a']);
    const absent = await w.person(w.a);
    const reviewing = await appointToo(w, absent, w.province, ['REVIEWER']);
    const [deputy, third] = [await w.person(w.b), await w.person(w.c)];
    const lend = async (from: Client, to: TestPerson, role: string) => {
      const lent = await from.ask(LEND, { input: { holderLogin: to.login, roles: [role], until } });
      expect(lent.delegateCapacity.errors).toEqual([]);
      return w.as(to, { capacity: decodeId(lent.delegateCapacity.delegation.id)!.id });
    };
    const acting = await lend(w.as(absent, { capacity: absent.capacityId }), deputy, 'REPORTER');
    const { id, version } = await handIn(acting, await r.obligation('a'), r.deliverables.province!, { summary: '活动十场' });

    const principal = w.as(absent, { capacity: reviewing });
    const shut = { allowed: false, code: 'FOUR_EYES' };
    for (const [reviewer, message] of [
      [principal, '这是他人受您委托报送的，您不能审核'],
      [await lend(principal, third, 'REVIEWER'), '这是他人受同一委托人委托报送的，您不能审核'],
      [await lend(principal, deputy, 'REVIEWER'), '报送人不能审核自己报送的内容'],
    ] as const) {
      expect((await submission(reviewer, id)).viewerCan).toMatchObject({ accept: shut, return: shut });
      const refused = await acceptSubmission(reviewer, { submissionId: id, version });
      expect(refused.errors).toEqual([{ code: 'FOUR_EYES', message, path: ['input', 'submissionId'] }]);
      expect(codes(await returnSubmission(reviewer, { submissionId: id, version, reason: '补充' }))).toEqual(['FOUR_EYES']);
    }
    expect((await submission(principal, id)).state).toBe('SUBMITTED');
    done(await acceptSubmission(await r.as('province', 'REVIEWER'), { submissionId: id, version }));
  });

  describe('when a unit was merged into the body that asked it', () => {
    const merged = async () => {
      const w = await world();
      const by = await w.person(w.county, ['ISSUING_OFFICER']);
      const seed = { by, to: [w.b], deliverables: [{ fields: [field({ key: 'summary', type: 'TEXT' })], dueAt: DUE }] };
      const [first, second] = [await plantNotice(w, seed), await plantNotice(w, seed)];
      const task = async ({ deliverables }: typeof first) => w.id('Obligation', await obligationOf(w, w.b, deliverables['report']!));
      const submitter = await w.person(w.b);
      const { id } = await handIn(w.as(submitter), await task(first), w.id('Deliverable', first.deliverables['report']!), {
        summary: '十场',
      });
      w.clock.advance(1000);
      const [predecessorId, successorId] = [w.id('Organization', w.b.id), w.id('Organization', w.county.id)];
      const administrator = w.as(await w.person(w.province, ['ADMINISTRATOR']));
      expect((await mergeOrganizations(administrator, { predecessorId, successorId, reason: '合并' })).errors).toEqual([]);
      return { w, id, submitter, open: await task(second) };
    };

    test("what it handed in stays the unit's, and is reviewed by somebody else than who handed it in", async () => {
      const { w, id, submitter } = await merged();
      const too = w.as(submitter, { capacity: await appointToo(w, submitter, w.county, ['REVIEWER']) });
      const seen = await submission(too, id);
      expect(seen).toMatchObject({ organization: { name: '东山县机械厂工会' }, holder: { name: '东山县总工会' } });
      expect(codes(await acceptSubmission(too, { submissionId: id, version: seen.version }))).toEqual(['FOUR_EYES']);
      const reviewer = w.as(await w.person(w.county, ['REVIEWER']));
      done(await acceptSubmission(reviewer, { submissionId: id, version: seen.version }));
      expect((await submission(reviewer, id)).state).toBe('ACCEPTED');
    });

    test('what is not handed in yet is cancelled: nobody owes anything to themselves', async () => {
      const { w, open } = await merged();
      const seen = await w.as(await w.person(w.county, ['REPORTER'])).ask(OBLIGATION, { id: open });
      expect(seen.obligation).toEqual({ state: 'CANCELLED', organization: { name: '东山县机械厂工会' } });
    });
  });
});
