import { Field, ObjectType } from 'type-graphql';
import { Payload } from '../../kit/errors.ts';
import { gatesOf } from '../../kit/viewer-can.ts';
import { OverrideRuleType } from '../chains/chain.type.ts';
import { OrganizationType } from '../federation/organization.type.ts';
import { FileType } from '../files/file.type.ts';
import type { ObligationRow } from '../obligations/obligation.rows.ts';
import { ObligationType } from '../obligations/obligation.type.ts';
import type { EditorRow } from '../submissions/editor.ts';
import type { SubmissionRow } from '../submissions/submission.rows.ts';
import { SubmissionEditorType, SubmissionType } from '../submissions/submission.type.ts';
import { OpinionEnum, OpinionStandingEnum, OpinionWayEnum, StepStateEnum } from './approval.enums.ts';

@ObjectType('OpinionSeal', { description: 'Evidence of the seal of an opinion.' })
export class OpinionSealType {
  @Field(() => FileType, { nullable: true, description: 'The scan; none for an electronic seal.' }) file!: unknown;
  @Field(() => String, { nullable: true, description: 'SHA-256 of the scan, in hexadecimal.' }) sha256!: string | null;
  @Field(() => String, { nullable: true, description: 'Reference of an electronic seal.' }) reference!: string | null;
}

@ObjectType('ApprovalOpinion', { description: 'An opinion of a step (审批意见): kept whatever comes after.' })
export class ApprovalOpinionType {
  @Field(() => OpinionEnum, { description: 'What it says.' }) opinion!: string;
  @Field(() => String, { description: 'The same in Chinese.' }) opinionLabel!: string;
  @Field(() => OpinionStandingEnum, { description: 'Whether it still counts.' }) standing!: string;
  @Field(() => String, { description: 'The same in Chinese.' }) standingLabel!: string;
  @Field(() => String, { nullable: true, description: 'In what words.' }) text!: string | null;
  @Field(() => String, { nullable: true, description: 'The day that the seal names, as 2023-10-20.' }) datedOn!: string | null;
  @Field(() => OpinionSealType, { nullable: true, description: 'Evidence of the seal.' }) seal!: unknown;
  @Field(() => OpinionWayEnum, { description: 'How it came in.' }) way!: string;
  @Field(() => String, { description: 'The same in Chinese.' }) wayLabel!: string;
  @Field(() => OrganizationType, { nullable: true, description: 'The body whose act it was.' }) organization!: unknown;
  @Field(() => String, { nullable: true, description: 'Name of whoever signed by a link.' }) signerName!: unknown;
  @Field(() => String, { nullable: true, description: 'Post of whoever signed, where somebody else gave it.' }) signerPost!: string | null;
  @Field(() => String, { nullable: true, description: 'Post of whoever gave it.' }) post!: string | null;
  @Field(() => String, { nullable: true, description: 'RETURN: heading of the step to which it went back.' }) returnedTo!: string | null;
  @Field(() => String, { description: 'SHA-256 of what it was given on, in hexadecimal.' }) contentHash!: string;
  @Field(() => String, { nullable: true, description: 'Why it agrees although an answer speaks against it.' })
  overrideReason!: string | null;
  @Field(() => Boolean, { description: 'Confirms such a reason.' }) overrideConfirmed!: boolean;
  @Field(() => Date, { description: 'When it was given.' }) givenAt!: Date;
}

@ObjectType('LevelAcceptance', { description: "A body's own acceptance of a unit (本级验收)." })
export class LevelAcceptanceType {
  @Field(() => OrganizationType, { nullable: true, description: 'The body that inspected.' }) organization!: unknown;
  @Field(() => Boolean, { description: 'Whether the unit is up to standard.' }) passed!: boolean;
  @Field(() => String, { description: 'Day of the inspection, as 2023-10-20.' }) inspectedOn!: string;
  @Field(() => String, { description: 'What was found.' }) text!: string;
  @Field(() => String, { nullable: true, description: 'Post of whoever wrote it down.' }) post!: string | null;
}

export const ApprovalPlaceGates = gatesOf('ApprovalPlace', {
  agree: 'Agree.',
  object: 'Send it back or refuse.',
  recordAcceptance: "Write down the body's own acceptance of the unit.",
});

@ObjectType('ApprovalPlace', { description: 'A step as one body has to take it: a step of the levels stands once for each of them.' })
export class ApprovalPlaceType {
  @Field(() => StepStateEnum, { description: 'How it stands.' }) state!: string;
}

@ObjectType('Approvals', { description: 'The approval chain of a task with what stands of it.' })
export class ApprovalsType {
  @Field(() => [OverrideRuleType], { description: 'Answers of the version that went up that speak against agreeing.' })
  overridesNeeded!: unknown;
}

@ObjectType({ implements: Payload, description: 'The chain as it is now.' })
export class ApprovalsPayload extends Payload {
  @Field(() => ApprovalsType, { nullable: true, description: 'The chain.' }) approvals?: unknown;
  @Field(() => ObligationType, { nullable: true, description: 'The task.' }) obligation?: ObligationRow | null;
  @Field(() => SubmissionType, { nullable: true, description: 'With STALE_VERSION, the submission as it is now.' })
  submission?: SubmissionRow | null;
  @Field(() => SubmissionEditorType, { nullable: true, description: 'With STALE_VERSION, the page as it is now.' })
  editor?: EditorRow | null;
}
