import { defineEntity, p } from '@mikro-orm/core';
import { instant, tenant, word } from '../../kit/columns.ts';
import { walls } from '../../kit/walls.ts';
import { IMPORT_KINDS } from './import.kinds.ts';

export const IMPORT_STATES = ['CHECKING', 'FAULTY', 'SOUND', 'APPLIED'] as const;

/** A table that somebody has put in: checked, then taken over as a whole or not at all. Its starter's own. */
export const ImportBatch = defineEntity({
  name: 'ImportBatch',
  tableName: 'import_batch',
  properties: {
    ...tenant,
    accountId: p.uuid(),
    /** The body for which it was started; everything is taken over below it. */
    organizationId: p.uuid(),
    kind: word(IMPORT_KINDS),
    state: word(IMPORT_STATES),
    fileName: p.text(),
    format: word(['XLSX', 'CSV']),
    /** Of the bytes that were checked: the same bytes are taken over once. */
    sha256: p.text(),
    storageKey: p.text(),
    rowCount: p.integer().default(0),
    faultyRowCount: p.integer().default(0),
    /** What the rows are, counted, in Chinese. */
    summary: p.json<{ label: string; count: number }[]>(),
    checkJobId: p.uuid(),
    applyJobId: p.uuid().nullable(),
    createdAt: instant(),
    checkedAt: instant().nullable(),
    appliedAt: instant().nullable(),
    /** Until when what was checked may be taken over; then its rows are deleted. */
    expiresAt: instant(),
    /** When the rows that waited were deleted. */
    clearedAt: instant().nullable(),
  },
  indexes: [
    { name: 'import_batch_account_index', properties: ['federationId', 'accountId', 'id'] },
    { name: 'import_batch_waiting_index', properties: ['federationId', 'id'], where: 'cleared_at is null' },
  ],
  uniques: [
    {
      name: 'import_batch_applied_key',
      properties: ['federationId', 'organizationId', 'kind', 'sha256'],
      where: `state = 'APPLIED'`,
    },
  ],
  rowLevelSecurity: 'force',
  policies: walls.selfOrProduct,
});

/**
 * A row of such a table on its way in. What it says of a person stands here only until the table is taken over, found
 * faulty, or a day old.
 */
export const StagedRow = defineEntity({
  name: 'StagedRow',
  tableName: 'staged_row',
  properties: {
    federationId: p.uuid().primary(),
    importId: p.uuid().primary(),
    /** Number of the row in the file. */
    line: p.integer().primary(),
    accountId: p.uuid(),
    /** Id of what will be made of it, and of the account beside a person. */
    targetId: p.uuid(),
    secondId: p.uuid(),
    /** What it is called within the place where it belongs: a name, a title, a login. */
    name: p.text(),
    /** By which other rows of the file name it. */
    code: p.text().nullable(),
    /** The body to which it belongs, as the file names it. */
    placeCode: p.text().nullable(),
    placeNames: p.text().nullable(),
    kind: p.text().nullable(),
    details: p.json<Record<string, unknown>>(),
    /** The body to which it belongs: one that exists, or another row. */
    placeId: p.uuid().nullable(),
    placeLine: p.integer().nullable(),
    /** Names from the importing body down to the row's own, once they are known. */
    fullNames: p.text().nullable(),
    /** Its number among all that ever stood below the same body. */
    segment: p.integer().nullable(),
  },
  rowLevelSecurity: 'force',
  policies: [
    ...walls.selfOrProduct,
    // Nothing of a table stays once it is taken over; the permission to delete stands with the table.
    { name: 'clear_staged', type: 'restrictive', command: 'delete', using: () => 'true' },
  ],
});
