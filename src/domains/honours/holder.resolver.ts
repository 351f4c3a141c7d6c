import { Ctx, FieldResolver, GraphQLISODateTime, Mutation, Resolver, Root } from 'type-graphql';
import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { Input } from '../../kit/input.ts';
import { organizationById } from '../federation/organization.rows.ts';
import { NoticePayload } from '../notices/notice.type.ts';
import { ObligationType } from '../obligations/obligation.type.ts';
import { draftSelfCheck } from './draft-self-check.ts';
import * as inputs from './holder.input.ts';
import * as types from './holder.type.ts';
import { useLabels } from './honour.enums.ts';
import { endMentoring, pairForMentoring } from './mentoring.ts';
import { paySubsidy, recordSubsidyUse } from './pay-subsidy.ts';
import { type PairRow, pairsOf, selfCheckOf, type SpendingRow, spendingOf, type SubsidyRow, subsidyOf } from './read-holders.ts';
import type { TitleRow } from './title.rows.ts';
import { TitlePayload, TitleType } from './title.type.ts';

type Of<Schema extends z.ZodType> = z.output<Schema>;
const answered = async (title: Promise<TitleRow>) => ({ title: await title });

@Resolver(() => TitleType)
export class HolderResolver {
  @Can('give', 'Title')
  @Mutation(() => TitlePayload, { description: 'Writes down that the money of a title was paid; once for a unit, an honour and a level.' })
  paySubsidy(
    @Input(() => inputs.PaySubsidyInput, inputs.paySubsidyInput) input: Of<typeof inputs.paySubsidyInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return answered(paySubsidy(ctx, input));
  }

  @Can('spend', 'Title')
  @Mutation(() => TitlePayload, { description: 'Writes down what was spent of a subsidy.' })
  recordSubsidyUse(
    @Input(() => inputs.RecordSubsidyUseInput, inputs.recordSubsidyUseInput) input: Of<typeof inputs.recordSubsidyUseInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return answered(recordSubsidyUse(ctx, input));
  }

  @Can('pair', 'Title')
  @Mutation(() => TitlePayload, { description: 'Writes down whom a holder helps.' })
  pairForMentoring(
    @Input(() => inputs.PairForMentoringInput, inputs.pairForMentoringInput) input: Of<typeof inputs.pairForMentoringInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return answered(pairForMentoring(ctx, input));
  }

  @Can('pair', 'Title')
  @Mutation(() => TitlePayload, { description: 'Writes down that a holder helps a union no longer.' })
  endMentoring(
    @Input(() => inputs.EndMentoringInput, inputs.endMentoringInput) input: Of<typeof inputs.endMentoringInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return answered(endMentoring(ctx, input));
  }

  @Can('give', 'Title')
  @Mutation(() => NoticePayload, {
    description: 'Drafts the notice that asks the holders of titles to check themselves; one per body and year.',
  })
  async draftSelfCheck(
    @Input(() => inputs.DraftSelfCheckInput, inputs.draftSelfCheckInput) input: Of<typeof inputs.draftSelfCheckInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { notice: await draftSelfCheck(ctx, input) };
  }

  @FieldResolver(() => types.SubsidyType, { nullable: true, description: 'The money that came with it; none for those who may not know.' })
  subsidy(@Root() { id }: TitleRow, @Ctx() ctx: ViewerContext) {
    return subsidyOf(ctx, id);
  }

  @FieldResolver(() => [types.MentoringPairType], { description: 'Whom the holder helps, or helped.' })
  mentoringPairs(@Root() { id }: TitleRow, @Ctx() ctx: ViewerContext) {
    return pairsOf(ctx, id);
  }

  @FieldResolver(() => ObligationType, {
    nullable: true,
    description: 'What the holder owes of the last self-check; for the holder and those above it.',
  })
  selfCheck(@Root() { id }: TitleRow, @Ctx() ctx: ViewerContext) {
    return selfCheckOf(ctx, id);
  }

  @FieldResolver(() => GraphQLISODateTime, { nullable: true, description: 'Exclusive end of the time for the last self-check.' })
  async selfCheckDue(@Root() { id }: TitleRow, @Ctx() ctx: ViewerContext) {
    return (await selfCheckOf(ctx, id))?.due_at ?? null;
  }
}

@Resolver(() => types.SubsidyType)
export class SubsidyFields {
  @FieldResolver()
  amountFen(@Root() { amount_fen }: SubsidyRow): number {
    return amount_fen;
  }

  @FieldResolver()
  async spentFen(@Root() { id }: SubsidyRow, @Ctx() ctx: ViewerContext): Promise<number> {
    return (await spendingOf(ctx, id)).reduce((sum, { amount_fen }) => sum + amount_fen, 0);
  }

  @FieldResolver()
  allowedUses(@Root() { uses }: SubsidyRow): string[] {
    return uses;
  }

  @FieldResolver()
  payeeName(@Root() { payee_name }: SubsidyRow): string {
    return payee_name;
  }

  @FieldResolver()
  paidOn(@Root() { paid_on }: SubsidyRow): string {
    return paid_on;
  }

  @FieldResolver()
  uses(@Root() { id }: SubsidyRow, @Ctx() ctx: ViewerContext): unknown {
    return spendingOf(ctx, id);
  }
}

@Resolver(() => types.SubsidySpendingType)
export class SubsidySpendingFields {
  @FieldResolver()
  useLabel(@Root() { use }: SpendingRow): string {
    return useLabels[use];
  }

  @FieldResolver()
  amountFen(@Root() { amount_fen }: SpendingRow): number {
    return amount_fen;
  }

  @FieldResolver()
  payeeName(@Root() { payee_name }: SpendingRow): string {
    return payee_name;
  }

  @FieldResolver()
  spentOn(@Root() { spent_on }: SpendingRow): string {
    return spent_on;
  }
}

@Resolver(() => types.MentoringPairType)
export class MentoringPairFields {
  @FieldResolver()
  mentee(@Root() { mentee_id }: PairRow, @Ctx() ctx: ViewerContext): unknown {
    return organizationById(ctx, mentee_id);
  }

  @FieldResolver()
  menteeKind(@Root() { mentee_kind }: PairRow): string {
    return mentee_kind;
  }

  @FieldResolver()
  startedOn(@Root() { started_on }: PairRow): string {
    return started_on;
  }

  @FieldResolver()
  endedOn(@Root() { ended_on }: PairRow): string | null {
    return ended_on;
  }
}
