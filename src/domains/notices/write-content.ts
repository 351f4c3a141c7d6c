import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal } from '../../kit/errors.ts';
import { json, violates } from '../../kit/sql.ts';
import { endOfDay } from '../../kit/time.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { withNamedSheets } from '../sheets/named-sheets.ts';
import { indexNotices } from '../search/index-notices.ts';
import { assertAddressable } from './addressees.ts';
import { writeAttachments } from './attachments.ts';
import { readDocNumber } from './doc-number.ts';
import { type DueColumns, dueColumns } from './due-columns.ts';
import type { DeliverableContent, DueContent, InheritedContent, NoticeContent } from './content.input.ts';
import { asDeliverable, asNotice, type DeliverableRow, type NoticeRow } from './notice.rows.ts';
import { underKnownKeys } from './inherited-keys.ts';
import { noticeStages } from './notice.states.ts';
import { numberUsed } from './next-number.ts';
import { phraseContextOf } from './read-phrase.ts';
import { findNotice, noticeOf } from './read-notices.ts';
import { titleOf } from './title.ts';

const CONTENT = ['input', 'content'] as const;

/**
 * Writes a draft's content over what it said, deliverables included; those that are no longer named are gone.
 * @throws Refusal DOC_NUMBER_MALFORMED, DOC_NUMBER_USED, ADDRESSEE_OUTSIDE, DUPLICATE_KEY, NOT_FOUND
 */
export async function writeContent(ctx: ViewerContext, notice: NoticeRow, content: NoticeContent): Promise<NoticeRow> {
  const number = content.docNumber ? readDocNumber(content.docNumber, [...CONTENT, 'docNumber']) : null;
  await assertAddressable(ctx, content.addressees, [...CONTENT, 'addressees']);
  await assertDepartment(ctx, content.departmentId);
  if (content.derivedFromId && !(await findNotice(ctx, content.derivedFromId))) throw notFound([...CONTENT, 'derivedFromId']);
  await assertPrevious(ctx, notice, content.previousId);
  await assertActivities(ctx, content.activities);
  if (number) await assertNumberFree(ctx, notice.id, number);

  const saved = await ctx.db
    .updateTable('notice')
    .set({
      ...(content.kind && !notice.forwards_id ? { kind: content.kind } : {}),
      ...(content.level ? { level: content.level } : {}),
      doc_prefix: number?.prefix ?? null,
      doc_year: number?.year ?? null,
      doc_seq: number?.sequence ?? null,
      title: content.title || titleOf(notice.forwards_id ? notice.kind : (content.kind ?? notice.kind), content.subject!, content.signedBy),
      body: content.body,
      signed_by: content.signedBy,
      department_id: content.departmentId,
      issued_on: content.issuedOn,
      derived_from_id: content.derivedFromId,
      previous_id: content.previousId,
      reach: content.reach,
      basis: json(content.basis),
      award_year: content.awardYear,
      award_kinds: content.awardKinds,
      declared_period: content.declaredPeriod,
      activities: json(content.activities),
      contacts: json(content.contacts),
      addressees: json(content.addressees),
      ...revised(ctx, notice),
      updated_at: ctx.now,
      version: notice.version + 1,
    })
    .where('federation_id', '=', ctx.viewer.federationId)
    .where('id', '=', notice.id)
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch((error: unknown) => {
      throw violates(error, 'notice_number_key') ? numberUsed([...CONTENT, 'docNumber']) : error;
    });
  await writeDeliverables(ctx, notice, await withSheets(ctx, content));
  await writeAttachments(ctx, notice, content.attachments, CONTENT);
  await indexNotices(ctx.db, ctx.viewer.federationId, [notice.id]);
  return asNotice(saved);
}

async function assertActivities(ctx: ViewerContext, activities: NoticeContent['activities']): Promise<void> {
  const held = await Promise.all(activities.map(async ({ noticeId }) => noticeId === null || (await noticeOf(ctx, noticeId))));
  const unknown = held.findIndex((notice) => !notice);
  if (unknown >= 0) throw notFound([...CONTENT, 'activities', String(unknown), 'noticeId']);
}

/** What was reviewed or signed was another text, and whoever changes it, and for whom, is one of its authors. */
export function revised(
  { viewer: { personId, onBehalfOfId } }: ViewerContext,
  { stage, author_ids }: Pick<NoticeRow, 'stage' | 'author_ids'>,
) {
  const persons = [personId, ...(onBehalfOfId ? [onBehalfOfId] : [])];
  return { stage: noticeStages.next(stage, 'revise'), author_ids: [...new Set([...author_ids, ...persons])] };
}

