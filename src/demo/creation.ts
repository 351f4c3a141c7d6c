import { applicationTemplates } from '../domains/chains/templates.ts';
import { draftNotice } from '../domains/notices/draft-notice.ts';
import { issueNotice } from '../domains/notices/issue-notice.ts';
import { contentSchema, type NoticeContent } from '../domains/notices/content.input.ts';
import { draftScoreSheetInput } from '../domains/sheets/sheet.input.ts';
import { draftScoreSheet, publishScoreSheet } from '../domains/sheets/write-sheet.ts';
import { encodeId } from '../kit/node-id.ts';
import { sheetSchema } from '../kit/score/sheet.input.ts';
import { addDays, dayOf } from '../kit/time.ts';
import { nationalCalendar } from '../kit/working-days.ts';
import { CITY, COUNTY } from './accounts.ts';
import { as, type DemoOffice, forward, sending, signOff } from './acts.ts';
import type { Demo } from './demo.ts';
import { homeExamples, smallHomeExamples } from './sheets/examples.ts';
import { modelHome } from './sheets/model-home.data.ts';
import { smallHome } from './sheets/small-home.data.ts';
import { homeStandards, smallHomeStandards } from './sheets/standards.data.ts';
import type { SheetGiven } from './sheets/write.ts';

/** When the sheets were published and the notice sent, in days before today, and by when applications are due, in days after. */
const SENT = { sheets: -60, city: -6, county: -5 } as const;
const DUE = { city: 20, county: 15 } as const;

/**
 * The city invites to the creation of model homes and small homes: its score sheets are published as anybody publishes one,
 * with their examples computed, its notice names them, and the county has handed it on. A unit can check itself at once (J10).
 */
export async function playCreation(demo: Demo, offices: ReadonlyMap<string, DemoOffice>): Promise<void> {
  const city = offices.get(CITY)!;
  const home = await publishSheet(demo, city, '模范职工之家自查打分表', modelHome, homeExamples);
  const small = await publishSheet(demo, city, '模范职工小家自查打分表', smallHome, smallHomeExamples);
  const day = (days: number) => nationalCalendar.onOrAfter(addDays(dayOf(demo.now), days));
  const content = invitation(Number(dayOf(demo.now).slice(0, 4)), day(DUE.city), { home, small });
  const draft = await as(demo, city.officer, SENT.city, (ctx) => draftNotice(ctx, { content }));
  const signed = await signOff(demo, city, SENT.city, draft);
  const issued = await as(demo, city.officer, SENT.city, (ctx) => issueNotice(ctx, sending(signed)));
  await forward(demo, offices.get(COUNTY)!, SENT.county, issued, {
    body: '请各基层工会对照标准自查，符合条件的自愿申报。',
    due: day(DUE.county),
  });
}

/** @returns the id of the published version, as the API names it */
function publishSheet(demo: Demo, { officer }: DemoOffice, title: string, given: SheetGiven, worked: typeof homeExamples): Promise<string> {
  return as(demo, officer, SENT.sheets, async (ctx) => {
    const input = draftScoreSheetInput.parse({ title, sheet: given, examples: worked(sheetSchema.parse(given)) });
    const { id, version } = await draftScoreSheet(ctx, input);
    await publishScoreSheet(ctx, { templateId: id, version });
    return encodeId('ScoreSheetTemplate', id);
  });
}

function invitation(year: number, due: string, sheets: { readonly home: string; readonly small: string }): NoticeContent {
  const asked = (code: string, key: 'home' | 'small', standards: typeof homeStandards) => {
    const { title, audience, fields, chain } = applicationTemplates.find((one) => one.code === code)!;
    const sheet = [
      { key: 'selfCheck', label: '自查打分表', type: 'SHEET', required: true, sheetTemplateId: sheets[key] },
      { key: 'selfCheckSeal', label: '自查打分表盖章', type: 'SEAL', required: true },
    ];
    return {
      key,
      title,
      requirement: '对照标准自查打分，基础分 90 分以上的可以推荐。',
      participation: 'VOLUNTARY',
      audience,
      due,
      route: 'LEVEL_BY_LEVEL',
      latePolicy: 'AUTO_FORFEIT',
      fields: [...fields, ...standards(year), ...sheet],
      approvals: chain,
    };
  };
  return contentSchema.parse({
    title: `关于开展${year}年度市级模范职工之家、模范职工小家创建活动的通知`,
    body: '请对照创建标准开展自查，自下而上、逐级推荐。逾期不报视为自动放弃。',
    signedBy: '石家庄市总工会',
    awardYear: year,
    awardKinds: ['HOME', 'SMALL_HOME'],
    contacts: [{ purpose: '申报咨询', department: '市总组织部', names: ['组织部干事'], phones: ['0311-55500114'] }],
    addressees: {
      groups: [{ kinds: ['COUNTY_DISTRICT', 'DEVELOPMENT_ZONE', 'INDUSTRY_UNION', 'CITY_DIRECT_GRASSROOTS'], scope: 'CHILDREN' }],
    },
    deliverables: [asked('HOME', 'home', homeStandards), asked('SMALL_HOME', 'small', smallHomeStandards)],
  });
}
