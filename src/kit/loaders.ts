import DataLoader from 'dataloader';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Tables } from '../orm.ts';

type Table = keyof Tables;
type Row<T extends Table> = Readonly<Selectable<Tables[T]>>;
type Order = { readonly column: string; readonly descending?: boolean };

/**
 * Reads of one request, gathered: everything that one level of a query asks of a table goes in one
 * statement, whatever the number of rows. The walls bound it like any other statement of the request.
 */
export class Loaders {
  readonly #db: Kysely<Tables>;
  readonly #loaders = new Map<string, DataLoader<string, unknown>>();

  /** @param db the request's transaction */
  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** The row with this id; undefined when there is none within reach. */
  one<T extends Table>(table: T, id: string): Promise<Row<T> | undefined> {
    return this.batched(`${table}.id`, id, async (ids) => {
      const rows = await this.#select(table, 'id', ids);
      return new Map(rows.map((row) => [row['id'] as string, row as unknown as Row<T>]));
    });
  }

  /** The rows whose column has this value, in order; for the children of a row. */
  async many<T extends Table>(
    table: T,
    column: keyof Tables[T] & string,
    value: string,
    order: Order = { column: 'id' },
  ): Promise<readonly Row<T>[]> {
    const name = `${table}.${column} by ${order.column} ${order.descending ? 'desc' : 'asc'}`;
    const rows = await this.batched(name, value, async (values) => {
      const found = await this.#select(table, column, values, order);
      return Map.groupBy(found, (row) => row[column] as string);
    });
    return (rows ?? []) as unknown as readonly Row<T>[];
  }

  /**
   * Any other gathered read.
   *
   * @param name tells one kind of read from another within the request
   * @param batch reads for all keys at once; a key that it leaves out loads as undefined
   */
  batched<Value>(
    name: string,
    key: string,
    batch: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
  ): Promise<Value | undefined> {
    const known = this.#loaders.get(name);
    const loader = (known ?? this.#create(name, batch)) as DataLoader<string, Value | undefined>;
    return loader.load(key);
  }

  /** Forgets what was read; after a mutation changed or undid it. */
  clear(): void {
    for (const loader of this.#loaders.values()) loader.clearAll();
  }

  #create<Value>(name: string, batch: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>): DataLoader<string, unknown> {
    const loader = new DataLoader<string, unknown>(async (keys) => {
      const found = await batch(keys);
      return keys.map((key) => found.get(key));
    });
    this.#loaders.set(name, loader);
    return loader;
  }

  async #select(table: Table, column: string, values: readonly string[], order?: Order) {
    const direction = order?.descending ? sql`desc` : sql`asc`;
    const ordered = order ? sql`order by ${sql.ref(order.column)} ${direction}` : sql``;
    const { rows } = await sql<Record<string, unknown>>`
      select * from ${sql.table(table)} where ${sql.ref(column)} = any (${values}) ${ordered}
    `.execute(this.#db);
    return rows;
  }
}
