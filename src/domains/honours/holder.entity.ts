import { defineEntity, p } from '@mikro-orm/core';
import { instant, path, ref, tenant, word } from '../../kit/columns.ts';
import { walls } from '../../kit/walls.ts';
import { Organization } from '../federation/federation.entity.ts';
import { Notice, NOTICE_LEVELS } from '../notices/notice.entity.ts';
import { SUBSIDY_USES } from './award-list.entity.ts';
import { Title } from './title.entity.ts';

/** Accounts that money of a union may go to; never a person (S2-58). */
export const PAYEES = ['UNION', 'EMPLOYER', 'SUPPLIER'] as const;

/** Money that came with a title: for the holder, those above it and the body that paid. */
export const Subsidy = defineEntity({
  name: 'Subsidy',
  tableName: 'subsidy',
  properties: {
    ...tenant,
    title: () => ref(() => Title, 'title_id'),
    organization: () => ref(() => Organization, 'organization_id'),
    /** Where the holder stands, and the body that paid. */
    path: path(),
    askerPath: path(),
    level: word(NOTICE_LEVELS),
    /** Its kind; of any other honour its name: what is paid once to a unit at a level (C-38). */
    honour: p.text(),
    amountFen: p.integer(),
    uses: p.array().columnType('text[]').$type<(typeof SUBSIDY_USES)[number][]>(),
    payee: word(PAYEES),
    payeeName: p.text(),
    paidOn: p.date(),
    paidById: p.uuid(),
    recordedAt: instant(),
  },
  uniques: [
    { name: 'subsidy_title_key', properties: ['federationId', 'title'] },
    { name: 'subsidy_once_key', properties: ['federationId', 'organization', 'level', 'honour'] },
  ],
  rowLevelSecurity: 'force',
  policies: walls.shared,
});

/** What was spent of it: appended, never changed. */
export const SubsidySpending = defineEntity({
  name: 'SubsidySpending',
  tableName: 'subsidy_spending',
  properties: {
    ...tenant,
    subsidy: () => ref(() => Subsidy, 'subsidy_id'),
    path: path(),
    askerPath: path(),
    number: p.integer(),
    use: word(SUBSIDY_USES),
    amountFen: p.integer(),
    payee: word(PAYEES),
    payeeName: p.text(),
    purpose: p.text(),
    spentOn: p.date(),
    recordedById: p.uuid(),
    recordedAt: instant(),
  },
  uniques: [{ name: 'subsidy_spending_key', properties: ['federationId', 'subsidy', 'number'] }],
  rowLevelSecurity: 'force',
  policies: walls.shared,
});

export const MENTEES = ['NON_PUBLIC', 'NEW_BUSINESS'] as const;

/** 帮促共建 (S2-63): a holder helps a new union; everybody in the federation may know. Stands at the body that wrote it down. */
export const MentoringPair = defineEntity({
  name: 'MentoringPair',
  tableName: 'mentoring_pair',
  properties: {
    ...tenant,
    title: () => ref(() => Title, 'title_id'),
    path: path(),
    mentee: () => ref(() => Organization, 'mentee_id'),
    menteeKind: word(MENTEES),
    startedOn: p.date(),
    endedOn: p.date().nullable(),
    recordedById: p.uuid(),
    recordedAt: instant(),
  },
  uniques: [{ name: 'mentoring_pair_key', properties: ['federationId', 'title', 'mentee'], where: 'ended_on is null' }],
  indexes: [{ name: 'mentoring_pair_title_index', properties: ['federationId', 'title'] }],
  rowLevelSecurity: 'force',
  policies: walls.federation,
});

/** That a notice asks the holders of a year to check themselves (S2-61); what each owes is an obligation like any other. */
export const SelfCheck = defineEntity({
  name: 'SelfCheck',
  tableName: 'self_check',
  properties: {
    ...tenant,
    organization: () => ref(() => Organization, 'organization_id'),
    path: path(),
    year: p.integer(),
    notice: () => ref(() => Notice, 'notice_id'),
    createdAt: instant(),
  },
  uniques: [{ name: 'self_check_key', properties: ['federationId', 'organization', 'year'] }],
  indexes: [{ name: 'self_check_notice_index', properties: ['federationId', 'notice'] }],
  rowLevelSecurity: 'force',
  policies: walls.federation,
});
