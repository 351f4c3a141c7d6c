import type { OrganizationKind } from '../domains/federation/organization.kind.ts';

/** Kinds of organization that report themselves; every other one organises what is below it (S0-06). */
const GRASSROOTS: readonly OrganizationKind[] = ['GRASSROOTS', 'CITY_DIRECT_GRASSROOTS'];

type Content = Readonly<Record<string, unknown>>;

/** What the product proposes for a forwarding. */
export interface Draft {
  /** The superior's deliverable. */
  readonly entriesId: string;
  /** Everything that is handed on: the superior's deliverables, by key. */
  readonly inherited: Readonly<Record<string, string>>;
  /** S0-03: quotes the superior's. */
  readonly title: string;
}

const children = (...kinds: OrganizationKind[]) => ({ groups: [{ kinds, scope: 'CHILDREN' }] });

const TITLE = '河北省总工会办公室关于开展“百家基层工会特色建设成果”展示点赞活动的通知';

/** S0-14 to S0-16, S0-53 to S0-55: the province's notice, with a ledger that every addressee owes. */
export const eight: Content = {
  docNumber: '冀工办字〔2021〕8号',
  level: 'PROVINCIAL',
  title: TITLE,
  body: '为展示基层工会建设成果，现将有关事项通知如下。',
  signedBy: '河北省总工会办公室',
  issuedOn: '2021-04-07',
  basis: [{ number: '冀办发〔2021〕3号', title: '关于加强新时代工会工作和产业工人队伍建设的意见' }],
  contacts: [
    { purpose: '活动统筹', department: '省总基层部', names: ['基层部干事甲', '基层部干事乙'], phones: ['0311-55500113', '0311-55500171'] },
    { purpose: '内容审核', department: '河北工人报社', names: ['报社编辑'], phones: ['0311-55500179'] },
    { purpose: '技术支持', department: '省总网信办', names: ['网信办干事'], phones: ['0311-55500192'] },
  ],
  addressees: children('PREFECTURE_CITY', 'PROVINCE_ADMINISTERED_CITY', 'PREPARATORY_GROUP', 'PROVINCE_DIRECT_ORGANS', 'INDUSTRY_UNION'),
  deliverables: [
    {
      key: 'entries',
      title: '特色建设成果',
      requirement: '围绕七个方面报送典型材料。',
      audience: GRASSROOTS,
      fields: [
        { key: 'material', label: '典型材料', type: 'TEXT', required: true, maxCharacters: 3000 },
        { key: 'members', label: '参与职工人数', type: 'NUMBER', required: true, min: '0' },
        { key: 'photos', label: '活动照片', type: 'FILE', maxItems: 5, extensions: ['png', 'jpg'] },
      ],
      route: 'LEVEL_BY_LEVEL',
      due: '2021-05-28',
      duePhrase: '5月28日前',
      latePolicy: 'ACCEPT_LATE',
      closes: '2021-06-30',
      completedBy: 'ledger',
    },
    {
      key: 'ledger',
      title: '特色建设成果台账',
      output: 'LEDGER',
      ledger: {
        of: 'entries',
        columns: [
          { key: 'unit', label: '单位', source: 'ORGANIZATION' },
          { key: 'superior', label: '上级工会', source: 'SUPERIOR' },
          { key: 'state', label: '状态', source: 'STATE' },
          { key: 'onTime', label: '按时', source: 'ON_TIME' },
          { key: 'members', label: '参与职工人数', source: 'ANSWER', field: 'members' },
        ],
      },
      due: '2021-06-10',
      duePhrase: '6月10日前',
      latePolicy: 'ACCEPT_LATE',
    },
  ],
};

/** S0-01 to S0-13: the city's forwarding, with an earlier due, a question more, a progress report and a ledger from each county. */
export const thirteen = ({ entriesId, title }: Draft, due: string): Content => ({
  docNumber: '石工办字〔2021〕13号',
  title,
  body: '现将《通知》转发你们。请各单位建立工作台账，5月28日前将活动开展情况和台账报市总组织部。',
  signedBy: '石家庄市总工会办公室',
  issuedOn: '2021-04-21',
  contacts: [
    { department: '市总组织部', names: ['组织部干事甲', '组织部干事乙'], phones: ['0311-55500165'], email: 'zuzhibu@example.com' },
  ],
  addressees: children('COUNTY_DISTRICT', 'INDUSTRY_UNION', 'BUREAU_UNION', 'CITY_DIRECT_GRASSROOTS'),
  inherited: [
    {
      deliverableId: entriesId,
      due,
      completedBy: 'progress',
      fields: [{ key: 'activities', label: '开展活动场次', type: 'NUMBER', required: true, min: '0' }],
    },
  ],
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
          { key: 'state', label: '状态', source: 'STATE' },
          { key: 'onTime', label: '按时', source: 'ON_TIME' },
          { key: 'members', label: '参与职工人数', source: 'ANSWER', field: 'members' },
          { key: 'activities', label: '开展活动场次', source: 'ANSWER', field: 'activities' },
        ],
      },
      due: '2021-05-28',
      duePhrase: '5月28日前',
    },
  ],
});

/** A forwarding that adds nothing but an earlier due. */
const plainForwarding =
  (docNumber: string, signedBy: string, due: string) =>
  ({ entriesId, title }: Draft): Content => ({
    docNumber,
    title,
    body: '现将《通知》转发你们，请按时报送。',
    signedBy,
    addressees: children(...GRASSROOTS),
    inherited: [{ deliverableId: entriesId, due }],
  });

export const countySix = plainForwarding('正工字〔2021〕6号', '正定县总工会办公室', '2021-05-20');
export const luquanFour = plainForwarding('鹿工字〔2021〕4号', '鹿泉区总工会办公室', '2021-05-21');
export const tangshanNine = plainForwarding('唐工办字〔2021〕9号', '唐山市总工会办公室', '2021-05-26');

/** A picture of one pixel. */
export const PHOTO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
