import { defineEntity, p } from '@mikro-orm/core';
import { ids, instant, path, ref, tenant, word } from '../../kit/columns.ts';
import { walls } from '../../kit/walls.ts';
import { Organization } from '../federation/federation.entity.ts';
import { Department } from '../federation/people.entity.ts';
import type { FormField } from '../../kit/form.ts';
import type { ApprovalChain } from '../chains/chain.ts';
import type { Amendment } from './edition.shapes.ts';
import type { AddresseeExpression, BasisDocument, LedgerDefinition, NamedActivity, NoticeContact } from './notice.shapes.ts';

export const NOTICE_KINDS = ['NOTICE', 'FORWARDING', 'ISSUANCE', 'IMPLEMENTATION_PLAN', 'PUBLICATION'] as const;
export const NOTICE_STATES = ['DRAFT', 'ISSUED'] as const;
/** How far a draft has come towards its signature (拟稿、核稿、签发); an issued notice keeps the last one. */
export const NOTICE_STAGES = ['DRAFTING', 'IN_REVIEW', 'REVIEWED', 'SIGNED'] as const;
export const NOTICE_REACHES = ['ADDRESSED', 'OPEN'] as const;
/** 模范职工之家, 模范职工小家 (S2-03). */
export const AWARD_KINDS = ['HOME', 'SMALL_HOME'] as const;
export const NOTICE_LEVELS = ['NATIONAL', 'PROVINCIAL', 'CITY', 'COUNTY', 'GRASSROOTS'] as const;

/** A document of one body: who asks, under which number, of whom (S0-01..16). */
export const Notice = defineEntity({
  name: 'Notice',
  tableName: 'notice',
  properties: {
    ...tenant,
    issuer: () => ref(() => Organization, 'issuer_id'),
    path: path(),
    /** The sub-body that signs, such as the office (S0-01). */
    department: () => ref(() => Department, 'department_id').nullable(),
    kind: word(NOTICE_KINDS),
    level: word(NOTICE_LEVELS),
    state: word(NOTICE_STATES),
    stage: word(NOTICE_STAGES).default('DRAFTING'),
    /** Persons behind the text as it stands, with those on whose behalf they wrote: none of them reviews or signs it. */
    authorIds: ids().default([]),
    /** Document number, canonical: 石工办字〔2021〕13号 is (石工办字, 2021, 13). A notice may have none (S2-02). */
    docPrefix: p.text().nullable(),
    docYear: p.integer().nullable(),
    docSeq: p.integer().nullable(),
    title: p.text(),
    body: p.text(),
    signedBy: p.text(),
    issuedOn: p.date().nullable(),
    publishedAt: instant().nullable(),
    /** The superior's notice that travels attached. */
    forwards: () => ref(() => Notice, 'forwards_id').nullable(),
    /** The notice that this one is based on without forwarding its text (S3-05). */
    derivedFrom: () => ref(() => Notice, 'derived_from_id').nullable(),
    /** The same notice of the time before, such as last year's: what was answered then is offered again and compared. */
    previous: () => ref(() => Notice, 'previous_id').nullable(),
    basis: p.json<BasisDocument[]>(),
    awardYear: p.integer().nullable(),
    awardKinds: p.array().columnType('text[]').$type<(typeof AWARD_KINDS)[number][]>().default([]),
    declaredPeriod: p.text().nullable(),
    activities: p.json<NamedActivity[]>().default([]),
    contacts: p.json<NoticeContact[]>(),
    addressees: p.json<AddresseeExpression>(),
    reach: word(NOTICE_REACHES),
    deliveredCount: p.integer().default(0),
    /** The edition at which it stands; a correction makes the next one (architecture, corrections). */
    edition: p.integer().default(1),
    /** Of a forwarding: the edition of the superior's notice that it hands on. */
    basedOn: p.integer().default(1),
    /** Of a draft: when a correction from above last changed what it inherits. */
    rebasedAt: instant().nullable(),
    /** Of a draft: the notice of the same body whose next edition it is to be. */
    amends: () => ref(() => Notice, 'amends_id').nullable(),
    amendment: p.json<Amendment>().nullable(),
    /** Of a publication: the bulletin that wrote its title and text, out of figures that nobody edits. */
    bulletinId: p.uuid().nullable(),
    recalledAt: instant().nullable(),
    recallReason: p.text().nullable(),
    /** The notice whose recall took this one along; itself when it was recalled by name. */
    recalledWithId: p.uuid().nullable(),
    draftedById: p.uuid(),
    issuedById: p.uuid().nullable(),
    createdAt: instant(),
    updatedAt: instant(),
    /** The version that search knows; another one is looked for behind the requests. */
    indexedVersion: p.integer().nullable(),
    version: p.integer().default(1),
  },
  uniques: [
    { name: 'notice_number_key', properties: ['federationId', 'issuer', 'docPrefix', 'docYear', 'docSeq'] },
    { name: 'notice_forwards_key', properties: ['federationId', 'forwards', 'issuer'], where: 'amends_id is null and recalled_at is null' },
    { name: 'notice_amends_key', properties: ['federationId', 'amends'], where: `state = 'DRAFT'` },
  ],
  indexes: [
    { name: 'notice_path_index', properties: ['federationId', 'path'] },
    { name: 'notice_forwards_index', properties: ['federationId', 'forwards'] },
    { name: 'notice_document_index', properties: ['federationId', 'docPrefix', 'docYear', 'docSeq'] },
    { name: 'notice_unindexed_index', properties: ['federationId'], where: 'indexed_version is distinct from version' },
  ],
  rowLevelSecurity: 'force',
  policies: walls.downward,
});

