import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { PageArgs } from '../../kit/connection.ts';
import { Input } from '../../kit/input.ts';
import { bound } from '../../kit/node-id.ts';
import { OrganizationType } from '../federation/organization.type.ts';
import type { OrganizationRow } from '../federation/organization.rows.ts';
import { NoticeLevelEnum } from '../notices/notice.enums.ts';
import { SubmissionType } from '../submissions/submission.type.ts';
import type { SubmissionRow } from '../submissions/submission.rows.ts';
import type { AwardLineRow } from './award-list.rows.ts';
import { AwardLineType } from './award-list.type.ts';
import { givePlaque, revokeTitle } from './change-title.ts';
import { TitleKindEnum } from './honour.enums.ts';
import { listTitles, resultsOf, type TitleFilter, titlesHeldBy } from './read-titles.ts';
import * as inputs from './title.input.ts';
import type { TitleRow } from './title.rows.ts';
import * as types from './title.type.ts';

const answered = async (title: Promise<TitleRow>) => ({ title: await title });

@Resolver(() => types.TitleType)
export class TitleResolver {
  @Can('read', 'Title')
  @Query(() => types.TitleConnection, { description: 'Who holds what in the federation, newest first.' })
  titles(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('under', () => ID, { nullable: true, description: 'Only those of a body and of the units below it.' }) under:
      | string
      | null
      | undefined,
    @Arg('kind', () => TitleKindEnum, { nullable: true, description: 'Only of this kind.' }) kind: TitleFilter['kind'] | undefined,
    @Arg('level', () => NoticeLevelEnum, { nullable: true, description: 'Only of this level.' }) level: TitleFilter['level'] | undefined,
    @Arg('lacking', () => types.TitleLackEnum, { nullable: true, description: 'Only those that lack this.' })
    lacking: TitleFilter['lacking'] | undefined,
    @Ctx() ctx: ViewerContext,
  ) {
    return listTitles(
      ctx,
      { under: bound(under, 'Organization'), kind: kind ?? null, level: level ?? null, lacking: lacking ?? null },
      page,
    );
  }

  @Can('give', 'Title')
  @Mutation(() => types.TitlePayload, { description: 'Writes down that a plaque was given.' })
  givePlaque(
    @Input(() => inputs.GivePlaqueInput, inputs.givePlaqueInput) input: z.output<typeof inputs.givePlaqueInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return answered(givePlaque(ctx, input));
  }

  @Can('revoke', 'Title')
  @Mutation(() => types.TitlePayload, { description: 'Takes an honour back by a new decision.' })
  revokeTitle(
    @Input(() => inputs.RevokeTitleInput, inputs.revokeTitleInput) input: z.output<typeof inputs.revokeTitleInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return answered(revokeTitle(ctx, input));
  }
}

@Resolver(() => OrganizationType)
export class OrganizationTitles {
  @FieldResolver(() => [types.TitleType], {
    description: 'Honours of a city or above that it holds today, those of bodies that it goes on for included.',
  })
  titles(@Root() { id }: OrganizationRow, @Ctx() ctx: ViewerContext) {
    return ctx.ability.can('read', 'Title') ? titlesHeldBy(ctx, id) : [];
  }
}

@Resolver(() => AwardLineType)
export class AwardLineTitles {
  @FieldResolver(() => [types.TitleType], { description: 'Honours of a city or above that the unit holds already (C-31).' })
  heldTitles(@Root() { organization_id }: AwardLineRow, @Ctx() ctx: ViewerContext) {
    return titlesHeldBy(ctx, organization_id);
  }
}

@Resolver(() => SubmissionType)
export class SubmissionAwards {
  @FieldResolver(() => [types.AwardResultType], { description: 'What became of it where it was an application for honours.' })
  awards(@Root() { id }: SubmissionRow, @Ctx() ctx: ViewerContext) {
    return resultsOf(ctx, id);
  }
}
