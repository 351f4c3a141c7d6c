import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { startLoops } from '../../src/domains/jobs/loops.ts';
import { obligationOf, plantNotice } from '../support/plant.ts';
import { world } from '../support/world.ts';

test('the loops fold figures, seal audit lines and give up what is overdue, of every federation, and end when told', async () => {
  const worlds = [await world({ at: '2023-10-09T09:00:00+08:00' }), await world({ at: '2023-10-09T09:00:00+08:00' })];
  const owed = await Promise.all(
    worlds.map(async (w) => {
      const officer = await w.allRounder(w.province);
      const notice = await plantNotice(w, {
        by: officer,
        to: [w.a],
        deliverables: [{ latePolicy: 'AUTO_FORFEIT', dueAt: '2023-11-01T00:00:00+08:00' }],
      });
      return obligationOf(w, w.a, notice.deliverables['report']!);
    }),
  );
  const [first] = worlds;
  first!.clock.set('2023-11-01T00:00:00+08:00');
  const log = { error: () => {} }; // two at once may meet at the end of the audit's chain: who loses comes again
  const [one, other] = [
    startLoops({ orm: first!.orm, clock: first!.clock, log }),
    startLoops({ orm: first!.orm, clock: first!.clock, log }),
  ];
  const states = () =>
    Promise.all(
      worlds.map((w, index) =>
        w.asSystem(async ({ db }) => {
          const { rows } = await sql<{ state: string; waiting: number; unsealed: number }>`
            select o.state, (select count(*)::int from rollup_delta) as waiting, (select count(*)::int from audit_pending) as unsealed
              from obligation o where o.id = ${owed[index]}`.execute(db);
          return rows[0]!;
        }),
      ),
    );
  const ended = { state: 'FORFEITED', waiting: 0, unsealed: 0 };
  for (let left = 100; left > 0 && JSON.stringify(await states()) !== JSON.stringify([ended, ended]); left--) await sleep(100);
  await Promise.all([one.stop(), other.stop()]);
  expect(await states()).toEqual([ended, ended]);
});
