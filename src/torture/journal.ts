/** A mutation that the server acknowledged as done, with what it answered. */
export interface Entry {
  readonly operation: string;
  readonly key: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** The payload. */
  readonly answer: unknown;
  /** When the attempt that was answered began; an earlier one may have done the work. */
  readonly sentAt: Date;
}

/** Everything that the writers were told: what the database has to hold afterwards, no more and no less. */
export class Journal {
  readonly done: Entry[] = [];
  /** How often each code was answered. */
  readonly refused = new Map<string, number>();
  /** Requests that were sent again because the connection failed. */
  broken = 0;
  /** Requests that were sent again because the server was busy. */
  busy = 0;
  /** What must never be answered. */
  readonly faults: string[] = [];
  /** Tasks that units were given, and those of them that have reached their end. */
  readonly tasks = { given: 0, ended: 0 };

  /** The acknowledged calls of one mutation, in order. */
  of(operation: string): Entry[] {
    return this.done.filter((entry) => entry.operation === operation);
  }
}
