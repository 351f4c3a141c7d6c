import { Field, Int, ObjectType } from 'type-graphql';
import { enumType } from '../enums.ts';
import { FindingSeverityEnum } from '../finding.type.ts';
import type { RuleShape } from './sheet.ts';

export const RuleShapeEnum = enumType('RuleShape', 'How a rule of a score sheet takes or gives points.', {
  PER_MISSING: 'The same for every listed element that is missing.',
  VIOLATIONS: 'For every listed violation its own amount, independently.',
  THRESHOLD_STEP: 'Below a rate an amount at once, and more for every whole step of percentage points.',
  BINARY_THRESHOLD: 'An amount that depends on whether a rate is met.',
  ADDITIVE_SUB_POINTS: 'Every listed sub-point is earned or not.',
  EACH_SUB_POINT: 'The same, every sub-point alike.',
  DISCRETIONARY: 'At discretion within bounds, with a reason.',
  FLAT_BONUS: 'A bonus given once.',
  PER_UNIT_BONUS: 'A bonus for every unit, such as an article.',
  FREE_SCORE: 'A mark within bounds.',
  PASS_FAIL: 'Rules the unit out when one of its conditions holds.',
});

export const ruleShapeLabels: Readonly<Record<RuleShape, string>> = {
  PER_MISSING: '每缺一项扣分',
  VIOLATIONS: '分别扣分',
  THRESHOLD_STEP: '未达标扣分，每降一档加扣',
  BINARY_THRESHOLD: '以是否达标计分',
  ADDITIVE_SUB_POINTS: '分项得分',
  EACH_SUB_POINT: '各项同分',
  DISCRETIONARY: '酌情扣分',
  FLAT_BONUS: '加分',
  PER_UNIT_BONUS: '按件加分',
  FREE_SCORE: '评分',
  PASS_FAIL: '不得参与',
};

export const StepRoundingEnum = enumType('StepRounding', 'How a step that is only begun counts.', {
  FLOOR: 'It does not: only whole steps.',
  CEIL: 'As a whole one.',
});

export const RateComparatorEnum = enumType('RateComparator', 'When a rate meets its threshold.', {
  AT_LEAST: 'At the threshold or above it (以上).',
  MORE_THAN: 'Only above it.',
});

export const VetoBasisEnum = enumType('VetoBasis', 'What shows that a condition of a veto holds.', {
  STANDING: 'It holds now: a tick.',
  INCIDENT: 'Something happened within so many calendar years: its day.',
  INFLUENCE: 'A penalty still has influence: the day on which that ends.',
});

export const SheetEvidenceEnum = enumType('SheetEvidence', 'Whether files go with an item.', {
  NONE: 'None are expected.',
  OPTIONAL: 'They may.',
  REQUIRED: 'At least one must.',
});

@ObjectType({ description: 'One thing to tick: a missing element, a violation, a sub-point, a condition of a veto.' })
export class SheetPart {
  @Field(() => String, { description: 'Name by which ticks refer to it.' }) key!: string;
  @Field(() => String, { description: 'What people read.' }) text!: string;
  @Field(() => String, { nullable: true, description: 'What it takes or gives; null where the rule has one amount for all.' })
  points!: string | null;
  @Field(() => String, { nullable: true, description: 'Of the parts of one such group only the dearest counts.' })
  exclusiveGroup!: string | null;
  @Field(() => [String], { description: 'Parts that are likely to hold too; a hint.' }) suggests!: readonly string[];
  @Field(() => String, { nullable: true, description: 'The fact behind it, where several items take points off for the same.' })
  fact!: string | null;
  @Field(() => VetoBasisEnum, { nullable: true, description: 'PASS_FAIL: what shows it.' }) basis!: string | null;
  @Field(() => Int, { nullable: true, description: 'INCIDENT: how many calendar years back, both ends included.' }) years!: number | null;
}

