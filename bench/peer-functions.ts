import { absentBelow, type Names, progress, submissionsBelow } from './sql.ts';

const WALLS: Names = {
  federation: `current_setting('app.federation')::uuid`,
  root: 'root',
  path: `current_setting('app.lo')`,
  end: `current_setting('app.hi')`,
};

const percent = (part: string) => `round(100.0 * ${part} / nullif(p.expected, 0), 2)::text`;

/**
 * What a team on PostGraphile writes beside its tables: the generated filters compare columns for equality only, and rates
 * are sums. Run as the owner; they stay behind the caller's walls, and the lists are inlined into the caller's query.
 */
export const FUNCTIONS = `
grant usage on schema bench to liandong_app;

create function bench.submissions_below(root uuid) returns setof submission language sql stable as $$
  ${submissionsBelow('s.*', '', WALLS)}
$$;

create function bench.absent_below(root uuid) returns setof obligation language sql stable as $$
  ${absentBelow('o.*', '', WALLS)}
$$;

create type bench.progress_line as (organization_id uuid, organization_name text, expected int, received int, received_on_time int,
  reporting_rate text, on_time_rate text);

create function bench.progress(root uuid) returns setof bench.progress_line language sql stable as $$
  select p.*, ${percent('p.received')}, ${percent('p.received_on_time')} from (${progress(WALLS)}) p
$$;

grant execute on all functions in schema bench to liandong_app;
`;
