import type { Allow } from '../ability.ts';
import type { Viewer, ViewerContext } from '../context.ts';

/** What a domain gives to the whole: all that `schema.ts` and `ability.ts` import of it. */
export interface Domain {
  readonly resolvers: readonly ResolverClass[];
  /** The rules of a viewer; deny by default, so a domain only adds. */
  readonly ability: (viewer: Viewer, can: Allow, cannot: Allow) => void;
  /** How `node(id)` finds a row that the caller may read; keyed by GraphQL type name. */
  readonly nodes?: Readonly<Record<string, FindNode>>;
  /** The same of rows that files hang on and that `node(id)` does not give out. */
  readonly leads?: Readonly<Record<string, FindNode>>;
}

export type FindNode = (ctx: ViewerContext, id: string) => Promise<object | undefined>;

/** A class that type-graphql makes an instance of. */
export type ResolverClass = new () => object;
