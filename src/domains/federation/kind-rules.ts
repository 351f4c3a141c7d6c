import { Refusal } from '../../kit/errors.ts';
import { BELOW_GRASSROOTS_KINDS, GRASSROOTS_KINDS, type OrganizationKind, organizationKindLabels } from './organization.kind.ts';

const primary: ReadonlySet<OrganizationKind> = new Set(GRASSROOTS_KINDS);
const below: ReadonlySet<OrganizationKind> = new Set(BELOW_GRASSROOTS_KINDS);

/**
 * What is certain of which kind stands under which: one province at the root; branches, workshops and teams inside a
 * primary-level union or each other, and nothing else inside them. All else may be irregular, as the field is (S0-04).
 */
export function mayStandUnder(kind: OrganizationKind, parent: OrganizationKind): boolean {
  if (kind === 'PROVINCE') return false;
  return below.has(kind) ? primary.has(parent) || below.has(parent) : !below.has(parent);
}

/**
 * The same for a mutation.
 *
 * @throws Refusal KIND_NOT_ALLOWED
 */
export function assertMayStandUnder(kind: OrganizationKind, parent: OrganizationKind, path: readonly string[], name?: string): void {
  if (!mayStandUnder(kind, parent)) throw new Refusal('KIND_NOT_ALLOWED', notUnder(kind, parent, name), path);
}

/** Why it may not. */
export function notUnder(kind: OrganizationKind, parent: OrganizationKind, name?: string): string {
  const who = name === undefined ? organizationKindLabels[kind] : `${name}（${organizationKindLabels[kind]}）`;
  return `${who}不能设在${organizationKindLabels[parent]}之下`;
}
