import type { Selectable } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import type { AnswersByAsker } from '../../kit/form.ts';
import type { Tables } from '../../orm.ts';
import { type ApprovalChain, isUnitStep, type OverrideRule } from './chain.ts';
import { judge, type Judged, type JudgedPlace, type Place } from './standing.ts';

export type OpinionRow = Selectable<Tables['approval_opinion']>;

/** What of a task leads to its chain. */
type Task = Pick<Selectable<Tables['obligation']>, 'id' | 'deliverable_id' | 'organization_id'>;

/** What there is now, on which opinions count: the page as the unit has it, by its hash, or a version that went up. */
export type Present = { readonly page: string } | { readonly version: number };

/** The chain of a task with what stands of it. */
export interface ChainStanding extends Judged<OpinionRow> {
  readonly chain: ApprovalChain;
  readonly present: Present;
}

/** The chain that a task goes through; null for most. */
export async function chainOf(ctx: ViewerContext, { deliverable_id }: Pick<Task, 'deliverable_id'>): Promise<ApprovalChain | null> {
  return (await ctx.loaders.one('deliverable', deliverable_id))?.approvals ?? null;
}

/**
 * Who takes which step. The bodies between take those of the levels, the lower one first, each the step that names its kind or
 * else the one that names none. A step that nobody between can take falls to the next body above: where a unit stands directly
 * under the issuer, its superior union is the issuer.
 */
export async function placesOf(ctx: ViewerContext, task: Task, { steps }: ApprovalChain): Promise<Place[]> {
  const nearest = await ctx.loaders.one('deliverable', task.deliverable_id);
  if (!nearest) return [];
  const ids = nearest.route === 'DIRECT' ? [nearest.root_id] : nearest.chain.toReversed();
  const hops = (await Promise.all(ids.map((id) => ctx.loaders.one('deliverable', id)))).flatMap((hop) => hop ?? []);
  const root = hops.find(({ id }) => id === nearest.root_id);
  const between = hops.filter(({ id }) => id !== nearest.root_id);
  const bodies = await Promise.all(between.map(({ issuer_id }) => ctx.loaders.one('organization', issuer_id)));
  const named = between.map((_, index) => {
    const kind = bodies[index]?.kind;
    return steps.find(({ by, kinds }) => by === 'LEVEL' && kind !== undefined && kinds.includes(kind as never))?.code;
  });
  return steps.flatMap((step): Place[] => {
    if (isUnitStep(step)) return [{ step, hopId: null, bodyId: task.organization_id }];
    const mine = between.filter((_, index) => (step.kinds.length > 0 ? named[index] === step.code : named[index] === undefined));
    const next = step.kinds.length > 0 ? (between[0] ?? root) : root;
    const takers = step.by === 'LEVEL' && mine.length > 0 ? mine : [step.by === 'LEVEL' ? next : root];
    return takers.flatMap((hop) => (hop ? [{ step, hopId: hop.id, bodyId: hop.issuer_id }] : []));
  });
}

/** What stands of the chain of a task; null where it has none. */
export async function standingOf(ctx: ViewerContext, task: Task, present: Present): Promise<ChainStanding | null> {
  const chain = await chainOf(ctx, task);
  if (!chain) return null;
  const places = await placesOf(ctx, task, chain);
  const opinions = await ctx.loaders.many('approval_opinion', 'obligation_id', task.id);
  return { ...judge(places, opinions, isPresentIn(present)), chain, present };
}

const isPresentIn =
  (present: Present) =>
  ({ hop_id, content_hash, sent_from, sent_to }: OpinionRow): boolean =>
    'page' in present
      ? hop_id === null && content_hash === present.page
      : sent_from !== null && sent_from <= present.version && sent_to !== null && sent_to >= present.version;

/** The unit's own steps. */
export const unitPlaces = ({ places }: ChainStanding): readonly JudgedPlace<OpinionRow>[] => places.filter(({ hopId }) => hopId === null);

/** The rules under which an answer speaks against agreeing (C-31). */
export function overridesNeeded({ overrides }: ApprovalChain, rootId: string, page: AnswersByAsker): OverrideRule[] {
  const answers = page[rootId] ?? {};
  return overrides.filter(({ field, column, values }) => {
    const answer: unknown = answers[field];
    const rows: readonly unknown[] = Array.isArray(answer) ? answer : [answer];
    const found = column === null ? rows : rows.map((row) => (row as Readonly<Record<string, unknown>> | null | undefined)?.[column]);
    return found.some((value) => typeof value === 'string' && values.includes(value));
  });
}
