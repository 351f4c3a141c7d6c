import type { Figures } from './check.ts';

/*
 * What the story must come to, worked out by hand from who reports what and when. Dues: province 5-28, city 5-25,
 * county 正定 5-20, each until the end of its day; closing 6-30.
 *
 *   unit      county   reports                   in the county   in the city   in the province   people  events
 *   棉纺厂    正定     5-17, on time             5-17            5-24          5-27              120     12
 *   机械厂    正定     5-18, returned 5-19,      5-18 (its       5-24          5-27              8600,   8
 *                      again 5-21                first time)                                     then 86
 *   医院      正定     5-22, late for its county 5-22            5-24          5-27              45      5
 *   供水公司  正定     6-02, late for all        6-02            6-03          6-04              30      2
 *   商场      正定     never                     -               -             -                 -       -
 *   中学      正定     5-19, nothing to report   5-19            5-24          5-27              -       -
 *   酒厂      鹿泉     5-18, on time             5-18            5-20          5-27              60      6
 *   瓷厂      (唐山)   5-18, on time             -               5-18          5-20              200     not asked
 *   公交公司  (唐山)   never                     -               -             -                 -       -
 *
 * Expected: county 正定 6; city 石家庄 6 + 1 (酒厂) = 7; city 唐山 2; province 7 + 2 = 9. A level counts what has come up to
 * it, in time when it first came before that level's own due; what is returned is not in hand until it comes again.
 */

const line = (expected: number, received: number, onTime: number, reporting: string, timely: string) => ({
  应报: expected,
  已报: received,
  按时: onTime,
  报送率: reporting,
  按时率: timely,
});
const sums = (people: string, events: string | null) => ({ 参与职工人数: people, 开展活动场次: events });

