import { describe, expect, it } from 'vitest';
import { Refusal } from '../../src/kit/errors.ts';
import { transitions } from '../../src/kit/states.ts';
import { assertGate, firstShut, open, shut } from '../../src/kit/viewer-can.ts';

const life = transitions({
  OPEN: { submit: 'SUBMITTED', cancel: 'CANCELLED' },
  SUBMITTED: { accept: 'ACCEPTED', return: 'OPEN' },
  ACCEPTED: {},
  CANCELLED: {},
});

describe('a table of transitions', () => {
  it('leads from a state to the next', () => {
    expect(life.next('OPEN', 'submit')).toBe('SUBMITTED');
    expect(life.next('SUBMITTED', 'return')).toBe('OPEN');
  });

  it('refuses what is not possible in a state', () => {
    const refusal = (() => {
      try {
        return life.next('ACCEPTED', 'submit', ['input', 'id']);
      } catch (error) {
        return error;
      }
    })();
    expect(refusal).toBeInstanceOf(Refusal);
    expect((refusal as Refusal).errors).toEqual([{ code: 'WRONG_STATE', message: '当前状态下不能办理这项操作', path: ['input', 'id'] }]);
  });

  it('does not take a property of every object for an action', () => {
    expect(life.gate('OPEN', 'toString' as 'submit').allowed).toBe(false);
    expect(() => life.next('constructor' as 'OPEN', 'submit')).toThrow(Refusal);
  });
});

describe('a gate', () => {
  it('says the same to a button and to its mutation', () => {
    expect(life.gate('OPEN', 'submit')).toEqual(open());
    const gate = life.gate('OPEN', 'accept');
    expect(gate).toMatchObject({ allowed: false, code: 'WRONG_STATE' });
    expect(() => assertGate(gate)).toThrow(gate.message!);
    expect(() => assertGate(open())).not.toThrow();
  });

  it('is the first that is shut of several', () => {
    const closesAt = new Date('2021-05-28T16:00:00Z');
    const late = shut('CLOSED', '已截止', { closesAt });
    expect(firstShut(open(), late, shut('FORBIDDEN', '没有这项权限'))).toBe(late);
    expect(firstShut(open(), open({ closesAt }))).toEqual(open({ closesAt }));
  });
});
