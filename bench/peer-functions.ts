import { absentBelow, type Names, progress, submissionsBelow } from './sql.ts';

const NAMES: Names = { federation: 'mine', root: 'root', path: 'here', end: 'beyond' };

/** A function that reads the caller's walls once and answers rows of a type of its own. */
const reading = (name: string, takes: string, row: string, query: string) => `
create function bench.${name}(${takes}) returns setof bench.${row} language plpgsql stable as $$
declare
  mine constant uuid := current_setting('app.federation')::uuid;
  here constant text := current_setting('app.lo');
  beyond constant text := current_setting('app.hi');
begin
  return query ${query};
end $$;`;

const percent = (part: string) => `round(100.0 * ${part} / nullif(p.expected, 0), 2)::text`;

/**
 * What a team on PostGraphile writes beside its tables when the generated fields are not enough: each a query of its own,
 * behind the caller's walls. Run as the owner.
 */
export const FUNCTIONS = `
grant usage on schema bench to liandong_app;

create type bench.progress_line as (organization_id uuid, organization_name text, expected int, received int, received_on_time int,
  reporting_rate text, on_time_rate text);
${reading('progress', 'root uuid', 'progress_line', `select p.*, ${percent('p.received')}, ${percent('p.received_on_time')} from (${progress(NAMES)}) p`)}

create type bench.submission_line as (row_id uuid, state text, late boolean, receipt_number text, submitted_at timestamptz,
  organization_id uuid, organization_name text);
${reading('submission_lines', 'root uuid, most int', 'submission_line', submissionsBelow(NAMES, 'most'))}

create type bench.absent_line as (row_id uuid, state text, filed_path text, organization_id uuid, organization_name text);
${reading('absent_lines', 'root uuid, most int', 'absent_line', absentBelow(NAMES, 'most'))}

grant execute on all functions in schema bench to liandong_app;
`;
