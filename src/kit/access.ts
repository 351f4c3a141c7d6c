import { defaultFieldResolver, type GraphQLField, type GraphQLSchema } from 'graphql';
import { Extensions } from 'type-graphql';

/** What a caller must hold to reach a root field. */
export type Access =
  | { readonly kind: 'public' }
  | { readonly kind: 'signed-in' }
  | { readonly kind: 'operator' }
  | { readonly kind: 'can'; readonly action: string; readonly subject: string };

type Declaration = MethodDecorator & PropertyDecorator & ClassDecorator;
const declare = (access: Access): Declaration => Extensions({ access });

/** Open to those whose ability holds the action on the subject, in the capacity they act in. */
export const Can = (action: string, subject: string): Declaration => declare({ kind: 'can', action, subject });

/** Open to everybody; it may read only what was published for everybody. */
export const Public = (): Declaration => declare({ kind: 'public' });

/** Open to the platform's operator, who holds no capacity and sees no business data. */
export const Operator = (): Declaration => declare({ kind: 'operator' });

/** Open to a known account, whatever capacity it acts in, even none. */
export const SignedIn = (): Declaration => declare({ kind: 'signed-in' });

export interface RootField {
  /** `Query.notices` */
  readonly name: string;
  readonly operation: 'Query' | 'Mutation';
  readonly field: GraphQLField<unknown, unknown>;
  /** Absent when nothing was declared, which stops the server. */
  readonly access: Access | undefined;
}

/** Every door into the schema, with what it declares. */
export function rootFields(schema: GraphQLSchema): RootField[] {
  return (['Query', 'Mutation'] as const).flatMap((operation) => {
    const type = operation === 'Query' ? schema.getQueryType() : schema.getMutationType();
    return Object.values(type?.getFields() ?? {}).map((field) => ({
      name: `${operation}.${field.name}`,
      operation,
      field,
      access: field.extensions['access'] as Access | undefined,
    }));
  });
}

/**
 * Puts the declared access in front of every root resolver.
 *
 * @throws Error naming the fields that declare none: a forgotten declaration must stop the server,
 * not open a door.
 */
export function guardRootFields<Ctx>(schema: GraphQLSchema, authorize: (ctx: Ctx, access: Access) => void): void {
  const fields = rootFields(schema);
  const undeclared = fields.filter(({ access }) => !access).map(({ name }) => name);
  if (undeclared.length) {
    throw new Error(`No access declared (@Can, @SignedIn, @Operator or @Public): ${undeclared.join(', ')}`);
  }
  for (const { field, access } of fields) {
    const resolve = field.resolve ?? defaultFieldResolver;
    field.resolve = (source, args, ctx, info) => {
      authorize(ctx as Ctx, access!);
      return resolve(source, args, ctx, info);
    };
  }
}
