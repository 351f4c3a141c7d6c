import type { ViewerContext } from '../../context.ts';
import { memberChecks, memberRechecks } from './check-members.ts';
import { organizationChecks, organizationRechecks } from './check-organizations.ts';
import { postChecks, postRechecks } from './check-posts.ts';
import type { Check } from './checks.ts';
import type { ImportKind } from './import.kinds.ts';
import type { ImportRow } from './import.rows.ts';
import { reservePlaces, writeOrganizations } from './write-organizations.ts';
import { writeMembers, writePosts } from './write-people.ts';

type Write = (ctx: ViewerContext, batch: ImportRow) => Promise<void>;

/** How one kind of table is checked and taken over. */
export interface Importer {
  readonly checks: readonly Check[];
  /** What may have changed since the check. */
  readonly rechecks: readonly Check[];
  /** What is done before, in a transaction of its own. */
  readonly prepare: Write;
  /** All of it, in one transaction. */
  readonly write: Write;
  /** The acts of which it is many, each permitted by itself. */
  readonly may: readonly [action: string, subject: string];
}

export const importers: Readonly<Record<ImportKind, Importer>> = {
  ORGANIZATIONS: {
    checks: organizationChecks,
    rechecks: organizationRechecks,
    prepare: reservePlaces,
    write: writeOrganizations,
    may: ['addChild', 'Organization'],
  },
  POSTS: { checks: postChecks, rechecks: postRechecks, prepare: async () => {}, write: writePosts, may: ['equip', 'Organization'] },
  MEMBERS: { checks: memberChecks, rechecks: memberRechecks, prepare: async () => {}, write: writeMembers, may: ['open', 'Account'] },
};
