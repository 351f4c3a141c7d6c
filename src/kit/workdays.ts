import { addDays } from './time.ts';

/** The day so many working days later, Monday to Friday; statutory holidays are not known yet. */
export function addWorkingDays(day: string, count: number): string {
  let [reached, left] = [day, count];
  while (left > 0) {
    reached = addDays(reached, 1);
    if (isWeekday(reached)) left--;
  }
  return reached;
}

function isWeekday(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}
