import { type Kysely, sql } from 'kysely';
import { fold, signatureOf } from '../../kit/search-text.ts';
import type { Tables } from '../../orm.ts';
import { textsOf } from './answer-texts.ts';

interface Found {
  readonly submission_id: string;
  readonly deliverable_id: string;
  readonly number: number;
  readonly path: string;
  readonly asker_path: string;
  readonly submitted_at: Date;
  readonly answers: Readonly<Record<string, unknown>>;
  readonly title: string | null;
  readonly name: string;
  readonly short_name: string;
}

/** Makes submissions findable as they were last handed in, one row for each asker's part. Two statements, however many. */
export async function indexSubmissions(db: Kysely<Tables>, federationId: string, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<Found>`
    select p.submission_id, p.deliverable_id, p.number, p.path, p.asker_path, s.submitted_at, p.answers, d.title, o.name, o.short_name
      from submission s
      join submission_part p on p.federation_id = s.federation_id and p.submission_id = s.id and p.number = s.number
      join organization o on o.federation_id = s.federation_id and o.id = s.organization_id
      left join deliverable d on d.federation_id = p.federation_id and d.id = p.deliverable_id
     where s.federation_id = ${federationId} and s.id = any (${ids}::uuid[])`.execute(db);
  await sql`
    with texts as (
      insert into search_submission (federation_id, submission_id, deliverable_id, number, path, asker_path, submitted_at, title, unit, body, signature)
      select ${federationId}::uuid, submission_id, deliverable_id, number, path, asker_path, submitted_at, title, unit, body, decode(signature, 'base64')
        from jsonb_to_recordset(${JSON.stringify(rows.map(searched))}::jsonb)
          as g (submission_id uuid, deliverable_id uuid, number int, path text, asker_path text, submitted_at timestamptz, title text, unit text,
                body text, signature text)
          on conflict (federation_id, submission_id, deliverable_id) do update
         set number = excluded.number, path = excluded.path, asker_path = excluded.asker_path, submitted_at = excluded.submitted_at,
             title = excluded.title, unit = excluded.unit, body = excluded.body, signature = excluded.signature)
    update submission set indexed_number = number where federation_id = ${federationId} and id = any (${ids}::uuid[])`.execute(db);
}

function searched({ answers, name, short_name, ...found }: Found) {
  const title = fold(found.title ?? '');
  const unit = `${fold(name)} ${fold(short_name)}`;
  const body = textsOf(answers).map(fold).join(' ');
  return { ...found, title, unit, body, signature: signatureOf(`${title} ${unit} ${body}`).toString('base64') };
}
