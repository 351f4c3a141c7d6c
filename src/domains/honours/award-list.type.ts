import { Field, GraphQLISODateTime, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../kit/connection.ts';
import { Payload } from '../../kit/errors.ts';
import { Node } from '../../kit/node-id.ts';
import { gatesOf } from '../../kit/viewer-can.ts';
import { OrganizationType } from '../federation/organization.type.ts';
import { FileType } from '../files/file.type.ts';
import { NoticeLevelEnum } from '../notices/notice.enums.ts';
import { DeliverableType, NoticeType } from '../notices/notice.type.ts';
import { SubmissionType } from '../submissions/submission.type.ts';
import type { AwardLineRow, AwardListRow } from './award-list.rows.ts';
import * as enums from './honour.enums.ts';

@ObjectType('AwardLine', { description: 'One application on a list.' })
export class AwardLineType {
  @Field(() => Int, { description: 'Its place.' }) rank!: number;
  @Field(() => Boolean, { description: 'It is proposed to be honoured.' }) proposed!: boolean;
  @Field(() => String, { nullable: true, description: 'Why it is not proposed.' }) reason!: string | null;
  @Field(() => [enums.AwardPriorityEnum], { description: 'What lets it stand before others.' }) priorities!: string[];
  @Field(() => [String], { description: 'The same, in Chinese.' }) priorityLabels?: string[];
  @Field(() => String, { nullable: true, description: 'On what the priority rests.' }) priorityReason?: string | null;
  @Field(() => [enums.AwardTagEnum], { description: 'What the unit is known for.' }) tags!: string[];
  @Field(() => [String], { description: 'The same, in Chinese.' }) tagLabels?: string[];
  @Field(() => String, { nullable: true, description: 'Why a unit that holds such an honour stands for it again.' })
  holderReason?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'As the decision that counts says; none before one.' }) approved!: boolean | null;
  @Field(() => String, { nullable: true, description: 'Why the decision deviates from the proposal.' }) decisionReason?: string | null;
  @Field(() => SubmissionType, { nullable: true, description: 'The application; none when it is out of reach.' }) submission?: unknown;
  @Field(() => OrganizationType, { description: 'The unit that applied.' }) organization?: unknown;
  @Field(() => OrganizationType, { nullable: true, description: 'The body above the unit, which recommended it.' }) recommender?: unknown;
  @Field(() => Int, { description: 'Its place among those of the same recommender, those with priority first.' }) recommenderRank?: number;
}

export const AwardLineConnection = connectionOf<AwardLineRow>('AwardLine', () => AwardLineType as never, { totalCount: true });

@ObjectType('AwardObjection', { description: 'What was said against a list while it was public.' })
export class AwardObjectionType {
  @Field(() => Int, { description: 'Its number.' }) number!: number;
  @Field(() => SubmissionType, { nullable: true, description: 'The application that it is about; none when about the list.' })
  submission?: unknown;
  @Field(() => String, { description: 'Who objects.' }) source!: string;
  @Field(() => String, { description: 'What is said.' }) text!: string;
  @Field(() => String, { description: 'When it came, as 2021-05-28.' }) receivedOn?: string;
  @Field(() => String, { nullable: true, description: 'What came of it.' }) answer!: string | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When it was answered.' }) answeredAt?: Date | null;
}

@ObjectType('DecidedLine', { description: 'What was decided about one application, as it stood then.' })
export class DecidedLineType {
  @Field(() => OrganizationType, { description: 'The unit.' }) organization?: unknown;
  @Field(() => Int, { description: 'Its place on the list.' }) rank!: number;
  @Field(() => Boolean, { description: 'It was proposed.' }) proposed!: boolean;
  @Field(() => Boolean, { description: 'It was approved.' }) approved!: boolean;
  @Field(() => String, { nullable: true, description: 'Why that deviates from the proposal.' }) reason!: string | null;
  @Field(() => Boolean, { description: 'Approved although one proposed before it was not (C-60).' }) againstRank!: boolean;
}

