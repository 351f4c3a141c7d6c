import { defineEntity, p } from '@mikro-orm/core';

/** Every tenant row is keyed by its federation first, so that a federation can be moved to a machine of its own. */
export const tenant = { federationId: p.uuid().primary(), id: p.uuid().primary() } as const;

/** An address in the tree: one segment of four digits and a `.` per level, compared byte by byte. */
export const path = () => p.text().collation('C');

/** An instant, to the millisecond. */
export const instant = () => p.datetime(3);

/** One of a few words, kept as text with a check; a native enum's equality is not leakproof behind a wall. */
export const word = <const W extends string>(words: readonly W[]) => p.enum([...words] as W[]).$type<W>();

/** A list of ids, in order. */
export const ids = () => p.array().columnType('uuid[]').$type<string[]>();

/** What every target of a foreign key looks like to the type checker: one uuid, whatever else its key holds. */
const target = defineEntity({ name: 'Target', properties: { id: p.uuid().primary() } });
const keyTo = (entity: typeof target, column: string) =>
  p.manyToOne(entity).joinColumns('federation_id', column).ownColumns(column).updateRule('no action').deleteRule('no action');

/**
 * A foreign key of two columns, `(federation_id, <name>_id)`. The property's name decides the column's.
 * No rule on update or delete: nothing here is deleted, and a key is never changed.
 */
export const ref = (entity: () => Parameters<typeof p.manyToOne>[0], column: string): ReturnType<typeof keyTo> =>
  keyTo(entity() as unknown as typeof target, column);
