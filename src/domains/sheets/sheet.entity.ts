import { defineEntity, p } from '@mikro-orm/core';
import { instant, path, ref, tenant } from '../../kit/columns.ts';
import type { Sheet } from '../../kit/score/sheet.ts';
import { walls } from '../../kit/walls.ts';
import { Organization } from '../federation/federation.entity.ts';
import type { WorkedExample } from './sheet.shapes.ts';

/** One version of a score sheet: a draft of its body, then published and never changed again. */
export const ScoreSheetTemplate = defineEntity({
  name: 'ScoreSheetTemplate',
  tableName: 'score_sheet_template',
  properties: {
    ...tenant,
    /** Id of the first version: what all versions of a sheet have in common. */
    seriesId: p.uuid(),
    number: p.integer(),
    issuer: () => ref(() => Organization, 'issuer_id'),
    path: path(),
    title: p.text(),
    sheet: p.json<Sheet>(),
    examples: p.json<WorkedExample[]>(),
    /** The version, perhaps another body's, that it was begun from. */
    basedOnId: p.uuid().nullable(),
    publishedAt: instant().nullable(),
    publishedById: p.uuid().nullable(),
    createdAt: instant(),
    updatedAt: instant(),
    updatedById: p.uuid(),
    version: p.integer().default(1),
  },
  uniques: [{ name: 'score_sheet_template_key', properties: ['federationId', 'seriesId', 'number'] }],
  indexes: [{ name: 'score_sheet_template_path_index', properties: ['federationId', 'path', 'id'] }],
  rowLevelSecurity: 'force',
  policies: walls.downward,
});
