import { sql } from 'kysely';
import type { ViewerContext } from '../../src/context.ts';
import type { PlantedOrganization } from '../../src/domains/federation/found.ts';
import type { ApprovalChain } from '../../src/domains/chains/chain.ts';
import { deliver } from '../../src/domains/notices/deliver.ts';
import { asNotice } from '../../src/domains/notices/notice.rows.ts';
import type { AddresseeExpression, LedgerDefinition } from '../../src/domains/notices/notice.shapes.ts';
import type { Answers, FormField } from '../../src/kit/form.ts';
import { uuid7 } from '../../src/kit/uuid.ts';
import { inTransaction } from '../../src/pipeline.ts';
import type { TestPerson, World } from './world.ts';

/** Runs a service the way a request of this person would: one transaction, with the person's walls. */
export function inRequest<Result>(w: World, person: TestPerson, work: (ctx: ViewerContext) => Promise<Result>): Promise<Result> {
  const caller = {
    requestId: 'test',
    token: person.token,
    capacity: undefined,
    throttle: () => Promise.resolve(),
    sessionChanged: () => {},
  };
  return inTransaction({ orm: w.orm, clock: w.clock }, caller as never, 'write', async (ctx) => ({
    result: await work(ctx as ViewerContext),
    commit: true,
  }));
}

export interface DeliverableSeed {
  readonly key?: string;
  readonly title?: string;
  readonly requirement?: string;
  readonly participation?: 'MANDATORY' | 'VOLUNTARY';
  readonly output?: 'FORM' | 'LEDGER';
  readonly audience?: readonly string[];
  readonly fields?: readonly FormField[];
  readonly ledger?: LedgerDefinition | null;
  readonly approvals?: ApprovalChain | null;
  /** Exclusive end, with its offset. */
  readonly dueAt?: string | null;
  readonly closesAt?: string | null;
  readonly route?: 'DIRECT' | 'LEVEL_BY_LEVEL';
  readonly latePolicy?: 'HARD_CLOSE' | 'ACCEPT_LATE' | 'GRACE' | 'AUTO_FORFEIT';
  readonly completedBy?: string | null;
}

export interface NoticeSeed {
  readonly by: TestPerson;
  readonly title?: string;
  readonly to: readonly PlantedOrganization[] | AddresseeExpression;
  readonly deliverables?: readonly DeliverableSeed[];
  /** The superior's notice; each of its deliverables is inherited, with these changes by key. */
  readonly forwards?: PlantedNotice;
  readonly changes?: Readonly<Record<string, DeliverableSeed>>;
}

/** An issued notice and the ids of its deliverables by key. */
export interface PlantedNotice {
  readonly id: string;
  readonly deliverables: Readonly<Record<string, string>>;
}

/** A field of a form, with everything it does not say left at nothing. */
export const field = (given: Pick<FormField, 'key' | 'type'> & Partial<FormField>): FormField => ({
  label: given.key,
  required: false,
  help: null,
  factKey: null,
  maxCharacters: null,
  targetCharacters: null,
  min: null,
  max: null,
  notAbove: null,
  scale: 2,
  options: [],
  multiple: false,
  columns: [],
  minItems: 0,
  maxItems: null,
  extensions: [],
  maxMegabytes: null,
  fileRules: null,
  atLeast: null,
  sheetTemplateId: null,
  sheet: null,
  ...given,
});

interface Parent {
  readonly id: string;
  readonly key: string;
  readonly root_id: string;
  readonly chain: readonly string[];
}

