import { GraphQLJSON } from 'graphql-scalars';
import { Field, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../kit/connection.ts';
import { Payload } from '../../kit/errors.ts';
import { FindingSeverityEnum } from '../../kit/finding.type.ts';
import { Node } from '../../kit/node-id.ts';
import { ScoreSheetType } from '../../kit/score/sheet.type.ts';
import type { Sheet } from '../../kit/score/sheet.ts';
import { gatesOf } from '../../kit/viewer-can.ts';
import type { TemplateRow } from './sheet.rows.ts';
import type { ItemLoss, WorkedExample } from './sheet.shapes.ts';

@ObjectType('ScoreSheetFinding', { description: 'What is remarkable about a score sheet itself.' })
export class ScoreSheetFinding {
  @Field(() => String, { description: 'For programs, as in GROUP_SUM.' }) code!: string;
  @Field(() => FindingSeverityEnum, { description: 'BLOCK stands in the way of publishing.' }) severity!: string;
  @Field(() => [String], { description: 'Codes of the items or groups that it is about.' }) items!: readonly string[];
  @Field(() => String, { description: 'For people, in Chinese.' }) message!: string;
}

@ObjectType('ItemLoss', { description: 'What an item loses in an example.' })
export class ItemLossType {
  @Field(() => String, { description: 'Code of the item.' }) item!: string;
  @Field(() => String, { description: 'How many points.' }) amount!: string;
}

@ObjectType('WorkedExample', { description: 'An example that was worked out by hand.' })
export class WorkedExampleType {
  @Field(() => String, { description: 'What it shows.' }) title!: string;
  @Field(() => GraphQLJSON, { description: 'A filled sheet.' }) answer!: unknown;
  @Field(() => String, { description: 'The day from which vetoes look back, as 2023-10-31.' }) referenceDay!: string;
  @Field(() => String, { description: 'What its items come to.' }) base!: string;
  @Field(() => String, { description: 'What its bonuses come to.' }) bonus!: string;
  @Field(() => [ItemLossType], { nullable: true, description: 'Points lost, by item; null where the example does not say.' })
  lost!: ItemLoss[] | null;
  @Field(() => [String], { description: 'Codes of the vetoes that hold.' }) vetoes!: string[];
}

export const ScoreSheetTemplateGates = gatesOf('ScoreSheetTemplate', {
  edit: 'Change it.',
  publish: 'Publish it, as far as its lint does not stand in the way.',
  revise: 'Begin a version, or a sheet, that goes on from it.',
});

@ObjectType('ScoreSheetTemplate', {
  implements: Node,
  description: 'One version of a score sheet: a draft of its body, or published and never changed again.',
})
export class ScoreSheetTemplateType extends Node {
  @Field(() => String, { description: 'Its name.' }) title!: string;
  @Field(() => Int, { description: 'Which version of the sheet: 1 is the first.' }) number!: number;
  @Field(() => ScoreSheetType, { description: 'What is scored.' }) sheet!: Sheet;
  @Field(() => [WorkedExampleType], { description: 'Examples that are computed when it is published.' }) examples!: WorkedExample[];
  @Field(() => Int, { description: 'Rises with every save.' }) version!: number;
}

export const ScoreSheetTemplateConnection = connectionOf<TemplateRow>('ScoreSheetTemplate', () => ScoreSheetTemplateType as never);

@ObjectType({ implements: Payload, description: 'The score sheet as it is now.' })
export class ScoreSheetTemplatePayload extends Payload {
  @Field(() => ScoreSheetTemplateType, { nullable: true, description: 'The sheet; with STALE_VERSION, what somebody else saved.' })
  template?: TemplateRow | null;
}
