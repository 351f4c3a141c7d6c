import type { ThrottleRule } from '../../kit/throttle.ts';

/** A leader signs a few papers in a minute; guessing secrets needs more. */
export const LINK_RATE: ThrottleRule = { max: 30, seconds: 60 };

export const LINK_PATH = '/sign';

/** The secret stands in the query, which no log keeps. */
export const addressOf = (token: string): string => `${LINK_PATH}?token=${token}`;
