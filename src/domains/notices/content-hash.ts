import { createHash } from 'node:crypto';
import type { ViewerContext } from '../../context.ts';
import { canonical } from '../../kit/canonical.ts';
import { attachmentsOf } from './attachments.ts';
import type { DeliverableRow, NoticeRow } from './notice.rows.ts';

type Columns<Row> = Readonly<Record<Exclude<keyof Row, '__typename'>, boolean>>;

/**
 * Which columns a signature covers; whoever adds one decides. Not what is registered after it (登记编号、成文日期), nor where
 * the notice stands and how far it has come.
 */
const NOTICE: Columns<NoticeRow> = {
  federation_id: true,
  id: true,
  issuer_id: true,
  path: false,
  department_id: true,
  kind: true,
  level: true,
  state: false,
  stage: false,
  author_ids: false,
  doc_prefix: false,
  doc_year: false,
  doc_seq: false,
  title: true,
  body: true,
  signed_by: true,
  issued_on: false,
  published_at: false,
  forwards_id: true,
  derived_from_id: true,
  previous_id: true,
  basis: true,
  award_year: true,
  award_kinds: true,
  declared_period: true,
  activities: true,
  contacts: true,
  addressees: true,
  reach: true,
  delivered_count: false,
  edition: false,
  based_on: false,
  rebased_at: false,
  amends_id: true,
  amendment: true,
  // The text ends with the bulletin's own hash.
  bulletin_id: false,
  recalled_at: false,
  recall_reason: false,
  recalled_with_id: false,
  drafted_by_id: false,
  issued_by_id: false,
  created_at: false,
  updated_at: false,
  indexed_version: false,
  version: false,
};

const DELIVERABLE: Columns<DeliverableRow> = {
  federation_id: true,
  id: true,
  notice_id: true,
  issuer_id: true,
  path: false,
  published_at: false,
  key: true,
  ordinal: true,
  title: true,
  requirement: true,
  participation: true,
  output: true,
  audience: true,
  fields: true,
  ledger: true,
  approvals: true,
  due_phrase: true,
  due_at: true,
  due_starts_at: true,
  due_confirmed: true,
  no_due: true,
  due_shifted_from: true,
  pulled_from: false,
  closes_at: true,
  route: true,
  late_policy: true,
  grace_days: true,
  completed_by: true,
  inherits_id: true,
  root_id: true,
  chain: true,
  since: false,
  edition: false,
  withdrawn_at: false,
};

/** SHA-256, in hexadecimal, of everything that a draft says and asks for. */
export async function contentHash(ctx: ViewerContext, notice: NoticeRow): Promise<string> {
  const deliverables = await ctx.db
    .selectFrom('deliverable')
    .selectAll()
    .where('federation_id', '=', notice.federation_id)
    .where('notice_id', '=', notice.id)
    .orderBy('ordinal')
    .execute();
  const attachments = await attachmentsOf(ctx, notice.id);
  const said = {
    notice: covered(notice, NOTICE),
    deliverables: deliverables.map((row) => covered(row, DELIVERABLE)),
    attachments: attachments.map(({ ordinal, title, kind, file_id }) => ({ ordinal, title, kind, file_id })),
  };
  return createHash('sha256').update(canonical(said)).digest('hex');
}

const covered = (row: object, columns: Readonly<Record<string, boolean>>): object =>
  Object.fromEntries(Object.entries(row).filter(([name]) => columns[name]));
