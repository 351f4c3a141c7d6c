import { compare, divide, multiply, sum } from '../../kit/decimal.ts';
import type { Indicator, IndicatorRule, ScoreLine, ScoreSource } from './evaluation.entity.ts';

/** Digits after the point that points are kept with, half up. */
const DIGITS = 4;

/** What one deliverable brought a subject in one indicator. */
export interface Fact extends ScoreSource {
  readonly subjectId: string;
  readonly indicator: Indicator;
}

/** A body that is evaluated, with its address, which orders those that share a rank. */
export interface Subject {
  readonly id: string;
  readonly path: string;
}

export interface Score {
  readonly subjectId: string;
  readonly lines: readonly ScoreLine[];
  /** Null when no indicator has data. */
  readonly total: string | null;
  /** What the indicators with data are worth together. */
  readonly attainable: string;
  readonly rank: number | null;
  /** Place in the list, from 1. */
  readonly ordinal: number;
}

/**
 * Points and ranks. An indicator is worth `weight × Σ numerator ÷ Σ denominator`; one without data earns nothing and is
 * left out of what could be earned, so that it lowers nobody's place. Subjects are ranked by the share of what
 * they could earn; equal shares have the same rank, and the next rank is as many places further on.
 */
export function scoresOf(rules: readonly IndicatorRule[], subjects: readonly Subject[], facts: readonly Fact[]): Score[] {
  const bySubject = Map.groupBy(facts, ({ subjectId }) => subjectId);
  const scored = subjects.map((subject) => ({ ...subject, ...scoreOf(rules, bySubject.get(subject.id) ?? []) }));
  const ordered = scored.toSorted((a, b) => byShare(a, b) || (a.path < b.path ? -1 : 1));
  const scores: Score[] = [];
  for (const [index, { id, path: _, ...score }] of ordered.entries()) {
    const above = scores.at(-1);
    const shares = above && byShare(ordered[index - 1]!, ordered[index]!) === 0;
    const rank = score.total === null ? null : shares ? above.rank : index + 1;
    scores.push({ subjectId: id, ...score, rank, ordinal: index + 1 });
  }
  return scores;
}

type Earned = Pick<Score, 'lines' | 'total' | 'attainable'>;

function scoreOf(rules: readonly IndicatorRule[], facts: readonly Fact[]): Earned {
  const lines = rules.map((rule) =>
    lineOf(
      rule,
      facts.filter(({ indicator }) => indicator === rule.indicator),
    ),
  );
  const known = lines.filter(({ points }) => points !== null);
  const total = known.length ? sum(known.map(({ points }) => points!)) : null;
  return { lines, total, attainable: sum(known.map(({ weight }) => weight)) };
}

function lineOf({ indicator, points: weight }: IndicatorRule, facts: readonly Fact[]): ScoreLine {
  const numerator = facts.reduce((count, fact) => count + fact.numerator, 0);
  const denominator = facts.reduce((count, fact) => count + fact.denominator, 0);
  const points = denominator ? divide(multiply(weight, String(numerator)), String(denominator), DIGITS) : null;
  const sources = facts.map((fact) => ({
    title: fact.title,
    noticeTitle: fact.noticeTitle,
    predecessorName: fact.predecessorName,
    numerator: fact.numerator,
    denominator: fact.denominator,
  }));
  return { indicator, weight, numerator, denominator, points, sources };
}

/** Better ones first, those without data last; compared exactly, without dividing. */
function byShare(a: Earned, b: Earned): number {
  if (a.total === null || b.total === null) return Number(a.total === null) - Number(b.total === null);
  return compare(multiply(b.total, a.attainable), multiply(a.total, b.attainable));
}
