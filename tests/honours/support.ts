import { expect } from 'vitest';
import { AWARD_TERMS, plantApplications, resolutionOf } from '../support/awards.ts';
import type { Client } from '../support/client.ts';
import { type TestPerson, type Tree, type World, world } from '../support/world.ts';

// The assertions of the tests say what it holds.
// oxlint-disable-next-line typescript/no-explicit-any
export type Untyped = any;

export const LIST = `id state stateLabel version name objectionsUntil counts { all proposed approved }
  lines(first: 50) { totalCount nodes { rank proposed reason approved decisionReason priorityLabels priorityReason tagLabels recommenderRank
    recommender { shortName } organization { shortName } submission { id } } }
  objections { number text answer } notice { id version state kind }
  decisions { id number contentHash decidingBody evidence { name } deviations { approved proposed againstRank reason organization { shortName } } }
  viewerCan { save { code } propose { code } decide { allowed code } name { allowed code } }`;

export const act = async (client: Client, name: string, input: object, answer: string): Promise<Untyped> => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const document = `mutation($input: ${type}!) { ${name}(input: $input) { errors { code message path } ${answer} } }`;
  return (await client.ask(document, { input }))[name];
};
export const listAct = (client: Client, name: string, input: object) => act(client, name, input, `awardList { ${LIST} }`);
export const codes = ({ errors }: Untyped): string[] => errors.map(({ code }: { code: string }) => code);
export const done = (answered: Untyped): Untyped => {
  expect(answered.errors).toEqual([]);
  return answered.awardList ?? answered;
};

export const TERMS = AWARD_TERMS;

export type Place = keyof Tree;

/** The city invites units to apply for honours and has accepted what they handed in. */
export class Honours {
  readonly w: World;
  readonly officer: TestPerson;
  readonly signatory: TestPerson;
  readonly deliverableId: string;
  readonly submissions: Readonly<Partial<Record<Place, string>>>;

  private constructor(given: Pick<Honours, 'w' | 'officer' | 'signatory' | 'deliverableId' | 'submissions'>) {
    this.w = given.w;
    this.officer = given.officer;
    this.signatory = given.signatory;
    this.deliverableId = given.deliverableId;
    this.submissions = given.submissions;
  }

  /** @param waiting a unit whose application still lies with its county */
  static async prepare(
    places: readonly Place[] = ['a', 'b', 'c', 'siblingUnit'],
    { waiting, at = '2023-11-20T09:00:00+08:00' }: { waiting?: Place; at?: string } = {},
  ): Promise<Honours> {
    const w = await world({ at });
    const officer = await w.person(w.city, ['ISSUING_OFFICER']);
    const signatory = await w.person(w.city, ['SIGNATORY']);
    const planted = await plantApplications(
      w,
      officer,
      places.map((place) => w[place]),
      waiting && { unit: w[waiting], holder: w.county },
    );
    w.clock.advance(3_600_000);
    return new Honours({
      w,
      officer,
      signatory,
      deliverableId: planted.deliverableId,
      submissions: Object.fromEntries(
        [...places, ...(waiting ? [waiting] : [])].map((place, index) => [place, planted.submissionIds[index]!]),
      ),
    });
  }

  get city(): Client {
    return this.w.as(this.officer);
  }

  get party(): Client {
    return this.w.as(this.signatory);
  }

  async draft(terms: object = {}): Promise<Untyped> {
    return done(await listAct(this.city, 'draftAwardList', { deliverableId: this.deliverableId, ...TERMS, ...terms }));
  }

  async proposed(terms: object = {}, lines: readonly object[] = []): Promise<Untyped> {
    const { id, version } = await this.draft(terms);
    const saved = done(await listAct(this.city, 'saveAwardList', { awardListId: id, version, ...TERMS, ...terms, lines }));
    return done(await listAct(this.city, 'proposeAwardList', { awardListId: id, version: saved.version }));
  }

  async decide({ id, version }: Untyped, lines: readonly object[] = [], by: TestPerson = this.signatory): Promise<Untyped> {
    const resolution = await resolutionOf(this.w, by);
    return listAct(this.w.as(by), 'recordDecision', { awardListId: id, version, ...resolution, lines });
  }
}

/** `rank unit`, in order. */
export const order = ({ lines }: Untyped): string[] => lines.nodes.map((line: Untyped) => `${line.rank} ${line.organization.shortName}`);
