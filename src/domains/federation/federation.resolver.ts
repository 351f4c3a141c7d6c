import { Ctx, Mutation, Resolver } from 'type-graphql';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { Input } from '../../kit/input.ts';
import { addOrganization } from './add-organization.ts';
import { affiliateOrganization, endAffiliation } from './affiliate-organization.ts';
import { addDepartment, addPost } from './directory.ts';
import { dissolveOrganization } from './dissolve-organization.ts';
import * as inputs from './federation.input.ts';
import { mergeOrganizations } from './merge-organizations.ts';
import { moveOrganization } from './move-organization.ts';
import { AffiliationPayload, MergeOrganizationsPayload, OrganizationPayload } from './organization.type.ts';
import { DepartmentPayload, PostPayload } from './people.type.ts';
import { renameOrganization } from './rename-organization.ts';

@Resolver()
export class FederationResolver {
  @Can('addChild', 'Organization')
  @Mutation(() => OrganizationPayload, { description: 'Adds an organization to the tree.' })
  async addOrganization(
    @Input(() => inputs.AddOrganizationInput, inputs.addOrganizationInput) input: inputs.AddOrganization,
    @Ctx() ctx: ViewerContext,
  ) {
    return { organization: await addOrganization(ctx, input) };
  }

  @Can('rename', 'Organization')
  @Mutation(() => OrganizationPayload, { description: 'Gives an organization another name; the old one stays in its history.' })
  async renameOrganization(
    @Input(() => inputs.RenameOrganizationInput, inputs.renameOrganizationInput) input: inputs.RenameOrganization,
    @Ctx() ctx: ViewerContext,
  ) {
    return { organization: await renameOrganization(ctx, input) };
  }

  @Can('move', 'Organization')
  @Mutation(() => OrganizationPayload, { description: 'Puts an organization, with everything below it, under another superior.' })
  async moveOrganization(
    @Input(() => inputs.MoveOrganizationInput, inputs.moveOrganizationInput) input: inputs.MoveOrganization,
    @Ctx() ctx: ViewerContext,
  ) {
    return { organization: await moveOrganization(ctx, input) };
  }

  @Can('merge', 'Organization')
  @Mutation(() => MergeOrganizationsPayload, { description: 'Merges an organization into another, which carries on what it had in hand.' })
  mergeOrganizations(
    @Input(() => inputs.MergeOrganizationsInput, inputs.mergeOrganizationsInput) input: inputs.MergeOrganizations,
    @Ctx() ctx: ViewerContext,
  ) {
    return mergeOrganizations(ctx, input);
  }

  @Can('dissolve', 'Organization')
  @Mutation(() => OrganizationPayload, { description: 'Ends an organization that leads nobody any more.' })
  async dissolveOrganization(
    @Input(() => inputs.DissolveOrganizationInput, inputs.dissolveOrganizationInput) input: inputs.DissolveOrganization,
    @Ctx() ctx: ViewerContext,
  ) {
    return { organization: await dissolveOrganization(ctx, input) };
  }

  @Can('affiliate', 'Organization')
  @Mutation(() => AffiliationPayload, { description: 'Gives a unit a second superior beside the one that it belongs to.' })
  async affiliateOrganization(
    @Input(() => inputs.AffiliateOrganizationInput, inputs.affiliateOrganizationInput) input: inputs.AffiliateOrganization,
    @Ctx() ctx: ViewerContext,
  ) {
    return { affiliation: await affiliateOrganization(ctx, input) };
  }

  @Can('affiliate', 'Organization')
  @Mutation(() => AffiliationPayload, { description: 'Ends a second bond.' })
  async endAffiliation(
    @Input(() => inputs.EndAffiliationInput, inputs.endAffiliationInput) input: { affiliationId: string },
    @Ctx() ctx: ViewerContext,
  ) {
    return { affiliation: await endAffiliation(ctx, input) };
  }

  @Can('equip', 'Organization')
  @Mutation(() => DepartmentPayload, { description: 'Adds a department to an organization.' })
  async addDepartment(
    @Input(() => inputs.AddDepartmentInput, inputs.addDepartmentInput) input: inputs.AddDepartment,
    @Ctx() ctx: ViewerContext,
  ) {
    return { department: await addDepartment(ctx, input) };
  }

  @Can('equip', 'Organization')
  @Mutation(() => PostPayload, { description: 'Adds a post to an organization.' })
  async addPost(@Input(() => inputs.AddPostInput, inputs.addPostInput) input: inputs.AddPost, @Ctx() ctx: ViewerContext) {
    return { post: await addPost(ctx, input) };
  }
}
