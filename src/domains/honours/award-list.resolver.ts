import { Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { PageArgs } from '../../kit/connection.ts';
import { Input } from '../../kit/input.ts';
import { IdArg } from '../../kit/node-id.ts';
import * as inputs from './award-list.input.ts';
import type { AwardListRow } from './award-list.rows.ts';
import { AwardListConnection, AwardListPayload, AwardListType } from './award-list.type.ts';
import { draftAwardList, saveAwardList } from './draft-award-list.ts';
import { nameAwards } from './name-awards.ts';
import { answerObjection, proposeAwardList, recordObjection, withdrawAwardList } from './propose-award-list.ts';
import { findAwardList, listAwardLists } from './read-award-lists.ts';
import { recordDecision } from './record-decision.ts';

type Of<Schema extends z.ZodType> = z.output<Schema>;
type Step = Of<typeof inputs.awardListStepInput>;
const answered = async (awardList: Promise<AwardListRow>) => ({ awardList: await awardList });

@Resolver(() => AwardListType)
export class AwardListResolver {
  @Can('read', 'AwardList')
  @Query(() => AwardListType, { nullable: true, description: 'A list of what is to be honoured.' })
  awardList(@IdArg('id', 'AwardList', 'The list.') id: string, @Ctx() ctx: ViewerContext) {
    return findAwardList(ctx, id);
  }

  @Can('read', 'AwardList')
  @Query(() => AwardListConnection, { description: 'The lists of the own body and of those below it, newest first.' })
  awardLists(@Args(() => PageArgs) page: PageArgs, @Ctx() ctx: ViewerContext) {
    return listAwardLists(ctx, page);
  }

  @Can('draft', 'AwardList')
  @Mutation(() => AwardListPayload, { description: 'Begins a list of all applications that were accepted.' })
  draftAwardList(
    @Input(() => inputs.DraftAwardListInput, inputs.draftAwardListInput) input: Of<typeof inputs.draftAwardListInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return answered(draftAwardList(ctx, input));
  }

  @Can('draft', 'AwardList')
  @Mutation(() => AwardListPayload, { description: 'Saves the terms of a list, and the lines that are given.' })
  saveAwardList(
    @Input(() => inputs.SaveAwardListInput, inputs.saveAwardListInput) input: Of<typeof inputs.saveAwardListInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return answered(saveAwardList(ctx, input));
  }

  @Can('draft', 'AwardList')
  @Mutation(() => AwardListPayload, { description: 'Puts a list before the deciding body; a publicity begins where there is one.' })
  proposeAwardList(@Input(() => inputs.ProposeAwardListInput, inputs.awardListStepInput) input: Step, @Ctx() ctx: ViewerContext) {
    return answered(proposeAwardList(ctx, input));
  }

  @Can('draft', 'AwardList')
  @Mutation(() => AwardListPayload, { description: 'Takes a list back to be changed, before it is decided.' })
  withdrawAwardList(@Input(() => inputs.WithdrawAwardListInput, inputs.awardListStepInput) input: Step, @Ctx() ctx: ViewerContext) {
    return answered(withdrawAwardList(ctx, input));
  }

  @Can('draft', 'AwardList')
  @Mutation(() => AwardListPayload, { description: 'Writes down an objection that came in while the list was public.' })
  recordObjection(
    @Input(() => inputs.RecordObjectionInput, inputs.recordObjectionInput) input: Of<typeof inputs.recordObjectionInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return answered(recordObjection(ctx, input));
  }

  @Can('draft', 'AwardList')
  @Mutation(() => AwardListPayload, { description: 'Answers an objection.' })
  answerObjection(
    @Input(() => inputs.AnswerObjectionInput, inputs.answerObjectionInput) input: Of<typeof inputs.answerObjectionInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return answered(answerObjection(ctx, input));
  }

  @Can('decide', 'AwardList')
  @Mutation(() => AwardListPayload, { description: 'Records what the deciding body resolved about a list, line by line.' })
  recordDecision(
    @Input(() => inputs.RecordDecisionInput, inputs.recordDecisionInput) input: Of<typeof inputs.recordDecisionInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return answered(recordDecision(ctx, input));
  }

  @Can('name', 'AwardList')
  @Mutation(() => AwardListPayload, {
    description: 'Drafts the circular that names what was approved; asked again, gives the same draft. The honours begin with its issue.',
  })
  nameAwards(
    @Input(() => inputs.NameAwardsInput, inputs.nameAwardsInput) input: Of<typeof inputs.nameAwardsInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return answered(nameAwards(ctx, input));
  }
}
