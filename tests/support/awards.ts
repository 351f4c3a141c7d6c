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

/** Units apply, a minute after each other, and the body that invited them accepts; but one lies with another body still. */
export async function plantApplications(
  w: World,
  by: TestPerson,
  accepted: readonly PlantedOrganization[],
  waiting?: { readonly unit: PlantedOrganization; readonly holder: PlantedOrganization },
): Promise<Applications> {
  const units = [...accepted, ...(waiting ? [waiting.unit] : [])];
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
      for (const [index, id] of obligations.entries()) {
        const at = new Date(start + index * 60_000);
        if (index < accepted.length) await putSubmission(ctx, id, { state: 'ACCEPTED', reachedLevel: 2, holderId: null, at });
        else await putSubmission(ctx, id, { state: 'SUBMITTED', reachedLevel: 3, holderId: waiting!.holder.id, at });
      }
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

interface TitleSeed {
  /** The list by which it was given, which says what money comes with it. */
  readonly awardListId?: string;
  /** So many lines of what was spent of its money. */
  readonly spent?: number;
  /** Whom its holder helps. */
  readonly mentees?: readonly PlantedOrganization[];
}

/** A title that a body gave to a unit and that is in force, as a row. */
export async function plantTitle(
  w: World,
  grantor: PlantedOrganization,
  unit: PlantedOrganization,
  { awardListId, spent, mentees = [] }: TitleSeed = {},
): Promise<{ titleId: string; version: number }> {
  const [id, nobody, subsidy] = [uuid7(), uuid7(), uuid7()];
  const now = w.clock.now();
  const day = now.toISOString().slice(0, 10);
  const list = awardListId === undefined ? nobody : decodeId(awardListId)!.id;
  await w.asSystem(async ({ db }) => {
    await sql`
      insert into title (federation_id, id, organization_id, grantor_id, path, list_id, notice_id, kind, level, name, unit_name, effective_from,
                         certificate_number, certificate_year, certificate_seq, certificate_code, named_at)
      values (${w.federationId}, ${id}, ${unit.id}, ${grantor.id}, ${grantor.path}, ${list}, ${nobody}, 'HOME', 'COUNTY', '模范职工之家', ${unit.name},
              ${day}, '第1号', 2000, ${++titles}, 'ABCD', ${now})`.execute(db);
    for (const mentee of mentees)
      await sql`
        insert into mentoring_pair (federation_id, id, title_id, path, mentee_id, mentee_kind, started_on, recorded_by_id, recorded_at)
        values (${w.federationId}, ${uuid7()}, ${id}, ${grantor.path}, ${mentee.id}, 'NON_PUBLIC', ${day}, ${nobody}, ${now})`.execute(db);
    if (spent === undefined) return;
    await sql`
      insert into subsidy (federation_id, id, title_id, organization_id, path, asker_path, level, honour, amount_fen, uses, payee, payee_name, paid_on,
                           paid_by_id, recorded_at)
      values (${w.federationId}, ${subsidy}, ${id}, ${unit.id}, ${unit.path}, ${grantor.path}, 'COUNTY', ${id}, 1000000, '{FACILITIES}', 'UNION', '工会账户',
              ${PAYMENT.paidOn}::date, ${nobody}, ${now})`.execute(db);
    await sql`
      insert into subsidy_spending (federation_id, id, subsidy_id, path, asker_path, number, use, amount_fen, payee, payee_name, purpose, spent_on,
                                    recorded_by_id, recorded_at)
      select ${w.federationId}::uuid, app.uuid7(), ${subsidy}::uuid, ${unit.path}, ${grantor.path}, n, 'FACILITIES', 1, 'SUPPLIER', '家具店', '书架',
             ${day}::date, ${nobody}::uuid, ${now}::timestamptz from generate_series(1, ${spent}::int) n`.execute(db);
  });
  return { titleId: encodeId('Title', id), version: 1 };
}

export const SPENDING = {
  use: 'FACILITIES',
  amountFen: 100,
  payee: 'SUPPLIER',
  payeeName: '家具店',
  purpose: '书架',
  spentOn: '2021-05-06',
} as const;
export const PAYMENT = { payee: 'UNION', payeeName: '工会账户', paidOn: '2021-05-06' } as const;
