import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
// The library brings no types; what is used of it stands below.
// @ts-expect-error -- no declaration file
import OidcProvider from 'oidc-provider';

/** Somebody at the identity provider, and how they prove who they are. */
export interface Visitor {
  readonly sub: string;
  readonly amr?: readonly string[];
  /** What somebody on the way, or the provider itself, makes of their ID token. */
  readonly forged?: { readonly claims?: Readonly<Record<string, unknown>>; readonly by?: 'another key' | 'nobody' };
  /** They change their mind. */
  readonly declines?: true;
}

interface Details {
  readonly prompt: { readonly name: string; readonly details: { readonly missingOIDCScope?: readonly string[] } };
  readonly params: { readonly client_id: string };
  readonly session?: { readonly accountId: string };
}

interface Provider {
  callback(): http.RequestListener;
  interactionDetails(request: http.IncomingMessage, response: http.ServerResponse): Promise<Details>;
  interactionFinished(request: http.IncomingMessage, response: http.ServerResponse, result: object, options: object): Promise<void>;
  readonly Grant: new (grant: object) => { addOIDCScope(scope: string): void; save(): Promise<string> };
}

export interface TestProvider {
  readonly issuer: string;
  /** What happens in its browser from the address that we sent it to until it comes back to us; answers that address. */
  visit(address: string, visitor: Visitor): Promise<URL>;
  /** How often its token endpoint was asked. */
  readonly tokenRequests: () => number;
  stop(): Promise<void>;
}

export const CLIENT = { clientId: 'liandong', clientSecret: 'a secret of sixty-four characters that only this provider is told...' };

/**
 * A real OpenID provider on this machine.
 * @param callback the address that it may send browsers back to
 * @param beforeToken done while our server waits for an answer of the token endpoint
 */
export async function identityProvider(callback: string, { beforeToken = async (): Promise<void> => {} } = {}): Promise<TestProvider> {
  const server = http.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  /** Tests visit side by side: each browser says by a cookie whose it is, each person there is known by their own name. */
  const browsers = new Map<string, Visitor>();
  const people = new Map<string, Visitor>();
  let asked = 0;
  const [{ privateKey }, { privateKey: anotherKey }] = [newKeys(), newKeys()];
  const provider = new OidcProvider(issuer, {
    clients: [{ client_id: CLIENT.clientId, client_secret: CLIENT.clientSecret, redirect_uris: [callback] }],
    claims: { openid: ['sub', 'amr'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['a key of the test'] },
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
    pkce: { required: () => true },
    findAccount: (_: unknown, sub: string) => ({ accountId: sub, claims: () => ({ sub }) }),
  }) as Provider;
  const serve = provider.callback();
  server.on('request', (request, response) => {
    if (request.url?.startsWith('/token')) {
      asked++;
      forge(response, ({ sub, ...claims }) => {
        const { forged } = people.get(sub as string)!;
        const keys = { 'another key': anotherKey, nobody: undefined };
        return forged && { claims: { sub, ...claims, ...forged.claims }, key: forged.by ? keys[forged.by] : privateKey };
      });
      return void beforeToken().then(() => serve(request, response));
    }
    if (!request.url?.startsWith('/interaction/')) return serve(request, response);
    const [, browser] = /visitor=(\w+)/.exec(request.headers.cookie ?? '')!;
    void interact(provider, browsers.get(browser!)!, request, response);
  });
  return {
    issuer,
    tokenRequests: () => asked,
    async visit(address, visitor) {
      const browser = `b${browsers.size}`;
      browsers.set(browser, visitor);
      people.set(visitor.sub, visitor);
      return browse(address, callback, browser);
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function interact(provider: Provider, visitor: Visitor, request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  const finish = (result: object) => provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
  if (visitor.declines) return finish({ error: 'access_denied', error_description: 'declined' });
  if (prompt.name === 'login') return finish({ login: { accountId: visitor.sub, ...(visitor.amr && { amr: visitor.amr }) } });
  const grant = new provider.Grant({ accountId: session!.accountId, clientId: params.client_id });
  grant.addOIDCScope((prompt.details.missingOIDCScope ?? []).join(' '));
  return finish({ consent: { grantId: await grant.save() } });
}

/** A browser that keeps cookies and follows redirects until one leads to the callback, which it does not open. */
async function browse(address: string, callback: string, browser: string): Promise<URL> {
  const cookies = new Map([['visitor', browser]]);
  let next = new URL(address);
  for (let step = 0; step < 20; step++) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(next, { redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      cookies.set(name!, value!);
    }
    const location = response.headers.get('location');
    if (!location) throw new Error(`The identity provider stopped at ${next.pathname}: ${response.status} ${await response.text()}`);
    next = new URL(location, next);
    if (next.href.startsWith(callback)) return next;
  }
  throw new Error('The identity provider goes round in circles');
}

const newKeys = () => generateKeyPairSync('rsa', { modulusLength: 2048 });

type Forger = (claims: Readonly<Record<string, unknown>>) => { readonly claims: object; readonly key: KeyObject | undefined } | undefined;

/** Lets an answer of the token endpoint through with another ID token. */
function forge(response: http.ServerResponse, forger: Forger): void {
  const end = response.end.bind(response) as (body: string) => http.ServerResponse;
  response.end = ((body: string) => {
    const answer = JSON.parse(body) as { id_token?: string };
    const [head, payload] = answer.id_token?.split('.') ?? [];
    const forged = payload && forger(JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>);
    if (!forged) return end(body);
    const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signed = `${forged.key ? head : encoded({ alg: 'none' })}.${encoded(forged.claims)}`;
    const signature = forged.key ? sign('sha256', Buffer.from(signed), forged.key).toString('base64url') : '';
    const text = JSON.stringify({ ...answer, id_token: `${signed}.${signature}` });
    response.setHeader('content-length', Buffer.byteLength(text));
    return end(text);
  }) as typeof response.end;
}
