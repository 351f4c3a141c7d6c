import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { closesAt, isOverdue, reviewGate, submitGate, withdrawGate } from '../../src/domains/obligations/gates.ts';
import { lampColour, lampOf, overdue } from '../../src/domains/obligations/lamp.ts';
import { LATE_POLICIES } from '../../src/domains/notices/notice.entity.ts';
import { OBLIGATION_KINDS, OBLIGATION_STATES } from '../../src/domains/obligations/obligation.entity.ts';
import { obligationStates } from '../../src/domains/obligations/obligation.states.ts';
import { nationalCalendar } from '../../src/kit/working-days.ts';
import { world } from '../support/world.ts';

const END = new Date('2023-11-01T00:00:00+08:00');
const just = (milliseconds: number) => new Date(END.getTime() + milliseconds);
const open = {
  kind: 'REPORT',
  state: 'OPEN',
  late_policy: 'HARD_CLOSE',
  due_at: END,
  closes_at: END,
  reopened_until: null,
  resubmit_due: null,
} as const;

describe('handing in', () => {
  test('S2-69: at 11-01 00:00 it is refused as given up, a millisecond earlier accepted', () => {
    const obligation = { ...open, late_policy: 'AUTO_FORFEIT' } as const;
    expect(submitGate(obligation, just(-1))).toMatchObject({ allowed: true, closesAt: END });
    expect(submitGate(obligation, END)).toMatchObject({ allowed: false, code: 'AUTO_FORFEIT', message: '逾期视为自动放弃' });
    expect(submitGate({ ...obligation, state: 'FORFEITED' }, just(-1))).toMatchObject({ allowed: false, code: 'AUTO_FORFEIT' });
  });

  test('C-05: after a hard close it is refused with whom to ask, and a door opened by name lets it in until its own end', () => {
    expect(submitGate(open, END)).toMatchObject({
      allowed: false,
      code: 'CLOSED',
      message: '报送已截止（10月31日24:00止（含当日）），如需补报，请联系发文单位为本单位重新开放',
    });
    const reopened = { ...open, reopened_until: just(86_400_000) };
    expect(submitGate(reopened, just(86_399_999)).allowed).toBe(true);
    expect(submitGate(reopened, just(86_400_000)).allowed).toBe(false);
  });

  test('a return slip opens its own door, and where late reports are accepted nothing ever closes', () => {
    expect(submitGate({ ...open, state: 'RETURNED', resubmit_due: just(1000) }, just(999)).allowed).toBe(true);
    expect(submitGate({ ...open, state: 'RETURNED', resubmit_due: just(1000) }, just(1000)).allowed).toBe(false);
    expect(closesAt({ ...open, closes_at: null, resubmit_due: just(1000) })).toBeNull();
    expect(submitGate({ ...open, late_policy: 'ACCEPT_LATE', closes_at: null }, just(1e12)).allowed).toBe(true);
  });

  test('S0-21: who has the duty to organise hands nothing in', () => {
    expect(submitGate({ ...open, kind: 'ORGANISE' }, just(-1))).toMatchObject({ allowed: false, code: 'ORGANISE_ONLY' });
  });

  test('what was handed in can be taken back only while it could be handed in again', () => {
    expect(withdrawGate({ ...open, state: 'SUBMITTED' }, just(-1)).allowed).toBe(true);
    expect(withdrawGate({ ...open, state: 'SUBMITTED' }, END).code).toBe('CLOSED');
    expect(withdrawGate(open, just(-1)).code).toBe('WRONG_STATE');
  });

  test('F-07: the states and what leads from one to the next', () => {
    const actions = ['submit', 'withdraw', 'return', 'accept', 'forfeit', 'waive', 'cancel', 'reopen', 'askAgain'] as const;
    const table = Object.fromEntries(
      OBLIGATION_STATES.map((state) => [
        state,
        actions.flatMap((action) =>
          obligationStates.gate(state, action).allowed ? [`${action} ${obligationStates.next(state, action)}`] : [],
        ),
      ]),
    );
    expect(table).toEqual({
      OPEN: ['submit SUBMITTED', 'forfeit FORFEITED', 'waive WAIVED', 'cancel CANCELLED', 'reopen OPEN'],
      SUBMITTED: ['withdraw OPEN', 'return RETURNED', 'accept ACCEPTED', 'forfeit FORFEITED', 'cancel CANCELLED', 'askAgain RETURNED'],
      RETURNED: ['submit SUBMITTED', 'forfeit FORFEITED', 'waive WAIVED', 'cancel CANCELLED', 'reopen RETURNED', 'askAgain RETURNED'],
      // Only by a correction: what is no longer asked for, and questions that are asked again.
      ACCEPTED: ['cancel CANCELLED', 'askAgain RETURNED'],
      FORFEITED: ['waive WAIVED', 'cancel CANCELLED', 'reopen OPEN'],
      WAIVED: ['reopen OPEN'],
      CANCELLED: [],
    });
  });
});

