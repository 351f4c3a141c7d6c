import { Args, ArgsType, Ctx, Field, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { PageArgs } from '../../kit/connection.ts';
import { dueOf } from '../../kit/due.ts';
import { todayOf } from '../federation/calendar.ts';
import { organizationById } from '../federation/organization.rows.ts';
import { asDeliverable } from '../notices/notice.rows.ts';
import { noticeOf } from '../notices/read-notices.ts';
import { lampLabels } from './obligation.enums.ts';
import { asObligation } from './obligation.rows.ts';
import * as types from './work-item.type.ts';
import { actGate, lampOfItem, listWorkItems, progressOf, type WorkItemRow, type WorkKind, workVerbs } from './work-items.ts';

@ArgsType()
class WorkItemsArgs extends PageArgs {
  @Field(() => types.WorkStateEnum, { defaultValue: 'OPEN', description: 'Whose turn it is.' })
  state!: 'OPEN' | 'WAITING';

  @Field(() => types.WorkDueEnum, { nullable: true, description: 'Only with a due, or only without.' })
  due?: 'DATED' | 'NONE' | null;

  @Field(() => [types.WorkKindEnum], { nullable: true, description: 'Only these kinds.' })
  kinds?: WorkKind[] | null;
}

@Resolver(() => types.WorkItemType)
export class WorkItemResolver {
  @Can('read', 'WorkItem')
  @Query(() => types.WorkItemConnection, { description: "What the caller's body has to do (W1), the most urgent first." })
  workItems(@Args(() => WorkItemsArgs) { state, due, kinds, ...page }: WorkItemsArgs, @Ctx() ctx: ViewerContext) {
    return listWorkItems(ctx, { state, due: due ?? null, kinds: kinds ?? null }, page);
  }

  @FieldResolver()
  verb(@Root() { kind }: WorkItemRow): string {
    return workVerbs[kind];
  }

  @FieldResolver()
  lampLabel(@Root() { lamp }: WorkItemRow): string {
    return lampLabels[lamp];
  }

  @FieldResolver()
  async lampReason(@Root() item: WorkItemRow, @Ctx() ctx: ViewerContext): Promise<string> {
    return (await lampOfItem(ctx, item)).reason;
  }

  @FieldResolver()
  async due(@Root() item: WorkItemRow, @Ctx() ctx: ViewerContext): Promise<ReturnType<typeof dueOf>> {
    const asked = item.deliverable_id ? await ctx.loaders.one('deliverable', item.deliverable_id) : undefined;
    const isWorded = asked?.due_at?.getTime() === item.due_at?.getTime();
    return dueOf(item.due_at, await todayOf(ctx), isWorded ? (asked?.due_phrase ?? null) : null);
  }

  @FieldResolver()
  askedBy(@Root() item: WorkItemRow, @Ctx() ctx: ViewerContext): unknown {
    return organizationById(ctx, item.asker_id);
  }

  @FieldResolver()
  progress(@Root() item: WorkItemRow, @Ctx() ctx: ViewerContext): ReturnType<typeof progressOf> {
    return progressOf(ctx, item);
  }

  @FieldResolver()
  async obligation(@Root() { obligation_id }: WorkItemRow, @Ctx() ctx: ViewerContext): Promise<unknown> {
    const row = obligation_id ? await ctx.loaders.one('obligation', obligation_id) : undefined;
    return row && asObligation(row);
  }

  @FieldResolver()
  notice(@Root() { notice_id }: WorkItemRow, @Ctx() ctx: ViewerContext): unknown {
    return noticeOf(ctx, notice_id);
  }

  @FieldResolver()
  async deliverable(@Root() { deliverable_id }: WorkItemRow, @Ctx() ctx: ViewerContext): Promise<unknown> {
    const row = deliverable_id ? await ctx.loaders.one('deliverable', deliverable_id) : undefined;
    return row && asDeliverable(row);
  }

  @FieldResolver()
  async viewerCan(@Root() item: WorkItemRow, @Ctx() ctx: ViewerContext): Promise<unknown> {
    return { act: await actGate(ctx, item) };
  }
}
