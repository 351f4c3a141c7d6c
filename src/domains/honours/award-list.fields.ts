import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { ViewerContext } from '../../context.ts';
import { PageArgs } from '../../kit/connection.ts';
import { organizationById } from '../federation/organization.rows.ts';
import { attachedFiles } from '../files/attach-files.ts';
import { noticeLevelLabels } from '../notices/notice.enums.ts';
import { asDeliverable } from '../notices/notice.rows.ts';
import { noticeOf } from '../notices/read-notices.ts';
import { asSubmission } from '../submissions/submission.rows.ts';
import * as gates from './award-list.gates.ts';
import type { AwardDecisionRow, AwardLineRow, AwardListRow, ObjectionRow } from './award-list.rows.ts';
import type { DecidedLine } from './award-list.shapes.ts';
import * as types from './award-list.type.ts';
import { awardListStateLabels, priorityLabels, tagLabels, titleKindLabels } from './honour.enums.ts';
import { countLines, decisionsOn, linesOf, objectionsTo } from './read-award-lists.ts';

const submissionOf = async (ctx: ViewerContext, id: string | null) => {
  const row = id ? await ctx.loaders.one('submission', id) : undefined;
  return row ? asSubmission(row) : null;
};

@Resolver(() => types.AwardListType)
export class AwardListFields {
  @FieldResolver()
  kindLabel(@Root() { kind }: AwardListRow): string {
    return titleKindLabels[kind];
  }

  @FieldResolver()
  levelLabel(@Root() { level }: AwardListRow): string {
    return noticeLevelLabels[level];
  }

  @FieldResolver()
  stateLabel(@Root() { state }: AwardListRow): string {
    return awardListStateLabels[state];
  }

  @FieldResolver()
  awardYear(@Root() { award_year }: AwardListRow): number | null {
    return award_year;
  }

  @FieldResolver()
  validUntil(@Root() { valid_until }: AwardListRow): string | null {
    return valid_until;
  }

  @FieldResolver()
  subsidyFen(@Root() { subsidy_fen }: AwardListRow): number {
    return subsidy_fen;
  }

  @FieldResolver()
  subsidyUses(@Root() { subsidy_uses }: AwardListRow): string[] {
    return subsidy_uses;
  }

  @FieldResolver()
  objectionDays(@Root() { objection_days }: AwardListRow): number {
    return objection_days;
  }

  @FieldResolver()
  objectionsUntil(@Root() { objections_until }: AwardListRow): Date | null {
    return objections_until;
  }

  @FieldResolver()
  organization(@Root() { organization_id }: AwardListRow, @Ctx() ctx: ViewerContext): unknown {
    return organizationById(ctx, organization_id);
  }

  @FieldResolver()
  async deliverable(@Root() { root_id }: AwardListRow, @Ctx() ctx: ViewerContext): Promise<unknown> {
    const row = await ctx.loaders.one('deliverable', root_id);
    return row ? asDeliverable(row) : null;
  }

  @FieldResolver()
  effectiveFrom(@Root() { effective_from }: AwardListRow): string | null {
    return effective_from;
  }

  @FieldResolver()
  notice(@Root() { notice_id }: AwardListRow, @Ctx() ctx: ViewerContext): unknown {
    return notice_id ? noticeOf(ctx, notice_id) : null;
  }

  @FieldResolver()
  counts(@Root() { id }: AwardListRow, @Ctx() ctx: ViewerContext): unknown {
    return countLines(ctx, id);
  }

  @FieldResolver()
  async lines(@Root() { id }: AwardListRow, @Args(() => PageArgs) page: PageArgs, @Ctx() ctx: ViewerContext): Promise<unknown> {
    return { ...(await linesOf(ctx, id, page)), totalCount: async () => (await countLines(ctx, id)).all };
  }

  @FieldResolver()
  objections(@Root() { id }: AwardListRow, @Ctx() ctx: ViewerContext): unknown {
    return objectionsTo(ctx, id);
  }

  @FieldResolver()
  decisions(@Root() { id }: AwardListRow, @Ctx() ctx: ViewerContext): unknown {
    return decisionsOn(ctx, id);
  }

