import { describe, expect, test } from 'vitest';
import type { PlantedOrganization } from '../../src/domains/federation/found.ts';
import { forfeitOverdue } from '../../src/domains/obligations/forfeit.ts';
import type { Client } from '../support/client.ts';
import { obligationOf, plantNotice } from '../support/plant.ts';
import * as acts from '../support/submissions.ts';
import { type TestPerson, type World, world } from '../support/world.ts';

/* F-07, as it is seen from outside: every state is reached by acts of the API, and every act is tried in every state. */

const OBLIGATION = `query($id: ID!) { obligation(id: $id) { state version lamp submission { id version } } }`;
const decide = (name: 'waiveObligation' | 'reopenObligation') =>
  `mutation($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { errors { code message path } } }`;

/** The province asks units of the county directly, and gives up what is late. */
class Stage {
  readonly w: World;
  readonly root: string;
  readonly units: readonly PlantedOrganization[];
  readonly #officer: TestPerson;
  readonly #reviewer: TestPerson;
  readonly #people = new Map<string, TestPerson>();

  private constructor(w: World, root: string, units: readonly PlantedOrganization[], officer: TestPerson, reviewer: TestPerson) {
    this.w = w;
    this.root = root;
    this.units = units;
    this.#officer = officer;
    this.#reviewer = reviewer;
  }

  static async of(count: number): Promise<Stage> {
    const w = await world({ at: '2023-10-10T09:00:00+08:00' });
    const names = Array.from({ length: count }, (_, index) => `第${index + 1}分厂工会`);
    const units = await w.plant(names.map((name) => ({ parentId: w.county.id, kind: 'GRASSROOTS', name, shortName: name })));
    const officer = await w.person(w.province, ['ISSUING_OFFICER', 'ADMINISTRATOR']);
    const deliverables = [{ dueAt: '2023-11-01T00:00:00+08:00', latePolicy: 'AUTO_FORFEIT' as const }];
    const notice = await plantNotice(w, { by: officer, to: units, deliverables });
    return new Stage(w, notice.deliverables['report']!, units, officer, await w.person(w.province, ['REVIEWER']));
  }

