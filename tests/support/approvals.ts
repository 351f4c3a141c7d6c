import 'reflect-metadata';
import { chainSchema } from '../../src/domains/chains/chain.input.ts';
import type { ApprovalChain } from '../../src/domains/chains/chain.ts';
import { applicationTemplates } from '../../src/domains/chains/templates.ts';
import type { PlantedOrganization } from '../../src/domains/federation/found.ts';
import { CONTENTS, putAside } from './files.ts';
import type { FormField } from '../../src/kit/form.ts';
import { field, obligationOf, plantNotice, type PlantedNotice } from './plant.ts';
import { type Answered, done, saveSubmissionDraft, startSubmission } from './submissions.ts';
import { type TestPerson, type World, world } from './world.ts';

/* Applications that go through an approval chain. */

export const APPROVALS = `next { step { code } organization { shortName } viewerCan { agree { allowed code } } } refusedBy { step { code } } overridesNeeded { code }
  steps { step { code title } organization { shortName } state stateLabel acceptance { passed inspectedOn text organization { shortName } }
    viewerCan { agree { allowed code } object { allowed code } recordAcceptance { allowed code } }
    opinions { opinion standing text datedOn way wayLabel signerPost signerName returnedTo contentHash overrideReason overrideConfirmed organization { shortName }
      seal { sha256 reference file { id name } } } }`;

const act =
  (name: string, answer: string) =>
  async (w: World, by: TestPerson, input: object): Promise<Answered> => {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
    const document = `mutation($input: ${type}!) { ${name}(input: $input) { errors { code message path } ${answer} } }`;
    return (await w.as(by).ask(document, { input }))[name] as Answered;
  };
export const giveOpinion = act('giveOpinion', `approvals { ${APPROVALS} } editor { version } submission { version }`);
export const recordLevelAcceptance = act('recordLevelAcceptance', `approvals { steps { acceptance { passed text } } }`);

export const HOME = applicationTemplates[0]!.chain;
export const SMALL_HOME = applicationTemplates[1]!.chain;
export const chain = (given: object): ApprovalChain => chainSchema.parse(given);

const FIELDS = [
  field({ key: 'deeds', type: 'TEXT', label: '主要事迹', required: true }),
  field({ key: 'members', type: 'NUMBER', label: '会员人数' }),
  field({
    key: 'priorTitles',
    type: 'TABLE',
    label: '曾获称号',
    columns: [field({ key: 'year', type: 'NUMBER', label: '年度' }), field({ key: 'level', type: 'TEXT', label: '级别' })],
  }),
  field({ key: 'stamped', type: 'SEAL', label: '盖章扫描件', required: true }),
];

/** A city that invites, a county that hands on, a unit that applies; each has somebody for everything. */
export interface Applying {
  readonly w: World;
  readonly city: TestPerson;
  readonly county: TestPerson;
  readonly unit: TestPerson;
  readonly root: PlantedNotice;
  /** Ids, as the API names them. */
  readonly obligationId: string;
  readonly deliverableId: string;
}

export const DUE = '2023-11-01T00:00:00+08:00';

export async function applying(
  approvals: ApprovalChain = HOME,
  through: 'county' | 'nobody' | 'union' = 'county',
  more: readonly FormField[] = [],
): Promise<Applying> {
  const w = await world({ at: '2023-10-11T09:00:00+08:00' });
  const [city, county] = [await w.allRounder(w.city), await w.allRounder(w.county)];
  const audience = through === 'union' ? ['BRANCH'] : ['GRASSROOTS', 'CITY_DIRECT_GRASSROOTS'];
  const deliverable = {
    key: 'home',
    title: '模范职工之家申报表',
    participation: 'VOLUNTARY',
    audience,
    fields: [...FIELDS, ...more],
    dueAt: DUE,
    route: 'LEVEL_BY_LEVEL',
    latePolicy: 'AUTO_FORFEIT',
    approvals,
  } as const;
  const root = await plantNotice(w, { by: city, to: [through === 'nobody' ? w.cityUnit : w.county], deliverables: [deliverable] });
  let body: PlantedOrganization = w.cityUnit;
  if (through !== 'nobody') {
    const handed = await plantNotice(w, { by: county, to: [w.a], forwards: root });
    body = w.a;
    if (through === 'union') {
      await plantNotice(w, { by: await w.allRounder(w.a), to: [w.branch], forwards: handed });
      body = w.branch;
    }
  }
  const unit = await w.allRounder(body);
  return {
    w,
    city,
    county,
    unit,
    root,
    obligationId: w.id('Obligation', await obligationOf(w, body, root.deliverables['home']!)),
    deliverableId: w.id('Deliverable', root.deliverables['home']!),
  };
}

export const approvalsAs = async (w: World, by: TestPerson, obligationId: string): Promise<Answered['approvals']> =>
  (await w.as(by).ask(`query($id: ID!) { obligation(id: $id) { approvals { ${APPROVALS} } } }`, { id: obligationId })).obligation
    ?.approvals;

/** Codes of the steps with how they stand. */
export const states = (approvals: Answered): string =>
  approvals['steps'].map((one: Answered) => `${one['step'].code} ${one['state']}`).join(', ');

export async function scan(w: World, by: TestPerson, name = '盖章页.pdf'): Promise<{ fileId: string; sha256: string }> {
  const { file } = await putAside(w, by, 'SCAN', name, Buffer.concat([CONTENTS.pdf, Buffer.from(name)]));
  return { fileId: file!.id, sha256: file!.sha256 };
}

/** Begins the page, fills it in, and answers its version. */
export async function fill(
  { w, unit, obligationId, deliverableId }: Applying,
  answers: Readonly<Record<string, unknown>> = {},
): Promise<number> {
  const { editor } = done(await startSubmission(w.as(unit), { obligationId }));
  return save({ w, unit, obligationId, deliverableId }, editor.version, {
    deeds: '组织了十场活动',
    stamped: { reference: '电子印章0001', date: '2023-10-10' },
    ...answers,
  });
}

export async function save(
  { w, unit, obligationId, deliverableId }: Pick<Applying, 'w' | 'unit' | 'obligationId' | 'deliverableId'>,
  version: number,
  answers: Readonly<Record<string, unknown>>,
): Promise<number> {
  const given = Object.entries(answers).map(([key, value]) => ({ deliverableId, field: key, value }));
  return done(await saveSubmissionDraft(w.as(unit), { obligationId, version, answers: given }))['editor'].version;
}

/** Both steps of the unit, entered from stamped papers. */
export async function signOwn(a: Applying, version: number): Promise<void> {
  for (const step of ['administration', 'party']) done(await giveOpinion(a.w, a.unit, await opinion(a, a.unit, { step, version })));
}

export async function opinion({ w, obligationId }: Applying, by: TestPerson, more: object): Promise<object> {
  const { fileId } = await scan(w, by, `${'step' in more ? String(more.step) : ''}.pdf`);
  return { obligationId, opinion: 'AGREE', text: '情况属实，同意申报', datedOn: '2023-10-10', seal: { fileId }, ...more };
}
