import type { Draft } from './papers.ts';

const GRASSROOTS = ['GRASSROOTS', 'CITY_DIRECT_GRASSROOTS'];
const children = (...kinds: string[]) => ({ groups: [{ kinds, scope: 'CHILDREN' }] });

/** What the province asks, with a name for the one question that it will put otherwise. */
const entries = (due: string, members: string) => ({
  key: 'entries',
  title: '服务阵地情况',
  audience: GRASSROOTS,
  fields: [
    { key: 'material', label: '典型做法', type: 'TEXT', required: true, maxCharacters: 3000 },
    { key: 'members', label: members, type: 'NUMBER', required: true, min: '0' },
  ],
  route: 'LEVEL_BY_LEVEL',
  due,
  latePolicy: 'ACCEPT_LATE',
  closes: '2022-07-29',
});
const photos = {
  key: 'photos',
  title: '活动影像',
  audience: GRASSROOTS,
  fields: [{ key: 'note', label: '影像说明', type: 'TEXT' }],
  due: '2022-06-30',
};

const said = {
  title: '山西省总工会办公室关于报送职工服务阵地情况的通知',
  body: '请逐级报送职工服务阵地情况。',
  signedBy: '山西省总工会办公室',
  addressees: children('PREFECTURE_CITY'),
};

export const five = {
  ...said,
  docNumber: '晋工办字〔2022〕5号',
  issuedOn: '2022-05-09',
  deliverables: [entries('2022-06-30', '会员人数'), photos],
};
/** Ten days earlier, without the pictures, and what is asked of the members made plain. */
export const fiveCorrected = { ...said, issuedOn: '2022-05-09', deliverables: [entries('2022-06-20', '在册会员人数')] };

/** A forwarding that changes nothing but the due of everything that it hands on. */
export const handOn =
  (docNumber: string, signedBy: string, due: string, ...kinds: string[]) =>
  ({ title, inherited }: Draft) => ({
    docNumber,
    title,
    body: '现将《通知》转发你们，请按时报送。',
    signedBy,
    addressees: children(...kinds),
    inherited: Object.values(inherited).map((deliverableId) => ({ deliverableId, due })),
  });

/** The city hands the correction on with an earlier due of its own. */
export const taiyuanCorrected = (title: string, entriesId: string) => ({
  title,
  body: '现将《通知》转发你们，请按时报送。',
  signedBy: '太原市总工会办公室',
  addressees: children('COUNTY_DISTRICT'),
  inherited: [{ deliverableId: entriesId, due: '2022-06-17' }],
});

/** What was received on paper, as small as a PDF can be. */
export const SCAN = Buffer.from('%PDF-1.4\n%%EOF\n');
