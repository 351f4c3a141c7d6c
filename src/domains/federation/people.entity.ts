import { defineEntity, p } from '@mikro-orm/core';
import type { ROLES } from '../../context.ts';
import { instant, path, ref, tenant, word } from '../../kit/columns.ts';
import { walls } from '../../kit/walls.ts';
import { Organization } from './federation.entity.ts';

export const DEPARTMENT_KINDS = ['OFFICE', 'DEPARTMENT'] as const;

/** A part of an organization that signs or is asked, such as its office (办公室); not an organization itself. */
export const Department = defineEntity({
  name: 'Department',
  tableName: 'department',
  properties: {
    ...tenant,
    organization: () => ref(() => Organization, 'organization_id'),
    path: path(),
    kind: word(DEPARTMENT_KINDS),
    name: p.text(),
  },
  uniques: [{ name: 'department_name_key', properties: ['federationId', 'organization', 'name'] }],
  rowLevelSecurity: 'force',
  policies: walls.federation,
});

/** A post and its office number: what the directory shows in place of a person. */
export const Post = defineEntity({
  name: 'Post',
  tableName: 'post',
  properties: {
    ...tenant,
    organization: () => ref(() => Organization, 'organization_id'),
    department: () => ref(() => Department, 'department_id').nullable(),
    path: path(),
    title: p.text(),
    officePhone: p.text().nullable(),
  },
  uniques: [{ name: 'post_title_key', properties: ['federationId', 'organization', 'title'] }],
  rowLevelSecurity: 'force',
  policies: walls.federation,
});

/** The only table that holds what identifies a human being, so that it can be blanked. */
export const Person = defineEntity({
  name: 'Person',
  tableName: 'person',
  properties: {
    ...tenant,
    /** The account, or the id that one would have: who only ever signs by a link has none. */
    accountId: p.uuid(),
    organization: () => ref(() => Organization, 'organization_id'),
    path: path(),
    name: p.text(),
    phone: p.text().nullable(),
    email: p.text().nullable(),
  },
  uniques: [{ name: 'person_account_key', properties: ['federationId', 'accountId'] }],
  rowLevelSecurity: 'force',
  policies: walls.selfOrSubtree,
});

/** A person's office in an organization, and so a capacity to act in. */
export const Appointment = defineEntity({
  name: 'Appointment',
  tableName: 'appointment',
  properties: {
    ...tenant,
    person: () => ref(() => Person, 'person_id'),
    accountId: p.uuid(),
    organization: () => ref(() => Organization, 'organization_id'),
    post: () => ref(() => Post, 'post_id').nullable(),
    path: path(),
    roles: p.array().columnType('text[]').$type<(typeof ROLES)[number][]>(),
    validFrom: instant(),
    validTo: instant().nullable(),
    endReason: p.text().nullable(),
    version: p.integer().default(1),
  },
  indexes: [
    { name: 'appointment_account_index', properties: ['accountId'] },
    { name: 'appointment_organization_index', properties: ['federationId', 'organization'] },
  ],
  rowLevelSecurity: 'force',
  policies: walls.selfOrSubtree,
});
