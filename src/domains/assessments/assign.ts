import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { stale } from '../../kit/errors.ts';
import { widen } from '../../kit/system.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { balance, type Pair } from './balance.ts';
import { handOutCopies } from './reading-copy.ts';
import { changeGate } from './judging.gates.ts';
import type { confirmAssignmentsInput, Given, proposeAssignmentsInput } from './judging.input.ts';
import type { RoundRow } from './judging.rows.ts';
import { bumpRound, roundToChange } from './read-rounds.ts';
import { recusedIn } from './recusal.ts';

const AT = ['input', 'judgingRoundId'];

/**
 * Takes in what was accepted since, and proposes who marks what: as many judges for each entry as it needs, to everybody about
 * the same number, nothing to whoever is recused from it. What was confirmed stands; earlier proposals are given up.
 *
 * @throws Refusal NOT_FOUND, PANEL_FROZEN, ROUND_CLOSED, TREE_CHANGED
 */
export async function proposeAssignments(
  ctx: ViewerContext,
  { judgingRoundId, reason }: Given<typeof proposeAssignmentsInput>,
): Promise<RoundRow> {
  await holdTree(ctx, 'share');
  const round = await roundToChange(ctx, judgingRoundId, AT);
  assertGate(changeGate(ctx, round, reason), AT);
  await takeEntries(ctx, round);
  await sql`
    update judge_assignment set state = 'RELEASED'
     where federation_id = ${round.federation_id} and round_id = ${round.id} and state = 'PROPOSED'`.execute(ctx.db);
  const panel = await panelOf(ctx, round);
  const pairs = balance({ ...panel, marksRequired: round.marks_required });
  await propose(ctx, round, pairs);
  const detail = { entries: panel.entryIds.length, proposed: pairs.length, reason };
  await record(ctx, { operation: 'proposeAssignments', subjectType: 'JudgingRound', subjectId: round.id, detail });
  return bumpRound(ctx, round);
}

/**
 * Hands what was proposed to the judges, each with a reading copy as it stands now. Whoever became recused since is left out.
 *
 * @throws Refusal NOT_FOUND, STALE_VERSION, PANEL_FROZEN, ROUND_CLOSED, TREE_CHANGED
 */
export async function confirmAssignments(
  ctx: ViewerContext,
  { judgingRoundId, version, reason }: Given<typeof confirmAssignmentsInput>,
): Promise<RoundRow> {
  await holdTree(ctx, 'share');
  const round = await roundToChange(ctx, judgingRoundId, AT);
  assertGate(changeGate(ctx, round, reason), AT);
  if (round.version !== version) throw stale(['input', 'version'], { judgingRound: round });
  const confirmed = await handOutCopies(ctx, round);
  await record(ctx, { operation: 'confirmAssignments', subjectType: 'JudgingRound', subjectId: round.id, detail: { confirmed, reason } });
  return bumpRound(ctx, round);
}

/**
 * What the organiser has accepted for the deliverable and the round does not hold yet, in order of arrival. What it holds stays
 * at the version that was taken.
 */
async function takeEntries(ctx: ViewerContext, round: RoundRow): Promise<void> {
  // A unit that is bound to the organiser for the second time stands out of its range.
  await widen(ctx, () =>
    sql`
    with taken as (
      select s.* from submission s
       where s.federation_id = ${round.federation_id} and s.root_id = ${round.deliverable_id} and s.state = 'ACCEPTED' and not s.nil
         and not exists (select from judging_entry e where e.federation_id = s.federation_id and e.round_id = ${round.id} and e.submission_id = s.id)),
    decided as materialized (select * from app.deciders(array(select id from taken)))
    insert into judging_entry (federation_id, id, round_id, submission_id, organization_id, path, ordinal, number, content_hash, concerned_ids)
    select t.federation_id, app.uuid7(), ${round.id}::uuid, t.id, t.organization_id, ${round.path},
           (select coalesce(max(ordinal), 0) from judging_entry where federation_id = ${round.federation_id} and round_id = ${round.id})
             + row_number() over (order by t.first_submitted_at, t.id),
           t.number, t.content_hash,
           array_remove(array[t.submitted_by_id, t.submitted_on_behalf_of_id] || array(select person_id from decided d where d.submission_id = t.id), null)
      from taken t`.execute(ctx.db),
  );
}

/** A round's entries and sitting judges with what stands between them and who may not judge what. */
export async function panelOf(ctx: ViewerContext, { federation_id, id }: RoundRow) {
  const here = sql`federation_id = ${federation_id} and round_id = ${id}`;
  const [entries, judges, standing] = [
    await sql<{ id: string }>`select id from judging_entry where ${here} order by ordinal`.execute(ctx.db),
    await sql<{ id: string; person_id: string }>`select id, person_id from judge where ${here} and state = 'SITTING' order by id`.execute(
      ctx.db,
    ),
    await sql<{ entryId: string; judgeId: string; person_id: string }>`
      select entry_id as "entryId", judge_id as "judgeId", person_id from judge_assignment where ${here} and state in ('CONFIRMED', 'SUBMITTED')`.execute(
      ctx.db,
    ),
  ];
  const person = new Map(judges.rows.map((judge) => [judge.id, judge.person_id]));
  const persons = [...new Set([...person.values(), ...standing.rows.map((one) => one.person_id)])];
  const recused = new Set((await recusedIn(ctx, id, persons)).map((one) => `${one.entry_id} ${one.person_id}`));
  return {
    entryIds: entries.rows.map((entry) => entry.id),
    judgeIds: judges.rows.map((judge) => judge.id),
    // A mark of somebody recused is none.
    standing: standing.rows.filter((one) => !recused.has(`${one.entryId} ${one.person_id}`)),
    barred: ({ entryId, judgeId }: Pair) => recused.has(`${entryId} ${person.get(judgeId)}`),
  };
}

/** Writes proposals down, in one statement. */
export async function propose(ctx: ViewerContext, round: RoundRow, pairs: readonly Pair[]): Promise<void> {
  await sql`
    insert into judge_assignment (federation_id, id, round_id, entry_id, judge_id, path, holder_id, person_id, state, ordinal, title, unit_name, answers,
                                  content_hash)
    select e.federation_id, app.uuid7(), e.round_id, e.id, j.id, e.path, j.holder_id, j.person_id, 'PROPOSED', e.ordinal, '', '', '[]'::jsonb, e.content_hash
      from unnest(${pairs.map(({ entryId }) => entryId)}::uuid[], ${pairs.map(({ judgeId }) => judgeId)}::uuid[]) pair (entry_id, judge_id)
      join judging_entry e on e.federation_id = ${round.federation_id} and e.id = pair.entry_id
      join judge j on j.federation_id = e.federation_id and j.id = pair.judge_id
    on conflict (federation_id, entry_id, judge_id) do update set state = 'PROPOSED' where judge_assignment.state = 'RELEASED'`.execute(
    ctx.db,
  );
}
