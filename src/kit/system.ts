import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type Kysely, sql } from 'kysely';
import type { ViewerContext } from '../context.ts';
import type { Tables } from '../orm.ts';

/** The product itself at work in one federation: its whole tree is in reach, no other federation is. */
export interface SystemContext {
  readonly em: SqlEntityManager;
  /** The transaction behind the walls of the federation: the same connection as `em`. */
  readonly db: Kysely<Tables>;
  readonly federationId: string;
}

/**
 * Work of the product itself, in a transaction of its own: commits when `work` resolves, rolls back when it rejects.
 * Not for use inside a request, which would then hold two connections; see {@link widen}.
 *
 * @param em any entity manager; a fork of it is used
 */
export async function asSystem<Result>(
  em: SqlEntityManager,
  federationId: string,
  work: (system: SystemContext) => Promise<Result>,
): Promise<Result> {
  const own = em.fork();
  await own.begin();
  try {
    const db = own.getKysely<Tables>();
    await sql`select app.system(${federationId}::uuid)`.execute(db);
    const result = await work({ em: own, db, federationId });
    await own.commit();
    return result;
  } catch (error) {
    await own.rollback();
    throw error;
  }
}

/**
 * The same, and within reach of what is one organization's own: finishing its uploads, sending what it has armed. Never for
 * showing anything to anybody.
 */
export const asOrganization = <Result>(
  em: SqlEntityManager,
  federationId: string,
  organizationId: string,
  work: (system: SystemContext) => Promise<Result>,
): Promise<Result> =>
  asSystem(em, federationId, async (system) => {
    await sql`select set_config('app.organization', ${organizationId}, true)`.execute(system.db);
    return work(system);
  });

interface Walls {
  readonly federation: string;
  readonly account: string;
  readonly organization: string;
  readonly lo: string;
  readonly hi: string;
  readonly up: string;
}

/**
 * Does `work` behind the walls of the whole federation, inside a request's transaction, and puts the viewer's walls back.
 * Only for an act that crosses several bodies' walls, after the rule allowed it, and only in mutations: what runs beside
 * it on the same connection would see as far.
 */
export const widen = <Result>({ db, viewer }: ViewerContext, work: () => Promise<Result>): Promise<Result> =>
  widenIn(db, viewer.federationId, work);

/** The same where no capacity is known, such as while somebody signs in. */
export async function widenIn<Result>(db: Kysely<Tables>, federationId: string, work: () => Promise<Result>): Promise<Result> {
  const { rows } = await sql<Walls>`
    select current_setting('app.federation') as federation, current_setting('app.account') as account,
           current_setting('app.organization') as organization, current_setting('app.lo') as lo, current_setting('app.hi') as hi,
           current_setting('app.up') as up`.execute(db);
  const { federation, account, organization, lo, hi, up } = rows[0]!;
  await sql`select app.system(${federationId}::uuid)`.execute(db);
  const restore = () =>
    sql`select app.set_walls(${federation}::uuid, ${account}::uuid, ${organization}::uuid, ${lo}, ${hi}, ${up})`.execute(db);
  let result: Result;
  try {
    result = await work();
  } catch (error) {
    // After an error of the database nothing runs until the savepoint is left, and leaving it puts the walls back.
    await restore().catch(() => {});
    throw error;
  }
  await restore();
  return result;
}