  @FieldResolver()
  viewerCan(@Root() list: AwardListRow, @Ctx() ctx: ViewerContext): unknown {
    return {
      save: gates.saveGate(ctx, list),
      propose: gates.proposeGate(ctx, list),
      withdraw: gates.withdrawGate(ctx, list),
      recordObjection: gates.objectionGate(ctx, list),
      decide: () => gates.decideGate(ctx, list),
      name: gates.nameGate(ctx, list),
    };
  }
}

@Resolver(() => types.AwardLineType)
export class AwardLineFields {
  @FieldResolver()
  priorityLabels(@Root() { priorities }: AwardLineRow): string[] {
    return priorities.map((priority) => priorityLabels[priority]);
  }

  @FieldResolver()
  priorityReason(@Root() { priority_reason }: AwardLineRow): string | null {
    return priority_reason;
  }

  @FieldResolver()
  tagLabels(@Root() { tags }: AwardLineRow): string[] {
    return tags.map((tag) => tagLabels[tag]);
  }

  @FieldResolver()
  holderReason(@Root() { holder_reason }: AwardLineRow): string | null {
    return holder_reason;
  }

  @FieldResolver()
  decisionReason(@Root() { decision_reason }: AwardLineRow): string | null {
    return decision_reason;
  }

  @FieldResolver()
  submission(@Root() { submission_id }: AwardLineRow, @Ctx() ctx: ViewerContext): unknown {
    return submissionOf(ctx, submission_id);
  }

  @FieldResolver()
  organization(@Root() { organization_id }: AwardLineRow, @Ctx() ctx: ViewerContext): unknown {
    return organizationById(ctx, organization_id);
  }

  @FieldResolver()
  recommender(@Root() { recommender_id }: AwardLineRow, @Ctx() ctx: ViewerContext): unknown {
    return recommender_id ? organizationById(ctx, recommender_id) : null;
  }

  @FieldResolver()
  recommenderRank(@Root() { recommender_rank }: AwardLineRow): number {
    return recommender_rank;
  }
}

@Resolver(() => types.AwardObjectionType)
export class AwardObjectionFields {
  @FieldResolver()
  submission(@Root() { submission_id }: ObjectionRow, @Ctx() ctx: ViewerContext): unknown {
    return submissionOf(ctx, submission_id);
  }

  @FieldResolver()
  receivedOn(@Root() { received_on }: ObjectionRow): string {
    return received_on;
  }

  @FieldResolver()
  answeredAt(@Root() { answered_at }: ObjectionRow): Date | null {
    return answered_at;
  }
}

@Resolver(() => types.AwardDecisionType)
export class AwardDecisionFields {
  @FieldResolver()
  decidingBody(@Root() { deciding_body }: AwardDecisionRow): string {
    return deciding_body;
  }

  @FieldResolver()
  minutesNumber(@Root() { minutes_number }: AwardDecisionRow): string {
    return minutes_number;
  }

  @FieldResolver()
  decidedOn(@Root() { decided_on }: AwardDecisionRow): string {
    return decided_on;
  }

  @FieldResolver()
  recordedAt(@Root() { recorded_at }: AwardDecisionRow): Date {
    return recorded_at;
  }

  @FieldResolver()
  contentHash(@Root() { content_hash }: AwardDecisionRow): string {
    return content_hash;
  }

  @FieldResolver()
  evidence(@Root() { id }: AwardDecisionRow, @Ctx() ctx: ViewerContext): unknown {
    return attachedFiles(ctx, 'AwardDecision', id);
  }

  @FieldResolver()
  deviations(@Root() { lines }: AwardDecisionRow): unknown {
    return lines.filter(({ approved, proposed, againstRank }) => approved !== proposed || againstRank);
  }
}

@Resolver(() => types.DecidedLineType)
export class DecidedLineFields {
  @FieldResolver()
  organization(@Root() { organizationId }: DecidedLine, @Ctx() ctx: ViewerContext): unknown {
    return organizationById(ctx, organizationId);
  }
}
