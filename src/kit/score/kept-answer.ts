import { isRecord, linesOf } from './read-line.ts';
import { allItemsOf, type Sheet } from './sheet.ts';

const PARTS = ['ticks', 'rates', 'points', 'claims', 'dates', 'files', 'note'];

/** A filled sheet as it is kept, right or wrong: the lines of items that the sheet knows, with the parts that lines have. */
export function keptSheetAnswer(sheet: Sheet | null, value: unknown): unknown {
  if (!isRecord(value)) return value;
  const lines = linesOf(value);
  const kept = (sheet ? allItemsOf(sheet) : []).flatMap(({ code }): [string, object][] => {
    const line = lines.get(code);
    return isRecord(line)
      ? [[code, Object.fromEntries(PARTS.flatMap((part) => (Object.hasOwn(line, part) ? [[part, line[part]]] : [])))]]
      : [];
  });
  return { lines: Object.fromEntries(kept), ...(value['declared'] === true ? { declared: true } : {}) };
}
