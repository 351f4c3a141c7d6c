import 'reflect-metadata';
import { describe, expect, test } from 'vitest';
import { chainSchema } from '../../src/domains/chains/chain.input.ts';
import { draftNotice, forward, issue, type TestContent } from '../support/notices.ts';
import { tryToCorrect } from '../support/corrections.ts';
import { type TestPerson, type World, world } from '../support/world.ts';

const TEMPLATES = /* GraphQL */ `
  {
    applicationTemplates {
      code
      title
      audience
      fields {
        key
        type
        required
        notAbove
      }
      chain {
        steps {
          code
          title
          role
          by
          byLabel
          kinds
          sealRequired
          opinionRequired
          acceptanceRequired
        }
        overrides {
          code
          field
          column
          values
        }
      }
    }
  }
`;
const CHAINS = /* GraphQL */ `
  query ($id: ID!) {
    notice(id: $id) {
      deliverables {
        key
        route
        approvals {
          steps {
            code
            by
            kinds
            acceptanceRequired
          }
        }
      }
    }
  }
`;
const step = (code: string, by: string, more: object = {}) => ({ code, title: code, role: code, by, ...more });
const STEPS = [step('party', 'UNIT_OUTSIDER'), step('superior', 'LEVEL', { acceptanceRequired: true }), step('city', 'ISSUER')];

const content = (approvals: unknown, more: object = {}): TestContent => ({
  title: '关于申报模范职工之家的通知',
  signedBy: '石门市总工会',
  addressees: { groups: [{ kinds: ['COUNTY_DISTRICT'], scope: 'CHILDREN' }] },
  deliverables: [
    {
      key: 'home',
      title: '模范职工之家申报表',
      participation: 'VOLUNTARY',
      audience: ['GRASSROOTS'],
      fields: [{ key: 'deeds', label: '主要事迹', type: 'TEXT' }],
      due: '2023-10-31',
      route: 'LEVEL_BY_LEVEL',
      latePolicy: 'AUTO_FORFEIT',
      approvals,
      ...more,
    },
  ],
});
const setting = async (): Promise<{ w: World; city: TestPerson; county: TestPerson }> => {
  const w = await world({ at: '2023-10-11T09:00:00+08:00' });
  return { w, city: await w.allRounder(w.city), county: await w.allRounder(w.county) };
};

describe('templates', () => {
  test('S2-81 S2-82: a home needs administration, party organization, superior union, city, in this order', async () => {
    const { w, city } = await setting();
    const { applicationTemplates: templates } = await w.as(city).ask(TEMPLATES);
    const home = templates.find(({ code }: { code: string }) => code === 'HOME');
    expect(home.chain.steps.map(({ title, by }: { title: string; by: string }) => [title, by])).toEqual([
      ['本单位行政意见', 'UNIT_OUTSIDER'],
      ['本单位党组织意见', 'UNIT_OUTSIDER'],
      ['上级工会意见', 'LEVEL'],
      ['市总工会审批意见', 'ISSUER'],
    ]);
    expect(home.chain.steps.every(({ sealRequired, opinionRequired }: Record<string, boolean>) => sealRequired && opinionRequired)).toBe(
      true,
    );
    expect(home.audience).not.toContain('WORKSHOP');
  });

  test('S2-86 C-37: a small home needs three steps, none of an administration or a party organization', async () => {
    const { w, city } = await setting();
    const { applicationTemplates: templates } = await w.as(city).ask(TEMPLATES);
    const small = templates.find(({ code }: { code: string }) => code === 'SMALL_HOME');
    expect(small.chain.steps.map(({ title, by }: { title: string; by: string }) => [title, by])).toEqual([
      ['基层工会意见', 'LEVEL'],
      ['上级工会意见', 'LEVEL'],
      ['市总工会审批意见', 'ISSUER'],
    ]);
    expect(small.audience).toEqual(['BRANCH', 'WORKSHOP', 'TEAM']);
  });
});

describe('a chain as data of a deliverable', () => {
  test('every hop carries the same one', async () => {
    const { w, city, county } = await setting();
    const notice = await issue(w.as(city), content({ steps: STEPS }));
    const forwarding = await forward(w.as(county), notice.id);
    const steps = [
      { code: 'party', by: 'UNIT_OUTSIDER', kinds: [], acceptanceRequired: false },
      { code: 'superior', by: 'LEVEL', kinds: [], acceptanceRequired: true },
      { code: 'city', by: 'ISSUER', kinds: [], acceptanceRequired: false },
    ];
    for (const { id } of [notice, forwarding]) {
      const { notice: read } = await w.as(county).ask(CHAINS, { id });
      expect(read.deliverables).toEqual([{ key: 'home', route: 'LEVEL_BY_LEVEL', approvals: { steps } }]);
    }
  });

  test('it is frozen: a correction may not change it', async () => {
    const { w, city } = await setting();
    const notice = await issue(w.as(city), content({ steps: STEPS }));
    const { errors } = await tryToCorrect(w.as(city), notice.id, content({ steps: STEPS.slice(1) }));
    expect(errors.map(({ code }) => code)).toContain('TERMS_FIXED');
  });

  test('one that could not be followed is refused, each fault where it stands', async () => {
    const faults = (chain: object) =>
      chainSchema
        .safeParse(chain)
        .error?.issues.map((issue) => [issue.code === 'custom' ? issue.params?.['code'] : issue.code, issue.path.join('.')]);
    expect(faults({ steps: STEPS })).toBeUndefined();
    expect(faults({ steps: [] })).toEqual([['too_small', 'steps']]);
    expect(faults({ steps: [STEPS[2], STEPS[0]] })).toEqual([['STEP_ORDER', 'steps.1.by']]);
    expect(faults({ steps: [STEPS[0], step('party', 'UNIT')] })).toEqual([['STEP_REPEATED', 'steps.1.code']]);
    expect(faults({ steps: [step('unit', 'UNIT', { acceptanceRequired: true })] })).toEqual([['STEP_NOT_LEVEL', 'steps.0.by']]);
    expect(faults({ steps: [step('one', 'LEVEL'), step('two', 'LEVEL')] })).toEqual([['STEP_AMBIGUOUS', 'steps']]);
    const { w, city } = await setting();
    const refused = async (approvals: unknown, more?: object) =>
      (await draftNotice(w.as(city), { content: content(approvals, more) })).errors.map(({ code }) => code);
    expect(await refused({ steps: STEPS }, { route: 'DIRECT' })).toEqual(['APPROVALS_DIRECT']);
    const rule = { code: 'prior', field: 'titles', values: ['市级'], message: '一般不再参评' };
    expect(await refused({ steps: STEPS, overrides: [rule] })).toEqual(['FIELD_UNKNOWN']);
  });
});
