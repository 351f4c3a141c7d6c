import { type RawBuilder, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import type { Answer, FormField } from '../../kit/form.ts';
import { checkAnswers } from '../../kit/form-answers.ts';
import type { PrefilledAnswer } from './submission.shapes.ts';

/** An accepted answer that fits a question which is asked again. */
interface Candidate {
  readonly obligation_id: string;
  readonly ask_id: string;
  readonly question: FormField;
  readonly value: Answer;
  readonly submission_id: string;
  readonly notice_id: string;
  readonly approved_at: Date;
}

/**
 * What a task need not be asked again (S3-58): for each question, the last answer of the same unit, or of one that was
 * merged into it, that was accepted: to the same question of the notice's `previous`, by key and type, or to any question
 * with the same `factKey` and type. Files and seals are always new. Gathered over a request.
 */
export async function prefillsOf(ctx: ViewerContext, obligationId: string): Promise<PrefilledAnswer[]> {
  const found = await ctx.loaders.batched('prefills', obligationId, async (ids) => {
    const { rows } = await sql<Candidate>`
      with recursive asked as (
        select o.id as obligation_id, o.organization_id, a.id as ask_id, a.root_id, a.fields, ${previousOf} as previous_id
          from obligation o join deliverable a on a.federation_id = o.federation_id and a.id = any (o.asks)
         where o.federation_id = ${ctx.viewer.federationId} and o.id = any (${ids}::uuid[])),
      ${accepted(ctx)}
      select distinct on (obligation_id, ask_id, question ->> 'key') obligation_id, ask_id, question, value, submission_id, notice_id, approved_at
        from accepted order by obligation_id, ask_id, question ->> 'key', is_own desc, approved_at desc`.execute(ctx.db);
    return Map.groupBy(rows, (row) => row.obligation_id);
  });
  return (found ?? []).filter(stillFits).map(({ ask_id, question, value, submission_id, notice_id, approved_at }) => ({
    deliverableId: ask_id,
    field: question.key,
    value,
    submissionId: submission_id,
    noticeId: notice_id,
    approvedAt: approved_at.toISOString(),
    confirmed: false,
  }));
}

/** What is asked may have become stricter since. */
const stillFits = ({ question, value }: Candidate): boolean =>
  checkAnswers([question], { [question.key]: value }, [], new Map()).every(({ severity }) => severity !== 'BLOCK');

/** How many units need not be asked one question again. */
export interface PrefillableField {
  /** The notice's own deliverable. */
  readonly deliverable_id: string;
  /** The deliverable whose question it is: the same, or a superior's that is handed on. */
  readonly ask_id: string;
  readonly field: string;
  readonly units: number;
}

/**
 * For the dry run of a notice that is not sent yet: which of its questions, and of those it hands on, have an accepted
 * answer already, and with how many of the units that would report. One statement, however many units; questions without
 * any are left out.
 *
 * @param units a query of `id`s of organizations, such as `addresseesOf(ctx, notice.addressees)`
 */
export async function prefillableFields(ctx: ViewerContext, noticeId: string, units: RawBuilder<unknown>): Promise<PrefillableField[]> {
  const { rows } = await sql<PrefillableField>`
    with recursive asked as (
      select d.id as obligation_id, u.id as organization_id, a.id as ask_id, a.root_id, a.fields, ${previousOf} as previous_id
        from deliverable d
        join deliverable a on a.federation_id = d.federation_id and a.id = any (d.chain)
        join (${units}) addressed on true
        join organization u on u.federation_id = d.federation_id and u.id = addressed.id
         and (cardinality(d.audience) = 0 or u.kind = any (d.audience))
       where d.federation_id = ${ctx.viewer.federationId} and d.notice_id = ${noticeId}),
    ${accepted(ctx)}
    select obligation_id as deliverable_id, ask_id, question ->> 'key' as field, count(distinct heir_id)::int as units
      from accepted group by 1, 2, 3 order by 1, 2, 3`.execute(ctx.db);
  return rows;
}

/** The same deliverable, at the same hop, of the notice of the time before; `a` is the deliverable that asks. */
const previousOf = sql`(
  select p.id from deliverable r
    join notice n on n.federation_id = r.federation_id and n.id = r.notice_id
    join deliverable q on q.federation_id = n.federation_id and q.notice_id = n.previous_id and q.key = r.key
    join deliverable p on p.federation_id = q.federation_id and p.root_id = q.id and p.issuer_id = a.issuer_id and p.published_at is not null
   where r.federation_id = a.federation_id and r.id = a.root_id order by p.id limit 1)`;

/** What was answered before, of the units of `asked`, and accepted by the body that asked first; as far as the walls let through. */
const accepted = (ctx: ViewerContext): RawBuilder<unknown> => {
  const federation = sql`${ctx.viewer.federationId}::uuid`;
  return sql`
    unit (heir_id, id) as (
      select organization_id, organization_id from asked
      union
      select u.heir_id, x.predecessor_id from unit u
        join organization_succession x on x.federation_id = ${federation} and x.successor_id = u.id and x.kind = 'MERGED'),
    accepted as (
      select k.obligation_id, k.ask_id, q.question, p.answers -> (f.field ->> 'key') as value, s.id as submission_id, d.notice_id, u.heir_id,
             u.id = u.heir_id as is_own,
             (select max(t.happened_at) from submission_step t
               where t.federation_id = s.federation_id and t.submission_id = s.id and t.kind = 'ACCEPTED') as approved_at
        from asked k
        join unit u on u.heir_id = k.organization_id
        join obligation o on o.federation_id = ${federation} and o.organization_id = u.id and o.state = 'ACCEPTED' and o.root_id <> k.root_id
        join submission s on s.federation_id = o.federation_id and s.obligation_id = o.id
        join submission_part p on p.federation_id = s.federation_id and p.submission_id = s.id and p.number = s.number
        join deliverable d on d.federation_id = p.federation_id and d.id = p.deliverable_id
       cross join lateral jsonb_array_elements(k.fields) q (question)
       cross join lateral jsonb_array_elements(d.fields) f (field)
       where f.field ->> 'type' = q.question ->> 'type' and q.question ->> 'type' not in ('FILE', 'SEAL', 'SHEET')
         and ((p.deliverable_id = k.previous_id and f.field ->> 'key' = q.question ->> 'key') or f.field ->> 'factKey' = q.question ->> 'factKey')
         and p.answers ? (f.field ->> 'key'))`;
};
