import { yearsBefore } from '../time.ts';
import type { ReadLine } from './read-line.ts';
import type { SheetItem, SheetPart } from './sheet.ts';

/** A condition of a veto that holds. */
export interface VetoHit {
  readonly item: string;
  readonly part: string;
  readonly text: string;
  /** The day that shows it: of the incident, or until which a penalty has influence. */
  readonly date: string | null;
}

/**
 * What rules a unit out. Calendar years back from the reference day, that day and the first one included (C-22): for 2023-10-31
 * and one year, an incident of 2022-10-31 counts and one of 2022-10-30 does not.
 *
 * @param referenceDay as 2023-10-31: the last day on which the sheet can be handed in
 */
export function vetoesOf(item: SheetItem, line: ReadLine | undefined, referenceDay: string): VetoHit[] {
  if (!line) return [];
  return item.rules
    .flatMap(({ parts }) => parts)
    .flatMap((part): VetoHit[] => {
      const hit = { item: item.code, part: part.key, text: part.text };
      if (part.basis === 'INCIDENT' || part.basis === 'INFLUENCE') {
        const date = line.dates.get(part.key)?.find((day) => counts(part, day, referenceDay));
        return date === undefined ? [] : [{ ...hit, date }];
      }
      return line.ticks.has(part.key) ? [{ ...hit, date: null }] : [];
    });
}

/** Whether a day shows that the condition holds on the reference day. */
const counts = ({ basis, years }: SheetPart, day: string, referenceDay: string): boolean =>
  day >= (basis === 'INCIDENT' ? yearsBefore(referenceDay, years ?? 0) : referenceDay);
