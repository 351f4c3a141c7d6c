import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { Kysely } from 'kysely';
import type { PlantedOrganization } from '../domains/federation/found.ts';
import type { Tables } from '../orm.ts';

/** The demonstration while it is being loaded: one transaction behind the walls of its whole federation. */
export interface Demo {
  readonly em: SqlEntityManager;
  readonly db: Kysely<Tables>;
  readonly federationId: string;
  readonly now: Date;
  /** The bodies of the plan by their keys. */
  readonly bodies: ReadonlyMap<string, PlantedOrganization>;
  /** The units of the followed county that have an account, three; the same one again where there are fewer. */
  readonly units: readonly PlantedOrganization[];
}
