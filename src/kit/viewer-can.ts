import { type ClassType, Field, GraphQLISODateTime, ObjectType } from 'type-graphql';
import { Refusal } from './errors.ts';

@ObjectType({ description: 'Whether an action is possible now, and if not, why.' })
export class Gate {
  @Field(() => Boolean, { description: 'The action would be accepted now.' })
  allowed!: boolean;

  @Field(() => String, { nullable: true, description: 'Why not, for programs.' })
  code!: string | null;

  @Field(() => String, { nullable: true, description: 'Why not, for people, in Chinese.' })
  message!: string | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'From when it is possible.' })
  opensAt!: Date | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Until when, exclusive.' })
  closesAt!: Date | null;
}

/** When an action is possible; `closesAt` is the first instant at which it is not. */
export interface Window {
  readonly opensAt?: Date | null;
  readonly closesAt?: Date | null;
}

/** The action is possible now. */
export const open = (window: Window = {}): Gate => ({
  allowed: true,
  code: null,
  message: null,
  opensAt: window.opensAt ?? null,
  closesAt: window.closesAt ?? null,
});

/** The action is not possible now: why, for programs (`code`) and for people (`message`). */
export const shut = (code: string, message: string, window: Window = {}): Gate => ({
  allowed: false,
  code,
  message,
  opensAt: window.opensAt ?? null,
  closesAt: window.closesAt ?? null,
});

/** Open or shut by the ability that guards the mutation. */
export const permitted = (allowed: boolean): Gate => (allowed ? open() : shut('FORBIDDEN', '没有这项权限'));

/** The first gate that is shut; the last one when all are open. */
export const firstShut = (...gates: readonly [Gate, ...Gate[]]): Gate => gates.find((gate) => !gate.allowed) ?? gates.at(-1)!;

/**
 * The mutation's side of a gate: a button and its mutation ask the same function and can never
 * disagree.
 *
 * @throws Refusal with the gate's code and message
 */
export function assertGate(gate: Gate, path: readonly string[] = []): void {
  if (!gate.allowed) throw new Refusal(gate.code!, gate.message!, path);
}

/**
 * The type behind `viewerCan { forward { allowed message } }`.
 *
 * @param name the subject: `gatesOf('Notice', { forward: 'Forward it to the level below.' })`
 * @param actions every action with its description in English
 */
export function gatesOf<Action extends string>(name: string, actions: Readonly<Record<Action, string>>): ClassType<Record<Action, Gate>> {
  class ViewerCan {}
  for (const [action, description] of Object.entries<string>(actions)) {
    Field(() => Gate, { name: action, description })(ViewerCan.prototype, action);
  }
  ObjectType(`${name}ViewerCan`, {
    description: `What the caller may do with this ${name} now.`,
  })(ViewerCan);
  return ViewerCan as unknown as ClassType<Record<Action, Gate>>;
}
