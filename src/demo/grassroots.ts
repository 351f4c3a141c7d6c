import type { OrganizationKind } from '../domains/federation/organization.kind.ts';

/** An invented unit below a county-level federation or a city. */
export interface PlannedGrassroots {
  readonly kind: OrganizationKind;
  readonly name: string;
  readonly shortName: string;
  /** Index, in the same place and always smaller, of the unit that leads it; null when the place's federation does. */
  readonly parentIndex: number | null;
}

interface Slot {
  readonly kind: 'TOWNSHIP_STREET' | 'VILLAGE_COMMUNITY' | 'REGIONAL_OR_SECTOR_JOINT' | 'GRASSROOTS' | 'BRANCH';
  /** Position in the block of the leading unit; null: led by the place's federation. */
  readonly under: number | null;
}

/**
 * Twenty units round one town: the ratio 1 town or street, 4 villages or communities, 2 joint unions,
 * 11 ordinary units and 2 branches. Mixed, so that a place with ten units already shows every kind.
 */
const BLOCK: readonly Slot[] = [
  { kind: 'TOWNSHIP_STREET', under: null },
  { kind: 'GRASSROOTS', under: null },
  { kind: 'VILLAGE_COMMUNITY', under: 0 },
  { kind: 'GRASSROOTS', under: 0 },
  { kind: 'GRASSROOTS', under: null },
  { kind: 'BRANCH', under: 4 },
  { kind: 'REGIONAL_OR_SECTOR_JOINT', under: 0 },
  { kind: 'GRASSROOTS', under: null },
  { kind: 'VILLAGE_COMMUNITY', under: 0 },
  { kind: 'GRASSROOTS', under: 0 },
  { kind: 'GRASSROOTS', under: null },
  { kind: 'GRASSROOTS', under: 0 },
  { kind: 'VILLAGE_COMMUNITY', under: 0 },
  { kind: 'GRASSROOTS', under: null },
  { kind: 'GRASSROOTS', under: null },
  { kind: 'BRANCH', under: 14 },
  { kind: 'REGIONAL_OR_SECTOR_JOINT', under: 0 },
  { kind: 'GRASSROOTS', under: 0 },
  { kind: 'VILLAGE_COMMUNITY', under: 0 },
  { kind: 'GRASSROOTS', under: null },
];

// Rare characters in pairs that no firm is likely to bear: the names must be nobody's.
const BRAND_HEADS = [...'晴雾松鹤苇砚岚樵荻鹭桐菖蘅槐帆稻茶枫萤渔梧竹霁墨'];
const BRAND_TAILS = [...'汀笺椽檐棹笛篱埠笠簪筏坞碓砧帚橹渚屐箫鼎斛舫榭筝'];
const TOWN_HEADS = [...'柳杏榆槐枣梨桑柏椿楸栗菱苇荷蒲芦雁鹊燕鹿麦粟豆棉'];
const TOWN_TAILS = [...'泉湾桥店坡岭庄营屯堡渡集铺河滩沟台寨亭园井川口塔'];

const VILLAGES = ['东洼', '西洼', '南坡', '北坡', '前营', '后营', '上庄', '下庄', '新河', '老渡', '石桥', '双井'];
const COMMUNITIES = ['晨光', '和睦', '书香', '翠竹', '桃园', '银杏', '文苑', '朝霞', '长亭', '清源', '梧桐', '同心'];
const SECTORS = ['家政服务', '快递', '餐饮', '建材', '物流货运', '纺织', '农产品加工', '美容美发'];
const REGIONS = ['商圈', '产业园', '集贸市场', '楼宇', '创业园', '物流园', '科技园', '步行街'];
const BRANCHES = ['第一', '后勤', '第二', '职能部门'];

interface Form {
  readonly full: string;
  readonly brief: string;
}

const company = (brief: string): Form => ({ full: `${brief}有限公司`, brief });
const institution = (name: string): Form => ({ full: name, brief: name });

const COUNTY_FORMS: readonly Form[] = [
  ...['机械制造', '食品', '服装', '建筑工程', '商贸', '物流', '物业服务', '包装制品', '电子科技', '家具'].map(company),
  ...['农业开发', '环保科技', '汽车维修', '新材料', '印刷', '陶瓷'].map(company),
  ...['小学', '中学', '幼儿园', '中医院', '敬老院', '农民专业合作社', '律师事务所', '超市'].map(institution),
];

const CITY_FORMS: readonly Form[] = [
  ...['供热', '公交客运', '水务', '燃气', '园林绿化', '装备制造', '生物制药', '数据服务'].map(company),
  ...['职业技术学院', '综合医院', '图书馆', '体育中心', '设计院', '实验中学', '公证处', '剧院'].map(institution),
];

/** How many units a place can have before names would repeat. */
export const GRASSROOTS_PER_PLACE = TOWN_HEADS.length * TOWN_TAILS.length * BLOCK.length;

/** How many units can stand directly under one city before names would repeat. */
export const CITY_DIRECT_PER_PLACE = BRAND_HEADS.length * BRAND_TAILS.length * CITY_FORMS.length;