/** Issues a notice at once, as rows, and delivers it: what a test needs that is not about writing notices. */
export function plantNotice(w: World, seed: NoticeSeed): Promise<PlantedNotice> {
  return inRequest(w, seed.by, async (ctx) => {
    const { federationId, organizationId, path, personId } = ctx.viewer;
    const to: AddresseeExpression =
      'groups' in seed.to ? seed.to : { groups: [], organizationIds: seed.to.map(({ id }) => id), exceptIds: [] };
    const id = uuid7();
    const json = (value: unknown) => JSON.stringify(value) as never;
    const notice = await ctx.db
      .insertInto('notice')
      .values({
        federation_id: federationId,
        id,
        issuer_id: organizationId,
        path,
        kind: seed.forwards ? 'FORWARDING' : 'NOTICE',
        level: 'PROVINCIAL',
        state: 'ISSUED',
        title: seed.title ?? '关于报送工作情况的通知',
        body: '请按时报送。',
        signed_by: '',
        published_at: ctx.now,
        forwards_id: seed.forwards?.id ?? null,
        basis: json([]),
        contacts: json([]),
        addressees: json(to),
        reach: 'ADDRESSED',
        drafted_by_id: personId,
        issued_by_id: personId,
        created_at: ctx.now,
        updated_at: ctx.now,
      } as never)
      .returningAll()
      .executeTakeFirstOrThrow();
    const parents = seed.forwards ? await deliverablesOf(ctx, seed.forwards) : [];
    const inherited = parents.map((parent) => inheritedRow(parent, seed.changes?.[parent.key] ?? {}));
    const own = (seed.deliverables ?? []).map((deliverable) => ownRow(deliverable));
    const rows = [...inherited, ...own].map((row, ordinal) =>
      Object.assign(row, { federation_id: federationId, notice_id: id, issuer_id: organizationId, path, published_at: ctx.now, ordinal }),
    );
    if (rows.length)
      await ctx.db
        .insertInto('deliverable')
        .values(rows as never)
        .execute();
    await deliver(ctx, asNotice({ ...notice, addressees: to }));
    return { id, deliverables: Object.fromEntries(rows.map((row) => [row.key, row.id])) };
  });
}

async function deliverablesOf(ctx: ViewerContext, notice: PlantedNotice): Promise<(Parent & Record<string, unknown>)[]> {
  const { rows } = await sql<Parent & Record<string, unknown>>`
    select * from deliverable where federation_id = ${ctx.viewer.federationId} and notice_id = ${notice.id} order by ordinal`.execute(
    ctx.db,
  );
  return rows;
}

function inheritedRow(parent: Parent & Record<string, unknown>, changes: DeliverableSeed) {
  const id = uuid7();
  const { ledger, approvals, ...kept } = parent;
  return {
    ...kept,
    id,
    key: parent.key,
    ledger: ledger && JSON.stringify(ledger),
    approvals: approvals && JSON.stringify(approvals),
    inherits_id: parent.id,
    chain: [...parent.chain, id],
    fields: JSON.stringify(changes.fields ?? []),
    ...(changes.dueAt !== undefined && { due_at: changes.dueAt }),
  };
}

function ownRow(seed: DeliverableSeed) {
  const id = uuid7();
  return {
    id,
    root_id: id,
    chain: [id],
    inherits_id: null,
    key: seed.key ?? 'report',
    title: seed.title ?? '工作情况报告',
    requirement: seed.requirement ?? '如实填报',
    participation: seed.participation ?? 'MANDATORY',
    output: seed.output ?? 'FORM',
    audience: [...(seed.audience ?? [])],
    fields: JSON.stringify(seed.fields ?? []),
    ledger: seed.ledger ? JSON.stringify(seed.ledger) : null,
    approvals: seed.approvals ? JSON.stringify(seed.approvals) : null,
    due_phrase: null,
    due_at: seed.dueAt ?? null,
    closes_at: seed.closesAt === undefined ? (seed.dueAt ?? null) : seed.closesAt,
    route: seed.route ?? 'DIRECT',
    late_policy: seed.latePolicy ?? 'HARD_CLOSE',
    grace_days: 0,
    completed_by: seed.completedBy ?? null,
  };
}

