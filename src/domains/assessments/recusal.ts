import { type RawBuilder, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';

/**
 * Who must not judge what: the one rule behind every list, act and count, as a table expression of
 * `(round_id, entry_id, person_id)`. It answers alike for whoever asks, however little they see, and shows them nothing of what
 * it looked at (docs/decisions/0028).
 *
 * A person is recused from an entry when
 * - a body of theirs (home, office, one lent to them) is the unit's, stands below it, or above it and below the organiser's;
 * - a body of theirs is, or stands below, one to which the unit is bound for the second time, the organiser's line excepted;
 * - they handed it in, decided on it on its way, or stepped back from reviewing it;
 * - they declared a relation to it.
 *
 * @param rounds an array of ids
 * @param persons an array of ids
 */
export const recusals = (
  { now }: Pick<ViewerContext, 'now'>,
  rounds: RawBuilder<unknown>,
  persons: RawBuilder<unknown>,
): RawBuilder<unknown> => sql`app.recusals(${rounds}, ${persons}, ${now}::timestamptz)`;

export interface Recusal {
  readonly entry_id: string;
  readonly person_id: string;
}

/** The pairs of one round among these persons. */
export async function recusedIn(ctx: ViewerContext, roundId: string, personIds: readonly string[]): Promise<readonly Recusal[]> {
  const { rows } = await sql<Recusal>`
    select entry_id, person_id from ${recusals(ctx, sql`array[${roundId}::uuid]`, sql`${[...personIds]}::uuid[]`)}`.execute(ctx.db);
  return rows;
}
