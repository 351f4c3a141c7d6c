/** Every kind an organization of the federation can have, from the province down to teams, and the bodies beside them. */
export const ORGANIZATION_KINDS = [
  'PROVINCE',
  'PREFECTURE_CITY',
  'COUNTY_DISTRICT',
  'DEVELOPMENT_ZONE',
  'PROVINCE_ADMINISTERED_CITY',
  'PREPARATORY_GROUP',
  'WORK_COMMITTEE',
  'PROVINCE_DIRECT_ORGANS',
  'ORGAN_UNION',
  'INDUSTRY_UNION',
  'SYSTEM_UNION',
  'BUREAU_UNION',
  'CITY_DIRECT_GRASSROOTS',
  'TOWNSHIP_STREET',
  'VILLAGE_COMMUNITY',
  'REGIONAL_OR_SECTOR_JOINT',
  'GRASSROOTS',
  'BRANCH',
  'WORKSHOP',
  'TEAM',
  'ENTERPRISE_GROUP',
  'AFFILIATED_INSTITUTION',
  'OUTSIDE_BODY',
  'PARTY_GROUP',
] as const;

export type OrganizationKind = (typeof ORGANIZATION_KINDS)[number];

/** What a person reads for each kind. */
export const organizationKindLabels: Readonly<Record<OrganizationKind, string>> = {
  PROVINCE: '省总工会',
  PREFECTURE_CITY: '设区市总工会',
  COUNTY_DISTRICT: '县（市、区）总工会',
  DEVELOPMENT_ZONE: '开发区工会',
  PROVINCE_ADMINISTERED_CITY: '省直管县级市总工会',
  PREPARATORY_GROUP: '工会筹备组',
  WORK_COMMITTEE: '工会工作委员会',
  PROVINCE_DIRECT_ORGANS: '省直机关工会',
  ORGAN_UNION: '机关工会',
  INDUSTRY_UNION: '产业工会',
  SYSTEM_UNION: '系统工会',
  BUREAU_UNION: '局工会',
  CITY_DIRECT_GRASSROOTS: '市直属基层工会',
  TOWNSHIP_STREET: '乡镇（街道）工会',
  VILLAGE_COMMUNITY: '村（社区）工会',
  REGIONAL_OR_SECTOR_JOINT: '区域性、行业性联合工会',
  GRASSROOTS: '基层工会',
  BRANCH: '分工会',
  WORKSHOP: '车间工会',
  TEAM: '工会小组',
  ENTERPRISE_GROUP: '企业集团工会',
  AFFILIATED_INSTITUTION: '直属事业单位',
  OUTSIDE_BODY: '系统外单位',
  PARTY_GROUP: '党组',
};

/**
 * The primary-level unions, which may report for themselves. Townships and streets are not among
 * them: they lead primary-level unions.
 */
export const GRASSROOTS_KINDS = [
  'CITY_DIRECT_GRASSROOTS',
  'VILLAGE_COMMUNITY',
  'REGIONAL_OR_SECTOR_JOINT',
  'GRASSROOTS',
  'ORGAN_UNION',
  'ENTERPRISE_GROUP',
] as const satisfies readonly OrganizationKind[];

/** The parts of a primary-level union, which never report on their own. */
export const BELOW_GRASSROOTS_KINDS = ['BRANCH', 'WORKSHOP', 'TEAM'] as const satisfies readonly OrganizationKind[];
