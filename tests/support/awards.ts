import { sql } from 'kysely';
import type { PlantedOrganization } from '../../src/domains/federation/found.ts';
import { withRollup } from '../../src/domains/submissions/rollup.ts';
import { decodeId, encodeId } from '../../src/kit/node-id.ts';
import { uuid7 } from '../../src/kit/uuid.ts';
import type { Client } from './client.ts';
import { CONTENTS, putAside } from './files.ts';
import { inRequest, plantNotice, putSubmission } from './plant.ts';
import type { TestPerson, World } from './world.ts';

/** What units handed in to a body that honours some of them, as it accepted it; ids as the API names them. */
export interface Applications {
  readonly deliverableId: string;
  /** In the order of the units. */
  readonly submissionIds: readonly string[];
}

/** Units apply, a minute after each other, and the body that invited them accepts. */
export async function plantApplications(w: World, by: TestPerson, units: readonly PlantedOrganization[]): Promise<Applications> {
  const notice = await plantNotice(w, { by, to: units, deliverables: [{ title: '模范职工之家申报' }] });
  const root = notice.deliverables['report']!;
  const owed = await w.asSystem(
    async ({ db }) =>
      (await sql<{ id: string; organization_id: string }>`select id, organization_id from obligation where root_id = ${root}`.execute(db))
        .rows,
  );
  const obligations = units.map(({ id }) => owed.find(({ organization_id }) => organization_id === id)!.id);
  const start = w.clock.now().getTime();
  await inRequest(w, by, (ctx) =>
    withRollup(ctx, obligations, async () => {
      for (const [index, id] of obligations.entries())
        await putSubmission(ctx, id, { state: 'ACCEPTED', reachedLevel: 2, holderId: null, at: new Date(start + index * 60_000) });
    }),
  );
  const filed = await w.asSystem(
    async ({ db }) =>
      (await sql<{ id: string; obligation_id: string }>`select id, obligation_id from submission where root_id = ${root}`.execute(db)).rows,
  );
  const submissionIds = obligations.map((id) => encodeId('Submission', filed.find(({ obligation_id }) => obligation_id === id)!.id));
  return { deliverableId: encodeId('Deliverable', root), submissionIds };
}

export const AWARD_TERMS = {
  name: '模范职工之家',
  kind: 'HOME',
  level: 'CITY',
  awardYear: 2023,
  subsidyFen: 1_000_000,
  subsidyUses: ['FACILITIES', 'ACTIVITIES'],
} as const;

/** What a deciding body resolved, with its minutes as somebody has put them in. */
export async function resolutionOf(w: World, by: TestPerson): Promise<Readonly<Record<string, unknown>>> {
  const { file } = await putAside(w, by, 'SCAN', '会议纪要.pdf', CONTENTS.pdf);
  const decidedOn = w.clock.now().toISOString().slice(0, 10);
  return { decidingBody: '党组会议', minutesNumber: '〔2023〕第18次', decidedOn, text: '同意命名。', evidenceFileIds: [file!.id] };
}

interface ListSeed {
  readonly state: 'DRAFT' | 'PROPOSED';
  /** Its publicity lasts until then. */
  readonly until?: Date;
}

/** A list of a body without a line, and a decision about it, as rows: what a test needs that is not about lists. */
export async function plantAwardList(
  w: World,
  body: PlantedOrganization,
  deliverableId: string,
  { state, until }: ListSeed,
): Promise<{ awardListId: string; decisionId: string }> {
  const [list, decision, nobody] = [uuid7(), uuid7(), uuid7()];
  const now = w.clock.now();
  await w.asSystem(async ({ db }) => {
    await sql`
      insert into award_list (federation_id, id, organization_id, path, root_id, state, name, kind, level, subsidy_uses, objections_until, author_ids, created_at, updated_at)
      values (${w.federationId}, ${list}, ${body.id}, ${body.path}, ${decodeId(deliverableId)!.id}, ${state}, ${list}, 'HOME', 'COUNTY', '{}', ${until ?? null}, '{}', ${now}, ${now})`.execute(
      db,
    );
    await sql`
      insert into award_decision (federation_id, id, organization_id, path, list_id, number, deciding_body, minutes_number, decided_on, text, lines, decided_by_id,
                                  capacity_id, recorded_at, content_hash)
      values (${w.federationId}, ${decision}, ${body.id}, ${body.path}, ${list}, 1, '党组会议', '1', '2021-05-06', '同意', '[]', ${nobody}, ${nobody}, ${now}, '')`.execute(
      db,
    );
  });
  return { awardListId: encodeId('AwardList', list), decisionId: encodeId('AwardDecision', decision) };
}

/** Does something with a list that must work; answers with what the next act needs. */
export async function listStep(client: Client, name: string, input: object): Promise<{ awardListId: string; version: number }> {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const document = `mutation($input: ${type}!) { ${name}(input: $input) { errors { code message path } awardList { id version } } }`;
  const { errors, awardList } = (await client.ask(document, { input }))[name];
  if (errors.length) throw new Error(`${name}: ${JSON.stringify(errors)}`);
  return { awardListId: awardList.id, version: awardList.version };
}

let titles = 0;

/** A title that a body gave to a unit and that is in force, as a row. */
export async function plantTitle(
  w: World,
  grantor: PlantedOrganization,
  unit: PlantedOrganization,
): Promise<{ titleId: string; version: number }> {
  const [id, nobody] = [uuid7(), uuid7()];
  const day = w.clock.now().toISOString().slice(0, 10);
  await w.asSystem(({ db }) =>
    sql`
      insert into title (federation_id, id, organization_id, grantor_id, path, list_id, notice_id, kind, level, name, unit_name, effective_from,
                         certificate_number, certificate_year, certificate_seq, certificate_code, named_at)
      values (${w.federationId}, ${id}, ${unit.id}, ${grantor.id}, ${grantor.path}, ${nobody}, ${nobody}, 'HOME', 'COUNTY', '模范职工之家', ${unit.name}, ${day}, '第1号', 2000, ${++titles}, 'ABCD', ${w.clock.now()})`.execute(
      db,
    ),
  );
  return { titleId: encodeId('Title', id), version: 1 };
}
