import { expect, test } from 'vitest';
import { applying, approvalsAs, fill, giveOpinion, opinion, signOwn, states } from '../support/approvals.ts';
import { done, submitSubmission } from '../support/submissions.ts';

const MERGE = 'mutation($input: MergeOrganizationsInput!) { mergeOrganizations(input: $input) { errors { code message } } }';

test('what a unit had signed when it was merged goes on with its successor, and nobody else gets any of it', async () => {
  const a = await applying();
  const other = await applying();
  const { w, unit, county, obligationId } = a;
  const version = await fill(a);
  done(await giveOpinion(w, unit, await opinion(a, unit, { step: 'administration', version })));
  const theirs = await fill(other);
  await signOwn(other, theirs);
  done(await submitSubmission(other.w.as(other.unit), { obligationId: other.obligationId, version: theirs }));
  const input = { predecessorId: w.id('Organization', w.a.id), successorId: w.id('Organization', w.b.id), reason: '企业合并' };
  expect((await w.as(county).ask(MERGE, { input })).mergeOrganizations.errors).toEqual([]);
  const successor = await w.allRounder(w.b);
  const read = await approvalsAs(w, successor, obligationId);
  expect(states(read)).toBe('administration AGREED, party NEXT, superior WAITING, city WAITING');
  expect(read.steps[0].opinions[0].organization.shortName).toBe('第一纺织厂');
  expect(states(await approvalsAs(w, county, obligationId))).toBe('administration NEXT, party WAITING, superior WAITING, city WAITING');
  done(await giveOpinion(w, successor, await opinion(a, successor, { step: 'party', version })));
  done(await submitSubmission(w.as(successor), { obligationId, version }));
  expect(states(await approvalsAs(w, county, obligationId))).toBe('administration AGREED, party AGREED, superior NEXT, city WAITING');
  const elsewhere = await approvalsAs(other.w, other.unit, other.obligationId);
  expect(states(elsewhere)).toBe('administration AGREED, party AGREED, superior NEXT, city WAITING');
});
