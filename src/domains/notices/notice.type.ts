import { Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../kit/connection.ts';
import { enumType } from '../../kit/enums.ts';
import { Payload } from '../../kit/errors.ts';
import { FormField } from '../../kit/form.type.ts';
import { Node } from '../../kit/node-id.ts';
import { gatesOf } from '../../kit/viewer-can.ts';
import type { ApprovalChain } from '../chains/chain.ts';
import { ApprovalChainType } from '../chains/chain.type.ts';
import { OrganizationKindEnum } from '../federation/organization.type.ts';
import type { OrganizationKind } from '../federation/organization.kind.ts';
import * as enums from './notice.enums.ts';
import type { DeliveryRow, NoticeRow } from './notice.rows.ts';

@ObjectType('DocNumber', { description: 'A document number (发文字号), unique for its body and year.' })
export class DocNumberType {
  @Field(() => String, { description: 'Code of the issuing body (机关代字).' }) prefix!: string;
  @Field(() => Int, { description: 'Year.' }) year!: number;
  @Field(() => Int, { description: 'Number within the year.' }) sequence!: number;
  @Field(() => String, { description: 'As printed: 石工办字〔2021〕13号.' }) canonical!: string;
}

@ObjectType({ description: 'A document that a notice rests on.' })
export class BasisDocument {
  @Field(() => String, { nullable: true, description: 'Its number as printed.' }) number!: string | null;
  @Field(() => String, { description: 'Its title.' }) title!: string;
}

@ObjectType({ description: 'Whom to ask about what.' })
export class NoticeContact {
  @Field(() => String, { nullable: true, description: 'What to ask this contact about.' }) purpose!: string | null;
  @Field(() => String, { description: 'Department or post.' }) department!: string;
  @Field(() => [String], { description: 'Names, in the order given.' }) names!: string[];
  @Field(() => [String], { description: 'Numbers, verbatim, in the order given.' }) phones!: string[];
  @Field(() => String, { nullable: true, description: 'Mailbox.' }) email!: string | null;
}

@ObjectType({ description: 'A group of addressees.' })
export class AddresseeGroup {
  @Field(() => [OrganizationKindEnum], { description: 'Kinds of organization; none means every kind.' }) kinds!: OrganizationKind[];
  @Field(() => enums.AddresseeScopeEnum, { description: 'Among which bodies.' }) scope!: string;
}

@ObjectType({ description: 'How many addressees are of one kind.' })
export class AddresseeKindCount {
  @Field(() => OrganizationKindEnum, { description: 'The kind.' }) kind!: OrganizationKind;
  @Field(() => String, { description: 'Its name, in Chinese.' }) kindLabel!: string;
  @Field(() => Int, { description: 'How many organizations.' }) count!: number;
}

@ObjectType({ description: 'Whom a notice goes to (主送机关).' })
export class Addressees {
  @Field(() => [AddresseeGroup], { description: 'Groups, all of them together.' }) groups!: AddresseeGroup[];
  @Field(() => [ID], { description: 'Single bodies added.' }) organizationIds!: string[];
  @Field(() => [ID], { description: 'Saved groups added.' }) addressGroupIds!: string[];
  @Field(() => [ID], { description: 'Single bodies left out.' }) exceptIds!: string[];
  @Field(() => Int, { description: 'How many organizations it reaches: today for a draft, at issue for a notice.' }) resolvedCount!: number;
  @Field(() => [AddresseeKindCount], { description: 'The same, by kind; of an issued notice, those in the range of the caller.' })
  byKind!: AddresseeKindCount[];
}

@ObjectType({ description: 'A column of a ledger.' })
export class LedgerColumn {
  @Field(() => String, { description: 'Name for programs.' }) key!: string;
  @Field(() => String, { description: 'Heading.' }) label!: string;
  @Field(() => enums.LedgerSourceEnum, { description: 'Where it is read from.' }) source!: string;
  @Field(() => String, { nullable: true, description: 'Field of the form, for ANSWER.' }) field!: string | null;
}

@ObjectType({ description: 'What a ledger lists.' })
export class LedgerDefinition {
  @Field(() => String, { description: 'Key, in the same notice, of the deliverable whose submissions are listed.' }) of!: string;
  @Field(() => [LedgerColumn], { description: 'Columns, in order.' }) columns!: LedgerColumn[];
}

@ObjectType('Deliverable', {
  implements: Node,
  description: 'What a notice asks for (报送任务). A level that hands it on has a row of its own that inherits.',
})
export class DeliverableType extends Node {
  @Field(() => String, { description: 'Name within the notice.' }) key!: string;
  @Field(() => Int, { description: 'Place within the notice.' }) ordinal!: number;
  @Field(() => String, { description: 'What is to be handed in.' }) title!: string;
  @Field(() => String, { description: 'What this level expects of it.' }) requirement!: string;
  @Field(() => enums.ParticipationEnum, { description: 'Owed or invited.' }) participation!: string;
  @Field(() => enums.DeliverableOutputEnum, { description: 'A form or a ledger.' }) output!: string;
  @Field(() => [OrganizationKindEnum], { description: 'Kinds that report themselves; empty means every addressee.' }) audience!: string[];
  @Field(() => [FormField], { description: 'What this level asks; what its superiors ask is in `inherits`.' }) fields!: FormField[];
  @Field(() => LedgerDefinition, { nullable: true, description: 'What a ledger lists.' }) ledger!: LedgerDefinition | null;
  @Field(() => ApprovalChainType, { nullable: true, description: 'Who has to agree, in order; null when nobody has.' })
  approvals!: ApprovalChain | null;
  @Field(() => enums.RouteEnum, { description: 'How a submission travels up.' }) route!: string;
}

@ObjectType('Delivery', { implements: Node, description: 'That a notice reached a body, and what the body did with it.' })
export class DeliveryType extends Node {}

export const DeliveryConnection = connectionOf<DeliveryRow>('Delivery', () => DeliveryType as never, { totalCount: true });

export const NoticeGates = gatesOf('Notice', {
  edit: 'Save the draft.',
  submitForReview: 'Have the draft reviewed.',
  review: 'Find the draft fit to be signed.',
  sign: 'Sign the draft.',
  returnDraft: 'Give the draft back.',
  issue: "Send one's own notice.",
  acknowledge: 'Sign for it.',
  forward: 'Hand it on.',
  amend: 'Correct it.',
  issueCorrection: 'Make this draft the next edition of the notice that it corrects.',
  recall: 'Take it back.',
  copy: "Begin a draft from one's own notice, its dates moved.",
  confirmCorrection: "Confirm that a superior's correction changes nothing below.",
});

@ObjectType('Notice', { implements: Node, description: 'A document: who asks, under which number, of whom, by when.' })
export class NoticeType extends Node {
  @Field(() => enums.NoticeKindEnum, { description: 'What sort of document it is.' }) kind!: string;
  @Field(() => enums.NoticeLevelEnum, { description: 'The level that its title names.' }) level!: string;
  @Field(() => enums.NoticeStateEnum, { description: 'How far it has come.' }) state!: string;
  @Field(() => enums.NoticeStageEnum, { description: 'How far it has come towards its signature; of an issued notice, how far it came.' })
  stage!: string;
  @Field(() => String, { description: 'Title.' }) title!: string;
  @Field(() => String, { description: 'Text.' }) body!: string;
  @Field(() => enums.NoticeReachEnum, { description: 'Who below may read it.' }) reach!: string;
  @Field(() => [BasisDocument], { description: 'Documents that it rests on.' }) basis!: BasisDocument[];
  @Field(() => [NoticeContact], { description: 'Whom to ask about what.' }) contacts!: NoticeContact[];
  @Field(() => Int, { description: 'Rises with every save.' }) version!: number;
}

export type NoticeBox = 'DRAFTS' | 'ISSUED' | 'RECEIVED';
export const NoticeBoxEnum = enumType('NoticeBox', 'A list of notices of one body.', {
  DRAFTS: 'What it is writing.',
  ISSUED: 'What it sent.',
  RECEIVED: 'What reached it.',
});

export const NoticeConnection = connectionOf<NoticeRow>('Notice', () => NoticeType as never);

@ObjectType({ implements: Payload, description: 'The notice as it is now.' })
export class NoticePayload extends Payload {
  @Field(() => NoticeType, { nullable: true, description: 'The notice; with STALE_VERSION, what somebody else saved.' })
  notice?: NoticeRow | null;
}

@ObjectType({ implements: Payload, description: 'The delivery that was signed for.' })
export class AcknowledgeDeliveryPayload extends Payload {
  @Field(() => DeliveryType, { nullable: true, description: 'The delivery.' }) delivery?: DeliveryRow | null;
}
