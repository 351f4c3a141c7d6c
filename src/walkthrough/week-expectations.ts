import type { Figures } from './check.ts';

/*
 * The second story, worked out by hand. Dues of the entries, each until the end of its day; the province accepts until 7-29.
 *
 *   hop       first   after the province's correction (6-20)   after the city's own (6-17)
 *   山西省    6-30    6-20                                     6-20
 *   太原市    6-24    drawn to 6-20                            6-17, its own again
 *   大同市    6-22    drawn to 6-20                            6-20
 *   阳泉市    6-27    drawn to 6-20                            6-20
 *   阳曲县    6-15    stays                                    stays
 *
 * 阳曲县 has 48 units; unit n reports 10 × n members. Units 1 to 3 reported on 5-18 and are asked again for the one question that
 * changed. Unit 5 has until 6-17 from the county, whose slack ends with the city's due; unit 47 until 6-24 from the province.
 *
 *   units            reports                                 in the county   in the city   in the province
 *   1 to 4, 6 to 44  by 6-14, on time                        by 6-14         6-17          6-20
 *   5                6-16, within its own due of 6-17        6-16            6-17          6-20
 *   45               6-14, entered by the county from paper  6-14            6-17          6-20
 *   46               6-14, nothing to report                 6-14            6-17          6-20
 *   47               6-23, within its own due of 6-24        6-23            6-28, late    6-29, late
 *   48               6-27, late for all                      6-27            6-28, late    6-29, late
 *
 * Expected: county 48; city 48; province 48 + 煤矿 + 电厂 = 50, of which the two never report. Members: 10 × (1 + … + 45) =
 * 10 × 45 × 46 / 2 = 10350 without unit 46, which has none; with 470 and 480, 11300.
 */

const line = (expected: number, received: number, onTime: number, reporting: string, timely: string, people: string) => ({
  应报: expected,
  已报: received,
  按时: onTime,
  报送率: reporting,
  按时率: timely,
  在册会员人数: people,
});
const until = (day: string) => `${day}24:00止（含当日）`;

export const WEEK_EXPECTATIONS: Readonly<Record<string, Figures>> = {
  '晋工办字〔2022〕5号 主送单位数': 3,
  '同工办字〔2022〕2号 主送单位数': 1,
  '阳工办字〔2022〕3号 主送单位数': 1,
  '并工办字〔2022〕4号 主送单位数': 1,
  '曲工字〔2022〕1号 主送单位数': 48,

  第2版更正内容: {
    版次: 2,
    内容: [
      '取消报送任务“活动影像”',
      `“服务阵地情况”的截止时间由${until('6月30日')}提前到${until('6月20日')}`,
      '“服务阵地情况”的填报项“会员人数”有修改：名称由“会员人数”改为“在册会员人数”',
    ].toSorted(),
  },
  更正后各级期限: [
    ['山西省', until('6月20日'), null],
    ['太原市', until('6月20日'), until('6月24日')],
    ['大同市', until('6月20日'), until('6月22日')],
    ['阳泉市', until('6月20日'), until('6月27日')],
    ['阳曲县', until('6月15日'), null],
  ],
  取消后活动影像应报: 0,
  更正后基层看到的: [
    ['阳曲示例第1厂工会 工会干事', '已退回', '在册会员人数', '上级已更正，等待太原市转发更正'],
    ['阳曲示例第4厂工会 工会干事', '未报送', null, '上级已更正，等待太原市转发更正'],
  ],
  更正后须转发更正的单位: ['太原市总工会', '大同市总工会', '阳泉市总工会'],
  太原市转发更正后须转发更正的单位: ['阳曲县总工会'],
  转发更正后各级期限: [
    ['山西省', until('6月20日'), null],
    ['太原市', until('6月17日'), null],
    ['大同市', until('6月20日'), until('6月22日')],
    ['阳泉市', until('6月20日'), until('6月27日')],
    ['阳曲县', until('6月15日'), null],
  ],

  余地之内的延期: { 可批至: until('6月17日'), 批准后: until('6月17日') },
  '拒绝：县级余地之外': 'BEYOND_SLACK',
  '拒绝：市级余地之外': 'BEYOND_SLACK',
  余地之外的延期: {
    期限: until('6月24日'),
    经过: [
      ['申请延期', '第47厂', '阳曲县'],
      ['转报上级', '阳曲县', '太原市'],
      ['转报上级', '太原市', '山西省'],
      ['同意延期', '山西省', null],
    ],
  },

  代报: { 标记: '阳曲县总工会代录，单位尚未确认', 方式: '纸质', 扫描件: '第45厂报表.pdf' },
  '拒绝：两家缺报未说明': 'ABSENT_NOT_NAMED',
  阳曲县第1批: { 份数: 46, 缺报: ['第47厂', '第48厂'] },
  太原市第1批: { 份数: 46, 缺报: ['第47厂', '第48厂'] },
  // 46/48 = 95.8333 %, 46/50 = 92 %.
  '2022年6月20日的各级报送率': {
    省: line(50, 46, 46, '92.00%', '92.00%', '10350'),
    市: line(48, 46, 46, '95.83%', '95.83%', '10350'),
    县: line(48, 46, 46, '95.83%', '95.83%', '10350'),
  },

  // The county's own duty to organise what two units still owe.
  随岗移交的事项: ['服务阵地情况'],
  '拒绝：交接后的原经办人': 'FORBIDDEN',
  阳曲县第2批: { 份数: 2, 缺报: [] },
  太原市第2批: { 份数: 2, 缺报: [] },
  两批上报的经办人: [
    ['第1批', '阳曲县办公室文秘'],
    ['第2批', '阳曲县新任文秘'],
  ],
  // Unit 47 was in time for the county alone: 47/48 = 97.9167 %; above it came after their dues.
  '2022年6月29日的各级报送率': {
    省: line(50, 48, 46, '96.00%', '92.00%', '11300'),
    市: line(48, 48, 46, '100.00%', '95.83%', '11300'),
    县: line(48, 48, 47, '100.00%', '97.92%', '11300'),
  },
};
