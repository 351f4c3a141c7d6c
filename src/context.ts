import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { Kysely } from 'kysely';
import type { Ability } from './ability.ts';
import type { FileStore } from './domains/files/store-file.ts';
import type { Loaders } from './kit/loaders.ts';
import type { SecretBox } from './kit/secret-box.ts';
import type { Throttle } from './kit/throttle.ts';
import type { Tables } from './orm.ts';

/** What a person may do in an organization; an appointment carries one or more. Requirements. */
export const ROLES = ['ADMINISTRATOR', 'ISSUING_OFFICER', 'SIGNATORY', 'REVIEWER', 'REPORTER', 'ANALYST'] as const;
export type Role = (typeof ROLES)[number];

/** How somebody came to act: their own appointment, one lent to them, a read-only token, a link for one act, or the product itself. */
export type CapacityKind = 'APPOINTMENT' | 'DELEGATION' | 'TOKEN' | 'LINK' | 'SYSTEM';

/** Who is behind a request, before any capacity is known. */
export interface Account {
  readonly id: string;
  readonly login: string;
  /** The platform's operator: sees ids and health, never business data. */
  readonly operator: boolean;
  /** The capacity asks for a second factor, and this session has passed none: nothing can be done in it until it has. */
  readonly secondFactorDue: boolean;
}

/** The one capacity that a request acts in. Everything that walls and abilities compare with is here. */
export interface Viewer {
  readonly accountId: string;
  /** The human being; four-eyes rules compare this, never the capacity. */
  readonly personId: string;
  readonly capacityId: string;
  readonly kind: CapacityKind;
  /** Who lent the capacity, when it is a delegation. */
  readonly onBehalfOfId: string | null;
  readonly federationId: string;
  readonly organizationId: string;
  /** Address of the organization today; its subtree is the range `path` … `path` with the last `.` replaced by `/`. */
  readonly path: string;
  readonly roles: readonly Role[];
}

/** One per request: one transaction with the walls set. */
export interface Context {
  em: SqlEntityManager;
  /** The request's transaction, for statements: the same connection as `em`. */
  db: Kysely<Tables>;
  /** The clock that was passed in; never `Date.now()` and never SQL `now()` where a rule depends on it. */
  readonly now: Date;
  readonly requestId: string;
  readonly account: Account | undefined;
  /** SHA-256 of the session's or token's secret that signed the caller in. */
  readonly tokenHash: Buffer | undefined;
  readonly viewer: Viewer | undefined;
  readonly ability: Ability;
  loaders: Loaders;
  /** Any object within reach by GraphQL type name and row id, as its own domain finds it; undefined for everything else. */
  readonly find: (type: string, id: string) => Promise<object | undefined>;
  /** Whether a row that a file hangs on is within reach, as its own domain says. */
  readonly canReach: (type: string, id: string) => Promise<boolean>;
  /** Where files lie; bytes are read and written outside of the transaction. */
  readonly files?: FileStore | undefined;
  /** Counts this caller's requests for an operation; see `@Throttled`. */
  readonly throttle: Throttle;
  /** For secrets that must be read again; none in production without a key. */
  readonly box: SecretBox | undefined;
  /** Secret that the caller's browser was given at an earlier sign-in. */
  readonly device: string | undefined;
  /** What goes back beside the answer, once the transaction is committed. */
  readonly reply: Reply;
}

/** Effects on the caller's cookies. */
export interface Reply {
  /** Keeps the session's secret in the caller's browser until it expires. */
  setSession(token: string, expiresAt: Date): void;
  clearSession(): void;
  /** Lets the browser be known again. */
  setDevice(secret: string): void;
}

export type SessionChange = { readonly token: string; readonly expiresAt: Date } | { readonly device: string } | 'cleared';

/** What a service receives: a capacity is known. */
export type ViewerContext = Context & { readonly viewer: Viewer };
