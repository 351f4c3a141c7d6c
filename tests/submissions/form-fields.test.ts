import 'reflect-metadata';
import { expect, test } from 'vitest';
import { formFieldsSchema } from '../../src/kit/form.input.ts';

const refusals = (fields: object[]) =>
  formFieldsSchema
    .safeParse(fields)
    .error?.issues.map((issue) => [issue.code === 'custom' ? issue.params?.['code'] : issue.code, issue.path.join('.')]);

test('a question is filled up with what an organiser need not write', () => {
  const [text, table] = formFieldsSchema.parse([
    { key: 'summary', label: '工作总结', type: 'TEXT', maxCharacters: 3000 },
    { key: 'activities', label: '活动', type: 'TABLE', minItems: 1, columns: [{ key: 'people', label: '人数', type: 'NUMBER' }] },
  ]);
  expect(text).toEqual({
    key: 'summary',
    label: '工作总结',
    type: 'TEXT',
    required: false,
    help: null,
    factKey: null,
    maxCharacters: 3000,
    targetCharacters: null,
    min: null,
    max: null,
    notAbove: null,
    scale: 0,
    options: [],
    multiple: false,
    columns: [],
    minItems: 0,
    maxItems: null,
    extensions: [],
    maxMegabytes: null,
    fileRules: null,
    atLeast: null,
    sheetTemplateId: null,
    sheet: null,
  });
  expect(table?.columns[0]).toMatchObject({ key: 'people', columns: [], minItems: 0, maxItems: null, extensions: [] });
});

test('a question that nobody could answer is refused, each fault where it stands', () => {
  expect(
    refusals([
      { key: 'a', label: '选择', type: 'CHOICE' },
      { key: 'n', label: '人数', type: 'NUMBER', min: '3', max: '2.5' },
      { key: 'b', label: '表', type: 'TABLE' },
      {
        key: 'c',
        label: '表',
        type: 'TABLE',
        columns: [
          { key: 'x', label: '附件', type: 'FILE' },
          { key: 'x', label: '数', type: 'NUMBER' },
        ],
      },
      { key: 'd', label: '附件', type: 'FILE', minItems: 3, maxItems: 2 },
      { key: 'e', label: '选择', type: 'CHOICE', options: ['是', '是'] },
    ]),
  ).toEqual([
    ['OPTIONS_MISSING', '0.options'],
    ['BOUNDS', '1.max'],
    ['COLUMNS_MISSING', '2.columns'],
    ['COLUMN_TYPE', '3.columns.0.type'],
    ['FIELD_KEY_REPEATED', '3.columns.1.key'],
    ['BOUNDS', '4.maxItems'],
    ['OPTION_REPEATED', '5.options.1'],
  ]);
});

test('a key stands once among the questions of one asker, and names nothing else', () => {
  const text = (key: string) => ({ key, label: '题', type: 'TEXT' });
  expect(refusals([text('a'), text('a')])).toEqual([['FIELD_KEY_REPEATED', '1.key']]);
  expect(refusals([text('__proto__')])).toEqual([['invalid_format', '0.key']]);
});

test('a bound leads to another number of the same form, or of the same row', () => {
  const number = (key: string, notAbove?: string) => ({ key, label: '人数', type: 'NUMBER', ...(notAbove && { notAbove }) });
  expect(refusals([number('employees'), number('members', 'employees')])).toBeUndefined();
  expect(
    refusals([
      number('a', 'a'),
      number('b', 'gone'),
      { ...number('c', 'a'), type: 'TEXT' },
      { key: 'd', label: '表', type: 'TABLE', columns: [number('x', 'a')] },
    ]),
  ).toEqual([
    ['BOUND_UNKNOWN', '3.columns.0.notAbove'],
    ['BOUND_UNKNOWN', '0.notAbove'],
    ['BOUND_UNKNOWN', '1.notAbove'],
    ['BOUND_UNKNOWN', '2.notAbove'],
  ]);
});

test('bounds are decimals and an ending is one that can be told from content', () => {
  expect(refusals([{ key: 'a', label: '数', type: 'NUMBER', min: '1e3' }])).toEqual([['NOT_A_NUMBER', '0.min']]);
  expect(refusals([{ key: 'a', label: '附件', type: 'FILE', extensions: ['exe'] }])).toEqual([['invalid_value', '0.extensions.0']]);
});
