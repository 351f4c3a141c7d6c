import { alike } from '../../kit/canonical.ts';
import type { FormField } from '../../kit/form.ts';
import type { Change } from './edition.shapes.ts';

type FieldChange = Pick<Change, 'before' | 'after' | 'line'> & {
  readonly kind: 'FIELD_ADDED' | 'FIELD_REMOVED' | 'FIELD_CHANGED';
  readonly field: string;
};

/** In what the questions of a form differ, question by question; their order is no difference. */
export function fieldChanges(before: readonly FormField[], after: readonly FormField[]): FieldChange[] {
  const [was, is] = [byKey(before), byKey(after)];
  return [
    ...before.flatMap((field): FieldChange[] => {
      const now = is.get(field.key);
      if (!now) {
        return [
          { kind: 'FIELD_REMOVED', field: field.key, before: JSON.stringify(field), after: null, line: `取消填报项“${field.label}”` },
        ];
      }
      if (alike(field, now)) return [];
      const line = `的填报项“${field.label}”有修改：${details(field, now).join('，')}`;
      return [{ kind: 'FIELD_CHANGED', field: field.key, before: JSON.stringify(field), after: JSON.stringify(now), line }];
    }),
    ...after
      .filter(({ key }) => !was.has(key))
      .map((field): FieldChange => ({
        kind: 'FIELD_ADDED',
        field: field.key,
        before: null,
        after: JSON.stringify(field),
        line: `增加填报项“${field.label}”`,
      })),
  ];
}

/** What a question says, as people call it; whatever is not named here is another rule of it. */
const NAMES: Readonly<Partial<Record<keyof FormField, string>>> = {
  label: '名称',
  help: '填报说明',
  maxCharacters: '最多字数',
  targetCharacters: '建议字数',
  min: '最小值',
  max: '最大值',
  scale: '小数位数',
  options: '选项',
  columns: '表格各栏',
  minItems: '最少数目',
  maxItems: '最多数目',
  extensions: '文件格式',
};

function details(before: FormField, after: FormField): string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof FormField)[];
  const lines = keys
    .filter((key) => !alike(before[key], after[key]))
    .map((key) => {
      if (key === 'required') return after.required ? '改为必填' : '改为选填';
      if (key === 'multiple') return after.multiple ? '可多选' : '改为单选';
      const name = NAMES[key];
      if (!name) return '其他要求有调整';
      const [was, is] = [plain(before[key]), plain(after[key])];
      return was === undefined || is === undefined ? `${name}有调整` : `${name}由${was}改为${is}`;
    });
  return [...new Set(lines)];
}

/** A text or a number as people read it; undefined for what is better looked at. */
function plain(value: unknown): string | undefined {
  if (value === null) return '“不限”';
  if (typeof value === 'string') return `“${value}”`;
  return typeof value === 'number' ? String(value) : undefined;
}

const byKey = (fields: readonly FormField[]): ReadonlyMap<string, FormField> => new Map(fields.map((field) => [field.key, field]));
