import { Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../kit/connection.ts';
import { Due } from '../../kit/due.ts';
import { enumType } from '../../kit/enums.ts';
import { gatesOf } from '../../kit/viewer-can.ts';
import { OrganizationType } from '../federation/organization.type.ts';
import { DeliverableType, NoticeType } from '../notices/notice.type.ts';
import { LampEnum } from './obligation.enums.ts';
import { LampCount, ObligationType } from './obligation.type.ts';
import type { WorkItemRow, WorkKind } from './work-items.ts';

export const WorkKindEnum = enumType<WorkKind>('WorkKind', 'What is to be done.', {
  ACKNOWLEDGE: 'Sign for a notice.',
  FORWARD: 'Hand a notice on.',
  REVIEW_NOTICE: 'Review a draft (核稿).',
  SIGN_NOTICE: 'Sign a draft (签发).',
  SEND_NOTICE: 'Send what was signed.',
  REPORT: 'Fill in and hand in.',
  LEDGER: 'Close and send a ledger.',
  INVITED: 'Take part, if one likes.',
  ORGANISE: 'See to it that those below report.',
  PASS_ON: "Hand a superior's correction on.",
  REVIEW: 'Decide on what was handed in below.',
  SEND_UP: 'Send up what was accepted here.',
  EXTENSION: 'Decide on requests for more time.',
  ANSWER: 'Answer what others ask about a notice.',
});
export const WorkStateEnum = enumType<'OPEN' | 'WAITING'>('WorkState', 'Whose turn it is.', {
  OPEN: "The caller's body's (要办).",
  WAITING: "Others' (等他人).",
});
export const WorkDueEnum = enumType<'DATED' | 'NONE'>('WorkDue', 'Whether there is a due.', {
  DATED: 'With a due.',
  NONE: 'Without one (无期限).',
});

@ObjectType({ description: 'How many items are of one kind.' })
export class WorkKindCount {
  @Field(() => WorkKindEnum, { description: 'The kind.' }) kind!: WorkKind;
  @Field(() => String, { description: 'The same, in Chinese.' }) verb!: string;
  @Field(() => Int, { description: 'How many items.' }) count!: number;
}

@ObjectType({ description: 'A list of work, counted.' })
export class WorkItemCounts {
  @Field(() => Int, { description: 'All items.' }) total!: number;
  @Field(() => [LampCount], { description: 'By lamp; lamps that none shows are left out.' }) byLamp!: LampCount[];
  @Field(() => [WorkKindCount], { description: 'By kind; kinds that none is of are left out.' }) byKind!: WorkKindCount[];
}

@ObjectType({ description: 'How far something has come.' })
export class WorkProgress {
  @Field(() => Int, { description: 'How many are done.' }) done!: number;
  @Field(() => Int, { description: 'Of how many.' }) total!: number;
  @Field(() => String, { description: 'Both, in Chinese.' }) label!: string;
}

export const WorkItemGates = gatesOf('WorkItem', { act: 'Do what the verb says.' });

@ObjectType('WorkItem', { description: 'Something on the workbench (工作台) of one body.' })
export class WorkItemType {
  @Field(() => ID, { description: 'The same as long as it is to be done.' }) key!: string;
  @Field(() => WorkKindEnum, { description: 'What is to be done.' }) kind!: WorkKind;
  @Field(() => String, { description: 'About what.' }) title!: string;
  @Field(() => LampEnum, { description: 'How urgent it is, as the clock stands.' }) lamp!: string;
  @Field(() => Int, { description: 'How many of the same kind it gathers.' }) count!: number;
  @Field(() => String, { description: 'What is to be done, in Chinese.' }) verb?: string;
  @Field(() => String, { description: 'The lamp, in Chinese.' }) lampLabel?: string;
  @Field(() => String, { description: 'Why the lamp shows, in Chinese.' }) lampReason?: string;
  @Field(() => Due, { nullable: true, description: 'By when.' }) due?: Due | null;
  @Field(() => OrganizationType, { description: 'Who asks.' }) askedBy?: unknown;
  @Field(() => WorkProgress, { nullable: true, description: 'How far it has come, where there is something to count.' })
  progress?: WorkProgress | null;
  @Field(() => ObligationType, { nullable: true, description: 'The obligation that it is about.' }) obligation?: unknown;
  @Field(() => NoticeType, { nullable: true, description: 'The notice that it is about.' }) notice?: unknown;
  @Field(() => DeliverableType, { nullable: true, description: 'What is asked for.' }) deliverable?: unknown;
  @Field(() => WorkItemGates, { description: 'What the caller may do now.' }) viewerCan?: unknown;
}

export const WorkItemConnection = connectionOf<WorkItemRow>('WorkItem', () => WorkItemType as never, { counts: () => WorkItemCounts });
