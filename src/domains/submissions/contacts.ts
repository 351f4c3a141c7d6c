import type { Viewer } from '../../context.ts';
import type { FormField } from '../../kit/form.ts';

/**
 * Whether names and telephone numbers in answers are for the viewer. Who only counts, a token above all, needs no
 * persons.
 */
export const seesContacts = ({ kind, roles }: Pick<Viewer, 'kind' | 'roles'>): boolean =>
  kind !== 'TOKEN' && roles.some((role) => role !== 'ANALYST');

/** Whether answers to a question name people to ring. */
export const holdsContacts = ({ type, columns }: FormField): boolean => type === 'CONTACT' || columns.some(holdsContacts);

/**
 * An answer without the people in it: null in their place. Told by its shape, since the question of a second superior is
 * out of sight for those who read the answer: of all that is handed in, nothing else has a `phone`.
 */
export function withoutContacts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((row: unknown) => (isRecord(row) ? withoutContactCells(row) : row));
  return isContact(value) ? null : value;
}

const withoutContactCells = (row: object): object =>
  Object.fromEntries(Object.entries(row).map(([key, cell]) => [key, isContact(cell) ? null : (cell as unknown)]));

const isRecord = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);

const isContact = (value: unknown): boolean => isRecord(value) && Object.hasOwn(value, 'phone');
