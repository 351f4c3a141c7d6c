import type { z } from 'zod';
import type { formFieldsSchema } from '../../kit/form.input.ts';

type Fields = z.input<typeof formFieldsSchema>;
type Field = Fields[number];

/** What the unit says for itself of a standard that has no figure. */
const attested = (key: string, label: string, help: string): Field => ({
  key,
  label,
  type: 'TEXT',
  required: true,
  maxCharacters: 500,
  help,
});

/** What of a standard is in place; what is not ticked is not. */
const checked = (key: string, label: string, options: string[]): Field => ({
  key,
  label,
  type: 'CHOICE',
  multiple: true,
  required: true,
  options,
});

/** C-42: one rate for each of the three years up to this one. */
const yearly = (key: string, label: string, year: number): Fields =>
  [year - 2, year - 1, year].map((one, index) => ({ key: `${key}${index + 1}`, label: `${one}年${label}`, type: 'RATE', atLeast: '90' }));

/** The six standards of a model home (S2-10 to S2-17): a list to answer, which never vetoes (C-30). */
export const homeStandards = (year: number): Fields => [
  attested('politics', '标准一：政治方向', '推动工会改革和产业工人队伍建设改革的做法'),
  checked('organization', '标准二：组织与制度', [
    '工会委员会健全',
    '经费审查委员会健全',
    '女职工委员会健全',
    '按期换届选举',
    '单独设置工作机构并配备人员',
    '法人资格已登记',
    '经费拨缴到位、使用规范',
    '内部民主制度健全',
  ]),
  { key: 'joinedRate', label: '标准二：职工入会率（含农民工、劳务派遣工）', type: 'RATE', required: true, atLeast: '90' },
  { key: 'onlineRate', label: '标准二：会员网上入驻率', type: 'RATE', required: true, atLeast: '100' },
  attested('achievements', '标准三：建功立业', '创新创业、主题教育和职工文化'),
  checked('duties', '标准四：履行职责', [
    '劳动合同',
    '集体协商与集体合同',
    '职工代表大会',
    '劳动争议调解',
    '劳动保护',
    '女职工特殊保护',
    '互助保障',
  ]),
  ...yearly('satisfaction', '会员评家满意度', year),
  checked('coverage', '标准五：全覆盖的服务', ['大病医疗互助', '法律援助', '送温暖', '心理健康服务']),
  attested('dues', '标准六：经费', '上解是否及时足额，财务、会计、经审制度执行情况'),
];

/** The six standards of a small home (S2-18 to S2-20). */
export const smallHomeStandards = (year: number): Fields => [
  attested('politics', '标准一：政治方向', '执行政策、遵守法规的情况'),
  checked('organization', '标准二：组织', ['已选出主席或小组长', '具备条件的已取得法人资格', '参加网上工会活动并上报信息']),
  ...yearly('joined', '入会率', year),
  checked('democracy', '标准三：民主管理', ['厂务公开', '会务公开', '集体协商']),
  checked('production', '标准四：生产与劳动保护', ['完成生产任务', '技术创新和劳动技能竞赛', '安全生产制度', '女职工特殊保护']),
  ...yearly('satisfied', '职工之家评议满意率', year),
  attested('contribution', '标准五、六：阵地与贡献', '场所设施、互助互济、改善职工工作和休息环境'),
];
