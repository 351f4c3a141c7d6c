import { Arg, Ctx, Field, GraphQLISODateTime, ID, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from './context.ts';
import { Public, SignedIn } from './kit/access.ts';
import { decodeId, Node } from './kit/node-id.ts';

@ObjectType({ description: 'The time that the server goes by.' })
export class ServerClock {
  @Field(() => GraphQLISODateTime, { description: 'Now.' })
  now!: Date;
}

/** What belongs to no domain. */
@Resolver()
export class RootResolver {
  @Public()
  @Query(() => ServerClock, { description: 'The clock that dues are compared with.' })
  clock(@Ctx() { now }: Context): ServerClock {
    return { now };
  }

  @SignedIn()
  @Query(() => Node, { nullable: true, description: 'Any object within reach, by its id.' })
  async node(@Arg('id', () => ID, { description: 'As it was handed out.' }) id: string, @Ctx() ctx: Context) {
    const wanted = decodeId(id);
    return wanted ? ((await ctx.find(wanted.type, wanted.id)) ?? null) : null;
  }
}
