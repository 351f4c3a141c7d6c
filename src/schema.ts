import 'reflect-metadata';
import './kit/messages.ts';
import { assertValidSchema, type GraphQLSchema } from 'graphql';
import { buildSchemaSync, getMetadataStorage } from 'type-graphql';
import type { Context } from './context.ts';
import { domains } from './domains.ts';
import { type Access, guardRootFields } from './kit/access.ts';
import type { ResolverClass } from './kit/domain.ts';
import { forbidden, secondFactorDue, unauthenticated } from './kit/errors.ts';
import { priceLists } from './kit/limits.ts';
import { acceptIdempotencyKeys, answerRefusals } from './kit/mutations.ts';
import { exposeGlobalIds } from './kit/node-id.ts';
import { throttleRootFields } from './kit/throttle.ts';
import { RootResolver } from './root.resolver.ts';

/**
 * The schema of all domains, with what every operation has in common wrapped around its root fields.
 *
 * @param resolvers those of the domains unless a test brings its own
 * @throws Error when a root field declares no access, or a mutation does not take one `input`
 */
export function createSchema(resolvers: readonly ResolverClass[] = domains.flatMap((domain) => domain.resolvers)): GraphQLSchema {
  // A field without a resolver is a property: type-graphql's wrapper costs more than reading it.
  for (const type of getMetadataStorage().objectTypes) type.simpleResolvers = true;
  const schema = buildSchemaSync({
    resolvers: [RootResolver, ...resolvers],
    validate: false,
    skipCheck: true, // checked below, when the passes have completed it
  });
  schema.getQueryType()!.description = 'What can be read.';
  const mutations = schema.getMutationType();
  if (mutations) mutations.description = 'What can be done.';

  exposeGlobalIds(schema);
  acceptIdempotencyKeys(schema);
  answerRefusals(schema);
  throttleRootFields(schema);
  guardRootFields<Context>(schema, authorize);
  priceLists(schema);
  assertValidSchema(schema);
  return schema;
}

function authorize({ account, viewer, ability }: Context, access: Access): void {
  if (access.kind === 'public') return;
  if (!account) throw unauthenticated();
  if (access.kind === 'signed-in') return;
  if (access.kind === 'operator') {
    if (!account.operator) throw forbidden();
    return;
  }
  if (account.secondFactorDue) throw secondFactorDue();
  if (!viewer) throw forbidden('您目前没有任何办事身份');
  if (!ability.can(access.action, access.subject)) throw forbidden();
}
