import { deepStrictEqual } from 'node:assert';
import type { About, Case, System } from './cases.ts';
import { SYSTEMS } from './cases.ts';
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

export interface Effort {
  readonly rounds: number;
  /** Milliseconds of one system's turn. */
  readonly turn: number;
  readonly warmUp: number;
  /** Most requests of one turn. */
  readonly most: number;
}

/** The requests of every connection: each has its own session, and for counties its own county. */
export function requestsOf(system: System, { by, requestTo }: Case, { province, counties }: BenchFederation, about: About): Buffer[] {
  const tokens = by === 'province' ? province.tokens : counties.map((county) => county.tokens[0]!);
  return tokens.map((token) => requestTo[system](token, about));
}

/** Throws when one connection's answers differ in content between the systems, or are empty. */
export async function assertSameAnswers(servers: Servers, asked: Case, federation: BenchFederation, about: About): Promise<Record<System, number>> {
  const bytes = { product: 0, bare: 0, postgraphile: 0 };
  const contents = await Promise.all(
    SYSTEMS.map(async (system) => {
      const answers = await Promise.all(requestsOf(system, asked, federation, about).map((request) => askOnce(servers[system].port, request)));
      bytes[system] = Buffer.byteLength(answers[0]!);
      return answers.map((answer) => asked.contentOf[system](answer));
    }),
  );
  for (const [index, content] of contents.entries()) deepStrictEqual(content, contents[0], `${asked.key}: ${SYSTEMS[index]} differs`);
  return bytes;
}

/** Warms every system up, then lets them take turns; each round begins with another one. */
export async function measure(servers: Servers, asked: Case, federation: BenchFederation, about: About, effort: Effort): Promise<Record<System, Result>> {
  const bytes = await assertSameAnswers(servers, asked, federation, about);
  const turn = (system: System, lasts: number) =>
    load({ port: servers[system].port, requests: requestsOf(system, asked, federation, about), lasts, most: effort.most });
  const taken = { product: empty(), bare: empty(), postgraphile: empty() };
  for (const system of SYSTEMS) await turn(system, effort.warmUp);
  for (let round = 0; round < effort.rounds; round++) {
    for (let place = 0; place < SYSTEMS.length; place++) {
      const system = SYSTEMS[(round + place) % SYSTEMS.length]!;
      const before = await servers[system].usage();
      const { count, elapsed, latencies } = await turn(system, effort.turn);
      const after = await servers[system].usage();
      const sums = taken[system];
      sums.latencies.push(...latencies);
      sums.rates.push((1000 * count) / elapsed);
      sums.statements += after.statements - before.statements;
      sums.cpu += after.cpu - before.cpu;
    }
  }
  const entries = SYSTEMS.map((system) => [system, resultOf(taken[system], bytes[system])] as const);
  return Object.fromEntries(entries) as Record<System, Result>;
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
