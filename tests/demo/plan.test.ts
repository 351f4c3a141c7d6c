import { expect, test } from 'vitest';
import { cityDirectName, GRASSROOTS_PER_PLACE, grassrootsName } from '../../src/demo/grassroots.ts';
import { demoPlan, type PlannedOrganization } from '../../src/demo/plan.ts';

const plan = demoPlan();
const byKey = new Map(plan.map((organization) => [organization.key, organization]));
const ofKind = (kind: PlannedOrganization['kind']) => plan.filter((one) => one.kind === kind);
const childrenOf = (name: string) => {
  const parent = plan.find((one) => one.name === name);
  return plan.filter((one) => one.parentKey === parent?.key);
};

test('the province leads what its notices are addressed to', () => {
  expect(ofKind('PROVINCE')).toHaveLength(1);
  expect(ofKind('PREFECTURE_CITY')).toHaveLength(11);
  expect(ofKind('PROVINCE_ADMINISTERED_CITY').map((one) => one.name)).toEqual(['定州市总工会', '辛集市总工会']);
  expect(childrenOf('河北省总工会')).toHaveLength(11 + 2 + 1 + 1 + 5);
  expect(childrenOf('雄安新区总工会筹备组').map((one) => one.name)).toEqual(['雄县总工会', '容城县总工会', '安新县总工会']);
});

test('every county-level division of Hebei is there once', () => {
  // 49 districts, 21 county-level cities, 91 counties and 6 autonomous counties, as of 2023.
  expect(ofKind('COUNTY_DISTRICT').length + ofKind('PROVINCE_ADMINISTERED_CITY').length).toBe(167);
  expect(byKey.size).toBe(plan.length);
  expect(plan.filter((one) => one.name.includes('市辖区'))).toEqual([]);
});

test('parents precede their children', () => {
  const seen = new Set<string>();
  for (const { key, parentKey } of plan) {
    expect(parentKey === null ? seen.size === 0 : seen.has(parentKey)).toBe(true);
    seen.add(key);
  }
});

test('prefixes of document numbers and places do not collide', () => {
  const prefixes = plan.flatMap((one) => one.docPrefix ?? []);
  expect(new Set(prefixes).size).toBe(prefixes.length);
  expect(prefixes).toEqual(expect.arrayContaining(['冀工办字', '石工办字', '正定工字', '石桥西工字', '张桥西工字']));
  const places = [...ofKind('COUNTY_DISTRICT'), ...ofKind('DEVELOPMENT_ZONE')].map((one) => one.place);
  expect(new Set(places).size).toBe(places.length);
});

test('a place has distinct units in the intended ratio, leaders first', () => {
  const units = Array.from({ length: 2000 }, (_, i) => grassrootsName(i, '正定县'));
  expect(new Set(units.map((unit) => unit.name)).size).toBe(2000);
  const counts = Object.groupBy(units, (unit) => unit.kind);
  expect(Object.fromEntries(Object.entries(counts).map(([kind, list]) => [kind, list.length]))).toEqual({
    TOWNSHIP_STREET: 100,
    VILLAGE_COMMUNITY: 400,
    REGIONAL_OR_SECTOR_JOINT: 200,
    GRASSROOTS: 1100,
    BRANCH: 200,
  });
  units.forEach((unit, i) => {
    if (unit.kind === 'BRANCH') expect(units[unit.parentIndex!]!.kind).toBe('GRASSROOTS');
    else if (unit.parentIndex !== null) expect(units[unit.parentIndex]!.kind).toBe('TOWNSHIP_STREET');
    expect(unit.parentIndex ?? -1).toBeLessThan(i);
  });
});

test('the largest place still has distinct names, and one more is refused', () => {
  const names = Array.from({ length: GRASSROOTS_PER_PLACE }, (_, i) => grassrootsName(i, '长安区').name);
  expect(new Set(names).size).toBe(GRASSROOTS_PER_PLACE);
  expect(() => grassrootsName(GRASSROOTS_PER_PLACE, '长安区')).toThrow(RangeError);
});

test('units directly under a city are distinct and the same each time', () => {
  const units = Array.from({ length: 500 }, (_, i) => cityDirectName(i, '石家庄市'));
  expect(new Set(units.map((unit) => unit.name)).size).toBe(500);
  expect(cityDirectName(7, '石家庄市')).toEqual(units[7]);
});
