import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { Refusal, type UserError } from '../../kit/errors.ts';
import { lineageOf } from '../../kit/tree.ts';
import type { Tables } from '../../orm.ts';
import { todayOf } from '../federation/calendar.ts';
import { addressable, groupsGone, resolveAddressees } from './addressees.ts';
import { organizationById } from '../federation/organization.rows.ts';
import { attachmentsOf } from './attachments.ts';
import { noticeByNumber } from './basis.ts';
import { match } from './difference.ts';
import { lintDue } from './lint-dues.ts';
import { fault, type LintFacts, type LintFinding, type LintRule, type RepeatedQuestion } from './lint-finding.ts';
import { lintAddressees, lintDeliverable, lintQuestions, lintWindows } from './lint-structure.ts';
import { lintAttachments, lintKept, lintNames, lintNumber, lintPastDates, lintRoles, lintTitle } from './lint-text.ts';
import { asDeliverable, type DeliverableRow, type NoticeRow } from './notice.rows.ts';
import { standing } from './edition-rows.ts';
import { noticeOf } from './read-notices.ts';
import { phraseContextOf } from './read-phrase.ts';

export type LintAnswerRow = Selectable<Tables['lint_answer']>;

/** A finding with what the body last said to it. */
export interface AnsweredFinding extends LintFinding {
  readonly answer: LintAnswerRow | null;
}

/** In the order in which a reader meets what they are about. */
const RULES: readonly LintRule[] = [
  lintNumber,
  lintTitle,
  lintAddressees,
  (facts) => facts.deliverables.flatMap((row) => [...lintDue(facts, row), ...lintDeliverable(facts, row)]),
  lintWindows,
  lintQuestions,
  lintNames,
  lintPastDates,
  lintAttachments,
  lintRoles,
  lintKept,
];

/**
 * What there is to say about a draft before it is sent: contradictions are named, with what would mend them, and never
 * resolved silently (requirements §1.8). Each finding carries its answer, as long as its facts are the same.
 */
export async function lintNotice(ctx: ViewerContext, notice: NoticeRow): Promise<readonly AnsweredFinding[]> {
  const [facts, answers] = await Promise.all([factsOf(ctx, notice), answersOf(ctx, notice.id)]);
  const last = new Map(answers.map((answer) => [answer.fingerprint, answer]));
  return RULES.flatMap((rule) => rule(facts)).map((finding) => Object.assign(finding, { answer: last.get(finding.fingerprint) ?? null }));
}

/** Every answer that was given about a notice, oldest first; gathered over a request. */
export const answersOf = (ctx: ViewerContext, noticeId: string): Promise<readonly LintAnswerRow[]> =>
  ctx.loaders.many('lint_answer', 'notice_id', noticeId);

/**
 * Refuses a draft that holds a contradiction, or one that was not answered yet; all of them at once.
 * @returns the findings that go out answered
 * @throws Refusal with the code of each BLOCK, and LINT_UNANSWERED for each WARN
 */
export async function assertLintDone(ctx: ViewerContext, notice: NoticeRow): Promise<readonly AnsweredFinding[]> {
  const findings = await lintNotice(ctx, notice);
  const errors = errorsOf(findings);
  if (errors.length) throw Refusal.ofAll(errors as [UserError, ...UserError[]]);
  return findings.filter(({ answer }) => answer);
}

/** What keeps a draft from being sent: what blocks it, and warnings that nobody has answered. */
export const errorsOf = (findings: readonly AnsweredFinding[]): UserError[] =>
  findings.flatMap(({ code, severity, message, path, answer }) => {
    if (severity === 'BLOCK') return [fault(code, message, ...path)];
    return severity === 'WARN' && !answer ? [fault('LINT_UNANSWERED', `${message}；请修改，或说明理由`, ...path)] : [];
  });

