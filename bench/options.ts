import { parseArgs } from 'node:util';

export interface Options {
  readonly units: number;
  /** Notices that are delivered to all units, each beside its copy. */
  readonly deliveries: number;
  readonly rounds: number;
  /** Seconds of one system's turn in a round. */
  readonly seconds: number;
  /** Requests to each system before anything is counted. */
  readonly warmUp: number;
  /** Where the results are written; nowhere when absent. */
  readonly report: string | undefined;
}

/** What the command line asks for; the defaults are the run that is reported. */
export function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      units: { type: 'string', default: '200000' },
      deliveries: { type: 'string', default: '3' },
      rounds: { type: 'string', default: '6' },
      seconds: { type: 'string', default: '5' },
      'warm-up': { type: 'string', default: '4000' },
      report: { type: 'string' },
    },
  });
  const whole = (name: 'units' | 'deliveries' | 'rounds' | 'seconds' | 'warm-up', most: number) => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < 1 || value > most) throw new Error(`--${name}: a whole number from 1 to ${most}`);
    return value;
  };
  return {
    units: whole('units', 200_000),
    deliveries: whole('deliveries', 10),
    rounds: whole('rounds', 20),
    seconds: whole('seconds', 60),
    warmUp: whole('warm-up', 20_000),
    report: values.report,
  };
}
