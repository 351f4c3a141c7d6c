import { Arg, Args, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { PageArgs } from '../../kit/connection.ts';
import { decodeId, NIL_ID } from '../../kit/node-id.ts';
import { AuditLineConnection } from './audit.type.ts';
import { listAuditLines } from './read-audit.ts';

@Resolver()
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
}
