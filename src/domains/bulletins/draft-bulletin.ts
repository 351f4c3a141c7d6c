import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal, stale } from '../../kit/errors.ts';
import { json } from '../../kit/sql.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { findScope, type Scope } from '../obligations/scope.ts';
import { hopOf } from '../submissions/batch.ts';
import { editGate, supplementGate } from './bulletin.gates.ts';
import type { RefreshBulletin, SaveBulletinDraft, SupplementBulletin } from './bulletin.input.ts';
import { type BulletinRow, periodOf, stateOf } from './bulletin.rows.ts';
import type { Snapshot } from './bulletin.shapes.ts';
import { MOST_LISTED } from './bulletin-text.ts';
import { writeNoticeAnew } from './issue-bulletin.ts';
import { addendaOf, bulletinToChange, findBulletin, linesOfUnits } from './read-bulletins.ts';
import { takeSnapshot } from './take-snapshot.ts';

/**
 * Begins a bulletin about one deliverable that the body asks or hands on, at any time, on figures as they are this moment
 * (S0-09).
 * @throws Refusal NOT_FOUND; NOT_IN_CHAIN when the body neither asks nor hands on; FIGURES_MOVING; TREE_CHANGED
 */
export async function draftBulletin(ctx: ViewerContext, deliverableId: string): Promise<BulletinRow> {
  await holdTree(ctx, 'share');
  const path = ['input', 'deliverableId'];
  const named = await findScope(ctx, deliverableId, ctx.viewer.organizationId);
  if (!named) throw notFound(path);
  const hop = await hopOf(ctx, deliverableId);
  if (!hop) throw new Refusal('NOT_IN_CHAIN', '本单位既不发起也不转发这项任务，没有可通报的下级数据', path);
  const { mine } = hop;
  // Bulletins of one body and demand are numbered one after the other.
  await sql`select 1 from deliverable where federation_id = ${mine.federation_id} and id = ${mine.id} for update`.execute(ctx.db);
  const { rows } = await sql<{ ordinal: number }>`
    select coalesce(max(ordinal), 0)::int + 1 as ordinal from bulletin
     where federation_id = ${mine.federation_id} and organization_id = ${ctx.viewer.organizationId} and root_id = ${mine.root_id}`.execute(
    ctx.db,
  );
  const { ordinal } = rows[0]!;
  const scope = { ...named, deliverable: mine };
  const title = `关于“${mine.title}”报送情况的通报（第${ordinal}期）`;
  const bulletin = await insertBulletin(ctx, scope, { ordinal, supplement_number: 0, title, ...ALONE });
  await record(ctx, {
    operation: 'draftBulletin',
    subjectType: 'Bulletin',
    subjectId: bulletin.id,
    detail: { deliverableId: mine.id, ordinal },
  });
  return bulletin;
}

/**
 * Changes what a draft says; its figures stay what they are. Only units that the figures know are commended or named, and
 * none is named that nothing is missing of.
 * @throws Refusal NOT_FOUND, NOT_ISSUER, ALREADY_ISSUED, STALE_VERSION, NOT_IN_SNAPSHOT, COMMENDED_AND_NAMED, NOTHING_MISSING, TOO_MANY_UNITS
 */
export async function saveBulletinDraft(ctx: ViewerContext, input: SaveBulletinDraft): Promise<BulletinRow> {
  await holdTree(ctx, 'share');
  const held = await bulletinToChange(ctx, input.bulletinId);
  const { bulletin } = held;
  assertGate(editGate(ctx, bulletin), ['input', 'bulletinId']);
  if (bulletin.version !== input.version) throw stale(['input', 'version'], { bulletin });
  const [commended, named] = [[...new Set(input.commendedIds)], [...new Set(input.namedIds)]];
  await assertKnown(ctx, bulletin, commended, named);
  if (input.listsUnits && bulletin.line_count > MOST_LISTED)
    throw new Refusal('TOO_MANY_UNITS', `单位超过${MOST_LISTED}个，正文不能逐一列出`, ['input', 'listsUnits']);
  await change(ctx, bulletin, {
    title: input.title,
    text: input.text,
    lists_units: input.listsUnits,
    commended_ids: commended,
    named_ids: named,
  });
  await writeNoticeAnew(ctx, held);
  const detail = { commended: commended.length, named: named.length };
  await record(ctx, { operation: 'saveBulletinDraft', subjectType: 'Bulletin', subjectId: bulletin.id, detail });
  return present(ctx, bulletin.id);
}

