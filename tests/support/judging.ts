import { withRollup } from '../../src/domains/submissions/rollup.ts';
import type { FormField } from '../../src/kit/form.ts';
import { encodeId } from '../../src/kit/node-id.ts';
import { levelOf } from '../../src/kit/tree.ts';
import type { Client } from './client.ts';
import { inRequest, obligationOf, plantNotice, putSubmission } from './plant.ts';
import type { Reporting } from './reporting.ts';
import { acceptSubmission, type Answered, done } from './submissions.ts';
import type { TestPerson, World } from './world.ts';

/* A panel, from the accepted reports on: what most tests of judging ask, and the acts of organisers and judges. */

export const RESULT = `code organization { name } state stateLabel markCount score spread selfScore highlighted
  marks { judge { id name } score sheetScore { total vetoes { item } } note }`;

export const ROUND = `id name state stateLabel version opensAt closesAt sheet { min max decimals } aggregate aggregateLabel marksRequired openedAt closedAt closeReason
  coverage { entries required done underCovered }
  judges { id name organization { name } state stateLabel reason proposed assigned done recused }
  underCovered { code organization { name } submission { id } assigned marks }
  disagreements { code organization { name } spread }
  results(first: 100) { nodes { ${RESULT} } }
  viewerCan { assign { allowed code } open { allowed code } replace { allowed code } close { allowed code } }`;

export const ASSIGNMENT = `id code title unitName round { name opensAt closesAt state stateLabel } myState myStateLabel answers { field label value } files { id name size sha256 }
  contentHash sheet { min max decimals } selfScore { base total vetoes { item } } differences { self panel difference highlighted items { code self panel difference } vetoes }
  myResponse { version score answer sheetScore { total } note given { number score note at } } position { index of }
  viewerCan { score { allowed code opensAt closesAt } defer { allowed code } recuse { allowed code } }`;

const COUNTS = 'counts { assigned done deferred recused }';

const act =
  (name: string, answer: string) =>
  async (client: Client, input: Readonly<Record<string, unknown>>): Promise<Answered> => {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
    return (
      await client.ask(`mutation($input: ${type}!) { ${name}(input: $input) { errors { code message path } ${answer} } }`, { input })
    )[name] as Answered;
  };
const ofRound = (name: string) => act(name, `judgingRound { ${ROUND} }`);
const ofJudge = (name: string) => act(name, `assignment { ${ASSIGNMENT} } next { id code } ${COUNTS}`);

export const draftJudgingRound = ofRound('draftJudgingRound');
export const addJudge = ofRound('addJudge');
export const proposeAssignments = ofRound('proposeAssignments');
export const confirmAssignments = ofRound('confirmAssignments');
export const openJudgingRound = ofRound('openJudgingRound');
export const replaceJudge = ofRound('replaceJudge');
export const closeJudgingRound = ofRound('closeJudgingRound');
export const saveScoreLines = ofJudge('saveScoreLines');
export const submitScores = ofJudge('submitScores');
export const deferAssignment = ofJudge('deferAssignment');
export const declareConflict = ofJudge('declareConflict');

export const judgingRound = async (client: Client, id: string): Promise<Answered['judgingRound']> =>
  (await client.ask(`query($id: ID!) { judgingRound(id: $id) { ${ROUND} } }`, { id })).judgingRound;

/** What a judge's queue shows. */
export const queue = async (client: Client): Promise<Answered> =>
  client.ask(`{ judgeAssignments(first: 50) { ${COUNTS} nodes { ${ASSIGNMENT} } } nextAssignment { id code } }`);

export const assignment = async (client: Client, id: string): Promise<Answered['assignment']> =>
  (await client.ask(`query($id: ID!) { judgeAssignment(id: $id) { ${ASSIGNMENT} } }`, { id })).judgeAssignment;

/** Window of the rounds of tests: 评审 6月14日—18日 (S0-46). */
export const WINDOW = { opensAt: '2021-06-14T00:00:00+08:00', closesAt: '2021-06-19T00:00:00+08:00' };

/** Accepts what a unit has handed in to the province. */
export async function accept(reporting: Reporting, submission: Answered['submission']): Promise<void> {
  done(await acceptSubmission(await reporting.as('province', 'REVIEWER'), { submissionId: submission.id, version: submission.version }));
}

export interface Panel {
  readonly client: Client;
  readonly id: string;
}

/** A round of the province over what was accepted for the root, with these judges, confirmed. */
export async function assigned(
  w: World,
  officer: TestPerson,
  root: string,
  judges: readonly TestPerson[],
  more: Readonly<Record<string, unknown>> = {},
): Promise<Panel> {
  const client = w.as(officer);
  const { id: judgingRoundId } = done(
    await draftJudgingRound(client, {
      deliverableId: encodeId('Deliverable', root),
      name: '专家评审',
      ...WINDOW,
      freeScore: { min: '0', max: '100', decimals: 1 },
      aggregate: 'MEAN',
      marksRequired: judges.length,
      ...more,
    }),
  )['judgingRound'];
  for (const { login } of judges) done(await addJudge(client, { judgingRoundId, login }));
  const { version } = done(await proposeAssignments(client, { judgingRoundId }))['judgingRound'];
  done(await confirmAssignments(client, { judgingRoundId, version }));
  return { client, id: judgingRoundId };
}

/** Opens a round as it stands now. */
export async function opened({ client, id }: Panel): Promise<Answered['judgingRound']> {
  const { version } = await judgingRound(client, id);
  return done(await openJudgingRound(client, { judgingRoundId: id, version }))['judgingRound'];
}

/** Closes a round as it stands now. */
export async function closed({ client, id }: Panel, reason?: string): Promise<Answered> {
  const { version } = await judgingRound(client, id);
  return closeJudgingRound(client, { judgingRoundId: id, version, reason });
}

/** A judge saves and gives a mark. */
export async function give(client: Client, assignmentId: string, score: string, note: string | null = null): Promise<Answered> {
  const { myResponse } = await assignment(client, assignmentId);
  const saved = await saveScoreLines(client, { assignmentId, version: myResponse.version, score, note });
  if (saved.errors.length > 0) return saved;
  return submitScores(client, { assignmentId, version: saved['assignment'].myResponse.version });
}

/** Something that this body asked these units for itself, handed in by each and accepted; answers the deliverable's row. */
export async function plantAccepted(
  w: World,
  by: TestPerson,
  units: readonly TestPerson[],
  fields: readonly FormField[] = [],
): Promise<string> {
  const to = units.map(({ organization }) => organization);
  const { deliverables } = await plantNotice(w, { by, to, deliverables: [{ title: '特色建设成果', fields }] });
  const root = deliverables['report']!;
  for (const unit of units) {
    const obligationId = await obligationOf(w, unit.organization, root);
    const seed = {
      state: 'ACCEPTED',
      reachedLevel: levelOf(by.organization.path),
      holderId: null,
      at: w.clock.now(),
      submittedBy: unit.personId,
    } as const;
    await inRequest(w, by, (ctx) =>
      withRollup(ctx, [obligationId], () =>
        putSubmission(ctx, obligationId, { ...seed, answers: { [root]: { title: `${unit.organization.shortName}的成果` } } }),
      ),
    );
  }
  return root;
}
