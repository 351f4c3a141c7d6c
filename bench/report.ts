import os from 'node:os';
import { type System, SYSTEMS } from './cases/case.ts';
import { SETTINGS } from './cluster.ts';
import type { DeliveryRound } from './delivery.ts';
import type { Growth } from './growth.ts';
import type { Options } from './options.ts';
import type { Results } from './reads.ts';

export interface Findings {
  readonly bodies: number;
  readonly submissions: number;
  /** Of them, how many were not yet folded when the rates were read with a tail. */
  readonly tail: number;
  readonly delivery: readonly DeliveryRound[];
  readonly reads: readonly (readonly [title: string, results: Results])[];
  readonly growth: readonly Growth[];
}

const NAMES: Readonly<Record<System, string>> = {
  product: 'this product',
  bare: 'bare handler',
  postgraphile: 'PostGraphile, generated fields',
  functions: 'PostGraphile, functions by hand',
};

const number = (value: number, digits = 0) =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
const seconds = (milliseconds: number) => `${number(milliseconds / 1000, 2)} s`;
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map((_, index) => (index ? '---:' : '---')), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

/** The figures of a run as Markdown; what they mean is written by hand around them. */
export function report(findings: Findings, options: Options): string {
  const { bodies, submissions, tail } = findings;
  return [
    `${number(options.units)} units below ${number(bodies)} bodies, ${number(submissions)} submissions of one notice, ${number(tail)} of them not folded while the rates were read "with the unfolded tail".`,
    `${os.cpus().length} cores (${os.cpus()[0]?.model ?? 'unknown'}), Node ${process.versions.node}; PostgreSQL settings beside the product's own: ${Object.entries(
      SETTINGS,
    )
      .map(([name, value]) => `${name} ${value}`)
      .join(', ')}.`,
    `### Delivery of one notice to all units\n\n${deliveryTable(findings.delivery)}`,
    ...findings.reads.map(([title, results]) => `### ${title[0]!.toUpperCase()}${title.slice(1)}\n\n${readTable(results)}`),
    `### Statements by length of the page\n\n${growthTable(findings.growth)}`,
  ].join('\n\n');
}

function deliveryTable(rounds: readonly DeliveryRound[]): string {
  const rows = rounds.map(({ notice, copied }, index) => [
    `${index + 1}`,
    number(notice.delivered),
    seconds(notice.took),
    number(notice.statements),
    seconds(copied.obligation),
    seconds(copied.delivery),
    `${number(notice.took / (copied.obligation + copied.delivery), 2)} ×`,
    `${number(notice.took / copied.obligation, 2)} ×`,
  ]);
  const figures = table(
    ['notice', 'units', 'issueNotice', 'statements', 'COPY of obligations', 'COPY of deliveries', 'to both', 'to obligations alone'],
    rows,
  );
  const parts = rounds.at(-1)!.longest.map(({ statement, took }) => `${statement} ${seconds(took)}`);
  return `${figures}\n\nWhere the last one's time went, in the database: ${parts.join(', ')}.`;
}

function readTable(results: Results): string {
  const product = mean(results.product!.rates);
  const rows = SYSTEMS.flatMap((system) => {
    const result = results[system];
    if (!result) return [];
    const { rates, p50, p99, statements, cpu, requests, bytes } = result;
    const spread = `${number(Math.min(...rates))}–${number(Math.max(...rates))}`;
    const ratio = system === 'product' ? '' : number(product / mean(rates), 2);
    return [
      [
        NAMES[system],
        number(mean(rates)),
        spread,
        number(p50, 1),
        number(p99, 1),
        number(statements, 1),
        number(cpu, 2),
        number(bytes),
        number(requests),
        ratio,
      ],
    ];
  });
  return table(
    ['', 'requests/s', 'by round', 'p50 ms', 'p99 ms', 'statements', 'server CPU ms', 'bytes', 'requests', 'product ÷ this'],
    rows,
  );
}

const growthTable = (growth: readonly Growth[]) =>
  table(
    ['operation', ...['10', '50', '100'].map((first) => `first: ${first}`)],
    growth.map(({ operation, rows, statements }) => [operation, ...statements.map((count, index) => `${count} (${rows[index]} rows)`)]),
  );
