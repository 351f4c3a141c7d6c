/**
 * What a team on PostGraphile would write beside its tables: its generated filters compare columns for equality only, and
 * rates are sums. Run as the owner; they are inlined into the caller's query and stay behind the caller's walls.
 */
export const FUNCTIONS = `
grant usage on schema bench to liandong_app;

create function bench.submissions_below(root uuid) returns setof submission language sql stable as $$
  select s.* from submission s
   where s.federation_id = current_setting('app.federation')::uuid and s.root_id = root
     and s.path >= current_setting('app.lo') and s.path < current_setting('app.hi')
     and s.filed_path >= current_setting('app.lo') and s.filed_path < current_setting('app.hi')
   order by s.submitted_at desc, s.id desc
$$;

create function bench.absent_below(root uuid) returns setof obligation language sql stable as $$
  select o.* from obligation o
    left join submission s on s.federation_id = o.federation_id and s.obligation_id = o.id
   where o.federation_id = current_setting('app.federation')::uuid and o.root_id = root and o.kind = 'REPORT'
     and o.state not in ('WAIVED', 'CANCELLED')
     and o.filed_path > current_setting('app.lo') and o.filed_path < current_setting('app.hi')
     and o.counts_from <= length(current_setting('app.lo')) / 5
     and (s.id is null or s.state = 'WITHDRAWN' or s.reached_level > length(current_setting('app.lo')) / 5
       or (s.state = 'RETURNED' and (s.holder_id is null or s.holder_id = s.organization_id or (
         select h.level from organization h where h.federation_id = s.federation_id and h.id = s.holder_id) > length(current_setting('app.lo')) / 5)))
   order by o.filed_path, o.id
$$;

grant execute on all functions in schema bench to liandong_app;
`;
