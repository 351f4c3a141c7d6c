import 'reflect-metadata';
import { describe, expect, test } from 'vitest';
import { applicationTemplates } from '../../src/domains/chains/templates.ts';
import { checkAnswers, checklistOf } from '../../src/kit/form-answers.ts';
import { formFieldsSchema } from '../../src/kit/form.input.ts';
import type { FormField } from '../../src/kit/form.ts';

const files = new Map([
  ['f1', { extension: 'jpg' }],
  ['f2', { extension: 'png' }],
  ['f3', { extension: 'pdf' }],
  ['f4', { extension: 'jpg' }],
]);

const field = (definition: object): FormField => formFieldsSchema.parse([{ key: 'q', label: '题目', ...definition }])[0]!;

/** Codes of the findings, with where they stand below the question. */
const found = (definition: object, value: unknown) =>
  checkAnswers([field(definition)], { q: value }, ['d'], files).map(({ code, path }) => [code, ...path.slice(2)].join(' '));

const pictures = (count: number) => Array.from({ length: count }, (_, index) => ({ fileId: `f${index + 1}` }));

describe('texts', () => {
  const text = { type: 'TEXT', maxCharacters: 3000 };
  test('C-33 X-09: 3000 characters pass and 3001 do not', () => {
    expect(found(text, '字'.repeat(3000))).toEqual([]);
    expect(found(text, '字'.repeat(3001))).toEqual(['TEXT_TOO_LONG']);
  });
  test('C-33: white space does not count, punctuation does, and a rare character counts once', () => {
    expect(found(text, '字 \n\t　'.repeat(3000))).toEqual([]);
    expect(found(text, `${'字'.repeat(2999)}。`)).toEqual([]);
    expect(found(text, `${'字'.repeat(3000)}。`)).toEqual(['TEXT_TOO_LONG']);
    expect(found(text, '𠮷'.repeat(3000))).toEqual([]);
  });
  test('a blank text is wrong only where one is required', () => {
    expect(found(text, ' \n')).toEqual([]);
    expect(found({ ...text, required: true }, ' \n')).toEqual(['REQUIRED']);
    expect(found(text, 5)).toEqual(['WRONG_KIND']);
  });
});

describe('numbers', () => {
  test('X-08 X-09: bounds are inclusive and exact', () => {
    const score = { type: 'NUMBER', min: '90', max: '100', scale: 2 };
    expect(found(score, '90')).toEqual([]);
    expect(found(score, '89.99')).toEqual(['NUMBER_TOO_SMALL']);
    expect(found(score, '100.00')).toEqual([]);
    expect(found(score, '100.01')).toEqual(['NUMBER_TOO_LARGE']);
    expect(found(score, '90.001')).toEqual(['TOO_MANY_DECIMALS']);
  });
  test('only a plain decimal is a number', () => {
    for (const value of ['1e3', '一', '１２', '+1', '1,000', '.5', 'NaN', 12])
      expect(found({ type: 'NUMBER', scale: 6 }, value)).toEqual(['NOT_A_NUMBER']);
    expect(found({ type: 'NUMBER' }, '-7')).toEqual([]);
    expect(found({ type: 'NUMBER' }, '9'.repeat(18))).toEqual([]);
    expect(found({ type: 'NUMBER' }, '9'.repeat(19))).toEqual(['NUMBER_TOO_LONG']);
  });
  test('S2-80: members do not exceed employees, and titles held are a table of year and title', () => {
    const [form] = applicationTemplates;
    const codesOf = (answers: object) =>
      checkAnswers(form!.fields, answers as Record<string, unknown>, ['d'], files)
        .filter(({ code }) => code !== 'REQUIRED' && code !== 'SEAL_MISSING')
        .map(({ code, path }) => [code, ...path.slice(1)].join(' '));
    expect(codesOf({ employees: '120', members: '120' })).toEqual([]);
    expect(codesOf({ employees: '120', members: '121' })).toEqual(['ABOVE_OTHER members']);
    expect(codesOf({ members: '121' })).toEqual([]);
    expect(codesOf({ priorTitles: [{ year: '2019', title: '先进职工之家', level: '县级' }] })).toEqual([]);
    expect(codesOf({ priorTitles: [{ year: '2019.5', title: '先进职工之家', level: '乡级' }] })).toEqual([
      'TOO_MANY_DECIMALS priorTitles 0 year',
      'UNKNOWN_OPTION priorTitles 0 level',
    ]);
  });
  test('S2-85: the form of a small home asks for its name, its people, its leader and its deeds', () => {
    const form = applicationTemplates.find(({ code }) => code === 'SMALL_HOME')!;
    const missing = checkAnswers(form.fields, {}, ['d'], files).map(({ path }) => path.at(-1));
    expect(missing).toEqual(['smallHome', 'people', 'leader', 'deeds', 'electronic', 'stamped']);
  });
  test('S2-68: neither the electronic version nor the stamped scan does alone', () => {
    const form = applicationTemplates[0]!.fields.filter(({ key }) => key === 'electronic' || key === 'stamped');
    const codesOf = (answers: Record<string, unknown>) => checkAnswers(form, answers, ['d'], files).map(({ code }) => code);
    const [electronic, scan] = [[{ fileId: 'f3' }], { fileId: 'f1', date: '2023-10-20' }];
    expect(codesOf({ electronic })).toEqual(['SEAL_MISSING']);
    expect(codesOf({ stamped: scan })).toEqual(['REQUIRED']);
    expect(codesOf({ electronic, stamped: { reference: '电子印章0001', date: '2023-10-20' } })).toEqual(['SEAL_MISSING']);
    expect(codesOf({ electronic, stamped: scan })).toEqual([]);
  });
  test('X-12: a rate is two counts, and a denominator of 0 is an answer', () => {
    const rate = { type: 'RATE', required: true };
    expect(found(rate, { numerator: '0', denominator: '0' })).toEqual([]);
    expect(found(rate, { numerator: '80', denominator: '100' })).toEqual([]);
    expect(found(rate, { numerator: '1', denominator: '0' })).toEqual(['RATE_WITHOUT_BASE numerator']);
    expect(found(rate, { numerator: '101', denominator: '100' })).toEqual(['RATE_ABOVE_WHOLE numerator']);
    expect(found(rate, { numerator: '-1', denominator: '100' })).toEqual(['NUMBER_TOO_SMALL numerator']);
    expect(found(rate, { numerator: '80' })).toEqual(['NOT_A_NUMBER denominator']);
    expect(found(rate, '80%')).toEqual(['WRONG_KIND']);
  });
});

