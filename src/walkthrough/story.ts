import { isoOf } from '../kit/time.ts';
import type { PlayerKey } from './cast.ts';
import type { Check, Figures } from './check.ts';
import { Desk, type RefusalAnswer } from './desk.ts';
import type { Stage } from './stage.ts';
import { type Cell, tableOf } from './table.ts';

const INDENT = '    ';

/** The story as it is played: whose turn it is, what the clock says, what was printed and compared so far. */
export class Story {
  readonly check: Check;
  readonly #stage: Stage;
  readonly #print: (line: string) => void;
  readonly #desks = new Map<PlayerKey, Desk>();

  /** @param print receives every line of the transcript */
  constructor(stage: Stage, check: Check, print: (line: string) => void) {
    this.#stage = stage;
    this.check = check;
    this.#print = print;
  }

  /** How often somebody signed in with a password. */
  get signIns(): number {
    return [...this.#desks.values()].reduce((count, desk) => count + desk.signIns, 0);
  }

  desk(key: PlayerKey): Desk {
    const desk = this.#desks.get(key) ?? new Desk(this.#stage, key);
    this.#desks.set(key, desk);
    return desk;
  }

  /** Moves the clock on to a minute in Beijing time, as in `2021-04-07 10:00`. */
  at(minute: string): void {
    const instant = new Date(`${minute.replace(' ', 'T')}:00+08:00`);
    if (instant < this.#stage.clock.now()) throw new Error(`The story cannot go back to ${minute}`);
    this.#stage.clock.set(instant);
  }

  chapter(title: string): void {
    this.#print('');
    this.#print(`【${title}】`);
  }

  /** Prints who did what, when, and what came of it. */
  did(desk: Desk, what: string, ...details: readonly string[]): void {
    this.#print('');
    this.#print(`${isoOf(this.#stage.clock.now()).slice(0, 16).replace('T', ' ')}  ${desk.who}`);
    for (const line of [what, ...details]) this.#print(INDENT + line);
  }

  /** Tries what must not be possible, prints and compares the answer. */
  async refused(
    desk: Desk,
    what: string,
    name: string,
    document: string,
    input: Readonly<Record<string, unknown>>,
  ): Promise<RefusalAnswer> {
    const refusal = await desk.refused(document, input);
    this.did(desk, `${what}——被拒绝：${refusal.message}（${refusal.code}）`);
    this.check.compare(name, refusal.code);
    return refusal;
  }

  table(head: readonly string[], rows: readonly (readonly Cell[])[]): void {
    for (const line of tableOf(head, rows)) this.#print(INDENT + line);
  }

  note(line: string): void {
    this.#print(line && INDENT + line);
  }

  compare(name: string, actual: Figures): void {
    this.check.compare(name, actual);
  }
}
