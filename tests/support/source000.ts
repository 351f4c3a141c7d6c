/**
 * Source 000 as data: the province's notice 冀工办字〔2021〕8号 and the city's forwarding 石工办字〔2021〕13号. Facts are the
 * source's; people are named by their posts, numbers are from a reserved range.
 */
export const GRASSROOTS = [
  'GRASSROOTS',
  'CITY_DIRECT_GRASSROOTS',
  'ORGAN_UNION',
  'ENTERPRISE_GROUP',
  'VILLAGE_COMMUNITY',
  'REGIONAL_OR_SECTOR_JOINT',
];

/** The form of the province: exemplary material up to 3,000 characters and two figures. */
export const provinceFields = [
  { key: 'material', label: '典型材料', type: 'TEXT', required: true, maxCharacters: 3000 },
  { key: 'members', label: '参与职工人数', type: 'NUMBER', required: true, min: '0' },
  { key: 'joined', label: '入会率', type: 'RATE', required: false },
];

export const provinceContent = {
  docNumber: '冀工办字〔2021〕8号',
  level: 'PROVINCIAL',
  title: '河北省总工会办公室关于开展“百家基层工会特色建设成果”展示点赞活动的通知',
  body: '现将有关事项通知如下。',
  signedBy: '河北省总工会办公室',
  issuedOn: '2021-04-07',
  basis: [{ number: '冀办发〔2021〕3号', title: '关于加强新时代工会工作和产业工人队伍建设的意见' }],
  contacts: [
    { purpose: '活动统筹', department: '省总基层部', names: ['基层部干事甲', '基层部干事乙'], phones: ['0311-55500113', '55500171'] },
    { purpose: '内容审核', department: '河北工人报社', names: ['报社编辑'], phones: ['0311-55500179'] },
    { purpose: '技术支持', department: '省总网信办', names: ['网信办干事甲', '网信办干事乙'], phones: ['0311-55500192', '0311-55500112'] },
  ],
  addressees: {
    groups: [
      {
        kinds: ['PREFECTURE_CITY', 'PROVINCE_ADMINISTERED_CITY', 'PREPARATORY_GROUP', 'PROVINCE_DIRECT_ORGANS', 'INDUSTRY_UNION'],
        scope: 'CHILDREN',
      },
    ],
  },
  deliverables: [
    {
      key: 'entries',
      title: '特色建设成果',
      requirement: '围绕七个方面报送',
      audience: GRASSROOTS,
      fields: provinceFields,
      due: '2021-05-28',
      duePhrase: '5月28日前',
      closes: '2021-06-05',
      latePolicy: 'ACCEPT_LATE',
    },
  ],
} as const;

/** What the city puts in place of the generated draft; the province's deliverable is inherited. */
export const cityContent = (inheritedId: string) =>
  ({
    docNumber: '石工办字〔2021〕13号',
    title: '关于转发《河北省总工会办公室关于开展“百家基层工会特色建设成果”展示点赞活动的通知》的通知',
    body: '请各单位建立工作台账，5月28日前将活动开展情况和台账报市总组织部。',
    signedBy: '石家庄市总工会办公室',
    issuedOn: '2021-04-21',
    contacts: [{ department: '市总组织部', names: ['组织部干事甲', '组织部干事乙'], phones: ['85550165'], email: 'zuzhibu@example.com' }],
    addressees: {
      groups: [{ kinds: ['COUNTY_DISTRICT', 'INDUSTRY_UNION', 'BUREAU_UNION', 'CITY_DIRECT_GRASSROOTS'], scope: 'CHILDREN' }],
    },
    inherited: [{ deliverableId: inheritedId, due: '2021-05-25', completedBy: 'progress' }],
    deliverables: [
      {
        key: 'progress',
        title: '活动开展情况',
        fields: [{ key: 'text', label: '活动开展情况', type: 'TEXT', required: true, maxCharacters: 3000 }],
        due: '2021-05-28',
        duePhrase: '5月28日前',
      },
      {
        key: 'ledger',
        title: '工作台账',
        output: 'LEDGER',
        ledger: {
          of: 'entries',
          columns: [
            { key: 'unit', label: '单位', source: 'ORGANIZATION' },
            { key: 'superior', label: '上级工会', source: 'SUPERIOR' },
            { key: 'state', label: '状态', source: 'STATE' },
            { key: 'members', label: '参与职工人数', source: 'ANSWER', field: 'members' },
          ],
        },
        due: '2021-05-28',
        duePhrase: '5月28日前',
      },
    ],
  }) as const;
