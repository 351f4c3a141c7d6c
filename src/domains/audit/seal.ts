import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { asSystem } from '../../kit/system.ts';

/** Lines of one seal at most. */
const MOST_LINES = 10_000;
/** What the first seal follows. */
const NOTHING_BEFORE = '';
const UNIQUE_VIOLATION = '23505';

/**
 * Everything a line says, as a hash. Its address is left out: a move of the body rewrites that, and nothing else.
 * The columns stand in a JSON array, so that no two lines read alike.
 */
const hashOf = sql`sha256(convert_to(jsonb_build_array(
  l.id, (extract(epoch from l.happened_at) * 1000)::bigint, l.operation, l.person_id, l.on_behalf_of_id, l.capacity_id,
  l.organization_id, l.subject_type, l.subject_id, l.detail, l.request_id)::text, 'UTF8'))`;

/** A seal's hash over the one before it and the hashes of its lines in order. */
const sealOf = (previous: typeof hashOf, lines: typeof hashOf) => sql`encode(sha256(convert_to(${previous}, 'UTF8') || ${lines}), 'hex')`;

/**
 * Seals the lines that wait, in the order of their ids, into the federation's chain: seal n + 1 holds the hash of seal n
 * and of every line. One statement per 10,000 lines; for a job that runs each second.
 *
 * @returns how many lines were sealed
 */
export async function sealAudit(em: SqlEntityManager, federationId: string, at: Date): Promise<number> {
  let sealed = 0;
  for (;;) {
    const count = await sealBatch(em, federationId, at);
    sealed += count;
    if (count < MOST_LINES) return sealed;
  }
}

async function sealBatch(em: SqlEntityManager, federationId: string, at: Date): Promise<number> {
  try {
    return await asSystem(em, federationId, async ({ db }) => {
      const { rows } = await sql<{ count: number }>`
        with batch as (
          delete from audit_pending
           where federation_id = ${federationId} and line_id in (
             select line_id from audit_pending where federation_id = ${federationId} order by line_id limit ${MOST_LINES} for update skip locked)
          returning line_id),
        last as (
          select coalesce(max(number), 0) as number, coalesce((array_agg(hash order by number desc))[1], ${NOTHING_BEFORE}) as hash
            from audit_seal where federation_id = ${federationId}
             and number = (select max(number) from audit_seal where federation_id = ${federationId})),
        lines as (
          select count(*)::int as count, array_agg(l.id order by l.id) as ids, string_agg(${hashOf}, ''::bytea order by l.id) as hashes
            from audit_line l where l.federation_id = ${federationId} and l.id in (select line_id from batch)),
        sealed as (
          insert into audit_seal (federation_id, number, path, line_ids, previous_hash, hash, sealed_at)
          select ${federationId}::uuid, last.number + 1, '0001.', lines.ids, last.hash, ${sealOf(sql`last.hash`, sql`lines.hashes`)}, ${at}::timestamptz
            from last, lines where lines.count > 0)
        select count from lines`.execute(db);
      return rows[0]!.count;
    });
  } catch (error) {
    // Another run took the number; what this one had in hand waits for the next.
    if ((error as { code?: string }).code === UNIQUE_VIOLATION) return 0;
    throw error;
  }
}

/** What a check of the chain found. */
export interface AuditVerdict {
  /** Seals in the chain. */
  readonly seals: number;
  /** Numbers of the seals that no longer fit: a line was changed or is gone, or a seal was. */
  readonly broken: readonly number[];
  /** Lines that are neither sealed nor waiting: slipped in later, or their seal is gone. */
  readonly loose: number;
}

/** Computes the whole chain again from the lines. */
export function verifyAudit(em: SqlEntityManager, federationId: string): Promise<AuditVerdict> {
  return asSystem(em, federationId, async ({ db }) => {
    const { rows } = await sql<AuditVerdict>`
      with recomputed as (
        select s.number, s.hash, s.previous_hash,
               lag(s.hash, 1, ${NOTHING_BEFORE}) over (order by s.number) as before, lag(s.number, 1, 0) over (order by s.number) as number_before,
               ${sealOf(sql`s.previous_hash`, sql`coalesce(lines.hashes, ''::bytea)`)} as fresh
          from audit_seal s cross join lateral (
            select string_agg(${hashOf}, ''::bytea order by named.place) as hashes
              from unnest(s.line_ids) with ordinality as named (id, place)
              join audit_line l on l.federation_id = s.federation_id and l.id = named.id) lines
         where s.federation_id = ${federationId})
      select count(*)::int as seals,
             coalesce(array_agg(number order by number) filter (
               where fresh <> hash or previous_hash <> before or number <> number_before + 1), '{}') as broken,
             (select count(*)::int from audit_line l
               where l.federation_id = ${federationId}
                 and not exists (select from audit_pending p where p.federation_id = l.federation_id and p.line_id = l.id)
                 and l.id not in (select unnest(line_ids) from audit_seal where federation_id = ${federationId})) as loose
        from recomputed`.execute(db);
    return rows[0]!;
  });
}
