import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { canonical } from '../../kit/canonical.ts';
import type { AnswersByAsker } from '../../kit/form.ts';
import { namedFiles } from '../../kit/form-answers.ts';
import { encodeId } from '../../kit/node-id.ts';
import { json } from '../../kit/sql.ts';
import { dayOf } from '../../kit/time.ts';
import { levelOf } from '../../kit/tree.ts';
import { uuid7 } from '../../kit/uuid.ts';
import type { DeliverableRow } from '../notices/notice.rows.ts';
import { announce } from '../notifications/announce.ts';
import { isLate } from '../obligations/gates.ts';
import type { ObligationRow } from '../obligations/obligation.rows.ts';
import { indexSubmissions } from '../search/index-submissions.ts';
import { isStored, type PageFile, partsOf, type StoredPageFile } from './page.ts';
import { writePrints } from './prints.ts';
import { resultsOf } from './sheet-scores.ts';
import { asSubmission, type StepRow, type SubmissionRow } from './submission.rows.ts';

/** What goes into one version. */
export interface HandIn {
  readonly obligation: ObligationRow;
  readonly asks: readonly DeliverableRow[];
  readonly page: AnswersByAsker;
  readonly uploads: readonly PageFile[];
  readonly nil: boolean;
  readonly nilReason: string | null;
  /** What goes up beside the page and is kept elsewhere, such as a frozen ledger by its hash. */
  readonly enclosure?: Readonly<Record<string, unknown>>;
  /** What was handed in before for the same task. */
  readonly previous: SubmissionRow | undefined;
  /** Entered by a body above for the unit. */
  readonly entry?: {
    /** The time that counts: of entering, or of receipt (C-35). */
    readonly at: Date;
    /** Nobody else of that body reviews: it goes on to the next one as it is. */
    readonly isCleared: boolean;
  };
}

/**
 * Writes what a unit hands in: the submission as it now stands, one version that is never changed again, a part per
 * asker, its files, and where it goes; what it was returned with is answered. To be called inside `withRollup`, with the obligation held.
 */
export async function handIn(ctx: ViewerContext, given: HandIn): Promise<SubmissionRow> {
  const { obligation, previous, asks, nil, entry } = given;
  const at = entry?.at ?? ctx.now;
  const parts = partsOf(asks, nil ? {} : given.page);
  const files = nil ? [] : filesOf(parts, given.uploads);
  const goes = await destination(ctx, obligation);
  // Taken back is as if it had never come: only what was returned keeps its first time.
  const kept = previous && previous.state !== 'WITHDRAWN' ? previous : undefined;
  const submission = {
    id: previous?.id ?? uuid7(),
    number: (previous?.number ?? 0) + 1,
    firstReachedAt: { ...reached(at, goes.level, obligation), ...kept?.first_reached_at },
    firstSubmittedAt: kept?.first_submitted_at ?? at,
    late: kept?.late ?? isLate(obligation.due_at, at),
    lateForAsker: kept?.late_for_asker ?? isLate(obligation.asker_due_at, at),
    path: await standingAt(ctx, obligation),
    contentHash: createHash('sha256')
      .update(
        canonical({
          nil,
          nilReason: given.nilReason,
          parts: parts.map(({ ask, answers }) => ({ deliverableId: ask.id, answers })),
          files: files.map(({ upload }) => ({ fileId: upload.id, sha256: upload.sha256 })),
          ...given.enclosure,
        }),
      )
      .digest('hex'),
  };
  const row = await writeSubmission(ctx, given, submission, goes);
  await writeVersion(ctx, given, row);
  await writeParts(ctx, row, parts);
  await indexSubmissions(ctx.db, row.federation_id, [row.id]);
  await writeFiles(ctx, row, files);
  await writePrints(ctx, row, parts, files);
  await sql`
    insert into submission_step (federation_id, id, submission_id, path, asker_path, kind, number, organization_id, to_organization_id, happened_at)
    values (${row.federation_id}, ${uuid7()}, ${row.id}, ${row.path}, ${row.asker_path}, ${stepOf(given)}, ${row.number},
            ${ctx.viewer.organizationId}, ${goes.holderId}, ${ctx.now})`.execute(ctx.db);
  await sql`
    update return_slip set answered_at = ${ctx.now}
     where federation_id = ${row.federation_id} and submission_id = ${row.id} and answered_at is null`.execute(ctx.db);
  await sql`
    update obligation
       set state = 'SUBMITTED', submitted_at = ${row.first_submitted_at}, nil = ${nil}, late = ${row.late}, resubmit_due = null,
           extension_holder_id = null, extension_due = null, provisional = ${entry !== undefined}, version = version + 1
     where federation_id = ${row.federation_id} and id = ${obligation.id}`.execute(ctx.db);
  // Whoever enters something for a unit and holds it then need not be told.
  if (goes.holderId !== ctx.viewer.organizationId)
    await announce(ctx, {
      event: 'SUBMISSION_RECEIVED',
      subjectType: 'Submission',
      subjectId: row.id,
      audience: { organizationIds: [goes.holderId] },
    });
  return row;
}

