import { defineEntity, p } from '@mikro-orm/core';
import { instant, path, ref, tenant, word } from '../../kit/columns.ts';
import { walls } from '../../kit/walls.ts';
import { Organization } from '../federation/federation.entity.ts';
import { Obligation } from '../obligations/obligation.entity.ts';
import type { LedgerColumn } from '../notices/notice.shapes.ts';

export const LEDGER_STATES = ['OPEN', 'CLOSED', 'SENT'] as const;

/**
 * 工作台账 that a body owes: generated from what its units submitted, frozen when it is closed (S0-07). Its id is its
 * obligation's, so that it can be named before anything of it is kept.
 */
export const Ledger = defineEntity({
  name: 'Ledger',
  tableName: 'ledger',
  properties: {
    ...tenant,
    obligation: () => ref(() => Obligation, 'obligation_id'),
    organization: () => ref(() => Organization, 'organization_id'),
    path: path(),
    askerPath: path(),
    /** Root of the deliverable whose submissions are listed. */
    listedRootId: p.uuid(),
    title: p.text(),
    columns: p.json<LedgerColumn[]>(),
    state: word(LEDGER_STATES),
    /** How often it was closed; the rows of an earlier closing stay as they were. */
    edition: p.integer().default(0),
    rowCount: p.integer().default(0),
    /** SHA-256 of the rows, as `close-ledger.ts` writes them out. */
    contentHash: p.text().nullable(),
    closedAt: instant().nullable(),
    closedById: p.uuid().nullable(),
    sentAt: instant().nullable(),
    version: p.integer().default(1),
  },
  uniques: [{ name: 'ledger_obligation_key', properties: ['federationId', 'obligation'] }],
  rowLevelSecurity: 'force',
  policies: walls.shared,
});

/** A line of a closed ledger: as it was read on that day, never changed. */
export const LedgerRow = defineEntity({
  name: 'LedgerRow',
  tableName: 'ledger_row',
  properties: {
    ...tenant,
    ledger: () => ref(() => Ledger, 'ledger_id'),
    edition: p.integer(),
    path: path(),
    askerPath: path(),
    ordinal: p.integer(),
    organizationId: p.uuid(),
    obligationId: p.uuid(),
    cells: p.json<(string | null)[]>(),
  },
  uniques: [{ name: 'ledger_row_key', properties: ['federationId', 'ledger', 'edition', 'ordinal'] }],
  rowLevelSecurity: 'force',
  policies: walls.shared,
});
