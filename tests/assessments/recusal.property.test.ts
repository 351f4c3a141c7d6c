import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { uuid7 } from '../../src/kit/uuid.ts';
import type { PlantedOrganization } from '../../src/domains/federation/found.ts';
import * as judging from '../support/judging.ts';
import { codes, done } from '../support/submissions.ts';
import { appointToo, type TestPerson, type World, world } from '../support/world.ts';

/*
 * Who must not judge what, over random trees and relations, against a model of the rule in other words: and that whoever must not
 * sees nothing and learns nothing from any count, even where an assignment was made before the relation came to be.
 */

// Answers of bare text.
// oxlint-disable-next-line typescript/no-explicit-any
type Untyped = any;

const ORGANISERS = ['province', 'city'] as const;
const PARENTS = ['county', 'sibling', 'cityUnit'] as const;
const BODIES = ['province', 'city', 'otherCity', 'industry', 'county', 'sibling', 'otherCounty', 'unit', 'workshop', 'otherUnit'] as const;

const drawn = fc.record({
  organiser: fc.constantFrom(...ORGANISERS),
  parent: fc.constantFrom(...PARENTS),
  home: fc.constantFrom(...BODIES),
  office: fc.option(fc.record({ body: fc.constantFrom(...BODIES), ended: fc.boolean() })),
  loan: fc.option(fc.record({ body: fc.constantFrom(...BODIES), ended: fc.boolean() })),
  bond: fc.option(fc.record({ body: fc.constantFrom('industry', 'otherCity', 'province'), ended: fc.boolean() })),
  relation: fc.constantFrom('NONE', 'NONE', 'NONE', 'CONCERNED', 'STEPPED_BACK', 'DECLARED'),
  marked: fc.boolean(),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer Value> ? Value : never;
type Places = Readonly<Record<(typeof BODIES)[number], PlantedOrganization>>;

const lineOf = (path: string) => Array.from({ length: path.length / 5 }, (_, level) => path.slice(0, 5 * (level + 1)));

/** Whether an entry, of the one unit or the other, is not for the judge; bonds and relations are about the one. */
function mustNot({ organiser, home, office, loan, bond, relation }: Drawn, places: Places, whose: 'unit' | 'otherUnit'): boolean {
  const offices = [office, loan].filter((one) => one !== null && !one.ended).map((one) => one!.body);
  const mine = [home, ...offices].map((name) => places[name].path);
  const untouched = new Set(lineOf(places[organiser].path));
  const unit = places[whose].path;
  const concerned = new Set(lineOf(unit).filter((path) => !untouched.has(path)));
  const isBound = whose === 'unit' && bond !== null && !bond.ended && !untouched.has(places[bond.body].path);
  const second = isBound ? places[bond.body].path : null;
  const isRelated = whose === 'unit' && relation !== 'NONE';
  return isRelated || mine.some((path) => concerned.has(path) || lineOf(path).some((above) => above === unit || above === second));
}

let w: World;
let count = 0;
let officers: Readonly<Record<(typeof ORGANISERS)[number], TestPerson>>;
beforeAll(async () => {
  w = await world({ at: '2021-06-15T09:00:00+08:00' });
  officers = { province: await w.person(w.province, ['ISSUING_OFFICER']), city: await w.person(w.city, ['ISSUING_OFFICER']) };
});

const grown = async (parent: PlantedOrganization): Promise<Places> => {
  const name = `第${++count}厂`;
  const [unitId, otherId] = [uuid7(), uuid7()];
  const [unit, otherUnit, workshop] = await w.plant([
    { id: unitId, parentId: parent.id, kind: 'GRASSROOTS', name, shortName: name },
    { id: otherId, parentId: w.otherCounty.id, kind: 'GRASSROOTS', name: `另${name}`, shortName: `另${name}` },
    { parentId: unitId, kind: 'WORKSHOP', name: `${name}车间`, shortName: '车间' },
  ]);
  return { ...w, unit: unit!, otherUnit: otherUnit!, workshop: workshop! };
};

/** What is true of a judge beside the home, after everything was assigned. */
async function relate(drawing: Drawn, places: Places, judge: TestPerson, roundId: string): Promise<void> {
  const { office, loan, bond, relation } = drawing;
  const now = w.clock.now();
  const before = new Date(now.getTime() - 1);
  if (office) {
    const id = await appointToo(w, judge, places[office.body], ['REPORTER']);
    if (office.ended) await w.asSystem(({ db }) => sql`update appointment set valid_to = ${now} where id = ${id}`.execute(db));
  }
  const lender = loan && (await w.person(places[loan.body]));
  await w.asSystem(async ({ db }) => {
    if (loan)
      await sql`
        insert into delegation (federation_id, id, appointment_id, organization_id, path, holder_id, roles, valid_from, valid_to, ended_at)
        values (${w.federationId}, ${uuid7()}, ${lender!.capacityId}, ${places[loan.body].id}, ${places[loan.body].path}, ${judge.accountId}, '{REPORTER}',
                ${before}, ${new Date(now.getTime() + 1000)}, ${loan.ended ? now : null})`.execute(db);
    if (bond)
      await sql`
        insert into affiliation (federation_id, id, organization_id, path, body_id, asker_path, kind, valid_from, valid_to)
        values (${w.federationId}, ${uuid7()}, ${places.unit.id}, ${places.unit.path}, ${places[bond.body].id}, ${places[bond.body].path}, 'INDUSTRY',
                ${before}, ${bond.ended ? now : null})`.execute(db);
    const entry = sql`(select id from judging_entry where round_id = ${roundId} and organization_id = ${places.unit.id})`;
    if (relation === 'CONCERNED')
      await sql`update judging_entry set concerned_ids = array_append(concerned_ids, ${judge.personId}::uuid) where id = ${entry}`.execute(
        db,
      );
    if (relation === 'STEPPED_BACK')
      await sql`
        insert into recusal (federation_id, id, submission_id, account_id, person_id, path, recused_at)
        select ${w.federationId}, app.uuid7(), submission_id, ${judge.accountId}, ${judge.personId}, '0001.', ${now}::timestamptz
          from judging_entry where id = ${entry}`.execute(db);
  });
}

test('a judge recused by tree, bond, act or word is never assigned, sees nothing and learns nothing from any count', async () => {
  await fc.assert(
    fc.asyncProperty(drawn, async (drawing) => {
      const places = await grown(w[drawing.parent]);
      const officer = officers[drawing.organiser];
      const [judge, neutral] = [await w.person(places[drawing.home]), await w.person(w.province)];
      const [control, desk] = [w.as(officer), w.as(judge)];
      const whose = drawing.organiser === 'city' ? (['unit'] as const) : (['unit', 'otherUnit'] as const);
      const people = [];
      for (const one of whose) people.push(await w.person(places[one]));
      const root = await judging.plantAccepted(w, officer, people);
      const panel = await judging.assigned(w, officer, root, [judge, neutral]);
      await judging.opened(panel);
      const roundId = Buffer.from(panel.id, 'base64url').toString().split(':')[1]!;
      const shown = async () =>
        new Map<string, string>((await judging.queue(desk))['judgeAssignments'].nodes.map((one: Untyped) => [one.unitName, one.id]));
      const controlled = () => judging.judgingRound(control, panel.id);
      // Out of the organiser's range a judge has no name; the first one was called first.
      const ofJudge = ({ judges }: Untyped) => judges[0];

      const atHome = { ...drawing, office: null, loan: null, bond: null, relation: 'NONE' } as const;
      const names = (open: readonly ('unit' | 'otherUnit')[]) => open.map((one) => places[one].name).toSorted();
      const before = await shown();
      expect([...before.keys()].toSorted(), 'who is recused is never assigned').toEqual(
        names(whose.filter((one) => !mustNot(atHome, places, one))),
      );
      const id = before.get(places.unit.name);
      if (id && drawing.marked) done(await judging.give(desk, id, '77'));
      if (id && drawing.relation === 'DECLARED') done(await judging.declareConflict(desk, { assignmentId: id, reason: '亲属任职' }));
      await relate(drawing, places, judge, roundId);

      const left = whose.filter((one) => before.has(places[one].name) && !mustNot(drawing, places, one));
      const marks = drawing.marked && left.includes('unit') ? 1 : 0;
      const seen = await judging.queue(desk);
      expect([...(await shown()).keys()].toSorted()).toEqual(names(left));
      const recused = id && drawing.relation === 'DECLARED' ? 1 : 0;
      expect(seen['judgeAssignments'].counts).toEqual({ assigned: left.length, done: marks, deferred: 0, recused });
      const round = await controlled();
      expect(round.coverage.done, 'a mark of whoever is recused is none').toBe(marks);
      expect(ofJudge(round)).toMatchObject({
        assigned: left.length,
        done: marks,
        recused: whose.filter((one) =>
          mustNot({ ...drawing, relation: drawing.relation === 'DECLARED' && !id ? 'NONE' : drawing.relation }, places, one),
        ).length,
      });
      if (!id || left.includes('unit')) return;
      expect(await judging.assignment(desk, id)).toBeNull();
      expect(codes(await judging.saveScoreLines(desk, { assignmentId: id, version: 0, score: '1' }))).toEqual(['NOT_FOUND']);
      expect(codes(await judging.submitScores(desk, { assignmentId: id, version: 1 }))).toEqual(['NOT_FOUND']);
      expect(seen['nextAssignment']?.id).not.toBe(id);
      expect(seen['judgeAssignments'].nodes.map(({ position }: Untyped) => position)).toEqual(
        left.map((_, at) => ({ index: at + 1, of: left.length })),
      );
      // Nothing of it is proposed to the judge again, and what the round comes to leaves the mark out.
      done(await judging.proposeAssignments(control, { judgingRoundId: panel.id, reason: '补充' }));
      expect(ofJudge(await controlled()).proposed).toBe(0);
      const { judgingRound } = done(await judging.closed(panel, '结束'));
      const result = judgingRound.results.nodes.find(({ organization }: Untyped) => organization.name === places.unit.name);
      expect(result).toMatchObject({ state: 'UNDER_COVERED', markCount: 0, score: null });
    }),
    { numRuns: 15 },
  );
}, 120_000);
