import { Field, Int, ObjectType } from 'type-graphql';
import { FileType } from '../files/file.type.ts';
import { AttachmentKindEnum } from './notice.enums.ts';
import { NoticeContact, NoticeType } from './notice.type.ts';

@ObjectType('NamedActivity', { description: 'An activity that the text of a notice names.' })
export class NamedActivityType {
  @Field(() => String, { description: 'Its name.' }) name!: string;
  @Field(() => [String], { description: 'Other ways in which the text writes it, as written.' }) aliases!: string[];
  @Field(() => String, { nullable: true, description: 'Where the text names it.' }) reference!: string | null;
  @Field(() => NoticeType, { nullable: true, description: 'The notice by which it is held, if the caller may read it.' }) notice!: unknown;
}

@ObjectType('NoticeAttachment', { description: 'An attachment of a notice.' })
export class NoticeAttachmentType {
  @Field(() => Int, { description: 'Its number: 附件1 is 1.' }) ordinal!: number;
  @Field(() => String, { description: 'Its title.' }) title!: string;
  @Field(() => AttachmentKindEnum, { description: 'What it is.' }) kind!: string;
  @Field(() => String, { description: 'What it is, in Chinese.' }) kindLabel!: string;
  @Field(() => FileType, { nullable: true, description: 'The file; it may come later, or be part of the text.' }) file!: unknown;
}

@ObjectType('NoticeRole', { description: 'Something to be done for a notice, and everybody who is named for it: a role is a set (C-16).' })
export class NoticeRoleType {
  @Field(() => String, { description: 'What, such as 技术支持.' }) role!: string;
  @Field(() => [NoticeContact], { description: 'Who, in the order given.' }) holders!: NoticeContact[];
}

@ObjectType({ description: 'A title made by custom (发文机关、事由、文种).' })
export class ProposedTitle {
  @Field(() => String, { description: 'The title, such as 某某关于印发《…》的通知.' }) title!: string;
}
