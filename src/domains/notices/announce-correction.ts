import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { announce, type Announced } from '../notifications/announce.ts';
import type { AskedAgain } from '../submissions/ask-again.ts';
import { withForwardings } from './edition-rows.ts';
import type { Correction } from './issue-correction.ts';
import type { NoticeRow } from './notice.rows.ts';

interface Outcome {
  readonly correction: Correction;
  /** Notices further down in which a due was drawn nearer. */
  readonly pulled: ReadonlySet<string>;
  /** Bodies that owe to hand it on. */
  readonly hops: readonly string[];
  readonly again: readonly AskedAgain[];
}

/** Tells everybody to whom the notice went, at every hop; those who have to act are told what. */
export async function announceCorrection(
  ctx: ViewerContext,
  amended: NoticeRow,
  { correction, pulled, hops, again }: Outcome,
): Promise<void> {
  const { reason } = correction.draft.amendment!;
  const lines = correction.changes.map(({ line }) => line);
  const detail = { edition: amended.edition, reason, lines };
  const { rows: below } = await sql<{ id: string; by: string }>`
    ${withForwardings(ctx, amended.id)}
    select f.id, h.name as by from below
      join notice f on f.federation_id = below.federation_id and f.id = below.id
      join organization h on h.federation_id = f.federation_id and h.id = f.issuer_id
     where f.id <> ${amended.id}`.execute(ctx.db);
  const toAddressees = ({ id }: { id: string }, event: Announced['event'], more: object = {}): Announced => ({
    event,
    subjectType: 'Notice',
    subjectId: id,
    audience: { deliveriesOf: id },
    detail: { ...detail, ...more },
  });
  await announce(
    ctx,
    toAddressees(amended, 'NOTICE_AMENDED'),
    ...below.map(({ id, by }) => toAddressees({ id }, pulled.has(id) ? 'DUE_CHANGED' : 'NOTICE_AMENDED', { waitingFor: by })),
    ...(hops.length > 0
      ? [
          {
            event: 'CORRECTION_TO_PASS_ON',
            subjectType: 'Notice',
            subjectId: amended.id,
            audience: { organizationIds: hops },
            detail,
          } as const,
        ]
      : []),
    ...again.map(({ id, submitted_by_id, due }): Announced => ({
      event: 'SUBMISSION_RETURNED',
      subjectType: 'Submission',
      subjectId: id,
      audience: { personIds: [submitted_by_id] },
      detail: { reason, due: due.toISOString() },
    })),
  );
}
