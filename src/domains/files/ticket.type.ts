import { Field, GraphQLISODateTime, ID, Int, ObjectType } from 'type-graphql';
import { Payload } from '../../kit/errors.ts';

@ObjectType({ implements: Payload, description: 'A code for another device.' })
export class CreateUploadTicketPayload extends Payload {
  @Field(() => String, { nullable: true, description: 'To be typed in on the other device (续传码); shown once.' }) code?: string | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'From then on it cannot be typed in any more.' }) expiresAt?: Date | null;
}

@ObjectType({ description: 'A file that is to go on.' })
export class TicketFile {
  @Field(() => ID, { description: 'Behind `/uploads/`; HEAD tells how many bytes are here.' }) id!: string;
  @Field(() => String, { description: 'Its name.' }) name!: string;
  @Field(() => Int, { description: 'Bytes that there will be.' }) bytesTotal!: number;
}

@ObjectType({ implements: Payload, description: 'What a device puts its one file in with.' })
export class RedeemUploadTicketPayload extends Payload {
  @Field(() => String, {
    nullable: true,
    description: 'For `Authorization: Upload <key>` at `/uploads`, and for nothing else; shown once.',
  })
  key?: string | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'From then on it opens nothing.' }) expiresAt?: Date | null;
  @Field(() => String, { nullable: true, description: 'What the question asks for.' }) label?: string | null;
  @Field(() => [String], { nullable: true, description: 'Endings allowed, without the dot; empty for every accepted kind.' })
  extensions?: readonly string[] | null;
  @Field(() => Int, { nullable: true, description: 'The largest one, in MB; that of the server when null.' }) maxMegabytes?: number | null;
  @Field(() => TicketFile, { nullable: true, description: 'The file that is to go on; null for a new one.' }) file?: TicketFile | null;
}
