import { createHash } from 'node:crypto';
import type { MikroORM, SqlEntityManager } from '@mikro-orm/postgresql';
import { type Kysely, sql } from 'kysely';
import { abilityFor } from './ability.ts';
import type { Context, SessionChange, ViewerContext } from './context.ts';
import type { FileStore } from './domains/files/store-file.ts';
import { accountOf, type Entered, viewerOf } from './entered.ts';
import { badRequest, forbidden, Refusal } from './kit/errors.ts';
import { Loaders } from './kit/loaders.ts';
import { decodeId } from './kit/node-id.ts';
import type { SecretBox } from './kit/secret-box.ts';
import type { Throttle } from './kit/throttle.ts';
import type { Clock } from './kit/time.ts';
import { canReach, findNode } from './nodes.ts';
import type { Tables } from './orm.ts';

/** What every request stands on. */
export interface Backend {
  readonly orm: MikroORM;
  readonly clock: Clock;
  readonly box?: SecretBox | undefined;
  readonly files?: FileStore | undefined;
}

/** What a request says of who sent it, before anything is believed. */
export interface Caller {
  readonly requestId: string;
  /** Secret of a session or of an API token. */
  readonly token: string | undefined;
  /** Global id of the capacity to act in; without one, the account's first. */
  readonly capacity: string | undefined;
  /** Secret that the browser was given at an earlier sign-in. */
  readonly device: string | undefined;
  readonly throttle: Throttle;
  /** Told after the commit, when the session was changed. */
  readonly sessionChanged: (change: SessionChange) => void;
}

/** What the work answers, and whether what it wrote stays. */
export interface Ended<Result> {
  readonly result: Result;
  readonly commit: boolean;
}

/**
 * One request, one transaction: signs the caller in, sets the walls, does the work, and commits or
 * rolls back. Slow things (hashing, files, HTTP) belong outside of it.
 *
 * @param mode a reading transaction cannot write, whatever the work tries
 */
export async function inTransaction<Result>(
  backend: Backend,
  caller: Caller,
  mode: 'read' | 'write',
  work: (ctx: Context) => Promise<Ended<Result>>,
): Promise<Result> {
  const em = backend.orm.em.fork() as SqlEntityManager;
  const changes: SessionChange[] = [];
  await em.begin({ readOnly: mode === 'read' });
  let ended: Ended<Result>;
  try {
    ended = await work(await enter(em, backend, caller, changes));
  } catch (error) {
    await em.rollback().catch(() => {}); // the connection may be gone; what happened first counts
    throw error;
  }
  if (!ended.commit) {
    await em.rollback();
    return ended.result;
  }
  await em.commit();
  for (const change of changes) caller.sessionChanged(change);
  return ended.result;
}

/** In whose name something goes on after its request: an account in one capacity. */
export interface Mandate {
  readonly federationId: string;
  readonly accountId: string;
  readonly capacityId: string;
  /** Name of the run, as the audit shows it. */
  readonly requestId: string;
}

/**
 * Work in somebody's name after their request has ended, in a transaction of its own behind their walls as they are now.
 * Commits when `work` resolves, rolls back when it rejects.
 *
 * @throws Refusal CAPACITY_ENDED when the capacity no longer stands
 */
export async function inCapacity<Result>(
  backend: Backend,
  mandate: Mandate,
  mode: 'read' | 'write',
  work: (ctx: ViewerContext) => Promise<Result>,
): Promise<Result> {
  const em = backend.orm.em.fork() as SqlEntityManager;
  await em.begin({ readOnly: mode === 'read' });
  try {
    const result = await work(await standIn(em, backend, mandate));
    await em.commit();
    return result;
  } catch (error) {
    await em.rollback().catch(() => {});
    throw error;
  }
}

