/** Why the product cannot go on, in words for people; printed without a stack. */
export class CannotStart extends Error {}

/**
 * Runs a program's whole work and ends the process with 1 when it fails: an expected reason is printed as it is, anything
 * else with its stack.
 */
export async function orExplain(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    console.error(error instanceof CannotStart ? error.message : error);
    process.exit(1);
  }
}
