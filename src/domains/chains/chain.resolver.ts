import { FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Can } from '../../kit/access.ts';
import type { ApprovalStep } from './chain.ts';
import { ApprovalStepType, approverLabels } from './chain.type.ts';
import { applicationTemplates } from './templates.ts';
import { ApplicationTemplateType } from './templates.type.ts';

@Resolver(() => ApprovalStepType)
export class ChainResolver {
  @Can('draft', 'Notice')
  @Query(() => [ApplicationTemplateType], { description: 'Applications as they are usually asked for, with form and chain.' })
  applicationTemplates() {
    return applicationTemplates;
  }

  @FieldResolver(() => String, { description: 'Who gives it, in Chinese.' })
  byLabel(@Root() { by }: ApprovalStep): string {
    return approverLabels[by];
  }
}
