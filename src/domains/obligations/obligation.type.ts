import { Field, GraphQLISODateTime, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../kit/connection.ts';
import { Due } from '../../kit/due.ts';
import { enumType } from '../../kit/enums.ts';
import { Payload } from '../../kit/errors.ts';
import type { FormField as FormFieldShape } from '../../kit/form.ts';
import { FormField } from '../../kit/form.type.ts';
import { Node } from '../../kit/node-id.ts';
import { gatesOf } from '../../kit/viewer-can.ts';
import { OrganizationType } from '../federation/organization.type.ts';
import type { DeliverableRow } from '../notices/notice.rows.ts';
import { DeliverableType, NoticeType } from '../notices/notice.type.ts';
import { LampEnum, ObligationEventKindEnum, ObligationKindEnum, ObligationStateEnum } from './obligation.enums.ts';
import type { ObligationRow } from './obligation.rows.ts';

export const ObligationGates = gatesOf('Obligation', {
  acknowledge: 'Sign for the notice that asks.',
  start: 'Begin to fill it in.',
  submit: 'Hand it in.',
  enter: 'Enter the report of the unit for it, from paper or mail (代录).',
  waive: 'Let this unit off.',
  reopen: 'Open it again for this unit.',
  askExtension: 'Ask for more time.',
  decideExtension: 'Grant, decline or pass up the request for more time that waits.',
  extend: 'Give this body more time, unasked.',
  remind: 'Remind the body of it (催办).',
  recordCall: 'Note that one has rung it.',
});

@ObjectType('Obligation', {
  implements: Node,
  description: 'What one body owes, to whom, by when (报送任务): one however many superiors ask.',
})
export class ObligationType extends Node {
  @Field(() => ObligationKindEnum, { description: 'What the body has to do.' }) kind!: string;
  @Field(() => ObligationStateEnum, { description: 'How far it has come.' }) state!: string;
  @Field(() => Boolean, { description: 'Reported that there is nothing to report (零报告).' }) nil!: boolean;
  @Field(() => Boolean, { description: "First handed in at or after the unit's own due." }) late!: boolean;
  @Field(() => Int, { description: 'Rises with every change.' }) version!: number;
}

@ObjectType('Demand', { description: 'What one body asks within an obligation.' })
export class DemandType {
  @Field(() => OrganizationType, { description: 'Who asks.' }) askedBy!: unknown;
  @Field(() => DeliverableType, { description: 'What it asks for.' }) deliverable!: DeliverableRow;
  @Field(() => NoticeType, { nullable: true, description: 'The notice that asks, if the caller may read it.' }) notice!: unknown;
  @Field(() => String, { description: 'What it expects.' }) text!: string;
  @Field(() => Due, { nullable: true, description: 'By when it asks.' }) due!: Due | null;
  @Field(() => Boolean, { description: 'Handed down from further up: nobody below can change it.' }) inherited!: boolean;
  @Field(() => [FormField], { description: 'Its questions, answered on the one page.' }) fields!: FormFieldShape[];
}

@ObjectType('ExtensionRequest', { description: 'More time that was asked for and is not decided on.' })
export class ExtensionRequestType {
  @Field(() => OrganizationType, { description: 'With whom it lies.' }) holder!: unknown;
  @Field(() => Due, { description: 'The due that is wished for.' }) due!: Due;
  @Field(() => String, { description: 'Why.' }) reason!: string;
  @Field(() => GraphQLISODateTime, { description: 'When it was asked for.' }) askedAt!: Date;
  @Field(() => Due, {
    nullable: true,
    description: "The last due that the caller's body may grant; null when it may grant any, or does not ask for this.",
  })
  grantableUntil!: Due | null;
}

@ObjectType('ObligationCorrection', { description: 'A correction of something that a body owes, since it was asked.' })
export class ObligationCorrectionType {
  @Field(() => NoticeType, { nullable: true, description: 'What was corrected, if the caller may read it.' }) notice!: unknown;
  @Field(() => OrganizationType, { description: 'Who corrected it.' }) by!: unknown;
  @Field(() => Int, { description: 'The edition.' }) edition!: number;
  @Field(() => String, { description: 'Why.' }) reason!: string;
  @Field(() => [String], { description: 'In what it differs, in Chinese, a line each.' }) lines!: string[];
  @Field(() => GraphQLISODateTime, { description: 'When.' }) publishedAt!: Date;
}

@ObjectType('AwaitedCorrection', { description: 'That a body above has not handed on what its superior has corrected.' })
export class AwaitedCorrectionType {
  @Field(() => OrganizationType, { description: 'The body.' }) organization!: unknown;
  @Field(() => String, { description: 'The same for people, in Chinese.' }) message!: string;
}

@ObjectType('ObligationEvent', { description: 'A decision about an obligation.' })
export class ObligationEventType {
  @Field(() => ObligationEventKindEnum, { description: 'What was decided.' }) kind!: string;
  @Field(() => String, { description: 'The same, in Chinese.' }) label!: string;
  @Field(() => String, { description: 'Why.' }) reason!: string;
  @Field(() => OrganizationType, { nullable: true, description: 'Who decided; none when the time ran out.' }) decidedBy!: unknown;
  @Field(() => OrganizationType, { nullable: true, description: 'In whose hands it was when the time ran out; who is to decide.' })
  heldBy!: unknown;
  @Field(() => Due, { nullable: true, description: 'The new due; the one asked for.' }) due!: Due | null;
  @Field(() => GraphQLISODateTime, { description: 'When.' }) happenedAt!: Date;
}

@ObjectType({ description: 'How many are of one state.' })
export class StateCount {
  @Field(() => ObligationStateEnum, { description: 'The state.' }) state!: string;
  @Field(() => String, { description: 'The same, in Chinese.' }) label!: string;
  @Field(() => Int, { description: 'How many.' }) count!: number;
}

@ObjectType({ description: 'How many show one lamp.' })
export class LampCount {
  @Field(() => LampEnum, { description: 'The lamp.' }) lamp!: string;
  @Field(() => String, { description: 'The same, in Chinese.' }) label!: string;
  @Field(() => Int, { description: 'How many.' }) count!: number;
}

@ObjectType({ description: 'A list of obligations, counted.' })
export class ObligationCounts {
  @Field(() => [LampCount], { description: 'By lamp, as the clock stands; lamps that nobody shows are left out.' }) byLamp!: LampCount[];
  @Field(() => [StateCount], { description: 'By state; states that nobody is in are left out.' }) byState!: StateCount[];
}

export const ObligationConnection = connectionOf<ObligationRow>('Obligation', () => ObligationType as never, {
  totalCount: true,
  counts: () => ObligationCounts,
});

/** The numbers of a board; the list behind a number is asked for by its name. */
export const FIGURES = {
  EXPECTED: 'Reports that are expected.',
  RECEIVED: 'Reports that have come so far up.',
  RECEIVED_ON_TIME: 'Those of them that came in time.',
  ABSENT: 'Reports that are expected and not here.',
  OVERDUE: 'Reports that are not handed in and whose due has passed, as the clock stands.',
  OPEN: 'Expected, nothing handed in.',
  SUBMITTED: 'Handed in by the unit.',
  RETURNED: 'Returned to be mended.',
  ACCEPTED: 'Accepted.',
  FORFEITED: 'Given up by letting the time pass.',
  WAIVED: 'Let off.',
  CANCELLED: 'No longer asked for.',
  NIL: 'Received, and there was nothing to report.',
  LATE: "Received, and late by the unit's own due.",
  ELIGIBLE: 'Invited.',
  ENTERED: 'Invited and taken part.',
} as const;
export type Figure = keyof typeof FIGURES;
export const FigureEnum = enumType<Figure>('ObligationFigure', 'A number of a progress board.', FIGURES);

@ObjectType({ implements: Payload, description: 'The obligation as it is now.' })
export class ObligationPayload extends Payload {
  @Field(() => ObligationType, { nullable: true, description: 'The obligation; with STALE_VERSION, as somebody else left it.' })
  obligation?: ObligationRow | null;
}
