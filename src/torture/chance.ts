/** Whether something happens that has this probability. */
export const chance = (probability: number): boolean => Math.random() < probability;

/** A whole number from 1 to `most`. */
export const upTo = (most: number): number => 1 + Math.floor(Math.random() * most);

/** Any one of a list; undefined of an empty one. */
export const oneOf = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(Math.random() * items.length)];
