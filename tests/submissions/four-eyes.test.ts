import { describe, expect, test } from 'vitest';
import { decodeId } from '../../src/kit/node-id.ts';
import { mergeOrganizations } from '../federation/operations.ts';
import { field, obligationOf, plantNotice } from '../support/plant.ts';
import { direct, DUE } from '../support/reporting.ts';
import { acceptSubmission, codes, done, handIn, returnSubmission, submission } from '../support/submissions.ts';
import { appointToo, world } from '../support/world.ts';

const LEND = 'mutation($input: DelegateCapacityInput!) { delegateCapacity(input: $input) { errors { code } delegation { id } } }';
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

  test('are not four when a unit was merged into the body that reviews what it handed in', async () => {
    const w = await world();
    const by = await w.person(w.county, ['ISSUING_OFFICER']);
    const asked = await plantNotice(w, {
      by,
      to: [w.b],
      deliverables: [{ fields: [field({ key: 'summary', type: 'TEXT' })], dueAt: DUE }],
    });
    const root = asked.deliverables['report']!;
    const obligationId = w.id('Obligation', await obligationOf(w, w.b, root));
    const { id } = await handIn(w.as(await w.person(w.b)), obligationId, w.id('Deliverable', root), { summary: '活动十场' });
    w.clock.advance(1000);
    const [predecessorId, successorId] = [w.id('Organization', w.b.id), w.id('Organization', w.county.id)];
    const administrator = w.as(await w.person(w.province, ['ADMINISTRATOR']));
    expect((await mergeOrganizations(administrator, { predecessorId, successorId, reason: '合并' })).errors).toEqual([]);

    const reviewer = w.as(await w.person(w.county, ['REVIEWER']));
    const seen = await submission(reviewer, id);
    expect(seen).toMatchObject({ organization: { name: '东山县总工会' }, holder: { name: '东山县总工会' } });
    const shut = { allowed: false, code: 'OWN_SUBMISSION' };
    expect(seen.viewerCan).toMatchObject({ accept: shut, return: shut });
    expect(codes(await acceptSubmission(reviewer, { submissionId: id, version: seen.version }))).toEqual(['OWN_SUBMISSION']);
    expect((await submission(w.as(await w.person(w.county)), id)).viewerCan.withdraw.allowed).toBe(true);
  });
});
