import { rulesToCondition } from '@casl/ability/extra';
import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Ability } from '../ability.ts';

const COMPARISONS: Readonly<Record<string, RawBuilder<unknown>>> = {
  $gt: sql`>`,
  $gte: sql`>=`,
  $lt: sql`<`,
  $lte: sql`<=`,
};

const all = (parts: readonly Expression<SqlBool>[]): RawBuilder<SqlBool> =>
  parts.length ? sql`(${sql.join(parts, sql` and `)})` : sql`true`;

const any = (parts: readonly Expression<SqlBool>[]): RawBuilder<SqlBool> =>
  parts.length ? sql`(${sql.join(parts, sql` or `)})` : sql`false`;

/**
 * What an ability allows, as a condition of a statement: the same rules that answer `can(...)` for
 * one row bound a list of them.
 *
 * @param table the table's name or alias in the statement
 * @returns null when nothing is allowed
 * @throws Error on an operator that memory and SQL might not understand alike
 */
export function whereAllowed(ability: Ability, action: string, subject: string, table: string): Expression<SqlBool> | null {
  return rulesToCondition<Ability, RawBuilder<SqlBool>, RawBuilder<SqlBool>>(
    ability.rulesFor(action, subject),
    (rule) => {
      const held = conditionsOf(rule.conditions as Readonly<Record<string, unknown>>, table);
      return rule.inverted ? sql`not ${held}` : held;
    },
    { and: all, or: any, empty: () => sql`true` },
  );
}

/** The same for a `where` that must stand: false when nothing is allowed. */
export const allowed = (ability: Ability, action: string, subject: string, table: string): Expression<SqlBool> =>
  whereAllowed(ability, action, subject, table) ?? sql`false`;

function conditionsOf(conditions: Readonly<Record<string, unknown>>, table: string) {
  return all(
    Object.entries(conditions).map(([column, wanted]) => {
      if (column.startsWith('$') || column.includes('.')) {
        throw new Error(`Not a column in a rule: ${column}`);
      }
      return columnIs(sql.ref(`${table}.${column}`), wanted);
    }),
  );
}

function columnIs(column: RawBuilder<unknown>, wanted: unknown): RawBuilder<SqlBool> {
  if (!isOperators(wanted)) return comparison(column, '$eq', wanted);
  return all(Object.entries(wanted).map(([operator, value]) => comparison(column, operator, value)));
}

function comparison(column: RawBuilder<unknown>, operator: string, value: unknown): RawBuilder<SqlBool> {
  if (operator === '$eq') return value === null ? sql`${column} is null` : sql`${column} = ${value}`;
  if (operator === '$ne') return sql`${column} is distinct from ${value}`;
  if (operator === '$in') return sql`${column} = any (${value})`;
  if (operator === '$nin') return sql`${column} <> all (${value})`;
  const sign = COMPARISONS[operator];
  if (!sign) throw new Error(`Unknown operator in a rule: ${operator}`);
  return sql`${column} ${sign} ${value}`;
}

function isOperators(wanted: unknown): wanted is Readonly<Record<string, unknown>> {
  return typeof wanted === 'object' && wanted !== null && !(wanted instanceof Date);
}
