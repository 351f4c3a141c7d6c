/**
 * The three reads by hand, once: the bare handler sends them with parameters, the peer's functions put settings in their
 * place. What counts is what the product counts (its architecture, "received at a level").
 */
export interface Names {
  readonly federation: string;
  readonly root: string;
  /** Where the caller's body stands, and the end of its range. */
  readonly path: string;
  readonly end: string;
}

const levelOf = (path: string) => `length(${path}) / 5`;

const unit = (row: string) => `join organization u on u.federation_id = ${row}.federation_id and u.id = ${row}.organization_id`;

/** What the caller's subtree handed in, newest first, with the units; the units are looked up for the page alone. */
export const submissionsBelow = ({ federation, root, path, end }: Names, limit: string) => `
  select s.id, s.state, s.late, s.receipt_number, s.submitted_at, u.id as organization_id, u.name as organization_name
    from (
      select s.* from submission s
       where s.federation_id = ${federation} and s.root_id = ${root}
         and s.path >= ${path} and s.path < ${end} and s.filed_path >= ${path} and s.filed_path < ${end}
       order by s.submitted_at desc, s.id desc limit ${limit}) s ${unit('s')}
   order by s.submitted_at desc, s.id desc`;

/** Not so far up as the level, or back below it to be mended. */
const notInHand = (level: string) => `(s.id is null or s.state = 'WITHDRAWN' or s.reached_level > ${level} or (s.state = 'RETURNED' and (
       s.holder_id is null or s.holder_id = s.organization_id or (
         select h.level from organization h where h.federation_id = s.federation_id and h.id = s.holder_id) > ${level})))`;

const expected = `o.kind = 'REPORT' and o.state not in ('WAIVED', 'CANCELLED')`;

/** What the caller's body expects of those below it and has not, in order of the tree, with the units. */
export const absentBelow = ({ federation, root, path, end }: Names, limit: string) => `
  select o.id, o.state, o.filed_path, u.id as organization_id, u.name as organization_name
    from (
      select o.* from obligation o
        left join submission s on s.federation_id = o.federation_id and s.obligation_id = o.id
       where o.federation_id = ${federation} and o.root_id = ${root} and ${expected}
         and o.filed_path > ${path} and o.filed_path < ${end} and o.counts_from <= ${levelOf(path)} and ${notInHand(levelOf(path))}
       order by o.filed_path, o.id limit ${limit}) o ${unit('o')}
   order by o.filed_path, o.id`;

const onTime = (level: string) => `(
        (select coalesce(min(r.value::timestamptz), 'infinity') from jsonb_each_text(s.first_reached_at) r where r.key::int <= ${level}) <
        (select coalesce(min((h.value->>'dueAt')::timestamptz), 'infinity') from jsonb_each(o.hops) h where h.key::int <= ${level}))`;

const tailSums = (prefix: string, level: string) =>
  ['expected', 'received', 'received_on_time']
    .map((column) => `sum(${column}) filter (where top_level <= ${level} and bottom_level >= ${level}) as ${prefix}${column}`)
    .join(', ');

/** Expected, received and received in time of the caller's body, in the first row, and of each body directly below it. */
export const progress = ({ federation, root, path, end }: Names) => `
  with body as (
    select b.id, b.name, b.path from organization me
      join organization b on b.federation_id = me.federation_id and (b.id = me.id or b.parent_id = me.id)
     where me.federation_id = ${federation} and me.path = ${path}),
  -- One scan of what is not folded yet serves both: the body itself, and the bodies below it.
  tail as (
    select left(filed_path, length(${path}) + 5) as place, ${tailSums('own_', levelOf(path))}, ${tailSums('', `${levelOf(path)} + 1`)}
      from rollup_delta
     where federation_id = ${federation} and root_id = ${root} and filed_path > ${path} and filed_path < ${end} group by 1),
  figures as (
    select filed_path as place, expected, received, received_on_time from rollup_total
     where federation_id = ${federation} and root_id = ${root} and filed_path = ${path}
    union all
    select filed_path, expected, received, received_on_time from rollup_total
     where federation_id = ${federation} and root_id = ${root} and level = ${levelOf(path)} + 1 and filed_path > ${path} and filed_path < ${end}
    union all
    select ${path}, own_expected, own_received, own_received_on_time from tail where own_expected is not null
    union all
    select place, expected, received, received_on_time from tail where expected is not null
    union all
    select o.filed_path, 1, (not ${notInHand(levelOf(path))})::int, (not ${notInHand(levelOf(path))} and ${onTime(levelOf(path))})::int
      from body
      join obligation o on o.federation_id = ${federation} and o.root_id = ${root} and o.filed_path = body.path
      left join submission s on s.federation_id = o.federation_id and s.obligation_id = o.id
     where body.path <> ${path} and ${expected} and o.counts_from <= ${levelOf(path)})
  select body.id as organization_id, body.name as organization_name, sum(f.expected)::int as expected, sum(f.received)::int as received,
         sum(f.received_on_time)::int as received_on_time
    from figures f join body on body.path = f.place collate "C" group by body.id, body.name, body.path order by body.path`;
