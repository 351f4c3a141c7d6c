import type { OrganizationKind } from '../domains/federation/organization.kind.ts';
import { cities, preparatoryArea, province, provinceAdministeredCities, type City, type Division } from './hebei.data.ts';

/** An organization above the primary level, before it has a row. */
export interface PlannedOrganization {
  /** Stable within the plan: the division's code, or the leading organization's key with a suffix. */
  readonly key: string;
  readonly parentKey: string | null;
  readonly kind: OrganizationKind;
  readonly name: string;
  readonly shortName: string;
  /** The place it stands for, qualified where the bare name occurs twice (新华区): what `grassrootsName` expects. */
  readonly place: string;
  /** What its document numbers begin with, for those that issue documents; unique within the plan. */
  readonly docPrefix?: string;
}

const INDUSTRIES_OF_PROVINCE = ['教科文卫', '能源化学地质', '机械冶金建材', '交通运输', '财贸金融轻纺'] as const;

const ORGANS_OF_PROVINCE = ['教育厅', '交通运输厅', '水利厅'] as const;

/** Cities that are shown with industry, bureau and system unions beside their counties (S0-04, S2-04). */
const CITIES_IN_FULL: ReadonlySet<string> = new Set(['130100', '130300']);

/**
 * The federation of Hebei above the primary level, every parent before its children: the
 * addressees of S0-15, and below each city those of S0-04 and S2-04.
 */
export function demoPlan(): PlannedOrganization[] {
  const root: PlannedOrganization = {
    key: province.code,
    parentKey: null,
    kind: 'PROVINCE',
    name: '河北省总工会',
    shortName: '省总',
    place: province.name,
    docPrefix: '冀工办字',
  };
  return [
    root,
    ...cities.map((city) => cityFederation(city, root.key)),
    ...provinceAdministeredCities.map((city) => countyFederation(city, root.key, 'PROVINCE_ADMINISTERED_CITY')),
    ...preparatoryGroup(root.key),
    ...provinceDirectOrgans(root.key),
    ...INDUSTRIES_OF_PROVINCE.map((industry, i) => ({
      key: `${root.key}-industry-${i + 1}`,
      parentKey: root.key,
      kind: 'INDUSTRY_UNION' as const,
      name: `河北省${industry}工会`,
      shortName: `省${industry}工会`,
      place: province.name,
    })),
    ...cities.flatMap(belowCity),
  ];
}

function cityFederation(city: City, parentKey: string): PlannedOrganization {
  return {
    key: city.code,
    parentKey,
    kind: 'PREFECTURE_CITY',
    name: `${city.name}总工会`,
    shortName: `${city.name}总`,
    place: city.name,
    docPrefix: `${city.name.slice(0, 1)}工办字`,
  };
}

function belowCity(city: City): PlannedOrganization[] {
  return [
    ...city.counties.map((county) => countyFederation(county, city.code, 'COUNTY_DISTRICT', city)),
    ...city.zones.map((zone) => zoneFederation(zone, city)),
    ...(CITIES_IN_FULL.has(city.code) ? sectorUnions(city) : []),
  ];
}

const counties: readonly Division[] = [
  ...cities.flatMap((city) => city.counties),
  ...provinceAdministeredCities,
  ...preparatoryArea.counties,
];

function countyFederation(
  county: Division,
  parentKey: string,
  kind: 'COUNTY_DISTRICT' | 'PROVINCE_ADMINISTERED_CITY',
  city?: City,
): PlannedOrganization {
  // Two cities each have a 桥西区 and a 新华区; the city then tells them apart.
  const qualified = city !== undefined && counties.some((other) => other !== county && other.name === county.name);
  return {
    key: county.code,
    parentKey,
    kind,
    name: `${county.name}总工会`,
    shortName: `${county.name}总`,
    place: qualified ? `${city.name}${county.name}` : county.name,
    docPrefix: `${qualified ? city.name.slice(0, 1) : ''}${abbreviation(county)}工字`,
  };
}

/** Two characters, or three where another name begins with the same two (井陉县 and 井陉矿区). */
function abbreviation(county: Division): string {
  const short = county.name.slice(0, 2);
  const shared = counties.some((other) => other.name !== county.name && other.name.startsWith(short));
  return shared ? county.name.slice(0, 3) : short;
}

function zoneFederation(zone: Division, city: City): PlannedOrganization {
  const stem = city.name.slice(0, -1);
  // Official names carry the province and the city irregularly: 河北唐山海港…, 秦皇岛市经济…, 北戴河新区.
  const own = zone.name.replace(/^河北/, '').replace(new RegExp(`^${stem}市?`), '');
  const brief = own.replace('高新技术产业开发区', '高新区').replace(/经济(技术)?开发区/, '开发区');
  return {
    key: zone.code,
    parentKey: city.code,
    kind: 'DEVELOPMENT_ZONE',
    name: `${zone.name}总工会`,
    shortName: `${stem}${brief}总`,
    place: zone.name,
    docPrefix: `${city.name.slice(0, 1)}${own.slice(0, 1)}工字`,
  };
}

function sectorUnions(city: City): PlannedOrganization[] {
  const union = (suffix: string, kind: OrganizationKind, name: string): PlannedOrganization => ({
    key: `${city.code}-${suffix}`,
    parentKey: city.code,
    kind,
    name: `${city.name}${name}`,
    shortName: `市${name}`,
    place: city.name,
  });
  return [
    union('industry', 'INDUSTRY_UNION', '教育工会'),
    union('bureau', 'BUREAU_UNION', '交通运输局工会'),
    union('system', 'SYSTEM_UNION', '卫生健康系统工会'),
  ];
}

function preparatoryGroup(parentKey: string): PlannedOrganization[] {
  const key = `${parentKey}-xiongan`;
  return [
    {
      key,
      parentKey,
      kind: 'PREPARATORY_GROUP',
      name: `${preparatoryArea.name}总工会筹备组`,
      shortName: '雄安筹备组',
      place: preparatoryArea.name,
      docPrefix: '雄安工筹字',
    },
    ...preparatoryArea.counties.map((county) => countyFederation(county, key, 'COUNTY_DISTRICT')),
  ];
}

/** A work committee leads the organs of the province, not a federation (S4-01, S4-04). */
function provinceDirectOrgans(parentKey: string): PlannedOrganization[] {
  const key = `${parentKey}-organs`;
  return [
    {
      key,
      parentKey,
      kind: 'PROVINCE_DIRECT_ORGANS',
      name: '河北省直属机关工会工作委员会',
      shortName: '省直工会',
      place: province.name,
      docPrefix: '冀直工',
    },
    ...ORGANS_OF_PROVINCE.map((organ, i) => ({
      key: `${key}-${i + 1}`,
      parentKey: key,
      kind: 'ORGAN_UNION' as const,
      name: `河北省${organ}直属机关工会`,
      shortName: `省${organ}机关工会`,
      place: province.name,
    })),
  ];
}
