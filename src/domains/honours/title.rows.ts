import type { Selectable } from 'kysely';
import { dayOf } from '../../kit/time.ts';
import type { Tables } from '../../orm.ts';
import type { titleStatusLabels } from './honour.enums.ts';

export type TitleRow = Selectable<Tables['title']> & { readonly __typename: 'Title' };
export type ResultRow = Selectable<Tables['award_result']>;
/** By its days alone. */
export type DayStatus = 'NAMED' | 'ACTIVE' | 'REVOKED' | 'EXPIRED';
export type TitleStatus = keyof typeof titleStatusLabels;

export const asTitle = (row: Selectable<Tables['title']>): TitleRow => ({ ...row, __typename: 'Title' });

type Days = Pick<TitleRow, 'revoked_on' | 'valid_until' | 'effective_from'>;

/** How it stands, by its days alone (F-09). */
export function statusOf({ revoked_on, valid_until, effective_from }: Days, now: Date): DayStatus {
  const today = dayOf(now);
  if (revoked_on !== null) return 'REVOKED';
  if (valid_until !== null && valid_until < today) return 'EXPIRED';
  return effective_from > today ? 'NAMED' : 'ACTIVE';
}
