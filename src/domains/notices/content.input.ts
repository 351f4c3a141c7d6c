import { ID } from 'type-graphql';
import { z } from 'zod';
import { formFieldsSchema, FormFieldInput } from '../../kit/form.input.ts';
import { inputType } from '../../kit/input.ts';
import { idOf } from '../../kit/node-id.ts';
import { isDay } from '../../kit/time.ts';
import { OrganizationKindEnum } from '../federation/organization.type.ts';
import { ORGANIZATION_KINDS } from '../federation/organization.kind.ts';
import { NOTICE_KINDS, NOTICE_LEVELS, NOTICE_REACHES, LATE_POLICIES, WRITTEN_OUTPUTS, PARTICIPATIONS, ROUTES } from './notice.entity.ts';
import { extras } from './extras.input.ts';
import { ApprovalChainInput, chainSchema } from '../chains/chain.input.ts';
import * as enums from './notice.enums.ts';

const text = (most: number) => z.string().trim().max(most);
const line = (most: number) => text(most).min(1);
const day = z
  .string()
  .refine(isDay, { message: '日期不存在', params: { code: 'INVALID_DATE' } })
  .meta({ graphql: String });
const key = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9]{0,39}$/, { message: '键名须以小写字母开头，只含字母和数字' })
  .meta({ graphql: String });
const organizationId = idOf('Organization').meta({ graphql: ID });
const kinds = z
  .array(z.enum(ORGANIZATION_KINDS))
  .max(30)
  .default([])
  .meta({ graphql: [OrganizationKindEnum] });

const basisSchema = z
  .object({
    number: text(60).nullable().default(null).meta({ description: 'Document number as printed.' }),
    title: line(300).meta({ description: 'Title of the document.' }),
    reference: text(200)
      .nullable()
      .default(null)
      .meta({ description: 'Where in the text it is cited, such as the goal that rests on it.' }),
  })
  .meta({ description: 'A document that the notice rests on.' });
const BasisDocumentInput = inputType('BasisDocumentInput', basisSchema);

const contactSchema = z
  .object({
    purpose: text(60).nullable().default(null).meta({ description: 'What to ask this contact about.' }),
    department: line(100).meta({ description: 'Department or post.' }),
    names: z.array(line(40)).max(10).default([]).meta({ description: 'Names, in the order given.' }),
    phones: z.array(line(40)).max(10).default([]).meta({ description: 'Numbers, verbatim, in the order given.' }),
    email: z.email().max(200).nullable().default(null).meta({ description: 'Mailbox.' }),
  })
  .meta({ description: 'Whom to ask.' });
const NoticeContactInput = inputType('NoticeContactInput', contactSchema);

const groupSchema = z
  .object({
    kinds: kinds.meta({ description: 'Kinds of organization; none means every kind.' }),
    scope: z.enum(['CHILDREN', 'SUBTREE', 'AFFILIATED']).meta({ graphql: enums.AddresseeScopeEnum, description: 'Among which bodies.' }),
  })
  .meta({ description: 'A group of addressees.' });
const AddresseeGroupInput = inputType('AddresseeGroupInput', groupSchema);

const addresseesSchema = z
  .object({
    groups: z
      .array(groupSchema)
      .max(20)
      .default([])
      .meta({ graphql: [AddresseeGroupInput], description: 'Groups, all of them together.' }),
    organizationIds: z
      .array(organizationId)
      .max(1000)
      .default([])
      .meta({ graphql: [ID], description: 'Single bodies added.' }),
    addressGroupIds: z
      .array(idOf('AddressGroup').meta({ graphql: ID }))
      .max(50)
      .optional()
      .meta({ graphql: [ID], description: 'Saved groups added: whoever is in them, and active, when the notice is sent.' }),
    exceptIds: z
      .array(organizationId)
      .max(1000)
      .default([])
      .meta({ graphql: [ID], description: 'Single bodies left out.' }),
  })
  .meta({ description: 'Whom a notice goes to.' });
const AddresseesInput = inputType('AddresseesInput', addresseesSchema);

