import type { Signable } from './signable.ts';
import { signableNotice } from './sign-notice.ts';

/** Everything that can be signed by a link, by GraphQL type. */
export const SIGNABLES: Readonly<Record<string, Signable>> = { Notice: signableNotice };
