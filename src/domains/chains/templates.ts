import type { z } from 'zod';
import type { FormField } from '../../kit/form.ts';
import { formFieldsSchema } from '../../kit/form.input.ts';
import type { OrganizationKind } from '../federation/organization.kind.ts';
import { BELOW_GRASSROOTS_KINDS, GRASSROOTS_KINDS } from '../federation/organization.kind.ts';
import { type ApprovalChain } from './chain.ts';
import { chainSchema } from './chain.input.ts';

/** An application as it is usually asked for: who may apply, its form, its chain. To be copied into a deliverable. */
export interface ApplicationTemplate {
  readonly code: string;
  readonly title: string;
  readonly audience: readonly OrganizationKind[];
  readonly fields: readonly FormField[];
  readonly chain: ApprovalChain;
}

type Fields = z.input<typeof formFieldsSchema>;
type Chain = z.input<typeof chainSchema>;

/** Titles that count as city-level or higher (S2-07). */
export const TITLE_LEVELS = ['全国', '省级', '市级', '县级'] as const;
const HELD = ['全国', '省级', '市级'];

const STORY = {
  key: 'deeds',
  label: '主要事迹',
  type: 'TEXT',
  required: true,
  help: '写明开展的工作、职工的评价和取得的成效',
  targetCharacters: 1500,
  maxCharacters: 1800,
} as const;
/** S2-68: the electronic version and the scan of the stamped one, both. */
const PAPERS: Fields = [
  { key: 'electronic', label: '申报表电子版', type: 'FILE', required: true, maxItems: 1, extensions: ['docx', 'pdf'] },
  {
    key: 'stamped',
    label: '申报表盖章扫描件',
    type: 'SEAL',
    required: true,
    minItems: 1,
    extensions: ['pdf', 'jpg', 'jpeg', 'png'],
    help: '各步意见签署盖章后的申报表',
  },
];

const HOME_FIELDS: Fields = [
  { key: 'unitName', label: '申报单位名称', type: 'TEXT', required: true, maxCharacters: 60 },
  { key: 'chair', label: '工会主席', type: 'TEXT', required: true, maxCharacters: 20 },
  { key: 'employees', label: '职工人数', type: 'NUMBER', required: true, min: '1' },
  { key: 'members', label: '会员人数', type: 'NUMBER', required: true, min: '0', notAbove: 'employees' },
  {
    key: 'priorTitles',
    label: '曾获职工之家称号',
    type: 'TABLE',
    maxItems: 20,
    columns: [
      { key: 'year', label: '年度', type: 'NUMBER', required: true, min: '1949', max: '2100' },
      { key: 'title', label: '称号', type: 'TEXT', required: true, maxCharacters: 40 },
      { key: 'level', label: '授予级别', type: 'CHOICE', required: true, options: [...TITLE_LEVELS] },
    ],
  },
  STORY,
  ...PAPERS,
];

const SMALL_HOME_FIELDS: Fields = [
  { key: 'smallHome', label: '小家名称', type: 'TEXT', required: true, maxCharacters: 60 },
  { key: 'people', label: '小家人数', type: 'NUMBER', required: true, min: '1' },
  { key: 'leader', label: '组长姓名', type: 'TEXT', required: true, maxCharacters: 20 },
  STORY,
  ...PAPERS,
];

const HOME_CHAIN: Chain = {
  steps: [
    { code: 'administration', title: '本单位行政意见', role: '行政负责人', by: 'UNIT_OUTSIDER' },
    { code: 'party', title: '本单位党组织意见', role: '党组织负责人', by: 'UNIT_OUTSIDER' },
    { code: 'superior', title: '上级工会意见', role: '上级工会', by: 'LEVEL', acceptanceRequired: true },
    { code: 'city', title: '市总工会审批意见', role: '市总工会', by: 'ISSUER' },
  ],
  overrides: [
    {
      code: 'priorTitle',
      field: 'priorTitles',
      column: 'level',
      values: HELD,
      message: '已获得市级及以上职工之家称号的单位一般不再参评，确需推荐的由上级工会说明理由，市总工会确认',
    },
  ],
};

/** C-37: no steps of an administration or a party organization; the primary-level union agrees instead (S2-86). */
const SMALL_HOME_CHAIN: Chain = {
  steps: [
    { code: 'grassroots', title: '基层工会意见', role: '基层工会', by: 'LEVEL', kinds: [...GRASSROOTS_KINDS] },
    { code: 'superior', title: '上级工会意见', role: '上级工会', by: 'LEVEL', acceptanceRequired: true },
    { code: 'city', title: '市总工会审批意见', role: '市总工会', by: 'ISSUER' },
  ],
};

/** S2-05: primary-level unions, joint ones, townships and streets, zones and parks, villages and communities. */
const HOME_KINDS: readonly OrganizationKind[] = [...GRASSROOTS_KINDS, 'TOWNSHIP_STREET', 'DEVELOPMENT_ZONE'];
/** S2-06: only what stands below a primary-level union. */
const SMALL_HOME_KINDS: readonly OrganizationKind[] = BELOW_GRASSROOTS_KINDS;

const template = (
  code: string,
  title: string,
  audience: readonly OrganizationKind[],
  fields: Fields,
  chain: Chain,
): ApplicationTemplate => ({ code, title, audience, fields: formFieldsSchema.parse(fields), chain: chainSchema.parse(chain) });

/** What is at hand; an organiser copies one and changes it, or writes another. */
export const applicationTemplates: readonly ApplicationTemplate[] = [
  template('HOME', '模范职工之家申报表', HOME_KINDS, HOME_FIELDS, HOME_CHAIN),
  template('SMALL_HOME', '模范职工小家申报表', SMALL_HOME_KINDS, SMALL_HOME_FIELDS, SMALL_HOME_CHAIN),
];
