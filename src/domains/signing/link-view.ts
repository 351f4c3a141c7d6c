import { printInstant } from '../../kit/print.ts';
import { type InvitationState, type LinkRow, stateOf } from './invitation.rows.ts';
import type { SigningLink } from './signing.type.ts';

/** How a link stands, said to its holder: by whom and when it was used, or since when it is void. */
export function sayState({ signer_name: name, step, answered_at, expires_at, revoked_at }: LinkRow, state: InvitationState): string {
  switch (state) {
    case 'OPEN':
      return `请${name}${step}，有效期至${printInstant(expires_at)}`;
    case 'SIGNED':
      return `已由${name}于${printInstant(answered_at)}签署`;
    case 'DECLINED':
      return `已由${name}于${printInstant(answered_at)}退回`;
    case 'REVOKED':
      return `链接已于${printInstant(revoked_at)}作废`;
    case 'EXPIRED':
      return `链接已于${printInstant(expires_at)}过期`;
  }
}

/** What a link shows: the text only while it is to be signed. */
export function linkView(row: LinkRow, now: Date): SigningLink {
  const state = stateOf(row, now);
  return {
    state,
    stateLabel: sayState(row, state),
    organizationName: row.organization_name,
    signerName: row.signer_name,
    signerPost: row.signer_post,
    step: row.step,
    message: state === 'OPEN' ? row.message : null,
    title: row.shown.title,
    lines: state === 'OPEN' ? row.shown.lines : [],
    sealRequired: row.shown.sealRequired ?? false,
    expiresAt: row.expires_at,
    answeredAt: row.answered_at,
  };
}