/** The obligation of a body for a root deliverable. */
export async function obligationOf(w: World, organization: PlantedOrganization, deliverableId: string): Promise<string> {
  return w.asSystem(async ({ db }) => {
    const { rows } = await sql<{ id: string }>`
      select o.id from obligation o join deliverable d on d.federation_id = o.federation_id and d.id = ${deliverableId} and d.root_id = o.root_id
       where o.federation_id = ${w.federationId} and o.organization_id = ${organization.id}`.execute(db);
    if (!rows[0]) throw new Error(`${organization.name} owes nothing of ${deliverableId}`);
    return rows[0].id;
  });
}

/** How a submission is to stand. */
export interface SubmissionSeed {
  readonly state: 'SUBMITTED' | 'RETURNED' | 'ACCEPTED' | 'WITHDRAWN';
  readonly reachedLevel: number;
  /** The body that has it; the asker by default. */
  readonly holderId?: string | null;
  readonly at: Date;
  readonly submittedBy?: string;
  readonly nil?: boolean;
  /** By the asker's deliverable; a new version is made when given. */
  readonly answers?: Readonly<Record<string, Answers>>;
}

/** Writes a submission of an obligation, or the next thing that happens to it, and the obligation's state with it. Call inside `withRollup`. */
export async function putSubmission(ctx: ViewerContext, obligationId: string, seed: SubmissionSeed): Promise<void> {
  const { federationId, personId } = ctx.viewer;
  const holder = seed.holderId === undefined ? sql`o.asker_id` : sql`${seed.holderId}::uuid`;
  const reached = JSON.stringify({ [seed.reachedLevel]: seed.at.toISOString() });
  await sql`
    insert into submission as s (federation_id, id, obligation_id, root_id, organization_id, path, filed_path, asker_path, state, holder_id, reached_level,
        first_reached_at, number, receipt_number, nil, late, late_for_asker, first_submitted_at, submitted_at, submitted_by_id, content_hash)
    select o.federation_id, app.uuid7(), o.id, o.root_id, o.organization_id, o.path, o.filed_path, o.asker_path, ${seed.state}, ${holder}, ${seed.reachedLevel},
           ${reached}::jsonb, 1, o.id::text, ${seed.nil ?? false}, coalesce(${seed.at} >= o.due_at, false), coalesce(${seed.at} >= o.asker_due_at, false),
           ${seed.at}, ${seed.at}, ${seed.submittedBy ?? personId}, ''
      from obligation o where o.federation_id = ${federationId} and o.id = ${obligationId}
    on conflict (federation_id, obligation_id) do update
       set state = excluded.state, holder_id = excluded.holder_id, reached_level = excluded.reached_level, nil = excluded.nil,
           submitted_at = excluded.submitted_at, submitted_by_id = excluded.submitted_by_id,
           first_reached_at = excluded.first_reached_at || s.first_reached_at, number = s.number + ${seed.answers ? 1 : 0}`.execute(ctx.db);
  for (const [deliverableId, answers] of Object.entries(seed.answers ?? {})) {
    await sql`
      insert into submission_part (federation_id, id, submission_id, number, deliverable_id, asker_id, path, asker_path, answers)
      select s.federation_id, app.uuid7(), s.id, s.number, d.id, d.issuer_id, s.path, d.path, ${JSON.stringify(answers)}::jsonb
        from submission s join deliverable d on d.federation_id = s.federation_id and d.id = ${deliverableId}
       where s.federation_id = ${federationId} and s.obligation_id = ${obligationId}`.execute(ctx.db);
  }
  await sql`
    update obligation o set state = case s.state when 'WITHDRAWN' then 'OPEN' else s.state end, nil = s.nil, late = s.late,
           submitted_at = s.first_submitted_at, version = o.version + 1
      from submission s
     where o.federation_id = ${federationId} and o.id = ${obligationId} and s.federation_id = o.federation_id and s.obligation_id = o.id`.execute(
    ctx.db,
  );
}
