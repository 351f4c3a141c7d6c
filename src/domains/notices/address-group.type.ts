import { Field, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../kit/connection.ts';
import { Payload } from '../../kit/errors.ts';
import { Node } from '../../kit/node-id.ts';
import { OrganizationType } from '../federation/organization.type.ts';
import type { AddressGroupRow } from './address-groups.ts';

@ObjectType('AddressGroupMember', { description: 'A body in a group of addressees.' })
export class AddressGroupMember {
  @Field(() => OrganizationType, { description: 'The body.' }) organization!: unknown;
  @Field(() => OrganizationType, {
    nullable: true,
    description: 'Whom a notice to the group goes to in its place today: itself, the body that it was merged into, or nobody.',
  })
  reached!: unknown;
}

@ObjectType('AddressGroup', { implements: Node, description: 'Bodies that the own body addresses together, under a name of its own.' })
export class AddressGroupType extends Node {
  @Field(() => String, { description: 'Its name.' }) name!: string;
  @Field(() => Int, { description: 'Rises with every save.' }) version!: number;
  @Field(() => Int, { description: 'How many bodies are in it.' }) memberCount?: number;
  @Field(() => Int, { description: 'How many bodies a notice to it would reach today.' }) reachedCount?: number;
  @Field(() => [AddressGroupMember], { description: 'The bodies in it, in the order of the tree; at most a thousand.' })
  members?: AddressGroupMember[];
  @Field(() => Date, { description: 'When it was saved last.' }) updatedAt?: Date;
}

export const AddressGroupConnection = connectionOf<AddressGroupRow>('AddressGroup', () => AddressGroupType as never);

@ObjectType({ implements: Payload, description: 'The group as it is now.' })
export class AddressGroupPayload extends Payload {
  @Field(() => AddressGroupType, { nullable: true, description: 'The group; with STALE_VERSION, what somebody else saved.' })
  addressGroup?: AddressGroupRow | null;
}
