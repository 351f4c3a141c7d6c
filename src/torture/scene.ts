import type { Connections } from '../database/connection.ts';
import type { Role } from '../context.ts';
import { foundFederation, type OrganizationSeed, plantOrganizations, plantPeople } from '../domains/federation/found.ts';
import { hashPassword } from '../domains/identity/password.ts';
import { asSystem } from '../kit/system.ts';
import { uuid7 } from '../kit/uuid.ts';
import { connect } from '../orm.ts';

/** What a writer does. */
export type Part = 'ISSUER' | 'REVIEWER' | 'UNIT';

/** Somebody who writes, with the login to do it. */
export interface WriterSeed {
  readonly part: Part;
  readonly login: string;
  readonly organizationId: string;
  readonly name: string;
}

export interface Scene {
  readonly federationId: string;
  readonly writers: readonly WriterSeed[];
}

export const PASSWORD = 'torture-password';
const COUNTIES = 2;
const UNITS_EACH = 5;

const ROLES: Readonly<Record<Part, readonly Role[]>> = {
  ISSUER: ['ISSUING_OFFICER', 'REVIEWER'],
  REVIEWER: ['REVIEWER'],
  UNIT: ['REPORTER'],
};

/**
 * Prepares a city with two counties of five units each and their sixteen people: one who issues and one who reviews in
 * the city and in each county, and one reporter per unit.
 */
export async function plantScene({ owner, application }: Connections): Promise<Scene> {
  const at = new Date();
  const root = { kind: 'PROVINCE', name: '压力测试省总工会', shortName: '省', docPrefix: '省工字' } as const;
  const { federationId, rootId } = await foundFederation(owner, { name: root.name, root, at });
  const city = {
    id: uuid7(),
    parentId: rootId,
    kind: 'PREPARATORY_GROUP', // leads counties, and need not sign what its one officer sends
    name: '压力测试市总工会筹备组',
    shortName: '市',
    docPrefix: '市工字',
  } as const;
  const counties = Array.from({ length: COUNTIES }, (_, index): OrganizationSeed & { id: string } => ({
    id: uuid7(),
    parentId: city.id,
    kind: 'COUNTY_DISTRICT',
    name: `第${index + 1}县总工会`,
    shortName: `第${index + 1}县`,
    docPrefix: `县${'甲乙丙丁'[index]}工字`,
  }));
  const units = counties.flatMap((county) =>
    Array.from({ length: UNITS_EACH }, (_, index): OrganizationSeed & { id: string } => ({
      id: uuid7(),
      parentId: county.id,
      kind: 'GRASSROOTS',
      name: `${county.shortName}第${index + 1}单位工会`,
      shortName: `${county.shortName}第${index + 1}单位`,
    })),
  );
  const seat = (part: Part, organization: { id: string; shortName: string }, index: number): WriterSeed => ({
    part,
    login: `${part.toLowerCase()}.${index}.torture`,
    organizationId: organization.id,
    name: `${organization.shortName}${part === 'ISSUER' ? '文秘' : part === 'REVIEWER' ? '审核' : '干事'}`,
  });
  const offices = [city, ...counties];
  const writers = [
    ...offices.map((office, index) => seat('ISSUER', office, index)),
    ...offices.map((office, index) => seat('REVIEWER', office, index)),
    ...units.map((unit, index) => seat('UNIT', unit, index)),
  ];
  const passwordHash = await hashPassword(PASSWORD);
  const people = writers.map(({ part, organizationId, login, name }) => ({
    organizationId,
    login,
    name,
    roles: ROLES[part],
    passwordHash,
  }));
  const orm = await connect(application, { max: 2 });
  try {
    await asSystem(orm.em, federationId, async ({ db }) => {
      await plantOrganizations(db, federationId, [city, ...counties, ...units], at);
      await plantPeople(db, federationId, people, at);
    });
  } finally {
    await orm.close();
  }
  return { federationId, writers };
}
