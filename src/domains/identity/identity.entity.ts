import { defineEntity, p } from '@mikro-orm/core';
import type { Role } from '../../context.ts';
import { instant, path, ref, tenant, word } from '../../kit/columns.ts';
import { walls } from '../../kit/walls.ts';
import { Organization } from '../federation/federation.entity.ts';
import { Appointment } from '../federation/people.entity.ts';

/** A capacity lent for a time: the holder acts, the audit line names both. */
export const Delegation = defineEntity({
  name: 'Delegation',
  tableName: 'delegation',
  properties: {
    ...tenant,
    appointment: () => ref(() => Appointment, 'appointment_id'),
    organizationId: p.uuid(),
    path: path(),
    /** Account of the person to whom it is lent. */
    holderId: p.uuid(),
    roles: p.array().columnType('text[]').$type<Role[]>(),
    validFrom: instant(),
    validTo: instant(),
    endedAt: instant().nullable(),
  },
  indexes: [{ name: 'delegation_holder_index', properties: ['holderId'] }],
  rowLevelSecurity: 'force',
  policies: walls.assigned,
});

/** A read-only token of an organization; its secret is kept only as a hash, out of the application's reach. */
export const ApiToken = defineEntity({
  name: 'ApiToken',
  tableName: 'api_token',
  properties: {
    ...tenant,
    appointment: () => ref(() => Appointment, 'appointment_id'),
    accountId: p.uuid(),
    organizationId: p.uuid(),
    path: path(),
    name: p.text(),
    createdAt: instant(),
    expiresAt: instant(),
    revokedAt: instant().nullable(),
  },
  rowLevelSecurity: 'force',
  policies: walls.selfOrSubtree,
});

/** What a mutation answered under its idempotency key. */
export const RequestKey = defineEntity({
  name: 'RequestKey',
  tableName: 'request_key',
  properties: {
    federationId: p.uuid().primary(),
    accountId: p.uuid().primary(),
    key: p.text().primary(),
    operation: p.text(),
    requestHash: p.text(),
    /** JSON, kept as text: it is given again as it was, the order of its keys included. */
    answer: p.text().nullable(),
    createdAt: instant(),
  },
  rowLevelSecurity: 'force',
  policies: walls.self,
});

export const SECOND_FACTOR_RULES = ['NOBODY', 'ADMINISTRATORS', 'EVERYBODY'] as const;

/** Who must use a second factor in a body and everywhere below it; the strictest rule on the way up holds. */
export const SignInPolicy = defineEntity({
  name: 'SignInPolicy',
  tableName: 'sign_in_policy',
  properties: {
    ...tenant,
    organization: () => ref(() => Organization, 'organization_id'),
    path: path(),
    secondFactor: word(SECOND_FACTOR_RULES),
    updatedAt: instant(),
    version: p.integer().default(1),
  },
  uniques: [{ name: 'sign_in_policy_organization_key', properties: ['federationId', 'organization'] }],
  indexes: [{ name: 'sign_in_policy_path_index', properties: ['federationId', 'path'] }],
  rowLevelSecurity: 'force',
  policies: walls.federation,
});
