import { enumType } from '../../kit/enums.ts';
import type { OpinionRow } from '../chains/chain-of.ts';
import type { OpinionWord, PlaceState, Standing } from '../chains/standing.ts';

export const OpinionEnum = enumType<OpinionWord>('Opinion', 'What an opinion says.', {
  AGREE: 'Agrees.',
  RETURN: 'Sends it back to an earlier step, or to be mended.',
  REFUSE: 'Does not agree; that ends it.',
});
export const opinionLabels: Readonly<Record<OpinionWord, string>> = { AGREE: '同意', RETURN: '退回', REFUSE: '不同意' };

export const OpinionWayEnum = enumType<OpinionRow['way']>('OpinionWay', 'How an opinion came in.', {
  ENTERED: 'Entered by the unit from a stamped paper.',
  LINK: 'Signed by a link that is good once.',
  SIGNED: 'Given by somebody with an account.',
});
export const wayLabels: Readonly<Record<OpinionRow['way'], string>> = {
  ENTERED: '申报单位凭盖章件录入',
  LINK: '通过一次性链接签署',
  SIGNED: '登录系统签署',
};

export const OpinionStandingEnum = enumType<Standing>('OpinionStanding', 'Whether an opinion still counts.', {
  STANDS: 'It counts.',
  STALE: 'What it was given on has changed since.',
  VOID: 'Overtaken by a return or by a later opinion of the same step.',
});
export const standingLabels: Readonly<Record<Standing, string>> = { STANDS: '有效', STALE: '内容已修改，须重新签署', VOID: '已作废' };

export const StepStateEnum = enumType<PlaceState>('ApprovalStepState', 'How a step stands.', {
  WAITING: 'Its turn has not come.',
  NEXT: 'It is its turn.',
  AGREED: 'Agreed.',
  RETURNED: 'Sent it back.',
  REFUSED: 'Did not agree.',
  STALE: 'What it was given on has changed since.',
});
export const stepStateLabels: Readonly<Record<PlaceState, string>> = {
  WAITING: '未到',
  NEXT: '待签署',
  AGREED: '已同意',
  RETURNED: '已退回',
  REFUSED: '不同意',
  STALE: '须重新签署',
};
