import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answered, mutation, post } from '../kit/http-client.ts';
import type { Journal } from './journal.ts';
import { PASSWORD, type WriterSeed } from './scene.ts';
import type { Victim } from './victim.ts';

/** Answers that two writers can bring about by working on the same thing; any other refusal is a fault. */
const RACES = new Set([
  'STALE_VERSION',
  'WRONG_STATE',
  'NOT_HOLDER',
  'ALREADY_ACCEPTED',
  'ALREADY_ACKNOWLEDGED',
  'ALREADY_REVIEWED',
  'NOTHING_TO_FORWARD',
  'NOT_ACCEPTED',
  'NOT_ABSENT',
  'ABSENT_NOT_NAMED',
]);
/** How long to wait before asking again, in milliseconds. */
const PAUSE = 25;

const SIGN_IN = mutation('signIn', 'token');

/** One writer's way to the server, which may be gone at any moment. */
export class Caller {
  readonly seed: WriterSeed;
  readonly journal: Journal;
  readonly #victim: Victim;
  readonly #from: string;
  #token: string | undefined;

  constructor(victim: Victim, journal: Journal, seed: WriterSeed, number: number) {
    this.#victim = victim;
    this.journal = journal;
    this.seed = seed;
    this.#from = `192.0.2.${number + 1}`;
  }

  async signIn(): Promise<void> {
    const { data } = await this.#send(SIGN_IN, { input: { login: this.seed.login, password: PASSWORD } });
    this.#token = (data as { signIn: { token: string } }).signIn.token;
  }

  /** The data of a query. */
  async ask<Result>(document: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Result> {
    return (await this.#send(document, variables)).data as Result;
  }

  /**
   * Sends a mutation under a key of its own until it is answered, the same request again and again.
   *
   * @param answer what to select of the payload, beside its errors
   * @returns the payload; undefined when somebody else was faster
   */
  async act<Result>(operation: string, answer: string, input: Readonly<Record<string, unknown>>): Promise<Result | undefined> {
    const key = randomUUID();
    const { data, sentAt } = await this.#send(mutation(operation, answer), { input: { ...input, idempotencyKey: key } });
    const { errors, ...payload } = (data as Record<string, { errors: { code: string; message: string }[] }>)[operation]!;
    for (const { code, message } of errors) {
      if (!RACES.has(code)) this.journal.faults.push(`${this.seed.name} ${operation}：${code} ${message}`);
      this.journal.refused.set(code, (this.journal.refused.get(code) ?? 0) + 1);
    }
    if (errors.length > 0) return undefined;
    this.journal.done.push({ operation, key, input, answer: payload, sentAt });
    return payload as Result;
  }

  async #send(document: string, variables: Readonly<Record<string, unknown>>): Promise<Answered & { sentAt: Date }> {
    for (;;) {
      const origin = await this.#victim.origin;
      const sentAt = new Date();
      const answered = await post(origin, document, variables, { token: this.#token, from: this.#from }).catch(() => undefined);
      if (!answered) this.journal.broken += 1;
      else if (answered.errors.length === 0) return { ...answered, sentAt };
      else if (answered.status === 503) this.journal.busy += 1;
      else
        throw new Error(
          `${this.seed.name}：${answered.errors.map(({ extensions, message }) => `${extensions?.code} ${message}`).join('；')}`,
        );
      await sleep(PAUSE);
    }
  }
}
