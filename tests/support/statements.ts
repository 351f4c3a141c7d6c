import type { Pool, PoolClient } from 'pg';

/** Text of a statement as `pg` is given it, without its parameters' numbers and with one kind of white space. */
function textOf(given: unknown): string {
  const text = typeof given === 'string' ? given : String((given as { text?: unknown }).text);
  return text
    .replaceAll(/\$\d+/g, '$')
    .replaceAll(/(?:\(\$(?:, \$)*\)(?:, )?)+/g, '($…)')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** Everything that goes over the connections of one pool, `begin` and `commit` with it. */
export class Statements {
  #sent: string[] | undefined;

  /** For `connect`'s `onPoolCreated`. */
  readonly watch = (pool: Pool): void => {
    pool.on('connect', (client: PoolClient) => {
      const query = client.query.bind(client) as (...given: unknown[]) => unknown;
      client.query = ((...given: unknown[]) => {
        this.#sent?.push(textOf(given[0]));
        return query(...given);
      }) as PoolClient['query'];
    });
  };

  /** What is sent while `work` runs; nothing else may be under way. */
  async during(work: () => Promise<unknown>): Promise<readonly string[]> {
    const sent: string[] = [];
    this.#sent = sent;
    await work();
    this.#sent = undefined;
    return sent;
  }
}

/** The statements of which there are more in the second list, each with both numbers. */
export function grown(few: readonly string[], many: readonly string[]): readonly string[] {
  const count = (list: readonly string[]) => Map.groupBy(list, (text) => text);
  const before = count(few);
  return [...count(many)]
    .map(([text, { length }]) => ({ text, from: before.get(text)?.length ?? 0, to: length }))
    .filter(({ from, to }) => to > from)
    .map(({ text, from, to }) => `${from} → ${to} × ${text.slice(0, 200)}`);
}
