import { encodeId } from '../../src/kit/node-id.ts';
import type { Client } from './client.ts';
import { type DeliverableSeed, field, obligationOf, plantNotice } from './plant.ts';
import { done, saveSubmissionDraft, startSubmission, submitSubmission } from './submissions.ts';
import type { TestPerson, Tree, World } from './world.ts';

type Place = keyof Tree;

/** What the province asks in these tests; `number` is a figure that sums up. */
export const FIELDS = [
  field({ key: 'summary', type: 'TEXT', label: '活动总结', required: true, maxCharacters: 3000 }),
  field({ key: 'number', type: 'NUMBER', label: '参加人数', scale: 0, min: '0' }),
];

/** Day's end as source 000 has it: 5月28日前. */
export const DUE = '2021-05-29T00:00:00+08:00';

/** A notice that has come down the chain, people at each place, and how to act there. */
export class Reporting {
  readonly w: World;
  readonly root: string;
  /** Ids as the API names them: of the asker's deliverable by place. */
  readonly deliverables: Readonly<Partial<Record<Place, string>>>;
  readonly #people = new Map<string, TestPerson>();

  constructor(w: World, root: string, deliverables: Readonly<Partial<Record<Place, string>>>) {
    this.w = w;
    this.root = root;
    this.deliverables = deliverables;
  }

  /** The first reporter or reviewer of a place, who are two persons. */
  async as(place: Place, role: 'REPORTER' | 'REVIEWER' | 'ISSUING_OFFICER' | 'ANALYST' = 'REPORTER'): Promise<Client> {
    const known = this.#people.get(`${place} ${role}`);
    const person = known ?? (await this.w.person(this.w[place], [role]));
    this.#people.set(`${place} ${role}`, person);
    return this.w.as(person);
  }

  async obligation(place: Place): Promise<string> {
    return this.w.id('Obligation', await obligationOf(this.w, this.w[place], this.root));
  }

  /** Starts, answers the province's summary and whatever else, saves; answers with the page. */
  async fill(place: Place, answers: Readonly<Record<string, unknown>> = { summary: '活动十场' }, asker: Place = 'province') {
    const client = await this.as(place);
    const obligationId = await this.obligation(place);
    const { editor } = done(await startSubmission(client, { obligationId }));
    const given = Object.entries(answers).map(([key, value]) => ({ deliverableId: this.deliverables[asker], field: key, value }));
    return done(await saveSubmissionDraft(client, { obligationId, version: editor.version, answers: given }))['editor'];
  }

  /** Fills in and hands in; answers with the submission. */
  async submit(place: Place, answers?: Readonly<Record<string, unknown>>) {
    const { version } = await this.fill(place, answers);
    const client = await this.as(place);
    return done(await submitSubmission(client, { obligationId: await this.obligation(place), version }))['submission'];
  }
}

/** The province asks every named unit itself. */
export async function direct(w: World, places: readonly Place[], seed: DeliverableSeed = {}): Promise<Reporting> {
  const by = await w.person(w.province, ['ISSUING_OFFICER']);
  const notice = await plantNotice(w, { by, to: places.map((place) => w[place]), deliverables: [{ fields: FIELDS, dueAt: DUE, ...seed }] });
  const root = notice.deliverables['report']!;
  return new Reporting(w, root, { province: encodeId('Deliverable', root) });
}

/** The province asks the city, which asks the county with a question and a due of its own, which asks its units a to d. */
export async function chain(
  w: World,
  seed: DeliverableSeed = {},
  changes: { readonly city?: DeliverableSeed; readonly county?: DeliverableSeed } = {},
): Promise<Reporting> {
  const [province, city, county] = await Promise.all([w.province, w.city, w.county].map((place) => w.person(place, ['ISSUING_OFFICER'])));
  const audience = ['GRASSROOTS'];
  const first = await plantNotice(w, {
    by: province!,
    to: [w.city],
    deliverables: [{ fields: FIELDS, dueAt: DUE, route: 'LEVEL_BY_LEVEL', audience, ...seed }],
  });
  const second = await plantNotice(w, { by: city!, to: [w.county], forwards: first, changes: { report: changes.city ?? {} } });
  const third = await plantNotice(w, {
    by: county!,
    to: [w.a, w.b, w.c, w.d],
    forwards: second,
    changes: { report: changes.county ?? {} },
  });
  const id = (notice: typeof first) => encodeId('Deliverable', notice.deliverables['report']!);
  return new Reporting(w, first.deliverables['report']!, { province: id(first), city: id(second), county: id(third) });
}
