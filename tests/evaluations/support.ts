import type { PlantedOrganization } from '../../src/domains/federation/found.ts';
import type { Client } from '../support/client.ts';
import { plantNotice, type PlantedNotice } from '../support/plant.ts';
import type { TestPerson, World } from '../support/world.ts';

const DUE = '2021-05-29T00:00:00+08:00';

/** A province that asks grassroots units for entries and its cities for a ledger of them. */
export interface Campaign {
  readonly officer: TestPerson;
  readonly asked: PlantedNotice;
  readonly entries: string;
  readonly ledger: string;
}

export async function campaign(w: World, route: 'DIRECT' | 'LEVEL_BY_LEVEL' = 'DIRECT'): Promise<Campaign> {
  const officer = await w.allRounder(w.province);
  const asked = await plantNotice(w, {
    by: officer,
    title: '关于开展成果展示活动的通知',
    to: [w.city, w.otherCity, w.industry],
    deliverables: [
      {
        key: 'entries',
        title: '特色建设成果',
        audience: ['GRASSROOTS', 'CITY_DIRECT_GRASSROOTS'],
        dueAt: DUE,
        closesAt: null,
        latePolicy: 'ACCEPT_LATE',
        route,
      },
      {
        key: 'ledger',
        title: '工作台账',
        output: 'LEDGER',
        audience: ['PREFECTURE_CITY'],
        dueAt: DUE,
        closesAt: null,
        latePolicy: 'ACCEPT_LATE',
        ledger: {
          of: 'entries',
          columns: [
            {
              key: 'unit',
              label: '单位',
              source: 'ORGANIZATION',
              field: null,
            },
          ],
        },
      },
    ],
  });
  return { officer, asked, entries: asked.deliverables['entries']!, ledger: asked.deliverables['ledger']! };
}

/** A body hands the campaign on to these, unchanged. */
export const handOn = async (
  w: World,
  by: PlantedOrganization,
  from: PlantedNotice,
  to: readonly PlantedOrganization[],
): Promise<PlantedNotice> => plantNotice(w, { by: await w.allRounder(by), to, forwards: from });

/** The city hands it on to its counties and its own unit, the first county to its four units. */
export async function handDown(w: World, { asked }: Campaign): Promise<void> {
  const city = await handOn(w, w.city, asked, [w.county, w.sibling, w.cityUnit]);
  await handOn(w, w.county, city, [w.a, w.b, w.c, w.d]);
  await handOn(w, w.sibling, city, [w.siblingUnit]);
}

const EVALUATION = `
  id year title state stateLabel rosterDay subjectKinds version contentHash computedAt publishedAt
  organization { name } indicators { indicator label points deliverableIds }
  children(first: 20) { totalCount nodes {
    rank total totalLabel attainable organization { name }
    lines { indicator label weight numerator denominator points pointsLabel sources { title noticeTitle predecessorName numerator denominator } }
    contributions { indicator numerator denominator predecessor { name } source { title } } } }
  viewerCan { compute { allowed code } publish { allowed code } }`;

// Bare documents answer untyped; the assertions of the tests say what is expected.
// oxlint-disable-next-line typescript/no-explicit-any
type Untyped = any;

export async function mutate(
  client: Client,
  name: 'draftEvaluation' | 'computeEvaluation' | 'publishEvaluation',
  input: object,
): Promise<Untyped> {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { ${name}(input: $input) { errors { code message path } evaluation { ${EVALUATION} } } }`;
  return (await client.ask(document, { input: { ...input } }))[name];
}

export async function readEvaluation(client: Client, id: string): Promise<Untyped> {
  return (await client.ask(`query ($id: ID!) { evaluation(id: $id) { ${EVALUATION} } }`, { id })).evaluation;
}

/** Weights 50, 30 and 20 on what the campaign asks for. */
export const standard = (w: World, { entries, ledger }: Pick<Campaign, 'entries' | 'ledger'>) => ({
  year: 2021,
  title: '2021年度工作评价',
  rosterDay: '2021-12-31',
  subjectKinds: ['PREFECTURE_CITY', 'INDUSTRY_UNION'],
  indicators: [
    { indicator: 'REPORTING_RATE', points: '50', deliverableIds: [w.id('Deliverable', entries)] },
    { indicator: 'ON_TIME_RATE', points: '30', deliverableIds: [w.id('Deliverable', entries)] },
    { indicator: 'LEDGER_DELIVERED', points: '20', deliverableIds: [w.id('Deliverable', ledger)] },
  ],
});

/** Drafts and computes in one go. */
export async function compute(client: Client, input: object): Promise<Untyped> {
  const { evaluation: draft, errors } = await mutate(client, 'draftEvaluation', input);
  if (errors.length) throw new Error(`Refused: ${JSON.stringify(errors)}`);
  const answer = await mutate(client, 'computeEvaluation', { evaluationId: draft.id, version: draft.version });
  if (answer.errors.length) throw new Error(`Refused: ${JSON.stringify(answer.errors)}`);
  return answer.evaluation;
}

/** Name, total, rank and the lines' figures of every subject. */
export const table = (evaluation: Untyped) =>
  evaluation.children.nodes.map((subject: Untyped) => [
    subject.rank,
    subject.organization.name,
    subject.totalLabel,
    ...subject.lines.map((line: Untyped) => `${line.numerator}/${line.denominator} ${line.pointsLabel}`),
  ]);
