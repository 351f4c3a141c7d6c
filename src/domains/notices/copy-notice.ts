import type { ViewerContext } from '../../context.ts';
import { notFound } from '../../kit/errors.ts';
import type { FormField } from '../../kit/form.ts';
import type { PhraseContext } from '../../kit/phrase/reading.ts';
import { json } from '../../kit/sql.ts';
import { dayOf } from '../../kit/time.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { calendarOf } from '../federation/calendar.ts';
import { organizationById } from '../federation/organization.rows.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { indexNotices } from '../search/index-notices.ts';
import { attachmentsOf, writeAttachments } from './attachments.ts';
import { copyGate } from './copy-notice.gates.ts';
import type { CopyNotice } from './copy-notice.input.ts';
import { moveDay, moveYears, type YearMove } from './move-years.ts';
import { movedClose, movedDue } from './moved-dues.ts';
import { asDeliverable, asNotice, type DeliverableRow, type NoticeRow } from './notice.rows.ts';
import type { LedgerColumn, NamedActivity } from './notice.shapes.ts';
import { findNotice, noticeOf } from './read-notices.ts';
import { revised } from './write-content.ts';

/** A copy under way: what is copied, and how its texts, days and phrases are moved. */
interface Copy {
  readonly source: NoticeRow;
  readonly years: number;
  readonly moved: (text: string) => string;
  /** How phrases were read at the time, and how they are read so many years later. */
  readonly before: PhraseContext;
  readonly context: PhraseContext;
}

/**
 * Begins a notice that says what one of the body's own said in an earlier year, with its dates moved: years in titles, texts and
 * questions, dues and closes. Whatever was read out of a phrase is read anew and waits to be confirmed, and nothing of the number,
 * the printed date, the signature or what was answered to lint comes along. It points to the earlier one, so that what was
 * answered then is offered again and compared. A forwarding is not copied: it begins with what the superior sends this time.
 * @throws Refusal NOT_FOUND, NOT_ISSUER, NOT_ISSUED, IS_FORWARDING, RECALLED
 */
export async function copyNotice(ctx: ViewerContext, { noticeId, years }: CopyNotice): Promise<NoticeRow> {
  await holdTree(ctx, 'share');
  const path = ['input', 'noticeId'];
  const source = await findNotice(ctx, noticeId);
  if (!source) throw notFound(path);
  assertGate(copyGate(ctx, source), path);
  const copy = await copyOf(ctx, source, years);
  const draft = await insertCopy(ctx, copy);
  await copyDeliverables(ctx, copy, draft);
  const attachments = (await attachmentsOf(ctx, source.id)).map(({ title, kind, file_id: fileId }) => ({
    title: copy.moved(title),
    kind,
    fileId,
  }));
  await writeAttachments(ctx, draft, attachments, ['input']);
  await indexNotices(ctx.db, ctx.viewer.federationId, [draft.id]);
  await record(ctx, { operation: 'copyNotice', subjectType: 'Notice', subjectId: draft.id, detail: { from: source.id, years } });
  ctx.loaders.clear();
  return draft;
}

async function copyOf(ctx: ViewerContext, source: NoticeRow, years: number): Promise<Copy> {
  const calendar = await calendarOf(ctx);
  const referenceDay = source.issued_on ?? dayOf(source.published_at!);
  const move: YearMove = { from: Number(referenceDay.slice(0, 4)), by: years, quoted: source.basis.map(({ title }) => title) };
  return {
    source,
    years,
    moved: (text) => moveYears(text, move),
    before: { referenceDay, calendar },
    context: { referenceDay: moveDay(referenceDay, years), calendar },
  };
}

