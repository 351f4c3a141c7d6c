import { defaultFieldResolver, type GraphQLSchema } from 'graphql';
import { Extensions } from 'type-graphql';
import { rootFields } from './access.ts';
import { tooOften } from './errors.ts';

/** How often one caller's address may ask for an operation. */
export interface ThrottleRule {
  readonly max: number;
  readonly seconds: number;
}

/** Counts a caller's requests; answers false when this one is too many. */
export type Throttle = (operation: string, rule: ThrottleRule) => Promise<boolean>;

/** For what can be guessed or asked without an account, such as signing in. */
export const Throttled = (rule: ThrottleRule): MethodDecorator & PropertyDecorator => Extensions({ throttle: rule });

/** Puts the declared limit in front of the root fields that declare one. */
export function throttleRootFields(schema: GraphQLSchema): void {
  for (const { field } of rootFields(schema)) {
    const rule = field.extensions['throttle'] as ThrottleRule | undefined;
    if (!rule) continue;
    const resolve = field.resolve ?? defaultFieldResolver;
    field.resolve = async (source, args, ctx, info) => {
      const { throttle } = ctx as { throttle: Throttle };
      if (!(await throttle(field.name, rule))) throw tooOften();
      return resolve(source, args, ctx, info);
    };
  }
}