async function assertDepartment(ctx: ViewerContext, departmentId: string | null): Promise<void> {
  if (!departmentId) return;
  const department = await ctx.loaders.one('department', departmentId);
  if (department?.organization_id !== ctx.viewer.organizationId) throw notFound([...CONTENT, 'departmentId']);
}

/** One's own, or a merged body's that one goes on for, and already sent: what its recipients answered can be offered again. */
async function assertPrevious(ctx: ViewerContext, { id }: NoticeRow, previousId: string | null): Promise<void> {
  if (!previousId) return;
  const path = [...CONTENT, 'previousId'];
  const previous = await findNotice(ctx, previousId);
  if (!previous || previous.id === id) throw notFound(path);
  if (previous.path !== ctx.viewer.path || previous.state === 'DRAFT')
    throw new Refusal('NOT_PREVIOUS', '只能对照本单位已经印发的文件', path);
}

/** One number, one document, per body and year; the table's key has the last word between two at once. */
async function assertNumberFree(
  ctx: ViewerContext,
  noticeId: string,
  number: { prefix: string; year: number; sequence: number },
): Promise<void> {
  const { rows } = await sql`
    select 1 from notice where federation_id = ${ctx.viewer.federationId} and issuer_id = ${ctx.viewer.organizationId} and id <> ${noticeId}
       and doc_prefix = ${number.prefix} and doc_year = ${number.year} and doc_seq = ${number.sequence}
  `.execute(ctx.db);
  if (rows.length) throw numberUsed([...CONTENT, 'docNumber']);
}

/**
 * What the named score sheets say, copied into the questions that name them.
 * @throws Refusal NOT_FOUND for a sheet that is not published or not in reach
 */
async function withSheets(ctx: ViewerContext, content: NoticeContent): Promise<NoticeContent> {
  const asked = (name: 'deliverables' | 'inherited') =>
    content[name].map(({ fields }, index) => ({ fields, path: [...CONTENT, name, String(index), 'fields'] }));
  const fields = await withNamedSheets(ctx, [...asked('deliverables'), ...asked('inherited')]);
  const own = content.deliverables.length;
  return {
    ...content,
    deliverables: content.deliverables.map((one, index) => Object.assign({}, one, { fields: fields[index]! })),
    inherited: content.inherited.map((one, index) => Object.assign({}, one, { fields: fields[own + index]! })),
  };
}

async function writeDeliverables(ctx: ViewerContext, notice: NoticeRow, content: NoticeContent): Promise<void> {
  const parents = notice.forwards_id ? await underKnownKeys(ctx, notice.id, await inheritable(ctx, notice.forwards_id)) : [];
  const changes = new Map(content.inherited.map((change) => [change.deliverableId, change]));
  const unknown = content.inherited.findIndex(({ deliverableId }) => !parents.some(({ id }) => id === deliverableId));
  if (unknown >= 0) throw notFound([...CONTENT, 'inherited', String(unknown), 'deliverableId']);

  const keys = [...parents.map(({ key }) => key), ...content.deliverables.map(({ key }) => key)];
  const twice = content.deliverables.findIndex(({ key }) => keys.filter((other) => other === key).length > 1);
  if (twice >= 0)
    throw new Refusal('DUPLICATE_KEY', '同一份文件内的报送任务键名不能重复', [...CONTENT, 'deliverables', String(twice), 'key']);

  const shared = {
    federation_id: ctx.viewer.federationId,
    notice_id: notice.id,
    issuer_id: notice.issuer_id,
    path: notice.path,
    published_at: null,
  };
  const before = new Map((await draftedDues(ctx, notice.id)).map((row) => [row.key, row]));
  const context = await phraseContextOf(ctx, { issued_on: content.issuedOn });
  const due = (given: DueContent, key: string, ...path: string[]) => dueColumns(given, context, before.get(key), [...CONTENT, ...path]);
  const rows = [
    ...parents.map((parent, ordinal) => {
      const change = changes.get(parent.id);
      const place = content.inherited.findIndex(({ deliverableId }) => deliverableId === parent.id);
      const own =
        change && (change.due !== null || change.duePhrase !== null) ? due(change, parent.key, 'inherited', String(place)) : undefined;
      return { ...shared, ordinal, ...inheritedColumns(parent, change, own) };
    }),
    ...content.deliverables.map((own, index) => ({
      ...shared,
      ordinal: parents.length + index,
      ...ownColumns(own, due(own, own.key, 'deliverables', String(index))),
    })),
  ];
  await ctx.db
    .deleteFrom('deliverable')
    .where('federation_id', '=', ctx.viewer.federationId)
    .where('notice_id', '=', notice.id)
    .where((where) => (keys.length ? where('key', 'not in', keys) : where.val(true)))
    .execute();
  if (!rows.length) return;
  await ctx.db
    .insertInto('deliverable')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['federation_id', 'notice_id', 'key'])
        .doUpdateSet((now) => Object.fromEntries(EDITABLE.map((column) => [column, now.ref(`excluded.${column}`)]))),
    )
    .execute();
}