@ObjectType('AwardDecision', { implements: Node, description: 'What the deciding body resolved; never changed.' })
export class AwardDecisionType extends Node {
  @Field(() => Int, { description: 'Of several about one list the last one counts.' }) number!: number;
  @Field(() => String, { description: 'The body that resolved it.' }) decidingBody?: string;
  @Field(() => String, { description: 'Number of the minutes.' }) minutesNumber?: string;
  @Field(() => String, { description: 'Day of the meeting.' }) decidedOn?: string;
  @Field(() => String, { description: 'What was resolved.' }) text!: string;
  @Field(() => GraphQLISODateTime, { description: 'When it was written down.' }) recordedAt?: Date;
  @Field(() => String, { description: 'SHA-256 of all of it and of its evidence, in hexadecimal.' }) contentHash?: string;
  @Field(() => [FileType], { description: 'The minutes.' }) evidence?: unknown[];
  @Field(() => [DecidedLineType], { description: 'Where it deviates from the proposal or from its order.' }) deviations?: unknown[];
}

@ObjectType('AwardListCounts', { description: 'How many lines of a list.' })
export class AwardListCounts {
  @Field(() => Int, { description: 'All.' }) all!: number;
  @Field(() => Int, { description: 'Those that are proposed.' }) proposed!: number;
  @Field(() => Int, { description: 'Those that were approved.' }) approved!: number;
}

export const AwardListGates = gatesOf('AwardList', {
  save: 'Change it.',
  propose: 'Put it before the deciding body.',
  withdraw: 'Take it back to be changed.',
  recordObjection: 'Write down an objection, or its answer.',
  decide: 'Record what was resolved.',
  name: 'Write the circular that makes it known.',
});

@ObjectType('AwardList', { implements: Node, description: 'What the organiser of an activity proposes to be honoured.' })
export class AwardListType extends Node {
  @Field(() => String, { description: "The honour's name, as printed." }) name!: string;
  @Field(() => enums.TitleKindEnum, { description: 'Its kind.' }) kind!: string;
  @Field(() => String, { description: 'The kind, in Chinese.' }) kindLabel?: string;
  @Field(() => NoticeLevelEnum, { description: 'Its level.' }) level!: string;
  @Field(() => String, { description: 'The level, in Chinese.' }) levelLabel?: string;
  @Field(() => enums.AwardListStateEnum, { description: 'How far it has come.' }) state!: string;
  @Field(() => String, { description: 'The same, in Chinese.' }) stateLabel?: string;
  @Field(() => Int, { nullable: true, description: 'The year for which it is given.' }) awardYear?: number | null;
  @Field(() => String, { nullable: true, description: 'Or the period, as worded.' }) period!: string | null;
  @Field(() => String, { nullable: true, description: 'Last day of the honour.' }) validUntil?: string | null;
  @Field(() => Int, { description: 'Money for each that is named, in fen.' }) subsidyFen?: number;
  @Field(() => [enums.SubsidyUseEnum], { description: 'What the money may be spent on.' }) subsidyUses?: string[];
  @Field(() => Int, { description: 'Days of publicity before the decision; 0 is none.' }) objectionDays?: number;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Exclusive end of the publicity.' }) objectionsUntil?: Date | null;
  @Field(() => Int, { description: 'Pass it back with the next act.' }) version!: number;
  @Field(() => OrganizationType, { description: 'The organiser.' }) organization?: unknown;
  @Field(() => DeliverableType, { nullable: true, description: 'What the applications answer.' }) deliverable?: unknown;
  @Field(() => String, { nullable: true, description: 'First day of the honour; the day of the circular without one.' })
  effectiveFrom?: string | null;
  @Field(() => NoticeType, { nullable: true, description: 'The circular that makes it known, drafted or issued.' }) notice?: unknown;
  @Field(() => AwardListCounts, { description: 'How many lines.' }) counts?: unknown;
  @Field(() => AwardLineConnection, { description: 'The applications, in their order.' }) lines?: unknown;
  @Field(() => [AwardObjectionType], { description: 'What was said against it, first to last.' }) objections?: unknown[];
  @Field(() => [AwardDecisionType], { description: 'What was decided, first to last; the last one counts.' }) decisions?: unknown[];
  @Field(() => AwardListGates, { description: 'What the caller may do with it now.' }) viewerCan?: unknown;
}

export const AwardListConnection = connectionOf<AwardListRow>('AwardList', () => AwardListType as never);

@ObjectType({ implements: Payload, description: 'The list as it is now.' })
export class AwardListPayload extends Payload {
  @Field(() => AwardListType, { nullable: true, description: 'The list; with STALE_VERSION, as somebody else left it.' })
  awardList?: AwardListRow | null;
}