/** What happens to the submission. A ledger and a unit's own page are their body's act; what is entered, that of whoever enters it. */
function stepOf({ entry, previous }: HandIn): StepRow['kind'] {
  if (entry) return 'ENTERED';
  if (previous?.state === 'SUBMITTED') return 'REPLACED';
  return previous && previous.state !== 'WITHDRAWN' ? 'RESUBMITTED' : 'SUBMITTED';
}

/**
 * Readable, and the same for every version: the day of the first submission and ten characters of the id's random end,
 * without letters that are taken for digits.
 */
export function receiptNumber(submissionId: string, day: string): string {
  const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  let rest = BigInt(`0x${submissionId.replaceAll('-', '')}`) & ((1n << 50n) - 1n);
  let serial = '';
  for (let count = 0; count < 10; count++) {
    serial = letters[Number(rest & 31n)] + serial;
    rest >>= 5n;
  }
  return `${day.replaceAll('-', '')}-${serial.slice(0, 5)}-${serial.slice(5)}`;
}

interface Destination {
  readonly holderId: string;
  /** Level of the body that has it at once: 1 is the province. */
  readonly level: number;
}

/** DIRECT: the body that asked first. LEVEL_BY_LEVEL: the nearest one that asks, which hands it on. */
async function destination(ctx: ViewerContext, { route, root_id, deliverable_id }: ObligationRow): Promise<Destination> {
  const asker = await ctx.loaders.one('deliverable', route === 'DIRECT' ? root_id : deliverable_id);
  if (!asker) throw new Error(`The asker's deliverable of root ${root_id} is out of sight`);
  return { holderId: asker.issuer_id, level: levelOf(asker.path) };
}

/** Every body from that level down to the one above the unit has had it since then. */
function reached(at: Date, level: number, { filed_path }: ObligationRow): Record<string, string> {
  const levels = Array.from({ length: Math.max(0, levelOf(filed_path) - level) }, (_, index) => level + index);
  return Object.fromEntries(levels.map((one) => [String(one), at.toISOString()]));
}

/** Where the unit stands; a move that is under way is waited for, or the new rows would keep the old address. */
async function standingAt(ctx: ViewerContext, { federation_id, organization_id }: ObligationRow): Promise<string> {
  const { rows } = await sql<{ path: string }>`
    select path from organization where federation_id = ${federation_id} and id = ${organization_id} for share`.execute(ctx.db);
  return rows[0]!.path;
}

interface Figures {
  readonly id: string;
  readonly number: number;
  readonly path: string;
  readonly firstReachedAt: Record<string, string>;
  readonly firstSubmittedAt: Date;
  readonly late: boolean;
  readonly lateForAsker: boolean;
  readonly contentHash: string;
}

