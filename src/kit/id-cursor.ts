import { parseCursor } from './connection.ts';
import { badRequest } from './errors.ts';
import { isUuid } from './uuid.ts';

/**
 * The cursor of a list that is ordered by id alone.
 * @returns undefined when there is none
 * @throws GraphQLError BAD_USER_INPUT when it is not one of such a list
 */
export function parseIdCursor(cursor: string | null | undefined): string | undefined {
  const id = parseCursor(cursor, 1)?.[0];
  if (id !== undefined && !isUuid(id)) throw badRequest('游标不正确');
  return id;
}
