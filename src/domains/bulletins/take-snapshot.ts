import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { canonical } from '../../kit/canonical.ts';
import { Refusal } from '../../kit/errors.ts';
import { levelOf, MAX_CHILDREN } from '../../kit/tree.ts';
import { bodyAt, ownObligation } from '../analytics/line.ts';
import { figuresOf, listLines } from '../analytics/progress.ts';
import type { ObligationRow } from '../obligations/obligation.rows.ts';
import { obligationStateLabels } from '../obligations/obligation.enums.ts';
import type { Scope } from '../obligations/scope.ts';
import { type CounterRow, readCounters } from '../submissions/rollup.read.ts';
import { COUNTER_COLUMNS } from '../submissions/rollup.sql.ts';
import type { FrozenFigures, FrozenLine, Snapshot } from './bulletin.shapes.ts';

/** So often figures are read until nothing came in between. */
const TRIES = 5;

/**
 * What the board of a body shows now, as a value: its own line and one for each body directly below, never further down. The
 * same few statements for three bodies and for thousands. They read one after the other while reports go on coming in, so
 * the total is read again at the end; when it has changed, everything is.
 *
 * @throws Refusal FIGURES_MOVING when it changed each time
 */
export async function takeSnapshot(ctx: ViewerContext, scope: Scope): Promise<Snapshot> {
  const total = () => readCounters(ctx.db, ctx.viewer.federationId, scope.deliverable.root_id, scope.places);
  let before = await total();
  for (let turn = 0; turn < TRIES; turn++) {
    ctx.loaders.clear();
    const snapshot = await readOnce(ctx, scope, before);
    const after = await total();
    if (canonical(after) === canonical(before)) return snapshot;
    before = after;
  }
  throw new Refusal('FIGURES_MOVING', '报送正在集中到达，数据还在变化，请稍后再试');
}

async function readOnce(ctx: ViewerContext, scope: Scope, counters: CounterRow): Promise<Snapshot> {
  const rootId = scope.deliverable.root_id;
  const { nodes } = await listLines(ctx, scope, 'TREE', { first: MAX_CHILDREN });
  const listed = new Set(nodes.map(({ place }) => place));
  const idle = (await idleBelow(ctx, scope)).filter(({ place }) => !listed.has(place));
  const rows = [...nodes, ...idle].toSorted((one, other) => (one.place < other.place ? -1 : 1));
  const [figures, lines] = await Promise.all([
    frozen(figuresOf(ctx, rootId, scope.places, counters, false)),
    Promise.all(
      rows.map(async (row): Promise<FrozenLine> => {
        const [body, own, shown] = await Promise.all([
          bodyAt(ctx, row.place),
          ownObligation(ctx, rootId, row.place),
          frozen(figuresOf(ctx, rootId, [row.place], row, true)),
        ]);
        return {
          filedPath: row.place,
          organizationId: body!.id,
          name: body!.name,
          ownState: own?.state ?? null,
          status: statusOf(shown, own),
          isBehind: isBehind(shown, own),
          figures: shown,
        };
      }),
    ),
  ]);
  return { figures, lines };
}

/** Bodies that have to see to it and below which nothing is owed yet: no board counts them, and a bulletin must not forget them. */
async function idleBelow(ctx: ViewerContext, { deliverable, organization }: Scope): Promise<(CounterRow & { place: string })[]> {
  const { rows } = await sql<{ place: string }>`
    select o.filed_path as place from organization c
      join obligation o on o.federation_id = c.federation_id and o.organization_id = c.id and o.root_id = ${deliverable.root_id}
     where c.federation_id = ${ctx.viewer.federationId} and c.parent_id = ${organization.id} and o.kind = 'ORGANISE'
       and o.state not in ('WAIVED', 'CANCELLED') and length(o.filed_path) / 5 = ${levelOf(organization.path) + 1}
     order by o.filed_path`.execute(ctx.db);
  const nothing = Object.fromEntries(COUNTER_COLUMNS.map((name) => [name, 0])) as unknown as CounterRow;
  return rows.map((row) => Object.assign(row, nothing));
}

async function frozen(shown: ReturnType<typeof figuresOf>): Promise<FrozenFigures> {
  const [overdue, byLamp, acknowledged] = await Promise.all([shown.overdue(), shown.byLamp(), shown.acknowledged()]);
  return { ...shown, overdue, byLamp, acknowledged };
}

const count = ({ byState }: FrozenFigures, state: string): number => byState.find((one) => one.state === state)?.count ?? 0;

/** Where a unit stands, as a circular puts it. */
function statusOf(figures: FrozenFigures, own: ObligationRow | undefined): string {
  const { rates, invited, overdue, nil } = figures;
  if (rates.expected === 0) {
    if (invited.eligible > 0) return `自愿参加，已参加${invited.entered}`;
    return own?.kind === 'ORGANISE' ? '尚无应报单位' : own ? obligationStateLabels[own.state] : '无报送任务';
  }
  const absent = rates.expected - rates.received;
  if (absent === 0)
    return nil === rates.received ? '已报齐（零报告）' : rates.received > rates.receivedOnTime ? '已报齐，有逾期' : '已报齐';
  const parts = [`未报${absent}`];
  if (overdue > 0) parts.push(`逾期${overdue}`);
  if (count(figures, 'RETURNED') > 0) parts.push(`退回修改${count(figures, 'RETURNED')}`);
  return parts.join('，');
}

/** Whether there is anything for which a unit could be named. */
const isBehind = (figures: FrozenFigures, own: ObligationRow | undefined): boolean =>
  figures.rates.receivedOnTime < figures.rates.expected ||
  figures.overdue > 0 ||
  count(figures, 'RETURNED') > 0 ||
  (own?.kind === 'ORGANISE' && figures.rates.expected === 0);
