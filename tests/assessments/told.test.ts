import { expect, test } from 'vitest';
import * as judging from '../support/judging.ts';
import { done } from '../support/submissions.ts';
import { world } from '../support/world.ts';

const INBOX = '{ notifications(first: 20) { nodes { event excerpt subject { __typename } } } }';

test('a judge is told of what is assigned, and of what is left a day before the end, once; the organiser of who stepped back', async () => {
  const w = await world({ at: '2021-06-10T09:00:00+08:00' });
  const officer = await w.person(w.province, ['ISSUING_OFFICER']);
  const [judge, ready] = [await w.person(w.otherCounty), await w.person(w.industry)];
  const root = await judging.plantAccepted(w, officer, [await w.person(w.a), await w.person(w.b), await w.person(w.siblingUnit)]);
  const panel = await judging.assigned(w, officer, root, [judge, ready]);
  await judging.opened(panel);
  const told = async (person: typeof judge) => {
    await w.settle();
    return (await w.as(person).ask(INBOX)).notifications.nodes;
  };
  const assigned = {
    event: 'JUDGE_ASSIGNED',
    excerpt: '请评审“专家评审”，共3项，6月18日24:00止（含当日）',
    subject: { __typename: 'JudgeAssignment' },
  };
  expect(await told(judge)).toEqual([assigned]);

  w.clock.set('2021-06-17T23:59:59.999+08:00');
  const all = (await judging.queue(w.as(ready)))['judgeAssignments'].nodes;
  for (const { id } of all) done(await judging.give(w.as(ready), id, '90'));
  const [first, second] = (await judging.queue(w.as(judge)))['judgeAssignments'].nodes;
  done(await judging.give(w.as(judge), first.id, '80'));
  done(await judging.declareConflict(w.as(judge), { assignmentId: second.id, reason: '亲属任职' }));
  expect(await told(judge)).toEqual([assigned]);
  w.clock.set('2021-06-18T00:00:00.000+08:00');
  const unfinished = {
    event: 'JUDGE_UNFINISHED',
    excerpt: '“专家评审”的评审还有1项未完成，6月18日24:00止（含当日）',
    subject: { __typename: 'JudgeAssignment' },
  };
  expect(await told(judge)).toEqual([unfinished, assigned]);
  w.clock.set('2021-06-18T20:00:00.000+08:00');
  expect(await told(judge)).toEqual([unfinished, assigned]);
  expect(await told(ready)).toMatchObject([{ event: 'JUDGE_ASSIGNED' }]);
  const steppedBack = {
    event: 'JUDGE_RECUSED',
    excerpt: '“专家评审”有评委声明回避，请安排他人评审',
    subject: { __typename: 'JudgingRound' },
  };
  expect(await told(officer)).toContainEqual(steppedBack);
});
