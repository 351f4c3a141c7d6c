/** What the process has done so far. */
export interface Usage {
  /** Statements sent to the database, `begin` and `commit` among them. */
  readonly statements: number;
  /** Processor time of the process, in milliseconds. */
  readonly cpu: number;
}

interface QueryingClass {
  readonly prototype: { query: (...given: unknown[]) => unknown };
}

let statements = 0;

/** Counts what every client of this class sends. pg's pools send through the same method. */
export function countStatements(client: QueryingClass): void {
  const { query } = client.prototype;
  client.prototype.query = function counted(this: unknown, ...given: unknown[]) {
    statements++;
    return query.apply(this, given);
  };
}

/** Tells the parent where this process listens, and its usage whenever it asks. */
export function serveParent(port: number): void {
  process.on('message', (message: { readonly ask?: string }) => {
    if (message.ask !== 'usage') return;
    const { user, system } = process.cpuUsage();
    process.send!({ statements, cpu: (user + system) / 1000 } satisfies Usage);
  });
  process.on('disconnect', () => process.exit(0)); // the parent is gone, however it went
  process.send!({ port });
}
