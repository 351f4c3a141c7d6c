import { Ctx, FieldResolver, GraphQLISODateTime, Resolver, Root } from 'type-graphql';
import type { ViewerContext } from '../../context.ts';
import { findScope } from '../obligations/scope.ts';
import type { Hop } from '../submissions/batch.ts';
import { readCounters } from '../submissions/rollup.read.ts';
import { SendUpType } from '../submissions/send-up.type.ts';
import { ratesOf } from './progress.ts';
import { Rates } from './progress.type.ts';

@Resolver(() => SendUpType)
export class SendUpRatesResolver {
  @FieldResolver(() => GraphQLISODateTime, { description: 'The instant that the rates are of.' })
  asOf(@Ctx() ctx: ViewerContext) {
    return ctx.now;
  }

  @FieldResolver(() => Rates, { nullable: true, description: "The five rates of the caller's body, as on its board." })
  async rates(@Root() { mine }: Hop, @Ctx() ctx: ViewerContext) {
    const scope = await findScope(ctx, mine.id, ctx.viewer.organizationId);
    return scope ? ratesOf(await readCounters(ctx.db, ctx.viewer.federationId, mine.root_id, scope.places)) : null;
  }
}