@ObjectType({ description: 'A rule of an item; which of its parameters are given follows from its shape.' })
export class SheetRule {
  @Field(() => String, { description: 'Name by which rates and amounts refer to it.' }) key!: string;
  @Field(() => RuleShapeEnum, { description: 'How it takes or gives points.' }) shape!: RuleShape;
  @Field(() => String, { description: 'What people read.' }) text!: string;
  @Field(() => Boolean, { description: 'The notice states it; if not, whoever wrote the sheet chose it.' }) stated!: boolean;
  @Field(() => [SheetPart], { description: 'What can be ticked, in order.' }) parts!: readonly SheetPart[];
  @Field(() => String, { nullable: true, description: 'Points per part or per unit.' }) each!: string | null;
  @Field(() => String, { nullable: true, description: 'BINARY_THRESHOLD, FLAT_BONUS: what it takes or gives.' }) points!: string | null;
  @Field(() => String, { nullable: true, description: 'Thresholds: in percent.' }) threshold!: string | null;
  @Field(() => RateComparatorEnum, { description: 'Thresholds: when the rate meets it.' }) comparator!: string;
  @Field(() => Boolean, { description: 'BINARY_THRESHOLD: meeting it earns the points instead of avoiding their loss.' }) earns!: boolean;
  @Field(() => String, { nullable: true, description: 'THRESHOLD_STEP: taken off at once.' }) first!: string | null;
  @Field(() => String, { nullable: true, description: 'THRESHOLD_STEP: how many percentage points a step has.' }) step!: string | null;
  @Field(() => String, { nullable: true, description: 'THRESHOLD_STEP: taken off for every step.' }) perStep!: string | null;
  @Field(() => StepRoundingEnum, { description: 'THRESHOLD_STEP: how a step that is only begun counts.' }) rounding!: string;
  @Field(() => String, { nullable: true, description: 'Thresholds: taken off where the denominator is 0; null where that is no answer.' })
  withoutData!: string | null;
  @Field(() => String, { nullable: true, description: 'DISCRETIONARY and FREE_SCORE: least.' }) min!: string | null;
  @Field(() => String, { nullable: true, description: "DISCRETIONARY and FREE_SCORE: most; by default the item's points." })
  max!: string | null;
  @Field(() => Int, { description: 'FREE_SCORE: digits after the point.' }) scale!: number;
  @Field(() => Int, { nullable: true, description: 'PER_UNIT_BONUS: most units that count.' }) maxUnits!: number | null;
  @Field(() => [String], { description: 'PER_UNIT_BONUS: where it has to have appeared; an article counts once in each.' })
  outlets!: readonly string[];
}

@ObjectType({ description: 'One line of a score sheet.' })
export class SheetItem {
  @Field(() => String, { description: 'Code, as in A1.1.' }) code!: string;
  @Field(() => String, { description: 'What is looked at.' }) title!: string;
  @Field(() => String, { nullable: true, description: 'Points; null for a bonus and for a veto.' }) points!: string | null;
  @Field(() => SheetEvidenceEnum, { description: 'Whether files go with it; of a bonus, with every claim.' }) evidence!: string;
  @Field(() => String, { nullable: true, description: 'Where the notice says so.' }) reference!: string | null;
  @Field(() => [SheetRule], { description: 'Its rules; what they take off adds up, to the item’s points at most.' })
  rules!: readonly SheetRule[];
}

@ObjectType({ description: 'A group of items.' })
export class SheetGroup {
  @Field(() => String, { description: 'Code, as in A1.' }) code!: string;
  @Field(() => String, { description: 'What people read.' }) title!: string;
  @Field(() => String, { description: 'What its items add up to.' }) points!: string;
  @Field(() => [SheetItem], { description: 'Its items, in order.' }) items!: readonly SheetItem[];
}

@ObjectType({ description: 'From how many points a unit may be recommended.' })
export class SheetThreshold {
  @Field(() => String, { description: 'The points, themselves enough.' }) points!: string;
  @Field(() => Boolean, { description: 'Whether bonuses help to reach it.' }) withBonus!: boolean;
  @Field(() => FindingSeverityEnum, { description: 'BLOCK: what is below cannot be handed in; WARN: it only says so.' }) severity!: string;
}

@ObjectType('ScoreSheet', { description: 'A score sheet (打分表): what is scored, by which rules.' })
export class ScoreSheetType {
  @Field(() => String, { description: 'What all groups add up to.' }) total!: string;
  @Field(() => String, { description: 'Every amount is a multiple of it.' }) granularity!: string;
  @Field(() => [SheetGroup], { description: 'Its groups, in order.' }) groups!: readonly SheetGroup[];
  @Field(() => [SheetItem], { description: 'What brings points beyond the total (加分项).' }) bonuses!: readonly SheetItem[];
  @Field(() => String, { nullable: true, description: 'Most that bonuses bring; null for any.' }) bonusCap!: string | null;
  @Field(() => [SheetItem], { description: 'What rules a unit out, whatever its score (一票否决).' }) vetoes!: readonly SheetItem[];
  @Field(() => SheetThreshold, { nullable: true, description: 'From how many points a unit may be recommended.' })
  threshold!: SheetThreshold | null;
}
