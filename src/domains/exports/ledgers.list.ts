import { z } from 'zod';
import { idOf } from '../../kit/node-id.ts';
import { organizationById } from '../federation/organization.rows.ts';
import type { LedgerLine } from '../ledgers/ledger.rows.ts';
import { countLines, findLedger, listLines } from '../ledgers/read-ledgers.ts';
import { type Column, columnSet, whole } from './column-set.ts';

const ordinal: Column<LedgerLine> = { key: 'ordinal', heading: '序号', kind: 'NUMBER', width: 8, value: (_, row) => whole(row.ordinal) };
const organization: Column<LedgerLine> = {
  key: 'organization',
  heading: '报送单位',
  kind: 'TEXT',
  width: 36,
  value: async (ctx, { organization_id }) => (await organizationById(ctx, organization_id))?.name ?? null,
};

/** The lines of a ledger; cells with people are blank for who may not see them, as on the screen. */
export const ledger = columnSet({
  may: ['read', 'Ledger'],
  schema: z.strictObject({ obligationId: idOf('Obligation') }),
  fixed: [ordinal, organization],
  expanding: [{ key: 'cells', heading: '台账各列', personal: false, expands: true }],
  open: async (ctx, { obligationId }) => {
    const found = await findLedger(ctx, obligationId);
    if (!found) return undefined;
    const cells = found.columns.map(({ label }, index): Column<LedgerLine> => ({
      key: 'cells',
      heading: label,
      kind: 'TEXT',
      width: 24,
      value: (_, row) => row.cells[index] ?? null,
    }));
    return {
      about: found.title,
      columns: [ordinal, organization, ...cells],
      page: async (reader, page) => {
        // Looked up again for each page: it may have been closed, sent or taken out of reach in between.
        const present = await findLedger(reader, obligationId);
        if (!present)
          return { nodes: [], edges: [], pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null } };
        return {
          ...(await listLines(reader, { ...present, state: found.state, edition: found.edition }, page)),
          totalCount: () => countLines(reader, present),
        };
      },
    };
  },
});
