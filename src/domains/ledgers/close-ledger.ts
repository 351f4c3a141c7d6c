import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { stale } from '../../kit/errors.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { linesOf } from './ledger-lines.ts';
import { closeGate, reopenGate } from './ledger.gates.ts';
import type { LedgerView } from './ledger.rows.ts';
import { findLedger, ledgerToChange } from './read-ledgers.ts';

export interface LedgerStep {
  readonly obligationId: string;
  readonly version: number;
}

/**
 * Freezes a ledger as it reads now, in one statement whatever the number of lines (S0-07). Its hash is SHA-256 over the
 * lines in order, one JSON array `[ordinal, organization, obligation, cells]` per line, as PostgreSQL prints jsonb.
 * @throws Refusal NOT_FOUND, NOT_OURS, LEDGER_CLOSED, STALE_VERSION, TREE_CHANGED
 */
export async function closeLedger(ctx: ViewerContext, { obligationId, version }: LedgerStep): Promise<LedgerView> {
  await holdTree(ctx, 'share');
  const ledger = await ledgerToChange(ctx, obligationId);
  assertGate(closeGate(ctx, ledger), ['input', 'obligationId']);
  if (ledger.version !== version) throw stale(['input', 'version'], { ledger });
  const { obligation } = ledger;
  const edition = ledger.edition + 1;
  const { rows } = await sql<{ row_count: number; content_hash: string }>`
    with line as (
      select row_number() over (order by l.path, l.obligation_id::text)::int as ordinal, l.organization_id, l.obligation_id, l.cells
        from (${linesOf(ctx, ledger)}) l),
    kept as (
      insert into ledger_row (federation_id, id, ledger_id, edition, path, asker_path, ordinal, organization_id, obligation_id, cells)
      select ${ctx.viewer.federationId}::uuid, app.uuid7(), ${ledger.id}::uuid, ${edition}, ${obligation.path}, ${obligation.asker_path},
             ordinal, organization_id, obligation_id, cells
        from line
      returning ordinal, organization_id, obligation_id, cells)
    insert into ledger (federation_id, id, obligation_id, organization_id, path, asker_path, listed_root_id, title, columns, state, edition,
                        row_count, content_hash, closed_at, closed_by_id)
    select ${ctx.viewer.federationId}::uuid, ${ledger.id}::uuid, ${ledger.id}::uuid, ${obligation.organization_id}::uuid, ${obligation.path},
           ${obligation.asker_path}, ${ledger.listedRootId}::uuid, ${ledger.title}, ${JSON.stringify(ledger.columns)}::jsonb, 'CLOSED',
           ${edition}, count(*),
           encode(sha256(convert_to(coalesce(string_agg(
             jsonb_build_array(ordinal, organization_id, obligation_id, cells)::text, E'\n' order by ordinal), ''), 'UTF8')), 'hex'),
           ${ctx.now}::timestamptz, ${ctx.viewer.personId}::uuid
      from kept
    on conflict (federation_id, id) do update
       set state = excluded.state, edition = excluded.edition, row_count = excluded.row_count, content_hash = excluded.content_hash,
           closed_at = excluded.closed_at, closed_by_id = excluded.closed_by_id, sent_at = null, version = ledger.version + 1
    returning row_count, content_hash`.execute(ctx.db);
  const [closed] = rows;
  const detail = { edition, rows: closed!.row_count, contentHash: closed!.content_hash };
  await record(ctx, { operation: 'closeLedger', subjectType: 'Ledger', subjectId: ledger.id, detail });
  return present(ctx, obligationId);
}

/**
 * Opens a closed ledger again, before it is sent or when it came back; what was frozen stays as an earlier edition.
 * @throws Refusal NOT_FOUND, NOT_OURS, LEDGER_OPEN, LEDGER_SENT, STALE_VERSION, TREE_CHANGED
 */
export async function reopenLedger(ctx: ViewerContext, { obligationId, version }: LedgerStep): Promise<LedgerView> {
  await holdTree(ctx, 'share');
  const ledger = await ledgerToChange(ctx, obligationId);
  assertGate(reopenGate(ctx, ledger), ['input', 'obligationId']);
  if (ledger.version !== version) throw stale(['input', 'version'], { ledger });
  await ctx.db
    .updateTable('ledger')
    .set({
      state: 'OPEN',
      row_count: 0,
      content_hash: null,
      closed_at: null,
      closed_by_id: null,
      sent_at: null,
      version: ledger.version + 1,
    })
    .where('federation_id', '=', ctx.viewer.federationId)
    .where('id', '=', ledger.id)
    .execute();
  const detail = { edition: ledger.edition, contentHash: ledger.contentHash };
  await record(ctx, { operation: 'reopenLedger', subjectType: 'Ledger', subjectId: ledger.id, detail });
  return present(ctx, obligationId);
}

/** The ledger as it is now; it was there a moment ago. */
export async function present(ctx: ViewerContext, obligationId: string): Promise<LedgerView> {
  ctx.loaders.clear();
  return (await findLedger(ctx, obligationId))!;
}
