import { MOST_CHARACTERS, tooLarge } from './sheet.ts';

/** A workbook keeps each text once, and cells name it by its number. */
const MOST_STRINGS = 2_000_000;
const MOST_BYTES = 64 * 1024 * 1024;
const BLOCK = 1024 * 1024;

/**
 * Texts by number, packed: bytes one after the other and where each ends. Two million of them, 64 MiB, take 72 MiB and no
 * more; as strings of the language they would take several times that.
 */
export class StringStore {
  readonly #blocks: Buffer[] = [];
  #used = 0;
  /** Block and byte at which each text begins; a text never lies across two blocks. */
  #starts = new Uint32Array(1024);
  #lengths = new Uint32Array(1024);
  #count = 0;
  #bytes = 0;

  /**
   * @param given cut behind the first character that no cell can hold
   * @throws Refusal FILE_TOO_LARGE
   */
  add(given: string): void {
    const text = given.slice(0, MOST_CHARACTERS + 1);
    const size = Buffer.byteLength(text);
    this.#bytes += size;
    if (this.#count === MOST_STRINGS || this.#bytes > MOST_BYTES) throw tooLarge('工作簿中不同的文字过多');
    if (this.#blocks.length === 0 || this.#used + size > BLOCK) {
      this.#blocks.push(Buffer.allocUnsafeSlow(BLOCK));
      this.#used = 0;
    }
    if (this.#count === this.#starts.length) this.#grow();
    this.#blocks.at(-1)!.write(text, this.#used);
    this.#starts[this.#count] = (this.#blocks.length - 1) * BLOCK + this.#used;
    this.#lengths[this.#count] = size;
    this.#used += size;
    this.#count++;
  }

  /** The text with this number; undefined when there is none. */
  get(number: number): string | undefined {
    if (!Number.isInteger(number) || number < 0 || number >= this.#count) return undefined;
    const [start, length] = [this.#starts[number]!, this.#lengths[number]!];
    const offset = start % BLOCK;
    return this.#blocks[Math.floor(start / BLOCK)]!.toString('utf8', offset, offset + length);
  }

  #grow(): void {
    const [starts, lengths] = [this.#starts, this.#lengths];
    this.#starts = new Uint32Array(starts.length * 2);
    this.#lengths = new Uint32Array(starts.length * 2);
    this.#starts.set(starts);
    this.#lengths.set(lengths);
  }
}
