import 'reflect-metadata';
import './messages.ts';
import { type ClassType, createParameterDecorator, Field, Float, GraphQLISODateTime, InputType, Int } from 'type-graphql';
import { z } from 'zod';

/**
 * The one argument of a mutation, `input`: registers it and hands over what the schema made of it.
 * A refused input throws a ZodError, which the mutation answers as data.
 */
export const Input = (type: () => ClassType, schema: z.ZodType): ParameterDecorator =>
  createParameterDecorator(({ args }) => parseInput(schema, args['input']), {
    arg: { name: 'input', typeFunc: type, options: { description: 'What is asked.' } },
  }) as ParameterDecorator;

/**
 * What a schema makes of an input as GraphQL hands it over.
 *
 * @throws ZodError
 */
export const parseInput = <Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> =>
  schema.parse(withoutNulls(value, schema));

/**
 * An input class made from the zod object, so that every field is declared once. A field's GraphQL
 * type follows from its rule; `.meta({ graphql: X })` names another one (ID, an enum, JSON, or the
 * class of a nested input), `.meta({ description })` describes it.
 */
export function inputType<Schema extends z.ZodObject>(name: string, schema: Schema): ClassType<z.input<Schema>> {
  const type = { [name]: class {} }[name]!;
  for (const [key, rule] of Object.entries<z.ZodType>(schema.shape)) {
    const { output, nullable } = outputOf(rule, `${name}.${key}`);
    const description = descriptionOf(rule);
    if (!description) throw new Error(`${name}.${key}: no description; add .meta({ description })`);
    Field(() => output, { nullable, description })(type.prototype, key);
  }
  const description = schema.meta()?.description;
  if (!description) throw new Error(`${name}: no description; add .meta({ description })`);
  InputType(name, { description })(type);
  return type as unknown as ClassType<z.input<Schema>>;
}

interface Output {
  /** A class, a scalar, an enum, or a list of one, as type-graphql takes them. */
  readonly output: object;
  readonly nullable: boolean;
}

const required = (output: object): Output => ({ output, nullable: false });

function outputOf(rule: z.ZodType, at: string): Output {
  const graphql = rule.meta()?.['graphql'];
  if (graphql) return { output: graphql, nullable: rule.safeParse(undefined).success };
  const inner = unwrapped(rule);
  if (inner) return { output: outputOf(inner, at).output, nullable: true };
  if (rule instanceof z.ZodPipe) return outputOf(rule.in as z.ZodType, at);
  if (rule instanceof z.ZodArray) {
    return required([outputOf(rule.element as z.ZodType, at).output]);
  }
  if (rule instanceof z.ZodString || rule instanceof z.ZodStringFormat) return required(String);
  if (rule instanceof z.ZodBoolean) return required(Boolean);
  if (rule instanceof z.ZodNumber) return required(rule.isInt ? Int : Float);
  if (rule instanceof z.ZodDate) return required(GraphQLISODateTime);
  throw new Error(`${at}: no GraphQL type follows from this rule; name one with .meta({ graphql })`);
}

/** The description of a rule, wherever in its wrappers it was given. */
function descriptionOf(rule: z.ZodType): string | undefined {
  const inner = unwrapped(rule) ?? (rule instanceof z.ZodPipe ? (rule.in as z.ZodType) : undefined);
  return rule.meta()?.description ?? (inner && descriptionOf(inner));
}

/** What an optional, defaulted or nullable rule is about. */
function unwrapped(rule: z.ZodType): z.ZodType | undefined {
  const wrapper = rule instanceof z.ZodOptional || rule instanceof z.ZodDefault || rule instanceof z.ZodNullable;
  return wrapper ? (rule.unwrap() as z.ZodType) : undefined;
}

/**
 * GraphQL lets a client write null wherever it may leave a field out. Unless the rule itself knows
 * null, the two mean the same: the field is absent.
 */
function withoutNulls(value: unknown, schema: z.ZodType): unknown {
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  const rule = bare(schema);
  if (rule instanceof z.ZodArray && Array.isArray(value)) {
    return value.map((item) => withoutNulls(item, rule.element as z.ZodType));
  }
  if (!(rule instanceof z.ZodObject)) return value;
  const shape = rule.shape as Record<string, z.ZodType>;
  const given = Object.entries(value).filter(([key, item]) => item !== null || !shape[key] || shape[key].safeParse(null).success);
  return Object.fromEntries(given.map(([key, item]) => [key, shape[key] ? withoutNulls(item, shape[key]) : item]));
}

/** The array or object beneath wrappers and pipes. */
function bare(rule: z.ZodType): z.ZodType {
  const inner = unwrapped(rule) ?? (rule instanceof z.ZodPipe ? (rule.in as z.ZodType) : undefined);
  return inner ? bare(inner) : rule;
}
