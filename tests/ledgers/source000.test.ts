import { describe, expect, test } from 'vitest';
import type { PlantedOrganization } from '../../src/domains/federation/found.ts';
import type { Client } from '../support/client.ts';
import { forward, issue } from '../support/notices.ts';
import { cityContent, provinceContent } from '../support/source000.ts';
import { done, saveSubmissionDraft, startSubmission, submitSubmission } from '../support/submissions.ts';
import { world } from '../support/world.ts';

const OWED = `{ workItems(first: 50) { nodes { title obligation { id organization { name } demands { deliverable { id } } } } } }`;
const LEDGER = `query($id: ID!) { ledger(obligationId: $id) { title state columns { label } rowCount rows { nodes { cells } } organization { name } } }`;

/** What the caller's body owes under a title. */
async function owed(client: Client, title: string) {
  const { workItems } = await client.ask(OWED);
  return workItems.nodes.filter((item: { title: string; obligation: unknown }) => item.title === title && item.obligation);
}

describe.concurrent('source 000', () => {
  test('S0-07: every addressee has one ledger, produced from what its units handed in', async () => {
    const w = await world({ at: '2021-04-07T10:00:00+08:00' });
    const officer = async (organization: PlantedOrganization) => w.as(await w.person(organization, ['ISSUING_OFFICER']));
    const eight = await issue(await officer(w.province), provinceContent);
    w.clock.set('2021-04-21T10:00:00+08:00');
    const thirteen = await forward(await officer(w.city), eight.id, (inherited) => cityContent(inherited['entries']!));
    await forward(await officer(w.county), thirteen.id);
    w.clock.set('2021-05-10T10:00:00+08:00');

    const unit = w.as(await w.person(w.a));
    const [{ obligation }] = await owed(unit, '特色建设成果');
    const begun = done(await startSubmission(unit, { obligationId: obligation.id }))['editor'];
    const deliverableId = obligation.demands[0].deliverable.id;
    const answers = Object.entries({ material: '职工之家建成', members: '120' }).map(([field, value]) => ({ deliverableId, field, value }));
    const { version } = done(await saveSubmissionDraft(unit, { obligationId: obligation.id, version: begun.version, answers }))['editor'];
    done(await submitSubmission(unit, { obligationId: obligation.id, version }));

    const ledgers = [];
    for (const addressee of [w.county, w.sibling, w.secondSibling, w.cityUnit]) {
      const client = w.as(await w.person(addressee));
      const tasks = await owed(client, '工作台账');
      expect(tasks).toHaveLength(1);
      const { ledger } = await client.ask(LEDGER, { id: tasks[0].obligation.id });
      expect(ledger.organization.name).toBe(addressee.name);
      ledgers.push(ledger);
    }
    expect(ledgers[0].columns.map(({ label }: { label: string }) => label)).toEqual(['单位', '上级工会', '状态', '参与职工人数']);
    expect(ledgers.map(({ rows }) => rows.nodes.map(({ cells }: { cells: string[] }) => cells))).toEqual([
      [
        ['东山县第一纺织厂工会', '东山县总工会', '已报送', '120'],
        ...['东山县机械厂工会', '东山县人民医院工会', '东山县供水公司工会'].map((name) => [name, '东山县总工会', '未报', null]),
      ],
      [],
      [],
      [['石门市公交公司工会', '石门市总工会', '未报', null]],
    ]);
  });
});
