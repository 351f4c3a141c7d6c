import { describe, expect, test } from 'vitest';
import { field, obligationOf, plantNotice } from '../support/plant.ts';
import { DUE } from '../support/reporting.ts';
import { done, startSubmission, submitSubmission } from '../support/submissions.ts';
import { world } from '../support/world.ts';
import { affiliateOrganization, dissolveOrganization, endAffiliation, mergeOrganizations, moveOrganization } from './operations.ts';
import { pathsOf } from './tree.ts';

const BONDS = 'query ($id: ID!) { organization(id: $id) { affiliations { kindLabel body { name } validTo } } }';

describe.concurrent('affiliateOrganization, endAffiliation', () => {
  test('a unit gets a second superior; those at either end and above see the bond, nobody else; the tree is as before', async () => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const before = await pathsOf(w);
    const admin = w.as(await w.person(w.province, ['ADMINISTRATOR']));
    const [organizationId, bodyId] = [w.id('Organization', w.a.id), w.id('Organization', w.industry.id)];
    const bound = await affiliateOrganization(admin, { organizationId, bodyId, kind: 'INDUSTRY' });
    expect(bound.errors).toEqual([]);
    expect(bound['affiliation']).toMatchObject({
      kind: 'INDUSTRY',
      kindLabel: '产业领导',
      organization: { name: '东山县第一纺织厂工会' },
      body: { name: '省交通运输工会' },
      validFrom: '2021-05-06T01:00:00.000Z',
      validTo: null,
    });
    const seen = async (place: 'province' | 'city' | 'county' | 'a' | 'b' | 'sibling' | 'industry') =>
      (await w.as(await w.person(w[place])).ask(BONDS, { id: organizationId })).organization.affiliations.length;
    expect([await seen('province'), await seen('city'), await seen('county'), await seen('a'), await seen('industry')]).toEqual([
      1, 1, 1, 1, 1,
    ]);
    expect([await seen('b'), await seen('sibling')]).toEqual([0, 0]);
    expect(await pathsOf(w)).toEqual(before);

    const node = 'query ($id: ID!) { node(id: $id) { id __typename } }';
    const { id } = bound['affiliation'];
    expect((await w.as(await w.person(w.industry)).ask(node, { id })).node).toEqual({ id, __typename: 'Affiliation' });
    expect((await w.as(await w.person(w.sibling)).ask(node, { id })).node).toBe(null);

    w.clock.set('2021-06-06T09:00:00+08:00');
    expect((await endAffiliation(w.as(await w.person(w.industry, ['ADMINISTRATOR'])), { affiliationId: id })).errors).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
    expect((await endAffiliation(admin, { affiliationId: id }))['affiliation']).toEqual({ id, validTo: '2021-06-06T01:00:00.000Z' });
    expect((await endAffiliation(admin, { affiliationId: id })).errors).toMatchObject([
      { code: 'ALREADY_ENDED', path: ['input', 'affiliationId'] },
    ]);
  });

  test.each([
    ['to its own superior', 'a', 'city', 'IN_LINE', 'bodyId'],
    ['to a body below it', 'county', 'a', 'IN_LINE', 'bodyId'],
    ['to itself', 'a', 'a', 'IN_LINE', 'bodyId'],
    ['of a unit outside the range', 'otherCounty', 'county', 'NOT_FOUND', 'organizationId'],
    ['to a body outside the range', 'a', 'industry', 'NOT_FOUND', 'bodyId'],
  ] as const)('%s: refused', async (_, unit, body, code, argument) => {
    const w = await world();
    const admin = w.as(await w.person(w.city, ['ADMINISTRATOR']));
    const input = { organizationId: w.id('Organization', w[unit].id), bodyId: w.id('Organization', w[body].id), kind: 'DUAL_LEADERSHIP' };
    expect((await affiliateOrganization(admin, input)).errors).toMatchObject([{ code, path: ['input', argument] }]);
  });

  test('what the body asked while the bond stood is still owed after it ended: page, buttons and acts agree', async () => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const admin = w.as(await w.person(w.province, ['ADMINISTRATOR']));
    const input = { organizationId: w.id('Organization', w.a.id), bodyId: w.id('Organization', w.industry.id), kind: 'INDUSTRY' };
    const { id: affiliationId } = (await affiliateOrganization(admin, input))['affiliation'];
    const fields = [field({ key: 'summary', type: 'TEXT', label: '活动总结' })];
    const asked = await plantNotice(w, {
      by: await w.person(w.industry, ['ISSUING_OFFICER']),
      to: [w.a],
      deliverables: [{ fields, dueAt: DUE }],
    });
    const root = asked.deliverables['report']!;
    w.clock.advance(1000);
    expect((await endAffiliation(admin, { affiliationId })).errors).toEqual([]);
    const unit = w.as(await w.person(w.a));
    const obligationId = w.id('Obligation', await obligationOf(w, w.a, root));
    const { editor } = done(await startSubmission(unit, { obligationId }));
    expect([editor.sections.length, editor.viewerCan.submit]).toEqual([1, { allowed: true, code: null }]);
    const handedIn = done(await submitSubmission(unit, { obligationId, version: editor.version }))['submission'];
    expect(handedIn).toMatchObject({ state: 'SUBMITTED', holder: { name: '省交通运输工会' } });
  });

  test('twice at once: one bond', async () => {
    const w = await world();
    const admin = w.as(await w.person(w.province, ['ADMINISTRATOR']));
    const input = { organizationId: w.id('Organization', w.a.id), bodyId: w.id('Organization', w.industry.id), kind: 'INDUSTRY' };
    const answers = await Promise.all([affiliateOrganization(admin, input), affiliateOrganization(admin, input)]);
    expect(answers.flatMap(({ errors }) => errors.map(({ code }) => code))).toEqual(['ALREADY_AFFILIATED']);
  });

  test('a bond follows both ends through a move and a merger, and ends with the unit', async () => {
    const w = await world({ at: '2021-05-06T09:00:00+08:00' });
    const admin = w.as(await w.person(w.province, ['ADMINISTRATOR']));
    const id = (body: { id: string }) => w.id('Organization', body.id);
    await affiliateOrganization(admin, { organizationId: id(w.cityUnit), bodyId: id(w.county), kind: 'DUAL_LEADERSHIP' });
    w.clock.set('2021-06-06T09:00:00+08:00');
    expect(
      (await moveOrganization(admin, { organizationId: id(w.county), version: 1, parentId: id(w.otherCity), reason: '调整' })).errors,
    ).toEqual([]);
    const seesBond = async (place: 'county' | 'otherCity' | 'otherCounty') =>
      (await w.as(await w.person(w[place])).ask(BONDS, { id: id(w.cityUnit) })).organization.affiliations;
    expect(await seesBond('county')).toHaveLength(1);
    expect(await seesBond('otherCity')).toHaveLength(1);
    expect(await seesBond('otherCounty')).toEqual([]);
    w.clock.set('2021-07-06T09:00:00+08:00');
    expect(
      (await mergeOrganizations(admin, { predecessorId: id(w.county), successorId: id(w.otherCounty), reason: '合并' })).errors,
    ).toEqual([]);
    expect(await seesBond('otherCounty')).toEqual([
      { kindLabel: '双重领导', body: { name: '东山县总工会' }, validTo: '2021-07-06T01:00:00.000Z' },
      { kindLabel: '双重领导', body: { name: '南岭县总工会' }, validTo: null },
    ]);
    w.clock.set('2021-08-06T09:00:00+08:00');
    expect((await dissolveOrganization(admin, { organizationId: id(w.cityUnit), version: 1, reason: '注销' })).errors).toEqual([]);
    expect((await seesBond('otherCounty')).map(({ validTo }: { validTo: string }) => validTo)).toEqual([
      '2021-07-06T01:00:00.000Z',
      '2021-08-06T01:00:00.000Z',
    ]);
  });
});
