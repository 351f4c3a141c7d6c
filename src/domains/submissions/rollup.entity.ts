import { defineEntity, p } from '@mikro-orm/core';
import { path, tenant } from '../../kit/columns.ts';
import { walls } from '../../kit/walls.ts';

/** Changes are taken away only by the fold, which sees the whole federation. */
const folded = [
  ...walls.subtree,
  {
    name: 'fold_only',
    type: 'restrictive',
    command: 'delete',
    using: () => `current_setting('app.lo') = '' and current_setting('app.hi') = '~'`,
  },
] as typeof walls.subtree;

/** Counters of obligations; a delta holds changes, a total holds sums. */
const counters = {
  expected: p.integer().default(0),
  received: p.integer().default(0),
  receivedOnTime: p.integer().default(0),
  submitted: p.integer().default(0),
  returned: p.integer().default(0),
  accepted: p.integer().default(0),
  forfeited: p.integer().default(0),
  waived: p.integer().default(0),
  cancelled: p.integer().default(0),
  nil: p.integer().default(0),
  late: p.integer().default(0),
  eligible: p.integer().default(0),
  entered: p.integer().default(0),
} as const;

export const COUNTERS = Object.keys(counters) as (keyof typeof counters)[];

/**
 * A change of one obligation's figures, in the transaction that changes it. It counts for the ancestors of
 * `filedPath` from `topLevel` down to `bottomLevel`, the unit itself excluded.
 */
export const RollupDelta = defineEntity({
  name: 'RollupDelta',
  tableName: 'rollup_delta',
  properties: {
    ...tenant,
    rootId: p.uuid(),
    path: path(),
    filedPath: path(),
    topLevel: p.integer(),
    bottomLevel: p.integer(),
    ...counters,
  },
  indexes: [{ name: 'rollup_delta_index', properties: ['federationId', 'rootId', 'filedPath'] }],
  rowLevelSecurity: 'force',
  policies: folded,
});

/** Sums of what stood below a node of the tree as it was filed. */
export const RollupTotal = defineEntity({
  name: 'RollupTotal',
  tableName: 'rollup_total',
  properties: {
    federationId: p.uuid().primary(),
    rootId: p.uuid().primary(),
    filedPath: path().primary(),
    level: p.integer().generated('(length(filed_path) / 5) stored'),
    path: path(),
    ...counters,
  },
  indexes: [{ name: 'rollup_total_index', properties: ['federationId', 'rootId', 'level', 'filedPath'] }],
  rowLevelSecurity: 'force',
  policies: walls.subtree,
});

const sums = {
  /** Sum of a NUMBER, or of a RATE's numerators. */
  amount: p.decimal().precision(30).scale(6).default('0'),
  /** Sum of a RATE's denominators. */
  base: p.decimal().precision(30).scale(6).default('0'),
  answers: p.integer().default(0),
} as const;

/** A change of one number answer's sums. */
export const FigureDelta = defineEntity({
  name: 'FigureDelta',
  tableName: 'figure_delta',
  properties: {
    ...tenant,
    rootId: p.uuid(),
    deliverableId: p.uuid(),
    field: p.text(),
    path: path(),
    filedPath: path(),
    topLevel: p.integer(),
    bottomLevel: p.integer(),
    ...sums,
  },
  indexes: [{ name: 'figure_delta_index', properties: ['federationId', 'rootId', 'filedPath'] }],
  rowLevelSecurity: 'force',
  policies: folded,
});

export const FigureTotal = defineEntity({
  name: 'FigureTotal',
  tableName: 'figure_total',
  properties: {
    federationId: p.uuid().primary(),
    rootId: p.uuid().primary(),
    deliverableId: p.uuid().primary(),
    field: p.text().primary(),
    filedPath: path().primary(),
    path: path(),
    ...sums,
  },
  rowLevelSecurity: 'force',
  policies: walls.subtree,
});
