import { type Gate, open, shut } from '../../kit/viewer-can.ts';
import { type ChainStanding, type OpinionRow, unitPlaces } from './chain-of.ts';
import type { JudgedPlace, Place } from './standing.ts';

/** Whether it is this step's turn. Codes: STEP_REFUSED, ALREADY_GIVEN, OUT_OF_ORDER. */
export function turnGate({ next, refused }: ChainStanding, place: JudgedPlace<OpinionRow>): Gate {
  if (refused) return shut('STEP_REFUSED', `“${refused.step.title}”不同意，程序已结束`);
  if (place.state === 'AGREED') return shut('ALREADY_GIVEN', `“${place.step.title}”已经签署`);
  if (next && isSame(next, place)) return open();
  return shut('OUT_OF_ORDER', `须先取得“${next?.step.title ?? ''}”，再签署“${place.step.title}”`);
}

/** Whether the unit's own steps stand on the page as it is. Codes: STEP_REFUSED, STEP_STALE, STEP_MISSING. */
export function unitStepsGate(standing: ChainStanding): Gate {
  const open_ = unitPlaces(standing).find(({ state }) => state !== 'AGREED');
  return open_ ? missing(open_) : open();
}

/** Whether every step of a body, and all before, stand on the version that it has. Codes as above. */
export function bodyStepsGate(standing: ChainStanding, organizationId: string): Gate {
  const last = standing.places.findLastIndex(({ hopId, bodyId }) => hopId !== null && bodyId === organizationId);
  const open_ = standing.places.slice(0, last + 1).find(({ state }) => state !== 'AGREED');
  return open_ ? missing(open_) : open();
}

function missing({ state, step }: JudgedPlace<OpinionRow>): Gate {
  if (state === 'REFUSED') return shut('STEP_REFUSED', `“${step.title}”不同意，程序已结束`);
  if (state === 'STALE') return shut('STEP_STALE', `“${step.title}”签署之后内容有修改，须重新签署`);
  return shut('STEP_MISSING', `还没有取得“${step.title}”`);
}

export const isSame = (one: Place, other: Place): boolean => one.step.code === other.step.code && one.hopId === other.hopId;
