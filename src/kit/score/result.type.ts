import { Field, ID, Int, ObjectType } from 'type-graphql';
import { enumType } from '../enums.ts';
import type { SheetStatus } from './score-sheet.ts';

export const SheetStatusEnum = enumType('SheetStatus', 'How a filled sheet stands.', {
  INCOMPLETE: 'Not every item is answered.',
  VETOED: 'A veto holds, whatever the score.',
  BELOW_THRESHOLD: 'Complete, and below what a recommendation needs.',
  REACHED: 'Complete, and enough for a recommendation.',
  SCORED: 'Complete; the sheet sets no threshold.',
});

export const sheetStatusLabels: Readonly<Record<SheetStatus, string>> = {
  INCOMPLETE: '未填完',
  VETOED: '不得参与',
  BELOW_THRESHOLD: '未达推荐线',
  REACHED: '达到推荐线',
  SCORED: '已评分',
};

@ObjectType({ description: 'What a group came to.' })
export class SheetGroupScore {
  @Field(() => String, { description: 'Code of the group.' }) code!: string;
  @Field(() => String, { description: 'Points that it has.' }) points!: string;
  @Field(() => String, { description: 'Points that it got.' }) score!: string;
}

@ObjectType({ description: 'What an item came to.' })
export class SheetItemScore {
  @Field(() => String, { description: 'Code of the item.' }) code!: string;
  @Field(() => String, { description: 'Points that it has.' }) points!: string;
  @Field(() => String, { description: 'Points that it got; 0 while it is not answered.' }) score!: string;
  @Field(() => Boolean, { description: 'Whether it is answered.' }) answered!: boolean;
}

@ObjectType({ description: 'Points that an item lost, with why.' })
export class SheetLoss {
  @Field(() => String, { description: 'Code of the item.' }) item!: string;
  @Field(() => String, { description: 'Key of the rule.' }) rule!: string;
  @Field(() => String, { nullable: true, description: 'Key of what was ticked, or not earned.' }) part!: string | null;
  @Field(() => String, { description: 'What for.' }) text!: string;
  @Field(() => String, { description: 'What the rule takes off.' }) stated!: string;
  @Field(() => String, { description: 'What that costs: no item loses more than its points.' }) amount!: string;
  @Field(() => [ID], { description: 'Files that the line names.' }) files!: readonly string[];
  @Field(() => String, { nullable: true, description: 'What was noted on the line.' }) note!: string | null;
  @Field(() => String, { nullable: true, description: 'Where the notice says so.' }) reference!: string | null;
}

@ObjectType({ description: 'A claim for a bonus, and whether it counts.' })
export class SheetBonusScore {
  @Field(() => String, { description: 'Code of the bonus.' }) item!: string;
  @Field(() => String, { description: 'The achievement or article.' }) achievement!: string;
  @Field(() => String, { nullable: true, description: 'Where it appeared.' }) outlet!: string | null;
  @Field(() => String, { description: 'What it brings.' }) points!: string;
  @Field(() => Boolean, { description: 'Whether it counts: the same achievement does once, where it brings most.' }) counted!: boolean;
  @Field(() => [ID], { description: 'Files that it names.' }) files!: readonly string[];
}

@ObjectType({ description: 'A condition of a veto that holds.' })
export class SheetVetoHit {
  @Field(() => String, { description: 'Code of the veto.' }) item!: string;
  @Field(() => String, { description: 'Key of the condition.' }) part!: string;
  @Field(() => String, { description: 'The rule.' }) text!: string;
  @Field(() => String, { nullable: true, description: 'The day that shows it, as 2021-05-28.' }) date!: string | null;
}

@ObjectType({ description: 'An item that was answered otherwise.' })
export class SheetItemDifference {
  @Field(() => String, { description: 'Code of the item.' }) code!: string;
  @Field(() => String, { description: 'What people read for it.' }) title!: string;
  @Field(() => String, { nullable: true, description: 'Points before; null for a bonus, a veto, or where it was not answered.' })
  before!: string | null;
  @Field(() => String, { nullable: true, description: 'Points after.' }) after!: string | null;
}

@ObjectType('SheetDifference', { description: 'In what two answers to one score sheet differ.' })
export class SheetDifferenceType {
  @Field(() => String, { description: 'The base before.' }) before!: string;
  @Field(() => String, { description: 'The base after.' }) after!: string;
  @Field(() => String, { description: 'What the base gained, negative for a loss.' }) base!: string;
  @Field(() => [SheetItemDifference], { description: 'Items that were answered otherwise, in order.' })
  items!: readonly SheetItemDifference[];
  @Field(() => [String], { description: 'Codes of vetoes that hold in one and not in the other.' }) vetoes!: readonly string[];
  @Field(() => Boolean, { description: 'Five points or more, or any veto.' }) isRemarkable!: boolean;
}

@ObjectType({ description: 'What an item could still bring.' })
export class SheetGain {
  @Field(() => String, { description: 'Code of the item.' }) item!: string;
  @Field(() => String, { description: 'How many points.' }) gain!: string;
}

@ObjectType('SheetScore', { description: 'What a filled score sheet comes to.' })
export class SheetScoreType {
  @Field(() => SheetStatusEnum, { description: 'How it stands.' }) status!: SheetStatus;
  @Field(() => String, { description: "Of the items: never above the sheet's total." }) base!: string;
  @Field(() => String, { description: 'Of the bonuses.' }) bonus!: string;
  @Field(() => String, { description: "Both together; may be above the sheet's total." }) total!: string;
  @Field(() => [SheetGroupScore], { description: 'By group, in order.' }) groups!: readonly SheetGroupScore[];
  @Field(() => [SheetItemScore], { description: 'By item, in order.' }) items!: readonly SheetItemScore[];
  @Field(() => Int, { description: 'How many items are answered.' }) answered!: number;
  @Field(() => [SheetLoss], { description: 'Every lost point with why, largest first.' }) lost!: readonly SheetLoss[];
  @Field(() => [SheetBonusScore], { description: 'What is claimed for bonuses.' }) bonuses!: readonly SheetBonusScore[];
  @Field(() => [SheetVetoHit], { description: 'What rules the unit out.' }) vetoes!: readonly SheetVetoHit[];
  @Field(() => [SheetGain], { description: 'The fewest items that lift to the threshold, largest gain first.' })
  toThreshold!: readonly SheetGain[];
  @Field(() => String, { description: 'The day from which vetoes look back, as 2021-05-28.' }) referenceDay!: string;
}
