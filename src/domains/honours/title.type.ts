import { Field, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../kit/connection.ts';
import { enumType } from '../../kit/enums.ts';
import { Payload } from '../../kit/errors.ts';
import { Node } from '../../kit/node-id.ts';
import { gatesOf } from '../../kit/viewer-can.ts';
import { OrganizationType } from '../federation/organization.type.ts';
import { NoticeLevelEnum } from '../notices/notice.enums.ts';
import { NoticeType } from '../notices/notice.type.ts';
import { AwardDecisionType } from './award-list.type.ts';
import * as enums from './honour.enums.ts';
import type { TitleRow } from './title.rows.ts';

export const TitleLackEnum = enumType('TitleLack', 'What is still owed to or by a holder.', {
  PLAQUE: 'The plaque.',
  SUBSIDY: 'The money, where the list brings some; for the body that gives it and those above.',
  MENTORING: 'Somebody to help: of holders of a city or above (S2-63).',
});

@ObjectType('Plaque', { description: 'A plaque that was given.' })
export class PlaqueType {
  @Field(() => String, { description: 'Day on which it was given.' }) givenOn!: string;
  @Field(() => String, { nullable: true, description: 'At what occasion.' }) occasion!: string | null;
}

export const TitleGates = gatesOf('Title', {
  givePlaque: 'Write down that the plaque was given.',
  paySubsidy: 'Write down that the money was paid.',
  recordSubsidyUse: 'Write down what was spent of it.',
  pair: 'Write down whom the holder helps.',
  revoke: 'Take it back by a new decision.',
});

@ObjectType('Title', { implements: Node, description: 'An honour that was made known; everybody in the federation may read it.' })
export class TitleType extends Node {
  @Field(() => OrganizationType, { description: 'The unit that was named.' }) organization?: unknown;
  @Field(() => String, { description: "The unit's name, as printed." }) unitName?: string;
  @Field(() => OrganizationType, { nullable: true, description: 'Who holds it today, where the unit was merged since.' })
  successor?: unknown;
  @Field(() => OrganizationType, { description: 'Who gave it.' }) grantor?: unknown;
  @Field(() => String, { description: "The honour's name." }) name!: string;
  @Field(() => enums.TitleKindEnum, { description: 'Its kind.' }) kind!: string;
  @Field(() => NoticeLevelEnum, { description: 'Its level (X-20).' }) level!: string;
  @Field(() => String, { description: 'The level, in Chinese.' }) levelLabel?: string;
  @Field(() => Int, { nullable: true, description: 'The year for which it was given.' }) awardYear?: number | null;
  @Field(() => String, { nullable: true, description: 'Or the period, as worded.' }) period!: string | null;
  @Field(() => enums.TitleStatusEnum, { description: 'How it stands today.' }) status?: string;
  @Field(() => String, { description: 'The same, in Chinese.' }) statusLabel?: string;
  @Field(() => String, { description: 'First day.' }) effectiveFrom?: string;
  @Field(() => String, { nullable: true, description: 'Last day; for good without one.' }) validUntil?: string | null;
  @Field(() => String, { description: 'Number of the certificate.' }) certificateNumber?: string;
  @Field(() => String, { description: 'Where anybody can check it, as `/certificates/…`.' }) certificateUrl?: string;
  @Field(() => PlaqueType, { nullable: true, description: 'The plaque, once it was given.' }) plaque?: unknown;
  @Field(() => String, { nullable: true, description: 'Day on which it was taken back.' }) revokedOn?: string | null;
  @Field(() => AwardDecisionType, { nullable: true, description: 'The decision that took it back; for those who may read it.' })
  revocation?: unknown;
  @Field(() => NoticeType, { nullable: true, description: 'The circular; none when it is out of reach.' }) notice?: unknown;
  @Field(() => Int, { description: 'Pass it back with the next act.' }) version!: number;
  @Field(() => TitleGates, { description: 'What the caller may do with it now.' }) viewerCan?: unknown;
}

export const TitleConnection = connectionOf<TitleRow>('Title', () => TitleType as never, { totalCount: true });

@ObjectType({ implements: Payload, description: 'The title as it is now.' })
export class TitlePayload extends Payload {
  @Field(() => TitleType, { nullable: true, description: 'The title; with STALE_VERSION, as somebody else left it.' })
  title?: TitleRow | null;
}

@ObjectType('AwardResult', { description: 'What became of an application in one list; known once its circular was issued.' })
export class AwardResultType {
  @Field(() => String, { description: "The honour's name." }) name!: string;
  @Field(() => enums.AwardOutcomeEnum, { description: 'What became of it.' }) outcome!: string;
  @Field(() => String, { description: 'The same, in Chinese.' }) outcomeLabel?: string;
  @Field(() => String, { nullable: true, description: 'Why it was not honoured.' }) reason!: string | null;
  @Field(() => TitleType, { nullable: true, description: 'The honour.' }) title?: unknown;
}