async function factsOf(ctx: ViewerContext, notice: NoticeRow): Promise<LintFacts> {
  const rows = await ctx.loaders.many('deliverable', 'notice_id', notice.id, { column: 'ordinal' });
  const deliverables = rows.map(asDeliverable);
  const [parents, corrected, attachments, addressees, missing, gone, previous, sameNumber, repeated, today, context] = await Promise.all([
    parentsOf(ctx, deliverables),
    correctedBy(ctx, notice, deliverables),
    attachmentsOf(ctx, notice.id),
    resolveAddressees(ctx, notice.addressees),
    addresseesGone(ctx, notice),
    groupsGone(ctx, notice.addressees),
    notice.previous_id ? noticeOf(ctx, notice.previous_id) : undefined,
    sameNumberOf(ctx, notice),
    repeatedQuestions(ctx, notice, deliverables),
    todayOf(ctx),
    phraseContextOf(ctx, notice),
  ]);
  return {
    notice,
    deliverables,
    parents,
    corrected,
    attachments,
    addressees: addressees.count,
    addresseesGone: missing,
    groupsGone: gone > 0,
    previous,
    sameNumber,
    repeated,
    today,
    context,
  };
}

/** Names of the single bodies to which the draft goes and that were dissolved, merged or moved away since they were named. */
async function addresseesGone(ctx: ViewerContext, { addressees: { organizationIds } }: NoticeRow): Promise<string[]> {
  const known = await addressable(ctx, organizationIds);
  const gone = await Promise.all(organizationIds.filter((id) => !known.has(id)).map((id) => organizationById(ctx, id)));
  return gone.flatMap((organization) => organization?.short_name ?? []);
}

/** Superiors' deliverables that these hand on, by their ids. */
export async function parentsOf(ctx: ViewerContext, deliverables: readonly DeliverableRow[]): Promise<ReadonlyMap<string, DeliverableRow>> {
  const ids = deliverables.flatMap(({ inherits_id }) => inherits_id ?? []);
  const parents = await Promise.all(ids.map((id) => ctx.loaders.one('deliverable', id)));
  return new Map(parents.flatMap((row) => (row ? [[row.id, asDeliverable(row)] as const] : [])));
}

/** What stands in the notice that a draft corrects, by the draft's deliverable that says it anew. */
async function correctedBy(
  ctx: ViewerContext,
  { amends_id }: NoticeRow,
  drafted: readonly DeliverableRow[],
): Promise<ReadonlyMap<string, DeliverableRow>> {
  if (amends_id === null) return new Map();
  const rows = (await ctx.loaders.many('deliverable', 'notice_id', amends_id, { column: 'ordinal' })).map(asDeliverable);
  const asked = rows.filter(({ withdrawn_at, output }) => !withdrawn_at && output !== 'CORRECTION');
  return new Map(match(asked, drafted).pairs.map(({ before, after }) => [after.id, before]));
}

async function sameNumberOf(ctx: ViewerContext, notice: NoticeRow): Promise<NoticeRow | undefined> {
  const { doc_prefix: prefix, doc_year: year, doc_seq: sequence } = notice;
  if (prefix === null || year === null || sequence === null) return undefined;
  const other = await noticeByNumber(ctx, { prefix, year, sequence });
  return other && other.issuer_id !== notice.issuer_id ? other : undefined;
}

/** Which questions of a draft are open elsewhere: asked by the same body or one above it, of the same kind in the same words (S3-58). */
async function repeatedQuestions(
  ctx: ViewerContext,
  notice: NoticeRow,
  deliverables: readonly DeliverableRow[],
): Promise<RepeatedQuestion[]> {
  const asked = deliverables.flatMap(({ key, fields }) => fields.map(({ label, type }) => ({ key, label, type })));
  if (asked.length === 0) return [];
  const column = (of: 'key' | 'label' | 'type') => asked.map((one) => one[of]);
  const { rows } = await sql<RepeatedQuestion>`
    select distinct k.place, k.key, k.label, n.title as notice
      from unnest(${column('key')}::text[], ${column('label')}::text[], ${column('type')}::text[]) with ordinality k (key, label, type, place)
      join deliverable d on d.federation_id = ${ctx.viewer.federationId} and d.path = any (${lineageOf(ctx.viewer.path)}) and d.published_at is not null
       and d.notice_id <> ${notice.id} and d.notice_id is distinct from ${notice.amends_id}::uuid and ${standing('d')} and d.root_id <> all (${deliverables.map(({ root_id }) => root_id)}::uuid[])
       and coalesce(d.due_at, d.published_at + interval '1 year') > ${ctx.now}::timestamptz
      join notice n on n.federation_id = d.federation_id and n.id = d.notice_id and n.state = 'ISSUED' and n.recalled_at is null
     where exists (select from jsonb_array_elements(d.fields) f where f ->> 'label' = k.label and f ->> 'type' = k.type)
     order by k.place, n.title limit 100`.execute(ctx.db);
  return rows;
}
