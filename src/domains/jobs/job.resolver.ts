import { Args, Ctx, FieldResolver, GraphQLISODateTime, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { PageArgs } from '../../kit/connection.ts';
import { Input } from '../../kit/input.ts';
import { FileType } from '../files/file.type.ts';
import { keptFileById } from '../files/keep-file.ts';
import { cancelJob, resumeJob } from './change-job.ts';
import { cancelGate, resumeGate } from './job.gates.ts';
import * as inputs from './job.input.ts';
import { jobKindLabels } from './job.kinds.ts';
import type { JobRow } from './job.rows.ts';
import * as types from './job.type.ts';
import { etaSeconds, listFailures, listJobs } from './read-jobs.ts';

@Resolver(() => types.JobType)
export class JobResolver {
  @Can('read', 'Job')
  @Query(() => types.JobConnection, { description: 'What the caller has started behind requests (W3), newest first.' })
  jobs(@Args(() => PageArgs) page: PageArgs, @Ctx() ctx: ViewerContext) {
    return listJobs(ctx, page);
  }

  @Can('resume', 'Job')
  @Mutation(() => types.JobPayload, { description: 'Goes on with a job that failed, from where it stood.' })
  async resumeJob(@Input(() => inputs.ResumeJobInput, inputs.jobInput) input: z.output<typeof inputs.jobInput>, @Ctx() ctx: ViewerContext) {
    return { job: await resumeJob(ctx, input.jobId) };
  }

  @Can('cancel', 'Job')
  @Mutation(() => types.JobPayload, { description: 'Ends a job; what it has done stays done.' })
  async cancelJob(@Input(() => inputs.CancelJobInput, inputs.jobInput) input: z.output<typeof inputs.jobInput>, @Ctx() ctx: ViewerContext) {
    return { job: await cancelJob(ctx, input.jobId) };
  }

  @FieldResolver(() => String, { description: 'What is done, in Chinese.' })
  kindLabel(@Root() job: JobRow) {
    return jobKindLabels[job.kind];
  }

  @FieldResolver(() => String, { description: 'How far it has come, in Chinese.' })
  stateLabel(@Root() job: JobRow) {
    return types.jobStateLabels[job.state];
  }

  @FieldResolver(() => Int, { nullable: true, description: 'Seconds until it will be done, at the speed so far.' })
  etaSeconds(@Root() job: JobRow, @Ctx() ctx: ViewerContext) {
    return etaSeconds(job, ctx.now);
  }

  @FieldResolver(() => Int, { description: 'How many things it could not do.' })
  failureCount(@Root() job: JobRow) {
    return job.failure_count;
  }

  @FieldResolver(() => types.JobFailureConnection, { description: 'What it could not do, in the order of the file or list.' })
  failures(@Root() job: JobRow, @Args(() => PageArgs) page: PageArgs, @Ctx() ctx: ViewerContext) {
    return listFailures(ctx, job.id, page);
  }

  @FieldResolver(() => FileType, { nullable: true, description: 'What came out, or what is wrong, as a file; null once it has expired.' })
  resultFile(@Root() job: JobRow, @Ctx() ctx: ViewerContext) {
    return job.result_file_id && keptFileById(ctx, job.result_file_id);
  }

  @FieldResolver(() => GraphQLISODateTime, { description: 'When it was started.' })
  createdAt(@Root() job: JobRow) {
    return job.created_at;
  }

  @FieldResolver(() => GraphQLISODateTime, { nullable: true, description: 'When it ended.' })
  finishedAt(@Root() job: JobRow) {
    return job.finished_at;
  }

  @FieldResolver(() => types.JobGates, { description: 'What the caller may do with it now.' })
  viewerCan(@Root() job: JobRow) {
    return { resume: resumeGate(job), cancel: cancelGate(job) };
  }
}
