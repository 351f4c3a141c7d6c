import { Ctx, Mutation, Resolver } from 'type-graphql';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { Input } from '../../kit/input.ts';
import { type CopyNotice, CopyNoticeInput, copyNoticeInput } from './copy-notice.input.ts';
import { copyNotice } from './copy-notice.ts';
import { NoticePayload } from './notice.type.ts';

@Resolver()
export class CopyNoticeResolver {
  @Can('draft', 'Notice')
  @Mutation(() => NoticePayload, {
    description: "Begins a draft from one's own earlier notice, its dates moved; dues wait to be confirmed.",
  })
  async copyNotice(@Input(() => CopyNoticeInput, copyNoticeInput) input: CopyNotice, @Ctx() ctx: ViewerContext) {
    return { notice: await copyNotice(ctx, input) };
  }
}
