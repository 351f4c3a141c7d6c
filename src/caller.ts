import '@fastify/cookie'; // declares parseCookie and serializeCookie
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { SessionChange } from './context.ts';
import type { Throttle, ThrottleRule } from './kit/throttle.ts';
import type { Caller } from './pipeline.ts';

const COOKIE = 'liandong_session';
/** By which a browser is known again at the next sign-in; browsers keep nothing longer than 400 days. */
const DEVICE_COOKIE = 'liandong_device';
const DEVICE_SECONDS = 400 * 24 * 3600;

/**
 * Who a request says it comes from: the secret of a bearer token or else of the session cookie, and
 * the capacity named in `X-Capacity`.
 */
export function callerOf(request: FastifyRequest, throttle: Throttle, sessionChanged: (change: SessionChange) => void): Caller {
  const { authorization, cookie = '', 'x-capacity': capacity } = request.headers;
  const bearer = authorization === undefined ? undefined : /^Bearer +(\S+)$/i.exec(authorization);
  const cookies = request.server.parseCookie(cookie);
  const token = authorization === undefined ? cookies[COOKIE] : bearer?.[1];
  return {
    requestId: request.id,
    token: token || undefined,
    device: cookies[DEVICE_COOKIE] || undefined,
    capacity: typeof capacity === 'string' && capacity ? capacity : undefined,
    throttle,
    sessionChanged,
  };
}

/**
 * Tells the browser to keep or to forget the session, or to be known again. No script can read it, and no other site's
 * form or script can send it along with anything that changes something.
 *
 * @param secure over https only
 */
export function tellSession(reply: FastifyReply, secure: boolean, change: SessionChange): void {
  const keep = (name: string, value: string, until: { expires: Date } | { maxAge: number }) =>
    reply.header('set-cookie', reply.server.serializeCookie(name, value, { path: '/', httpOnly: true, sameSite: 'lax', secure, ...until }));
  if (change === 'cleared') keep(COOKIE, '', { expires: new Date(0) });
  else if ('device' in change) keep(DEVICE_COOKIE, change.device, { maxAge: DEVICE_SECONDS });
  else keep(COOKIE, change.token, { expires: change.expiresAt });
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
