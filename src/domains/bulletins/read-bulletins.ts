import { type RawBuilder, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { type Page, type PageArgs, pageOf, parseCursor } from '../../kit/connection.ts';
import { notFound } from '../../kit/errors.ts';
import { endOf } from '../../kit/tree.ts';
import type { NoticeRow } from '../notices/notice.rows.ts';
import { holdPublication } from '../notices/publication.ts';
import { findDeliverable } from '../notices/read-notices.ts';
import type { BulletinLineRow, BulletinRow } from './bulletin.rows.ts';

/** A bulletin with what its notice has come to: `b` and `n` of a statement. */
const COLUMNS = sql`b.*, 'Bulletin' as __typename, n.published_at as issued_at, n.recalled_at`;
const FROM = sql`bulletin b left join notice n on n.federation_id = b.federation_id and n.id = b.notice_id`;

/** Drafts are read by their own body alone; what was issued by it and by those above, which its wall sees to. */
const readable = (ctx: ViewerContext): RawBuilder<boolean> =>
  sql<boolean>`(n.published_at is not null or (b.path = ${ctx.viewer.path} and ${ctx.ability.can('readDraft', 'Bulletin')}))`;

/** One bulletin, if it may be read; gathered over a request. */
export function findBulletin(ctx: ViewerContext, id: string): Promise<BulletinRow | undefined> {
  return ctx.loaders.batched('readable bulletin', id, async (ids) => {
    const { rows } = await sql<BulletinRow>`
      select ${COLUMNS} from ${FROM}
       where b.federation_id = ${ctx.viewer.federationId} and b.id = any (${ids}::uuid[]) and ${readable(ctx)}`.execute(ctx.db);
    return new Map(rows.map((row) => [row.id, row]));
  });
}

/** A bulletin that is to change, and the notice as which it goes out, if it was written. */
export interface Held {
  readonly bulletin: BulletinRow;
  readonly notice: NoticeRow | undefined;
}

/** @throws Refusal NOT_FOUND when it does not stand where the caller stands; holds it and its notice for the change to come */
export async function bulletinToChange(ctx: ViewerContext, id: string): Promise<Held> {
  const { rows } = await sql<{ notice_id: string | null }>`
    select notice_id from bulletin where federation_id = ${ctx.viewer.federationId} and id = ${id} and path = ${ctx.viewer.path} for update`.execute(
    ctx.db,
  );
  const notice = await holdPublication(ctx, rows[0]?.notice_id ?? null);
  const bulletin = rows[0] && (await findBulletin(ctx, id));
  if (!bulletin) throw notFound(['input', 'bulletinId']);
  return { bulletin, notice };
}

interface Filter {
  /** Null: the caller's own. */
  readonly organizationId: string | null;
  readonly deliverableId: string | null;
}

/** Bulletins of one body in the caller's range, of one deliverable or of all, newest figures first. */
export async function listBulletins(
  ctx: ViewerContext,
  { organizationId, deliverableId }: Filter,
  page: PageArgs,
): Promise<Page<BulletinRow>> {
  const { federationId, path } = ctx.viewer;
  const after = parseCursor(page.after, ['instant', 'uuid']);
  const deliverable = deliverableId === null ? undefined : await findDeliverable(ctx, deliverableId);
  const of = deliverableId === null ? sql`` : sql`and b.root_id = ${deliverable?.root_id ?? null}::uuid`;
  const whose = organizationId === null ? sql`b.path = ${path}` : sql`b.organization_id = ${organizationId}`;
  const { rows } = await sql<BulletinRow>`
    select ${COLUMNS} from ${FROM}
     where b.federation_id = ${federationId} and b.path >= ${path} and b.path < ${endOf(path)} and ${whose} ${of} and ${readable(ctx)}
       ${after ? sql`and (b.as_of, b.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
     order by b.as_of desc, b.id desc limit ${page.first + 1}`.execute(ctx.db);
  return pageOf(rows, page, (row) => [row.as_of.toISOString(), row.id]);
}

type Taken = Pick<BulletinRow, 'id' | 'taking'>;

/** All lines of a bulletin that was read, in order; gathered over a request. */
export async function linesOf(ctx: ViewerContext, { id, taking }: Taken): Promise<readonly BulletinLineRow[]> {
  const found = await ctx.loaders.batched('lines of bulletins', `${id} ${taking}`, async (keys) => {
    const [ids, takings] = [keys.map((key) => key.slice(0, 36)), keys.map((key) => Number(key.slice(37)))];
    const { rows } = await sql<BulletinLineRow>`
      select l.* from unnest(${ids}::uuid[], ${takings}::int[]) k (id, taking)
        join bulletin_line l on l.federation_id = ${ctx.viewer.federationId} and l.bulletin_id = k.id and l.taking = k.taking
       order by l.ordinal`.execute(ctx.db);
    return Map.groupBy(rows, (row) => `${row.bulletin_id} ${row.taking}`);
  });
  return found ?? [];
}

/** A page of them. */
export async function listLines(ctx: ViewerContext, { id, taking }: Taken, page: PageArgs): Promise<Page<BulletinLineRow>> {
  const after = Number(parseCursor(page.after, ['integer'])?.[0] ?? 0);
  const { rows } = await sql<BulletinLineRow>`
    select * from bulletin_line
     where federation_id = ${ctx.viewer.federationId} and bulletin_id = ${id} and taking = ${taking} and ordinal > ${after}
     order by ordinal limit ${page.first + 1}`.execute(ctx.db);
  return pageOf(rows, page, (row) => [String(row.ordinal)]);
}

/** The lines of these units, in order. */
export async function linesOfUnits(ctx: ViewerContext, { id, taking }: Taken, unitIds: readonly string[]): Promise<BulletinLineRow[]> {
  if (unitIds.length === 0) return [];
  const { rows } = await sql<BulletinLineRow>`
    select * from bulletin_line
     where federation_id = ${ctx.viewer.federationId} and bulletin_id = ${id} and taking = ${taking} and organization_id = any (${[...unitIds]}::uuid[])
     order by ordinal`.execute(ctx.db);
  return rows;
}

/** Addenda of a bulletin that may be read, by number. */
export async function addendaOf(ctx: ViewerContext, bulletinId: string): Promise<readonly BulletinRow[]> {
  const found = await ctx.loaders.batched('addenda of a bulletin', bulletinId, async (ids) => {
    const { rows } = await sql<BulletinRow>`
      select ${COLUMNS} from ${FROM}
       where b.federation_id = ${ctx.viewer.federationId} and b.supplements_id = any (${ids}::uuid[]) and ${readable(ctx)}
       order by b.supplement_number`.execute(ctx.db);
    return Map.groupBy(rows, (row) => row.supplements_id!);
  });
  return found ?? [];
}
