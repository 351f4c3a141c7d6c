import { sql } from 'kysely';
import { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import type { FormField } from '../../kit/form.ts';
import { idOf } from '../../kit/node-id.ts';
import type { OutRow } from '../../kit/sheet/write-sheet.ts';
import { lineageOf } from '../../kit/tree.ts';
import { organizationById } from '../federation/organization.rows.ts';
import type { DeliverableRow } from '../notices/notice.rows.ts';
import { findDeliverable, noticeOf } from '../notices/read-notices.ts';
import { seesContacts } from '../submissions/contacts.ts';
import { listSubmissions } from '../submissions/read-submissions.ts';
import { SUBMISSION_STATES } from '../submissions/submission.entity.ts';
import { submissionStateLabels } from '../submissions/submission.enums.ts';
import type { SubmissionRow } from '../submissions/submission.rows.ts';
import { answerColumns } from './answer-columns.ts';
import { type Column, columnSet, type Detail, whole, yesOrNo } from './column-set.ts';

const unitName = async (ctx: ViewerContext, { organization_id }: SubmissionRow) =>
  (await organizationById(ctx, organization_id))?.name ?? null;

const fixed: readonly Column<SubmissionRow>[] = [
  { key: 'receiptNumber', heading: '回执号', kind: 'TEXT', width: 24, value: (_, row) => row.receipt_number },
  { key: 'organization', heading: '报送单位', kind: 'TEXT', width: 36, value: unitName },
  {
    key: 'deliverable',
    heading: '报送事项',
    kind: 'TEXT',
    width: 30,
    value: async (ctx, row) => (await ctx.loaders.one('deliverable', row.root_id))?.title ?? null,
  },
  { key: 'state', heading: '状态', kind: 'TEXT', width: 16, value: (_, row) => submissionStateLabels[row.state] },
  {
    key: 'holder',
    heading: '现在何处',
    kind: 'TEXT',
    width: 30,
    value: async (ctx, { holder_id }) => (holder_id ? ((await organizationById(ctx, holder_id))?.name ?? null) : null),
  },
  { key: 'version', heading: '第几次报送', kind: 'NUMBER', width: 10, value: (_, row) => whole(row.number) },
  { key: 'submittedAt', heading: '报送时间', kind: 'INSTANT', width: 20, value: (_, row) => row.submitted_at },
  { key: 'onTime', heading: '按时（本单位期限）', kind: 'TEXT', value: (_, row) => yesOrNo(!row.late) },
  { key: 'onTime', heading: '按时（首要求单位期限）', kind: 'TEXT', value: (_, row) => yesOrNo(!row.late_for_asker) },
  { key: 'nil', heading: '零报告', kind: 'TEXT', width: 8, value: (_, row) => yesOrNo(row.nil) },
];

/** An asker's question, with the heading under which its answers stand. */
interface Question {
  readonly ask: DeliverableRow;
  readonly field: FormField;
  readonly heading: string;
}

/**
 * The questions of the body for which the list is made and of those above it, as far as it may read what asks them. What is
 * asked further down stands in the lists of the bodies that ask it.
 */
async function questionsOf(ctx: ViewerContext, { root_id }: DeliverableRow, path: string): Promise<Question[]> {
  const { rows } = await sql<DeliverableRow>`
    select d.* from deliverable d
     where d.federation_id = ${ctx.viewer.federationId} and d.root_id = ${root_id} and d.published_at is not null
       and d.path = any (${lineageOf(path)}) order by d.path, d.id`.execute(ctx.db);
  const readable = await Promise.all(rows.map(async (ask) => ((await noticeOf(ctx, ask.notice_id)) ? ask : undefined)));
  const asks = readable.filter((ask) => ask !== undefined && ask.fields.length > 0) as DeliverableRow[];
  const names = await Promise.all(asks.map(async ({ issuer_id }) => (await organizationById(ctx, issuer_id))?.short_name ?? ''));
  return asks.flatMap((ask, index) =>
    ask.fields.map((field) => ({ ask, field, heading: asks.length > 1 ? `${field.label}（${names[index]}）` : field.label })),
  );
}

/** The answer to a question in the version that stands, as far as the viewer may read the asker's part. */
async function answerTo(ctx: ViewerContext, { id, number }: SubmissionRow, { ask, field }: Question): Promise<unknown> {
  const parts = await ctx.loaders.many('submission_part', 'submission_id', id);
  const part = parts.find((one) => one.number === number && one.deliverable_id === ask.id);
  return part && Object.hasOwn(part.answers, field.key) ? part.answers[field.key] : null;
}

const columnsOf = (question: Question): Column<SubmissionRow>[] => [
  ...answerColumns(question.field, question.heading).map((column) =>
    Object.assign(column, {
      key: 'answers',
      value: async (ctx: ViewerContext, row: SubmissionRow) => column.pick(await answerTo(ctx, row, question)),
    }),
  ),
  ...(question.field.type === 'FILE' || question.field.type === 'SEAL' || question.field.type === 'SHEET' ? [fileNames(question)] : []),
];

const fileNames = ({ ask, field, heading }: Question): Column<SubmissionRow> => ({
  key: 'answers',
  heading: `${heading}：文件`,
  kind: 'TEXT',
  width: 30,
  value: async (ctx, { id, number }) => {
    const files = await ctx.loaders.many('submission_file', 'submission_id', id, { column: 'ordinal' });
    const own = files.filter((file) => file.number === number && file.deliverable_id === ask.id && file.field === field.key);
    return own.map(({ name }) => name).join('；') || null;
  },
});

/** The rows of a table question, each under the receipt and the unit that it belongs to. */
function tableOf(ctx: ViewerContext, question: Question): Detail<SubmissionRow> {
  const cells = question.field.columns
    .flatMap((column) => answerColumns(column, column.label).map((cell) => Object.assign(cell, { key: column.key })))
    .filter(({ personal }) => !personal || seesContacts(ctx.viewer));
  return {
    name: question.heading,
    key: 'answers',
    columns: [
      { heading: '回执号', kind: 'TEXT', width: 24 },
      { heading: '报送单位', kind: 'TEXT', width: 36 },
      { heading: '行', kind: 'NUMBER', width: 8 },
      ...cells,
    ],
    rows: async (reader, row): Promise<OutRow[]> => {
      const [answer, unit] = [await answerTo(reader, row, question), await unitName(reader, row)];
      const lines = Array.isArray(answer) ? (answer as readonly Readonly<Record<string, unknown>>[]) : [];
      const cellsOf = (line: Readonly<Record<string, unknown>>) => cells.map(({ key, pick }) => pick(line[key] ?? null));
      return lines.map((line, index) => [row.receipt_number, unit, String(index + 1)].concat(cellsOf(line) as (string | null)[]));
    },
  };
}

/** What was handed in, with a column for each question and a table beside it for each question that asks for one. */
export const submissions = columnSet({
  may: ['read', 'Submission'],
  schema: z.strictObject({
    under: idOf('Organization').optional(),
    deliverableId: idOf('Deliverable').optional(),
    state: z.enum(SUBMISSION_STATES).optional(),
    reach: z.enum(['SUBTREE', 'ASKED']).default('SUBTREE'),
  }),
  fixed,
  expanding: [{ key: 'answers', heading: '各项答案', personal: false, expands: true }],
  open: async (ctx, { under, deliverableId, state, reach }) => {
    const asked = deliverableId === undefined ? undefined : await findDeliverable(ctx, deliverableId);
    if (deliverableId !== undefined && !asked) return undefined;
    const body = await organizationById(ctx, under ?? ctx.viewer.organizationId);
    const questions = asked && body ? await questionsOf(ctx, asked, body.path) : [];
    const filter = { under: under ?? null, deliverableId: deliverableId ?? null, state: state ?? null, reach };
    return {
      about: asked?.title ?? null,
      columns: [...fixed, ...questions.flatMap(columnsOf)],
      details: questions.filter(({ field }) => field.type === 'TABLE').map((question) => tableOf(ctx, question)),
      page: (reader, page) => listSubmissions(reader, filter, page),
    };
  },
});
