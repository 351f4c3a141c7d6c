import type { Role } from '../context.ts';
import type { OrganizationKind } from '../domains/federation/organization.kind.ts';
import { UNIT_BODIES, UNIT_PLAYERS, type UnitKey, WEEK_BODIES, WEEK_PLAYERS } from './week-cast.ts';

/** An organization of the story. */
export interface Body {
  readonly parent: string | null;
  readonly kind: OrganizationKind;
  readonly name: string;
  readonly shortName: string;
  readonly docPrefix?: string;
}

/**
 * Who takes part, parents before their children. Bodies above the primary level bear the names of the places; the units
 * are invented.
 */
const CHAIN_BODIES = {
  province: { parent: null, kind: 'PROVINCE', name: '河北省总工会', shortName: '河北省', docPrefix: '冀工办字' },
  shijiazhuang: { parent: 'province', kind: 'PREFECTURE_CITY', name: '石家庄市总工会', shortName: '石家庄市', docPrefix: '石工办字' },
  tangshan: { parent: 'province', kind: 'PREFECTURE_CITY', name: '唐山市总工会', shortName: '唐山市', docPrefix: '唐工办字' },
  transport: { parent: 'province', kind: 'INDUSTRY_UNION', name: '河北省交通运输工会', shortName: '省交通工会', docPrefix: '冀交工字' },
  zhengding: { parent: 'shijiazhuang', kind: 'COUNTY_DISTRICT', name: '正定县总工会', shortName: '正定县', docPrefix: '正工字' },
  luquan: { parent: 'shijiazhuang', kind: 'COUNTY_DISTRICT', name: '鹿泉区总工会', shortName: '鹿泉区', docPrefix: '鹿工字' },
  mill: { parent: 'zhengding', kind: 'GRASSROOTS', name: '正定示例棉纺厂工会', shortName: '棉纺厂' },
  works: { parent: 'zhengding', kind: 'GRASSROOTS', name: '正定示例机械厂工会', shortName: '机械厂' },
  hospital: { parent: 'zhengding', kind: 'GRASSROOTS', name: '正定示例医院工会', shortName: '医院' },
  waterworks: { parent: 'zhengding', kind: 'GRASSROOTS', name: '正定示例供水公司工会', shortName: '供水公司' },
  market: { parent: 'zhengding', kind: 'GRASSROOTS', name: '正定示例商场工会', shortName: '商场' },
  school: { parent: 'zhengding', kind: 'GRASSROOTS', name: '正定示例中学工会', shortName: '中学' },
  distillery: { parent: 'luquan', kind: 'GRASSROOTS', name: '鹿泉示例酒厂工会', shortName: '酒厂' },
  porcelain: { parent: 'tangshan', kind: 'CITY_DIRECT_GRASSROOTS', name: '唐山示例瓷厂工会', shortName: '瓷厂' },
  buses: { parent: 'tangshan', kind: 'CITY_DIRECT_GRASSROOTS', name: '唐山示例公交公司工会', shortName: '公交公司' },
} as const satisfies Readonly<Record<string, Body>>;

/** Everybody of both stories; each body without a parent founds a federation. */
export const BODIES: typeof CHAIN_BODIES & typeof WEEK_BODIES & Readonly<Record<UnitKey, Body>> = {
  ...CHAIN_BODIES,
  ...WEEK_BODIES,
  ...UNIT_BODIES,
};

export type BodyKey = keyof typeof CHAIN_BODIES | keyof typeof WEEK_BODIES | UnitKey;

export const bodyOf = (key: BodyKey): Body => BODIES[key]!;

/** Somebody who acts in the story, known by the post. */
export interface Player {
  readonly body: BodyKey;
  readonly post: string;
  readonly roles: readonly Role[];
  /** Has no account when the story begins. */
  readonly comesLater?: true;
}

const unit = <Key extends BodyKey>(body: Key) => ({ body, post: '工会干事', roles: ['REPORTER'] as const });

/** Who acts. Four eyes: who hands something in is never the one who reviews it. */
const CHAIN_PLAYERS = {
  provinceOffice: { body: 'province', post: '办公室文秘', roles: ['ISSUING_OFFICER'] },
  provinceLeader: { body: 'province', post: '分管领导', roles: ['SIGNATORY'] },
  provinceReviewer: { body: 'province', post: '基层部审核', roles: ['REVIEWER'] },
  provinceAdministrator: { body: 'province', post: '系统管理员', roles: ['ADMINISTRATOR'] },
  cityOffice: { body: 'shijiazhuang', post: '办公室文秘', roles: ['ISSUING_OFFICER'] },
  cityLeader: { body: 'shijiazhuang', post: '分管领导', roles: ['SIGNATORY'] },
  cityReviewer: { body: 'shijiazhuang', post: '组织部审核', roles: ['REVIEWER'] },
  tangshanOffice: { body: 'tangshan', post: '办公室文秘', roles: ['ISSUING_OFFICER'] },
  tangshanLeader: { body: 'tangshan', post: '分管领导', roles: ['SIGNATORY'] },
  tangshanReviewer: { body: 'tangshan', post: '组织部审核', roles: ['REVIEWER'] },
  transportOffice: { body: 'transport', post: '办公室文秘', roles: ['ISSUING_OFFICER'] },
  countyOffice: { body: 'zhengding', post: '办公室文秘', roles: ['ISSUING_OFFICER', 'REPORTER'] },
  countyReviewer: { body: 'zhengding', post: '基层部审核', roles: ['REVIEWER'] },
  luquanOffice: { body: 'luquan', post: '办公室文秘', roles: ['ISSUING_OFFICER'] },
  luquanReviewer: { body: 'luquan', post: '基层部审核', roles: ['REVIEWER'] },
  mill: unit('mill'),
  works: unit('works'),
  hospital: unit('hospital'),
  waterworks: unit('waterworks'),
  market: unit('market'),
  school: unit('school'),
  distillery: unit('distillery'),
  porcelain: unit('porcelain'),
} as const satisfies Readonly<Record<string, Player>>;

export const PLAYERS: typeof CHAIN_PLAYERS & typeof WEEK_PLAYERS & Readonly<Record<UnitKey, Player>> = {
  ...CHAIN_PLAYERS,
  ...WEEK_PLAYERS,
  ...UNIT_PLAYERS,
};

export type PlayerKey = keyof typeof CHAIN_PLAYERS | keyof typeof WEEK_PLAYERS | UnitKey;

/** Everybody's, in a database that is gone when the story ends. */
export const PASSWORD = '示例口令-2021';

export const loginOf = (key: PlayerKey): string => `${key.toLowerCase()}.walkthrough`;
export const playerOf = (key: PlayerKey): Player => PLAYERS[key]!;