describe('reviewing', () => {
  const submission = {
    state: 'SUBMITTED',
    holder_id: 'county',
    organization_id: 'unit',
    submitted_by_id: 'reporter',
    submitted_on_behalf_of_id: null,
  } as const;
  const viewer = { organizationId: 'county', personId: 'reviewer', onBehalfOfId: null };

  test('is for the body that has it, by somebody else than who handed it in, whatever the capacity', () => {
    expect(reviewGate(submission, viewer).allowed).toBe(true);
    expect(reviewGate(submission, { ...viewer, organizationId: 'city' }).code).toBe('NOT_HOLDER');
    expect(reviewGate(submission, { ...viewer, personId: 'reporter' }).code).toBe('FOUR_EYES');
    expect(reviewGate({ ...submission, state: 'RETURNED' }, viewer).allowed).toBe(true);
    expect(reviewGate({ ...submission, state: 'RETURNED', holder_id: 'unit' }, { ...viewer, organizationId: 'unit' }).code).toBe(
      'WRONG_STATE',
    );
    expect(reviewGate({ ...submission, state: 'ACCEPTED' }, viewer).code).toBe('WRONG_STATE');
  });
});

describe('lamps', () => {
  const on = (now: Date) => ({ now, calendar: nationalCalendar });
  const due = (text: string) => ({ ...open, late: false, due_at: new Date(text), closes_at: null });

  test('blue from three working days on, red from the first instant after the due', () => {
    const friday = due('2021-05-29T00:00:00+08:00');
    const at = (text: string) => lampOf(friday, on(new Date(text)));
    expect(at('2021-05-24T09:00:00+08:00')).toEqual({ colour: 'GREY', reason: '还剩4天' });
    expect(at('2021-05-25T00:00:00+08:00')).toEqual({ colour: 'BLUE', reason: '还剩3个工作日' });
    expect(at('2021-05-28T23:59:59.999+08:00')).toEqual({ colour: 'BLUE', reason: '今日到期' });
    expect(at('2021-05-29T00:00:00+08:00')).toEqual({ colour: 'RED', reason: '已逾期1天' });
    // Over a weekend three working days are five days.
    expect(lampOf(due('2021-06-02T00:00:00+08:00'), on(new Date('2021-05-27T12:00:00+08:00')))).toEqual({
      colour: 'BLUE',
      reason: '还剩3个工作日',
    });
  });

  test('a list, a count and a single row show the same lamp', async () => {
    const w = await world();
    const instant = fc.date({ min: new Date('2021-05-01T00:00:00Z'), max: new Date('2021-06-20T00:00:00Z'), noInvalidDate: true });
    const day = instant.map((date) => new Date(Math.floor(date.getTime() / 86_400_000) * 86_400_000 - 8 * 3_600_000));
    const row = fc.record({
      kind: fc.constantFrom(...OBLIGATION_KINDS),
      state: fc.constantFrom(...OBLIGATION_STATES),
      late_policy: fc.constantFrom(...LATE_POLICIES),
      late: fc.boolean(),
      due_at: fc.option(fc.oneof(day, instant)),
      closes_at: fc.option(day),
      reopened_until: fc.option(day),
      resubmit_due: fc.option(day),
    });
    const rows = fc.sample(fc.tuple(row, instant), 400);
    const shown = await w.asSystem(async ({ db }) => {
      const each = rows.map(([o, now]) => {
        const given = sql`(select ${o.kind}::text as kind, ${o.state}::text as state, ${o.late}::boolean as late, ${o.due_at}::timestamptz as due_at,
          ${o.reopened_until}::timestamptz as reopened_until, ${o.resubmit_due}::timestamptz as resubmit_due) o`;
        return sql<{
          lamp: string;
          overdue: boolean;
        }>`select ${lampColour(on(now))} as lamp, ${overdue(now)} as overdue from ${given}`.execute(db);
      });
      return (await Promise.all(each)).map((answer) => answer.rows[0]!);
    });
    for (const [index, [o, now]] of rows.entries()) {
      expect({ o, now, lamp: shown[index]!.lamp, overdue: shown[index]!.overdue }).toEqual({
        o,
        now,
        lamp: lampOf(o, on(now)).colour,
        overdue: isOverdue(o, now),
      });
    }
  });
});
