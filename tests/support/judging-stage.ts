import { encodeId } from '../../src/kit/node-id.ts';
import type { Stage } from './access-stage.ts';
import * as judging from './judging.ts';
import { done } from './submissions.ts';
import type { TestPerson } from './world.ts';

const STEPS = ['drafted', 'seated', 'proposed', 'confirmed', 'opened'] as const;
type Step = (typeof STEPS)[number];

const roots = new WeakMap<Stage, Promise<string>>();
let count = 0;

const rootOf = (stage: Stage): Promise<string> => {
  const known = roots.get(stage);
  if (known) return known;
  const planted = (async () => {
    const [by, unit] = [await stage.person('ISSUING_OFFICER', 'province'), await stage.person('REPORTER', 'cityUnit')];
    return judging.plantAccepted(stage.w, by, [unit]);
  })();
  roots.set(stage, planted);
  return planted;
};

/** A round of the province, to be drafted; its window is open while the stage's clock stands. */
export const roundInput = async (stage: Stage): Promise<Record<string, unknown>> => ({
  deliverableId: encodeId('Deliverable', await rootOf(stage)),
  name: `第${++count}轮评审`,
  opensAt: '2021-05-01T00:00:00+08:00',
  closesAt: '2021-05-31T00:00:00+08:00',
  freeScore: { min: '0', max: '100', decimals: 0 },
  aggregate: 'MEAN',
  marksRequired: 1,
});

/** A round brought so far, with the one judge of its panel: somebody of another city unless told. */
export async function roundAt(stage: Stage, step: Step, by?: TestPerson): Promise<{ judgingRoundId: string; version: number }> {
  const client = await stage.as('ISSUING_OFFICER', 'province');
  const goes = (one: Step) => STEPS.indexOf(one) <= STEPS.indexOf(step);
  let round = done(await judging.draftJudgingRound(client, await roundInput(stage)))['judgingRound'];
  const judgingRoundId: string = round.id;
  const { login } = by ?? (await stage.person('REPORTER', 'otherCity'));
  if (goes('seated')) round = done(await judging.addJudge(client, { judgingRoundId, login }))['judgingRound'];
  if (goes('proposed')) round = done(await judging.proposeAssignments(client, { judgingRoundId }))['judgingRound'];
  if (goes('confirmed')) round = done(await judging.confirmAssignments(client, { judgingRoundId, version: round.version }))['judgingRound'];
  if (goes('opened')) round = done(await judging.openJudgingRound(client, { judgingRoundId, version: round.version }))['judgingRound'];
  return { judgingRoundId, version: round.version };
}

/** The judge of a round that has one. */
export async function judgeOf(stage: Stage): Promise<string> {
  const { judgingRoundId } = await roundAt(stage, 'seated');
  const { judges } = await judging.judgingRound(await stage.as('ISSUING_OFFICER', 'province'), judgingRoundId);
  return judges[0].id;
}

/** What the administrator of another county has to mark, in an open round of its own. */
export async function assignmentAt(stage: Stage): Promise<string> {
  const judge = await stage.person('ADMINISTRATOR', 'otherCounty');
  await roundAt(stage, 'opened', judge);
  const { judgeAssignments } = await judging.queue(stage.w.as(judge));
  return judgeAssignments.nodes.findLast(({ myState }: { myState: string }) => myState === 'TO_MARK').id;
}

/** The same with a mark that is saved and not given. */
export async function scored(stage: Stage): Promise<{ assignmentId: string; version: number }> {
  const assignmentId = await assignmentAt(stage);
  const client = await stage.as('ADMINISTRATOR', 'otherCounty');
  const { assignment } = done(await judging.saveScoreLines(client, { assignmentId, version: 0, score: '80' }));
  return { assignmentId, version: assignment.myResponse.version };
}
