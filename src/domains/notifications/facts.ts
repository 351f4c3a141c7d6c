import { type RawBuilder, sql } from 'kysely';
import type { SystemContext } from '../../kit/system.ts';
import { presentDueOf } from '../obligations/lamp.ts';
import type { Telling } from './telling.ts';

/** What a message says of its subject. */
export interface Fact {
  readonly title: string;
  /** Document number, as it is written. */
  readonly number: string | null;
  /** Name of the body that asks or sends. */
  readonly asker: string | null;
  /** By when. */
  readonly due: Date | null;
  /** By when its last correction is to be handed on; of a notice. */
  readonly pass_on_due: Date | null;
  /** Name of the body that owes or handed in. */
  readonly unit: string | null;
  /** What the unit owes; of a submission. */
  readonly obligation_id: string | null;
  readonly root_id: string | null;
  /** Who handed it in; of a submission. */
  readonly submitter_id: string | null;
  /** It is about seeing to it that others report. */
  readonly organises: boolean;
  /** A job that took long. */
  readonly long: boolean;
}

const NOTHING: Fact = {
  title: '',
  number: null,
  asker: null,
  due: null,
  pass_on_due: null,
  unit: null,
  obligation_id: null,
  root_id: null,
  submitter_id: null,
  organises: false,
  long: false,
};

const OWED = sql`
  join deliverable v on v.federation_id = o.federation_id and v.id = o.deliverable_id
  join organization a on a.federation_id = v.federation_id and a.id = v.issuer_id
  join organization u on u.federation_id = o.federation_id and u.id = o.organization_id`;

/** By subject type; a type that is not here says what it is in the line's `detail.title`. */
const FACTS: Readonly<Record<string, RawBuilder<unknown>>> = {
  Notice: sql`
    select n.federation_id, n.id, n.title, n.doc_prefix || '〔' || n.doc_year || '〕' || n.doc_seq || '号' as number, a.name as asker,
           (select min(v.due_at) from deliverable v where v.federation_id = n.federation_id and v.notice_id = n.id and v.output <> 'CORRECTION'
               and v.withdrawn_at is null) as due,
           (select max(v.due_at) from deliverable v where v.federation_id = n.federation_id and v.notice_id = n.id and v.output = 'CORRECTION') as pass_on_due
      from notice n join organization a on a.federation_id = n.federation_id and a.id = n.issuer_id`,
  Deliverable: sql`
    select v.federation_id, v.id, v.title, a.name as asker, v.due_at as due, v.root_id
      from deliverable v join organization a on a.federation_id = v.federation_id and a.id = v.issuer_id`,
  Obligation: sql`
    select o.federation_id, o.id, v.title, a.name as asker, ${presentDueOf} as due, u.name as unit, o.id as obligation_id, o.root_id,
           o.kind = 'ORGANISE' as organises
      from obligation o ${OWED}`,
  Submission: sql`
    select s.federation_id, s.id, v.title, a.name as asker, ${presentDueOf} as due, u.name as unit, o.id as obligation_id, o.root_id,
           s.submitted_by_id as submitter_id
      from submission s join obligation o on o.federation_id = s.federation_id and o.id = s.obligation_id ${OWED}`,
  Job: sql`
    select j.federation_id, j.id, j.title, coalesce(j.finished_at - j.created_at > interval '5 minutes', false) as long from job j`,
};

/** What is known of the subjects, by id: one statement for each type among them. */
export async function factsOf(
  { db, federationId }: SystemContext,
  subjects: readonly Pick<Telling, 'subjectType' | 'subjectId'>[],
): Promise<ReadonlyMap<string, Fact>> {
  const facts = new Map<string, Fact>();
  for (const [type, those] of Map.groupBy(subjects, ({ subjectType }) => subjectType)) {
    const known = FACTS[type];
    if (!known) continue;
    const ids = [...new Set(those.map(({ subjectId }) => subjectId))];
    const { rows } = await sql<Fact & { id: string }>`
      select * from (${known}) known where federation_id = ${federationId} and id = any (${ids}::uuid[])`.execute(db);
    for (const row of rows) facts.set(row.id, { ...NOTHING, ...row });
  }
  return facts;
}

/** The bodies that stand at these places. */
export async function bodiesAt(
  { db, federationId }: SystemContext,
  paths: readonly string[],
): Promise<ReadonlyMap<string, { readonly id: string; readonly name: string }>> {
  const { rows } = await sql<{ path: string; id: string; name: string }>`
    select path, id, name from organization where federation_id = ${federationId} and path = any (${[...new Set(paths)]}::text[])`.execute(
    db,
  );
  return new Map(rows.map(({ path, id, name }) => [path, { id, name }]));
}
