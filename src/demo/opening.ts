import { sql } from 'kysely';
import { abilityFor } from '../ability.ts';
import type { Viewer, ViewerContext } from '../context.ts';
import { draftForwarding, draftNotice, saveNoticeDraft } from '../domains/notices/draft-notice.ts';
import { forwardNotice, issueNotice } from '../domains/notices/issue-notice.ts';
import { reviewNotice, signNotice, submitNoticeForReview } from '../domains/notices/sign-off.ts';
import { contentSchema, type NoticeContent } from '../domains/notices/notice.input.ts';
import type { NoticeRow } from '../domains/notices/notice.rows.ts';
import { draftScoreSheetInput } from '../domains/sheets/sheet.input.ts';
import { draftScoreSheet, publishScoreSheet } from '../domains/sheets/write-sheet.ts';
import { GRASSROOTS_KINDS } from '../domains/federation/organization.kind.ts';
import { Loaders } from '../kit/loaders.ts';
import { encodeId } from '../kit/node-id.ts';
import { sheetSchema } from '../kit/score/sheet.input.ts';
import { addDays, dayOf, startOfDay } from '../kit/time.ts';
import { nationalCalendar } from '../kit/working-days.ts';
import { CITY, COUNTY, PROVINCE } from './accounts.ts';
import type { Demo } from './demo.ts';
import { homeExamples, smallHomeExamples } from './sheets/examples.ts';
import { modelHome } from './sheets/model-home.data.ts';
import { smallHome } from './sheets/small-home.data.ts';
import type { SheetGiven } from './sheets/write.ts';

/** When the city published its score sheets, in days before today. */
const SHEETS = -60;

/** Somebody of the demonstration, with the body they act for. */
export type DemoActor = Pick<Viewer, 'accountId' | 'personId' | 'capacityId' | 'organizationId' | 'path' | 'roles'>;

/** When each level sent it, in days before today, and by when it asks for reports, in days after. */
const SENT = { province: -14, city: -10, county: -7 } as const;
const DUE = { province: 30, city: 25, county: 20 } as const;

/** Who writes and sends for a body, and who signs for it, where it has to sign. */
export interface DemoOffice {
  readonly officer: DemoActor;
  readonly signatory?: DemoActor;
}

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

  const forward = async (place: string, received: NoticeRow, sent: number, change: Partial<NoticeContent>, due: string) => {
    const office = offices.get(place)!;
    const saved = await as(demo, office.officer, sent, async (ctx) => {
      const begun = await draftForwarding(ctx, received.id);
      const content = forwarding(begun, change, await inheritedId(ctx, received.id), due);
      return saveNoticeDraft(ctx, { ...sending(begun), content });
    });
    const ready = await signOff(demo, office, sent, saved);
    return as(demo, office.officer, sent, (ctx) => forwardNotice(ctx, sending(ready)));
  };
  const cityText = { docNumber: `石工办字〔${year}〕13号`, body: '请各单位认真组织，按期报送。' };
  const forwarded = await forward(CITY, issued, SENT.city, cityText, day(DUE.city));
  await forward(COUNTY, forwarded, SENT.county, { docNumber: `正定工字〔${year}〕5号`, body: '请各基层工会按时报送。' }, day(DUE.county));
}

/** The two sheets of a model home, published as anybody publishes one: their examples are computed first. */
export async function playSheets(demo: Demo, { officer }: DemoOffice): Promise<void> {
  const publish = (title: string, given: SheetGiven, worked: typeof homeExamples) =>
    as(demo, officer, SHEETS, async (ctx) => {
      const input = draftScoreSheetInput.parse({ title, sheet: given, examples: worked(sheetSchema.parse(given)) });
      const { id, version } = await draftScoreSheet(ctx, input);
      await publishScoreSheet(ctx, { templateId: id, version });
    });
  await publish('模范职工之家自查打分表', modelHome, homeExamples);
  await publish('模范职工小家自查打分表', smallHome, smallHomeExamples);
}

const sending = ({ id, version }: NoticeRow) => ({ noticeId: id, version });

/** 送核、核稿、签发, where the body has somebody who signs. */
async function signOff(demo: Demo, { officer, signatory }: DemoOffice, days: number, draft: NoticeRow): Promise<NoticeRow> {
  if (!signatory) return draft;
  const submitted = await as(demo, officer, days, (ctx) => submitNoticeForReview(ctx, sending(draft)));
  return as(demo, signatory, days, async (ctx) => signNotice(ctx, sending(await reviewNotice(ctx, sending(submitted)))));
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

function forwarding(draft: NoticeRow, change: Partial<NoticeContent>, deliverableId: string, due: string): NoticeContent {
  const { title, signed_by: signedBy, addressees } = draft;
  const groups = addressees.groups;
  const given = contentSchema.parse({
    title,
    signedBy,
    addressees: { groups },
    inherited: [{ deliverableId: encodeId('Deliverable', deliverableId), due }],
  });
  return { ...given, ...change };
}

async function inheritedId(ctx: ViewerContext, noticeId: string): Promise<string> {
  const [only] = await ctx.loaders.many('deliverable', 'notice_id', noticeId);
  return only!.id;
}

/** One act, on its day, behind the walls of the body that acts; then those of the whole federation again. */
async function as<Result>(demo: Demo, actor: DemoActor, days: number, act: (ctx: ViewerContext) => Promise<Result>): Promise<Result> {
  const { em, db, federationId } = demo;
  const viewer: Viewer = { ...actor, kind: 'APPOINTMENT', onBehalfOfId: null, federationId };
  const now = new Date(startOfDay(addDays(dayOf(demo.now), days)).getTime() + 9 * 3_600_000);
  await sql`select app.set_walls(${federationId}::uuid, ${actor.accountId}::uuid, ${actor.organizationId}::uuid, ${actor.path},
                                 left(${actor.path}, -1) || '/', app.ancestors(${actor.path}))`.execute(db);
  const nothing = () => {};
  const result = await act({
    em,
    db,
    now,
    requestId: 'demo',
    account: undefined,
    tokenHash: undefined,
    viewer,
    ability: abilityFor(viewer),
    loaders: new Loaders(db),
    find: () => Promise.resolve(undefined),
    throttle: () => Promise.resolve(true),
    box: undefined,
    device: undefined,
    reply: { setSession: nothing, clearSession: nothing, setDevice: nothing },
  });
  await sql`select app.system(${federationId}::uuid)`.execute(db);
  return result;
}
