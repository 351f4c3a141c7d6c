import { Args, Ctx, FieldResolver, GraphQLISODateTime, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { PageArgs } from '../../kit/connection.ts';
import { Input } from '../../kit/input.ts';
import { FileType } from '../files/file.type.ts';
import { keptFileById } from '../files/keep-file.ts';
import type { JobRow } from '../jobs/job.rows.ts';
import { JobType } from '../jobs/job.type.ts';
import * as inputs from './export.input.ts';
import { exportListLabels } from './export.lists.ts';
import * as types from './export.type.ts';
import { askedOf, headingsOf, listColumnSets, listExports } from './read-exports.ts';
import { requestExport } from './start-export.ts';

@Resolver(() => types.ExportType)
export class ExportResolver {
  @Can('read', 'Export')
  @Query(() => [types.ColumnSetType], { description: 'Lists that the caller may have written into a file, with their columns (A2).' })
  columnSets(@Ctx() ctx: ViewerContext) {
    return listColumnSets(ctx);
  }

  @Can('read', 'Export')
  @Query(() => types.ExportConnection, { description: 'What the caller has asked to be written into files (A2), newest first.' })
  exports(@Args(() => PageArgs) page: PageArgs, @Ctx() ctx: ViewerContext) {
    return listExports(ctx, page);
  }

  @Can('request', 'Export')
  @Mutation(() => types.RequestExportPayload, {
    description: 'Has a list written into a file, in the name and behind the walls of the caller.',
  })
  async requestExport(
    @Input(() => inputs.RequestExportInput, inputs.requestExportInput) input: z.output<typeof inputs.requestExportInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { job: await requestExport(ctx, input) };
  }

  @FieldResolver(() => types.ExportListEnum, { description: 'Which list.' })
  list(@Root() job: JobRow) {
    return askedOf(job).list;
  }

  @FieldResolver(() => String, { description: 'The same, in Chinese.' })
  listLabel(@Root() job: JobRow) {
    return exportListLabels[askedOf(job).list];
  }

  @FieldResolver(() => String, { description: 'What it is a list of, in Chinese.' })
  name(@Root() job: JobRow) {
    return job.title;
  }

  @FieldResolver(() => [String], { description: 'Headings of its columns.' })
  columnsOf(@Root() job: JobRow, @Ctx() ctx: ViewerContext) {
    return headingsOf(ctx, askedOf(job));
  }

  @FieldResolver(() => types.SheetFormatEnum, { description: 'What it is written as.' })
  format(@Root() job: JobRow) {
    return askedOf(job).format;
  }

  @FieldResolver(() => JobType, { description: 'How far it has come.' })
  job(@Root() job: JobRow) {
    return job;
  }

  @FieldResolver(() => FileType, { nullable: true, description: 'The file, until it expires: for the caller alone.' })
  file(@Root() job: JobRow, @Ctx() ctx: ViewerContext) {
    return job.result_file_id && keptFileById(ctx, job.result_file_id);
  }

  @FieldResolver(() => GraphQLISODateTime, { nullable: true, description: 'The first instant at which the file is no longer handed out.' })
  async expiresAt(@Root() job: JobRow, @Ctx() ctx: ViewerContext) {
    return (job.result_file_id && (await ctx.loaders.one('kept_file', job.result_file_id))?.expires_at) || null;
  }
}
