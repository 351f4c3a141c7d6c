import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, GraphQLISODateTime, ID, Query, Resolver, Root } from 'type-graphql';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { PageArgs } from '../../kit/connection.ts';
import { decodeId, IdArg, NIL_ID } from '../../kit/node-id.ts';
import { type OrganizationKind, organizationKindLabels } from './organization.kind.ts';
import * as labels from './organization.labels.ts';
import { gateOf } from './organization.gates.ts';
import { organizationById, type OrganizationRow, type OrganizationStatus } from './organization.rows.ts';
import * as types from './organization.type.ts';
import { DepartmentType, PostType } from './people.type.ts';
import { ancestorsOf, asOfDay, listChildren, listOrganizations } from './read-organizations.ts';

@ArgsType()
class ChildrenArgs extends PageArgs {
  @Field(() => [types.OrganizationKindEnum], { nullable: true, description: 'Only these kinds.' })
  kinds?: OrganizationKind[] | null;

  @Field(() => types.OrganizationStatusEnum, { nullable: true, defaultValue: 'ACTIVE', description: 'Only these; null for all.' })
  status?: OrganizationStatus | null;

  @Field(() => String, { nullable: true, description: 'Part of a full or short name.' })
  search?: string | null;
}

@ArgsType()
class OrganizationsArgs extends ChildrenArgs {
  @Field(() => ID, { nullable: true, description: 'Only what stands below this organization, at whatever depth.' })
  under?: string | null;

  @Field(() => String, { nullable: true, description: 'As the tree was at the end of this day, as 2021-05-28; as it is when absent.' })
  asOf?: string | null;
}

@Resolver(() => types.OrganizationType)
export class OrganizationResolver {
  @Can('read', 'Organization')
  @Query(() => types.OrganizationType, { nullable: true, description: 'An organization of the federation, today or in the past.' })
  organization(
    @IdArg('id', 'Organization', 'The organization.') id: string,
    @Arg('asOf', () => String, { nullable: true, description: 'As it was at the end of this day, as 2021-05-28; as it is when absent.' })
    asOf: string | null,
    @Ctx() ctx: ViewerContext,
  ) {
    return organizationById(ctx, id, asOfDay(asOf));
  }

  @Can('read', 'Organization')
  @Query(() => types.OrganizationConnection, { description: 'Organizations of the federation, in the order of the tree.' })
  organizations(
    @Args(() => OrganizationsArgs) { under, asOf, kinds, status, search, ...page }: OrganizationsArgs,
    @Ctx() ctx: ViewerContext,
  ) {
    const decoded = under ? decodeId(under) : undefined;
    const underId = under ? (decoded?.type === 'Organization' ? decoded.id : NIL_ID) : null;
    return listOrganizations(
      ctx,
      { underId, asOf: asOfDay(asOf), kinds: kinds ?? null, status: status ?? null, search: search ?? null },
      page,
    );
  }

  @FieldResolver(() => String, { description: 'Short name.' })
  shortName(@Root() { short_name }: OrganizationRow) {
    return short_name;
  }

  @FieldResolver(() => String, { description: 'What it is, in Chinese.' })
  kindLabel(@Root() { kind }: OrganizationRow) {
    return organizationKindLabels[kind];
  }

  @FieldResolver(() => String, { description: 'Whether it still stands, in Chinese.' })
  statusLabel(@Root() { status }: OrganizationRow) {
    return labels.organizationStatusLabels[status];
  }

  @FieldResolver(() => String, { nullable: true, description: 'What its document numbers begin with (机关代字).' })
  docPrefix(@Root() { doc_prefix }: OrganizationRow) {
    return doc_prefix;
  }

  @FieldResolver(() => types.OrganizationType, { nullable: true, description: 'The body directly above; null for the province.' })
  parent(@Root() { parent_id, as_of }: OrganizationRow, @Ctx() ctx: ViewerContext) {
    return parent_id && organizationById(ctx, parent_id, as_of ?? null);
  }

  @FieldResolver(() => [types.OrganizationType], { description: 'The bodies above, the province first.' })
  ancestors(@Root() organization: OrganizationRow, @Ctx() ctx: ViewerContext) {
    return ancestorsOf(ctx, organization);
  }

  @FieldResolver(() => types.OrganizationConnection, { description: 'The bodies directly below.' })
  children(
    @Root() organization: OrganizationRow,
    @Args(() => ChildrenArgs) { kinds, status, search, ...page }: ChildrenArgs,
    @Ctx() ctx: ViewerContext,
  ) {
    return listChildren(ctx, organization, { kinds: kinds ?? null, status: status ?? null, search: search ?? null }, page);
  }

  @FieldResolver(() => [types.OrganizationVersionType], { description: 'Every state that it was in, the oldest first.' })
  versions(@Root() { id }: OrganizationRow, @Ctx() ctx: ViewerContext) {
    return ctx.loaders.many('organization_version', 'organization_id', id, { column: 'valid_from' });
  }

