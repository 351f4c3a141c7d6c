import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import type { Answers, FormField } from '../../kit/form.ts';
import { announce } from '../notifications/announce.ts';
import { holdsContacts, withoutContacts } from '../submissions/contacts.ts';
import type { CopiedAnswer } from './judging.entity.ts';
import type { RoundRow } from './judging.rows.ts';
import { recusedIn } from './recusal.ts';

/** Longest title of an entry in a list, in characters. */
const MOST = 60;

/** Nobody who judges needs to know whom to ring, or sees a seal. */
const isPublic = (field: FormField): boolean => !holdsContacts(field) && field.type !== 'SEAL';

/** What a judge reads of what a unit answered: in the order of the form, without people and seals. */
export const copiedAnswers = (fields: readonly FormField[], answers: Answers): CopiedAnswer[] =>
  fields
    .filter((field) => isPublic(field) && Object.hasOwn(answers, field.key))
    .map(({ key, label }) => ({ field: key, label, value: withoutContacts(answers[key]) }));

/** What an entry is called: its answer to `title`, else its first short text, else its unit. */
export function titleOf(fields: readonly FormField[], answers: Answers, unitName: string): string {
  const texts = fields.filter(({ type }) => type === 'TEXT');
  const asked = texts.find(({ key }) => key === 'title') ?? texts[0];
  const said = asked ? answers[asked.key] : undefined;
  const title = typeof said === 'string' ? said.trim() : '';
  if (!title) return unitName;
  const characters = [...title];
  return characters.length > MOST ? `${characters.slice(0, MOST - 1).join('')}…` : title;
}

interface Source {
  readonly id: string;
  readonly unit_name: string;
  readonly answers: Answers | null;
}

/**
 * Gives the judges of a round what was proposed to them: a copy of the answers to the organiser's own questions and of the
 * files among them, of the version that was taken in. A few statements, however many there are.
 *
 * @returns how many
 */
export async function handOutCopies(ctx: ViewerContext, round: RoundRow): Promise<number> {
  await releaseRecused(ctx, round);
  const here = sql`a.federation_id = ${round.federation_id} and a.round_id = ${round.id}`;
  const deliverable = (await ctx.loaders.one('deliverable', round.deliverable_id))!;
  const { rows } = await sql<Source>`
    select e.id, u.name as unit_name, p.answers
      from judging_entry e
      join organization u on u.federation_id = e.federation_id and u.id = e.organization_id
      left join submission_part p on p.federation_id = e.federation_id and p.submission_id = e.submission_id and p.number = e.number
       and p.deliverable_id = ${deliverable.id}
     where e.federation_id = ${round.federation_id} and e.round_id = ${round.id}
       and exists (select from judge_assignment a where ${here} and a.entry_id = e.id and a.state = 'PROPOSED')`.execute(ctx.db);
  const copies = rows.map(({ id, unit_name, answers }) => ({
    entry_id: id,
    unit_name,
    title: titleOf(deliverable.fields, answers ?? {}, unit_name),
    answers: copiedAnswers(deliverable.fields, answers ?? {}),
  }));
  const confirmed = await sql<{ id: string; holder_id: string }>`
    update judge_assignment a
       set state = 'CONFIRMED', confirmed_at = ${ctx.now}::timestamptz, title = c.title, unit_name = c.unit_name, answers = c.answers
      from jsonb_to_recordset(${JSON.stringify(copies)}::jsonb) c (entry_id uuid, title text, unit_name text, answers jsonb)
     where ${here} and a.entry_id = c.entry_id and a.state = 'PROPOSED'
    returning a.id, a.holder_id`.execute(ctx.db);
  await sql`
    insert into judge_file (federation_id, id, assignment_id, path, holder_id, file_id, ordinal, name, extension, media_type, size, sha256, storage_key, media)
    select a.federation_id, app.uuid7(), a.id, a.path, a.holder_id, f.file_id, f.ordinal, f.name, f.extension, f.media_type, f.size, f.sha256, f.storage_key,
           f.media
      from judge_assignment a
      join judging_entry e on e.federation_id = a.federation_id and e.id = a.entry_id
      join submission_file f on f.federation_id = e.federation_id and f.submission_id = e.submission_id and f.number = e.number
       and f.deliverable_id = ${deliverable.id} and f.field = any (${deliverable.fields.filter(isPublic).map(({ key }) => key)}::text[])
     where ${here} and a.id = any (${confirmed.rows.map(({ id }) => id)}::uuid[])
    on conflict (federation_id, assignment_id, ordinal) do nothing`.execute(ctx.db);
  await tellJudges(ctx, round, confirmed.rows);
  return confirmed.rows.length;
}

/** What was proposed to somebody who has a relation to it by now is taken back. */
async function releaseRecused(ctx: ViewerContext, round: RoundRow): Promise<void> {
  const judges = await ctx.loaders.many('judge', 'round_id', round.id);
  const recused = await recusedIn(
    ctx,
    round.id,
    judges.map(({ person_id }) => person_id),
  );
  await sql`
    update judge_assignment a set state = 'RELEASED'
      from unnest(${recused.map(({ entry_id }) => entry_id)}::uuid[], ${recused.map(({ person_id }) => person_id)}::uuid[]) r (entry_id, person_id)
     where a.federation_id = ${round.federation_id} and a.round_id = ${round.id} and a.state = 'PROPOSED' and a.entry_id = r.entry_id
       and a.person_id = r.person_id`.execute(ctx.db);
}

const tellJudges = (
  ctx: ViewerContext,
  round: RoundRow,
  given: readonly { readonly id: string; readonly holder_id: string }[],
): Promise<void> =>
  announce(
    ctx,
    ...[...Map.groupBy(given, ({ holder_id }) => holder_id)].map(([accountId, those]) => ({
      event: 'JUDGE_ASSIGNED' as const,
      subjectType: 'JudgeAssignment',
      subjectId: those[0]!.id,
      audience: { accountIds: [accountId] },
      detail: { title: round.name, due: round.closes_at.toISOString(), count: those.length },
    })),
  );
