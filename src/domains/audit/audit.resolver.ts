import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { PageArgs } from '../../kit/connection.ts';
import { decodeId, encodeId, NIL_ID } from '../../kit/node-id.ts';
import { AuditLineConnection, AuditLineType } from './audit.type.ts';
import { type AuditLineRow, listAuditLines } from './read-audit.ts';

@Resolver(() => AuditLineType)
export class AuditResolver {
  @Can('read', 'AuditLine')
  @Query(() => AuditLineConnection, { description: 'What was done to one subject by bodies of the subtree, newest first.' })
  auditLines(
    @Arg('subjectId', () => ID, { description: 'Anything that has an id.' }) subjectId: string,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: ViewerContext,
  ) {
    return listAuditLines(ctx, decodeId(subjectId)?.id ?? NIL_ID, page);
  }
  @FieldResolver(() => ID, { description: 'The subject.' })
  subjectId(@Root() line: AuditLineRow) {
    return encodeId(line.subjectType, line.subjectId);
  }
}
