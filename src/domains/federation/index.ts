import type { Domain } from '../../kit/domain.ts';
import { findAffiliation } from './affiliate-organization.ts';
import { CalendarResolver } from './calendar.resolver.ts';
import { findDepartment, findPost } from './directory.ts';
import { AffiliationResolver, DepartmentResolver, PostResolver } from './directory.resolver.ts';
import { ability } from './federation.ability.ts';
import { FederationResolver } from './federation.resolver.ts';
import { OrganizationResolver, OrganizationSuccessionResolver, OrganizationVersionResolver } from './organization.resolver.ts';
import { findOrganization } from './organization.rows.ts';

export const federation: Domain = {
  resolvers: [
    FederationResolver,
    OrganizationResolver,
    OrganizationVersionResolver,
    OrganizationSuccessionResolver,
    DepartmentResolver,
    PostResolver,
    AffiliationResolver,
    CalendarResolver,
  ],
  ability,
  nodes: { Organization: findOrganization, Department: findDepartment, Post: findPost, Affiliation: findAffiliation },
};
