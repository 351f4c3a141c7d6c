import 'reflect-metadata';
import { describe, expect, test } from 'vitest';
import { checkMedia, type FileRule, type FileRuleKind, type MediaFacts } from '../../src/kit/file-rules.ts';
import { formFieldsSchema } from '../../src/kit/form.input.ts';

const FILM: MediaFacts = {
  container: 'mp4',
  width: 1920,
  height: 1080,
  durationMs: 180_000,
  orientation: 'LANDSCAPE',
  hasVideo: true,
  hasAudio: true,
};

const rule = (kind: FileRuleKind, number: number | null = null, more: Partial<FileRule> = {}): FileRule => ({
  kind,
  number,
  containers: [],
  severity: 'BLOCK',
  ...more,
});

/** Codes of what is wrong with a film by one rule. */
const found = (one: FileRule, facts: Partial<MediaFacts> | null, extension = 'mp4') =>
  checkMedia([one], extension, facts && { ...FILM, ...facts }, ['d', 'q', '0']).map(({ code }) => code);

const seconds = (value: number) => ({ durationMs: Math.round(value * 1000) });

describe('how long', () => {
  test('at most eight minutes: 480 s and what is left of the second after pass, 481 s do not', () => {
    const most = rule('MAX_SECONDS', 480);
    expect([479.999, 480, 480.999].map((value) => found(most, seconds(value)))).toEqual([[], [], []]);
    expect(found(most, seconds(481))).toEqual(['MEDIA_TOO_LONG']);
    expect(checkMedia([most], 'mp4', { ...FILM, ...seconds(481) }, ['d', 'q', '0'])).toEqual([
      { code: 'MEDIA_TOO_LONG', message: '时长不超过 8 分钟，现为 8 分 1 秒', severity: 'BLOCK', path: ['d', 'q', '0'] },
    ]);
  });

  test('from 30 s to 3 min: 29 s and 181 s are out, 30 s and 180 s in', () => {
    const bounds = [rule('MIN_SECONDS', 30), rule('MAX_SECONDS', 180)];
    const out = (value: number) => bounds.flatMap((bound) => found(bound, seconds(value)));
    expect([29, 29.999, 30, 180, 180.5, 181].map(out)).toEqual([['MEDIA_TOO_SHORT'], ['MEDIA_TOO_SHORT'], [], [], [], ['MEDIA_TOO_LONG']]);
  });

  test('about three minutes is a fifth more or less: 144 s to 216 s', () => {
    const about = rule('TARGET_SECONDS', 180, { severity: 'WARN' });
    expect([143, 144, 216, 217].map((value) => found(about, seconds(value)))).toEqual([['MEDIA_OFF_TARGET'], [], [], ['MEDIA_OFF_TARGET']]);
    expect(checkMedia([about], 'mp4', { ...FILM, ...seconds(240) }, [])).toEqual([
      { code: 'MEDIA_OFF_TARGET', message: '时长宜在 3 分钟左右（2 分 24 秒～3 分 36 秒），现为 4 分钟', severity: 'WARN', path: [] },
    ]);
  });

  test('a film that does not say is not taken for right; a picture has no length to be wrong', () => {
    expect(found(rule('MAX_SECONDS', 480), { durationMs: null })).toEqual(['MEDIA_DURATION_UNKNOWN']);
    expect(found(rule('MAX_SECONDS', 480), null)).toEqual(['MEDIA_DURATION_UNKNOWN']);
    expect(found(rule('MAX_SECONDS', 480), { durationMs: null }, 'jpg')).toEqual([]);
  });
});

describe('what it looks like', () => {
  test('1920 × 1080 is enough where it is asked for, one pixel less is not', () => {
    const wanted = [rule('MIN_WIDTH', 1920), rule('MIN_HEIGHT', 1080)];
    const out = (width: number | null, height: number | null) => wanted.flatMap((one) => found(one, { width, height }));
    expect([out(1920, 1080), out(1919, 1080), out(1920, 1079), out(1280, 720), out(null, null)]).toEqual([
      [],
      ['MEDIA_WIDTH'],
      ['MEDIA_HEIGHT'],
      ['MEDIA_WIDTH', 'MEDIA_HEIGHT'],
      ['MEDIA_WIDTH', 'MEDIA_HEIGHT'],
    ]);
  });

  test('landscape is wider than high, for films and pictures, and nothing that sound could be', () => {
    const turned = rule('LANDSCAPE');
    expect(found(turned, { orientation: 'PORTRAIT' })).toEqual(['MEDIA_NOT_LANDSCAPE']);
    expect(found(turned, { orientation: 'SQUARE' }, 'jpg')).toEqual(['MEDIA_NOT_LANDSCAPE']);
    expect(found(turned, { orientation: null }, 'mp3')).toEqual([]);
    expect(found(turned, null, 'pdf')).toEqual([]);
  });

  test('what it really is counts, and whether there is anything to see', () => {
    const kinds = rule('CONTAINERS', null, { containers: ['mp4', 'wmv', 'wma'] });
    expect(found(kinds, {})).toEqual([]);
    expect(found(kinds, { container: 'mov' })).toEqual(['MEDIA_CONTAINER']);
    expect(found(kinds, null)).toEqual(['MEDIA_CONTAINER']);
    expect(found(rule('VIDEO_TRACK'), { hasVideo: false })).toEqual(['MEDIA_NO_VIDEO']);
    expect(found(rule('VIDEO_TRACK'), { hasVideo: false }, 'wma')).toEqual(['MEDIA_NO_VIDEO']);
    expect(found(rule('VIDEO_TRACK'), { hasVideo: false }, 'png')).toEqual([]);
  });
});

describe('as an organiser writes them', () => {
  const given = (fileRules: object[]) => formFieldsSchema.safeParse([{ key: 'film', label: '视频', type: 'FILE', fileRules }]);

  test('about so long only says so, everything else blocks, unless told', () => {
    const { data } = given([
      { kind: 'TARGET_SECONDS', number: 180 },
      { kind: 'MAX_SECONDS', number: 480 },
      { kind: 'LANDSCAPE', severity: 'WARN' },
    ]);
    expect(data?.[0]?.fileRules?.map(({ severity }) => severity)).toEqual(['WARN', 'BLOCK', 'WARN']);
  });

  test('a limit needs its number, and a list something in it', () => {
    const faults = given([{ kind: 'MIN_WIDTH' }, { kind: 'CONTAINERS' }, { kind: 'LANDSCAPE' }]).error!.issues;
    expect(faults.map((issue) => [(issue as { params?: { code?: string } }).params?.code, issue.path.join('.')])).toEqual([
      ['NUMBER_MISSING', '0.fileRules.0.number'],
      ['CONTAINERS_MISSING', '0.fileRules.1.containers'],
    ]);
    expect(given([{ kind: 'MAX_SECONDS', number: 0 }]).success).toBe(false);
  });
});
