import { Field, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../kit/connection.ts';
import { Due } from '../../kit/due.ts';
import { Payload } from '../../kit/errors.ts';
import { Node } from '../../kit/node-id.ts';
import { gatesOf } from '../../kit/viewer-can.ts';
import { OrganizationType } from '../federation/organization.type.ts';
import { DeliverableType } from '../notices/notice.type.ts';
import type { Hop } from './batch.ts';
import { BatchChangeEnum } from './submission.enums.ts';
import type { ConsolidationRow } from './submission.rows.ts';

@ObjectType('AbsentUnit', { description: 'A unit that a batch went up without.' })
export class AbsentUnitType {
  @Field(() => OrganizationType, { description: 'The unit.' }) organization!: OrganizationType;
  @Field(() => String, { description: 'Why.' }) reason!: string;
}

@ObjectType('Consolidation', { implements: Node, description: 'A batch that one level sent to the next (汇总上报).' })
export class ConsolidationType extends Node {
  @Field(() => Int, { description: 'Which batch: 1 is the first, later ones supplement it.' }) number!: number;
  @Field(() => String, { nullable: true, description: 'For the next body.' }) remark!: string | null;
}

@ObjectType('MissingUnit', { description: 'A unit that has not come up.' })
export class MissingUnitType {
  @Field(() => String, { nullable: true, description: 'Why, as far as it was said before.' }) reason!: string | null;
}

@ObjectType({ description: 'A due that is missed if something is sent up now.' })
export class MissedDue {
  @Field(() => OrganizationType, { description: 'Who asks.' }) askedBy!: unknown;
  @Field(() => Due, { description: 'By when it had asked for it.' }) due!: Due;
  @Field(() => String, { description: 'In Chinese.' }) message!: string;
}

@ObjectType('ChangedUnit', { description: 'A unit whose report has changed since a batch went up, by the last thing that happened to it.' })
export class ChangedUnitType {
  @Field(() => OrganizationType, { description: 'The unit.' }) organization!: unknown;
  @Field(() => BatchChangeEnum, { description: 'What happened.' }) kind!: string;
  @Field(() => String, { description: 'The same, in Chinese.' }) kindLabel!: string;
  @Field(() => Date, { description: 'When.' }) at!: Date;
}

@ObjectType({ description: 'What has changed below since the last batch went up; each unit counts once, by the last thing that happened.' })
export class ChangedSinceBatch {
  @Field(() => Int, { description: 'The batch.' }) batchNumber!: number;
  @Field(() => Date, { description: 'When it went up.' }) since!: Date;
  @Field(() => Int, { description: 'Reports that came in.' }) arrived!: number;
  @Field(() => Int, { description: "Reports that the caller's body accepted: a supplement can go up." }) accepted!: number;
  @Field(() => Int, { description: 'Reports that were returned.' }) returned!: number;
  @Field(() => Int, { description: 'Reports that units took back.' }) withdrawn!: number;
  @Field(() => [ChangedUnitType], { description: 'The units, in the order of the tree; at most 100.' }) units!: unknown[];
}

export const MissingUnitConnection = connectionOf('MissingUnit', () => MissingUnitType as never, { totalCount: true });

export const SendUpGates = gatesOf('SendUp', { forward: 'Send up what was accepted.', explain: 'Say why units are missing.' });

@ObjectType('SendUp', { description: "What the caller's body is about to send to the next one, of one deliverable." })
export class SendUpType {
  @Field(() => DeliverableType, { description: 'What it asks itself, with its own due.' }) mine!: DeliverableType;
  @Field(() => DeliverableType, {
    nullable: true,
    description: 'What the body above asks, with its due; null for the body that asked first.',
  })
  above!: DeliverableType | null;
  @Field(() => [MissedDue], {
    description: "Dues of the bodies above that are missed if something is sent up now, the first asker's first.",
  })
  missedDues!: unknown[];
  @Field(() => ChangedSinceBatch, { nullable: true, description: 'What has changed below since the last batch; null before the first.' })
  changedSinceBatch!: unknown;
}

@ObjectType({ implements: Payload, description: 'The batch that was sent.' })
export class ForwardSubmissionsPayload extends Payload {
  @Field(() => ConsolidationType, { nullable: true, description: 'The batch.' }) consolidation?: ConsolidationRow | null;
  @Field(() => SendUpType, { nullable: true, description: 'What is left to send.' }) sendUp?: Hop | null;
  @Field(() => [MissingUnitType], { nullable: true, description: 'With ABSENT_NOT_NAMED: who is missing without a reason, at most 100.' })
  missing?: object[] | null;
}

@ObjectType({ implements: Payload, description: 'What is about to be sent up.' })
export class SendUpPayload extends Payload {
  @Field(() => SendUpType, { nullable: true, description: 'What is about to be sent up.' }) sendUp?: Hop | null;
}
