import * as oidc from 'openid-client';
import type { Env } from '../../env.ts';
import { isPage, type OutsideFetch, outsideFetch } from '../../kit/outside.ts';

/** How a federation's identity provider knows us; the secret only ever goes to that provider. */
export interface Registration {
  readonly id: string;
  /** Rises with every change, of the secret too. */
  readonly version: number;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
}

/** What makes one visit: kept by us, sent along, and compared when it comes back. */
export interface Attempt {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** What an identity provider says of who signed in there. */
export interface Claims {
  readonly sub: string;
  readonly [name: string]: unknown;
}

interface Known {
  readonly version: number;
  readonly until: number;
  readonly asked: Promise<oidc.Configuration>;
}

const TIMEOUT_SECONDS = 10;
/** How long what a provider says of itself is believed without asking again. */
const KNOWN_MILLISECONDS = 3_600_000;

export const CALLBACK_PATH = '/oidc/callback';

/** A new visit: PKCE, state and nonce, each of 32 random bytes. */
export const newAttempt = (): Attempt => ({
  state: oidc.randomState(),
  nonce: oidc.randomNonce(),
  verifier: oidc.randomPKCECodeVerifier(),
});

/**
 * Speaks with identity providers. All of it is HTTP: never inside of a transaction. Their addresses were written by a
 * federation's administrator, and those of their endpoints by whoever answers there, so none is taken on trust.
 */
export class IdentityProviders {
  readonly #callback: URL;
  readonly #fetch: OutsideFetch;
  readonly #known = new Map<string, Known>();

  constructor(base: string, fetch: OutsideFetch) {
    this.#callback = new URL(CALLBACK_PATH, base);
    this.#fetch = fetch;
  }

  /** None without an address that people can be sent back to. Outside of production a provider may stand on this machine. */
  static of({ PUBLIC_URL, OIDC_INSIDE_HOSTS, production }: Pick<Env, 'PUBLIC_URL' | 'OIDC_INSIDE_HOSTS' | 'production'>) {
    const inside = [...OIDC_INSIDE_HOSTS, ...(production ? [] : ['127.0.0.1', 'localhost'])];
    return PUBLIC_URL === undefined ? undefined : new IdentityProviders(PUBLIC_URL, outsideFetch(new Set(inside)));
  }

  /** Where the browser is sent. */
  async addressOf(registration: Registration, { state, nonce, verifier }: Attempt, now: Date): Promise<URL> {
    const address = oidc.buildAuthorizationUrl(await this.#configuration(registration, now), {
      redirect_uri: this.#callback.href,
      scope: 'openid',
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
    if (!isPage(address.href)) throw new Error(`The authorization endpoint of ${registration.issuer} is not https`);
    return address;
  }

  /**
   * Takes the code for an ID token, and checks all of it: issuer, audience, signature, times, state, nonce, PKCE.
   *
   * @param query of the address that the browser came back to
   */
  async claimsOf(registration: Registration, query: string, attempt: Attempt, now: Date): Promise<Claims> {
    const url = new URL(this.#callback);
    url.search = query;
    const tokens = await oidc.authorizationCodeGrant(await this.#configuration(registration, now), url, {
      expectedState: attempt.state,
      expectedNonce: attempt.nonce,
      pkceCodeVerifier: attempt.verifier,
      idTokenExpected: true,
    });
    return tokens.claims() as Claims;
  }

  /** Asked of the provider once an hour; after a failure, again. */
  #configuration(registration: Registration, now: Date): Promise<oidc.Configuration> {
    const { id, version } = registration;
    const known = this.#known.get(id);
    if (known?.version === version && known.until > now.getTime()) return known.asked;
    const asked = this.#discover(registration);
    const mine = { version, until: now.getTime() + KNOWN_MILLISECONDS, asked };
    this.#known.set(id, mine);
    asked.catch(() => this.#known.get(id) === mine && this.#known.delete(id));
    return asked;
  }

  #discover({ issuer, clientId, clientSecret }: Registration): Promise<oidc.Configuration> {
    const server = new URL(issuer);
    const execute = [oidc.enableNonRepudiationChecks]; // the signature counts, not only the connection that it came by
    // Only a provider on this machine may go without https; the fetch sees to it.
    if (server.protocol === 'http:') execute.push(oidc.allowInsecureRequests);
    return oidc.discovery(server, clientId, undefined, authenticationBy(clientSecret), {
      execute,
      timeout: TIMEOUT_SECONDS,
      [oidc.customFetch]: this.#fetch,
    });
  }
}

/** As the provider takes it: in a header unless it only knows the form. */
function authenticationBy(secret: string | undefined): oidc.ClientAuth {
  if (secret === undefined) return oidc.None();
  const [basic, post] = [oidc.ClientSecretBasic(secret), oidc.ClientSecretPost(secret)];
  return (server, ...rest) =>
    (server.token_endpoint_auth_methods_supported?.includes('client_secret_basic') === false ? post : basic)(server, ...rest);
}
