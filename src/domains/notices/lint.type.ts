import { Field, GraphQLISODateTime, ObjectType } from 'type-graphql';
import { enumType } from '../../kit/enums.ts';

export const LintSeverityEnum = enumType('LintSeverity', 'How much something weighs that was found in a draft.', {
  BLOCK: 'It must be mended before the notice is sent.',
  WARN: 'It must be mended, or answered with a reason.',
  INFO: 'It is only said.',
});
export const lintSeverityLabels = { BLOCK: '必须修改', WARN: '须修改或说明', INFO: '提示' } as const;

export const LintActionEnum = enumType('LintAction', 'What a proposal does.', {
  SET_DUE: 'Sets another last day.',
  SHIFT_DUE: 'Moves the due to the next working day.',
  CONFIRM_DUE: 'Confirms what was read out of a phrase.',
  MARK_NO_DUE: 'Says that there is no due.',
  ADD_ALIAS: 'Keeps a name as written, beside the right one.',
  SET_TITLE: 'Sets another title.',
});

@ObjectType('LintProposal', { description: 'What would mend a finding; `confirmLintProposal` does it.' })
export class LintProposalType {
  @Field(() => LintActionEnum, { description: 'What it does.' }) action!: string;
  @Field(() => String, { description: 'The same for people, in Chinese.' }) label!: string;
  @Field(() => String, { nullable: true, description: 'The day, as 2021-05-25.' }) day?: string | null;
  @Field(() => String, { nullable: true, description: 'The title, or the alias.' }) text?: string | null;
}

@ObjectType('LintAnswer', { description: 'What the body said to something that was found.' })
export class LintAnswerType {
  @Field(() => String, { description: 'Code of the finding.' }) code!: string;
  @Field(() => String, { nullable: true, description: 'Key of the deliverable that it is about.' }) key!: string | null;
  @Field(() => String, { description: 'What was found, in Chinese.' }) message!: string;
  @Field(() => String, { description: 'Why it stays so, or which proposal was taken.' }) answer!: string;
  @Field(() => Boolean, { description: 'The proposal was taken.' }) mended!: boolean;
  @Field(() => GraphQLISODateTime, { description: 'When.' }) answeredAt!: Date;
  @Field(() => String, { nullable: true, description: 'Who; only within the body.' }) confirmedBy!: unknown;
}

@ObjectType('NoticeLintFinding', { description: 'Something about a draft that is wrong, contradicts itself, or is worth a second look.' })
export class NoticeLintFindingType {
  @Field(() => String, { description: 'For programs.' }) code!: string;
  @Field(() => LintSeverityEnum, { description: 'How much it weighs.' }) severity!: string;
  @Field(() => String, { description: 'How much it weighs, in Chinese.' }) severityLabel!: string;
  @Field(() => String, { nullable: true, description: 'Key of the deliverable that it is about; none for the notice.' }) key!:
    | string
    | null;
  @Field(() => [String], { description: 'Where in the content.' }) path!: readonly string[];
  @Field(() => String, { description: 'For people, in Chinese.' }) message!: string;
  @Field(() => String, { description: 'Names the finding with its facts; other facts make another one.' }) fingerprint!: string;
  @Field(() => LintProposalType, { nullable: true, description: 'What would mend it.' }) proposal!: LintProposalType | null;
  @Field(() => LintAnswerType, { nullable: true, description: 'What was said to it.' }) answer!: LintAnswerType | null;
}