async function writeSubmission(
  ctx: ViewerContext,
  { obligation, nil, entry }: HandIn,
  now: Figures,
  { holderId, level }: Destination,
): Promise<SubmissionRow> {
  const clearedAt = entry?.isCleared ? ctx.now : null;
  const row = await ctx.db
    .insertInto('submission')
    .values({
      federation_id: obligation.federation_id,
      id: now.id,
      obligation_id: obligation.id,
      root_id: obligation.root_id,
      organization_id: obligation.organization_id,
      path: now.path,
      filed_path: obligation.filed_path,
      asker_path: obligation.asker_path,
      state: 'SUBMITTED',
      holder_id: holderId,
      cleared_at: clearedAt,
      reached_level: level,
      first_reached_at: now.firstReachedAt,
      number: now.number,
      receipt_number: receiptNumber(now.id, dayOf(now.firstSubmittedAt)),
      nil,
      late: now.late,
      late_for_asker: now.lateForAsker,
      first_submitted_at: now.firstSubmittedAt,
      submitted_at: ctx.now,
      submitted_by_id: ctx.viewer.personId,
      submitted_on_behalf_of_id: ctx.viewer.onBehalfOfId,
      entered: entry !== undefined,
      confirmed_by_id: null,
      content_hash: now.contentHash,
    })
    .onConflict((conflict) =>
      conflict.columns(['federation_id', 'id']).doUpdateSet((row) => ({
        state: 'SUBMITTED',
        holder_id: holderId,
        cleared_at: clearedAt,
        reached_level: level,
        first_reached_at: row.ref('excluded.first_reached_at'),
        number: now.number,
        receipt_number: row.ref('excluded.receipt_number'),
        nil,
        late: now.late,
        late_for_asker: now.lateForAsker,
        first_submitted_at: now.firstSubmittedAt,
        submitted_at: ctx.now,
        submitted_by_id: ctx.viewer.personId,
        submitted_on_behalf_of_id: ctx.viewer.onBehalfOfId,
        entered: entry !== undefined,
        confirmed_by_id: null,
        content_hash: now.contentHash,
        version: row('submission.version', '+', 1),
      })),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
  return asSubmission(row);
}

async function writeVersion(ctx: ViewerContext, { nil, nilReason }: HandIn, row: SubmissionRow): Promise<void> {
  await ctx.db
    .insertInto('submission_version')
    .values({
      federation_id: row.federation_id,
      id: uuid7(),
      submission_id: row.id,
      number: row.number,
      path: row.path,
      asker_path: row.asker_path,
      nil,
      nil_reason: nilReason,
      submitted_at: ctx.now,
      submitted_by_id: ctx.viewer.personId,
      submitted_on_behalf_of_id: ctx.viewer.onBehalfOfId,
      content_hash: row.content_hash,
    })
    .execute();
}

/** A part stands behind its own asker's wall: a second superior reaches what it asked and nothing else. */
async function writeParts(ctx: ViewerContext, row: SubmissionRow, parts: ReturnType<typeof partsOf>): Promise<void> {
  if (parts.length === 0) return;
  const values = parts.map(({ ask, answers }) => ({
    federation_id: row.federation_id,
    id: uuid7(),
    submission_id: row.id,
    number: row.number,
    deliverable_id: ask.id,
    asker_id: ask.issuer_id,
    path: row.path,
    asker_path: ask.path,
    edition: ask.edition,
    answers,
    results: json(resultsOf(ask, answers, ctx.now)),
  }));
  await ctx.db.insertInto('submission_part').values(values).execute();
}

interface FiledUpload {
  readonly ask: DeliverableRow;
  readonly field: string;
  readonly upload: StoredPageFile;
}

function filesOf(parts: ReturnType<typeof partsOf>, uploads: readonly PageFile[]): FiledUpload[] {
  const known = new Map(uploads.filter(isStored).map((upload) => [encodeId('File', upload.id), upload]));
  return parts.flatMap(({ ask, answers }) =>
    ask.fields
      .filter(({ type }) => type === 'FILE' || type === 'SEAL' || type === 'SHEET')
      .flatMap(({ key }) => namedFiles(answers[key]).map((id) => ({ ask, field: key, upload: known.get(id)! }))),
  );
}

async function writeFiles(ctx: ViewerContext, row: SubmissionRow, files: readonly FiledUpload[]): Promise<void> {
  if (files.length === 0) return;
  const values = files.map(({ ask, field, upload }, ordinal) => ({
    federation_id: row.federation_id,
    id: uuid7(),
    submission_id: row.id,
    number: row.number,
    file_id: upload.id,
    deliverable_id: ask.id,
    field,
    ordinal,
    path: row.path,
    asker_path: ask.path,
    name: upload.name,
    extension: upload.extension,
    media_type: upload.media_type,
    size: upload.size,
    sha256: upload.sha256,
    media: upload.media ? (JSON.stringify(upload.media) as never) : null,
    storage_key: upload.storage_key,
    print_code: upload.print_code ?? null,
    submitted_at: ctx.now,
  }));
  await ctx.db.insertInto('submission_file').values(values).execute();
}
