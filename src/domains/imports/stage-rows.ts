import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { uuid7 } from '../../kit/uuid.ts';
import type { OrganizationRow } from '../federation/organization.rows.ts';
import { organizationOfCode } from './import.columns.ts';
import type { ImportRow } from './import.rows.ts';
import type { TableRow } from './read-table.ts';

/**
 * Puts rows where statements can look at them all at once. One without a place belongs to the importing body itself; one
 * that names a body by the code of an exported table is taken at its word until the places are looked up.
 *
 * @param own the importing body
 */
export async function stageRows(ctx: ViewerContext, batch: ImportRow, own: OrganizationRow, rows: readonly TableRow[]): Promise<void> {
  if (rows.length === 0) return;
  const staged = rows.map(({ line, values }) => {
    const { name, code, kind, placeCode, placeNames, ...details } = values;
    const path = pathBelow(own, text(placeNames));
    const known = typeof placeCode === 'string' ? organizationOfCode(placeCode) : undefined;
    // A place that could not be read is not the importing body.
    const isOwn = placeCode === undefined && placeNames !== null && path === null;
    return {
      line,
      // Rising with the line, so that lists by id are in the order of the file.
      target_id: uuid7(),
      second_id: uuid7(),
      name: text(name) ?? '',
      code: text(code),
      kind: text(kind),
      place_code: text(placeCode),
      place_names: text(placeCode) === null ? path : null,
      place_id: known ?? (isOwn ? own.id : null),
      details,
    };
  });
  await sql`
    insert into staged_row (federation_id, import_id, account_id, line, target_id, second_id, name, code, kind, place_code, place_names, place_id, details)
    select ${batch.federation_id}::uuid, ${batch.id}::uuid, ${batch.account_id}::uuid, r.line, r.target_id, r.second_id, r.name, r.code, r.kind,
           r.place_code, r.place_names, r.place_id, r.details
      from jsonb_to_recordset(${JSON.stringify(staged)}::jsonb) as r (line int, target_id uuid, second_id uuid, name text, code text, kind text, place_code text, place_names text,
                                                                     place_id uuid, details jsonb)`.execute(ctx.db);
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** The path without the importing body in front, if somebody wrote it there; null for that body itself. */
function pathBelow({ name, short_name }: OrganizationRow, path: string | null): string | null {
  if (path === null) return null;
  const [first, ...rest] = path.split('/');
  return first === name || first === short_name ? rest.join('/') || null : path;
}