const EDITABLE = [
  'ordinal',
  'title',
  'requirement',
  'participation',
  'output',
  'audience',
  'fields',
  'ledger',
  'approvals',
  'due_phrase',
  'due_at',
  'due_starts_at',
  'due_confirmed',
  'no_due',
  'due_shifted_from',
  'pulled_from',
  'closes_at',
  'route',
  'late_policy',
  'grace_days',
  'completed_by',
] as const;

/** What a superior's notice asks of bodies further down than the one that received it: what a forwarder must hand on. */
export async function inheritable(ctx: ViewerContext, noticeId: string): Promise<readonly DeliverableRow[]> {
  const rows = await ctx.db
    .selectFrom('deliverable')
    .selectAll()
    .where('federation_id', '=', ctx.viewer.federationId)
    .where('notice_id', '=', noticeId)
    .where('withdrawn_at', 'is', null)
    .orderBy('ordinal')
    .execute();
  return rows.filter(({ audience }) => audience.length > 0).map(asDeliverable);
}

/** What the draft says so far of its dues, by key: what was confirmed stays confirmed. */
const draftedDues = (ctx: ViewerContext, noticeId: string) =>
  ctx.db
    .selectFrom('deliverable')
    .select(['key', 'due_phrase', 'due_at', 'due_starts_at', 'due_confirmed', 'no_due', 'due_shifted_from'])
    .where('federation_id', '=', ctx.viewer.federationId)
    .where('notice_id', '=', noticeId)
    .execute();

function ownColumns(own: DeliverableContent, due: DueColumns) {
  const id = uuid7();
  return {
    id,
    root_id: id,
    chain: [id],
    inherits_id: null,
    key: own.key,
    title: own.title,
    requirement: own.requirement,
    participation: own.participation,
    output: own.output,
    audience: own.audience,
    fields: json(own.fields),
    ledger: own.ledger && json(own.ledger),
    approvals: own.approvals && json(own.approvals),
    ...due,
    closes_at: own.closes ? endOfDay(own.closes) : null,
    route: own.route,
    late_policy: own.latePolicy,
    grace_days: own.graceDays,
    completed_by: own.completedBy,
  };
}

/** The superior's terms as they are, and what this level may add: an earlier due, more fields, its own words. */
export function inheritedColumns(parent: DeliverableRow, change: InheritedContent | undefined, due: DueColumns | undefined) {
  const id = uuid7();
  return {
    id,
    root_id: parent.root_id,
    chain: [...parent.chain, id],
    inherits_id: parent.id,
    key: parent.key,
    title: parent.title,
    requirement: change?.requirement ?? '',
    participation: parent.participation,
    output: parent.output,
    audience: parent.audience,
    fields: json(change?.fields ?? []),
    ledger: parent.ledger && json(parent.ledger),
    approvals: parent.approvals && json(parent.approvals),
    // A phrase out of which no due can be read takes nothing from the superior's.
    ...(due?.due_at ? due : { ...duesOf(parent), ...(due && { due_phrase: due.due_phrase }) }),
    closes_at: parent.closes_at,
    route: parent.route,
    late_policy: parent.late_policy,
    grace_days: parent.grace_days,
    completed_by: change?.completedBy ?? null,
  };
}

const duesOf = ({ due_phrase, due_at, due_starts_at, due_confirmed, no_due, due_shifted_from }: DeliverableRow): DueColumns => ({
  due_phrase,
  due_at,
  due_starts_at,
  due_confirmed,
  no_due,
  due_shifted_from,
});
