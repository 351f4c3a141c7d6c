import { transitions } from '../../kit/states.ts';

/**
 * A draft's way to the signature: 拟稿 → 核稿 → 签发. Whatever changes the text leads back to the beginning, so that only what
 * was signed is ever sent.
 */
export const noticeStages = transitions({
  DRAFTING: { submit: 'IN_REVIEW', revise: 'DRAFTING' },
  IN_REVIEW: { review: 'REVIEWED', return: 'DRAFTING', revise: 'DRAFTING' },
  REVIEWED: { sign: 'SIGNED', return: 'DRAFTING', revise: 'DRAFTING' },
  SIGNED: { return: 'DRAFTING', revise: 'DRAFTING' },
});
