/**
 * The texts in answers, in order: what was written or chosen, cells of tables too. Told by its shape, since the question of
 * a second superior is out of sight for those who read the answer; people to ring, files and shares are no texts.
 */
export function textsOf(answers: Readonly<Record<string, unknown>>): string[] {
  return Object.values(answers).flatMap(textsIn);
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => (typeof item === 'string' ? [item] : isRow(item) ? Object.values(item).flatMap(textsIn) : []));
}

/** A row of a table; a file names nothing but itself. */
const isRow = (item: unknown): item is Readonly<Record<string, unknown>> =>
  typeof item === 'object' && item !== null && !Object.hasOwn(item, 'fileId') && !Object.hasOwn(item, 'phone');
