import { Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { PageArgs } from '../../kit/connection.ts';
import { Input } from '../../kit/input.ts';
import { organizationById } from '../federation/organization.rows.ts';
import * as inputs from './address-group.input.ts';
import * as types from './address-group.type.ts';
import { type AddressGroupRow, listAddressGroups, membersOf, removeAddressGroup, saveAddressGroup } from './address-groups.ts';

@Resolver(() => types.AddressGroupType)
export class AddressGroupResolver {
  @Can('draft', 'Notice')
  @Query(() => types.AddressGroupConnection, { description: 'Groups of addressees of the own body, by name.' })
  addressGroups(@Args(() => PageArgs) page: PageArgs, @Ctx() ctx: ViewerContext) {
    return listAddressGroups(ctx, page);
  }

  @Can('draft', 'Notice')
  @Mutation(() => types.AddressGroupPayload, { description: 'Keeps a group of addressees under a name, new or changed.' })
  async saveAddressGroup(
    @Input(() => inputs.SaveAddressGroupInput, inputs.saveAddressGroupInput) input: z.output<typeof inputs.saveAddressGroupInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { addressGroup: await saveAddressGroup(ctx, input) };
  }

  @Can('draft', 'Notice')
  @Mutation(() => types.AddressGroupPayload, { description: 'Takes a group of addressees out of use.' })
  async removeAddressGroup(
    @Input(() => inputs.RemoveAddressGroupInput, inputs.removeAddressGroupInput) input: z.output<typeof inputs.removeAddressGroupInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { addressGroup: await removeAddressGroup(ctx, input) };
  }

  @FieldResolver()
  updatedAt(@Root() { updated_at }: AddressGroupRow): Date {
    return updated_at;
  }

  @FieldResolver()
  memberCount(@Root() { member_ids }: AddressGroupRow): number {
    return member_ids.length;
  }

  @FieldResolver()
  async reachedCount(@Root() group: AddressGroupRow, @Ctx() ctx: ViewerContext): Promise<number> {
    const members = await membersOf(ctx, group);
    return new Set(members.flatMap(({ reached_id }) => reached_id ?? [])).size;
  }

  @FieldResolver()
  async members(@Root() group: AddressGroupRow, @Ctx() ctx: ViewerContext): Promise<types.AddressGroupMember[]> {
    const members = await membersOf(ctx, group);
    return members.map(({ id, reached_id }) => ({
      organization: () => organizationById(ctx, id),
      reached: () => (reached_id ? organizationById(ctx, reached_id) : null),
    }));
  }
}