  @FieldResolver(() => [types.OrganizationSuccessionType], { description: 'Who carries on for it, when it has ended.' })
  successors(@Root() { id }: OrganizationRow, @Ctx() ctx: ViewerContext) {
    return ctx.loaders.many('organization_succession', 'predecessor_id', id);
  }

  @FieldResolver(() => [types.OrganizationSuccessionType], { description: 'For whom it carries on.' })
  predecessors(@Root() { id }: OrganizationRow, @Ctx() ctx: ViewerContext) {
    return ctx.loaders.many('organization_succession', 'successor_id', id);
  }

  @FieldResolver(() => [DepartmentType], { description: 'Its departments.' })
  departments(@Root() { id }: OrganizationRow, @Ctx() ctx: ViewerContext) {
    return ctx.loaders.many('department', 'organization_id', id);
  }

  @FieldResolver(() => [PostType], { description: 'Its posts, as the directory shows them.' })
  posts(@Root() { id }: OrganizationRow, @Ctx() ctx: ViewerContext) {
    return ctx.loaders.many('post', 'organization_id', id);
  }

  @FieldResolver(() => [types.AffiliationType], {
    description: "Its second bonds; only those of which one end stands in the caller's range.",
  })
  affiliations(@Root() { id }: OrganizationRow, @Ctx() ctx: ViewerContext) {
    return ctx.loaders.many('affiliation', 'organization_id', id);
  }

  @FieldResolver(() => types.OrganizationViewerCan, { description: 'What the caller may do with it now.' })
  viewerCan(@Root() organization: OrganizationRow, @Ctx() ctx: ViewerContext) {
    const gate = (action: 'addChild' | 'rename' | 'move' | 'merge' | 'dissolve') => gateOf(ctx, action, organization);
    return { addChild: gate('addChild'), rename: gate('rename'), move: gate('move'), merge: gate('merge'), dissolve: gate('dissolve') };
  }
}

interface VersionRow {
  readonly parent_id: string | null;
  readonly kind: OrganizationKind;
  readonly short_name: string;
  readonly change: keyof typeof labels.organizationChangeLabels;
  readonly valid_from: Date;
  readonly valid_to: Date | null;
  readonly recorded_at: Date;
}

@Resolver(() => types.OrganizationVersionType)
export class OrganizationVersionResolver {
  @FieldResolver(() => GraphQLISODateTime, { description: 'From when.' })
  validFrom(@Root() { valid_from }: VersionRow) {
    return valid_from;
  }

  @FieldResolver(() => GraphQLISODateTime, { nullable: true, description: 'Until when, exclusive; null for the present state.' })
  validTo(@Root() { valid_to }: VersionRow) {
    return valid_to;
  }

  @FieldResolver(() => String, { description: 'Short name at that time.' })
  shortName(@Root() { short_name }: VersionRow) {
    return short_name;
  }

  @FieldResolver(() => String, { description: 'What it was, in Chinese.' })
  kindLabel(@Root() { kind }: VersionRow) {
    return organizationKindLabels[kind];
  }

  @FieldResolver(() => types.OrganizationType, {
    nullable: true,
    description: 'The body directly above at that time, as it was when this state began.',
  })
  parent(@Root() { parent_id, valid_from }: VersionRow, @Ctx() ctx: ViewerContext) {
    return parent_id && organizationById(ctx, parent_id, valid_from);
  }

  @FieldResolver(() => String, { description: 'What began this state, in Chinese.' })
  changeLabel(@Root() { change }: VersionRow) {
    return labels.organizationChangeLabels[change];
  }

  @FieldResolver(() => GraphQLISODateTime, { description: 'When it was recorded.' })
  recordedAt(@Root() { recorded_at }: VersionRow) {
    return recorded_at;
  }
}

interface SuccessionRow {
  readonly predecessor_id: string;
  readonly successor_id: string;
  readonly kind: keyof typeof labels.successionKindLabels;
  readonly happened_at: Date;
}

@Resolver(() => types.OrganizationSuccessionType)
export class OrganizationSuccessionResolver {
  @FieldResolver(() => types.OrganizationType, { description: 'Who ended.' })
  predecessor(@Root() { predecessor_id }: SuccessionRow, @Ctx() ctx: ViewerContext) {
    return organizationById(ctx, predecessor_id);
  }

  @FieldResolver(() => types.OrganizationType, { description: 'Who carries on.' })
  successor(@Root() { successor_id }: SuccessionRow, @Ctx() ctx: ViewerContext) {
    return organizationById(ctx, successor_id);
  }

  @FieldResolver(() => String, { description: 'How it ended, in Chinese.' })
  kindLabel(@Root() { kind }: SuccessionRow) {
    return labels.successionKindLabels[kind];
  }

  @FieldResolver(() => GraphQLISODateTime, { description: 'From when.' })
  happenedAt(@Root() { happened_at }: SuccessionRow) {
    return happened_at;
  }
}
