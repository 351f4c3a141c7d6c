import { Refusal } from './errors.ts';
import { type Gate, open, shut } from './viewer-can.ts';

export interface StateMachine<State extends string, Action extends string> {
  /**
   * The state that an action leads to.
   *
   * @throws Refusal WRONG_STATE when the action is not possible in the state
   */
  next(state: State, action: Action, path?: readonly string[]): State;
  /** The same as a gate, for a button. */
  gate(state: State, action: Action): Gate;
}

const CODE = 'WRONG_STATE';
const MESSAGE = '当前状态下不能办理这项操作';

/** `transitions({ OPEN: { submit: 'SUBMITTED' }, SUBMITTED: {} })` */
export function transitions<const Table extends Readonly<Record<string, Readonly<Record<string, keyof Table & string>>>>>(
  table: Table,
): StateMachine<keyof Table & string, ActionsOf<Table>> {
  type State = keyof Table & string;
  const rows = new Map(Object.entries(table).map(([state, row]) => [state, new Map(Object.entries(row))]));
  const target = (state: State, action: string): State | undefined => rows.get(state)?.get(action);
  return {
    next(state, action, path = []) {
      const reached = target(state, action);
      if (reached === undefined) throw new Refusal(CODE, MESSAGE, path);
      return reached;
    },
    gate: (state, action) => (target(state, action) === undefined ? shut(CODE, MESSAGE) : open()),
  };
}

type ActionsOf<Table> = { [S in keyof Table]: keyof Table[S] }[keyof Table] & string;
