import { createHash } from 'node:crypto';
import { withClient } from '../src/database/connection.ts';
import { receiptNumber } from '../src/domains/submissions/hand-in.ts';
import { canonical } from '../src/kit/canonical.ts';
import { decodeId } from '../src/kit/node-id.ts';
import { dayOf } from '../src/kit/time.ts';
import { uuid7 } from '../src/kit/uuid.ts';
import type { Cluster } from './cluster.ts';
import { ISSUED, NOW } from './dates.ts';

/** What a unit owes, as far as an answer to it depends on that. */
interface Owed {
  readonly id: string;
  readonly organization_id: string;
  readonly path: string;
  readonly asker_id: string;
  readonly asker_path: string;
  readonly due_at: Date;
}

const CHUNK = 10_000;
const MINUTE = 60_000;

/**
 * Answers for the units that `answers` picks by their place in the tree's order: the rows that handing in (and, for two in
 * five, accepting) writes, with the changes of the figures left waiting. Set-based, because 120,000 requests would take an
 * hour; `recount` says whether it comes to the same.
 * @returns how many were written
 */
export function plantSubmissions(
  cluster: Cluster,
  federationId: string,
  deliverableId: string,
  answers: (index: number) => boolean,
): Promise<number> {
  const rootId = decodeId(deliverableId)!.id;
  return withClient(cluster.owner, async (client) => {
    await client.query('begin');
    await client.query('select app.system($1)', [federationId]);
    const { rows } = await client.query<Owed>(
      `select id, organization_id, path, asker_id, asker_path, due_at from obligation where federation_id = $1 and root_id = $2 order by path`,
      [federationId, rootId],
    );
    const filed = rows.map((owed, index) => ({ owed, index })).filter(({ index }) => answers(index));
    for (let start = 0; start < filed.length; start += CHUNK) {
      const written = filed.slice(start, start + CHUNK).map(({ owed, index }) => answerOf(owed, index, rootId));
      await writeChunk(client, federationId, rootId, written);
    }
    await client.query('commit');
    return filed.length;
  });
}

type Answer = ReturnType<typeof answerOf>;

function answerOf(owed: Owed, index: number, rootId: string) {
  const id = uuid7();
  // Spread over the weeks from the issue to the present; the last fifth is late.
  const at = new Date(ISSUED.getTime() + (((index * 7919) % 50_000) * (NOW.getTime() - ISSUED.getTime() - MINUTE)) / 50_000);
  const level = owed.path.length / 5;
  const answers = { members: String(10 + (index % 990)), summary: `开展服务活动${1 + (index % 40)}次，走访职工${index % 300}人次。` };
  const late = at >= owed.due_at;
  return {
    id,
    obligation_id: owed.id,
    organization_id: owed.organization_id,
    path: owed.path,
    asker_id: owed.asker_id,
    asker_path: owed.asker_path,
    at: at.toISOString(),
    late,
    on_time: late ? 0 : 1,
    accepted: index % 5 < 2,
    by: uuid7(),
    bottom_level: level - 1,
    members: answers.members,
    receipt: receiptNumber(id, dayOf(at)),
    reached: Object.fromEntries(Array.from({ length: level - 1 }, (_, above) => [String(1 + above), at.toISOString()])),
    answers,
    hash: createHash('sha256')
      .update(canonical({ nil: false, nilReason: null, parts: [{ deliverableId: rootId, answers }], files: [] }))
      .digest('hex'),
  };
}

const GIVEN = `jsonb_to_recordset($3::jsonb) as g (id uuid, obligation_id uuid, organization_id uuid, path text, asker_id uuid, asker_path text,
  at timestamptz, late boolean, on_time int, accepted boolean, by uuid, bottom_level int, members numeric, receipt text, reached jsonb,
  answers jsonb, hash text)`;

const WRITES = [
  `insert into submission (federation_id, id, obligation_id, root_id, organization_id, path, filed_path, asker_path, state, holder_id, reached_level,
          first_reached_at, number, receipt_number, nil, late, late_for_asker, first_submitted_at, submitted_at, submitted_by_id, content_hash, version)
   select $1, id, obligation_id, $2, organization_id, path, path, asker_path, case when accepted then 'ACCEPTED' else 'SUBMITTED' end,
          case when not accepted then asker_id end, 1, reached, 1, receipt, false, late, late, at, at, by, hash, 1 + accepted::int from ${GIVEN}`,
  `insert into submission_version (federation_id, id, submission_id, number, path, asker_path, nil, submitted_at, submitted_by_id, content_hash)
   select $1, app.uuid7(), id, 1, path, asker_path, false, at, by, hash from ${GIVEN} where $2::uuid is not null`,
  `insert into submission_part (federation_id, id, submission_id, number, deliverable_id, asker_id, path, asker_path, answers)
   select $1, app.uuid7(), id, 1, $2, asker_id, path, asker_path, answers from ${GIVEN}`,
  `insert into submission_step (federation_id, id, submission_id, path, asker_path, kind, number, organization_id, to_organization_id, happened_at)
   select $1, app.uuid7(), id, path, asker_path, k.kind, 1, case k.kind when 'SUBMITTED' then organization_id else asker_id end,
          case k.kind when 'SUBMITTED' then asker_id end, at + k.after
     from ${GIVEN} join (values ('SUBMITTED', interval '0', false), ('ACCEPTED', interval '1 second', true)) k (kind, after, needs) on accepted or not k.needs
    where $2::uuid is not null`,
  `update obligation o set state = case when accepted then 'ACCEPTED' else 'SUBMITTED' end, started_at = at, submitted_at = at, late = g.late,
          version = o.version + 1 + accepted::int
     from ${GIVEN} where o.federation_id = $1 and o.root_id = $2 and o.id = g.obligation_id`,
  `insert into rollup_delta (federation_id, id, root_id, path, filed_path, top_level, bottom_level, received, received_on_time, submitted, accepted, late)
   select $1, app.uuid7(), $2, path, path, 1, bottom_level, 1, on_time, (not accepted)::int, accepted::int, late::int from ${GIVEN}`,
  `insert into figure_delta (federation_id, id, root_id, deliverable_id, field, path, filed_path, top_level, bottom_level, amount, base, answers)
   select $1, app.uuid7(), $2, $2, 'members', path, path, 1, bottom_level, members, 0, 1 from ${GIVEN}`,
];

type Client = Parameters<Parameters<typeof withClient>[1]>[0];

async function writeChunk(client: Client, federationId: string, rootId: string, written: readonly Answer[]): Promise<void> {
  const given = JSON.stringify(written);
  for (const statement of WRITES) await client.query(statement, [federationId, rootId, given]);
}
