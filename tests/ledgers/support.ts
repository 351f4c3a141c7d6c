import { sql } from 'kysely';
import type { PlantedOrganization } from '../../src/domains/federation/found.ts';
import { withRollup } from '../../src/domains/submissions/rollup.ts';
import { recount } from '../../src/domains/submissions/rollup.recount.ts';
import type { Answers } from '../../src/kit/form.ts';
import type { Client } from '../support/client.ts';
import { field, inRequest, obligationOf, plantNotice, type PlantedNotice, putSubmission, type SubmissionSeed } from '../support/plant.ts';
import type { TestPerson, World } from '../support/world.ts';

export const at = (instant: string) => new Date(`${instant}+08:00`);

/** How the province, the city and the county of a world pass one campaign down; the city asks for ledgers as well. */
export interface Chain {
  readonly province: TestPerson;
  readonly city: TestPerson;
  readonly county: TestPerson;
  readonly asked: PlantedNotice;
  readonly forwarded: PlantedNotice;
  readonly local: PlantedNotice;
}

const GRASSROOTS = ['GRASSROOTS', 'CITY_DIRECT_GRASSROOTS'];

export const COLUMNS = [
  { key: 'unit', label: '单位', source: 'ORGANIZATION', field: null },
  { key: 'superior', label: '上级工会', source: 'SUPERIOR', field: null },
  { key: 'state', label: '状态', source: 'STATE', field: null },
  { key: 'at', label: '报送时间', source: 'SUBMITTED_AT', field: null },
  { key: 'onTime', label: '是否按时', source: 'ON_TIME', field: null },
  { key: 'members', label: '参与人数', source: 'ANSWER', field: 'members' },
  { key: 'rate', label: '入会率', source: 'ANSWER', field: 'rate' },
  { key: 'areas', label: '涉及方面', source: 'ANSWER', field: 'areas' },
  { key: 'kept', label: '县级自查', source: 'ANSWER', field: 'kept' },
] as const;

/** The due of the city's ledger and of the province's entries; the city wants entries by the 25th, the county by the 20th. */
export async function chain(w: World): Promise<Chain> {
  const [province, city, county] = [await w.allRounder(w.province), await w.allRounder(w.city), await w.allRounder(w.county)];
  const asked = await plantNotice(w, {
    by: province,
    to: [w.city, w.otherCity],
    deliverables: [
      {
        key: 'entries',
        title: '特色建设成果',
        audience: GRASSROOTS,
        latePolicy: 'ACCEPT_LATE',
        closesAt: null,
        dueAt: '2021-05-29T00:00:00+08:00',
        fields: [
          field({
            key: 'members',
            type: 'NUMBER',
          }),
          field({
            key: 'rate',
            type: 'RATE',
          }),
          field({
            key: 'areas',
            type: 'CHOICE',
            options: ['思想', '组织', '作风'],
            multiple: true,
          }),
        ],
      },
    ],
  });
  const forwarded = await plantNotice(w, {
    by: city,
    to: [w.county, w.sibling, w.cityUnit],
    forwards: asked,
    changes: { entries: { dueAt: '2021-05-26T00:00:00+08:00' } },
    deliverables: [
      {
        key: 'ledger',
        title: '工作台账',
        output: 'LEDGER',
        audience: ['COUNTY_DISTRICT', 'CITY_DIRECT_GRASSROOTS'],
        dueAt: '2021-05-29T00:00:00+08:00',
        closesAt: null,
        latePolicy: 'ACCEPT_LATE',
        ledger: {
          of: 'entries',
          columns: [...COLUMNS],
        },
      },
    ],
  });
  const local = await plantNotice(w, {
    by: county,
    to: [w.a, w.b, w.c, w.d],
    forwards: forwarded,
    changes: {
      entries: {
        dueAt: '2021-05-21T00:00:00+08:00',
        fields: [
          field({
            key: 'kept',
            type: 'TEXT',
          }),
        ],
      },
    },
  });
  return { province, city, county, asked, forwarded, local };
}

/** What a unit answers the province. */
export const answers = (members: string, joined: string, all: string): Answers => ({
  members,
  rate: { numerator: joined, denominator: all },
  areas: ['思想', '作风'],
});

/** A unit hands in what a root asks for, at the clock's time. */
export async function submit(
  w: World,
  unit: PlantedOrganization,
  deliverableId: string,
  seed: Partial<SubmissionSeed> & Pick<SubmissionSeed, 'at'>,
): Promise<string> {
  const person = await w.person(unit);
  const obligationId = await obligationOf(w, unit, deliverableId);
  await inRequest(w, person, (ctx) =>
    withRollup(ctx, [obligationId], () => putSubmission(ctx, obligationId, { state: 'SUBMITTED', reachedLevel: 1, ...seed })),
  );
  return obligationId;
}

/** The figures kept are the figures counted again. */
export const discrepancies = (w: World) => w.asSystem(({ db }) => recount(db, w.federationId));

export const audited = (w: World, subjectId: string) =>
  w.asSystem(async ({ db }) => {
    const { rows } = await sql<{ operation: string }>`
      select operation from audit_line where federation_id = ${w.federationId} and subject_id = ${subjectId} order by happened_at, id`.execute(
      db,
    );
    return rows.map(({ operation }) => operation);
  });

const LEDGER = `
  id title state stateLabel edition rowCount contentHash closedAt sentAt version
  columns { key label source field } organization { name }
  submission { id version state number receipt { onTime } returnSlip { reason } }
  rows(first: 100) { totalCount nodes { ordinal cells organization { name } } }
  viewerCan { close { allowed code } reopen { allowed code } send { allowed code } }`;

/** The ledger of an obligation as the API shows it. */
export async function readLedger(w: World, client: Client, obligationId: string) {
  const { ledger } = await client.ask(`query ($id: ID!) { ledger(obligationId: $id) { ${LEDGER} } }`, {
    id: w.id('Obligation', obligationId),
  });
  return ledger;
}

/** One of the three mutations. */
export async function act(
  w: World,
  client: Client,
  name: 'closeLedger' | 'reopenLedger' | 'sendLedger',
  obligationId: string,
  version: number,
) {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const answer = await client.ask(
    `mutation ($input: ${type}!) { ${name}(input: $input) { errors { code message path } ledger { ${LEDGER} } } }`,
    {
      input: { obligationId: w.id('Obligation', obligationId), version },
    },
  );
  return answer[name];
}

export const codes = (answer: { errors: readonly { code: string }[] }) => answer.errors.map(({ code }) => code);
