import { Field, GraphQLISODateTime, Int, ObjectType } from 'type-graphql';
import { enumType } from '../../kit/enums.ts';
import { Payload } from '../../kit/errors.ts';
import type { TokensGo } from './hand-over-post.ts';
import { ApiTokenType, AppointmentType, DelegationType, OneTimeCodePayload } from './identity.type.ts';
import type { OpenWorkKind } from './open-work.ts';

export const TokensGoEnum = enumType('TokensGo', 'What becomes of the tokens that were made under a post.', {
  END: 'They end with it (作废).',
  TRANSFER: 'They go on as they are, in the name of the successor (转交).',
} satisfies Record<TokensGo, string>);

export const OpenWorkKindEnum = enumType('OpenWorkKind', 'What is to be done.', {
  OBLIGATION: 'The body has to hand it in (待报送).',
  REVIEW: 'It lies with the body for review (待审核).',
} satisfies Record<OpenWorkKind, string>);

@ObjectType({ description: 'A piece of work that a body has in hand.' })
export class OpenWorkLine {
  @Field(() => OpenWorkKindEnum, { description: 'What is to be done.' })
  kind!: OpenWorkKind;

  @Field(() => String, { description: 'What it is about.' })
  title!: string;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'By when, exclusive.' })
  due!: Date | null;
}

@ObjectType({ description: 'What a body has in hand, the soonest due first.' })
export class OpenWork {
  @Field(() => Int, { description: 'How much.' })
  total!: number;

  @Field(() => [OpenWorkLine], { description: 'The first hundred.' })
  lines!: OpenWorkLine[];
}

@ObjectType({ description: 'A post that changed hands, or will.' })
export class Handover {
  @Field(() => AppointmentType, { description: 'As it ends.' })
  predecessor!: AppointmentType;

  @Field(() => AppointmentType, { description: 'As it begins.' })
  successor!: AppointmentType;

  @Field(() => OpenWork, { description: "What the successor goes on with: work is the body's, and changes hands by itself." })
  open!: OpenWork;

  @Field(() => [DelegationType], { description: 'Lent from the post: over with it.' })
  lent!: DelegationType[];

  @Field(() => [ApiTokenType], { description: 'Made under the post: over with it, or gone over.' })
  tokens!: ApiTokenType[];

  @Field(() => Int, {
    description: 'Messages to the predecessor for this body that were still open and went over; on a day to come none do.',
  })
  notifications!: number;
}

@ObjectType({ implements: Payload, description: 'A handover, and the one-time code of a successor who is new.' })
export class HandOverPostPayload extends OneTimeCodePayload {
  @Field(() => Handover, { nullable: true, description: 'The handover.' })
  handover?: Handover;
}
