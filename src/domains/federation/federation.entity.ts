import { defineEntity, p } from '@mikro-orm/core';
import { instant, path, ref, tenant, word } from '../../kit/columns.ts';
import { foldedSql } from '../../kit/search-text.ts';
import { walls } from '../../kit/walls.ts';
import { ORGANIZATION_KINDS } from './organization.kind.ts';

/** A province: the unit of isolation. Nothing is shared between two of them. */
export const Federation = defineEntity({
  name: 'Federation',
  tableName: 'federation',
  properties: {
    federationId: p.uuid().primary(),
    name: p.text(),
    createdAt: instant(),
  },
  rowLevelSecurity: 'force',
  policies: [{ name: 'wall_federation', using: (c) => `${c.federationId} = current_setting('app.federation')::uuid` }],
});

export const ORGANIZATION_STATUSES = ['ACTIVE', 'DISSOLVED'] as const;

/** An organization as it is today. Its past is in `organization_version`. */
export const Organization = defineEntity({
  name: 'Organization',
  tableName: 'organization',
  properties: {
    ...tenant,
    parent: () => ref(() => Organization, 'parent_id').nullable(),
    path: path(),
    level: p.integer().generated('(length(path) / 5) stored'),
    kind: word(ORGANIZATION_KINDS),
    name: p.text(),
    shortName: p.text(),
    /** 机关代字 proposed for its documents, such as 石工办字. */
    docPrefix: p.text().nullable(),
    status: word(ORGANIZATION_STATUSES),
    /** Number of the last segment given to a child; only ever goes up, so that a path is never used twice. */
    nextChild: p.integer().default(0),
    /** Both names as they are searched, parted by a blank, which no searched word holds. */
    searchName: p.text().generated(`((${foldedSql('name')} || ' ') || ${foldedSql('short_name')}) stored`),
    /** What of it can be found by its pairs of characters already. */
    indexedName: p.text().nullable(),
    version: p.integer().default(1),
  },
  uniques: [{ name: 'organization_path_key', properties: ['federationId', 'path'] }],
  indexes: [
    { name: 'organization_parent_index', properties: ['federationId', 'parent'] },
    { name: 'organization_unindexed_index', properties: ['federationId'], where: 'indexed_name is distinct from search_name' },
  ],
  rowLevelSecurity: 'force',
  policies: walls.federation,
});

export const ORGANIZATION_CHANGES = ['FOUNDED', 'RENAMED', 'MOVED', 'MERGED', 'DISSOLVED'] as const;

/** Every state an organization was in, today's included; the open end is null. */
export const OrganizationVersion = defineEntity({
  name: 'OrganizationVersion',
  tableName: 'organization_version',
  properties: {
    ...tenant,
    organization: () => ref(() => Organization, 'organization_id'),
    validFrom: instant(),
    validTo: instant().nullable(),
    parentId: p.uuid().nullable(),
    path: path(),
    kind: word(ORGANIZATION_KINDS),
    name: p.text(),
    shortName: p.text(),
    status: word(ORGANIZATION_STATUSES),
    change: word(ORGANIZATION_CHANGES),
    reason: p.text().nullable(),
    recordedAt: instant(),
    recordedById: p.uuid().nullable(),
  },
  indexes: [
    { name: 'organization_version_path_index', properties: ['federationId', 'path', 'validFrom'] },
    { name: 'organization_version_parent_index', properties: ['federationId', 'parentId', 'path'] },
    { name: 'organization_version_organization_index', properties: ['federationId', 'organization', 'validFrom'] },
  ],
  rowLevelSecurity: 'force',
  policies: walls.federation,
});

export const SUCCESSION_KINDS = ['MERGED', 'DISSOLVED'] as const;

/** Who carries on for an organization that was merged or dissolved. */
export const OrganizationSuccession = defineEntity({
  name: 'OrganizationSuccession',
  tableName: 'organization_succession',
  properties: {
    ...tenant,
    predecessor: () => ref(() => Organization, 'predecessor_id'),
    successor: () => ref(() => Organization, 'successor_id'),
    path: path(),
    kind: word(SUCCESSION_KINDS),
    happenedAt: instant(),
    reason: p.text(),
  },
  uniques: [{ name: 'organization_succession_key', properties: ['federationId', 'predecessor', 'successor'] }],
  rowLevelSecurity: 'force',
  policies: walls.federation,
});

export const AFFILIATION_KINDS = ['DUAL_LEADERSHIP', 'INDUSTRY'] as const;

/** A second bond (双重领导): the other body may address the unit and reaches only what it asked for. */
export const Affiliation = defineEntity({
  name: 'Affiliation',
  tableName: 'affiliation',
  properties: {
    ...tenant,
    organization: () => ref(() => Organization, 'organization_id'),
    path: path(),
    body: () => ref(() => Organization, 'body_id'),
    askerPath: path(),
    kind: word(AFFILIATION_KINDS),
    validFrom: instant(),
    validTo: instant().nullable(),
  },
  indexes: [
    { name: 'affiliation_organization_index', properties: ['federationId', 'organization'] },
    { name: 'affiliation_body_index', properties: ['federationId', 'askerPath'] },
  ],
  rowLevelSecurity: 'force',
  policies: walls.shared,
});
