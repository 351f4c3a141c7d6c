import { Field, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../kit/connection.ts';
import { enumType } from '../../kit/enums.ts';
import { Payload } from '../../kit/errors.ts';
import { Node } from '../../kit/node-id.ts';
import { gatesOf } from '../../kit/viewer-can.ts';
import type { JobKind } from './job.kinds.ts';
import type { JobFailureRow, JobRow } from './job.rows.ts';

export const JobKindEnum = enumType<JobKind>('JobKind', 'What goes on behind a request.', {
  REMIND_OBLIGATIONS: 'Reminding those who have not reported.',
  IMPORT_ORGANIZATIONS: 'Taking organizations in from a file.',
  IMPORT_POSTS: 'Taking posts in from a file.',
  IMPORT_MEMBERS: 'Taking people in from a file.',
  EXPORT_LIST: 'Writing a list into a file.',
});
export const JobStateEnum = enumType<JobRow['state']>('JobState', 'How far a job has come.', {
  QUEUED: 'Waits to begin.',
  RUNNING: 'Is being done.',
  DONE: 'Is done.',
  FAILED: 'Could not be done; may be gone on with.',
  CANCELLED: 'Was ended by whoever started it.',
});
export const jobStateLabels = { QUEUED: '排队中', RUNNING: '进行中', DONE: '已完成', FAILED: '未能完成', CANCELLED: '已取消' } as const;

@ObjectType('JobFailure', { description: 'What a job could not do.' })
export class JobFailureType {
  @Field(() => Int, { nullable: true, description: 'Line of the file, or place in the list; none when it concerns the whole.' })
  row!: number | null;
  @Field(() => String, { nullable: true, description: 'Column of the file.' }) column!: string | null;
  @Field(() => String, { description: 'For programs.' }) code!: string;
  @Field(() => String, { description: 'For people, in Chinese.' }) message!: string;
}

export const JobFailureConnection = connectionOf<JobFailureRow>('JobFailure', () => JobFailureType as never);

export const JobGates = gatesOf('Job', { resume: 'Go on with it after a failure.', cancel: 'End it.' });

@ObjectType('Job', { implements: Node, description: 'Work that goes on behind a request (后台任务), seen by whoever started it.' })
export class JobType extends Node {
  @Field(() => JobKindEnum, { description: 'What is done.' }) kind!: string;
  @Field(() => JobStateEnum, { description: 'How far it has come.' }) state!: string;
  @Field(() => String, { description: 'What it is about, in Chinese.' }) title!: string;
  @Field(() => String, { description: 'What is being done now, in Chinese.' }) phase!: string;
  @Field(() => Int, { description: 'How much is done.' }) done!: number;
  @Field(() => Int, { nullable: true, description: 'Of how much; none while that is not known.' }) total!: number | null;
}

export const JobConnection = connectionOf<JobRow>('Job', () => JobType as never);

@ObjectType({ implements: Payload, description: 'The job as it is now.' })
export class JobPayload extends Payload {
  @Field(() => JobType, { nullable: true, description: 'The job.' }) job?: JobRow | null;
}
