import type { Context } from '../../context.ts';
import { tooOften } from '../../kit/errors.ts';

/** Files that may be begun from one address: a building of people who report on the last afternoon, and no script. */
const RATE = { max: 300, seconds: 300 };

/** @throws GraphQLError TOO_MANY_REQUESTS */
export async function assertNotTooOften(ctx: Context): Promise<void> {
  if (!(await ctx.throttle('upload', RATE))) throw tooOften();
}
