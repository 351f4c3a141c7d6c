import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { PageArgs } from '../../kit/connection.ts';
import { encodeId } from '../../kit/node-id.ts';
import { organizationById } from '../federation/organization.rows.ts';
import { noticeOf } from '../notices/read-notices.ts';
import { asSubmission } from '../submissions/submission.rows.ts';
import type { SearchKind } from './find-hits.ts';
import { type HitRow, search } from './search.ts';
import * as types from './search.type.ts';
import { shownTexts } from './shown-texts.ts';

const TYPES = { ORGANIZATION: 'Organization', NOTICE: 'Notice', SUBMISSION: 'Submission' } as const;

@Resolver(() => types.SearchHitType)
export class SearchResolver {
  @Can('read', 'SearchHit')
  @Query(() => types.SearchHitConnection, {
    description:
      'What the caller may read that holds all the words, whatever the width of characters, brackets, punctuation and blanks; the best first.',
  })
  async search(
    @Arg('text', () => String, { description: 'What to look for: two characters or more; blanks part words.' }) text: string,
    @Arg('kinds', () => [types.SearchKindEnum], { defaultValue: [], description: 'Only these kinds; every kind when empty.' })
    kinds: SearchKind[],
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: ViewerContext,
  ) {
    const { counts, ...found } = await search(ctx, text, kinds, page);
    const counted = typeof counts === 'function' ? counts : () => counts ?? [];
    return {
      ...found,
      counts: async () =>
        (await counted()).map(({ kind, count, isCapped }) => ({ kind, label: types.searchKindLabels[kind], count, isCapped })),
    };
  }

  @FieldResolver()
  id(@Root() { kind, id }: HitRow): string {
    return encodeId(TYPES[kind], id);
  }

  @FieldResolver()
  kindLabel(@Root() { kind }: HitRow): string {
    return types.searchKindLabels[kind];
  }

  @FieldResolver()
  matchLabel(@Root() { match }: HitRow): string {
    return types.matchLabels[match];
  }

  @FieldResolver()
  organization(@Root() { kind, id }: HitRow, @Ctx() ctx: ViewerContext): unknown {
    return kind === 'ORGANIZATION' ? organizationById(ctx, id) : null;
  }

  @FieldResolver()
  notice(@Root() { kind, id }: HitRow, @Ctx() ctx: ViewerContext): unknown {
    return kind === 'NOTICE' ? noticeOf(ctx, id) : null;
  }

  @FieldResolver()
  async submission(@Root() { kind, id }: HitRow, @Ctx() ctx: ViewerContext): Promise<unknown> {
    const row = kind === 'SUBMISSION' ? await ctx.loaders.one('submission', id) : undefined;
    return row ? asSubmission(row) : null;
  }

  @FieldResolver()
  async excerpt(@Root() hit: HitRow, @Ctx() ctx: ViewerContext): Promise<types.SearchExcerptPart[]> {
    return shownTexts(ctx, hit);
  }
}
