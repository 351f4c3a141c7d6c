import type { ViewerContext } from '../../context.ts';
import { bytesHere } from '../files/show-upload.ts';
import { waitsUntil } from './arm.ts';
import type { EditorRow } from './editor.ts';

/** How long the files that are on their way still need, as fast as those of this page came so far. */
export interface UploadEstimate {
  readonly bytesLeft: number;
  /** Null before anything has come. */
  readonly bytesPerSecond: number | null;
  readonly secondsNeeded: number | null;
  /** Until the due that counts, or the close; null when there is none. */
  readonly secondsLeft: number | null;
  readonly atRisk: boolean;
  readonly message: string | null;
}

/** @returns null when nothing is on its way */
export async function uploadEstimate(ctx: ViewerContext, { obligation, uploads }: EditorRow): Promise<UploadEstimate | null> {
  const going = uploads.filter(({ state }) => state === 'UPLOADING' || state === 'PROBING');
  if (going.length === 0) return null;
  let [bytesLeft, came, took] = [0, 0, 0];
  for (const upload of uploads) {
    if (upload.state === 'FAILED') continue;
    const here = await bytesHere(ctx, upload);
    if (going.includes(upload)) bytesLeft += upload.size - here;
    const since = upload.receiving_since ? ctx.now.getTime() - upload.receiving_since.getTime() : 0;
    const milliseconds = (upload.received_milliseconds ?? 0) + Math.max(0, since);
    if (milliseconds === 0) continue; // it came in one stream, or has not begun
    came += here;
    took += milliseconds;
  }
  const bytesPerSecond = took === 0 || came === 0 ? null : Math.max(1, Math.round((came * 1000) / took));
  const secondsNeeded = bytesPerSecond === null ? null : Math.ceil(bytesLeft / bytesPerSecond);
  const end = waitsUntil(obligation, ctx.now);
  const secondsLeft = end === null ? null : Math.max(0, Math.floor((end.getTime() - ctx.now.getTime()) / 1000));
  const atRisk = secondsNeeded !== null && secondsLeft !== null && secondsNeeded > secondsLeft;
  const message = atRisk ? `按目前的速度还需 ${timeOf(secondsNeeded)}，距截止只剩 ${timeOf(secondsLeft)}，可能来不及自动报送` : null;
  return { bytesLeft, bytesPerSecond, secondsNeeded, secondsLeft, atRisk, message };
}

function timeOf(seconds: number): string {
  if (seconds < 60) return `${seconds} 秒`;
  return seconds < 3600 ? `${Math.ceil(seconds / 60)} 分钟` : `${Math.ceil(seconds / 3600)} 小时`;
}
