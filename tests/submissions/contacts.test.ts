import { describe, expect, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { field, obligationOf, plantNotice } from '../support/plant.ts';
import { direct } from '../support/reporting.ts';
import { done, handIn, returnSubmission, submission } from '../support/submissions.ts';
import { type World, world } from '../support/world.ts';

const PERSON = { name: '王芳', phone: '010-5550-0101' };

/** A read-only token for the county, made by an analyst of it. */
async function token(w: World, analyst: Client): Promise<Client> {
  const { createApiToken } = await analyst.ask(
    'mutation($input: CreateApiTokenInput!) { createApiToken(input: $input) { errors { code } secret } }',
    { input: { name: '统计', organizationId: w.id('Organization', w.county.id), expiresAt: '2021-12-31T00:00:00+08:00' } },
  );
  return w.as({ token: createApiToken.secret });
}

describe.concurrent('people to ring', () => {
  test('are read by those who handle reports, not by analysts and tokens', async () => {
    const w = await world();
    const columns = [field({ key: 'unit', type: 'TEXT' }), field({ key: 'who', type: 'CONTACT' })];
    const fields = [
      field({ key: 'summary', type: 'TEXT' }),
      field({ key: 'contact', type: 'CONTACT' }),
      field({ key: 'list', type: 'TABLE', columns }),
    ];
    const r = await direct(w, ['a'], { fields });
    const { id, version } = await r.submit('a', { contact: PERSON, list: [{ unit: '甲', who: PERSON }], summary: '甲' });
    const items = ['contact', 'list'].map((key) => ({ deliverableId: r.deliverables.province, field: key, comment: '请核' }));
    done(await returnSubmission(await r.as('province', 'REVIEWER'), { submissionId: id, version, reason: '请核', items }));
    const seen = async (client: Client) => {
      const { returnSlip } = (await client.ask(`query($id: ID!) { submission(id: $id) { returnSlip { items { before } } } }`, { id }))
        .submission;
      const before = returnSlip.items.map((item: { before: string | null }) => item.before);
      return { answers: (await submission(client, id)).parts[0].answers, before };
    };
    const list = (who: unknown) => [{ unit: '甲', who }];
    const whole = {
      answers: [
        { field: 'summary', value: '甲' },
        { field: 'contact', value: PERSON },
        { field: 'list', value: list(PERSON) },
      ],
      before: [expect.stringContaining('王芳'), expect.stringContaining('王芳')],
    };
    const blanked = {
      answers: [
        { field: 'summary', value: '甲' },
        { field: 'contact', value: null },
        { field: 'list', value: list(null) },
      ],
      before: [null, null],
    };
    const analyst = await r.as('county', 'ANALYST');
    expect(await seen(await r.as('county', 'REVIEWER'))).toEqual(whole);
    expect(await seen(await r.as('a'))).toEqual(whole);
    expect(await seen(w.as(await w.person(w.county, ['ANALYST', 'REVIEWER'])))).toEqual(whole);
    expect(await seen(analyst)).toEqual(blanked);
    expect(await seen(await token(w, analyst))).toEqual(blanked);
  });

  test('are blank in a ledger as analysts and tokens read it, open and closed; its hash covers them', async () => {
    const w = await world();
    const [city, county] = [await w.allRounder(w.city), await w.allRounder(w.county)];
    const dueAt = '2021-05-29T00:00:00+08:00';
    const columns = [
      { key: 'unit', label: '单位', source: 'ORGANIZATION', field: null },
      { key: 'who', label: '联系人', source: 'ANSWER', field: 'contact' },
      { key: 'number', label: '人数', source: 'ANSWER', field: 'number' },
    ] as const;
    const asked = await plantNotice(w, {
      by: city,
      to: [w.county],
      deliverables: [
        {
          key: 'entries',
          audience: ['GRASSROOTS'],
          dueAt,
          fields: [field({ key: 'contact', type: 'CONTACT' }), field({ key: 'number', type: 'NUMBER' })],
        },
        { key: 'ledger', output: 'LEDGER', audience: ['COUNTY_DISTRICT'], dueAt, ledger: { of: 'entries', columns: [...columns] } },
      ],
    });
    const local = await plantNotice(w, { by: county, to: [w.a], forwards: asked });
    const entry = w.id('Obligation', await obligationOf(w, w.a, local.deliverables['entries']!));
    await handIn(w.as(await w.person(w.a)), entry, w.id('Deliverable', asked.deliverables['entries']!), { contact: PERSON, number: '12' });
    const id = w.id('Obligation', await obligationOf(w, w.county, asked.deliverables['ledger']!));
    const analyst = w.as(await w.person(w.county, ['ANALYST']));
    const readers = [w.as(county), analyst, await token(w, analyst)];
    const cells = () =>
      Promise.all(
        readers.map(async (reader) => {
          const { ledger } = await reader.ask('query($id: ID!) { ledger(obligationId: $id) { rows(first: 9) { nodes { cells } } } }', {
            id,
          });
          return ledger.rows.nodes[0].cells;
        }),
      );
    const row = (who: string | null) => ['东山县第一纺织厂工会', who, '12'];
    const expected = [row('王芳 010-5550-0101'), row(null), row(null)];
    expect(await cells()).toEqual(expected);
    const { closeLedger } = await w
      .as(county)
      .ask('mutation($input: CloseLedgerInput!) { closeLedger(input: $input) { errors { code } } }', {
        input: { obligationId: id, version: 0 },
      });
    expect(closeLedger.errors).toEqual([]);
    expect(await cells()).toEqual(expected);
  });
});
