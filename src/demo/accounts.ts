import type { Role } from '../context.ts';

/** Whose part one can play in the demonstration. Passwords are public: they open invented data on one's own machine. */
export interface DemoAccount {
  readonly login: string;
  readonly password: string;
  /** Organization and part, in words for people. */
  readonly title: string;
}

export interface DemoPost extends DemoAccount {
  /** Key in the plan, or the number of a unit of the county that the demonstration follows. */
  readonly place: string | { readonly unit: number };
  readonly post: string;
  readonly roles: readonly Role[];
}

/** The city, the county of it, and the industry union of the city whose people one can be. */
export const CITY = '130100';
export const COUNTY = '130123';
export const PROVINCE = '130000';
export const SECOND_SUPERIOR = '130100-industry';

/** Units of the county whose people one can be: positions among those that the generator gives it. */
export const UNITS = [1, 4, 7] as const;

export const demoPosts: readonly DemoPost[] = [
  post('sheng.admin', 'Taihang-7301', PROVINCE, '系统管理员', ['ADMINISTRATOR'], '河北省总工会 · 组织和账户管理'),
  post('sheng.office', 'Taihang-7302', PROVINCE, '办公室文秘', ['ISSUING_OFFICER'], '河北省总工会 · 发文、进度、评价'),
  post('sheng.leader', 'Taihang-7304', PROVINCE, '分管领导', ['SIGNATORY'], '河北省总工会 · 核稿、签发'),
  post('sheng.review', 'Taihang-7303', PROVINCE, '基层工作部审核员', ['REVIEWER'], '河北省总工会 · 审核'),
  post('shi.office', 'Hutuo-4101', CITY, '办公室文秘', ['ISSUING_OFFICER', 'REPORTER'], '石家庄市总工会 · 转发、台账、汇总'),
  post('shi.leader', 'Hutuo-4105', CITY, '分管领导', ['SIGNATORY'], '石家庄市总工会 · 核稿、签发'),
  post('shi.review', 'Hutuo-4102', CITY, '基层工作部审核员', ['REVIEWER'], '石家庄市总工会 · 审核'),
  post('shi.fenxi', 'Hutuo-4103', CITY, '统计分析员', ['ANALYST'], '石家庄市总工会 · 数据分析（只读）'),
  post('jiaoyu', 'Hutuo-4104', SECOND_SUPERIOR, '业务员', ['ISSUING_OFFICER', 'REVIEWER'], '石家庄市教育工会 · 产业联系单位的第二上级'),
  post('zhengding', 'Longxing-2301', COUNTY, '办公室文秘', ['ISSUING_OFFICER', 'REPORTER'], '正定县总工会 · 转发、汇总'),
  post('zhengding.review', 'Longxing-2302', COUNTY, '基层工作部审核员', ['ADMINISTRATOR', 'REVIEWER'], '正定县总工会 · 审核、账户管理'),
  post('jiceng1', 'Jiceng-0101', { unit: 0 }, '联络员', ['REPORTER'], '正定县基层工会（一） · 填报'),
  post('jiceng2', 'Jiceng-0102', { unit: 1 }, '联络员', ['REPORTER'], '正定县基层工会（二） · 填报'),
  post('jiceng3', 'Jiceng-0103', { unit: 2 }, '联络员', ['REPORTER'], '正定县基层工会（三） · 填报，另由市教育工会联系'),
];

/** Sees ids and health, no business data. */
export const demoOperator: DemoAccount = { login: 'yunwei', password: 'Yunwei-9001', title: '平台运营 · 只看运行状况' };

export const demoAccounts: readonly DemoAccount[] = [...demoPosts, demoOperator];

function post(login: string, password: string, place: DemoPost['place'], title: string, roles: readonly Role[], part: string): DemoPost {
  return { login, password, place, post: title, roles, title: part };
}
