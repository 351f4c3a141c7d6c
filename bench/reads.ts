import { deepStrictEqual } from 'node:assert';
import { type About, type Case, type System, SYSTEMS } from './cases/case.ts';
import type { Server } from './child.ts';
import type { BenchFederation } from './federation.ts';
import { askOnce, load } from './load.ts';

export type Servers = Readonly<Record<System, Server>>;

/** What one system did with one read, over all rounds together. */
export interface Result {
  readonly requests: number;
  /** Requests per second, round by round. */
  readonly rates: readonly number[];
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Statements sent to the database per request, `begin` and `commit` among them. */
  readonly statements: number;
  /** Milliseconds of the server's processor time per request. */
  readonly cpu: number;
  /** Bytes of one answer. */
  readonly bytes: number;
}

export type Results = Readonly<Partial<Record<System, Result>>>;

export interface Effort {
  readonly rounds: number;
  /** Milliseconds of one system's turn. */
  readonly turn: number;
  /** Before anything is counted: so many requests, but no longer than so many milliseconds. */
  readonly warmUp: { readonly most: number; readonly lasts: number };
  /** Most requests of one turn. */
  readonly most: number;
}

const systemsOf = ({ ways }: Case): System[] => SYSTEMS.filter((system) => ways[system]);

/** The requests of every connection: each has its own session, and for counties its own county. */
export function requestsOf(system: System, { by, ways }: Case, { province, counties }: BenchFederation, about: About): Buffer[] {
  const tokens = by === 'province' ? province.tokens : counties.map((county) => county.tokens[0]!);
  return tokens.map((token) => ways[system]!.request(token, about));
}

/** Throws when one connection's answers differ in content between the systems. Gives the length of an answer of each. */
export async function assertSameAnswers(
  servers: Servers,
  asked: Case,
  federation: BenchFederation,
  about: About,
): Promise<Map<System, number>> {
  const bytes = new Map<System, number>();
  let first: unknown[] | undefined;
  for (const system of systemsOf(asked)) {
    const answers = await Promise.all(
      requestsOf(system, asked, federation, about).map((request) => askOnce(servers[system].port, request)),
    );
    bytes.set(system, Buffer.byteLength(answers[0]!));
    const contents = answers.map((answer) => asked.ways[system]!.content(answer, about));
    first ??= contents;
    deepStrictEqual(contents, first, `${asked.title}: the answer of ${system} is another one`);
  }
  return bytes;
}

/** Warms every system up, then lets them take turns; each round begins with another one. */
export async function measure(servers: Servers, asked: Case, federation: BenchFederation, about: About, effort: Effort): Promise<Results> {
  const bytes = await assertSameAnswers(servers, asked, federation, about);
  const systems = systemsOf(asked);
  const turn = (system: System, limits: { readonly lasts: number; readonly most: number }) =>
    load({ port: servers[system].port, requests: requestsOf(system, asked, federation, about), ...limits });
  const taken = new Map(systems.map((system) => [system, empty()]));
  for (const system of systems) await turn(system, effort.warmUp);
  for (let round = 0; round < effort.rounds; round++) {
    for (let place = 0; place < systems.length; place++) {
      const system = systems[(round + place) % systems.length]!;
      const before = await servers[system].usage();
      const { count, elapsed, latencies } = await turn(system, { lasts: effort.turn, most: effort.most });
      const after = await servers[system].usage();
      const sums = taken.get(system)!;
      sums.latencies.push(...latencies);
      sums.rates.push((1000 * count) / elapsed);
      sums.statements += after.statements - before.statements;
      sums.cpu += after.cpu - before.cpu;
    }
  }
  return Object.fromEntries(systems.map((system) => [system, resultOf(taken.get(system)!, bytes.get(system)!)]));
}

interface Sums {
  readonly latencies: number[];
  readonly rates: number[];
  statements: number;
  cpu: number;
}

const empty = (): Sums => ({ latencies: [], rates: [], statements: 0, cpu: 0 });

function resultOf({ latencies, rates, statements, cpu }: Sums, bytes: number): Result {
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  const requests = sorted.length;
  return { requests, rates, p50: at(0.5), p99: at(0.99), statements: statements / requests, cpu: cpu / requests, bytes };
}
