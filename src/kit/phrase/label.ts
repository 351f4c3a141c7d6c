import { dayOf, dueLabel, isoOf } from '../time.ts';
import type { AmountReading, Reading } from './reading.ts';

/** A reading as it is shown back for confirmation: `5月28日24:00止（含当日）`, `6月11日0:00起，6月20日24:00止（含当日）`, `8—12个`. */
export function readingLabel(reading: Reading, referenceDay: string): string {
  if (reading.kind === 'UNDATED') return '不设期限';
  if (reading.kind === 'AMOUNT') return amountLabel(reading);
  const isElsewhere = (instant: Date) => dayOf(instant).slice(0, 4) !== referenceDay.slice(0, 4);
  const year = isElsewhere(new Date(reading.end.getTime() - 1)) || (reading.start !== null && isElsewhere(reading.start));
  const end = dueLabel(reading.end, { year });
  return reading.start ? `${startLabel(reading.start, year)}，${end}` : end;
}

function startLabel(start: Date, withYear: boolean): string {
  const text = isoOf(start);
  const [year, month, day] = text.slice(0, 10).split('-').map(Number);
  return `${withYear ? `${year}年` : ''}${month}月${day}日${Number(text.slice(11, 13))}:${text.slice(14, 16)}起`;
}

function amountLabel({ value, unit, min, max, minIncluded, maxIncluded, warnOnly }: AmountReading): string {
  if (min !== null && max !== null) {
    if (min === max) return `${value}${unit}`;
    return `${min}—${max}${unit}${warnOnly ? `（${value}${unit}上下浮动20%，超出只提示）` : ''}`;
  }
  if (min !== null) return minIncluded ? `${min}${unit}以上（含${min}）` : `多于${min}${unit}`;
  return maxIncluded ? `${max}${unit}以内（含${max}）` : `少于${max}${unit}`;
}
