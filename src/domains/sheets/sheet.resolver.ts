import { Args, Ctx, FieldResolver, GraphQLISODateTime, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { PageArgs } from '../../kit/connection.ts';
import { Input } from '../../kit/input.ts';
import { IdArg } from '../../kit/node-id.ts';
import { ruleShapeLabels, SheetRule } from '../../kit/score/sheet.type.ts';
import { organizationById } from '../federation/organization.rows.ts';
import { OrganizationType } from '../federation/organization.type.ts';
import { findTemplate, listTemplates } from './read-sheets.ts';
import { editGate, reviseGate } from './sheet.gates.ts';
import * as inputs from './sheet.input.ts';
import type { TemplateRow } from './sheet.rows.ts';
import * as types from './sheet.type.ts';
import { draftScoreSheet, findingsOf, publishScoreSheet, saveScoreSheet } from './write-sheet.ts';

@Resolver(() => types.ScoreSheetTemplateType)
export class ScoreSheetResolver {
  @Can('read', 'ScoreSheetTemplate')
  @Query(() => types.ScoreSheetTemplateConnection, {
    description:
      'Score sheets that the caller may name or read, every version, last begun first: published ones from above and below, drafts of the own body.',
  })
  scoreSheetTemplates(@Args(() => PageArgs) page: PageArgs, @Ctx() ctx: ViewerContext) {
    return listTemplates(ctx, page);
  }

  @Can('read', 'ScoreSheetTemplate')
  @Query(() => types.ScoreSheetTemplateType, { nullable: true, description: 'A version of a score sheet; null when it is not in reach.' })
  scoreSheetTemplate(@IdArg('id', 'ScoreSheetTemplate', 'The version.') id: string, @Ctx() ctx: ViewerContext) {
    return findTemplate(ctx, id);
  }

  @Can('draft', 'ScoreSheetTemplate')
  @Mutation(() => types.ScoreSheetTemplatePayload, { description: 'Begins a score sheet, or the next version of one.' })
  async draftScoreSheet(
    @Input(() => inputs.DraftScoreSheetInput, inputs.draftScoreSheetInput) input: z.output<typeof inputs.draftScoreSheetInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { template: await draftScoreSheet(ctx, input) };
  }

  @Can('draft', 'ScoreSheetTemplate')
  @Mutation(() => types.ScoreSheetTemplatePayload, { description: 'Saves a draft of a score sheet, whole.' })
  async saveScoreSheet(
    @Input(() => inputs.SaveScoreSheetInput, inputs.saveScoreSheetInput) input: z.output<typeof inputs.saveScoreSheetInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { template: await saveScoreSheet(ctx, input) };
  }

  @Can('draft', 'ScoreSheetTemplate')
  @Mutation(() => types.ScoreSheetTemplatePayload, {
    description: 'Publishes a draft of a score sheet, if its lint finds nothing in the way and its examples come to what was worked out.',
  })
  async publishScoreSheet(
    @Input(() => inputs.PublishScoreSheetInput, inputs.publishScoreSheetInput) input: z.output<typeof inputs.publishScoreSheetInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { template: await publishScoreSheet(ctx, input) };
  }

  @FieldResolver(() => OrganizationType, { description: 'Whose sheet it is.' })
  issuer(@Root() { issuer_id }: TemplateRow, @Ctx() ctx: ViewerContext) {
    return organizationById(ctx, issuer_id);
  }

  @FieldResolver(() => GraphQLISODateTime, { nullable: true, description: 'When it was published; null for a draft.' })
  publishedAt(@Root() { published_at }: TemplateRow) {
    return published_at;
  }

  @FieldResolver(() => [types.ScoreSheetFinding], { description: 'What is remarkable about it and its examples.' })
  lint(@Root() template: TemplateRow) {
    return findingsOf(template);
  }

  @FieldResolver(() => types.ScoreSheetTemplateGates, { description: 'What the caller may do with it now.' })
  viewerCan(@Root() template: TemplateRow, @Ctx() ctx: ViewerContext) {
    return { edit: editGate(ctx, template), publish: editGate(ctx, template), revise: reviseGate(ctx, template) };
  }
}

@Resolver(() => SheetRule)
export class SheetRuleResolver {
  @FieldResolver(() => String, { description: 'How it takes or gives points, in Chinese.' })
  shapeLabel(@Root() { shape }: SheetRule) {
    return ruleShapeLabels[shape];
  }
}
