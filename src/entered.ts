import type { Account, CapacityKind, Role, Viewer } from './context.ts';

/** What `app.enter` answers; the columns of the capacity are null when there is none. */
export interface Entered {
  readonly account_id: string;
  readonly login: string;
  readonly operator: boolean;
  readonly second_factor_due: boolean;
  readonly kind: CapacityKind | null;
  readonly capacity_id: string | null;
  readonly person_id: string;
  readonly on_behalf_of_id: string | null;
  readonly federation_id: string;
  readonly organization_id: string;
  readonly path: string;
  readonly roles: Role[];
}

/** Who is behind the request. */
export const accountOf = (entered: Entered): Account => ({
  id: entered.account_id,
  login: entered.login,
  operator: entered.operator,
  secondFactorDue: entered.second_factor_due,
});

/** The capacity to act in; undefined when there is none. */
export function viewerOf(entered: Entered): Viewer | undefined {
  if (entered.capacity_id === null || entered.kind === null) return undefined;
  return {
    accountId: entered.account_id,
    personId: entered.person_id,
    capacityId: entered.capacity_id,
    kind: entered.kind,
    onBehalfOfId: entered.on_behalf_of_id,
    federationId: entered.federation_id,
    organizationId: entered.organization_id,
    path: entered.path,
    roles: entered.roles,
  };
}
