import { AbilityBuilder, createMongoAbility, type MongoAbility } from '@casl/ability';
import type { Viewer } from './context.ts';
import { domains } from './domains.ts';
import type { Typed } from './kit/node-id.ts';

/**
 * What a capacity may do. A subject is the name of a type (`can('read', 'Notice')`: may any?) or a
 * row that carries its `__typename` (may this one?). Conditions name columns of the table and only
 * NOT NULL ones in a `cannot`.
 */
export type Ability = MongoAbility<[string, string | Typed]>;

type Operators = Readonly<
  Partial<{
    $eq: Comparable;
    $ne: Comparable;
    $gt: Comparable;
    $gte: Comparable;
    $lt: Comparable;
    $lte: Comparable;
    $in: readonly Comparable[];
    $nin: readonly Comparable[];
  }>
>;
type Comparable = string | number | boolean | Date | null;

/** What a row must be like: columns with a value or with comparisons, all of which must hold. */
export type Conditions = Readonly<Record<string, Comparable | Operators>>;

/** `can` and `cannot` as the domains see them. */
export type Allow = (action: string | readonly string[], subject: string | readonly string[], conditions?: Conditions) => void;

/** The rules of all domains for whoever asks; nobody may do nothing. */
export function abilityFor(viewer: Viewer | undefined): Ability {
  const builder = new AbilityBuilder<Ability>(createMongoAbility);
  const can = builder.can as unknown as Allow;
  const cannot = builder.cannot as unknown as Allow;
  if (viewer) for (const { ability } of domains) ability(viewer, can, cannot);
  return builder.build({ detectSubjectType: (row) => row.__typename });
}
