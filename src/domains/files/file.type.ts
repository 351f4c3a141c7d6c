import { Field, Int, ObjectType } from 'type-graphql';
import { Node } from '../../kit/node-id.ts';

@ObjectType('File', { implements: Node, description: 'A file behind an answer. `GET /files/<id>` hands it out, under the same walls.' })
export class FileType extends Node {
  @Field(() => String, { description: 'Its name, as it was put in.' })
  name!: string;

  @Field(() => String, { description: 'What its content is.' })
  mediaType!: string;

  @Field(() => Int, { description: 'Bytes.' })
  size!: number;

  @Field(() => String, { description: 'SHA-256 of its content, in hexadecimal.' })
  sha256!: string;
}
