import { draftNotice } from '../domains/notices/draft-notice.ts';
import { issueNotice } from '../domains/notices/issue-notice.ts';
import { contentSchema, type NoticeContent } from '../domains/notices/content.input.ts';
import { GRASSROOTS_KINDS } from '../domains/federation/organization.kind.ts';
import { addDays, dayOf } from '../kit/time.ts';
import { nationalCalendar } from '../kit/working-days.ts';
import { CITY, COUNTY, PROVINCE } from './accounts.ts';
import { as, type DemoOffice, forward, sending, signOff } from './acts.ts';
import type { Demo } from './demo.ts';

/** When each level sent it, in days before today, and by when it asks for reports, in days after. */
const SENT = { province: -14, city: -10, county: -7 } as const;
const DUE = { province: 30, city: 25, county: 20 } as const;

/**
 * What the demonstration begins with: a provincial notice that the city and the county have handed on, so that the units
 * of one county have something to report and every level has something to watch. Done by the services themselves, each
 * act by the person whose it is.
 */
export async function playOpening(demo: Demo, offices: ReadonlyMap<string, DemoOffice>): Promise<void> {
  const year = Number(dayOf(demo.now).slice(0, 4));
  const day = (days: number) => nationalCalendar.onOrAfter(addDays(dayOf(demo.now), days));

  const province = offices.get(PROVINCE)!;
  const draft = await as(demo, province.officer, SENT.province, (ctx) =>
    draftNotice(ctx, { content: provincial(year, day(DUE.province)) }),
  );
  const signed = await signOff(demo, province, SENT.province, draft);
  const issued = await as(demo, province.officer, SENT.province, (ctx) => issueNotice(ctx, sending(signed)));

  const city = { docNumber: `石工办字〔${year}〕13号`, body: '请各单位认真组织，按期报送。', due: day(DUE.city) };
  const forwarded = await forward(demo, offices.get(CITY)!, SENT.city, issued, city);
  const county = { docNumber: `正定工字〔${year}〕5号`, body: '请各基层工会按时报送。', due: day(DUE.county) };
  await forward(demo, offices.get(COUNTY)!, SENT.county, forwarded, county);
}

function provincial(year: number, due: string): NoticeContent {
  return contentSchema.parse({
    docNumber: `冀工办字〔${year}〕8号`,
    level: 'PROVINCIAL',
    title: '河北省总工会办公室关于开展基层工会特色建设成果报送的通知',
    body: '围绕建会入会、职工之家、民主管理、思想引领、建功立业、维权服务、改革创新七个方面报送成果。',
    signedBy: '河北省总工会办公室',
    contacts: [{ purpose: '活动统筹', department: '省总基层工作部', names: ['基层工作部干事'], phones: ['0311-55500113'] }],
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
        requirement: '文字不超过 3000 字；如实填报参与职工人数。',
        audience: [...GRASSROOTS_KINDS],
        due,
        route: 'LEVEL_BY_LEVEL',
        latePolicy: 'ACCEPT_LATE',
        fields: [
          { key: 'material', label: '典型材料', type: 'TEXT', required: true, maxCharacters: 3000 },
          { key: 'members', label: '参与职工人数', type: 'NUMBER', required: true, min: '0' },
          { key: 'joined', label: '入会率', type: 'RATE' },
        ],
      },
    ],
  });
}
