import type { Answers, ContactAnswer, FormField, RateAnswer } from '../form.ts';
import { isBlank } from '../form-answers.ts';
import type { SheetResult } from '../score/score-sheet.ts';
import type { Sheet } from '../score/sheet.ts';
import { type Paper, type PaperCell, type PaperRow, type PaperTable, SEAL_FOOT } from './document.ts';

/** A form with its answers, as it is printed. */
export interface FilledForm {
  readonly title: string;
  /** Who fills it in, as the head names it in front of the seal (S2-87). */
  readonly filler: string;
  readonly fields: readonly FormField[];
  readonly answers: Answers;
  /** What score sheets come to, by field key. */
  readonly scores: ReadonlyMap<string, SheetResult>;
  /** Headings of the opinions that are written and sealed, in order; none where only the head is sealed. */
  readonly opinions: readonly string[];
  readonly code: string;
}

/** Answers up to this many signs share a row with another one. */
const SHORT = 24;
/** A table of no more rows and columns stands in one cell, as forms ask for former titles. */
const FEW_ROWS = 5;
const FEW_COLUMNS = 3;
/** Millimetres that are left for a long text, and for an opinion with its seal. */
const STORY = 70;
const OPINION = 38;

/**
 * Any form on paper, as Chinese application forms are laid out (S2-80, S2-85): two short answers share a row, a long one takes
 * a row of its own, opinions follow with room for seal and date, and long tables and score sheets stand below. Files are not
 * on it: the scan of this very paper is one of them.
 */
export function formPaper(form: FilledForm): Paper {
  const asked = form.fields.filter(isPrinted);
  const tables = asked.filter((field) => isLong(field, form.answers));
  const rows = [
    ...paired(
      asked.filter((field) => !tables.includes(field)),
      form,
    ),
    ...form.opinions.map((title): PaperRow => ({ cells: [label(title), { text: '', columns: 3, foot: SEAL_FOOT }], minHeight: OPINION })),
  ];
  return {
    title: form.title,
    head: [`申报单位名称（盖章）：${form.filler}`],
    tables: [
      ...(rows.length > 0 ? [{ caption: null, widths: [3.6, 5, 3, 4.4], headRows: 0, rows }] : []),
      ...tables.flatMap((field) => longTables(field, form)),
    ],
    code: form.code,
  };
}

/** Whether a question stands on paper; what is not printed can change under a seal. */
export const isPrinted = ({ type }: FormField): boolean => type !== 'SEAL' && type !== 'FILE';

const label = (text: string): PaperCell => ({ text, align: 'center' });

function isLong({ key, type, columns }: FormField, answers: Answers): boolean {
  if (type === 'SHEET') return true;
  const value = answers[key];
  return type === 'TABLE' && (columns.length > FEW_COLUMNS || (Array.isArray(value) && value.length > FEW_ROWS));
}

/** Neighbours share a row while both are short. */
function paired(fields: readonly FormField[], form: FilledForm): PaperRow[] {
  const rows: PaperRow[] = [];
  let first: FormField | undefined;
  const alone = (field: FormField): void => {
    const isStory = field.type === 'TEXT' && (field.maxCharacters ?? 0) > 200;
    rows.push({ cells: [label(field.label), { text: shown(field, form), columns: 3 }], ...(isStory && { minHeight: STORY }) });
  };
  for (const field of fields) {
    if (!isShort(field, form)) {
      if (first) alone(first);
      first = undefined;
      alone(field);
    } else if (first) {
      rows.push({ cells: [label(first.label), { text: shown(first, form) }, label(field.label), { text: shown(field, form) }] });
      first = undefined;
    } else {
      first = field;
    }
  }
  if (first) alone(first);
  return rows;
}

function isShort(field: FormField, form: FilledForm): boolean {
  if (field.type === 'TABLE') return false;
  if (field.type === 'TEXT' && (field.maxCharacters === null || field.maxCharacters > 60)) return false;
  return shown(field, form).length <= SHORT;
}

/** An answer as people read it; blank when there is none or it is of another make than its question. */
function shown(field: FormField, { answers }: Pick<FilledForm, 'answers'>): string {
  const value: unknown = answers[field.key];
  if (isBlank(value)) return '';
  switch (field.type) {
    case 'RATE': {
      const { numerator, denominator, reason } = value as RateAnswer;
      return [isBlank(numerator) && isBlank(denominator) ? '' : `${text(numerator)}/${text(denominator)}`, text(reason)]
        .filter(Boolean)
        .join('　');
    }
    case 'CONTACT': {
      const { name, phone } = value as ContactAnswer;
      return `${text(name)}　${text(phone)}`.trim();
    }
    case 'TABLE':
      return rowsOf(value)
        .map((row) => field.columns.map((column) => shown(column, { answers: row })).join('　'))
        .join('\n');
    case 'CHOICE':
      return listed(value).map(text).join('、');
    default:
      return text(value);
  }
}

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
const rowsOf = (value: unknown): Answers[] =>
  listed(value).filter((row): row is Answers => typeof row === 'object' && row !== null && !Array.isArray(row));

function longTables(field: FormField, form: FilledForm): PaperTable[] {
  const score = form.scores.get(field.key);
  if (field.type === 'SHEET') return field.sheet ? [scoreTable(field.label, field.sheet, score)] : [];
  const heads = [label('序号'), ...field.columns.map((column) => label(column.label))];
  const rows = rowsOf(form.answers[field.key]).map((row, index): PaperRow => ({
    cells: [label(String(index + 1)), ...field.columns.map((column) => ({ text: shown(column, { answers: row }) }))],
  }));
  return [
    {
      caption: field.label,
      widths: [1, ...field.columns.map(() => 12 / field.columns.length)],
      headRows: 1,
      rows: [{ cells: heads }, ...rows],
    },
  ];
}

/** A score sheet in its groups, with the points of every item, what it got, and why it lost some; scores are blank where nobody scored. */
function scoreTable(caption: string, sheet: Sheet, result: SheetResult | undefined): PaperTable {
  const scores = new Map(result?.items.map((item) => [item.code, item]));
  const why = (code: string) =>
    (result?.lost ?? []).filter(({ item }) => item === code).map(({ amount, text: reason }) => `\n扣 ${amount} 分：${reason}`);
  const groups = sheet.groups.flatMap(({ title, points, items }) =>
    items.map(({ code, title: item, points: most }, index): PaperRow => {
      const score = scores.get(code);
      const lead = index === 0 ? [{ text: `${title}\n（${points} 分）`, rows: items.length, align: 'center' as const }] : [];
      return {
        cells: [
          ...lead,
          { text: `${index + 1}．${item}${why(code).join('')}` },
          label(most ?? ''),
          label(score?.answered ? score.score : ''),
        ],
      };
    }),
  );
  const bonuses = sheet.bonuses.map(({ code, title }): PaperRow => {
    const won = (result?.bonuses ?? []).filter(({ item, counted }) => item === code && counted);
    return {
      cells: [
        label('加分项'),
        { text: title + won.map(({ achievement }) => `\n${achievement}`).join('') },
        label(''),
        label(won.map(({ points }) => points).join('\n')),
      ],
    };
  });
  const sums: PaperRow[] = result ? [{ cells: [label('合计'), { text: '' }, label(sheet.total), label(result.total)] }] : [];
  return {
    caption,
    widths: [2, 9, 1.5, 1.5],
    headRows: 1,
    rows: [{ cells: ['项目', '考核内容', '分值', '得分'].map(label) }, ...groups, ...bonuses, ...sums],
  };
}
