/** jsonb parameters are sent as text: the driver would make an array of a list. */
export const json = <Value>(value: Value): Value => JSON.stringify(value) as unknown as Value;

/** Whether a statement failed on this unique key: two at once, and the other was first. */
export const violates = (error: unknown, key: string): boolean =>
  error instanceof Error && 'code' in error && error.code === '23505' && 'constraint' in error && error.constraint === key;
