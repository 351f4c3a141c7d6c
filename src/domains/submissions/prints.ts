import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import type { Answers } from '../../kit/form.ts';
import { countCharacters } from '../../kit/text.ts';
import { uuid7 } from '../../kit/uuid.ts';
import type { DeliverableRow } from '../notices/notice.rows.ts';
import type { StoredPageFile } from './page.ts';
import type { SubmissionRow } from './submission.rows.ts';

/** Shorter texts are alike by chance. */
const FEWEST_CHARACTERS = 30;
/** Most that are shown of one submission. */
const SHOWN = 20;

interface Part {
  readonly ask: DeliverableRow;
  readonly answers: Answers;
}

interface Filed {
  readonly ask: DeliverableRow;
  readonly field: string;
  readonly upload: StoredPageFile;
}

/** Notes what the texts and files of a version look like, part by part, behind the wall of each part. */
export async function writePrints(ctx: ViewerContext, row: SubmissionRow, parts: readonly Part[], files: readonly Filed[]): Promise<void> {
  const texts = parts.flatMap(({ ask, answers }) =>
    ask.fields.flatMap(({ key, type }) => {
      const text = answers[key];
      if (type !== 'TEXT' || typeof text !== 'string' || countCharacters(text) < FEWEST_CHARACTERS) return [];
      return [{ ask, field: key, kind: 'TEXT' as const, hash: hashOf(text) }];
    }),
  );
  const scans = new Set(parts.flatMap(({ ask }) => ask.fields.filter(({ type }) => type === 'SEAL').map(({ key }) => `${ask.id} ${key}`)));
  const contents = files
    .filter(({ ask, field }) => !scans.has(`${ask.id} ${field}`))
    .map(({ ask, field, upload }) => ({ ask, field, kind: 'FILE' as const, hash: upload.sha256 }));
  const prints = [...texts, ...contents];
  if (prints.length === 0) return;
  await ctx.db
    .insertInto('submission_print')
    .values(
      prints.map(({ ask, field, kind, hash }) => ({
        federation_id: row.federation_id,
        id: uuid7(),
        submission_id: row.id,
        number: row.number,
        root_id: row.root_id,
        deliverable_id: ask.id,
        field,
        kind,
        hash,
        path: row.path,
        asker_path: ask.path,
      })),
    )
    .execute();
}

const hashOf = (text: string): string => createHash('sha256').update(text.normalize('NFKC').replaceAll(/\s/gu, '')).digest('hex');

/** The same text or file in another unit's submission of the same deliverable. */
export interface DuplicateRow {
  readonly submission_id: string;
  readonly other_id: string;
  readonly deliverable_id: string;
  readonly field: string;
  readonly kind: 'TEXT' | 'FILE';
}

/** Of a submission as it stands, within the caller's walls, in order of the tree; gathered over a request. */
export async function duplicatesOf(ctx: ViewerContext, submissionId: string): Promise<readonly DuplicateRow[]> {
  const found = await ctx.loaders.batched('duplicates', submissionId, async (ids) => {
    const { rows } = await sql<DuplicateRow>`
      select submission_id, other_id, deliverable_id, field, kind from (
        select distinct on (s.id, t.path, t.id, f.deliverable_id, f.field) s.id as submission_id, t.id as other_id, f.deliverable_id, f.field, f.kind,
               t.path, dense_rank() over (partition by s.id order by t.path, t.id) as place
          from submission s
          join submission_print f on f.federation_id = s.federation_id and f.submission_id = s.id and f.number = s.number
          join submission_print o on o.federation_id = f.federation_id and o.root_id = f.root_id and o.hash = f.hash and o.submission_id <> s.id
          join submission t on t.federation_id = o.federation_id and t.id = o.submission_id and t.number = o.number
           and t.state <> 'WITHDRAWN' and t.organization_id <> s.organization_id
         where s.federation_id = ${ctx.viewer.federationId} and s.id = any (${ids}::uuid[])
         order by s.id, t.path, t.id, f.deliverable_id, f.field) found
       where place <= ${SHOWN} order by submission_id, path, other_id, deliverable_id, field`.execute(ctx.db);
    return Map.groupBy(rows, (row) => row.submission_id);
  });
  return found ?? [];
}