async function insertCopy(ctx: ViewerContext, { source, years, moved }: Copy): Promise<NoticeRow> {
  const { viewer, now } = ctx;
  const [issuer, department, derivedFrom] = await Promise.all([
    organizationById(ctx, viewer.organizationId),
    source.department_id ? ctx.loaders.one('department', source.department_id) : undefined,
    source.derived_from_id ? noticeOf(ctx, source.derived_from_id) : undefined,
  ]);
  const row = await ctx.db
    .insertInto('notice')
    .values({
      federation_id: viewer.federationId,
      id: uuid7(),
      issuer_id: viewer.organizationId,
      path: viewer.path,
      kind: source.kind,
      level: source.level,
      state: 'DRAFT',
      ...revised(ctx, { stage: 'DRAFTING', author_ids: [] }),
      title: moved(source.title),
      body: moved(source.body),
      // What a merged body issued is issued by the one that goes on for it.
      signed_by: source.issuer_id === viewer.organizationId ? source.signed_by : issuer!.name,
      department_id: department?.organization_id === viewer.organizationId ? department.id : null,
      derived_from_id: derivedFrom?.id ?? null,
      previous_id: source.id,
      basis: json(source.basis),
      award_year: source.award_year === null ? null : source.award_year + years,
      award_kinds: source.award_kinds,
      declared_period: source.declared_period === null ? null : moved(source.declared_period),
      activities: json(source.activities.map((activity) => movedActivity(activity, moved))),
      contacts: json(source.contacts),
      addressees: json(source.addressees),
      reach: source.reach,
      drafted_by_id: viewer.personId,
      created_at: now,
      updated_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return asNotice(row);
}

async function copyDeliverables(ctx: ViewerContext, copy: Copy, draft: NoticeRow): Promise<void> {
  const rows = (await ctx.loaders.many('deliverable', 'notice_id', copy.source.id, { column: 'ordinal' })).map(asDeliverable);
  const asked = rows.filter(({ withdrawn_at, output }) => !withdrawn_at && output !== 'CORRECTION');
  if (asked.length === 0) return;
  await ctx.db
    .insertInto('deliverable')
    .values(asked.map((row, ordinal) => copyColumns(copy, draft, row, ordinal)))
    .execute();
}

/** Keys stay, so that what was answered is offered again to the same questions. */
function copyColumns({ years, moved, before, context }: Copy, draft: NoticeRow, row: DeliverableRow, ordinal: number) {
  const id = uuid7();
  const { ledger } = row;
  return {
    federation_id: draft.federation_id,
    id,
    notice_id: draft.id,
    issuer_id: draft.issuer_id,
    path: draft.path,
    published_at: null,
    root_id: id,
    chain: [id],
    inherits_id: null,
    key: row.key,
    ordinal,
    title: moved(row.title),
    requirement: moved(row.requirement),
    participation: row.participation,
    output: row.output,
    audience: row.audience,
    fields: json(row.fields.map((field) => movedField(field, moved))),
    ledger: ledger && json({ of: ledger.of, columns: ledger.columns.map((column) => movedColumn(column, moved)) }),
    approvals: row.approvals && json(row.approvals),
    ...movedDue(row, row.due_phrase === null ? null : moved(row.due_phrase), years, before, context),
    closes_at: movedClose(row, years),
    route: row.route,
    late_policy: row.late_policy,
    grace_days: row.grace_days,
    completed_by: row.completed_by,
  };
}

const movedField = (field: FormField, moved: Copy['moved']): FormField => ({
  ...field,
  label: moved(field.label),
  help: field.help && moved(field.help),
  options: field.options.map(moved),
  columns: field.columns.map((column) => movedField(column, moved)),
});

const movedColumn = (column: LedgerColumn, moved: Copy['moved']): LedgerColumn => ({ ...column, label: moved(column.label) });

/** What another year's activity is held by, that year's notice does not say. */
function movedActivity({ name: written, aliases, reference, noticeId }: NamedActivity, moved: Copy['moved']): NamedActivity {
  const name = moved(written);
  return { name, aliases: aliases.map(moved), reference, noticeId: name === written ? noticeId : null };
}
