import { timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { Attempt } from './identity-providers.ts';
import { tokenHash } from './secret.ts';

/** How long somebody may take at the identity provider. */
const VISIT_MINUTES = 10;

/** How a federation uses an identity provider. */
export interface IssuerRow {
  readonly id: string;
  readonly federation_id: string;
  readonly issuer: string;
  readonly client_id: string;
  /** Sealed. */
  readonly client_secret: Buffer | null;
  readonly accepts_amr: boolean;
  readonly version: number;
}

/** One that is switched on. */
export async function issuerForSignIn(ctx: Context, id: string): Promise<IssuerRow | undefined> {
  const { rows } = await sql<IssuerRow>`select * from app.issuer_for_sign_in(${id}::uuid)`.execute(ctx.db);
  return rows[0];
}

export interface Visit {
  readonly issuerId: string;
  readonly attempt: Attempt;
  /** Hash of a secret that only the browser has which began: nobody ends what somebody else's browser has begun. */
  readonly browser: Buffer;
  /** Whose account is to be linked; none when somebody signs in. */
  readonly accountId?: string;
  /** Where to go afterwards: a path on this server. */
  readonly returnTo: string;
}

/** @returns until when it can be ended; undefined when the provider is unknown, switched off or not for this account */
export async function openVisit(ctx: Context, { issuerId, attempt, browser, accountId, returnTo }: Visit): Promise<Date | undefined> {
  const until = new Date(ctx.now.getTime() + VISIT_MINUTES * 60_000);
  const { rows } = await sql<{ opened: boolean }>`
    select app.open_sign_in_flow(${tokenHash(attempt.state)}, ${issuerId}::uuid, ${browser}, ${accountId ?? null}::uuid, ${attempt.verifier},
                                 ${attempt.nonce}, ${returnTo}, ${ctx.now}::timestamptz, ${until}::timestamptz) as opened`.execute(ctx.db);
  return rows[0]!.opened ? until : undefined;
}

/** What a signed-in person has begun in the session that the request came with, and not ended yet. */
export async function begunVisit(ctx: Context, state: string): Promise<{ issuer: IssuerRow; attempt: Attempt } | undefined> {
  if (!ctx.tokenHash) return undefined;
  const { rows } = await sql<{ issuer_id: string; verifier: string; nonce: string }>`
    select * from app.link_flow(${tokenHash(state)}, ${ctx.tokenHash}, ${ctx.now}::timestamptz)`.execute(ctx.db);
  const issuer = rows[0] && (await issuerForSignIn(ctx, rows[0].issuer_id));
  return issuer && { issuer, attempt: { state, nonce: rows[0]!.nonce, verifier: rows[0]!.verifier } };
}

interface Taken {
  readonly issuer_id: string;
  readonly browser_hash: Buffer;
  readonly account_id: string | null;
  readonly verifier: string;
  readonly nonce: string;
  readonly return_to: string;
}

export interface TakenVisit {
  readonly issuer: IssuerRow;
  readonly attempt: Attempt;
  readonly accountId: string | null;
  readonly returnTo: string;
}

/**
 * The visit that a browser comes back from, once; undefined when it began none, or another browser did, or too long ago.
 * Who links an account comes back in the session that began; everybody else with a cookie that only that browser has.
 */
export async function takeVisit(ctx: Context, state: string, browser: string | undefined): Promise<TakenVisit | undefined> {
  const { rows } = await sql<Taken>`select * from app.take_sign_in_flow(${tokenHash(state)}, ${ctx.now}::timestamptz)`.execute(ctx.db);
  const [taken] = rows;
  if (!taken) return undefined;
  const shown = taken.account_id === null ? browser && tokenHash(browser) : ctx.account?.id === taken.account_id && ctx.tokenHash;
  if (!shown || !timingSafeEqual(taken.browser_hash, shown)) return undefined;
  const issuer = await issuerForSignIn(ctx, taken.issuer_id);
  return (
    issuer && {
      issuer,
      attempt: { state, nonce: taken.nonce, verifier: taken.verifier },
      accountId: taken.account_id,
      returnTo: taken.return_to,
    }
  );
}
