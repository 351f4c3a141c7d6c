import 'reflect-metadata';
import { describe, expect, test } from 'vitest';
import { applicationTemplates, type ApplicationTemplate } from '../../src/domains/chains/templates.ts';
import type { PlantedOrganization } from '../../src/domains/federation/found.ts';
import { applying, fill } from '../support/approvals.ts';
import { digestOf } from '../support/digest.ts';
import { obligationOf, plantNotice } from '../support/plant.ts';
import { startSubmission, submitSubmission } from '../support/submissions.ts';
import { world } from '../support/world.ts';

const [HOME, SMALL_HOME] = applicationTemplates as unknown as [ApplicationTemplate, ApplicationTemplate];

/** What a union and its workshop are told when they begin an application of this kind. */
async function told({ audience, chain, title }: ApplicationTemplate) {
  const w = await world({ at: '2023-10-11T09:00:00+08:00' });
  const [workshop] = await w.plant([{ parentId: w.a.id, kind: 'WORKSHOP', name: '第一纺织厂工会纺纱车间工会', shortName: '纺纱车间' }]);
  const city = await w.allRounder(w.city);
  const deliverables = [{ title, participation: 'VOLUNTARY', audience, approvals: chain, route: 'LEVEL_BY_LEVEL' } as const];
  const notice = await plantNotice(w, { by: city, to: [w.a, workshop!], deliverables });
  const attempt = async (unit: PlantedOrganization) => {
    const obligationId = w.id('Obligation', await obligationOf(w, unit, notice.deliverables['report']!));
    const client = w.as(await w.allRounder(unit));
    const before = await digestOf(w.federationId);
    const { obligation } = await client.ask('query($id: ID!) { obligation(id: $id) { viewerCan { start { code } } } }', {
      id: obligationId,
    });
    const { errors } = await startSubmission(client, { obligationId });
    if (errors.length > 0) expect(await digestOf(w.federationId)).toEqual(before);
    expect(obligation.viewerCan.start.code).toBe(errors[0]?.code ?? null);
    return errors.map(({ code, message }) => `${code} ${message}`);
  };
  return { union: await attempt(w.a), workshop: await attempt(workshop!) };
}

describe('who may apply', () => {
  test('S2-05: a workshop cannot apply for a home, and is told why', async () => {
    const { union, workshop } = await told(HOME);
    expect(union).toEqual([]);
    expect(workshop).toEqual([
      'NOT_ELIGIBLE “模范职工之家申报表”由市直属基层工会、村（社区）工会、区域性、行业性联合工会、基层工会、机关工会、企业集团工会、乡镇（街道）工会、开发区工会申报，本单位是车间工会，不在申报范围，可组织所属单位申报',
    ]);
  });

  test('S2-06: an independent primary-level union cannot apply for a small home, and is told why', async () => {
    const { union, workshop } = await told(SMALL_HOME);
    expect(workshop).toEqual([]);
    expect(union).toEqual([
      'NOT_ELIGIBLE “模范职工小家申报表”由分工会、车间工会、工会小组申报，本单位是基层工会，不在申报范围，可组织所属单位申报',
    ]);
  });

  test('S2-07: a holder of a city-level title is warned while it fills in, and may go on', async () => {
    const a = await applying();
    const findings = async (level: string, version?: number) => {
      if (version === undefined) await fill(a, { priorTitles: [{ year: '2019', level }] });
      const document = 'query($id: ID!) { submissionEditor(obligationId: $id) { version findings { code severity message } } }';
      return (await a.w.as(a.unit).ask(document, { id: a.obligationId })).submissionEditor;
    };
    const { findings: warned, version } = await findings('市级');
    expect(warned).toEqual([{ code: 'OVERRIDE_NEEDED', severity: 'WARN', message: expect.stringContaining('一般不再参评') }]);
    const { errors } = await submitSubmission(a.w.as(a.unit), { obligationId: a.obligationId, version });
    expect(errors.map(({ code }) => code)).toEqual(['STEP_MISSING']); // only its signatures are wanted
  });
});
