import '@fastify/cookie'; // declares parseCookie and serializeCookie
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { SessionChange } from './context.ts';
import type { Throttle, ThrottleRule } from './kit/throttle.ts';
import type { Caller } from './pipeline.ts';

const COOKIE = 'liandong_session';

/**
 * Who a request says it comes from: the secret of a bearer token or else of the session cookie, and
 * the capacity named in `X-Capacity`.
 */
export function callerOf(request: FastifyRequest, throttle: Throttle, sessionChanged: (change: SessionChange) => void): Caller {
  const { authorization, cookie = '', 'x-capacity': capacity } = request.headers;
  const bearer = authorization === undefined ? undefined : /^Bearer +(\S+)$/i.exec(authorization);
  const token = authorization === undefined ? request.server.parseCookie(cookie)[COOKIE] : bearer?.[1];
  return {
    requestId: request.id,
    token: token || undefined,
    capacity: typeof capacity === 'string' && capacity ? capacity : undefined,
    throttle,
    sessionChanged,
  };
}

/**
 * Tells the browser to keep or to forget the session. No script can read it, and no other site's
 * form or script can send it along with anything that changes something.
 *
 * @param secure over https only
 */
export function tellSession(reply: FastifyReply, secure: boolean, change: SessionChange): void {
  const [value, expires] = change === 'cleared' ? ['', new Date(0)] : [change.token, change.expiresAt];
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure, expires } as const;
  reply.header('set-cookie', reply.server.serializeCookie(COOKIE, value, options));
}

/** A counter per operation and address, in this process. */
export function throttlesOf(app: FastifyInstance): (request: FastifyRequest) => Throttle {
  const counters = new Map<string, ReturnType<FastifyInstance['createRateLimit']>>();
  const counterOf = (operation: string, { max, seconds }: ThrottleRule) => {
    const known = counters.get(operation);
    const counter = known ?? app.createRateLimit({ max, timeWindow: seconds * 1000 });
    counters.set(operation, counter);
    return counter;
  };
  return (request) => async (operation, rule) => {
    const counted = await counterOf(operation, rule)(request);
    return counted.isAllowed || !counted.isExceeded;
  };
}
