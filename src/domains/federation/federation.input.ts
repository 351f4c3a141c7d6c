import { ID } from 'type-graphql';
import { z } from 'zod';
import { inputType } from '../../kit/input.ts';
import { idOf } from '../../kit/node-id.ts';
import { isDay } from '../../kit/time.ts';
import { AFFILIATION_KINDS } from './federation.entity.ts';
import { ORGANIZATION_KINDS } from './organization.kind.ts';
import { AffiliationKindEnum, OrganizationKindEnum } from './organization.type.ts';
import { DEPARTMENT_KINDS } from './people.entity.ts';
import { DepartmentKindEnum } from './people.type.ts';

const line = (most: number) => z.string().trim().min(1).max(most);
const organizationId = idOf('Organization');
const version = z.int().meta({ description: 'The version that was read.' });
const effectiveOn = z
  .string()
  .refine(isDay, { message: '日期不存在', params: { code: 'INVALID_DATE' } })
  .optional()
  .meta({ graphql: String, description: 'Day from which it holds, as 2021-05-28, not in the future; today when absent.' });
const reason = line(500).meta({ description: 'Why, such as the number of the approval.' });

const name = line(100).meta({ description: 'Full name.' });
const shortName = line(40).meta({ description: 'Short name.' });
const docPrefix = line(20).optional().meta({ description: 'What its document numbers begin with (机关代字).' });

export const addOrganizationInput = z
  .object({
    parentId: organizationId.meta({ graphql: ID, description: 'The body directly above.' }),
    kind: z.enum(ORGANIZATION_KINDS).meta({ graphql: OrganizationKindEnum, description: 'What it is.' }),
    name,
    shortName,
    docPrefix,
    effectiveOn,
  })
  .meta({ description: 'A new organization.' });
export const AddOrganizationInput = inputType('AddOrganizationInput', addOrganizationInput);

export const renameOrganizationInput = z
  .object({
    organizationId: organizationId.meta({ graphql: ID, description: 'The organization.' }),
    version,
    name,
    shortName,
    docPrefix: docPrefix.meta({ description: 'What its document numbers begin with from now on; unchanged when absent.' }),
    effectiveOn,
    reason: reason.optional(),
  })
  .meta({ description: 'Another name for an organization.' });
export const RenameOrganizationInput = inputType('RenameOrganizationInput', renameOrganizationInput);

export const moveOrganizationInput = z
  .object({
    organizationId: organizationId.meta({ graphql: ID, description: 'The organization; everything below goes with it.' }),
    version,
    parentId: organizationId.meta({ graphql: ID, description: 'The body that will stand directly above.' }),
    effectiveOn,
    reason,
  })
  .meta({ description: 'Another superior for an organization.' });
export const MoveOrganizationInput = inputType('MoveOrganizationInput', moveOrganizationInput);

export const mergeOrganizationsInput = z
  .object({
    predecessorId: organizationId.meta({ graphql: ID, description: 'The organization that ends.' }),
    successorId: organizationId.meta({ graphql: ID, description: 'The organization that carries on.' }),
    effectiveOn,
    reason,
  })
  .meta({ description: 'A merger of one organization into another.' });
export const MergeOrganizationsInput = inputType('MergeOrganizationsInput', mergeOrganizationsInput);

export const dissolveOrganizationInput = z
  .object({
    organizationId: organizationId.meta({ graphql: ID, description: 'The organization that ends.' }),
    version,
    successorIds: z
      .array(organizationId)
      .max(20)
      .default([])
      .meta({ graphql: [ID], description: 'Who carries on its work, for the record.' }),
    effectiveOn,
    reason,
  })
  .meta({ description: 'The end of an organization.' });
export const DissolveOrganizationInput = inputType('DissolveOrganizationInput', dissolveOrganizationInput);

export const affiliateOrganizationInput = z
  .object({
    organizationId: organizationId.meta({ graphql: ID, description: 'The unit.' }),
    bodyId: organizationId.meta({ graphql: ID, description: 'The second body.' }),
    kind: z.enum(AFFILIATION_KINDS).meta({ graphql: AffiliationKindEnum, description: 'Of what kind.' }),
  })
  .meta({ description: 'A second bond.' });
export const AffiliateOrganizationInput = inputType('AffiliateOrganizationInput', affiliateOrganizationInput);

export const endAffiliationInput = z
  .object({ affiliationId: idOf('Affiliation').meta({ graphql: ID, description: 'The bond.' }) })
  .meta({ description: 'A second bond to end.' });
export const EndAffiliationInput = inputType('EndAffiliationInput', endAffiliationInput);

export const addDepartmentInput = z
  .object({
    organizationId: organizationId.meta({ graphql: ID, description: 'Of which organization.' }),
    name: line(60).meta({ description: 'Name, once per organization.' }),
    kind: z.enum(DEPARTMENT_KINDS).default('DEPARTMENT').meta({ graphql: DepartmentKindEnum, description: 'What it is.' }),
  })
  .meta({ description: 'A new department.' });
export const AddDepartmentInput = inputType('AddDepartmentInput', addDepartmentInput);

export const addPostInput = z
  .object({
    organizationId: organizationId.meta({ graphql: ID, description: 'Of which organization.' }),
    departmentId: idOf('Department').optional().meta({ graphql: ID, description: 'In which of its departments.' }),
    title: line(60).meta({ description: 'Title, once per organization.' }),
    officePhone: z
      .string()
      .trim()
      .regex(/^[0-9()（）转+\- ]{3,40}$/, { message: '办公电话格式不正确' })
      .optional()
      .meta({ graphql: String, description: "Number of the office, never a person's own." }),
  })
  .meta({ description: 'A new post.' });
export const AddPostInput = inputType('AddPostInput', addPostInput);

export type AddOrganization = z.output<typeof addOrganizationInput>;
export type RenameOrganization = z.output<typeof renameOrganizationInput>;
export type MoveOrganization = z.output<typeof moveOrganizationInput>;
export type MergeOrganizations = z.output<typeof mergeOrganizationsInput>;
export type DissolveOrganization = z.output<typeof dissolveOrganizationInput>;
export type AffiliateOrganization = z.output<typeof affiliateOrganizationInput>;
export type AddDepartment = z.output<typeof addDepartmentInput>;
export type AddPost = z.output<typeof addPostInput>;
