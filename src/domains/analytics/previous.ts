import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { subtract } from '../../kit/decimal.ts';
import { childCounters, type CounterRow, readCounters, readFigures } from '../submissions/rollup.read.ts';
import { type Definition, type FigureValue, lineFiguresOf, valuesOf } from './figures.ts';
import { ratesOf } from './progress.ts';

/** The deliverable of the same key in the notice of the time before, which this one names; undefined when there is none in sight. */
export function previousRoot(ctx: ViewerContext, rootId: string): Promise<string | undefined> {
  return ctx.loaders.batched('the same demand of the time before', rootId, async (rootIds) => {
    const { rows } = await sql<{ id: string; previous_id: string }>`
      select r.id, p.id as previous_id
        from deliverable r
        join notice n on n.federation_id = r.federation_id and n.id = r.notice_id
        join deliverable p on p.federation_id = n.federation_id and p.notice_id = n.previous_id and p.key = r.key and p.published_at is not null
       where r.federation_id = ${ctx.viewer.federationId} and r.id = any (${rootIds}::uuid[])`.execute(ctx.db);
    return new Map(rows.map(({ id, previous_id }) => [id, previous_id]));
  });
}

/** A common table of `(heir, id)`: each body and those that were merged into it, at any number of steps. */
const lineOf = (ids: readonly string[], federationId: string) => sql`line as (
  select id as heir, id from unnest(${[...ids]}::uuid[]) o (id)
  union
  select line.heir, s.predecessor_id from line
    join organization_succession s on s.federation_id = ${federationId} and s.successor_id = line.id)`;

/** Where a body has stood at any time, and those that were merged into it: what they reported then is compared with it now. */
function placesOf(ctx: ViewerContext, organizationId: string): Promise<readonly string[] | undefined> {
  const { federationId } = ctx.viewer;
  return ctx.loaders.batched('places with predecessors', organizationId, async (ids) => {
    const { rows } = await sql<{ id: string; places: string[] }>`
      with recursive ${lineOf(ids, federationId)}
      select line.heir as id, array_agg(distinct v.path) as places
        from line join organization_version v on v.federation_id = ${federationId} and v.organization_id = line.id
       group by line.heir`.execute(ctx.db);
    return new Map(rows.map(({ id, places }) => [id, places]));
  });
}

/** The counters of a body in the notice of the time before; undefined when there is no such notice, or nothing was expected. */
export async function previousCounters(ctx: ViewerContext, rootId: string, organizationId: string): Promise<CounterRow | undefined> {
  const previous = await previousRoot(ctx, rootId);
  const places = previous && (await placesOf(ctx, organizationId));
  if (!previous || !places) return undefined;
  const counters = await readCounters(ctx.db, ctx.viewer.federationId, previous, places);
  return counters.expected > 0 ? counters : undefined;
}

/** The same of a body directly below a node, as the node counted it, its own report included; gathered over the lines of a board. */
export async function previousLine(
  ctx: ViewerContext,
  rootId: string,
  nodePlaces: readonly string[],
  organizationId: string,
): Promise<CounterRow | undefined> {
  const previous = await previousRoot(ctx, rootId);
  if (!previous) return undefined;
  const { federationId } = ctx.viewer;
  const found = await ctx.loaders.batched(`lines of ${previous} at ${nodePlaces.join(' ')}`, organizationId, async (ids) => {
    const { rows } = await sql<CounterRow & { id: string }>`
      with recursive ${lineOf(ids, federationId)}
      select line.heir as id, sum(c.expected)::int as expected, sum(c.received)::int as received, sum(c.received_on_time)::int as received_on_time
        from (${childCounters(federationId, previous, nodePlaces)}) c
        join (select distinct organization_id, path from organization_version where federation_id = ${federationId}) v on v.path = c.place
        join line on line.id = v.organization_id
       group by line.heir`.execute(ctx.db);
    return new Map(rows.map((row) => [row.id, row]));
  });
  return found && found.expected > 0 ? found : undefined;
}

/** The rates then, and how far those of now are from them. */
export function previousRatesOf(now: CounterRow, then: CounterRow | undefined) {
  if (!then) return null;
  const [present, past] = [ratesOf(now), ratesOf(then)];
  return {
    rates: past,
    reportingRateChange: changeOf(present.reportingRate.percent, past.reportingRate.percent),
    onTimeRateChange: changeOf(present.onTimeRate.percent, past.onTimeRate.percent),
  };
}

const changeOf = (now: string | null, then: string | null): string | null => (now === null || then === null ? null : subtract(now, then));

/** The same question of the same body in the time before: same key, same type. */
async function previousDefinitions(
  ctx: ViewerContext,
  previous: string,
  definitions: readonly Definition[],
): Promise<readonly (Definition | undefined)[]> {
  const asked = await ctx.loaders.many('deliverable', 'root_id', previous);
  return definitions.map((definition) => {
    const same = asked.find((row) => row.issuer_id === definition.issuerId && row.published_at !== null);
    const question = same?.fields.find(({ key, type }) => key === definition.field && type === definition.type);
    return same && question ? { ...definition, deliverableId: same.id } : undefined;
  });
}

/** A number as it was then, and how far the one of now is from it; null where there is no data. */
export interface PreviousValue {
  readonly answers: number;
  readonly sum: string;
  readonly percent: string | null;
  readonly change: string | null;
}

/**
 * The sums of a body in the notice of the time before, one for each value of now in order.
 *
 * @param isLine as the node above counted them, what the body answered itself included
 */
export async function previousValues(
  ctx: ViewerContext,
  rootId: string,
  organizationId: string,
  definitions: readonly Definition[],
  values: readonly FigureValue[],
  isLine: boolean,
): Promise<readonly (PreviousValue | null)[]> {
  const previous = await previousRoot(ctx, rootId);
  const places = previous && (await placesOf(ctx, organizationId));
  if (!previous || !places) return definitions.map(() => null);
  const then = await previousDefinitions(ctx, previous, definitions);
  const rows = isLine
    ? (await Promise.all(places.map((place) => lineFiguresOf(ctx, previous, place)))).flat()
    : await readFigures(ctx.db, ctx.viewer.federationId, previous, places);
  return then.map((definition, index) => {
    const [past] = definition ? valuesOf([definition], rows) : [];
    if (!past || past.answers === 0) return null;
    const now = values[index]!;
    const change = past.percent === null ? (now.answers > 0 ? subtract(now.sum, past.sum) : null) : changeOf(now.percent, past.percent);
    return { answers: past.answers, sum: past.sum, percent: past.percent, change };
  });
}
