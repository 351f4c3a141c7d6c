import { defineEntity, p } from '@mikro-orm/core';
import { ids, instant, path, ref, tenant, word } from '../../kit/columns.ts';
import { walls } from '../../kit/walls.ts';
import { Organization } from '../federation/federation.entity.ts';
import { Deliverable, Notice } from '../notices/notice.entity.ts';
import { OBLIGATION_STATES } from '../obligations/obligation.entity.ts';
import type { FrozenFigures } from './bulletin.shapes.ts';

/**
 * 通报: what a body says of one deliverable below it, on figures that were frozen at an instant (S0-09). Its text can be
 * changed until it goes out as a notice, its figures never: they can only be taken anew. How far it has come is its notice's
 * state, and kept nowhere else.
 */
export const Bulletin = defineEntity({
  name: 'Bulletin',
  tableName: 'bulletin',
  properties: {
    ...tenant,
    /** The body whose figures they are. */
    organization: () => ref(() => Organization, 'organization_id'),
    path: path(),
    /** What that body asks, its own or a superior's handed on. */
    deliverable: () => ref(() => Deliverable, 'deliverable_id'),
    rootId: p.uuid(),
    /** 第n期, within the body and the root. */
    ordinal: p.integer(),
    /** Of an addendum: the bulletin that it adds to, its number, why, and the last issue before it, whose figures it shows beside its own. */
    supplements: () => ref(() => Bulletin, 'supplements_id').nullable(),
    supplementNumber: p.integer().default(0),
    reason: p.text().nullable(),
    corrects: () => ref(() => Bulletin, 'corrects_id').nullable(),
    title: p.text(),
    text: p.text(),
    /** The text that goes out has a line for every unit. */
    listsUnits: p.boolean(),
    commendedIds: ids(),
    namedIds: ids(),
    /** How often figures were taken; the lines of an earlier taking stay as they were. */
    taking: p.integer().default(1),
    asOf: instant(),
    figures: p.json<FrozenFigures>(),
    lineCount: p.integer(),
    /** The notice as which it goes out, once that is written. */
    notice: () => ref(() => Notice, 'notice_id').nullable(),
    /** SHA-256 of all that it says, as `hashOf` puts it together; printed under the notice's text. */
    contentHash: p.text().nullable(),
    draftedById: p.uuid(),
    createdAt: instant(),
    updatedAt: instant(),
    version: p.integer().default(1),
  },
  uniques: [
    { name: 'bulletin_number_key', properties: ['federationId', 'organization', 'rootId', 'ordinal', 'supplementNumber'] },
    { name: 'bulletin_notice_key', properties: ['federationId', 'notice'] },
  ],
  indexes: [
    { name: 'bulletin_path_index', properties: ['federationId', 'path'] },
    { name: 'bulletin_supplements_index', properties: ['federationId', 'supplements'] },
  ],
  rowLevelSecurity: 'force',
  policies: walls.subtree,
});

/** A unit's line of a bulletin: as it stood at that instant, under the name that it had. */
export const BulletinLine = defineEntity({
  name: 'BulletinLine',
  tableName: 'bulletin_line',
  properties: {
    ...tenant,
    bulletin: () => ref(() => Bulletin, 'bulletin_id'),
    taking: p.integer(),
    /** Where the body stands that says it. */
    path: path(),
    ordinal: p.integer(),
    filedPath: path(),
    organizationId: p.uuid(),
    name: p.text(),
    ownState: word(OBLIGATION_STATES).nullable(),
    status: p.text(),
    isBehind: p.boolean(),
    figures: p.json<FrozenFigures>(),
  },
  uniques: [{ name: 'bulletin_line_key', properties: ['federationId', 'bulletin', 'taking', 'ordinal'] }],
  rowLevelSecurity: 'force',
  policies: walls.subtree,
});
