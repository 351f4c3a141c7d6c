import { Field, ObjectType } from 'type-graphql';
import { Payload } from '../../kit/errors.ts';
import { FileType } from '../files/file.type.ts';
import { OrganizationType } from '../federation/organization.type.ts';
import { ObligationType } from '../obligations/obligation.type.ts';
import type { ObligationRow } from '../obligations/obligation.rows.ts';
import { ReceiptChannelEnum } from './submission.enums.ts';
import type { SubmissionRow } from './submission.rows.ts';
import { SubmissionType } from './submission.type.ts';

@ObjectType('SubmissionEntry', {
  description: 'That a version was entered by a body above for the unit (代录), with the evidence of what the unit had sent.',
})
export class SubmissionEntryType {
  @Field(() => OrganizationType, { description: 'The body that entered it.' }) enteredBy!: unknown;
  @Field(() => OrganizationType, { description: 'The unit for which it was entered.' }) enteredFor!: unknown;
  @Field(() => String, { nullable: true, description: 'Post of whoever entered it.' }) post!: string | null;
  @Field(() => ReceiptChannelEnum, { description: 'How it came.' }) channel!: string;
  @Field(() => String, { description: 'The same, in Chinese.' }) channelLabel!: string;
  @Field(() => Date, { description: 'When it was received.' }) receivedAt!: Date;
  @Field(() => Boolean, { description: 'The time of receipt decides whether it is late, not that of entering (C-35).' })
  receiptCounts!: boolean;
  @Field(() => String, { nullable: true, description: 'Why it was entered for the unit.' }) reason!: string | null;
  @Field(() => FileType, { nullable: true, description: 'The scan; none where the caller may not read it.' }) scan!: unknown;
  @Field(() => String, { description: 'SHA-256 of the scan, in hexadecimal.' }) scanSha256!: string;
  @Field(() => Date, { description: 'When it was entered.' }) enteredAt!: Date;
  @Field(() => Date, { nullable: true, description: 'When the unit confirmed it.' }) confirmedAt!: Date | null;
  @Field(() => String, { description: 'The mark that people read: 东山县总工会代录，单位尚未确认.' }) mark!: string;
}

@ObjectType({ implements: Payload, description: 'What was entered for the unit.' })
export class SubmitOnBehalfPayload extends Payload {
  @Field(() => SubmissionType, { nullable: true, description: 'The submission.' }) submission?: SubmissionRow | null;
  @Field(() => ObligationType, { nullable: true, description: 'With STALE_VERSION, the task as it is now.' })
  obligation?: ObligationRow | null;
}
