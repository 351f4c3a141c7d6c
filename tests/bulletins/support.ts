import type { Client } from '../support/client.ts';
import { decodeId } from '../../src/kit/node-id.ts';
import { DUE, FIELDS, Reporting } from '../support/reporting.ts';
import { plantNotice } from '../support/plant.ts';
import { type TestPerson, type World, world, type WorldOptions } from '../support/world.ts';

const RATES = 'rates { expected received receivedOnTime reportingRate { numerator denominator percent } onTimeRate { percent } }';

/** The screen B3 as one operation, with whatever else tests look at. */
export const BULLETIN = `id version period ordinal supplementNumber reason state stateLabel title text listsUnits body contentHash issuedAt
  organization { name } deliverable { title } commended { name } named { name status } supplements { period } addenda { period state }
  notice { id version state stage title body kind docNumber { canonical } derivedFrom { id } addressees { resolvedCount organizationIds } viewerCan { amend { code } issue { allowed code } } }
  snapshot { asOf ${RATES} byState { label count } byLamp { label count } overdue nil late acknowledged { numerator denominator } before { received }
    children(first: 100) { totalCount nodes { ordinal name status isBehind ownState overdue ${RATES} before { received } organization { id } } } }
  viewerCan { edit { allowed code } refresh { allowed code } issue { allowed code } supplement { allowed code } }`;

// The assertions of the test say what it holds.
// oxlint-disable-next-line typescript/no-explicit-any
type Untyped = any;

/** What an act answers. */
export const act = async (client: Client, name: string, input: object, more = ''): Promise<Untyped> =>
  (
    await client.ask(
      `mutation($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { errors { code path } bulletin { ${BULLETIN} } ${more} } }`,
      { input },
    )
  )[name];

/** The bulletin after an act that must work. */
export async function made(client: Client, name: string, input: object): Promise<Untyped> {
  const { errors, bulletin } = await act(client, name, input);
  if (errors.length) throw new Error(`${name}: ${JSON.stringify(errors)}`);
  return bulletin;
}

export const read = async (client: Client, id: string): Promise<Untyped> =>
  (await client.ask(`query($id: ID!) { bulletin(id: $id) { ${BULLETIN} } }`, { id })).bulletin;

/** Saves a draft with what it says already, changed so. */
export const save = (client: Client, { id, version, title, text, listsUnits }: Untyped, changes: object = {}): Promise<Untyped> =>
  act(client, 'saveBulletinDraft', { bulletinId: id, version, title, text, listsUnits, ...changes });

export interface Told {
  readonly w: World;
  readonly r: Reporting;
  /** Officers who write, and their colleagues who sign. */
  readonly city: TestPerson;
  readonly citySigner: TestPerson;
  readonly county: TestPerson;
  /** What each asks. */
  readonly asked: Readonly<Record<'city' | 'county', string>>;
  readonly organization: (place: 'county' | 'sibling' | 'cityUnit' | 'a' | 'b' | 'c' | 'd') => string;
}

/** A report of grassroots unions that the province asks: the city has handed it on to two counties, the first of them to its four units, the other not yet. */
export async function told(options: WorldOptions = {}): Promise<Told> {
  const w = await world(options);
  const [province, city, citySigner, county] = [
    await w.person(w.province, ['ISSUING_OFFICER']),
    await w.person(w.city, ['ISSUING_OFFICER', 'REPORTER']),
    await w.person(w.city, ['SIGNATORY']),
    await w.person(w.county, ['ISSUING_OFFICER', 'REPORTER']),
  ];
  const seed = {
    title: '特色建设成果',
    fields: FIELDS,
    dueAt: DUE,
    closesAt: null,
    latePolicy: 'ACCEPT_LATE' as const,
    audience: ['GRASSROOTS'],
    route: 'DIRECT' as const,
  };
  const first = await plantNotice(w, { by: province, to: [w.city], deliverables: [seed] });
  const second = await plantNotice(w, { by: city, to: [w.county, w.sibling], forwards: first });
  const third = await plantNotice(w, { by: county, to: [w.a, w.b, w.c, w.d], forwards: second });
  const id = (notice: typeof first) => w.id('Deliverable', notice.deliverables['report']!);
  return {
    w,
    r: new Reporting(w, decodeId(id(first))!.id, { province: id(first), city: id(second), county: id(third) }),
    city,
    citySigner,
    county,
    asked: { city: id(second), county: id(third) },
    organization: (place) => w.id('Organization', w[place].id),
  };
}
