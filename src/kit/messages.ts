import { z } from 'zod';

const FORMATS: Readonly<Record<string, string>> = {
  email: '邮箱地址',
  url: '网址',
  uuid: '编号',
  date: '日期',
  datetime: '时间',
  time: '时刻',
  regex: '格式',
};

/** What people read when an input is refused; zod's own Chinese names types in English. */
function inChinese(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined || issue.input === null ? '必须填写' : '类型不正确';
    case 'too_big':
      return tooBig(issue.origin, issue.maximum, issue.inclusive !== false);
    case 'too_small':
      return tooSmall(issue.origin, issue.minimum, issue.inclusive !== false);
    case 'not_multiple_of':
      return `必须是 ${issue.divisor} 的倍数`;
    case 'invalid_format':
      return `${FORMATS[issue.format] ?? '内容'}不正确`;
    case 'invalid_value':
      return '不在可选范围内';
    case 'invalid_union':
      return '内容不正确';
    case 'unrecognized_keys':
      return '有不认识的项目';
    default:
      return undefined;
  }
}

function tooBig(origin: string, maximum: number | bigint, inclusive: boolean): string {
  if (origin === 'string') return `最多 ${maximum} 个字`;
  if (origin === 'array' || origin === 'set') return `最多 ${maximum} 项`;
  if (origin === 'date') return '时间太晚';
  return inclusive ? `不能大于 ${maximum}` : `必须小于 ${maximum}`;
}

function tooSmall(origin: string, minimum: number | bigint, inclusive: boolean): string {
  if (origin === 'string') return Number(minimum) === 1 ? '不能为空' : `至少 ${minimum} 个字`;
  if (origin === 'array' || origin === 'set') return `至少 ${minimum} 项`;
  if (origin === 'date') return '时间太早';
  return inclusive ? `不能小于 ${minimum}` : `必须大于 ${minimum}`;
}

z.config({ ...z.locales.zhCN(), customError: inChinese });
