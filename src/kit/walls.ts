import type { PolicyDef } from '@mikro-orm/core';

/**
 * The walls: row-level security policies, one constant per wall, put on an entity as `policies`.
 *
 * They compare columns with settings by text and uuid comparisons only, so that indexes behind them stay usable.
 * A setting that is missing or empty raises an error or matches nothing, never rows. The settings are made by one
 * function, `app.enter`, at the start of every request.
 */
type Columns = Record<string, string>;
type Policies = PolicyDef<never>[];

const federation = `current_setting('app.federation')::uuid`;
const inRange = (path: string) => `${path} >= current_setting('app.lo') and ${path} < current_setting('app.hi')`;
const F = (c: Columns) => `${c['federationId']} = ${federation}`;
const subtreeOf = (c: Columns) => `${F(c)} and ${inRange(c['path']!)}`;
const askedBy = (c: Columns) => `${F(c)} and ${inRange(c['askerPath']!)}`;
const mine = (c: Columns) => `${F(c)} and ${c['accountId']} = current_setting('app.account')::uuid`;
// The product itself acts for no account; nobody does so in any federation.
const mineOrProducts = (c: Columns) =>
  `${F(c)} and (${c['accountId']} = current_setting('app.account')::uuid or current_setting('app.account') = '00000000-0000-0000-0000-000000000000')`;
const held = (c: Columns) => `${F(c)} and ${c['holderId']} = current_setting('app.account')::uuid`;
const ours = (c: Columns) => `${F(c)} and ${c['organizationId']} = current_setting('app.organization')::uuid`;
// Set while one body's papers go over to its successor, and at no other time; unset or empty it equals nothing.
const successors = (c: Columns) => `${F(c)} and ${c['organizationId']} = nullif(current_setting('app.successor', true), '')::uuid`;
const fromAbove = (c: Columns) =>
  `${F(c)} and ${c['publishedAt']} is not null and ${c['path']} = any (string_to_array(current_setting('app.up'), ' '))`;

const wentUp = (c: Columns) => `${subtreeOf(c)} and ${c['publishedAt']} is not null`;
const wentUpAsked = (c: Columns) => `${askedBy(c)} and ${c['publishedAt']} is not null`;

const own: Policies = [
  { name: 'wall_own', using: ours, check: ours },
  { name: 'wall_own_hand_over', command: 'update', using: ours, check: successors },
];
const subtree: Policies = [{ name: 'wall_subtree', using: subtreeOf, check: subtreeOf }];

export const walls = {
  /** What stands in my subtree. */
  subtree,
  /** What stands in my subtree, or was asked for by a body in my subtree (a second superior). */
  shared: [...subtree, { name: 'wall_asker', using: askedBy, check: askedBy }] as Policies,
  /** What stands in my subtree, or was published by a body above me. */
  downward: [...subtree, { name: 'wall_downward', command: 'select', using: fromAbove }] as Policies,
  /** What hangs on something that goes up or down: seen where that is seen, upward by who asked and downward once published. */
  attached: [
    ...subtree,
    { name: 'wall_asker', using: askedBy, check: askedBy },
    { name: 'wall_downward', command: 'select', using: fromAbove },
  ] as Policies,
  /** Public columns: read by all of the federation, written inside one's range. */
  federation: [
    { name: 'wall_federation', command: 'select', using: F },
    { name: 'wall_federation_add', command: 'insert', check: subtreeOf },
    { name: 'wall_federation_edit', command: 'update', using: subtreeOf, check: subtreeOf },
  ] as Policies,
  /** What was handed to one person, seen by that person and by the body that handed it out. */
  assigned: [...subtree, { name: 'wall_assigned', command: 'select', using: held }] as Policies,
  /** What belongs to one account. */
  self: [{ name: 'wall_self', using: mine, check: mine }] as Policies,
  /** What belongs to one account and is written or gone on with by the product itself: jobs, an inbox. */
  selfOrProduct: [{ name: 'wall_self_or_product', using: mineOrProducts, check: mineOrProducts }] as Policies,
  /** What belongs to one account and to the bodies above the place where it stands. */
  selfOrSubtree: [...subtree, { name: 'wall_self', command: 'select', using: mine }] as Policies,
  /** What only one organization may see, not even those above it: drafts, remarks, uploads. Keyed by id, so it survives a move. */
  own,
  /** What is an organization's own until it goes up with what it belongs to; from then on seen as what is shared. */
  ownUntilSent: [
    ...own,
    { name: 'wall_own_sent', using: wentUp, check: wentUp },
    { name: 'wall_own_sent_asker', using: wentUpAsked, check: wentUpAsked },
  ] as Policies,
} as const;
