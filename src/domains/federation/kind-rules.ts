import { Refusal } from '../../kit/errors.ts';
import { BELOW_GRASSROOTS_KINDS, GRASSROOTS_KINDS, type OrganizationKind, organizationKindLabels } from './organization.kind.ts';

const primary: ReadonlySet<OrganizationKind> = new Set(GRASSROOTS_KINDS);
const below: ReadonlySet<OrganizationKind> = new Set(BELOW_GRASSROOTS_KINDS);

/**
 * What is certain of which kind stands under which: one province at the root; branches, workshops and teams inside a
 * primary-level union or each other, and nothing else inside them. All else may be irregular, as the field is (S0-04).
 *
 * @throws Refusal KIND_NOT_ALLOWED
 */
export function assertMayStandUnder(kind: OrganizationKind, parent: OrganizationKind, path: readonly string[], name?: string): void {
  const fits = kind === 'PROVINCE' ? false : below.has(kind) ? primary.has(parent) || below.has(parent) : !below.has(parent);
  if (fits) return;
  const who = name === undefined ? organizationKindLabels[kind] : `${name}（${organizationKindLabels[kind]}）`;
  throw new Refusal('KIND_NOT_ALLOWED', `${who}不能设在${organizationKindLabels[parent]}之下`, path);
}
