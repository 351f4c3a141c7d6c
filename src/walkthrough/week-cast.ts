import type { Body, Player } from './cast.ts';

/** One of the units of the county that reports in numbers. */
export type UnitKey = `unit${number}`;

/** How many units the county of the second story has. */
export const UNITS = 48;
export const unitKey = (number: number): UnitKey => `unit${number}`;
/** From one number to another, both included. */
export const numbers = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** The second story has a federation of its own, so that no figure of the first one depends on it. */
export const WEEK_BODIES = {
  shanxi: { parent: null, kind: 'PROVINCE', name: '山西省总工会', shortName: '山西省', docPrefix: '晋工办字' },
  taiyuan: { parent: 'shanxi', kind: 'PREFECTURE_CITY', name: '太原市总工会', shortName: '太原市', docPrefix: '并工办字' },
  datong: { parent: 'shanxi', kind: 'PREFECTURE_CITY', name: '大同市总工会', shortName: '大同市', docPrefix: '同工办字' },
  yangquan: { parent: 'shanxi', kind: 'PREFECTURE_CITY', name: '阳泉市总工会', shortName: '阳泉市', docPrefix: '阳工办字' },
  yangqu: { parent: 'taiyuan', kind: 'COUNTY_DISTRICT', name: '阳曲县总工会', shortName: '阳曲县', docPrefix: '曲工字' },
  mine: { parent: 'datong', kind: 'CITY_DIRECT_GRASSROOTS', name: '大同示例煤矿工会', shortName: '煤矿' },
  powerStation: { parent: 'yangquan', kind: 'CITY_DIRECT_GRASSROOTS', name: '阳泉示例电厂工会', shortName: '电厂' },
} as const satisfies Readonly<Record<string, Body>>;

const each = <Value>(of: (number: number) => Value): Readonly<Record<UnitKey, Value>> =>
  Object.fromEntries(numbers(1, UNITS).map((number) => [unitKey(number), of(number)]));

export const UNIT_BODIES = each<Body>((number) => ({
  parent: 'yangqu',
  kind: 'GRASSROOTS',
  name: `阳曲示例第${number}厂工会`,
  shortName: `第${number}厂`,
}));

export const WEEK_PLAYERS = {
  shanxiOffice: { body: 'shanxi', post: '办公室文秘', roles: ['ISSUING_OFFICER'] },
  shanxiLeader: { body: 'shanxi', post: '分管领导', roles: ['SIGNATORY'] },
  taiyuanOffice: { body: 'taiyuan', post: '办公室文秘', roles: ['ISSUING_OFFICER'] },
  taiyuanLeader: { body: 'taiyuan', post: '分管领导', roles: ['SIGNATORY'] },
  taiyuanReviewer: { body: 'taiyuan', post: '组织部审核', roles: ['REVIEWER'] },
  taiyuanAdministrator: { body: 'taiyuan', post: '系统管理员', roles: ['ADMINISTRATOR'] },
  datongOffice: { body: 'datong', post: '办公室文秘', roles: ['ISSUING_OFFICER'] },
  datongLeader: { body: 'datong', post: '分管领导', roles: ['SIGNATORY'] },
  yangquanOffice: { body: 'yangquan', post: '办公室文秘', roles: ['ISSUING_OFFICER'] },
  yangquanLeader: { body: 'yangquan', post: '分管领导', roles: ['SIGNATORY'] },
  yangquOffice: { body: 'yangqu', post: '办公室文秘', roles: ['ISSUING_OFFICER', 'REPORTER'] },
  yangquReviewer: { body: 'yangqu', post: '基层部审核', roles: ['REVIEWER'] },
  /** Comes when the post is handed over, with a one-time code. */
  yangquSuccessor: { body: 'yangqu', post: '新任文秘', roles: ['ISSUING_OFFICER', 'REPORTER'], comesLater: true },
} as const satisfies Readonly<Record<string, Player>>;

export const UNIT_PLAYERS = each<Player>((number) => ({ body: unitKey(number), post: '工会干事', roles: ['REPORTER'] }));
