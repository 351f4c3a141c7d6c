import 'reflect-metadata';
import { GraphQLError } from 'graphql';
import { Field, InterfaceType, ObjectType } from 'type-graphql';
import { z } from 'zod';

@ObjectType({ description: 'Why a mutation did not take effect.' })
export class UserError {
  @Field(() => String, { description: 'For programs, in English, as in `DUE_AFTER_PARENT`.' })
  code!: string;

  @Field(() => String, { description: 'For people, in Chinese.' })
  message!: string;

  @Field(() => [String], { description: 'The argument it is about, from the outside in.' })
  path!: string[];
}

@InterfaceType({
  description: 'What every mutation answers.',
  autoRegisterImplementations: false,
})
export abstract class Payload {
  @Field(() => [UserError], { description: 'Empty when the mutation took effect.' })
  errors?: UserError[];
}

/**
 * An expected failure: thrown by a service, answered as data, and everything the mutation did is
 * undone. A resolver that *returns* `errors` instead keeps what it wrote (a failed sign-in counts).
 */
export class Refusal extends Error {
  readonly errors: readonly UserError[];
  /** Further fields of the payload, such as the present state beside a stale version. */
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, path: readonly string[] = [], extra: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.errors = [{ code, message, path: [...path] }];
    this.extra = extra;
  }

  /** Several reasons at once; the first one is the message. */
  static ofAll(errors: readonly [UserError, ...UserError[]]): Refusal {
    const refusal = new Refusal(errors[0].code, errors[0].message);
    return Object.assign(refusal, { errors });
  }
}

/** An id that does not exist and one out of reach get this same answer, so that nobody can probe. */
export const notFound = (path: readonly string[] = []): Refusal => new Refusal('NOT_FOUND', '没有这个编号的内容，或不在您的范围内', path);

/** Somebody else saved first; `extra` carries the present state so that both can be shown. */
export const stale = (path: readonly string[], extra?: Record<string, unknown>): Refusal =>
  new Refusal('STALE_VERSION', '内容已被他人修改，请核对最新内容后再保存', path, extra);

/** The failures that are an answer of the mutation; anything else is a fault. */
export function userErrorsOf(error: unknown): readonly UserError[] | undefined {
  if (error instanceof Refusal) return error.errors;
  if (error instanceof z.ZodError) return error.issues.map((issue) => userErrorOf(issue));
  return undefined;
}

function userErrorOf(issue: z.core.$ZodIssue): UserError {
  const named = issue.code === 'custom' ? (issue.params?.['code'] as unknown) : undefined;
  const code = typeof named === 'string' ? named : issue.code.toUpperCase();
  return { code, message: issue.message, path: ['input', ...issue.path.map(String)] };
}

const refused = (code: string, message: string, status: number): GraphQLError =>
  new GraphQLError(message, { extensions: { code, http: { status } } });

/** Nobody is behind the request, or the session has ended. */
export const unauthenticated = (): GraphQLError => refused('UNAUTHENTICATED', '请先登录', 401);

/** Somebody is, and may not. */
export const forbidden = (message = '没有这项权限'): GraphQLError => refused('FORBIDDEN', message, 403);

/** Somebody is, but in a capacity that asks for a second factor, which this session has not passed. */
export const secondFactorDue = (): GraphQLError =>
  refused('SECOND_FACTOR_REQUIRED', '本单位要求使用两步验证，请先启用，或用它重新登录', 403);

/** Asked too often from one address. */
export const tooOften = (): GraphQLError => refused('TOO_MANY_REQUESTS', '操作太频繁，请稍后再试', 429);

/** The request itself is wrong: a client's mistake, not a person's. */
export const badRequest = (message: string, code = 'BAD_USER_INPUT'): GraphQLError => refused(code, message, 400);
