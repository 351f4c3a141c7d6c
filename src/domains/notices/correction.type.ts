import { Field, GraphQLISODateTime, ID, Int, ObjectType } from 'type-graphql';
import { enumType } from '../../kit/enums.ts';
import { FormField } from '../../kit/form.type.ts';
import { OrganizationType } from '../federation/organization.type.ts';
import type { Amendment, ChangeKind } from './edition.shapes.ts';
import { BasisDocument, LedgerDefinition, NoticeContact, NoticeType } from './notice.type.ts';

export const NoticeChangeKindEnum = enumType<ChangeKind>('NoticeChangeKind', 'In what an edition differs from the one before.', {
  TITLE: 'The title.',
  BODY: 'The text.',
  SIGNED_BY: 'Who signs, as printed.',
  BASIS: 'The documents that it rests on.',
  CONTACTS: 'Whom to ask.',
  PARTICULARS: 'The year, awards, activities or the period.',
  ATTACHMENTS: 'The attachments.',
  ADDRESSEES: 'It goes to more bodies.',
  DELIVERABLE_ADDED: 'Something more is asked for.',
  DELIVERABLE_REMOVED: 'Something is no longer asked for.',
  DELIVERABLE_TITLE: 'What something is called.',
  REQUIREMENT: 'What is expected of it.',
  DUE_EARLIER: 'It is due earlier.',
  DUE_LATER: 'It is due later.',
  CLOSES: 'Until when it is accepted.',
  FIELD_ADDED: 'A question more.',
  FIELD_REMOVED: 'A question less.',
  FIELD_CHANGED: 'A question is put otherwise.',
  LEDGER: 'Columns of a ledger.',
  COMPLETED_BY: 'What ends the duty to organise it.',
});

@ObjectType({ description: 'One thing in which an edition differs from the one before.' })
export class NoticeChange {
  @Field(() => NoticeChangeKindEnum, { description: 'What differs.' }) kind!: ChangeKind;
  @Field(() => String, { nullable: true, description: 'Key of what is asked for, where it is about that.' }) key!: string | null;
  @Field(() => ID, { nullable: true, description: 'What is asked for, as a deliverable.' }) deliverableId!: string | null;
  @Field(() => String, { nullable: true, description: 'Key of the question, where it is about one.' }) field!: string | null;
  @Field(() => String, { nullable: true, description: 'As it was: an instant in ISO, a text as it is, anything else as JSON.' })
  before!: string | null;
  @Field(() => String, { nullable: true, description: 'As it is, likewise.' }) after!: string | null;
  @Field(() => String, { description: 'The same for people, in Chinese.' }) line!: string;
}

@ObjectType('EditionDeliverable', { description: 'What an edition asked for.' })
export class EditionDeliverableType {
  @Field(() => ID, { description: 'The deliverable, the same in every edition.' }) id!: string;
  @Field(() => String, { description: 'Its name within the notice.' }) key!: string;
  @Field(() => String, { description: 'What was to be handed in.' }) title!: string;
  @Field(() => String, { description: 'What was expected of it.' }) requirement!: string;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Exclusive end of the time to report.' }) dueAt!: Date | null;
  @Field(() => String, { nullable: true, description: 'The due as people read it.' }) dueLabel!: string | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'From then on nothing was accepted.' }) closesAt!: Date | null;
  @Field(() => [FormField], { description: 'The questions.' }) fields!: FormField[];
  @Field(() => LedgerDefinition, { nullable: true, description: 'What a ledger listed.' }) ledger!: LedgerDefinition | null;
}

@ObjectType('NoticeEdition', { description: 'A numbered edition of a notice as it was published; nothing of it is ever changed.' })
export class NoticeEditionType {
  @Field(() => Int, { description: '1 is the notice as it was first sent.' }) number!: number;
  @Field(() => String, { description: 'Why it was corrected; empty for the first.' }) reason!: string;
  @Field(() => Boolean, { description: 'Whoever had answered was asked again for what changed.' }) reask!: boolean;
  @Field(() => GraphQLISODateTime, { description: 'When it was published.' }) publishedAt!: Date;
  @Field(() => OrganizationType, { description: 'The body that published it.' }) issuer?: unknown;
  @Field(() => String, { nullable: true, description: 'The post in which somebody of that body published it; never a name.' }) post!:
    | string
    | null;
  @Field(() => String, { nullable: true, description: 'Number of the document that corrects, when it has one of its own.' })
  docNumber!: string | null;
  @Field(() => [NoticeChange], { description: 'In what it differs from the edition before.' }) changes!: NoticeChange[];
  @Field(() => [String], { description: 'The same for people, in Chinese, a line each.' }) lines!: string[];
  @Field(() => String, { description: 'The title that it had.' }) title!: string;
  @Field(() => String, { description: 'The text that it had.' }) body!: string;
  @Field(() => String, { description: 'Who signed, as printed.' }) signedBy!: string;
  @Field(() => [BasisDocument], { description: 'Documents that it rested on.' }) basis!: BasisDocument[];
  @Field(() => [NoticeContact], { description: 'Whom to ask.' }) contacts!: NoticeContact[];
  @Field(() => [EditionDeliverableType], { description: 'What it asked for, in order.' }) deliverables!: EditionDeliverableType[];
}

@ObjectType('NoticeAmendment', { description: 'What a draft of a correction says beside its content.' })
export class NoticeAmendmentType implements Amendment {
  @Field(() => String, { description: 'Why.' }) reason!: string;
  @Field(() => Boolean, { description: 'Whoever has answered is to answer what changes.' }) reask!: boolean;
  @Field(() => String, { nullable: true, description: 'Last day to answer that; three working days when absent.' }) resubmitDue!:
    | string
    | null;
}

@ObjectType('NoticeRecall', { description: 'That a notice was taken back: nothing of it is owed any more, all of it stays readable.' })
export class NoticeRecallType {
  @Field(() => GraphQLISODateTime, { description: 'When.' }) at!: Date;
  @Field(() => String, { description: 'Why.' }) reason!: string;
  @Field(() => NoticeType, {
    nullable: true,
    description: 'The notice whose recall took this one along; itself when it was recalled by name.',
  })
  with?: unknown;
}
