import { registerEnumType } from 'type-graphql';

/**
 * A GraphQL enum whose internal values are its names.
 *
 * ```ts
 * export const LatePolicyEnum = enumType('LatePolicy', 'What happens after the close.', {
 *   HARD_CLOSE: 'Refused; reopened by name.',
 * });
 * ```
 *
 * @param values every name with its description in English
 * @returns the object to use in `@Field(() => …)` and in `.meta({ graphql: … })`
 */
export function enumType<Name extends string>(
  name: string,
  description: string,
  values: Readonly<Record<Name, string>>,
): Readonly<Record<Name, Name>> {
  const names = Object.keys(values) as Name[];
  const type = Object.fromEntries(names.map((value) => [value, value])) as Record<Name, Name>;
  const valuesConfig = Object.fromEntries(names.map((value) => [value, { description: values[value] }])) as Record<
    Name,
    { description: string }
  >;
  registerEnumType(type, { name, description, valuesConfig });
  return type;
}
