import { type Selectable, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { type Page, type PageArgs, pageOf, parseCursor } from '../../kit/connection.ts';
import { notFound } from '../../kit/errors.ts';
import type { Tables } from '../../orm.ts';
import type { LedgerDefinition } from '../notices/notice.shapes.ts';
import { asObligation, type ObligationRow } from '../obligations/obligation.rows.ts';
import { holdsContacts, seesContacts } from '../submissions/contacts.ts';
import { linesOf } from './ledger-lines.ts';
import type { LedgerLine, LedgerView, ListedAsk } from './ledger.rows.ts';

interface Found {
  readonly obligation: ObligationRow;
  readonly definition: LedgerDefinition;
  readonly title: string;
  readonly listed_root_id: string;
  readonly listed_due_at: Date | null;
  readonly asks: readonly ListedAsk[];
}

/**
 * The ledger that an obligation asks for; undefined when it is not in reach or asks for none. What it lists and in which
 * columns is said by the body that first asked for it; a level that hands it on adds nothing.
 */
export async function findLedger(ctx: ViewerContext, obligationId: string): Promise<LedgerView | undefined> {
  const { federationId, path } = ctx.viewer;
  const [obligation, kept] = await Promise.all([ctx.loaders.one('obligation', obligationId), ctx.loaders.one('ledger', obligationId)]);
  if (!obligation || obligation.kind === 'ORGANISE') return undefined;
  const { rows } = await sql<Omit<Found, 'obligation'>>`
    select r.ledger as definition, r.title, l.root_id as listed_root_id, l.due_at as listed_due_at,
           (select jsonb_agg(jsonb_build_object('deliverableId', a.id, 'fields', a.fields) order by array_position(l.chain, a.id))
              from deliverable a where a.federation_id = l.federation_id and a.id = any (l.chain)) as asks
      from deliverable r
      join deliverable l on l.federation_id = r.federation_id and l.notice_id = r.notice_id and l.key = r.ledger ->> 'of'
     where r.federation_id = ${federationId} and r.id = ${obligation.root_id} and r.output = 'LEDGER'`.execute(ctx.db);
  const [found] = rows;
  if (!found) return undefined;
  const view = viewOf({ ...found, obligation: asObligation(obligation) }, kept);
  // A second superior asked for it and gets it once it is sent; what is on the way to it is the unit's and its own line's.
  const isThere = view.state === 'SENT' && obligation.state !== 'OPEN';
  return obligation.path.startsWith(path) || isThere ? view : undefined;
}

/** @throws Refusal NOT_FOUND when there is none in reach; holds the obligation, so that nothing changes beside this */
export async function ledgerToChange(ctx: ViewerContext, obligationId: string): Promise<LedgerView> {
  await sql`select 1 from obligation where federation_id = ${ctx.viewer.federationId} and id = ${obligationId} for update`.execute(ctx.db);
  const ledger = await findLedger(ctx, obligationId);
  if (!ledger) throw notFound(['input', 'obligationId']);
  return ledger;
}

function viewOf(found: Found, kept: Readonly<Selectable<Tables['ledger']>> | undefined): LedgerView {
  const { obligation, definition, title } = found;
  return {
    __typename: 'Ledger',
    id: obligation.id,
    obligation,
    title,
    // What was closed keeps the columns under which it was closed.
    columns: kept && kept.state !== 'OPEN' ? kept.columns : definition.columns,
    listedRootId: found.listed_root_id,
    listedAsks: found.asks,
    listedDueAt: found.listed_due_at,
    state: kept?.state ?? 'OPEN',
    edition: kept?.edition ?? 0,
    rowCount: kept?.row_count ?? 0,
    contentHash: kept?.content_hash ?? null,
    closedAt: kept?.closed_at ?? null,
    sentAt: kept?.sent_at ?? null,
    version: kept?.version ?? 0,
  };
}

/**
 * A page of the lines, in order of the tree: as they would be while it is open, as they were kept afterwards. Cells with
 * people to ring are blank for whoever may not see them.
 */
export async function listLines(ctx: ViewerContext, ledger: LedgerView, page: PageArgs): Promise<Page<LedgerLine>> {
  const lines = await (ledger.state === 'OPEN' ? liveLines(ctx, ledger, page) : keptLines(ctx, ledger, page));
  if (seesContacts(ctx.viewer)) return lines;
  const hidden = ledger.columns.map(({ source, field }) =>
    ledger.listedAsks.some(({ fields }) => source === 'ANSWER' && fields.some((one) => one.key === field && holdsContacts(one))),
  );
  const nodes = lines.nodes.map((line) => ({ ...line, cells: line.cells.map((cell, index) => (hidden[index] ? null : cell)) }));
  return { ...lines, nodes };
}

async function liveLines(ctx: ViewerContext, ledger: LedgerView, page: PageArgs): Promise<Page<LedgerLine>> {
  const after = parseCursor(page.after, ['text', 'uuid']);
  const { rows } = await sql<LedgerLine & { path: string }>`
    select null::int as ordinal, line.* from (${linesOf(ctx, ledger)}) line
     ${after ? sql`where (line.path, line.obligation_id::text) > (${after[0]}, ${after[1]})` : sql``}
     order by line.path, line.obligation_id::text limit ${page.first + 1}`.execute(ctx.db);
  return pageOf(rows, page, (row) => [row.path, row.obligation_id]);
}

async function keptLines(ctx: ViewerContext, ledger: LedgerView, page: PageArgs): Promise<Page<LedgerLine>> {
  const after = Number(parseCursor(page.after, ['integer'])?.[0] ?? 0);
  const { rows } = await sql<LedgerLine>`
    select ordinal, organization_id, obligation_id, cells from ledger_row
     where federation_id = ${ctx.viewer.federationId} and ledger_id = ${ledger.id} and edition = ${ledger.edition}
       and ordinal > ${after}
     order by ordinal limit ${page.first + 1}`.execute(ctx.db);
  return pageOf(rows, page, (row) => [String(row.ordinal)]);
}

/** How many lines it has, or would have if it were closed now. */
export async function countLines(ctx: ViewerContext, ledger: LedgerView): Promise<number> {
  if (ledger.state !== 'OPEN') return ledger.rowCount;
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from (${linesOf(ctx, ledger)}) line`.execute(ctx.db);
  return rows[0]!.count;
}