const columnSchema = z
  .object({
    key: key.meta({ description: 'Name of the column for programs.' }),
    label: line(60).meta({ description: 'Heading of the column.' }),
    source: z
      .enum(['ORGANIZATION', 'SUPERIOR', 'STATE', 'SUBMITTED_AT', 'ON_TIME', 'ANSWER'])
      .meta({ graphql: enums.LedgerSourceEnum, description: 'Where it is read from.' }),
    field: key.nullable().default(null).meta({ graphql: String, description: 'Field of the form, for ANSWER.' }),
  })
  .meta({ description: 'A column of a ledger.' });
const LedgerColumnInput = inputType('LedgerColumnInput', columnSchema);

const ledgerSchema = z
  .object({
    of: key.meta({ description: 'Key of the deliverable, in this notice, whose submissions are listed.' }),
    columns: z
      .array(columnSchema)
      .min(1)
      .max(40)
      .meta({ graphql: [LedgerColumnInput], description: 'The columns, in order.' }),
  })
  .meta({ description: 'What a ledger lists.' });
const LedgerDefinitionInput = inputType('LedgerDefinitionInput', ledgerSchema);

const due = {
  due: day.nullable().default(null).meta({ graphql: String, description: 'Last day, as 2021-05-28; until its end in Beijing time.' }),
  dueExclusive: z
    .boolean()
    .default(false)
    .meta({ description: 'The day named does not count: the due is its beginning. By default it counts, until 24:00 (C-20).' }),
  duePhrase: text(40)
    .nullable()
    .default(null)
    .meta({ description: 'The due as the notice words it; without a day, what it means is read out of it.' }),
  dueConfirmed: z
    .boolean()
    .default(false)
    .meta({ description: 'What was read out of the phrase was shown and is right; a day that is typed needs no confirmation.' }),
  noDue: z.boolean().default(false).meta({ description: 'There is no due, on purpose (不设期限).' }),
  nextWorkingDay: z
    .boolean()
    .default(false)
    .meta({ description: 'A due on a day off moves to the next working day; by default it stays where it is (C-52).' }),
};
const fields = formFieldsSchema.default([]);

const deliverableSchema = z
  .object({
    key: key.meta({ description: 'Name within the notice.' }),
    title: line(200).meta({ description: 'What is to be handed in.' }),
    requirement: text(5000).default('').meta({ description: 'What is expected of it.' }),
    participation: z.enum(PARTICIPATIONS).default('MANDATORY').meta({ graphql: enums.ParticipationEnum, description: 'Owed or invited.' }),
    output: z.enum(WRITTEN_OUTPUTS).default('FORM').meta({ graphql: enums.DeliverableOutputEnum, description: 'A form or a ledger.' }),
    audience: kinds.meta({
      description: 'Kinds that report themselves; other addressees organise it below them. None means every addressee reports.',
    }),
    fields: fields.meta({ graphql: [FormFieldInput], description: 'The form.' }),
    ledger: ledgerSchema.nullable().default(null).meta({ graphql: LedgerDefinitionInput, description: 'What a ledger lists.' }),
    approvals: chainSchema.nullable().default(null).meta({ graphql: ApprovalChainInput, description: 'Who has to agree, in order.' }),
    ...due,
    closes: day.nullable().default(null).meta({ graphql: String, description: 'Last day on which anything is accepted.' }),
    route: z.enum(ROUTES).default('DIRECT').meta({ graphql: enums.RouteEnum, description: 'How it travels up.' }),
    latePolicy: z
      .enum(LATE_POLICIES)
      .default('HARD_CLOSE')
      .meta({ graphql: enums.LatePolicyEnum, description: 'What happens to what comes late.' }),
    graceDays: z.int().min(0).max(365).default(0).meta({ description: 'Days of grace, for GRACE.' }),
    completedBy: key
      .nullable()
      .default(null)
      .meta({ graphql: String, description: 'Key of the deliverable whose receipt ends the duty to organise this one.' }),
  })
  .superRefine(({ approvals, output, route, fields: asked }, check) => {
    if (!approvals) return;
    const issue = (path: (string | number)[], code: string, message: string) =>
      check.addIssue({ code: 'custom', message, path: ['approvals', ...path], params: { code } });
    if (output !== 'FORM') issue([], 'APPROVALS_WITHOUT_FORM', '只有填报表格可以设审批程序');
    if (route === 'DIRECT' && approvals.steps.some(({ by }) => by === 'LEVEL'))
      issue(['steps'], 'APPROVALS_DIRECT', '有上级工会意见的，应逐级报送');
    approvals.overrides.forEach(({ field, column }, index) => {
      const question = asked.find((one) => one.key === field);
      if (!question || (column !== null && !question.columns.some((one) => one.key === column)))
        issue(['overrides', index, 'field'], 'FIELD_UNKNOWN', '例外规则没有指向本表的填报项');
    });
  })
  .meta({ description: 'What a notice asks for.' });