export const PARTICIPATIONS = ['MANDATORY', 'VOLUNTARY'] as const;
/** What a body may ask for. */
export const WRITTEN_OUTPUTS = ['FORM', 'LEDGER'] as const;
/** CORRECTION is asked for by the product itself, of those who handed on what was corrected: that they hand that on, too. */
export const OUTPUTS = [...WRITTEN_OUTPUTS, 'CORRECTION'] as const;
export const ROUTES = ['DIRECT', 'LEVEL_BY_LEVEL'] as const;
export const LATE_POLICIES = ['HARD_CLOSE', 'ACCEPT_LATE', 'GRACE', 'AUTO_FORFEIT'] as const;

/**
 * What a notice asks for: a report, a ledger, a duty. A body that forwards it makes its own row that inherits the
 * superior's: an earlier due and further fields may be added, nothing of the superior's can be changed.
 */
export const Deliverable = defineEntity({
  name: 'Deliverable',
  tableName: 'deliverable',
  properties: {
    ...tenant,
    notice: () => ref(() => Notice, 'notice_id'),
    issuerId: p.uuid(),
    path: path(),
    publishedAt: instant().nullable(),
    /** Name within the notice, by which others of the same notice refer to it. */
    key: p.text(),
    ordinal: p.integer(),
    title: p.text(),
    requirement: p.text(),
    participation: word(PARTICIPATIONS),
    output: word(OUTPUTS),
    /** Kinds of organization that report themselves; every other addressee has the duty to organise. */
    audience: p.array().columnType('text[]').$type<string[]>(),
    /** Only what this body asks; the superior's fields are in its own row. */
    fields: p.json<FormField[]>(),
    ledger: p.json<LedgerDefinition>().nullable(),
    /** Who has to agree before it goes up and on its way, in order; every hop's row carries the root's. */
    approvals: p.json<ApprovalChain>().nullable(),
    duePhrase: p.text().nullable(),
    dueAt: instant().nullable(),
    /** Beginning of a due that names one (6月中旬). */
    dueStartsAt: instant().nullable(),
    /** False while what was read out of the phrase waits to be confirmed. */
    dueConfirmed: p.boolean().default(true),
    /** It was said that there is no due (X-07, C-61). */
    noDue: p.boolean().default(false),
    /** The last day as worded, where the due was moved to a working day. */
    dueShiftedFrom: p.date().nullable(),
    /** The due that this level had set before a correction from above drew it nearer. */
    pulledFrom: instant().nullable(),
    closesAt: instant().nullable(),
    route: word(ROUTES),
    latePolicy: word(LATE_POLICIES),
    graceDays: p.integer().default(0),
    /** Key of the deliverable of the same notice whose receipt ends the duty to organise this one (S0-06). */
    completedBy: p.text().nullable(),
    inheritsId: p.uuid().nullable(),
    rootId: p.uuid(),
    /** Ids from the root's to this one, in order: one ask per hop. */
    chain: ids(),
    /** The editions of its notice that first asked for it, and that last changed it. */
    since: p.integer().default(1),
    edition: p.integer().default(1),
    /** When an edition ceased to ask for it, this level's or one above. */
    withdrawnAt: instant().nullable(),
  },
  uniques: [{ name: 'deliverable_key_key', properties: ['federationId', 'notice', 'key'] }],
  indexes: [
    { name: 'deliverable_root_index', properties: ['federationId', 'rootId'] },
    { name: 'deliverable_path_index', properties: ['federationId', 'path'] },
    { name: 'deliverable_inherits_index', properties: ['federationId', 'inheritsId'] },
  ],
  rowLevelSecurity: 'force',
  policies: [
    ...walls.downward,
    // What was published is never deleted; drafts are.
    { name: 'keep_published', type: 'restrictive', command: 'delete', using: (c: Record<string, string>) => `${c['publishedAt']} is null` },
  ],
});

/** That a notice reached a body, and what the body did with it. */
export const Delivery = defineEntity({
  name: 'Delivery',
  tableName: 'delivery',
  properties: {
    ...tenant,
    notice: () => ref(() => Notice, 'notice_id'),
    organization: () => ref(() => Organization, 'organization_id'),
    path: path(),
    askerPath: path(),
    deliveredAt: instant(),
    acknowledgedAt: instant().nullable(),
    acknowledgedById: p.uuid().nullable(),
    forwardedAt: instant().nullable(),
    /** The edition with which it came. */
    edition: p.integer().default(1),
    /** The notice was recalled: nobody signs for it or hands it on any more. */
    recalledAt: instant().nullable(),
  },
  uniques: [{ name: 'delivery_key', properties: ['federationId', 'notice', 'organization'] }],
  indexes: [
    { name: 'delivery_organization_index', properties: ['federationId', 'organization', 'deliveredAt'] },
    { name: 'delivery_unsigned_index', properties: ['federationId', 'deliveredAt', 'id'], where: 'acknowledged_at is null' },
  ],
  rowLevelSecurity: 'force',
  policies: walls.shared,
});