export const EXPECTATIONS: Readonly<Record<string, Figures>> = {
  // Children of the issuer of the kinds named: two cities and an industry union; two counties; the units of each.
  '冀工办字〔2021〕8号 主送单位数': 3,
  '石工办字〔2021〕13号 主送单位数': 2,
  '唐工办字〔2021〕9号 主送单位数': 2,
  '正工字〔2021〕6号 主送单位数': 6,
  '鹿工字〔2021〕4号 主送单位数': 1,

  // S0-03, S0-05: the title quotes the superior's; the superior's paper travels attached with its own due.
  转发件: {
    标题: '关于转发《河北省总工会办公室关于开展“百家基层工会特色建设成果”展示点赞活动的通知》的通知',
    所附: '冀工办字〔2021〕8号',
    原期限: '5月28日24:00止（含当日）',
  },

  重发得到同一回执: '是',
  邻县查看报送件: '查无此件',
  '拒绝：文号格式': 'DOC_NUMBER_MALFORMED',
  '拒绝：未签发': 'NOT_SIGNED',
  '拒绝：改后未签发': 'NOT_SIGNED',
  '拒绝：晚于上级期限': 'DUE_AFTER_PARENT',
  '拒绝：幂等键另作他用': 'IDEMPOTENCY_CONFLICT',
  '拒绝：越级审核': 'NOT_HOLDER',
  '拒绝：未退回的填报项': 'FIELD_LOCKED',
  '拒绝：缺报未说明': 'ABSENT_NOT_NAMED',
  '拒绝：正定县台账未定稿': 'LEDGER_OPEN',
  '拒绝：石家庄市台账未定稿': 'LEDGER_OPEN',
  '拒绝：关闭后报送': 'CLOSED',
  '拒绝：公布后重算': 'ALREADY_PUBLISHED',

  // 5-21, the county's due is over. County: 棉纺厂 and 中学 in hand; 机械厂 came and is back with the unit: 2 of 6.
  // City: only 酒厂 has come up: 1 of 7. Province: only 瓷厂: 1 of 9. 1/7 = 14.2857 %, 1/9 = 11.1111 %.
  '5月21日的各级报送率': {
    省: { ...line(9, 1, 1, '11.11%', '11.11%'), ...sums('200', null) },
    市: { ...line(7, 1, 1, '14.29%', '14.29%'), ...sums('60', '6') },
    县: { ...line(6, 2, 2, '33.33%', '33.33%'), ...sums('120', '12') },
  },
  // 医院, 供水公司 and 商场 have not reported and their due has passed; 机械厂 has the slip's later due.
  '5月21日正定县逾期未报': { 数: 3, 名单: ['医院', '供水公司', '商场'] },

  // The county owes two things itself, has 棉纺厂 and 中学 ready to go up, and organises the rest: 2 of 6.
  '5月21日正定县工作台': {
    要办: ['填报：活动开展情况', '报送台账：工作台账', '汇总上报：特色建设成果（待上报2份）'],
    等他人: ['组织报送：特色建设成果（已报2／应报6）'],
  },
  // The city owes its ledger and organises: 5 of 7.
  '5月27日石家庄市工作台': { 要办: ['报送台账：特色建设成果台账'], 等他人: ['组织报送：特色建设成果（已报5／应报7）'] },
  // S0-06: with its own report the duty to organise has ended; what it handed in waits for the body above.
  '5月28日正定县工作台': { 要办: [], 等他人: ['填报：活动开展情况', '报送台账：工作台账'] },
  '6月8日石家庄市工作台': { 要办: [], 等他人: ['报送台账：特色建设成果台账'] },

  // The batches: what was accepted since the last one; absent are those below who have not come further than the sender.
  鹿泉区第1批: { 份数: 1, 缺报: [] },
  唐山市第1批: { 份数: 1, 缺报: ['公交公司'] },
  正定县第1批: { 份数: 4, 缺报: ['供水公司', '商场'] },
  石家庄市第1批: { 份数: 5, 缺报: ['供水公司', '商场'] },
  正定县第2批: { 份数: 1, 缺报: ['商场'] },
  石家庄市第2批: { 份数: 1, 缺报: ['商场'] },

  // 5-24, the county has sent its first batch. County: 棉纺厂, 机械厂, 医院, 中学 = 4, in time without 医院 = 3 (机械厂 by its
  // first time). City: these 4 and 酒厂 = 5, all before 5-25. People 120+86+45 = 251, with 酒厂 311; events 12+8+5 = 25, 31.
  '5月24日的各级报送率': {
    省: { ...line(9, 1, 1, '11.11%', '11.11%'), ...sums('200', null) },
    市: { ...line(7, 5, 5, '71.43%', '71.43%'), ...sums('311', '31') },
    县: { ...line(6, 4, 3, '66.67%', '50.00%'), ...sums('251', '25') },
  },
  // 5-27, the city has sent its first batch. Province: the city's 5 and 瓷厂 = 6, all before 5-28. People 311+200 = 511.
  '5月27日的各级报送率': {
    省: { ...line(9, 6, 6, '66.67%', '66.67%'), ...sums('511', null) },
    市: { ...line(7, 5, 5, '71.43%', '71.43%'), ...sums('311', '31') },
    县: { ...line(6, 4, 3, '66.67%', '50.00%'), ...sums('251', '25') },
  },
  // The end. 供水公司 adds one late report at every level, 30 people and 2 events.
  // County 5/6 = 83.33 %, 3/6; city 6/7 = 85.71 %, 5/7 = 71.43 %; province 7/9 = 77.78 %, 6/9 = 66.67 %.
  '6月7日的各级报送率': {
    省: { ...line(9, 7, 6, '77.78%', '66.67%'), ...sums('541', null) },
    市: { ...line(7, 6, 5, '85.71%', '71.43%'), ...sums('341', '33') },
    县: { ...line(6, 5, 3, '83.33%', '50.00%'), ...sums('281', '27') },
  },
  // Each city's own line as above; the industry union handed nothing on, so nothing is expected below it.
  省级看板各单位: {
    石家庄市总工会: line(7, 6, 5, '85.71%', '71.43%'),
    唐山市总工会: line(2, 1, 1, '50.00%', '50.00%'),
  },

  机械厂报送件的经过: [
    '05-18 16:20 机械厂 报送（到正定县） 第 1 版',
    '05-19 15:00 正定县 退回（到机械厂） 第 1 版',
    '05-21 14:00 机械厂 重新报送（到正定县） 第 2 版',
    '05-24 09:30 正定县 审核通过 第 2 版',
    '05-24 10:00 正定县 上报（到石家庄市） 第 2 版',
    '05-26 10:00 石家庄市 审核通过 第 2 版',
    '05-27 16:00 石家庄市 上报（到河北省） 第 2 版',
    '06-07 09:00 河北省 审核通过 第 2 版',
  ],
  // Of two counties only 正定 sent its ledger, of two cities and the industry union only 石家庄, both in time.
  市级工作台账: line(2, 1, 1, '50.00%', '50.00%'),
  省级特色建设成果台账: line(3, 1, 1, '33.33%', '33.33%'),
  // A token reads the same figures as the province's own office and can change nothing.
  数据分析令牌: { 应报: 9, 已报: 7, 改动: 'FORBIDDEN' },

  // 5-28, judged by the city's due 5-25: 供水公司 and 商场 are missing; the school had nothing to report.
  正定县台账: [
    ['正定示例棉纺厂工会', '已报送', '是', '120', '12'],
    ['正定示例机械厂工会', '已报送', '是', '86', '8'],
    ['正定示例医院工会', '已报送', '是', '45', '5'],
    ['正定示例供水公司工会', '逾期未报', '否', null, null],
    ['正定示例商场工会', '逾期未报', '否', null, null],
    ['正定示例中学工会', '零报告', '是', null, null],
  ],
  // 6-08, judged by the province's due 5-28; the province has accepted what came.
  石家庄市台账: [
    ['正定示例棉纺厂工会', '正定县总工会', '已通过', '是', '120'],
    ['正定示例机械厂工会', '正定县总工会', '已通过', '是', '86'],
    ['正定示例医院工会', '正定县总工会', '已通过', '是', '45'],
    ['正定示例供水公司工会', '正定县总工会', '已通过', '否', '30'],
    ['正定示例商场工会', '正定县总工会', '逾期未报', '否', null],
    ['正定示例中学工会', '正定县总工会', '零报告', '是', null],
    ['鹿泉示例酒厂工会', '鹿泉区总工会', '已通过', '是', '60'],
  ],

  // What the province received from each city's range, in time by 5-28; the ledger was asked of the city itself.
  石家庄市总工会考核依据: {
    报送率: { 得数: '6/7', 达到: ['棉纺厂', '机械厂', '医院', '供水公司', '中学', '酒厂'], 未达到: ['商场'] },
    按时报送率: { 得数: '5/7', 达到: ['棉纺厂', '机械厂', '医院', '中学', '酒厂'], 未达到: ['供水公司', '商场'] },
    台账报送: { 得数: '1/1', 达到: ['石家庄市'], 未达到: [] },
  },
  唐山市总工会考核依据: {
    报送率: { 得数: '1/2', 达到: ['瓷厂'], 未达到: ['公交公司'] },
    按时报送率: { 得数: '1/2', 达到: ['瓷厂'], 未达到: ['公交公司'] },
    台账报送: { 得数: '0/1', 达到: [], 未达到: ['唐山市'] },
  },
  // 40 × 6/7 = 34.2857, 40 × 5/7 = 28.5714, 20 × 1/1 = 20; 40 × 1/2 = 20, 20, 0.
  考核结果: [
    [1, '石家庄市总工会', '34.2857', '28.5714', '20.0000', '82.8571'],
    [2, '唐山市总工会', '20.0000', '20.0000', '0.0000', '40.0000'],
  ],
  石家庄市本单位结果: { 总分: '82.8571', 名次: 1, 单位数: 2 },
};