test('a date exists in the calendar', () => {
  expect(found({ type: 'DATE' }, '2024-02-29')).toEqual([]);
  for (const value of ['2023-02-29', '2021-5-28', '2021-05-28T00:00', '五月'])
    expect(found({ type: 'DATE' }, value)).toEqual(['INVALID_DATE']);
});

test('a choice is among the options, several only where several may be chosen', () => {
  const one = { type: 'CHOICE', options: ['是', '否'] };
  const several = { ...one, multiple: true };
  expect(found(one, '是')).toEqual([]);
  expect(found(one, '也许')).toEqual(['UNKNOWN_OPTION']);
  expect(found(one, ['是'])).toEqual(['UNKNOWN_OPTION']);
  expect(found(several, ['是', '否'])).toEqual([]);
  expect(found(several, ['是', '是'])).toEqual(['OPTION_REPEATED']);
});

test('X-09: three pictures are too few of at least four, four are not, five are too many of at most four', () => {
  const question = { type: 'FILE', minItems: 4, maxItems: 4 };
  expect(found(question, pictures(3))).toEqual(['TOO_FEW_FILES']);
  expect(found(question, pictures(4))).toEqual([]);
  expect(found(question, [...pictures(4), { fileId: 'f1' }])).toEqual(['TOO_MANY_FILES', 'FILE_REPEATED 4']);
});

test('a file is one that was uploaded, of a kind that was asked for', () => {
  const question = { type: 'FILE', extensions: ['jpg', 'png'] };
  expect(found(question, [{ fileId: 'f1' }, { fileId: 'f3' }, { fileId: 'other' }])).toEqual(['FILE_EXTENSION 1', 'FILE_UNKNOWN 2']);
  expect(found(question, ['f1'])).toEqual(['WRONG_KIND']);
});

test('every cell of a table is judged by its column', () => {
  const table = {
    type: 'TABLE',
    minItems: 1,
    maxItems: 2,
    columns: [
      { key: 'day', label: '日期', type: 'DATE', required: true },
      { key: 'people', label: '人数', type: 'NUMBER', min: '1' },
    ],
  };
  expect(found(table, [{ day: '2021-05-08', people: '12' }])).toEqual([]);
  expect(found(table, [{ day: '', people: '0' }, { day: '2021-05-32' }])).toEqual([
    'REQUIRED 0 day',
    'NUMBER_TOO_SMALL 0 people',
    'INVALID_DATE 1 day',
  ]);
  expect(found(table, [{}, {}, {}])).toEqual(['TOO_MANY_ROWS']);
  expect(found({ ...table, required: true }, [])).toEqual(['REQUIRED']);
  expect(found(table, [['2021-05-08']])).toEqual(['WRONG_KIND']);
});

test('a contact has a name and a number', () => {
  expect(found({ type: 'CONTACT' }, { name: '组织部', phone: '010-5550-0101转8' })).toEqual([]);
  expect(found({ type: 'CONTACT' }, { name: '', phone: '打来' })).toEqual(['CONTACT_NAME name', 'CONTACT_PHONE phone']);
});

test('the checklist counts what is required and what is wrong', () => {
  const fields = formFieldsSchema.parse([
    { key: 'a', label: '甲', type: 'TEXT', required: true },
    { key: 'b', label: '乙', type: 'TEXT', required: true },
    { key: 'c', label: '丙', type: 'NUMBER' },
    { key: 'd', label: '丁', type: 'TEXT' },
  ]);
  const findings = checkAnswers(fields, { a: '有', c: 'x' }, ['d'], files);
  const places = fields.map((one) => ({ field: one, at: ['d', one.key] }));
  expect(findings.map(({ code, severity, path, message }) => [code, severity, path, message])).toEqual([
    ['REQUIRED', 'BLOCK', ['d', 'b'], '请填写“乙”'],
    ['NOT_A_NUMBER', 'BLOCK', ['d', 'c'], '应为数字'],
  ]);
  expect(checklistOf(places, findings)).toEqual({ done: 1, total: 3 });
});