/**
 * Takes the figures of a draft anew. Units that are gone from them, or of which nothing is missing any more, are no longer
 * commended or named.
 * @returns the bulletin, and who is not commended or named any more
 * @throws Refusal NOT_FOUND, NOT_ISSUER, ALREADY_ISSUED, STALE_VERSION, FIGURES_MOVING
 */
export async function refreshBulletin(
  ctx: ViewerContext,
  { bulletinId, version }: RefreshBulletin,
): Promise<{ bulletin: BulletinRow; dropped: readonly string[] }> {
  await holdTree(ctx, 'share');
  const held = await bulletinToChange(ctx, bulletinId);
  const { bulletin } = held;
  assertGate(editGate(ctx, bulletin), ['input', 'bulletinId']);
  if (bulletin.version !== version) throw stale(['input', 'version'], { bulletin });
  const snapshot = await takeSnapshot(ctx, await scopeOf(ctx, bulletin));
  const known = new Set(snapshot.lines.map(({ organizationId }) => organizationId));
  const behind = new Set(snapshot.lines.filter(({ isBehind }) => isBehind).map(({ organizationId }) => organizationId));
  const commended = bulletin.commended_ids.filter((id) => known.has(id));
  const named = bulletin.named_ids.filter((id) => behind.has(id));
  const taking = bulletin.taking + 1;
  await insertLines(ctx, bulletin.id, taking, snapshot);
  await change(ctx, bulletin, {
    commended_ids: commended,
    named_ids: named,
    taking,
    as_of: ctx.now,
    figures: json(snapshot.figures),
    line_count: snapshot.lines.length,
    lists_units: bulletin.lists_units && snapshot.lines.length <= MOST_LISTED,
  });
  await writeNoticeAnew(ctx, held);
  const dropped = [...bulletin.commended_ids, ...bulletin.named_ids].filter((id) => !commended.includes(id) && !named.includes(id));
  const detail = { asOf: ctx.now.toISOString(), before: bulletin.as_of.toISOString(), dropped };
  await record(ctx, { operation: 'refreshBulletin', subjectType: 'Bulletin', subjectId: bulletin.id, detail });
  return { bulletin: await present(ctx, bulletin.id), dropped };
}

/**
 * Corrects what was issued by an addendum under the next number (补充通报第n号): a bulletin of its own, on figures of this
 * moment, that shows those of the last issue beside them. Asked again while one is being written, gives that one.
 * @throws Refusal NOT_FOUND, NOT_ISSUER, IS_SUPPLEMENT, NOT_ISSUED, RECALLED, FIGURES_MOVING
 */
export async function supplementBulletin(ctx: ViewerContext, { bulletinId, reason }: SupplementBulletin): Promise<BulletinRow> {
  await holdTree(ctx, 'share');
  const { bulletin } = await bulletinToChange(ctx, bulletinId);
  assertGate(supplementGate(ctx, bulletin), ['input', 'bulletinId']);
  const addenda = await addendaOf(ctx, bulletinId);
  const begun = addenda.find((one) => stateOf(one) === 'DRAFT');
  if (begun) return begun;
  const number = (addenda.at(-1)?.supplement_number ?? 0) + 1;
  const corrects = addenda.findLast((one) => stateOf(one) === 'ISSUED') ?? bulletin;
  const scope = await scopeOf(ctx, bulletin);
  const addendum = await insertBulletin(ctx, scope, {
    ordinal: bulletin.ordinal,
    supplement_number: number,
    supplements_id: bulletin.id,
    corrects_id: corrects.id,
    reason,
    title: `关于“${scope.deliverable.title}”报送情况的补充通报（${periodOf({ ordinal: bulletin.ordinal, supplement_number: number })}）`,
  });
  const detail = { addendumId: addendum.id, number, reason };
  await record(ctx, { operation: 'supplementBulletin', subjectType: 'Bulletin', subjectId: bulletin.id, detail });
  return addendum;
}

interface Named {
  readonly ordinal: number;
  readonly supplement_number: number;
  readonly supplements_id: string | null;
  readonly corrects_id: string | null;
  readonly reason: string | null;
  readonly title: string;
}

