import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { dueFrom, dueList } from './due-columns.ts';
import type { Scope } from './correction-scope.ts';
import type { Correction } from './issue-correction.ts';
import type { NoticeRow } from './notice.rows.ts';

/**
 * What a correction changes in the notices that hand this one on, at any number of hops, whether sent or still being
 * written: terms that are the superior's, dues that would be later than a superior's, what is no longer asked for. A draft
 * takes what is new as well, is marked, and begins its way to the signature anew. What a level added of its own stays. A few
 * statements, however many hops.
 * @returns the notices that were sent and in which a due was drawn nearer
 */
export async function correctBelow(
  ctx: ViewerContext,
  amended: NoticeRow,
  correction: Correction,
  scope: Scope,
): Promise<ReadonlySet<string>> {
  await markDrafts(ctx, amended, correction, scope);
  if (scope.removed.length > 0) await dropFromDrafts(ctx, scope);
  if (scope.roots.length > 0) await handTermsDown(ctx, scope);
  const pulled = scope.dues.length > 0 ? await pullDues(ctx, scope) : [];
  if (correction.added.length > 0) await addToDrafts(ctx, amended, correction);
  return new Set(pulled);
}

/** Whoever is just writing is told by the version that the draft is another one now; what was signed said something else. */
async function markDrafts(ctx: ViewerContext, amended: NoticeRow, { draft }: Correction, { roots }: Scope): Promise<void> {
  await sql`
    update notice d
       set rebased_at = ${ctx.now}, stage = 'DRAFTING', version = d.version + 1,
           based_on = case when d.forwards_id = ${amended.id} then ${amended.edition} else d.based_on end
     where d.federation_id = ${ctx.viewer.federationId} and d.state = 'DRAFT' and d.id <> ${draft.id}
       and (d.forwards_id = ${amended.id} or exists (
         select from deliverable v where v.federation_id = d.federation_id and v.notice_id = d.id and v.root_id = any (${[...roots]}::uuid[])))`.execute(
    ctx.db,
  );
}

async function dropFromDrafts(ctx: ViewerContext, { removed }: Scope): Promise<void> {
  await sql`
    delete from deliverable
     where federation_id = ${ctx.viewer.federationId} and root_id = any (${[...removed]}::uuid[]) and published_at is null`.execute(ctx.db);
}

/** What a level cannot change it does not keep apart: title, columns of a ledger, close. */
async function handTermsDown(ctx: ViewerContext, { roots }: Scope): Promise<void> {
  await sql`
    update deliverable e set title = r.title, ledger = r.ledger, closes_at = r.closes_at
      from deliverable r
     where r.federation_id = ${ctx.viewer.federationId} and r.id = any (${[...roots]}::uuid[])
       and e.federation_id = r.federation_id and e.root_id = r.id and e.id <> r.id
       and (e.title, e.ledger, e.closes_at) is distinct from (r.title, r.ledger, r.closes_at)`.execute(ctx.db);
}

/** An earlier due draws later ones below to it, marked; a later one leaves them. */
async function pullDues(ctx: ViewerContext, { dues, roots }: Scope): Promise<string[]> {
  const { rows } = await sql<{ notice_id: string }>`
    update deliverable e set ${dueFrom('a')}, pulled_from = coalesce(e.pulled_from, e.due_at)
      from (
        select distinct on (e.id) e.id, ${dueList('a')}
          from deliverable a
          join deliverable e on e.federation_id = a.federation_id and e.root_id = a.root_id and e.id <> a.id and a.id = any (e.chain)
         where a.federation_id = ${ctx.viewer.federationId} and a.root_id = any (${[...roots]}::uuid[]) and a.id = any (${[...dues]}::uuid[])
           and a.due_at is not null and (e.due_at is null or e.due_at > a.due_at) and e.withdrawn_at is null
         order by e.id, a.due_at) a
     where e.federation_id = ${ctx.viewer.federationId} and e.id = a.id
    returning case when e.published_at is not null then e.notice_id end as notice_id`.execute(ctx.db);
  return rows.flatMap(({ notice_id }) => notice_id ?? []);
}

/** Under the superior's due, which the lint finds too late; a key that the draft uses itself is numbered. */
async function addToDrafts(ctx: ViewerContext, amended: NoticeRow, { added }: Correction): Promise<void> {
  await sql`
    insert into deliverable (federation_id, id, notice_id, issuer_id, path, key, ordinal, title, requirement, participation, output, audience, fields,
                             ledger, approvals, ${dueList()}, closes_at, route, late_policy, grace_days, inherits_id, root_id, chain)
    select federation_id, fresh, draft_id, issuer_id, path, coalesce(free, key), place, title, '', participation, output, audience, '[]', ledger, approvals,
           ${dueList()}, closes_at, route, late_policy, grace_days, id, root_id, chain || fresh
      from (
        select a.federation_id, a.id, f.id as draft_id, f.issuer_id, f.path, a.key, a.title, a.participation, a.output, a.audience, a.ledger, a.approvals,
               ${dueList('a')}, a.closes_at, a.route, a.late_policy, a.grace_days, a.root_id, a.chain, app.uuid7() as fresh,
               (select count(*)::int from deliverable k where k.federation_id = f.federation_id and k.notice_id = f.id) + a.ordinal as place,
               case when exists (select from deliverable k where k.federation_id = f.federation_id and k.notice_id = f.id and k.key = a.key) then (
                 select a.key || number from generate_series(2, 99) number
                  where not exists (select from deliverable k where k.federation_id = f.federation_id and k.notice_id = f.id and k.key = a.key || number)
                  order by number limit 1) end as free
          from deliverable a
          join notice f on f.federation_id = a.federation_id and f.forwards_id = a.notice_id and f.state = 'DRAFT'
         where a.federation_id = ${amended.federation_id} and a.notice_id = ${amended.id} and a.id = any (${added.map(({ id }) => id)}::uuid[])
           and cardinality(a.audience) > 0) x`.execute(ctx.db);
}
