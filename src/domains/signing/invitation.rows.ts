import type { Selectable } from 'kysely';
import type { Tables } from '../../orm.ts';
import type { ShownDocument } from './signable.ts';

export type InvitationRow = Selectable<Tables['signing_invitation']>;

export type InvitationState = 'OPEN' | 'SIGNED' | 'DECLINED' | 'EXPIRED' | 'REVOKED';

export const STATE_LABELS: Readonly<Record<InvitationState, string>> = {
  OPEN: '待签署',
  SIGNED: '已签署',
  DECLINED: '已退回',
  EXPIRED: '已过期',
  REVOKED: '已作废',
};

/** How it stands now. An answer stays an answer. */
export function stateOf(
  { outcome, revoked_at, expires_at }: Pick<InvitationRow, 'outcome' | 'revoked_at' | 'expires_at'>,
  now: Date,
): InvitationState {
  if (outcome !== null) return outcome;
  if (revoked_at !== null) return 'REVOKED';
  return expires_at <= now ? 'EXPIRED' : 'OPEN';
}

/** What a link shows to whoever holds it, and to nobody else. */
export interface LinkRow extends Pick<
  InvitationRow,
  'step' | 'message' | 'expires_at' | 'revoked_at' | 'outcome' | 'opinion' | 'answered_at'
> {
  readonly shown: ShownDocument;
  readonly signer_name: string;
  readonly signer_post: string | null;
  readonly organization_name: string;
}
