import type { ViewerContext } from '../../context.ts';
import type { Signable } from './signable.ts';
import { signableNotice } from './sign-notice.ts';
import { signableStep } from './sign-step.ts';

/** Everything that can be signed by a link, by GraphQL type. */
export const SIGNABLES: Readonly<Record<string, Signable>> = { Notice: signableNotice, Obligation: signableStep };

/** Whether the viewer may ask for signatures of this type, and see and end what was asked. */
export const mayInvite = (ctx: ViewerContext, type: string): boolean => {
  const signable = SIGNABLES[type];
  return signable !== undefined && ctx.ability.can(...signable.mayInvite);
};
