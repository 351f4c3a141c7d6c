import { z } from 'zod';
import { inputType } from '../../kit/input.ts';
import { ORGANIZATION_KINDS } from '../federation/organization.kind.ts';
import { OrganizationKindEnum } from '../federation/organization.type.ts';
import { APPROVERS, type Approver } from './chain.ts';
import { ApproverEnum } from './chain.type.ts';

const line = (most: number) => z.string().trim().min(1).max(most);
const code = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9]{0,39}$/, { message: '代号须以小写字母开头，只含字母和数字' })
  .meta({ graphql: String });
const key = z.string().max(40).meta({ graphql: String });

const stepSchema = z
  .object({
    code: code.meta({ description: 'Name within the chain.' }),
    title: line(60).meta({ description: 'Heading on the form.' }),
    role: line(60).meta({ description: 'Whose opinion it is.' }),
    by: z.enum(APPROVERS).meta({ graphql: ApproverEnum, description: 'Who gives it.' }),
    kinds: z
      .array(z.enum(ORGANIZATION_KINDS))
      .max(30)
      .default([])
      .meta({ graphql: [OrganizationKindEnum], description: 'LEVEL: only bodies of these kinds; none for all that no other step names.' }),
    sealRequired: z.boolean().default(true).meta({ description: 'Agreeing takes a seal with evidence and date.' }),
    opinionRequired: z.boolean().default(true).meta({ description: 'Agreeing takes words.' }),
    acceptanceRequired: z
      .boolean()
      .default(false)
      .meta({ description: "LEVEL: agreeing takes the body's own acceptance of the unit (本级验收)." }),
  })
  .meta({ description: 'A step of an approval chain.' });
const ApprovalStepInput = inputType('ApprovalStepInput', stepSchema);

const overrideSchema = z
  .object({
    code: code.meta({ description: 'Name within the chain.' }),
    field: key.meta({ description: 'Key of the question, in the same form.' }),
    column: key.nullable().default(null).meta({ description: 'Of a table, the column that is looked at.' }),
    values: z.array(line(100)).min(1).max(50).meta({ description: 'The answers that it is about.' }),
    message: line(200).meta({ description: 'What people read.' }),
  })
  .meta({ description: 'Answers that may be let pass: the recommending level says why, the issuer confirms it.' });
const OverrideRuleInput = inputType('OverrideRuleInput', overrideSchema);

/** In which order steps may stand: the unit's own, those of the bodies between, that of the issuer. */
const RANK: Readonly<Record<Approver, number>> = { UNIT_OUTSIDER: 0, UNIT: 0, LEVEL: 1, ISSUER: 2 };

/** An approval chain as an organiser writes it. */
export const chainSchema = z
  .object({
    steps: z
      .array(stepSchema)
      .min(1)
      .max(10)
      .meta({
        graphql: [ApprovalStepInput],
        description: "The steps, in order: the unit's own, those of the bodies between, the issuer's.",
      }),
    overrides: z
      .array(overrideSchema)
      .max(10)
      .default([])
      .meta({ graphql: [OverrideRuleInput], description: 'Answers that may be let pass.' }),
  })
  .superRefine(({ steps, overrides }, check) => {
    const issue = (path: (string | number)[], fault: string, message: string) =>
      check.addIssue({ code: 'custom', message, path, params: { code: fault } });
    steps.forEach((step, index) => {
      const at = (field: string) => ['steps', index, field];
      const before = steps.slice(0, index);
      if (before.some((one) => one.code === step.code)) issue(at('code'), 'STEP_REPEATED', '审批步骤代号重复');
      if (before.some(({ by }) => RANK[by] > RANK[step.by] || (by === 'ISSUER' && step.by === 'ISSUER')))
        issue(at('by'), 'STEP_ORDER', '审批步骤的顺序应为：本单位、上级工会、发文单位，发文单位只有一步');
      if (step.by !== 'LEVEL' && (step.kinds.length > 0 || step.acceptanceRequired))
        issue(at('by'), 'STEP_NOT_LEVEL', '只有上级工会的步骤可以限定单位类别或要求本级验收');
    });
    if (steps.filter(({ by, kinds }) => by === 'LEVEL' && kinds.length === 0).length > 1)
      issue(['steps'], 'STEP_AMBIGUOUS', '不限单位类别的上级工会步骤只能有一个');
    overrides.forEach((rule, index) => {
      if (overrides.findIndex((one) => one.code === rule.code) < index)
        issue(['overrides', index, 'code'], 'STEP_REPEATED', '例外规则代号重复');
    });
  })
  .meta({ description: 'Who has to agree, in order (审批程序).' });
export const ApprovalChainInput = inputType('ApprovalChainInput', chainSchema);
