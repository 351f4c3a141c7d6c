import { expect, test } from 'vitest';
import { applying, approvalsAs, fill, giveOpinion, opinion, recordLevelAcceptance, signOwn } from '../support/approvals.ts';
import { field } from '../support/plant.ts';
import { acceptSubmission, codes, done, forwardSubmissions, submitSubmission } from '../support/submissions.ts';
import type { TestPerson } from '../support/world.ts';

const RATE = field({ key: 'joined', label: '入会率', type: 'RATE', scale: 0, atLeast: '90' });

async function applied(numerator: string) {
  const a = await applying(undefined, 'county', [RATE]);
  const page = await fill(a, { joined: { numerator, denominator: '10000' } });
  await signOwn(a, page);
  const { submission } = done(await submitSubmission(a.w.as(a.unit), { obligationId: a.obligationId, version: page }));
  const inspection = { obligationId: a.obligationId, passed: true, inspectedOn: '2023-10-09', text: '六有齐全' };
  done(await recordLevelAcceptance(a.w, a.county, inspection));
  const agree = async (by: TestPerson, step: string, version: number, more: object = {}) =>
    giveOpinion(a.w, by, await opinion(a, by, { step, version, ...more }));
  return { a, submission, agree };
}

test('C-30: a standard that is not met is no veto, and the recommender answers it; met, nothing is asked', async () => {
  const { a, submission, agree } = await applied('8999');
  const { w, county, city, deliverableId } = a;
  expect((await approvalsAs(w, county, a.obligationId)).overridesNeeded).toEqual([{ code: 'standard.joined' }]);
  const refused = await agree(county, 'superior', submission.version);
  expect(refused.errors).toEqual([
    {
      code: 'OVERRIDE_REASON_MISSING',
      message: '“入会率”为 8999/10000，未达到 90%，推荐单位须作说明：请说明推荐理由',
      path: ['input', 'overrideReason'],
    },
  ]);
  done(await agree(county, 'superior', submission.version, { overrideReason: '新就业形态劳动者正在入会，年底前达标' }));
  const accepted = done(await acceptSubmission(w.as(county), { submissionId: submission.id, version: submission.version })).submission;
  done(await forwardSubmissions(w.as(county), { deliverableId, submissionIds: [submission.id] }));
  // The deciding body reads the answer and need not confirm it.
  const { approvals } = done(await agree(city, 'city', accepted.version + 1));
  expect(approvals.steps[2].opinions[0].overrideReason).toBe('新就业形态劳动者正在入会，年底前达标');

  const met = await applied('9000');
  expect((await approvalsAs(met.a.w, met.a.county, met.a.obligationId)).overridesNeeded).toEqual([]);
  expect(codes(await met.agree(met.a.county, 'superior', met.submission.version))).toEqual([]);
});
