import { type Gate, open, shut } from '../../kit/viewer-can.ts';
import type { JobRow } from './job.rows.ts';

/** Going on with what failed, from where it stood. */
export const resumeGate = ({ state }: JobRow): Gate => (state === 'FAILED' ? open() : shut('WRONG_STATE', '只有未能完成的任务可以继续'));

/** Ending what is under way: it stops behind the piece that is being done, which stays done. */
export const cancelGate = ({ state, cancel_requested_at }: JobRow): Gate => {
  if (cancel_requested_at && state === 'RUNNING') return shut('ALREADY_CANCELLED', '已要求取消，做完手头这一段就停');
  return state === 'QUEUED' || state === 'RUNNING' ? open() : shut('WRONG_STATE', '任务已经结束');
};
