import { Ctx, FieldResolver, GraphQLISODateTime, Resolver, Root } from 'type-graphql';
import type { ViewerContext } from '../../context.ts';
import type { AffiliationRow } from './affiliate-organization.ts';
import type { DepartmentRow, PostRow } from './directory.ts';
import { affiliationKindLabels, departmentKindLabels } from './organization.labels.ts';
import { organizationById } from './organization.rows.ts';
import { AffiliationType, OrganizationType } from './organization.type.ts';
import { DepartmentType, PostType } from './people.type.ts';

@Resolver(() => DepartmentType)
export class DepartmentResolver {
  @FieldResolver(() => String, { description: 'What it is, in Chinese.' })
  kindLabel(@Root() { kind }: DepartmentRow) {
    return departmentKindLabels[kind];
  }

  @FieldResolver(() => OrganizationType, { description: 'Of which organization.' })
  organization(@Root() { organization_id }: DepartmentRow, @Ctx() ctx: ViewerContext) {
    return organizationById(ctx, organization_id);
  }

  @FieldResolver(() => [PostType], { description: 'The posts in it.' })
  posts(@Root() { id }: DepartmentRow, @Ctx() ctx: ViewerContext) {
    return ctx.loaders.many('post', 'department_id', id);
  }
}

@Resolver(() => PostType)
export class PostResolver {
  @FieldResolver(() => String, { nullable: true, description: 'Number of the office.' })
  officePhone(@Root() { office_phone }: PostRow) {
    return office_phone;
  }

  @FieldResolver(() => DepartmentType, { nullable: true, description: 'In which department.' })
  department(@Root() { department_id }: PostRow, @Ctx() ctx: ViewerContext) {
    return department_id && ctx.loaders.one('department', department_id);
  }

  @FieldResolver(() => OrganizationType, { description: 'Of which organization.' })
  organization(@Root() { organization_id }: PostRow, @Ctx() ctx: ViewerContext) {
    return organizationById(ctx, organization_id);
  }
}

@Resolver(() => AffiliationType)
export class AffiliationResolver {
  @FieldResolver(() => OrganizationType, { description: 'The unit.' })
  organization(@Root() { organization_id }: AffiliationRow, @Ctx() ctx: ViewerContext) {
    return organizationById(ctx, organization_id);
  }

  @FieldResolver(() => OrganizationType, { description: 'The second body.' })
  body(@Root() { body_id }: AffiliationRow, @Ctx() ctx: ViewerContext) {
    return organizationById(ctx, body_id);
  }

  @FieldResolver(() => String, { description: 'Of what kind, in Chinese.' })
  kindLabel(@Root() { kind }: AffiliationRow) {
    return affiliationKindLabels[kind];
  }

  @FieldResolver(() => GraphQLISODateTime, { description: 'From when.' })
  validFrom(@Root() { valid_from }: AffiliationRow) {
    return valid_from;
  }

  @FieldResolver(() => GraphQLISODateTime, { nullable: true, description: 'Until when, exclusive; null while it stands.' })
  validTo(@Root() { valid_to }: AffiliationRow) {
    return valid_to;
  }
}