/** The capacity as `app.enter` would find it: an appointment that stands, or one that is lent by one that stands. */
async function standIn(
  em: SqlEntityManager,
  { clock, files }: Backend,
  { federationId, accountId, capacityId, requestId }: Mandate,
): Promise<ViewerContext> {
  const now = clock.now();
  const db = em.getKysely<Tables>();
  await sql`select app.system(${federationId}::uuid)`.execute(db);
  const { rows } = await sql<Entered>`
    select held.*, l.id as account_id, l.login, false as operator, false as second_factor_due, ${federationId}::uuid as federation_id
      from (
        select 'APPOINTMENT' as kind, p.id as capacity_id, p.person_id, null::uuid as on_behalf_of_id, p.organization_id, p.roles
          from appointment p
         where p.federation_id = ${federationId} and p.id = ${capacityId} and p.account_id = ${accountId}
           and p.valid_from <= ${now}::timestamptz and (p.valid_to is null or p.valid_to > ${now}::timestamptz)
        union all
        select 'DELEGATION', d.id, h.id, p.person_id, d.organization_id, d.roles
          from delegation d
          join appointment p on p.federation_id = d.federation_id and p.id = d.appointment_id
           and p.valid_from <= ${now}::timestamptz and (p.valid_to is null or p.valid_to > ${now}::timestamptz)
          join person h on h.federation_id = d.federation_id and h.account_id = d.holder_id
         where d.federation_id = ${federationId} and d.id = ${capacityId} and d.holder_id = ${accountId} and d.ended_at is null
           and d.valid_from <= ${now}::timestamptz and d.valid_to > ${now}::timestamptz) held
      cross join app.logins(array[${accountId}::uuid]) l`.execute(db);
  const [entered] = rows;
  if (!entered) throw new Refusal('CAPACITY_ENDED', '办理时所用的身份已经失效，这项工作不再继续');
  const { rows: stood } = await sql<{ path: string }>`
    select app.stand(${federationId}::uuid, ${accountId}::uuid, ${entered.organization_id}::uuid, ${entered.roles}::text[], ${now}::timestamptz) as path`.execute(
    db,
  );
  const viewer = viewerOf({ ...entered, path: stood[0]!.path })!;
  const ctx: ViewerContext = {
    em,
    db,
    now,
    requestId,
    account: accountOf(entered),
    tokenHash: undefined,
    viewer,
    ability: abilityFor(viewer),
    loaders: new Loaders(db),
    find: (type, id) => findNode(ctx, type, id),
    canReach: (type, id) => canReach(ctx, type, id),
    files,
    throttle: () => Promise.resolve(true),
    box: undefined,
    device: undefined,
    reply: { setSession: () => {}, clearSession: () => {}, setDevice: () => {} },
  };
  return ctx;
}

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

async function enter(em: SqlEntityManager, { clock, box, files }: Backend, caller: Caller, changes: SessionChange[]): Promise<Context> {
  const now = clock.now();
  const db = em.getKysely<Tables>();
  const tokenHash = caller.token === undefined ? undefined : hashOf(caller.token);
  const entered = await signIn(db, now, tokenHash, caller.capacity);
  const viewer = entered && viewerOf(entered);
  const ctx: Context = {
    em,
    db,
    now,
    requestId: caller.requestId,
    account: entered && accountOf(entered),
    tokenHash: entered && tokenHash,
    viewer,
    ability: abilityFor(viewer),
    loaders: new Loaders(db),
    find: (type, id) => findNode(ctx, type, id),
    canReach: (type, id) => canReach(ctx, type, id),
    files,
    throttle: caller.throttle,
    box,
    device: caller.device,
    reply: {
      setSession: (token, expiresAt) => void changes.push({ token, expiresAt }),
      clearSession: () => void changes.push('cleared'),
      setDevice: (device) => void changes.push({ device }),
    },
  };
  return ctx;
}

/** Sets the walls in one round trip; without a valid token those of nobody, who reaches nothing. */
async function signIn(
  db: Kysely<Tables>,
  now: Date,
  tokenHash: Buffer | undefined,
  capacity: string | undefined,
): Promise<Entered | undefined> {
  const wanted = capacity === undefined ? null : capacityId(capacity);
  if (tokenHash) {
    const { rows } = await sql<Entered>`
      select * from app.enter(${tokenHash}, ${wanted}::uuid, ${now}::timestamptz)`.execute(db);
    const [entered] = rows;
    if (entered && wanted !== null && entered.capacity_id !== wanted && !entered.second_factor_due) {
      throw forbidden('您没有这个身份，或它已到期');
    }
    if (entered) return entered;
  }
  await sql`select app.nobody()`.execute(db);
  return undefined;
}

function capacityId(capacity: string): string {
  const decoded = decodeId(capacity);
  if (decoded?.type !== 'Capacity') throw badRequest('X-Capacity 不正确');
  return decoded.id;
}
