import { Field, GraphQLISODateTime, Int, ObjectType } from 'type-graphql';
import { enumType } from '../../kit/enums.ts';
import { Payload } from '../../kit/errors.ts';
import { JobType } from '../jobs/job.type.ts';
import type { ObligationRow } from './obligation.rows.ts';
import { ObligationType } from './obligation.type.ts';
import type { CALL_OUTCOMES } from './reminder.entity.ts';

type Outcome = (typeof CALL_OUTCOMES)[number];

export const CallOutcomeEnum = enumType<Outcome>('PhoneCallOutcome', 'What came of a call.', {
  PROMISED: 'The unit will hand it in.',
  NOTED: 'The unit knows of it.',
  NOT_REACHED: 'Nobody answered.',
  DECLINED: 'The unit will not hand it in.',
});
export const callOutcomeLabels: Readonly<Record<Outcome, string>> = {
  PROMISED: '答应报送',
  NOTED: '已告知',
  NOT_REACHED: '无人接听',
  DECLINED: '表示不报',
};

@ObjectType('PhoneCall', { description: "That a body rang a unit about what it owes; the body's own note." })
export class PhoneCallType {
  @Field(() => GraphQLISODateTime, { description: 'When.' }) calledAt!: Date;
  @Field(() => CallOutcomeEnum, { description: 'What came of it.' }) outcome!: Outcome;
  @Field(() => String, { description: 'The same, in Chinese.' }) outcomeLabel!: string;
  @Field(() => String, { nullable: true, description: 'What else was said.' }) note!: string | null;
  @Field(() => String, { nullable: true, description: 'Name of who rang.' }) caller!: string | null;
}

@ObjectType({ implements: Payload, description: 'The reminding that goes on behind the request.' })
export class RemindObligationsPayload extends Payload {
  @Field(() => JobType, { nullable: true, description: 'Its job.' }) job?: unknown;
  @Field(() => Int, { nullable: true, description: 'How many are to be reminded.' }) toRemind?: number;
  @Field(() => Int, { nullable: true, description: 'How many are left out because they were reminded within 24 hours.' })
  skippedRecently?: number;
  @Field(() => Int, { nullable: true, description: 'How many of the named ones are left out because nothing is to be handed in any more.' })
  skippedSettled?: number;
}

@ObjectType({ implements: Payload, description: 'The obligation with its calls.' })
export class RecordPhoneCallPayload extends Payload {
  @Field(() => ObligationType, { nullable: true, description: 'The obligation.' }) obligation?: ObligationRow | null;
}
