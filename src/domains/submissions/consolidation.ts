import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { type Page, type PageArgs, pageOf, parseCursor } from '../../kit/connection.ts';
import { firstShut, type Gate, open, permitted, shut } from '../../kit/viewer-can.ts';
import { type Hop, hopOf, type MissingRow, missingBelow } from './batch.ts';
import { asConsolidation, asSubmission, type ConsolidationRow, type SubmissionRow } from './submission.rows.ts';

/** What my body is about to send up, of one deliverable of its chain (U1). Null when it has no place in it. */
export const sendUp = async (ctx: ViewerContext, deliverableId: string): Promise<Hop | null> => (await hopOf(ctx, deliverableId)) ?? null;

/** The batches sent so far, first to last. */
export async function batchesOf(ctx: ViewerContext, { mine }: Hop): Promise<ConsolidationRow[]> {
  const { rows } = await sql<ConsolidationRow>`
    select * from consolidation where federation_id = ${mine.federation_id} and root_id = ${mine.root_id} and organization_id = ${ctx.viewer.organizationId}
     order by number`.execute(ctx.db);
  return rows.map((row) => asConsolidation(row));
}

/** Accepted here and not yet sent, in the order of the tree. */
export async function readyToSend(ctx: ViewerContext, { mine }: Hop, page: PageArgs): Promise<Page<SubmissionRow>> {
  const after = parseCursor(page.after, ['text', 'uuid']);
  const { rows } = await sql<SubmissionRow>`
    select s.* from submission s where ${ready(ctx, mine.root_id)} ${after ? sql`and (s.path, s.id) > (${after[0]}, ${after[1]}::uuid)` : sql``}
     order by s.path, s.id limit ${page.first + 1}`.execute(ctx.db);
  const found = pageOf(
    rows.map((row) => asSubmission(row)),
    page,
    (row) => [row.path, row.id],
  );
  return { ...found, totalCount: () => countReady(ctx, mine.root_id) };
}

/** Units that would be missing if everything that is ready were sent, in the order of the tree. */
export async function missingUnits(ctx: ViewerContext, { mine, above }: Hop, page: PageArgs): Promise<Page<MissingRow>> {
  const after = parseCursor(page.after, ['text']);
  if (!above) return { ...pageOf<MissingRow>([], page, () => []), totalCount: 0 };
  const missing = sql`${missingBelow(ctx, { mine, above })} m
    where not exists (select 1 from submission s where s.obligation_id = m.obligation_id and ${ready(ctx, mine.root_id)})`;
  const { rows } = await sql<MissingRow>`
    select m.* from ${missing} ${after ? sql`and m.path > ${after[0]}` : sql``} order by m.path limit ${page.first + 1}`.execute(ctx.db);
  const counted = async () => (await sql<{ count: number }>`select count(*)::int as count from ${missing}`.execute(ctx.db)).rows[0]!.count;
  return { ...pageOf(rows, page, (row) => [row.path]), totalCount: counted };
}

export async function countReady(ctx: ViewerContext, rootId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from submission s where ${ready(ctx, rootId)}`.execute(
    ctx.db,
  );
  return rows[0]!.count;
}

const ready = (ctx: ViewerContext, rootId: string) => sql<boolean>`s.federation_id = ${ctx.viewer.federationId} and s.root_id = ${rootId}
  and s.holder_id = ${ctx.viewer.organizationId} and s.state = 'SUBMITTED' and s.cleared_at is not null`;

/** Whether anything can be sent now. */
export async function sendGate(ctx: ViewerContext, hop: Hop): Promise<Gate> {
  return firstShut(
    explainGate(ctx, hop),
    (await countReady(ctx, hop.mine.root_id)) > 0 ? open() : shut('NOTHING_TO_FORWARD', '没有审核通过、等待上报的内容'),
  );
}

/** Whether anything can be said of those who are missing. */
export const explainGate = (ctx: ViewerContext, { mine, above }: Hop): Gate =>
  firstShut(
    permitted(ctx.ability.can('forward', 'Submission')),
    mine.route === 'DIRECT' ? shut('NOT_LEVEL_BY_LEVEL', '这项任务由单位直接报送，不逐级上报') : open(),
    above ? open() : shut('NOBODY_ABOVE', '本单位是发起单位，不再上报'),
  );

/** One batch, for those who sent it and the bodies above them. */
export async function findConsolidation(ctx: ViewerContext, id: string): Promise<ConsolidationRow | undefined> {
  const row = await ctx.loaders.one('consolidation', id);
  return row && asConsolidation(row);
}