const DeliverableInput = inputType('DeliverableInput', deliverableSchema);

const inheritedSchema = z
  .object({
    deliverableId: idOf('Deliverable').meta({ graphql: ID, description: "The superior's deliverable." }),
    ...due,
    requirement: text(5000).default('').meta({ description: 'What this level asks beyond the superior.' }),
    fields: fields.meta({ graphql: [FormFieldInput], description: 'Fields added by this level.' }),
    completedBy: key
      .nullable()
      .default(null)
      .meta({ graphql: String, description: 'Key of the deliverable whose receipt ends the duty to organise this one.' }),
  })
  .meta({ description: 'What a level changes in a deliverable that it hands on: an earlier due and more fields, nothing else.' });
const InheritedDeliverableInput = inputType('InheritedDeliverableInput', inheritedSchema);

export const contentSchema = z
  .object({
    kind: z.enum(NOTICE_KINDS).optional().meta({ graphql: enums.NoticeKindEnum, description: 'What sort of document it is.' }),
    level: z.enum(NOTICE_LEVELS).optional().meta({ graphql: enums.NoticeLevelEnum, description: 'The level that the title names.' }),
    docNumber: text(60)
      .nullable()
      .default(null)
      .meta({ description: 'Document number as printed, such as 石工办字〔2021〕13号; a notice may have none.' }),
    title: text(300).default('').meta({ description: 'Title; without one it is made from `subject`, as custom has it.' }),
    subject: line(250)
      .optional()
      .meta({ description: 'What the document is about, or the name of the document that it issues; for a title to be made.' }),
    body: text(50_000).default('').meta({ description: 'Text.' }),
    signedBy: line(100).meta({ description: 'Who signs, as printed under the text.' }),
    departmentId: idOf('Department')
      .nullable()
      .default(null)
      .meta({ graphql: ID, description: 'Sub-body that signs, such as the office.' }),
    issuedOn: day
      .nullable()
      .default(null)
      .meta({ graphql: String, description: 'Date printed under the text; the day of issue when absent.' }),
    derivedFromId: idOf('Notice')
      .nullable()
      .default(null)
      .meta({ graphql: ID, description: 'Notice that it is based on without handing its text on.' }),
    previousId: idOf('Notice').nullable().default(null).meta({
      graphql: ID,
      description: "One's own notice of the time before, such as last year's, to compare with and to reuse answers of.",
    }),
    reach: z.enum(NOTICE_REACHES).default('ADDRESSED').meta({ graphql: enums.NoticeReachEnum, description: 'Who below may read it.' }),
    basis: z
      .array(basisSchema)
      .max(20)
      .default([])
      .meta({ graphql: [BasisDocumentInput], description: 'Documents that it rests on.' }),
    contacts: z
      .array(contactSchema)
      .max(20)
      .default([])
      .meta({ graphql: [NoticeContactInput], description: 'Whom to ask about what.' }),
    ...extras,
    addressees: addresseesSchema.meta({ graphql: AddresseesInput, description: 'Whom it goes to.' }),
    deliverables: z
      .array(deliverableSchema)
      .max(30)
      .default([])
      .meta({ graphql: [DeliverableInput], description: 'What it asks for itself.' }),
    inherited: z
      .array(inheritedSchema)
      .max(30)
      .default([])
      .meta({ graphql: [InheritedDeliverableInput], description: 'What it changes in the deliverables that it hands on.' }),
  })
  .refine(({ title, subject }) => title !== '' || subject !== undefined, {
    message: '不能为空',
    path: ['title'],
    params: { code: 'TOO_SMALL' },
  })
  .meta({ description: 'A notice as it is being written.' });
export const NoticeContentInput = inputType('NoticeContentInput', contentSchema);

export type NoticeContent = z.output<typeof contentSchema>;
export type DeliverableContent = z.output<typeof deliverableSchema>;
export type DueContent = Pick<DeliverableContent, keyof typeof due>;
export type InheritedContent = z.output<typeof inheritedSchema>;
