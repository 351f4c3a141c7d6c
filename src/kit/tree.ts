/**
 * Addresses in the tree: one segment of four digits and a `.` per level, so that a subtree is the range of texts from a
 * path to the same path with its last `.` replaced by `/`.
 */
const SEGMENT = 5;

/** Most children that one body can ever have had: a segment is never used twice. */
export const MAX_CHILDREN = 9999;

/** Address of every federation's root: where the product itself stands. */
export const ROOT_PATH = '0001.';

/** The exclusive end of a subtree's range. */
export const endOf = (path: string): string => `${path.slice(0, -1)}/`;

/** 1 for the root. */
export const levelOf = (path: string): number => path.length / SEGMENT;

/** Whether what stands at `path` is `ancestor` itself or below it. */
export const isWithin = (path: string, ancestor: string): boolean => path.startsWith(ancestor);

/** The paths from the root's down to the path itself. */
export const lineageOf = (path: string): string[] =>
  Array.from({ length: levelOf(path) }, (_, level) => path.slice(0, SEGMENT * (level + 1)));

/** The path of the child with this number. */
export const childPath = (parent: string, number: number): string => `${parent}${String(number).padStart(SEGMENT - 1, '0')}.`;
