import type { MikroORM } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../src/orm.ts';
import { APPROVALS, chain, recordLevelAcceptance } from '../support/approvals.ts';
import { testDatabase } from '../support/database.ts';
import { field, obligationOf, plantNotice } from '../support/plant.ts';
import { grown, Statements } from '../support/statements.ts';
import { done, handIn } from '../support/submissions.ts';
import { world } from '../support/world.ts';

const statements = new Statements();
let orm: MikroORM;
beforeAll(async () => {
  orm = await connect((await testDatabase()).application, { max: 4, onPoolCreated: statements.watch });
});
afterAll(() => orm.close());

test('the chains of a list are read in as many statements for one application as for four', async () => {
  const w = await world({ at: '2023-10-11T09:00:00+08:00', orm });
  const [city, county] = [await w.allRounder(w.city), await w.allRounder(w.county)];
  const approvals = chain({
    steps: [
      { code: 'superior', title: '上级工会意见', role: '上级工会', by: 'LEVEL', acceptanceRequired: true },
      { code: 'city', title: '市总工会审批意见', role: '市总工会', by: 'ISSUER' },
    ],
  });
  const deliverable = {
    participation: 'VOLUNTARY',
    audience: ['GRASSROOTS'],
    route: 'LEVEL_BY_LEVEL',
    approvals,
    fields: [field({ key: 'deeds', type: 'TEXT' })],
  } as const;
  const root = await plantNotice(w, { by: city, to: [w.county], deliverables: [deliverable] });
  const units = [w.a, w.b, w.c, w.d];
  await plantNotice(w, { by: county, to: units, forwards: root });
  const deliverableId = w.id('Deliverable', root.deliverables['report']!);
  const document = `query($id: ID!) { submissions(deliverableId: $id, first: 40) { nodes { approvals { ${APPROVALS} } } } }`;
  const read = async () => {
    let count = 0;
    const sent = await statements.during(async () => {
      count = (await w.as(county).ask(document, { id: deliverableId })).submissions.nodes.length;
    });
    return { count, sent };
  };
  const apply = async (unit: (typeof units)[number]) => {
    const obligationId = w.id('Obligation', await obligationOf(w, unit, root.deliverables['report']!));
    await handIn(w.as(await w.allRounder(unit)), obligationId, deliverableId, { deeds: '十场活动' });
    done(await recordLevelAcceptance(w, county, { obligationId, passed: true, inspectedOn: '2023-10-10', text: '合格' }));
  };
  await apply(units[0]!);
  await read();
  const few = await read();
  for (const unit of units.slice(1)) await apply(unit);
  const many = await read();
  expect([few.count, many.count]).toEqual([1, 4]);
  expect(grown(few.sent, many.sent)).toEqual([]);
});
