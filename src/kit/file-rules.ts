import { kindOf } from './file-extensions.ts';
import type { Finding, Severity } from './finding.ts';

/** What was found in a picture, a film or a recording by looking into the file itself; never what its sender said of it. */
export interface MediaFacts {
  /** What it really is, in lower case, whatever its ending: jpeg, png, gif, mp4, mov, wmv, wma, mp3. */
  readonly container: string;
  /** Pixels as it is shown, after turning it; null for sound. */
  readonly width: number | null;
  readonly height: number | null;
  /** Milliseconds; null for pictures, and where the file does not say. */
  readonly durationMs: number | null;
  readonly orientation: (typeof ORIENTATIONS)[number] | null;
  readonly hasVideo: boolean;
  readonly hasAudio: boolean;
}

export const ORIENTATIONS = ['LANDSCAPE', 'PORTRAIT', 'SQUARE'] as const;

export const FILE_RULES = [
  'MIN_WIDTH',
  'MIN_HEIGHT',
  'LANDSCAPE',
  'MIN_SECONDS',
  'MAX_SECONDS',
  'TARGET_SECONDS',
  'CONTAINERS',
  'VIDEO_TRACK',
] as const;
export type FileRuleKind = (typeof FILE_RULES)[number];

/** One thing that an organiser wants of the files of a question, and how much it weighs. */
export interface FileRule {
  kind: FileRuleKind;
  /** Pixels or seconds; null where the rule needs no number. */
  number: number | null;
  /** CONTAINERS: what is accepted. */
  containers: string[];
  severity: Severity;
}

/** Rules that need no number, or a list. */
export const NUMBERLESS: readonly FileRuleKind[] = ['LANDSCAPE', 'CONTAINERS', 'VIDEO_TRACK'];
/** What CONTAINERS may list. */
export const CONTAINERS = ['jpeg', 'png', 'gif', 'mp4', 'mov', 'wmv', 'wma', 'mp3'] as const;

interface Fault {
  readonly code: string;
  readonly message: string;
}

/**
 * Judges a file by an organiser's rules. Each looks only at what it can mean something for: a limit of time never at a
 * picture, nothing at a document. What a film or a recording does not say although it is asked, counts as not met.
 * Limits are inclusive; of time only whole seconds count, as players show it; about so long means a fifth more or
 * less.
 */
export function checkMedia(rules: readonly FileRule[], extension: string, facts: MediaFacts | null, at: readonly string[]): Finding[] {
  const kind = kindOf(extension);
  if (kind !== 'IMAGE' && kind !== 'VIDEO' && kind !== 'AUDIO') return [];
  return rules.flatMap((rule) => {
    const timeless = kind === 'IMAGE' && (TIMED.has(rule.kind) || rule.kind === 'VIDEO_TRACK');
    const soundless = kind === 'AUDIO' && SEEN.has(rule.kind);
    const fault = timeless || soundless ? undefined : faultOf(rule, facts);
    return fault ? [{ ...fault, severity: rule.severity, path: at }] : [];
  });
}

const TIMED: ReadonlySet<FileRuleKind> = new Set(['MIN_SECONDS', 'MAX_SECONDS', 'TARGET_SECONDS']);
const SEEN: ReadonlySet<FileRuleKind> = new Set(['MIN_WIDTH', 'MIN_HEIGHT', 'LANDSCAPE']);

function faultOf({ kind, number, containers }: FileRule, facts: MediaFacts | null): Fault | undefined {
  const limit = number ?? 0;
  switch (kind) {
    case 'MIN_WIDTH':
      return facts?.width !== undefined && facts.width !== null && facts.width >= limit
        ? undefined
        : { code: 'MEDIA_WIDTH', message: `画面宽度至少 ${limit} 像素，${pixels(facts?.width)}` };
    case 'MIN_HEIGHT':
      return facts?.height !== undefined && facts.height !== null && facts.height >= limit
        ? undefined
        : { code: 'MEDIA_HEIGHT', message: `画面高度至少 ${limit} 像素，${pixels(facts?.height)}` };
    case 'LANDSCAPE':
      return facts?.orientation === 'LANDSCAPE' ? undefined : { code: 'MEDIA_NOT_LANDSCAPE', message: '须横屏拍摄' };
    case 'CONTAINERS':
      return facts && containers.includes(facts.container)
        ? undefined
        : { code: 'MEDIA_CONTAINER', message: `只接受 ${containers.join('、')} 格式，文件实际为 ${facts?.container ?? '无法识别的格式'}` };
    case 'VIDEO_TRACK':
      return facts?.hasVideo === true ? undefined : { code: 'MEDIA_NO_VIDEO', message: '文件里没有画面，只有声音' };
    default:
      return durationFault(kind, limit, facts?.durationMs ?? null);
  }
}

function durationFault(
  kind: 'MIN_SECONDS' | 'MAX_SECONDS' | 'TARGET_SECONDS',
  limit: number,
  durationMs: number | null,
): Fault | undefined {
  if (durationMs === null) return { code: 'MEDIA_DURATION_UNKNOWN', message: '文件里没有时长信息，请重新导出后上传' };
  const seconds = Math.floor(durationMs / 1000);
  const present = `现为 ${lengthOf(seconds)}`;
  if (kind === 'MIN_SECONDS')
    return seconds < limit ? { code: 'MEDIA_TOO_SHORT', message: `时长不少于 ${lengthOf(limit)}，${present}` } : undefined;
  if (kind === 'MAX_SECONDS')
    return seconds > limit ? { code: 'MEDIA_TOO_LONG', message: `时长不超过 ${lengthOf(limit)}，${present}` } : undefined;
  const [least, most] = [Math.ceil((limit * 4) / 5), Math.floor((limit * 6) / 5)];
  if (least <= seconds && seconds <= most) return undefined;
  const message = `时长宜在 ${lengthOf(limit)}左右（${lengthOf(least)}～${lengthOf(most)}），${present}`;
  return { code: 'MEDIA_OFF_TARGET', message };
}

const pixels = (found: number | null | undefined) => (found ? `现为 ${found}` : '文件里没有这项信息');

/** As people say it: 3 分钟, 2 分 24 秒, 45 秒. */
function lengthOf(seconds: number): string {
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  if (minutes === 0) return `${rest} 秒`;
  return rest === 0 ? `${minutes} 分钟` : `${minutes} 分 ${rest} 秒`;
}