const ALONE = { supplements_id: null, corrects_id: null, reason: null };

async function insertBulletin(ctx: ViewerContext, scope: Scope, named: Named): Promise<BulletinRow> {
  const { viewer, now } = ctx;
  const snapshot = await takeSnapshot(ctx, scope);
  const id = uuid7();
  await ctx.db
    .insertInto('bulletin')
    .values({
      ...named,
      federation_id: viewer.federationId,
      id,
      organization_id: scope.organization.id,
      path: viewer.path,
      deliverable_id: scope.deliverable.id,
      root_id: scope.deliverable.root_id,
      text: '',
      lists_units: snapshot.lines.length <= MOST_LISTED,
      commended_ids: [],
      named_ids: [],
      as_of: now,
      figures: json(snapshot.figures),
      line_count: snapshot.lines.length,
      drafted_by_id: viewer.personId,
      created_at: now,
      updated_at: now,
    })
    .execute();
  await insertLines(ctx, id, 1, snapshot);
  return present(ctx, id);
}

/** One statement for a line or for thousands. */
async function insertLines(ctx: ViewerContext, bulletinId: string, taking: number, { lines }: Snapshot): Promise<void> {
  const { federationId, path } = ctx.viewer;
  await sql`
    insert into bulletin_line (federation_id, id, bulletin_id, taking, path, ordinal, filed_path, organization_id, name, own_state, status, is_behind, figures)
    select ${federationId}::uuid, app.uuid7(), ${bulletinId}::uuid, ${taking}, ${path}, ordinal::int, line ->> 'filedPath', (line ->> 'organizationId')::uuid,
           line ->> 'name', line ->> 'ownState', line ->> 'status', (line ->> 'isBehind')::boolean, line -> 'figures'
      from jsonb_array_elements(${JSON.stringify(lines)}::jsonb) with ordinality as given (line, ordinal)
     order by ordinal`.execute(ctx.db);
}

/** What the figures of a bulletin are counted of: a merged body's are still its own. */
async function scopeOf(ctx: ViewerContext, bulletin: BulletinRow): Promise<Scope> {
  const scope = await findScope(ctx, bulletin.deliverable_id, bulletin.organization_id);
  if (!scope) throw notFound(['input', 'bulletinId']);
  return scope;
}

type Changes = Partial<
  Pick<BulletinRow, 'title' | 'text' | 'lists_units' | 'commended_ids' | 'named_ids' | 'taking' | 'as_of' | 'figures' | 'line_count'>
>;

async function change(ctx: ViewerContext, bulletin: BulletinRow, changes: Changes): Promise<void> {
  await ctx.db
    .updateTable('bulletin')
    .set({ ...changes, updated_at: ctx.now, version: bulletin.version + 1 })
    .where('federation_id', '=', bulletin.federation_id)
    .where('id', '=', bulletin.id)
    .execute();
}

async function assertKnown(
  ctx: ViewerContext,
  bulletin: BulletinRow,
  commended: readonly string[],
  named: readonly string[],
): Promise<void> {
  const lines = await linesOfUnits(ctx, bulletin, [...commended, ...named]);
  const known = new Set(lines.map(({ organization_id }) => organization_id));
  const behind = new Set(lines.filter(({ is_behind }) => is_behind).map(({ organization_id }) => organization_id));
  const refuse = (code: string, message: string, field: string, ids: readonly string[], isWrong: (id: string) => boolean) => {
    const index = ids.findIndex(isWrong);
    if (index >= 0) throw new Refusal(code, message, ['input', field, String(index)]);
  };
  for (const [field, ids] of [['commendedIds', commended] as const, ['namedIds', named] as const])
    refuse('NOT_IN_SNAPSHOT', '通报的数据中没有这个单位', field, ids, (one) => !known.has(one));
  refuse('COMMENDED_AND_NAMED', '同一个单位不能既表扬又点名', 'namedIds', named, (one) => commended.includes(one));
  refuse('NOTHING_MISSING', '数据显示该单位没有未报、逾期或退回，不能点名', 'namedIds', named, (one) => !behind.has(one));
}

async function present(ctx: ViewerContext, id: string): Promise<BulletinRow> {
  ctx.loaders.clear();
  return (await findBulletin(ctx, id))!;
}