  /** The unit's one reporter. */
  async #reporter(unit: PlantedOrganization): Promise<Client> {
    const known = this.#people.get(unit.id) ?? (await this.w.person(unit, ['REPORTER']));
    this.#people.set(unit.id, known);
    return this.w.as(known);
  }

  async seen(unit: PlantedOrganization) {
    const id = this.w.id('Obligation', await obligationOf(this.w, unit, this.root));
    return { id, ...(await this.w.as(this.#officer).ask(OBLIGATION, { id })).obligation };
  }

  sweep() {
    return forfeitOverdue(this.w.orm.em, this.w.federationId, this.w.clock.now(), 'test');
  }

  /** Tries one act as the one whose act it is; answers with the code of its refusal, or nothing. */
  async act(name: Act, unit: PlantedOrganization): Promise<string | undefined> {
    const { id: obligationId, version, submission } = await this.seen(unit);
    const named = { submissionId: submission?.id ?? '', version: submission?.version ?? 0 };
    const reason = '情况说明';
    switch (name) {
      case 'submit': {
        const client = await this.#reporter(unit);
        const begun = await acts.startSubmission(client, { obligationId });
        if (begun.errors.length) return acts.codes(begun)[0];
        return acts.codes(await acts.submitSubmission(client, { obligationId, version: begun['editor'].version, nil: true }))[0];
      }
      case 'withdraw':
        return acts.codes(await acts.withdrawSubmission(await this.#reporter(unit), named))[0];
      case 'accept':
        return acts.codes(await acts.acceptSubmission(this.w.as(this.#reviewer), named))[0];
      case 'return':
        return acts.codes(await acts.returnSubmission(this.w.as(this.#reviewer), { ...named, reason }))[0];
      case 'waive':
        return this.#decided('waiveObligation', { obligationId, version, reason });
      case 'reopen':
        return this.#decided('reopenObligation', { obligationId, version, reason, due: '2023-11-20' });
    }
  }

  async #decided(name: 'waiveObligation' | 'reopenObligation', input: object): Promise<string | undefined> {
    const { errors } = (await this.w.as(this.#officer).ask(decide(name), { input }))[name];
    return acts.codes({ errors })[0];
  }

  async bring(unit: PlantedOrganization, ...path: Act[]): Promise<void> {
    for (const step of path) {
      const refusal = await this.act(step, unit);
      if (refusal) throw new Error(`${step} was refused: ${refusal}`);
    }
  }

  /** Ends the unit itself; what it owes is cancelled. */
  async dissolve({ id }: PlantedOrganization): Promise<void> {
    const document = `mutation($input: DissolveOrganizationInput!) { dissolveOrganization(input: $input) { errors { code } } }`;
    const input = { organizationId: this.w.id('Organization', id), version: 1, reason: '企业注销' };
    const { errors } = (await this.w.as(this.#officer).ask(document, { input })).dissolveOrganization;
    if (errors.length) throw new Error(JSON.stringify(errors));
  }
}

const ACTS = ['submit', 'withdraw', 'accept', 'return', 'waive', 'reopen'] as const;
type Act = (typeof ACTS)[number];

/**
 * What comes of each act in a state, each tried on a unit of its own: the state afterwards, or the code of the refusal.
 * @throws Error when the state was not reached, or a refusal changed something
 */
async function outcomesIn(
  state: string,
  reach: (stage: Stage) => Promise<void>,
  tried: readonly Act[] = ACTS,
): Promise<Partial<Record<Act, string>>> {
  const stage = await Stage.of(tried.length);
  await reach(stage);
  const outcomes: Partial<Record<Act, string>> = {};
  for (const [index, act] of tried.entries()) {
    const unit = stage.units[index]!;
    const before = await stage.seen(unit);
    if (before.state !== state) throw new Error(`${before.state}, not ${state}`);
    const refusal = await stage.act(act, unit);
    const after = await stage.seen(unit);
    if (refusal && JSON.stringify(after) !== JSON.stringify(before)) throw new Error(`${act} was refused and changed something`);
    outcomes[act] = refusal ?? after.state;
  }
  return outcomes;
}

const each =
  (...path: Act[]) =>
  async (stage: Stage) => {
    for (const unit of stage.units) await stage.bring(unit, ...path);
  };
const givenUp =
  (...path: Act[]) =>
  async (stage: Stage) => {
    await each(...path)(stage);
    stage.w.clock.set('2023-11-01T00:00:00+08:00');
    const count = await stage.sweep();
    if (count !== stage.units.length) throw new Error(`${count} given up`);
  };
const ended = async (stage: Stage) => {
  for (const unit of stage.units) await stage.dissolve(unit);
};
const DECISIONS = ['waive', 'reopen'] as const;

describe.concurrent('an obligation', () => {
  test('F-07: OPEN can be submitted and waived', async () => {
    expect(await outcomesIn('OPEN', each(), ['submit', ...DECISIONS])).toEqual({ submit: 'SUBMITTED', waive: 'WAIVED', reopen: 'OPEN' });
  });

  test('F-07: SUBMITTED can be withdrawn, accepted and returned', async () => {
    expect(await outcomesIn('SUBMITTED', each('submit'))).toEqual({
      submit: 'WRONG_STATE',
      withdraw: 'OPEN',
      accept: 'ACCEPTED',
      return: 'RETURNED',
      waive: 'WRONG_STATE',
      reopen: 'WRONG_STATE',
    });
  });

  test('F-07: RETURNED can be submitted again and waived', async () => {
    expect(await outcomesIn('RETURNED', each('submit', 'return'))).toEqual({
      submit: 'SUBMITTED',
      withdraw: 'ALREADY_REVIEWED',
      accept: 'WRONG_STATE',
      return: 'WRONG_STATE',
      waive: 'WAIVED',
      reopen: 'RETURNED',
    });
  });

  test('F-07: ACCEPTED stays', async () => {
    expect(await outcomesIn('ACCEPTED', each('submit', 'accept'))).toEqual({
      submit: 'WRONG_STATE',
      withdraw: 'ALREADY_REVIEWED',
      accept: 'WRONG_STATE',
      return: 'WRONG_STATE',
      waive: 'WRONG_STATE',
      reopen: 'WRONG_STATE',
    });
  });

  test('F-07: FORFEITED can be reopened and waived', async () => {
    expect(await outcomesIn('FORFEITED', givenUp(), ['submit', ...DECISIONS])).toEqual({
      submit: 'AUTO_FORFEIT',
      waive: 'WAIVED',
      reopen: 'OPEN',
    });
  });

  test('F-07: FORFEITED while it was returned is reopened as returned', async () => {
    expect(await outcomesIn('FORFEITED', givenUp('submit', 'return'))).toEqual({
      submit: 'AUTO_FORFEIT',
      withdraw: 'ALREADY_REVIEWED',
      accept: 'WRONG_STATE',
      return: 'WRONG_STATE',
      waive: 'WAIVED',
      reopen: 'RETURNED',
    });
  });

  test('F-07: WAIVED can be reopened', async () => {
    expect(await outcomesIn('WAIVED', each('waive'), ['submit', ...DECISIONS])).toEqual({
      submit: 'WRONG_STATE',
      waive: 'WRONG_STATE',
      reopen: 'OPEN',
    });
  });

  test('F-07: CANCELLED stays', async () => {
    expect(await outcomesIn('CANCELLED', ended, DECISIONS)).toEqual({ waive: 'WRONG_STATE', reopen: 'WRONG_STATE' });
  });

  test('F-07: overdue follows from the clock and is written nowhere', async () => {
    const stage = await Stage.of(1);
    const [unit] = stage.units;
    const before = await stage.seen(unit!);
    stage.w.clock.set('2023-11-01T00:00:00+08:00');
    expect(await stage.seen(unit!)).toEqual({ ...before, lamp: 'RED' });
    expect(before.lamp).not.toBe('RED');
  });
});
