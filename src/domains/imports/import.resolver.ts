import { Args, Ctx, FieldResolver, GraphQLISODateTime, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { PageArgs } from '../../kit/connection.ts';
import { Input } from '../../kit/input.ts';
import { asJob } from '../jobs/job.rows.ts';
import { JobType } from '../jobs/job.type.ts';
import { importColumns } from './import.columns.ts';
import { applyGate } from './import.gates.ts';
import * as inputs from './import.input.ts';
import { IMPORT_KINDS, importKindLabels, importStateLabels } from './import.kinds.ts';
import type { ImportRow } from './import.rows.ts';
import * as types from './import.type.ts';
import { listImports } from './read-imports.ts';
import { applyImport, checkImport } from './start-import.ts';
import { templateUrls } from './template.routes.ts';

@Resolver(() => types.ImportType)
export class ImportResolver {
  @Can('read', 'Import')
  @Query(() => types.ImportConnection, { description: 'Tables that the caller has put in to be taken over, newest first.' })
  imports(@Args(() => PageArgs) page: PageArgs, @Ctx() ctx: ViewerContext) {
    return listImports(ctx, page);
  }

  @Can('read', 'Import')
  @Query(() => [types.ImportTemplate], { description: 'What the tables that can be taken in look like.' })
  importTemplates(): types.ImportTemplate[] {
    return IMPORT_KINDS.map((kind) => ({
      kind,
      label: importKindLabels[kind],
      columns: importColumns[kind].map(({ heading, required, note, example }) => ({ heading, required, note, example })),
      urls: templateUrls(kind),
    }));
  }

  @Can('check', 'Import')
  @Mutation(() => types.ImportPayload, {
    description: 'Has a table checked row by row, against itself and against what stands; changes nothing else.',
  })
  async checkImport(
    @Input(() => inputs.CheckImportInput, inputs.checkImportInput) input: z.output<typeof inputs.checkImportInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { import: await checkImport(ctx, input) };
  }

  @Can('apply', 'Import')
  @Mutation(() => types.ImportPayload, { description: 'Has what was checked taken over: all of it, as it was checked, or nothing.' })
  async applyImport(
    @Input(() => inputs.ApplyImportInput, inputs.applyImportInput) input: z.output<typeof inputs.applyImportInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { import: await applyImport(ctx, input) };
  }

  @FieldResolver(() => String, { description: 'What its rows are, in Chinese.' })
  kindLabel(@Root() row: ImportRow) {
    return importKindLabels[row.kind];
  }

  @FieldResolver(() => String, { description: 'How far it has come, in Chinese.' })
  stateLabel(@Root() row: ImportRow) {
    return importStateLabels[row.state];
  }

  @FieldResolver(() => String, { description: 'Name of the file.' })
  fileName(@Root() row: ImportRow) {
    return row.file_name;
  }

  @FieldResolver(() => Int, { description: 'Its rows, once it is checked.' })
  rowCount(@Root() row: ImportRow) {
    return row.row_count;
  }

  @FieldResolver(() => Int, { description: 'Rows with which something is wrong; what, say the failures of `checkJob`.' })
  faultyRowCount(@Root() row: ImportRow) {
    return row.faulty_row_count;
  }

  @FieldResolver(() => JobType, { nullable: true, description: 'The check, with everything that is wrong by row and column.' })
  checkJob(@Root() row: ImportRow, @Ctx() ctx: ViewerContext) {
    return jobOf(ctx, row.check_job_id);
  }

  @FieldResolver(() => JobType, { nullable: true, description: 'The taking over, once it was asked for.' })
  applyJob(@Root() row: ImportRow, @Ctx() ctx: ViewerContext) {
    return row.apply_job_id && jobOf(ctx, row.apply_job_id);
  }

  @FieldResolver(() => GraphQLISODateTime, { description: 'When it was put in to be checked.' })
  createdAt(@Root() row: ImportRow) {
    return row.created_at;
  }

  @FieldResolver(() => GraphQLISODateTime, { nullable: true, description: 'When it was taken over.' })
  appliedAt(@Root() row: ImportRow) {
    return row.applied_at;
  }

  @FieldResolver(() => types.ImportGates, { description: 'What the caller may do with it now.' })
  async viewerCan(@Root() row: ImportRow, @Ctx() ctx: ViewerContext) {
    return { apply: await applyGate(ctx, row) };
  }
}

async function jobOf(ctx: ViewerContext, id: string) {
  const job = await ctx.loaders.one('job', id);
  return job ? asJob(job) : null;
}
