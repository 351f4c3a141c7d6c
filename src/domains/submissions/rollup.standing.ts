import { type Kysely, type Selectable, sql } from 'kysely';
import { add, isDecimal, negate } from '../../kit/decimal.ts';
import type { Tables } from '../../orm.ts';
import type { Hops } from '../obligations/obligation.entity.ts';
import { COUNTERS } from './rollup.entity.ts';

type Obligation = Selectable<Tables['obligation']>;
type Submission = Selectable<Tables['submission']>;

/** One obligation with what decides its figures, at one moment. */
export interface Standing {
  readonly id: string;
  readonly rootId: string;
  readonly path: string;
  readonly filedPath: string;
  readonly countsFrom: number;
  readonly hops: Hops;
  readonly kind: Obligation['kind'];
  readonly state: Obligation['state'];
  readonly submission: SubmissionStanding | null;
  /** Number answers of the version that stands. */
  readonly answers: readonly NumberAnswer[];
}

interface SubmissionStanding {
  readonly state: Submission['state'];
  readonly reachedLevel: number;
  /** Level of the body that has it back to mend; null when none has, or the unit itself. */
  readonly returnedTo: number | null;
  readonly isBackAtUnit: boolean;
  readonly firstReachedAt: Readonly<Record<string, string>>;
  readonly nil: boolean;
  readonly late: boolean;
}

interface NumberAnswer {
  readonly deliverableId: string;
  readonly field: string;
  readonly amount: string;
  /** Denominator of a rate; `'0'` for a plain number. */
  readonly base: string;
}

export type Counters = Record<(typeof COUNTERS)[number], number>;

const counted = (standing: Standing): boolean => standing.state !== 'WAIVED' && standing.state !== 'CANCELLED';

/**
 * Whether a body at the level has it in hand: it has come so far up, and is not back below to be mended (architecture,
 * "received at a level").
 */
function inHand({ submission }: Standing, level: number): boolean {
  if (!submission || submission.state === 'WITHDRAWN' || submission.isBackAtUnit) return false;
  return submission.reachedLevel <= level && (submission.returnedTo ?? 0) <= level;
}

/** The due by which a body at the level expects it: the earliest of those that it and the bodies above set. */
function dueAt(hops: Hops, level: number): number {
  const dues = Object.entries(hops).flatMap(([at, { dueAt }]) => (Number(at) <= level && dueAt !== null ? [Date.parse(dueAt)] : []));
  return Math.min(Infinity, ...dues);
}

/** When a body at the level first had it; what went past it to a body above had reached it too. */
function firstReachedAt({ firstReachedAt: reached }: SubmissionStanding, level: number): number {
  return Math.min(Infinity, ...Object.entries(reached).flatMap(([at, instant]) => (Number(at) <= level ? [Date.parse(instant)] : [])));
}

/** What one obligation adds to the figures of the body above it at the level. The unit itself has no figures of its own. */
export function countersAt(standing: Standing, level: number): Counters {
  const { kind, state, submission, hops } = standing;
  const counters = Object.fromEntries(COUNTERS.map((name) => [name, 0])) as Counters;
  if (kind === 'ORGANISE') return counters;
  const received = counted(standing) && inHand(standing, level) ? 1 : 0;
  if (kind === 'INVITED') return { ...counters, eligible: counted(standing) ? 1 : 0, entered: received };
  const inTime = received === 1 && firstReachedAt(submission!, level) < dueAt(hops, level);
  return {
    ...counters,
    expected: counted(standing) ? 1 : 0,
    received,
    receivedOnTime: inTime ? 1 : 0,
    ...(state !== 'OPEN' && { [state.toLowerCase()]: 1 }),
    nil: received && submission!.nil ? 1 : 0,
    late: received && submission!.late ? 1 : 0,
  };
}

/** Levels whose figures count the obligation, from the asker's down to the one above the unit. */
export function levelsOf({ countsFrom, filedPath }: Pick<Standing, 'countsFrom' | 'filedPath'>): number[] {
  return Array.from({ length: Math.max(0, filedPath.length / 5 - countsFrom) }, (_, index) => countsFrom + index);
}

/** Sums of one number answer, for the body at one level. */
export interface Sums {
  readonly amount: string;
  readonly base: string;
  readonly answers: number;
}

/** The number answers that count for the body at the level, by `deliverable field`; never a question asked further down. */
export function sumsAt(standing: Standing, level: number): Map<string, Sums> {
  if (standing.kind === 'ORGANISE' || !counted(standing) || !inHand(standing, level)) return new Map();
  const asked = new Set(Object.entries(standing.hops).flatMap(([at, hop]) => (Number(at) <= level ? [hop.deliverableId] : [])));
  const answers = standing.answers.filter(({ deliverableId }) => asked.has(deliverableId));
  return new Map(answers.map(({ deliverableId, field, amount, base }) => [`${deliverableId} ${field}`, { amount, base, answers: 1 }]));
}

export const minus = (after: Sums | undefined, before: Sums | undefined): Sums => ({
  amount: add(after?.amount ?? '0', negate(before?.amount ?? '0')),
  base: add(after?.base ?? '0', negate(before?.base ?? '0')),
  answers: (after?.answers ?? 0) - (before?.answers ?? 0),
});

/**
 * How obligations stand now, by id: one statement however many.
 *
 * @param db must reach the obligations and whatever belongs to them
 */
export async function loadStandings(db: Kysely<Tables>, federationId: string, ids: readonly string[]): Promise<Map<string, Standing>> {
  const { rows } = await sql<Standing>`
    select o.id, o.root_id as "rootId", o.path, o.filed_path as "filedPath", o.counts_from as "countsFrom", o.hops, o.kind, o.state,
           case when s.id is not null then jsonb_build_object(
             'state', s.state, 'reachedLevel', s.reached_level, 'firstReachedAt', s.first_reached_at, 'nil', s.nil, 'late', s.late,
             'isBackAtUnit', s.state = 'RETURNED' and (s.holder_id is null or s.holder_id = s.organization_id),
             'returnedTo', case when s.state = 'RETURNED' then h.level end) end as submission,
           coalesce(n.answers, '[]') as answers
      from obligation o
      left join submission s on s.federation_id = o.federation_id and s.obligation_id = o.id
      left join organization h on h.federation_id = s.federation_id and h.id = s.holder_id
      left join lateral (
        select jsonb_agg(jsonb_build_object('deliverableId', p.deliverable_id, 'field', f->>'key',
                 'amount', case f->>'type' when 'RATE' then p.answers->(f->>'key')->>'numerator' else p.answers->>(f->>'key') end,
                 'base', case f->>'type' when 'RATE' then p.answers->(f->>'key')->>'denominator' else '0' end)) as answers
          from submission_part p
          join deliverable d on d.federation_id = p.federation_id and d.id = p.deliverable_id
         cross join jsonb_array_elements(d.fields) f
         where p.federation_id = s.federation_id and p.submission_id = s.id and p.number = s.number
           and f->>'type' in ('NUMBER', 'RATE')) n on true
     where o.federation_id = ${federationId} and o.id = any (${ids}::uuid[])`.execute(db);
  return new Map(rows.map((row) => [row.id, { ...row, answers: row.answers.filter(isComplete) }]));
}

/** A question left open, or answered in part, has nothing to add. */
const isComplete = ({ amount, base }: NumberAnswer): boolean =>
  typeof amount === 'string' && isDecimal(amount) && typeof base === 'string' && isDecimal(base);
