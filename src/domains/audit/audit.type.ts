import { Field, GraphQLISODateTime, ObjectType } from 'type-graphql';
import { GraphQLJSONObject } from 'graphql-scalars';
import { connectionOf } from '../../kit/connection.ts';
import { Node } from '../../kit/node-id.ts';

@ObjectType('AuditLine', { implements: Node, description: 'Who did what to what, written with the act and sealed into a chain.' })
export class AuditLineType extends Node {
  @Field(() => String, { description: 'The mutation, as in issueNotice.' })
  operation!: string;

  @Field(() => GraphQLISODateTime, { description: 'When.' })
  happenedAt!: Date;

  @Field(() => String, { nullable: true, description: 'Name of who did it; none for the product itself, or once it was blanked.' })
  personName!: string | null;

  @Field(() => String, { nullable: true, description: 'Name of who had lent the capacity.' })
  onBehalfOf!: string | null;

  @Field(() => String, { nullable: true, description: 'For which organization.' })
  organizationName!: string | null;

  @Field(() => String, { description: 'Kind of the subject.' })
  subjectType!: string;

  @Field(() => GraphQLJSONObject, { description: 'What more there is to know.' })
  detail!: Record<string, unknown>;

  @Field(() => String, { description: 'The request that did it, as in the log.' })
  requestId!: string;
}

export const AuditLineConnection = connectionOf('AuditLine', () => AuditLineType);
