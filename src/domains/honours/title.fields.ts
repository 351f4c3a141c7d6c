import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { ViewerContext } from '../../context.ts';
import { organizationById } from '../federation/organization.rows.ts';
import { noticeLevelLabels } from '../notices/notice.enums.ts';
import { noticeOf } from '../notices/read-notices.ts';
import { asDecision } from './award-list.rows.ts';
import { certificatePath } from './certificate.ts';
import { pairGate, spendGate, subsidyGate } from './holder.gates.ts';
import { outcomeLabels, titleStatusLabels } from './honour.enums.ts';
import { standingOf, subsidyOf } from './read-holders.ts';
import { findTitle, successorOf } from './read-titles.ts';
import { plaqueGate, revokeGate } from './title.gates.ts';
import { type ResultRow, type TitleRow } from './title.rows.ts';
import { AwardResultType, TitleType } from './title.type.ts';

@Resolver(() => TitleType)
export class TitleFields {
  @FieldResolver()
  organization(@Root() { organization_id }: TitleRow, @Ctx() ctx: ViewerContext): unknown {
    return organizationById(ctx, organization_id);
  }

  @FieldResolver()
  unitName(@Root() { unit_name }: TitleRow): string {
    return unit_name;
  }

  @FieldResolver()
  async successor(@Root() { organization_id }: TitleRow, @Ctx() ctx: ViewerContext): Promise<unknown> {
    const id = await successorOf(ctx, organization_id);
    return id ? organizationById(ctx, id) : null;
  }

  @FieldResolver()
  grantor(@Root() { grantor_id }: TitleRow, @Ctx() ctx: ViewerContext): unknown {
    return organizationById(ctx, grantor_id);
  }

  @FieldResolver()
  levelLabel(@Root() { level }: TitleRow): string {
    return noticeLevelLabels[level];
  }

  @FieldResolver()
  awardYear(@Root() { award_year }: TitleRow): number | null {
    return award_year;
  }

  @FieldResolver()
  status(@Root() title: TitleRow, @Ctx() ctx: ViewerContext): Promise<string> {
    return standingOf(ctx, title);
  }

  @FieldResolver()
  async statusLabel(@Root() title: TitleRow, @Ctx() ctx: ViewerContext): Promise<string> {
    return titleStatusLabels[await standingOf(ctx, title)];
  }

  @FieldResolver()
  effectiveFrom(@Root() { effective_from }: TitleRow): string {
    return effective_from;
  }

  @FieldResolver()
  validUntil(@Root() { valid_until }: TitleRow): string | null {
    return valid_until;
  }

  @FieldResolver()
  certificateNumber(@Root() { certificate_number }: TitleRow): string {
    return certificate_number;
  }

  @FieldResolver()
  certificateUrl(@Root() { certificate_code }: TitleRow): string {
    return certificatePath(certificate_code);
  }

  @FieldResolver()
  plaque(@Root() { plaque_given_on, plaque_occasion }: TitleRow): unknown {
    return plaque_given_on && { givenOn: plaque_given_on, occasion: plaque_occasion };
  }

  @FieldResolver()
  revokedOn(@Root() { revoked_on }: TitleRow): string | null {
    return revoked_on;
  }

  @FieldResolver()
  async revocation(@Root() { id, revoked_on }: TitleRow, @Ctx() ctx: ViewerContext): Promise<unknown> {
    if (!revoked_on) return null;
    const [row] = await ctx.loaders.many('award_decision', 'title_id', id);
    return row ? asDecision(row) : null;
  }

  @FieldResolver()
  notice(@Root() { notice_id }: TitleRow, @Ctx() ctx: ViewerContext): unknown {
    return noticeOf(ctx, notice_id);
  }

  @FieldResolver()
  viewerCan(@Root() title: TitleRow, @Ctx() ctx: ViewerContext): unknown {
    return {
      givePlaque: plaqueGate(ctx, title),
      paySubsidy: () => subsidyGate(ctx, title),
      recordSubsidyUse: () => spendGate(ctx, title),
      pair: () => pairGate(ctx, title),
      revoke: revokeGate(ctx, title),
    };
  }
}

const outcomeOf = async (ctx: ViewerContext, { outcome, title_id }: ResultRow): Promise<keyof typeof outcomeLabels> => {
  const title = title_id ? await findTitle(ctx, title_id) : undefined;
  if (title && (await subsidyOf(ctx, title.id))) return 'SUBSIDY_PAID';
  return title?.plaque_given_on ? 'PLAQUE_GIVEN' : outcome;
};

@Resolver(() => AwardResultType)
export class AwardResultFields {
  @FieldResolver()
  outcome(@Root() result: ResultRow, @Ctx() ctx: ViewerContext): Promise<string> {
    return outcomeOf(ctx, result);
  }

  @FieldResolver()
  async outcomeLabel(@Root() result: ResultRow, @Ctx() ctx: ViewerContext): Promise<string> {
    return outcomeLabels[await outcomeOf(ctx, result)];
  }

  @FieldResolver()
  title(@Root() { title_id }: ResultRow, @Ctx() ctx: ViewerContext): unknown {
    return title_id ? findTitle(ctx, title_id) : null;
  }
}
