/** Anything that can be written down as a literal: figures by their names, lists of lines. */
export type Figures = string | number | null | readonly Figures[] | { readonly [name: string]: Figures };

/** Compares what the product says with what was worked out by hand, and keeps what differs. */
export class Check {
  readonly #expected: Readonly<Record<string, Figures>>;
  readonly #open: Set<string>;
  /** One line per figure that is not the expected one. */
  readonly differences: string[] = [];
  /** Figures compared so far. */
  count = 0;

  constructor(expected: Readonly<Record<string, Figures>>) {
    this.#expected = expected;
    this.#open = new Set(Object.keys(expected));
  }

  /** Compares one entry of the table of expectations, figure by figure. */
  compare(name: string, actual: Figures): void {
    this.#open.delete(name);
    if (!Object.hasOwn(this.#expected, name)) this.differences.push(`${name}：没有写明应为多少`);
    else this.#compare(name, this.#expected[name], actual);
  }

  /** Names the entries that the story never came to: one that is not compared proves nothing. */
  finish(): void {
    for (const name of this.#open) this.differences.push(`${name}：没有核对`);
  }

  #compare(at: string, expected: Figures | undefined, actual: Figures | undefined): void {
    if (isBranch(expected) && isBranch(actual)) {
      const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
      const child = (of: object, key: string) => (of as Record<string, Figures>)[key];
      for (const key of keys)
        this.#compare(`${at} · ${Array.isArray(expected) ? Number(key) + 1 : key}`, child(expected, key), child(actual, key));
      return;
    }
    this.count += 1;
    if (expected !== actual) this.differences.push(`${at}：应为 ${shown(expected)}，实为 ${shown(actual)}`);
  }
}

const isBranch = (value: Figures | undefined): value is object & Figures => typeof value === 'object' && value !== null;

const shown = (value: Figures | undefined): string => (value === undefined ? '没有' : JSON.stringify(value));
