/** JSON with the keys of every object in order: equal values have equal text. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** Whether two values say the same: the order of keys and what is left at nothing make no difference. */
export const alike = (one: unknown, other: unknown): boolean => said(one) === said(other);

const said = (value: unknown): string =>
  canonical(JSON.parse(JSON.stringify(value ?? null, (_, inner: unknown) => inner ?? undefined) ?? 'null'));
