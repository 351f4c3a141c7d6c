import type { Context, ViewerContext } from './context.ts';
import { domains } from './domains.ts';
import type { Typed } from './kit/node-id.ts';

/** The object behind an id, found by the domain that it belongs to; undefined when there is none within reach. */
export async function findNode(ctx: Context, type: string, id: string): Promise<Typed | undefined> {
  if (!ctx.viewer) return undefined;
  const domain = domains.find(({ nodes }) => nodes && Object.hasOwn(nodes, type));
  const row = await domain?.nodes![type]!(ctx as ViewerContext, id);
  return row && { ...row, __typename: type };
}

/** Whether what a file hangs on is within reach: a node, or a row that only files lead to. */
export async function canReach(ctx: Context, type: string, id: string): Promise<boolean> {
  if (!ctx.viewer) return false;
  const domain = domains.find(({ leads }) => leads && Object.hasOwn(leads, type));
  const found = domain ? domain.leads![type]!(ctx as ViewerContext, id) : findNode(ctx, type, id);
  return (await found) !== undefined;
}
