import { Arg, Args, Ctx, FieldResolver, GraphQLISODateTime, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { PageArgs } from '../../kit/connection.ts';
import { Input } from '../../kit/input.ts';
import { bound, IdArg } from '../../kit/node-id.ts';
import { organizationById } from '../federation/organization.rows.ts';
import { OrganizationType } from '../federation/organization.type.ts';
import { asDeliverable } from '../notices/notice.rows.ts';
import { DeliverableType, NoticeType } from '../notices/notice.type.ts';
import { noticeOf } from '../notices/read-notices.ts';
import * as gates from './bulletin.gates.ts';
import * as inputs from './bulletin.input.ts';
import { type BulletinLineRow, type BulletinRow, periodOf, stateOf } from './bulletin.rows.ts';
import * as types from './bulletin.type.ts';
import { hashOf, textOf } from './bulletin-text.ts';
import { draftBulletin, refreshBulletin, saveBulletinDraft, supplementBulletin } from './draft-bulletin.ts';
import { issueBulletin, saidIn } from './issue-bulletin.ts';
import { addendaOf, findBulletin, linesOf, listBulletins, listLines } from './read-bulletins.ts';

@Resolver(() => types.BulletinType)
export class BulletinResolver {
  @Can('read', 'Bulletin')
  @Query(() => types.BulletinType, { nullable: true, description: 'A bulletin of a body in range (B3); a draft to its own body alone.' })
  async bulletin(@IdArg('id', 'Bulletin', 'The bulletin.') id: string, @Ctx() ctx: ViewerContext) {
    return findBulletin(ctx, id);
  }

  @Can('read', 'Bulletin')
  @Query(() => types.BulletinConnection, { description: 'Bulletins of a body in range and their addenda, newest figures first.' })
  bulletins(
    @Arg('organizationId', () => ID, { nullable: true, description: "The body; the caller's own when absent." }) organizationId:
      | string
      | null
      | undefined,
    @Arg('deliverableId', () => ID, { nullable: true, description: "Only about this; any level's." }) deliverableId:
      | string
      | null
      | undefined,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: ViewerContext,
  ) {
    const filter = { organizationId: bound(organizationId, 'Organization'), deliverableId: bound(deliverableId, 'Deliverable') };
    return listBulletins(ctx, filter, page);
  }

  @Can('draft', 'Bulletin')
  @Mutation(() => types.BulletinPayload, { description: 'Begins a bulletin about a deliverable, at any time, on figures of this moment.' })
  async draftBulletin(
    @Input(() => inputs.DraftBulletinInput, inputs.draftBulletinInput) input: z.output<typeof inputs.draftBulletinInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { bulletin: await draftBulletin(ctx, input.deliverableId) };
  }

  @Can('draft', 'Bulletin')
  @Mutation(() => types.BulletinPayload, { description: 'Saves what a draft says, whole; never its figures.' })
  async saveBulletinDraft(
    @Input(() => inputs.SaveBulletinDraftInput, inputs.saveBulletinDraftInput) input: inputs.SaveBulletinDraft,
    @Ctx() ctx: ViewerContext,
  ) {
    return { bulletin: await saveBulletinDraft(ctx, input) };
  }

  @Can('draft', 'Bulletin')
  @Mutation(() => types.RefreshBulletinPayload, { description: 'Takes the figures of a draft anew.' })
  async refreshBulletin(
    @Input(() => inputs.RefreshBulletinInput, inputs.refreshBulletinInput) input: inputs.RefreshBulletin,
    @Ctx() ctx: ViewerContext,
  ) {
    const { bulletin, dropped } = await refreshBulletin(ctx, input);
    return { bulletin, dropped: () => Promise.all(dropped.map((id) => organizationById(ctx, id))) };
  }

  @Can('issue', 'Bulletin')
  @Mutation(() => types.BulletinPayload, {
    description: 'Writes a draft out as a notice of kind PUBLICATION, whose signing and issue are those of any notice.',
  })
  async issueBulletin(
    @Input(() => inputs.IssueBulletinInput, inputs.issueBulletinInput) input: inputs.IssueBulletin,
    @Ctx() ctx: ViewerContext,
  ) {
    return { bulletin: await issueBulletin(ctx, input) };
  }

  @Can('draft', 'Bulletin')
  @Mutation(() => types.BulletinPayload, {
    description:
      'Begins the next numbered addendum to a bulletin that was issued (补充通报); asked again, gives the one that is being written.',
  })
  async supplementBulletin(
    @Input(() => inputs.SupplementBulletinInput, inputs.supplementBulletinInput) input: inputs.SupplementBulletin,
    @Ctx() ctx: ViewerContext,
  ) {
    return { bulletin: await supplementBulletin(ctx, input) };
  }

  @FieldResolver(() => String, { description: 'Its number in Chinese: 第1期; 第1期补充通报第1号.' })
  period(@Root() bulletin: BulletinRow) {
    return periodOf(bulletin);
  }

  @FieldResolver(() => Int, { description: 'Number of an addendum; 0 for none.' })
  supplementNumber(@Root() bulletin: BulletinRow) {
    return bulletin.supplement_number;
  }

  @FieldResolver(() => types.BulletinStateEnum, { description: 'How far it has come.' })
  state(@Root() bulletin: BulletinRow) {
    return stateOf(bulletin);
  }

  @FieldResolver(() => String, { description: 'The same, in Chinese.' })
  stateLabel(@Root() bulletin: BulletinRow) {
    return types.bulletinStateLabels[stateOf(bulletin)];
  }

  @FieldResolver(() => Boolean, { description: 'The text that goes out has a line for every unit.' })
  listsUnits(@Root() bulletin: BulletinRow) {
    return bulletin.lists_units;
  }

  @FieldResolver(() => OrganizationType, { description: 'The body whose figures they are.' })
  organization(@Root() bulletin: BulletinRow, @Ctx() ctx: ViewerContext) {
    return organizationById(ctx, bulletin.organization_id);
  }

  @FieldResolver(() => DeliverableType, { description: 'What it is about.' })
  async deliverable(@Root() bulletin: BulletinRow, @Ctx() ctx: ViewerContext) {
    return asDeliverable((await ctx.loaders.one('deliverable', bulletin.deliverable_id))!);
  }

  @FieldResolver(() => types.BulletinSnapshot, { description: 'The figures.' })
  snapshot(@Root() bulletin: BulletinRow, @Ctx() ctx: ViewerContext) {
    const before = async () => (bulletin.corrects_id ? ((await findBulletin(ctx, bulletin.corrects_id))?.figures.rates ?? null) : null);
    return { ...bulletin.figures, asOf: bulletin.as_of, before, bulletin };
  }

  @FieldResolver(() => [types.BulletinLineType], { description: 'Units that are commended (表扬).' })
  async commended(@Root() bulletin: BulletinRow, @Ctx() ctx: ViewerContext) {
    return unitsOf(ctx, bulletin, bulletin.commended_ids);
  }

  @FieldResolver(() => [types.BulletinLineType], { description: 'Units that are named (点名).' })
  async named(@Root() bulletin: BulletinRow, @Ctx() ctx: ViewerContext) {
    return unitsOf(ctx, bulletin, bulletin.named_ids);
  }

  @FieldResolver(() => String, { description: 'The text that goes out, made of all of this, in Chinese.' })
  async body(@Root() bulletin: BulletinRow, @Ctx() ctx: ViewerContext) {
    const said = await saidIn(ctx, bulletin);
    return textOf(said, hashOf(said));
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'SHA-256 of all that it says, in hex; none before it is written out as a notice.',
  })
  contentHash(@Root() bulletin: BulletinRow) {
    return bulletin.content_hash;
  }

  @FieldResolver(() => NoticeType, { nullable: true, description: 'The notice as which it goes out; none before it is written.' })
  notice(@Root() bulletin: BulletinRow, @Ctx() ctx: ViewerContext) {
    return bulletin.notice_id ? noticeOf(ctx, bulletin.notice_id) : null;
  }

  @FieldResolver(() => GraphQLISODateTime, { nullable: true, description: 'When it was issued.' })
  issuedAt(@Root() bulletin: BulletinRow) {
    return bulletin.issued_at;
  }

  @FieldResolver(() => types.BulletinType, { nullable: true, description: 'Of an addendum: the bulletin that it adds to.' })
  supplements(@Root() bulletin: BulletinRow, @Ctx() ctx: ViewerContext) {
    return bulletin.supplements_id ? findBulletin(ctx, bulletin.supplements_id) : null;
  }

  @FieldResolver(() => [types.BulletinType], { description: 'Its addenda, by number.' })
  addenda(@Root() bulletin: BulletinRow, @Ctx() ctx: ViewerContext) {
    return addendaOf(ctx, bulletin.id);
  }

  @FieldResolver(() => types.BulletinGates, { description: 'What the caller may do with it now.' })
  viewerCan(@Root() bulletin: BulletinRow, @Ctx() ctx: ViewerContext) {
    return {
      edit: gates.editGate(ctx, bulletin),
      refresh: gates.editGate(ctx, bulletin),
      issue: gates.issueGate(ctx, bulletin),
      supplement: gates.supplementGate(ctx, bulletin),
    };
  }
}

