import { type RawBuilder, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { type Page, type PageArgs, pageOf, parseCursor } from '../../kit/connection.ts';
import { firstShut, type Gate, open, permitted, shut } from '../../kit/viewer-can.ts';
import { endOf } from '../../kit/tree.ts';
import type { Today } from '../../kit/working-days.ts';
import { todayOf } from '../federation/calendar.ts';
import { issueCorrectionGate } from '../notices/correction.gates.ts';
import { issueGate, reviewDraftGate, sendForwardGate, signGate } from '../notices/notice.gates.ts';
import { asNotice, type NoticeRow } from '../notices/notice.rows.ts';
import { readCountersByRoot } from '../submissions/rollup.read.ts';
import { submitGate } from './gates.ts';
import { type Lamp, type LampColour, lampColour, lampColourOfDue, lampOf, lampOfDue, LAMPS, presentDueOf } from './lamp.ts';
import { lampLabels } from './obligation.enums.ts';
import { waiting } from './read-extensions.ts';

export const WORK_KINDS = [
  'ACKNOWLEDGE',
  'FORWARD',
  'REVIEW_NOTICE',
  'SIGN_NOTICE',
  'SEND_NOTICE',
  'REPORT',
  'LEDGER',
  'INVITED',
  'ORGANISE',
  'PASS_ON',
  'REVIEW',
  'SEND_UP',
  'EXTENSION',
  'ANSWER',
] as const;
export type WorkKind = (typeof WORK_KINDS)[number];

/** What to do, as the button says it. */
export const workVerbs: Readonly<Record<WorkKind, string>> = {
  ACKNOWLEDGE: '签收',
  FORWARD: '转发',
  REVIEW_NOTICE: '核稿',
  SIGN_NOTICE: '签发',
  SEND_NOTICE: '印发',
  REPORT: '填报',
  LEDGER: '报送台账',
  INVITED: '自愿参加',
  ORGANISE: '组织报送',
  PASS_ON: '转发更正',
  REVIEW: '审核',
  SEND_UP: '汇总上报',
  EXTENSION: '答复延期申请',
  ANSWER: '答复提问',
};

/** Something on the list of what one body has to do (W1). */
export interface WorkItemRow {
  /** Stable as long as it is to be done. */
  readonly key: string;
  readonly kind: WorkKind;
  readonly title: string;
  readonly asker_id: string;
  readonly due_at: Date | null;
  readonly lamp: LampColour;
  /** How many of a kind the item gathers. */
  readonly count: number;
  readonly obligation_id: string | null;
  readonly notice_id: string;
  readonly deliverable_id: string | null;
  readonly root_id: string | null;
}

export interface WorkFilter {
  /** What waits for this body, or what it waits for. */
  readonly state: 'OPEN' | 'WAITING';
  readonly due?: 'DATED' | 'NONE' | null;
  readonly kinds?: readonly WorkKind[] | null;
}

const ROW = sql`key, kind, title, asker_id, due_at, lamp, count, obligation_id, notice_id, deliverable_id, root_id`;

/** Most urgent first: red, yellow, blue, with a due, done, without one. */
const RANK = sql`case lamp when 'RED' then 0 when 'YELLOW' then 1 when 'BLUE' then 2 when 'GREEN' then 4 else case when due_at is null then 5 else 3 end end`;

/** What the caller's body has to do, or waits for, the most urgent first: one statement whatever the number of tasks. */
export async function listWorkItems(ctx: ViewerContext, filter: WorkFilter, page: PageArgs): Promise<Page<WorkItemRow>> {
  const after = parseCursor(page.after, ['integer', 'instant', 'text']);
  const place = sql`(${RANK}, coalesce(due_at, 'infinity'), key)`;
  const today = await todayOf(ctx);
  const { rows } = await sql<WorkItemRow & { rank: number }>`
    select ${ROW}, ${RANK} as rank from (${items(ctx, filter, today)}) item
     ${after ? sql`where ${place} > (${after[0]}::int, ${after[1]}::timestamptz, ${after[2]})` : sql``}
     order by ${place} limit ${page.first + 1}`.execute(ctx.db);
  return {
    ...pageOf(rows, page, (row) => [String(row.rank), row.due_at?.toISOString() ?? 'infinity', row.key]),
    counts: () => countWorkItems(ctx, filter),
  };
}

/** The same list, counted in one statement. */
export async function countWorkItems(ctx: ViewerContext, filter: WorkFilter) {
  const { rows } = await sql<{ lamp: LampColour; kind: WorkKind; count: number }>`
    select lamp, kind, count(*)::int as count from (${items(ctx, filter, await todayOf(ctx))}) item group by lamp, kind`.execute(ctx.db);
  const sum = (is: (row: (typeof rows)[number]) => boolean) => rows.filter(is).reduce((total, { count }) => total + count, 0);
  return {
    total: sum(() => true),
    byLamp: LAMPS.map((lamp) => ({ lamp, label: lampLabels[lamp], count: sum((row) => row.lamp === lamp) })).filter(({ count }) => count),
    byKind: WORK_KINDS.map((kind) => ({ kind, verb: workVerbs[kind], count: sum((row) => row.kind === kind) })).filter(
      ({ count }) => count,
    ),
  };
}

function items(ctx: ViewerContext, { state, due, kinds }: WorkFilter, today: Today): RawBuilder<unknown> {
  const parts =
    state === 'OPEN'
      ? [owed(ctx, TO_DO(ctx), today), delivered(ctx, today), held(ctx, today), written(ctx), asked(ctx, today), questioned(ctx)]
      : [owed(ctx, AWAITED, today)];
  const conditions = [
    ...(due === 'NONE' ? [sql`due_at is null`] : due === 'DATED' ? [sql`due_at is not null`] : []),
    ...(kinds ? [sql`kind = any (${kinds})`] : []),
  ];
  return sql`select ${ROW} from (${sql.join(parts, sql` union all `)}) every ${conditions.length ? sql`where ${sql.join(conditions, sql` and `)}` : sql``}`;
}

/** The duty to hand a superior's correction on. */
const passesOn = sql`(o.kind = 'ORGANISE' and v.output = 'CORRECTION')`;

/** Reports that wait for the unit, while it can still hand them in or has to answer for not doing so. */
const TO_DO = ({ now }: ViewerContext) => sql`(o.kind = 'REPORT' and o.state in ('OPEN', 'RETURNED') or ${passesOn} and o.state = 'OPEN'
  or o.kind = 'INVITED' and o.state in ('OPEN', 'RETURNED')
     and coalesce(greatest(o.closes_at, o.reopened_until, o.resubmit_due) > ${now}::timestamptz or o.closes_at is null, true))`;

/** What others have to go on with: superiors with what was handed in, those below with what was handed on. */
const AWAITED = sql`(o.kind <> 'ORGANISE' and o.state = 'SUBMITTED' or o.kind = 'ORGANISE' and o.state = 'OPEN' and not o.waits_for_us and not ${passesOn})`;

/** Whether the duty to organise waits until the body hands the notice on: nobody below was asked yet. */
const waitsForUs = ({ viewer }: ViewerContext) => sql`(d.forwarded_at is null and not exists (
  select from obligation b where b.federation_id = o.federation_id and b.root_id = o.root_id and b.state <> 'CANCELLED' and b.path > ${viewer.path} and b.path < ${endOf(viewer.path)}))`;

const mine = ({ viewer }: ViewerContext, table: string) =>
  sql`${sql.ref(`${table}.federation_id`)} = ${viewer.federationId} and ${sql.ref(`${table}.organization_id`)} = ${viewer.organizationId}`;

const deliveryOf = sql`left join delivery d on d.federation_id = o.federation_id and d.notice_id = o.notice_id and d.organization_id = o.organization_id`;

/** One item for each obligation. */
const owed = (ctx: ViewerContext, which: RawBuilder<unknown>, today: Today) => sql`
  select o.id::text as key, case when ${passesOn} then 'PASS_ON' when o.kind = 'REPORT' and v.output = 'LEDGER' then 'LEDGER' else o.kind end as kind, v.title, o.asker_id, ${presentDueOf} as due_at, ${lampColour(today)} as lamp, 1 as count,
         o.id as obligation_id, o.notice_id, o.deliverable_id, o.root_id
    from (select o.*, ${waitsForUs(ctx)} as waits_for_us from obligation o ${deliveryOf} where ${mine(ctx, 'o')}) o
    join deliverable v on v.federation_id = o.federation_id and v.id = o.deliverable_id
   where ${which}`;

/** One item for each notice that is to be signed for, or then to be handed on. */
const delivered = (ctx: ViewerContext, today: Today) => sql`
  select key, kind, title, asker_id, due_at, ${lampColourOfDue(sql`due_at`, today)}, 1, null::uuid, notice_id, null::uuid, null::uuid
    from (select d.id::text as key, case when d.acknowledged_at is null then 'ACKNOWLEDGE' else 'FORWARD' end as kind,
                 n.title, n.issuer_id as asker_id, n.id as notice_id, d.acknowledged_at, w.due_at, coalesce(w.waits, false) as waits
            from delivery d
            join notice n on n.federation_id = d.federation_id and n.id = d.notice_id
            left join lateral (
              select min(${presentDueOf}) as due_at, bool_or(o.kind = 'ORGANISE' and ${waitsForUs(ctx)}) as waits
                from obligation o where ${mine(ctx, 'o')} and o.notice_id = d.notice_id and o.state in ('OPEN', 'RETURNED')) w on true
           where ${mine(ctx, 'd')} and d.recalled_at is null) x
   where acknowledged_at is null or waits`;

/** One item for each draft on its way to the signature; how it lies with the body itself, nobody else sees. */
const written = (ctx: ViewerContext) => sql`
  select n.id || n.stage, case n.stage when 'IN_REVIEW' then 'REVIEW_NOTICE' when 'REVIEWED' then 'SIGN_NOTICE' else 'SEND_NOTICE' end, n.title, n.issuer_id,
         null::timestamptz, 'GREY', 1, null::uuid, n.id, null::uuid, null::uuid
    from notice n
   where n.federation_id = ${ctx.viewer.federationId} and n.path = ${ctx.viewer.path} and n.issuer_id = ${ctx.viewer.organizationId}
     and n.state = 'DRAFT' and n.stage <> 'DRAFTING' and ${ctx.ability.can('readDraft', 'Notice')}`;

/** One item for all submissions of a deliverable that lie here for review, and one for those to be sent up. */
const held = (ctx: ViewerContext, today: Today) => sql`
  select root_id || kind, kind, title, issuer_id, due_at, ${lampColourOfDue(sql`due_at`, today)}, count, null::uuid, notice_id, root_id, root_id
    from (select s.root_id, case when s.cleared_at is null then 'REVIEW' else 'SEND_UP' end as kind, v.title, v.issuer_id, v.due_at, v.notice_id,
                 count(*)::int as count
            from submission s join deliverable v on v.federation_id = s.federation_id and v.id = s.root_id
           where s.federation_id = ${ctx.viewer.federationId} and s.holder_id = ${ctx.viewer.organizationId}
             and s.organization_id <> s.holder_id and s.state in ('SUBMITTED', 'RETURNED')
           group by s.root_id, s.cleared_at is null, v.title, v.issuer_id, v.due_at, v.notice_id) x`;

/** One item for all requests for more time of a root that lie here; the nearest due of those who ask presses. */
const asked = (ctx: ViewerContext, today: Today) => sql`
  select root_id || 'EXTENSION', 'EXTENSION', title, issuer_id, due_at, ${lampColourOfDue(sql`due_at`, today)}, count, null::uuid, notice_id, root_id, root_id
    from (select o.root_id, v.title, v.issuer_id, v.notice_id, min(${presentDueOf}) as due_at, count(*)::int as count
            from obligation o join deliverable v on v.federation_id = o.federation_id and v.id = o.root_id
           where ${waiting(ctx)} group by o.root_id, v.title, v.issuer_id, v.notice_id) x`;

/** One item for all open questions about a notice that lie here; who asked first is named. */
const questioned = (ctx: ViewerContext) => sql`
  select held_notice_id || 'ANSWER', 'ANSWER', title, asker_id, null::timestamptz, 'GREY', count, null::uuid, held_notice_id, null::uuid, null::uuid
    from (select q.held_notice_id, n.title, (array_agg(q.organization_id order by q.asked_at, q.id))[1] as asker_id, count(*)::int as count
            from question q join notice n on n.federation_id = q.federation_id and n.id = q.held_notice_id
           where q.federation_id = ${ctx.viewer.federationId} and q.holder_id = ${ctx.viewer.organizationId} and q.state = 'OPEN'
             and ${ctx.ability.can('readOpen', 'Question')}
           group by q.held_notice_id, n.title) x`;

/** The lamp with its reason. */
export async function lampOfItem(ctx: ViewerContext, item: WorkItemRow): Promise<Lamp> {
  const obligation = item.obligation_id ? await ctx.loaders.one('obligation', item.obligation_id) : undefined;
  const today = await todayOf(ctx);
  return obligation ? lampOf(obligation, today) : lampOfDue(item.due_at, today);
}

const ACTIONS: Readonly<Partial<Record<WorkKind, readonly [action: string, subject: string]>>> = {
  ACKNOWLEDGE: ['acknowledge', 'Notice'],
  FORWARD: ['forward', 'Notice'],
  REPORT: ['fill', 'Submission'],
  LEDGER: ['send', 'Ledger'],
  INVITED: ['fill', 'Submission'],
  REVIEW: ['review', 'Submission'],
  SEND_UP: ['forward', 'Submission'],
  EXTENSION: ['extend', 'Obligation'],
  PASS_ON: ['amend', 'Notice'],
  ANSWER: ['answer', 'Question'],
};

/** Who wrote a draft neither reviews nor signs it, and a forwarding is not issued: the notice itself knows. */
const DRAFT_GATES: Readonly<Partial<Record<WorkKind, (ctx: ViewerContext, notice: NoticeRow) => Gate | Promise<Gate>>>> = {
  REVIEW_NOTICE: reviewDraftGate,
  SIGN_NOTICE: signGate,
  SEND_NOTICE: (ctx, notice) =>
    notice.amends_id ? issueCorrectionGate(ctx, notice) : notice.forwards_id ? sendForwardGate(ctx, notice) : issueGate(ctx, notice),
};

/** Whether the caller may do it now, in this capacity. */
export async function actGate(ctx: ViewerContext, { kind, obligation_id, notice_id }: WorkItemRow): Promise<Gate> {
  if (kind === 'ORGANISE') return open();
  const ofDraft = DRAFT_GATES[kind];
  if (ofDraft) {
    const notice = await ctx.loaders.one('notice', notice_id);
    return notice ? ofDraft(ctx, asNotice(notice)) : shut('NOT_FOUND', '没有这项任务，或不在您的范围内');
  }
  const may = permitted(ctx.ability.can(...ACTIONS[kind]!));
  const obligation = obligation_id ? await ctx.loaders.one('obligation', obligation_id) : undefined;
  if (!obligation_id || kind === 'PASS_ON') return may;
  return firstShut(may, obligation ? submitGate(obligation, ctx.now) : shut('NOT_FOUND', '没有这项任务，或不在您的范围内'));
}

/** How far it has come: what came in below, or how many lie here; null where there is nothing to count. */
export async function progressOf(ctx: ViewerContext, item: WorkItemRow): Promise<{ done: number; total: number; label: string } | null> {
  if (item.kind === 'REVIEW') return { done: 0, total: item.count, label: `待审核${item.count}份` };
  if (item.kind === 'SEND_UP') return { done: 0, total: item.count, label: `待上报${item.count}份` };
  if (item.kind === 'EXTENSION') return { done: 0, total: item.count, label: `待答复${item.count}份` };
  if (item.kind === 'ANSWER') return { done: 0, total: item.count, label: `待答复${item.count}条` };
  if (item.kind !== 'ORGANISE') return null;
  const below = await ctx.loaders.batched('figures below us', item.root_id!, async (rootIds) => {
    const places = await ctx.db
      .selectFrom('organization_version')
      .select('path')
      .distinct()
      .where('federation_id', '=', ctx.viewer.federationId)
      .where('organization_id', '=', ctx.viewer.organizationId)
      .execute();
    return readCountersByRoot(
      ctx.db,
      ctx.viewer.federationId,
      rootIds,
      places.map(({ path }) => path),
    );
  });
  const { expected = 0, received = 0, eligible = 0, entered = 0 } = below ?? {};
  const label = [
    ...(expected || !eligible ? [`已报${received}／应报${expected}`] : []),
    ...(eligible ? [`参加${entered}／可参加${eligible}`] : []),
  ].join('，');
  return { done: received + entered, total: expected + eligible, label };
}
