import { type RawBuilder, sql } from 'kysely';
import { COUNTERS } from './rollup.entity.ts';

/** Columns of the counters, as the tables name them. */
export const COUNTER_COLUMNS = COUNTERS.map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));

const named = (column: string, table?: string) => sql.ref(table ? `${table}.${column}` : column);

/** The counters' columns as a list. */
export const counterColumns = (table?: string): RawBuilder<unknown> => sql.join(COUNTER_COLUMNS.map((column) => named(column, table)));

/** Their sums, under the same names. */
export const counterSums = (table: string): RawBuilder<unknown> =>
  sql.join(COUNTER_COLUMNS.map((column) => sql`coalesce(sum(${named(column, table)}), 0)::int as ${sql.ref(column)}`));

/** Where the body whose place in the filed tree is `filedPath` stands today; a place is never used twice. */
export const todaysPath = (federationId: RawBuilder<unknown>, filedPath: RawBuilder<unknown>): RawBuilder<unknown> => sql`(
  select o.path from organization_version v join organization o on o.federation_id = v.federation_id and o.id = v.organization_id
   where v.federation_id = ${federationId} and v.path = ${filedPath} limit 1)`;

type Level = RawBuilder<unknown>;

/**
 * What an obligation `o` and its submission `s` (left joined) come to for the body above it at a level. The same rule as
 * `rollup.standing.ts`, in SQL: for lists behind a number and for the recount. Never null.
 */
export const counted = sql<boolean>`(o.state not in ('WAIVED', 'CANCELLED'))`;

export const inHandAt = (level: Level): RawBuilder<boolean> => sql<boolean>`coalesce(
  s.state <> 'WITHDRAWN' and s.reached_level <= ${level} and (s.state <> 'RETURNED' or (s.holder_id <> s.organization_id and (
    select h.level from organization h where h.federation_id = s.federation_id and h.id = s.holder_id) <= ${level})), false)`;

export const receivedAt = (level: Level): RawBuilder<boolean> => sql<boolean>`(o.kind = 'REPORT' and ${counted} and ${inHandAt(level)})`;

export const inTimeAt = (level: Level): RawBuilder<boolean> => sql<boolean>`(${receivedAt(level)} and (
  select coalesce(min(r.value::timestamptz), 'infinity') from jsonb_each_text(s.first_reached_at) r where r.key::int <= ${level}) < (
  select coalesce(min((h.value->>'dueAt')::timestamptz), 'infinity') from jsonb_each(o.hops) h where h.key::int <= ${level}))`;

/** All counters of one obligation for the body at a level, each 0 or 1, under the columns' names. */
export const countersAtLevel = (level: Level): RawBuilder<unknown> => {
  const isIn = (state: string) => sql`o.kind = 'REPORT' and o.state = ${sql.lit(state)}`;
  const conditions: Record<string, RawBuilder<unknown>> = {
    expected: sql`o.kind = 'REPORT' and ${counted}`,
    received: receivedAt(level),
    received_on_time: inTimeAt(level),
    submitted: isIn('SUBMITTED'),
    returned: isIn('RETURNED'),
    accepted: isIn('ACCEPTED'),
    forfeited: isIn('FORFEITED'),
    waived: isIn('WAIVED'),
    cancelled: isIn('CANCELLED'),
    nil: sql`${receivedAt(level)} and s.nil`,
    late: sql`${receivedAt(level)} and s.late`,
    eligible: sql`o.kind = 'INVITED' and ${counted}`,
    entered: sql`o.kind = 'INVITED' and ${counted} and ${inHandAt(level)}`,
  };
  return sql.join(COUNTER_COLUMNS.map((column) => sql`(${conditions[column]!})::int as ${sql.ref(column)}`));
};

/** `amount` and `base` of an answer, a jsonb value, to a question of a type; both null when it is no number. */
export const numberIn = (answer: RawBuilder<unknown>, type: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  (case ${type} when 'RATE' then ${answer}->>'numerator' when 'NUMBER' then ${answer}#>>'{}' end)::numeric as amount,
  (case ${type} when 'RATE' then ${answer}->>'denominator' when 'NUMBER' then '0' end)::numeric as base`;