@Resolver(() => types.BulletinSnapshot)
export class BulletinSnapshotResolver {
  @FieldResolver(() => types.BulletinLineConnection, { description: 'The bodies directly below, in order of the tree.' })
  async children(@Root() { bulletin }: { bulletin: BulletinRow }, @Args(() => PageArgs) page: PageArgs, @Ctx() ctx: ViewerContext) {
    const { edges, pageInfo } = await listLines(ctx, bulletin, page);
    const shown = edges.map(({ node, cursor }) => ({ node: lineOf(ctx, bulletin, node), cursor }));
    return { edges: shown, nodes: shown.map(({ node }) => node), pageInfo, totalCount: bulletin.line_count };
  }
}

@Resolver(() => NoticeType)
export class NoticeBulletinResolver {
  @FieldResolver(() => types.BulletinType, { nullable: true, description: 'The bulletin that it is, to whom may read its figures.' })
  bulletin(@Root() { bulletin_id: id }: { bulletin_id: string | null }, @Ctx() ctx: ViewerContext) {
    return id && ctx.ability.can('read', 'Bulletin') ? findBulletin(ctx, id) : null;
  }
}

/** A line as the API shows it, with the same unit's rates in the issue that is corrected. */
function lineOf(ctx: ViewerContext, { corrects_id: correctsId }: BulletinRow, line: BulletinLineRow) {
  const before = async () => {
    const corrected = correctsId ? await findBulletin(ctx, correctsId) : undefined;
    const lines = corrected ? await linesOf(ctx, corrected) : [];
    return lines.find(({ filed_path }) => filed_path === line.filed_path)?.figures.rates ?? null;
  };
  return {
    ...line.figures,
    ordinal: line.ordinal,
    name: line.name,
    organization: () => organizationById(ctx, line.organization_id),
    ownState: line.own_state,
    status: line.status,
    isBehind: line.is_behind,
    before,
  };
}

async function unitsOf(ctx: ViewerContext, bulletin: BulletinRow, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return (await linesOf(ctx, bulletin))
    .filter(({ organization_id }) => ids.includes(organization_id))
    .map((line) => lineOf(ctx, bulletin, line));
}