/**
 * The unit at `index` (0-based) of a place such as 正定县: the same arguments always give the same
 * unit, and no two of one place share a name. Create them in the order of the index: a leading unit
 * comes before those it leads.
 *
 * @throws RangeError when `index` is not an integer from 0 below `GRASSROOTS_PER_PLACE`.
 */
export function grassrootsName(index: number, place: string): PlannedGrassroots {
  requireIndex(index, GRASSROOTS_PER_PLACE);
  const block = Math.floor(index / BLOCK.length);
  const position = index % BLOCK.length;
  const slot = BLOCK[position]!;
  return {
    kind: slot.kind,
    parentIndex: slot.under === null ? null : block * BLOCK.length + slot.under,
    ...nameOf(slot, block, position, place),
  };
}

/**
 * The unit at `index` (0-based) that stands directly under a city (S0-04), such as 石家庄市.
 *
 * @throws RangeError when `index` is not an integer from 0 below `CITY_DIRECT_PER_PLACE`.
 */
export function cityDirectName(index: number, place: string): PlannedGrassroots {
  requireIndex(index, CITY_DIRECT_PER_PLACE);
  const unit = branded(index, place, CITY_FORMS);
  return { kind: 'CITY_DIRECT_GRASSROOTS', parentIndex: null, ...unionOf(unit) };
}

interface Names {
  readonly name: string;
  readonly shortName: string;
}

function nameOf(slot: Slot, block: number, position: number, place: string): Names {
  const town = townName(block, place);
  const nth = ordinal(slot.kind, position);
  switch (slot.kind) {
    case 'TOWNSHIP_STREET':
      return { name: `${place}${town}总工会`, shortName: `${town}总工会` };
    case 'VILLAGE_COMMUNITY': {
      const village = villageName(town, block, nth);
      return { name: `${place}${town}${village}工会委员会`, shortName: `${village}工会` };
    }
    case 'REGIONAL_OR_SECTOR_JOINT': {
      const joint = nth === 0 ? `${pick(SECTORS, block)}行业` : `${pick(REGIONS, block)}区域`;
      return { name: `${place}${town}${joint}工会联合会`, shortName: `${town}${joint}工会` };
    }
    case 'GRASSROOTS':
      return unionOf(ordinaryUnit(block, position, place));
    case 'BRANCH': {
      const unit = ordinaryUnit(block, slot.under!, place);
      const branch = `${pick(BRANCHES, block + nth)}分工会`;
      return { name: `${unit.full}${branch}`, shortName: `${unit.brief}${branch}` };
    }
  }
}

/** How many units of the kind the block has before the position. */
function ordinal(kind: OrganizationKind, position: number): number {
  return BLOCK.slice(0, position).filter((slot) => slot.kind === kind).length;
}

const isUrban = (place: string): boolean => place.endsWith('区');

function townName(block: number, place: string): string {
  const at = scatter(block, TOWN_HEADS.length * TOWN_TAILS.length, place);
  const stem = pick(TOWN_HEADS, at) + pick(TOWN_TAILS, Math.floor(at / TOWN_HEADS.length));
  if (isUrban(place)) return `${stem}街道`;
  return `${stem}${block % 3 === 2 ? '乡' : '镇'}`;
}

function villageName(town: string, block: number, nth: number): string {
  // The first community of a county's town is its seat, the rest are villages.
  return town.endsWith('街道') || (town.endsWith('镇') && nth === 0)
    ? `${pick(COMMUNITIES, block + nth)}社区`
    : `${pick(VILLAGES, block + nth)}村`;
}

function ordinaryUnit(block: number, position: number, place: string): Form {
  const perBlock = BLOCK.filter((slot) => slot.kind === 'GRASSROOTS').length;
  return branded(block * perBlock + ordinal('GRASSROOTS', position), place, COUNTY_FORMS);
}

function branded(n: number, place: string, forms: readonly Form[]): Form {
  const at = scatter(n, BRAND_HEADS.length * BRAND_TAILS.length * forms.length, place);
  const form = pick(forms, at);
  const rest = Math.floor(at / forms.length);
  const brand = pick(BRAND_HEADS, rest) + pick(BRAND_TAILS, Math.floor(rest / BRAND_HEADS.length));
  return { full: `${place}${brand}${form.full}`, brief: `${brand}${form.brief}` };
}

const unionOf = (unit: Form): Names => ({
  name: `${unit.full}工会委员会`,
  shortName: `${unit.brief}工会`,
});

/** Walks all of 0 … size - 1 once, from a start that depends on the place, in far jumps so that neighbours differ. */
function scatter(n: number, size: number, place: string): number {
  // A prime that divides none of the sizes, so every number is met exactly once.
  const stride = 7919;
  let start = 0;
  for (const character of place) start = (start * 31 + character.codePointAt(0)!) % size;
  return (start + n * stride) % size;
}

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!;

function requireIndex(index: number, limit: number): void {
  if (!Number.isInteger(index) || index < 0 || index >= limit) {
    throw new RangeError(`unit index ${index} is not between 0 and ${limit - 1}`);
  }
}
