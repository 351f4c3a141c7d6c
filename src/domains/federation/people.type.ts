import { Field, ObjectType } from 'type-graphql';
import { enumType } from '../../kit/enums.ts';
import { Payload } from '../../kit/errors.ts';
import { Node } from '../../kit/node-id.ts';

export const DepartmentKindEnum = enumType('DepartmentKind', 'What a part of an organization is.', {
  OFFICE: 'Its general office (办公室), which signs for it.',
  DEPARTMENT: 'Any other department.',
});

@ObjectType('Department', {
  implements: Node,
  description: 'A part of an organization that signs or is asked; not an organization itself.',
})
export class DepartmentType extends Node {
  @Field(() => String, { description: 'Name, such as 组织部.' })
  name!: string;

  @Field(() => DepartmentKindEnum, { description: 'What it is.' })
  kind!: string;
}

@ObjectType('Post', { implements: Node, description: 'A post and its office number: what the directory shows in place of a person.' })
export class PostType extends Node {
  @Field(() => String, { description: 'Title, such as 联络员.' })
  title!: string;
}

@ObjectType({ implements: Payload, description: 'A department after a change.' })
export class DepartmentPayload extends Payload {
  @Field(() => DepartmentType, { nullable: true, description: 'As it is now.' })
  department?: object;
}

@ObjectType({ implements: Payload, description: 'A post after a change.' })
export class PostPayload extends Payload {
  @Field(() => PostType, { nullable: true, description: 'As it is now.' })
  post?: object;
}
