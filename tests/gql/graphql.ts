/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** A group of addressees. */
export type AddresseeGroupInput = {
  /** Kinds of organization; none means every kind. */
  kinds?: Array<OrganizationKind> | null | undefined;
  /** Among which bodies. */
  scope: AddresseeScope;
};

/** Among which bodies a group is looked for. */
export type AddresseeScope =
  /** Bodies with a second bond to the issuer. */
  | 'AFFILIATED'
  /** The bodies directly below the issuer. */
  | 'CHILDREN'
  /** All bodies below the issuer. */
  | 'SUBTREE';

/** Whom a notice goes to. */
export type AddresseesInput = {
  /** Saved groups added: whoever is in them, and active, when the notice is sent. */
  addressGroupIds?: Array<string | number> | null | undefined;
  /** Single bodies left out. */
  exceptIds?: Array<string | number> | null | undefined;
  /** Groups, all of them together. */
  groups?: Array<AddresseeGroupInput> | null | undefined;
  /** Single bodies added. */
  organizationIds?: Array<string | number> | null | undefined;
};

/** Something that was found and stays as it is. */
export type AnswerLintFindingInput = {
  /** Why it may stay as it is; recipients read it. */
  answer: string;
  /** The `fingerprint` of the finding. */
  finding: string;
  /** Chosen by the client, 1 to 200 characters: the same request under the same key is done once and answered alike. */
  idempotencyKey?: string | null | undefined;
  /** The draft. */
  noticeId: string | number;
};

/** Who has to agree, in order (审批程序). */
export type ApprovalChainInput = {
  /** Answers that may be let pass. */
  overrides?: Array<OverrideRuleInput> | null | undefined;
  /** The steps, in order: the unit's own, those of the bodies between, the issuer's. */
  steps: Array<ApprovalStepInput>;
};

/** A step of an approval chain. */
export type ApprovalStepInput = {
  /** LEVEL: agreeing takes the body's own acceptance of the unit (本级验收). */
  acceptanceRequired?: boolean | null | undefined;
  /** Who gives it. */
  by: Approver;
  /** Name within the chain. */
  code: string;
  /** LEVEL: only bodies of these kinds; none for all that no other step names. */
  kinds?: Array<OrganizationKind> | null | undefined;
  /** Agreeing takes words. */
  opinionRequired?: boolean | null | undefined;
  /** Whose opinion it is. */
  role: string;
  /** Agreeing takes a seal with evidence and date. */
  sealRequired?: boolean | null | undefined;
  /** Heading on the form. */
  title: string;
};

/** Who gives the opinion of a step. */
export type Approver =
  /** The body that asks. */
  | 'ISSUER'
  /** Every body between the unit and the issuer, the lower one first. */
  | 'LEVEL'
  /** Somebody of the unit. */
  | 'UNIT'
  /** Somebody of the unit who has no account: entered by the unit with the scan, or signed by a link. */
  | 'UNIT_OUTSIDER';

/** What an attachment is. */
export type AttachmentKind =
  /** A form to fill in (申报表). */
  | 'FORM'
  /** Anything else. */
  | 'OTHER'
  /** Who looks after whom (联系点名单). */
  | 'PAIRING_LIST'
  /** A plan or a rule (方案). */
  | 'PLAN'
  /** A list of people (名单). */
  | 'ROSTER'
  /** A sheet to score oneself by (打分表). */
  | 'SCORE_SHEET';

/** A kind of award. */
export type AwardKind =
  /** Model home of the workers (模范职工之家). */
  | 'HOME'
  /** Model small home of the workers (模范职工小家). */
  | 'SMALL_HOME';

/** A document that the notice rests on. */
export type BasisDocumentInput = {
  /** Document number as printed. */
  number?: string | null | undefined;
  /** Where in the text it is cited, such as the goal that rests on it. */
  reference?: string | null | undefined;
  /** Title of the document. */
  title: string;
};

/** Something that was found, to be mended as proposed. */
export type ConfirmLintProposalInput = {
  /** The `fingerprint` of the finding. */
  finding: string;
  /** Chosen by the client, 1 to 200 characters: the same request under the same key is done once and answered alike. */
  idempotencyKey?: string | null | undefined;
  /** The draft. */
  noticeId: string | number;
  /** The version that was read. */
  version: number;
};

/** What a notice asks for. */
export type DeliverableInput = {
  /** Who has to agree, in order. */
  approvals?: ApprovalChainInput | null | undefined;
  /** Kinds that report themselves; other addressees organise it below them. None means every addressee reports. */
  audience?: Array<OrganizationKind> | null | undefined;
  /** Last day on which anything is accepted. */
  closes?: string | null | undefined;
  /** Key of the deliverable whose receipt ends the duty to organise this one. */
  completedBy?: string | null | undefined;
  /** Last day, as 2021-05-28; until its end in Beijing time. */
  due?: string | null | undefined;
  /** What was read out of the phrase was shown and is right; a day that is typed needs no confirmation. */
  dueConfirmed?: boolean | null | undefined;
  /** The day named does not count: the due is its beginning. By default it counts, until 24:00 (C-20). */
  dueExclusive?: boolean | null | undefined;
  /** The due as the notice words it; without a day, what it means is read out of it. */
  duePhrase?: string | null | undefined;
  /** The form. */
  fields?: Array<FormFieldInput> | null | undefined;
  /** Days of grace, for GRACE. */
  graceDays?: number | null | undefined;
  /** Name within the notice. */
  key: string;
  /** What happens to what comes late. */
  latePolicy?: LatePolicy | null | undefined;
  /** What a ledger lists. */
  ledger?: LedgerDefinitionInput | null | undefined;
  /** A due on a day off moves to the next working day; by default it stays where it is (C-52). */
  nextWorkingDay?: boolean | null | undefined;
  /** There is no due, on purpose (不设期限). */
  noDue?: boolean | null | undefined;
  /** A form or a ledger. */
  output?: DeliverableOutput | null | undefined;
  /** Owed or invited. */
  participation?: Participation | null | undefined;
  /** What is expected of it. */
  requirement?: string | null | undefined;
  /** How it travels up. */
  route?: Route | null | undefined;
  /** What is to be handed in. */
  title: string;
};

/** What is handed in. */
export type DeliverableOutput =
  /** A correction is handed on: asked for by the product, of those who handed on what was corrected. */
  | 'CORRECTION'
  /** Answers to the form. */
  | 'FORM'
  /** A ledger generated from what others submitted. */
  | 'LEDGER';

/** A received notice to hand on. */
export type DraftForwardingInput = {
  /** Chosen by the client, 1 to 200 characters: the same request under the same key is done once and answered alike. */
  idempotencyKey?: string | null | undefined;
  /** The notice received. */
  noticeId: string | number;
};

/** A new notice of one's own. */
export type DraftNoticeInput = {
  /** What it says so far. */
  content: NoticeContentInput;
  /** Chosen by the client, 1 to 200 characters: the same request under the same key is done once and answered alike. */
  idempotencyKey?: string | null | undefined;
};

/** What is wanted of the files of a question; looked for in the file itself. */
export type FileRuleInput = {
  /** CONTAINERS: what is accepted. */
  containers?: Array<string> | null | undefined;
  /** What. */
  kind: FileRuleKind;
  /** Pixels or seconds, the limit itself allowed. */
  number?: number | null | undefined;
  /** How much it weighs when it is not met; unless told, TARGET_SECONDS only says so and everything else blocks. */
  severity?: FindingSeverity | null | undefined;
};

/** What an organiser may want of a file. */
export type FileRuleKind =
  /** What the file really is, whatever its ending. */
  | 'CONTAINERS'
  /** Wider than high. */
  | 'LANDSCAPE'
  /** No longer; whole seconds count. */
  | 'MAX_SECONDS'
  /** Pixels down, as it is shown. */
  | 'MIN_HEIGHT'
  /** No shorter; whole seconds count. */
  | 'MIN_SECONDS'
  /** Pixels across, as it is shown. */
  | 'MIN_WIDTH'
  /** About so long: a fifth more or less. */
  | 'TARGET_SECONDS'
  /** Has pictures, not only sound. */
  | 'VIDEO_TRACK';

/** How much a finding weighs. */
export type FindingSeverity =
  /** Stands in the way of submitting, never of saving. */
  | 'BLOCK'
  /** Only says so. */
  | 'WARN';

/** A column of a table question; neither a table nor a file nor a seal. */
export type FormColumnInput = {
  /** RATE: in percent, from which it is in order; below it is remarked, and without a rate a reason is asked. */
  atLeast?: string | null | undefined;
  /** The fact that is asked for, as in `members.total`: what a unit answered under it before, and was accepted, is offered again. */
  factKey?: string | null | undefined;
  /** How to answer, for people. */
  help?: string | null | undefined;
  /** Name by which answers and findings refer to it: a lower-case letter, then letters, digits or _. */
  key: string;
  /** What people read. */
  label: string;
  /** NUMBER: greatest value, itself allowed. */
  max?: string | null | undefined;
  /** TEXT: most characters, white space not counted, the limit itself allowed. */
  maxCharacters?: number | null | undefined;
  /** NUMBER: least value, itself allowed. */
  min?: string | null | undefined;
  /** CHOICE: whether several may be chosen. */
  multiple?: boolean | null | undefined;
  /** NUMBER: key of another number of the same form, or of the same row, that it must not exceed. */
  notAbove?: string | null | undefined;
  /** CHOICE: the options, in order. */
  options?: Array<string> | null | undefined;
  /** Whether a submission needs an answer. */
  required?: boolean | null | undefined;
  /** NUMBER: most digits after the point. */
  scale?: number | null | undefined;
  /** TEXT: how many characters are wished for; a fifth more or less is in order, beyond that is remarked and never refused. */
  targetCharacters?: number | null | undefined;
  /** Kind of question. */
  type: FormFieldType;
};

/** A question of a form. */
export type FormFieldInput = {
  /** RATE: in percent, from which it is in order; below it is remarked, and without a rate a reason is asked. */
  atLeast?: string | null | undefined;
  /** TABLE: its columns, in order. */
  columns?: Array<FormColumnInput> | null | undefined;
  /** FILE and SEAL: endings allowed, without the dot; empty for every accepted kind, of a seal for pictures and PDF. */
  extensions?: Array<string> | null | undefined;
  /** The fact that is asked for, as in `members.total`: what a unit answered under it before, and was accepted, is offered again. */
  factKey?: string | null | undefined;
  /** FILE: what pictures, films and recordings should be like. */
  fileRules?: Array<FileRuleInput> | null | undefined;
  /** How to answer, for people. */
  help?: string | null | undefined;
  /** Name by which answers and findings refer to it: a lower-case letter, then letters, digits or _. */
  key: string;
  /** What people read. */
  label: string;
  /** NUMBER: greatest value, itself allowed. */
  max?: string | null | undefined;
  /** TEXT: most characters, white space not counted, the limit itself allowed. */
  maxCharacters?: number | null | undefined;
  /** TABLE and FILE: most rows or files. */
  maxItems?: number | null | undefined;
  /** FILE: the largest one, in MB; that of the server when null. */
  maxMegabytes?: number | null | undefined;
  /** NUMBER: least value, itself allowed. */
  min?: string | null | undefined;
  /** TABLE and FILE: fewest rows or files of an answer; SEAL: 1 where the scan itself is wanted. */
  minItems?: number | null | undefined;
  /** CHOICE: whether several may be chosen. */
  multiple?: boolean | null | undefined;
  /** NUMBER: key of another number of the same form, or of the same row, that it must not exceed. */
  notAbove?: string | null | undefined;
  /** CHOICE: the options, in order. */
  options?: Array<string> | null | undefined;
  /** Whether a submission needs an answer. */
  required?: boolean | null | undefined;
  /** NUMBER: most digits after the point. */
  scale?: number | null | undefined;
  /** SHEET: a published sheet that the own body may read; what it says is copied. */
  sheetTemplateId?: string | number | null | undefined;
  /** TEXT: how many characters are wished for; a fifth more or less is in order, beyond that is remarked and never refused. */
  targetCharacters?: number | null | undefined;
  /** Kind of question. */
  type: FormFieldType;
};

/** Kind of question that a form asks. */
export type FormFieldType =
  /** One or several of the options. */
  | 'CHOICE'
  /** A person to ring: name and telephone number. */
  | 'CONTACT'
  /** A calendar day, as 2021-05-28. */
  | 'DATE'
  /** Uploaded files. */
  | 'FILE'
  /** An exact decimal, as text. */
  | 'NUMBER'
  /** A share as its numerator and its denominator. */
  | 'RATE'
  /** Evidence of a seal (盖章): the scan of the sealed paper or an electronic seal's reference, and the seal's date. */
  | 'SEAL'
  /** A score sheet (打分表), filled item by item. */
  | 'SHEET'
  /** Rows of columns. */
  | 'TABLE'
  /** Text, with a limit of characters counted without white space. */
  | 'TEXT';

/** A draft to send. */
export type ForwardNoticeInput = {
  /** Its number, where it was registered after the signature; without one the draft keeps its own. */
  docNumber?: string | null | undefined;
  /** Chosen by the client, 1 to 200 characters: the same request under the same key is done once and answered alike. */
  idempotencyKey?: string | null | undefined;
  /** The notice. */
  noticeId: string | number;
  /** Takes the next free number with this prefix, such as 石工办字, in the year of the printed date. */
  numberPrefix?: string | null | undefined;
  /** The version that was read. */
  version: number;
};

/** What a level changes in a deliverable that it hands on: an earlier due and more fields, nothing else. */
export type InheritedDeliverableInput = {
  /** Key of the deliverable whose receipt ends the duty to organise this one. */
  completedBy?: string | null | undefined;
  /** The superior's deliverable. */
  deliverableId: string | number;
  /** Last day, as 2021-05-28; until its end in Beijing time. */
  due?: string | null | undefined;
  /** What was read out of the phrase was shown and is right; a day that is typed needs no confirmation. */
  dueConfirmed?: boolean | null | undefined;
  /** The day named does not count: the due is its beginning. By default it counts, until 24:00 (C-20). */
  dueExclusive?: boolean | null | undefined;
  /** The due as the notice words it; without a day, what it means is read out of it. */
  duePhrase?: string | null | undefined;
  /** Fields added by this level. */
  fields?: Array<FormFieldInput> | null | undefined;
  /** A due on a day off moves to the next working day; by default it stays where it is (C-52). */
  nextWorkingDay?: boolean | null | undefined;
  /** There is no due, on purpose (不设期限). */
  noDue?: boolean | null | undefined;
  /** What this level asks beyond the superior. */
  requirement?: string | null | undefined;
};

/** A draft to send. */
export type IssueNoticeInput = {
  /** Its number, where it was registered after the signature; without one the draft keeps its own. */
  docNumber?: string | null | undefined;
  /** Chosen by the client, 1 to 200 characters: the same request under the same key is done once and answered alike. */
  idempotencyKey?: string | null | undefined;
  /** The notice. */
  noticeId: string | number;
  /** Takes the next free number with this prefix, such as 石工办字, in the year of the printed date. */
  numberPrefix?: string | null | undefined;
  /** The version that was read. */
  version: number;
};

/** How urgent it is, as on supervision slips. */
export type Lamp =
  /** At most three working days are left. */
  | 'BLUE'
  /** Done. */
  | 'GREEN'
  /** No due, or not near. */
  | 'GREY'
  /** Overdue. */
  | 'RED'
  /** Returned, or done late. */
  | 'YELLOW';

/** What happens to what comes late. */
export type LatePolicy =
  /** Accepted and marked. */
  | 'ACCEPT_LATE'
  /** Refused and given up (逾期视为自动放弃). */
  | 'AUTO_FORFEIT'
  /** Accepted and marked for some days, then refused. */
  | 'GRACE'
  /** Refused; reopened by name with a reason. */
  | 'HARD_CLOSE';

/** A column of a ledger. */
export type LedgerColumnInput = {
  /** Field of the form, for ANSWER. */
  field?: string | null | undefined;
  /** Name of the column for programs. */
  key: string;
  /** Heading of the column. */
  label: string;
  /** Where it is read from. */
  source: LedgerSource;
};

/** What a ledger lists. */
export type LedgerDefinitionInput = {
  /** The columns, in order. */
  columns: Array<LedgerColumnInput>;
  /** Key of the deliverable, in this notice, whose submissions are listed. */
  of: string;
};

/** Where a ledger column is read from. */
export type LedgerSource =
  /** An answer of the form. */
  | 'ANSWER'
  /** Whether that was in time. */
  | 'ON_TIME'
  /** Name of the reporting unit. */
  | 'ORGANIZATION'
  /** State of what it owes. */
  | 'STATE'
  /** When it first submitted, in Beijing time. */
  | 'SUBMITTED_AT'
  /** Name of the body above it. */
  | 'SUPERIOR';

/** How much something weighs that was found in a draft. */
export type LintSeverity =
  /** It must be mended before the notice is sent. */
  | 'BLOCK'
  /** It is only said. */
  | 'INFO'
  /** It must be mended, or answered with a reason. */
  | 'WARN';

/** An activity that the text names. */
export type NamedActivityInput = {
  /** Other ways in which the text writes it, kept as written. */
  aliases?: Array<string> | null | undefined;
  /** Its name, as it is right. */
  name: string;
  /** The notice by which it is held. */
  noticeId?: string | number | null | undefined;
  /** Where the text names it, such as the goal that it serves. */
  reference?: string | null | undefined;
};

/** An attachment; its place in the list is its number. */
export type NoticeAttachmentInput = {
  /** The file, put in before with the purpose ATTACHMENT; it may be added later. */
  fileId?: string | number | null | undefined;
  /** What it is. */
  kind?: AttachmentKind | null | undefined;
  /** Its title. */
  title: string;
};

/** Whom to ask. */
export type NoticeContactInput = {
  /** Department or post. */
  department: string;
  /** Mailbox. */
  email?: string | null | undefined;
  /** Names, in the order given. */
  names?: Array<string> | null | undefined;
  /** Numbers, verbatim, in the order given. */
  phones?: Array<string> | null | undefined;
  /** What to ask this contact about. */
  purpose?: string | null | undefined;
};

/** A notice as it is being written. */
export type NoticeContentInput = {
  /** Activities that the text names, in order. */
  activities?: Array<NamedActivityInput> | null | undefined;
  /** Whom it goes to. */
  addressees: AddresseesInput;
  /** Attachments, in order: 附件1 is the first. */
  attachments?: Array<NoticeAttachmentInput> | null | undefined;
  /** Kinds of award that are given. */
  awardKinds?: Array<AwardKind> | null | undefined;
  /** The year that the activity or award is about, which the title names. */
  awardYear?: number | null | undefined;
  /** Documents that it rests on. */
  basis?: Array<BasisDocumentInput> | null | undefined;
  /** Text. */
  body?: string | null | undefined;
  /** Whom to ask about what. */
  contacts?: Array<NoticeContactInput> | null | undefined;
  /** How long the whole lasts, as the notice words it (C-08). */
  declaredPeriod?: string | null | undefined;
  /** What it asks for itself. */
  deliverables?: Array<DeliverableInput> | null | undefined;
  /** Sub-body that signs, such as the office. */
  departmentId?: string | number | null | undefined;
  /** Notice that it is based on without handing its text on. */
  derivedFromId?: string | number | null | undefined;
  /** Document number as printed, such as 石工办字〔2021〕13号; a notice may have none. */
  docNumber?: string | null | undefined;
  /** What it changes in the deliverables that it hands on. */
  inherited?: Array<InheritedDeliverableInput> | null | undefined;
  /** Date printed under the text; the day of issue when absent. */
  issuedOn?: string | null | undefined;
  /** What sort of document it is. */
  kind?: NoticeKind | null | undefined;
  /** The level that the title names. */
  level?: NoticeLevel | null | undefined;
  /** One's own notice of the time before, such as last year's, to compare with and to reuse answers of. */
  previousId?: string | number | null | undefined;
  /** Who below may read it. */
  reach?: NoticeReach | null | undefined;
  /** Who signs, as printed under the text. */
  signedBy: string;
  /** What the document is about, or the name of the document that it issues; for a title to be made. */
  subject?: string | null | undefined;
  /** Title; without one it is made from `subject`, as custom has it. */
  title?: string | null | undefined;
};

/** What sort of document a notice is. */
export type NoticeKind =
  /** Hands a superior's notice on (转发). */
  | 'FORWARDING'
  /** A plan that carries out a superior's plan (实施方案). */
  | 'IMPLEMENTATION_PLAN'
  /** Issues a document (印发). */
  | 'ISSUANCE'
  /** A notice (通知). */
  | 'NOTICE'
  /** Makes something known (发布). */
  | 'PUBLICATION';

/** The level that a title names. */
export type NoticeLevel =
  /** City (市级). */
  | 'CITY'
  /** County (县级). */
  | 'COUNTY'
  /** Grassroots (基层). */
  | 'GRASSROOTS'
  /** National (全国). */
  | 'NATIONAL'
  /** Provincial (省级). */
  | 'PROVINCIAL';

/** Who below the issuer may read a notice. */
export type NoticeReach =
  /** Those to whom it was delivered, and those below a body that handed it on. */
  | 'ADDRESSED'
  /** Everyone below the issuer. */
  | 'OPEN';

/** How far a draft has come towards its signature. */
export type NoticeStage =
  /** Being written (拟稿). */
  | 'DRAFTING'
  /** Waits for a colleague to review it (核稿). */
  | 'IN_REVIEW'
  /** Reviewed, waits for the signature (待签发). */
  | 'REVIEWED'
  /** Signed, ready to be sent (已签发). */
  | 'SIGNED';

/** How far a notice has come. */
export type NoticeState =
  /** Being written; seen by its body alone. */
  | 'DRAFT'
  /** Sent under its number; never changed again. */
  | 'ISSUED';

/** A number of a progress board. */
export type ObligationFigure =
  /** Reports that are expected and not here. */
  | 'ABSENT'
  /** Accepted. */
  | 'ACCEPTED'
  /** No longer asked for. */
  | 'CANCELLED'
  /** Invited. */
  | 'ELIGIBLE'
  /** Invited and taken part. */
  | 'ENTERED'
  /** Reports that are expected. */
  | 'EXPECTED'
  /** Given up by letting the time pass. */
  | 'FORFEITED'
  /** Received, and late by the unit's own due. */
  | 'LATE'
  /** Received, and there was nothing to report. */
  | 'NIL'
  /** Expected, nothing handed in. */
  | 'OPEN'
  /** Reports that are not handed in and whose due has passed, as the clock stands. */
  | 'OVERDUE'
  /** Reports that have come so far up. */
  | 'RECEIVED'
  /** Those of them that came in time. */
  | 'RECEIVED_ON_TIME'
  /** Returned to be mended. */
  | 'RETURNED'
  /** Handed in by the unit. */
  | 'SUBMITTED'
  /** Let off. */
  | 'WAIVED';

/** What a body has to do about a deliverable. */
export type ObligationKind =
  /** May take part; never overdue. */
  | 'INVITED'
  /** See to it that those below report; ends with its own report (S0-06). */
  | 'ORGANISE'
  /** Report itself; counts in the rates. */
  | 'REPORT';

/** How far it has come (F-07). Overdue is none of them: it follows from the clock. */
export type ObligationState =
  /** Accepted; for a duty to organise: done. */
  | 'ACCEPTED'
  /** No longer asked for. */
  | 'CANCELLED'
  /** Given up by letting the time pass. */
  | 'FORFEITED'
  /** Nothing has been handed in. */
  | 'OPEN'
  /** Returned to be mended. */
  | 'RETURNED'
  /** Handed in. */
  | 'SUBMITTED'
  /** Let off by the body that asks. */
  | 'WAIVED';

/** What an organization is. */
export type OrganizationKind =
  /** Institution run by a federation (直属事业单位). */
  | 'AFFILIATED_INSTITUTION'
  /** Branch of a grassroots union (分工会). */
  | 'BRANCH'
  /** Union of a bureau (局工会). */
  | 'BUREAU_UNION'
  /** Grassroots union directly under a city (市直属基层工会). */
  | 'CITY_DIRECT_GRASSROOTS'
  /** Federation of a county, district or county-level city (县（市、区）总工会). */
  | 'COUNTY_DISTRICT'
  /** Union of a development zone (开发区工会). */
  | 'DEVELOPMENT_ZONE'
  /** Union of an enterprise group (企业集团工会). */
  | 'ENTERPRISE_GROUP'
  /** Grassroots union (基层工会). */
  | 'GRASSROOTS'
  /** Industry union (产业工会). */
  | 'INDUSTRY_UNION'
  /** Union of an organ (机关工会). */
  | 'ORGAN_UNION'
  /** Body outside the unions (系统外单位). */
  | 'OUTSIDE_BODY'
  /** Party group, as a deciding body (党组). */
  | 'PARTY_GROUP'
  /** Federation of a prefecture-level city (设区市总工会). */
  | 'PREFECTURE_CITY'
  /** Preparatory group of a federation (工会筹备组). */
  | 'PREPARATORY_GROUP'
  /** Provincial federation (省总工会), the root. */
  | 'PROVINCE'
  /** Federation of a county-level city run by the province (省直管县级市总工会). */
  | 'PROVINCE_ADMINISTERED_CITY'
  /** Union of the organs directly under the province (省直机关工会). */
  | 'PROVINCE_DIRECT_ORGANS'
  /** Joint union of a region or sector (区域性、行业性联合工会). */
  | 'REGIONAL_OR_SECTOR_JOINT'
  /** Union of a system (系统工会). */
  | 'SYSTEM_UNION'
  /** Union team (工会小组). */
  | 'TEAM'
  /** Union of a township or street (乡镇（街道）工会). */
  | 'TOWNSHIP_STREET'
  /** Union of a village or community (村（社区）工会). */
  | 'VILLAGE_COMMUNITY'
  /** Workshop union (车间工会). */
  | 'WORKSHOP'
  /** Work committee (工会工作委员会). */
  | 'WORK_COMMITTEE';

/** Answers that may be let pass: the recommending level says why, the issuer confirms it. */
export type OverrideRuleInput = {
  /** Name within the chain. */
  code: string;
  /** Of a table, the column that is looked at. */
  column?: string | null | undefined;
  /** Key of the question, in the same form. */
  field: string;
  /** What people read. */
  message: string;
  /** The answers that it is about. */
  values: Array<string>;
};

/** Whether the audience owes the deliverable. */
export type Participation =
  /** Owed: it counts in the rates. */
  | 'MANDATORY'
  /** Invited: never overdue. */
  | 'VOLUNTARY';

/** How the lines of a board are ordered. */
export type ProgressOrder =
  /** Lowest on-time rate first. */
  | 'ON_TIME_RATE'
  /** Lowest reporting rate first. */
  | 'REPORTING_RATE'
  /** As the tree is. */
  | 'TREE';

/** A draft to give back to whoever writes it. */
export type ReturnNoticeDraftInput = {
  /** Chosen by the client, 1 to 200 characters: the same request under the same key is done once and answered alike. */
  idempotencyKey?: string | null | undefined;
  /** The notice. */
  noticeId: string | number;
  /** What is to be changed; only its own body reads it. */
  reason: string;
  /** The version that was read. */
  version: number;
};

/** A draft that is fit to be signed (核稿). */
export type ReviewNoticeInput = {
  /** Chosen by the client, 1 to 200 characters: the same request under the same key is done once and answered alike. */
  idempotencyKey?: string | null | undefined;
  /** The notice. */
  noticeId: string | number;
  /** What is to be said about it; only its own body reads it. */
  remark?: string | null | undefined;
  /** The version that was read. */
  version: number;
};

/** How a submission travels up. */
export type Route =
  /** To the asker; the levels between read and remind. */
  | 'DIRECT'
  /** Each level accepts and forwards. */
  | 'LEVEL_BY_LEVEL';

/** A draft to save. */
export type SaveNoticeDraftInput = {
  /** What it says now, whole. */
  content: NoticeContentInput;
  /** Chosen by the client, 1 to 200 characters: the same request under the same key is done once and answered alike. */
  idempotencyKey?: string | null | undefined;
  /** The notice. */
  noticeId: string | number;
  /** The version that was read. */
  version: number;
};

/** That the document bears the body's seal, and where that can be seen. */
export type SealEvidenceInput = {
  /** Number of the entry in the office system, or of the electronic seal. */
  reference: string;
  /** Date beside the seal, as 2021-04-21. */
  sealedOn: string;
};

/** A reviewed draft to sign (签发). */
export type SignNoticeInput = {
  /** Chosen by the client, 1 to 200 characters: the same request under the same key is done once and answered alike. */
  idempotencyKey?: string | null | undefined;
  /** The notice. */
  noticeId: string | number;
  /** What is to be said about it; only its own body reads it. */
  remark?: string | null | undefined;
  /** Evidence of the seal, where the document bears one. */
  seal?: SealEvidenceInput | null | undefined;
  /** The version that was read. */
  version: number;
};

/** Where a submission stands. */
export type SubmissionState =
  /** Accepted by the body that asked for it. */
  | 'ACCEPTED'
  /** Back with the unit, or with a body it had passed, to be mended. */
  | 'RETURNED'
  /** In the hands of the body that reviews it. */
  | 'SUBMITTED'
  /** Taken back by the unit before anybody acted on it. */
  | 'WITHDRAWN';

/** A draft to have reviewed (送核). */
export type SubmitNoticeForReviewInput = {
  /** Chosen by the client, 1 to 200 characters: the same request under the same key is done once and answered alike. */
  idempotencyKey?: string | null | undefined;
  /** The notice. */
  noticeId: string | number;
  /** What is to be said about it; only its own body reads it. */
  remark?: string | null | undefined;
  /** The version that was read. */
  version: number;
};

/** Whether there is a due. */
export type WorkDue =
  /** With a due. */
  | 'DATED'
  /** Without one (无期限). */
  | 'NONE';

/** What is to be done. */
export type WorkKind =
  /** Sign for a notice. */
  | 'ACKNOWLEDGE'
  /** Answer what others ask about a notice. */
  | 'ANSWER'
  /** Decide on requests for more time. */
  | 'EXTENSION'
  /** Hand a notice on. */
  | 'FORWARD'
  /** Take part, if one likes. */
  | 'INVITED'
  /** Close and send a ledger. */
  | 'LEDGER'
  /** See to it that those below report. */
  | 'ORGANISE'
  /** Hand a superior's correction on. */
  | 'PASS_ON'
  /** Fill in and hand in. */
  | 'REPORT'
  /** Decide on what was handed in below. */
  | 'REVIEW'
  /** Review a draft (核稿). */
  | 'REVIEW_NOTICE'
  /** Send what was signed. */
  | 'SEND_NOTICE'
  /** Send up what was accepted here. */
  | 'SEND_UP'
  /** Sign a draft (签发). */
  | 'SIGN_NOTICE';

/** Whose turn it is. */
export type WorkState =
  /** The caller's body's (要办). */
  | 'OPEN'
  /** Others' (等他人). */
  | 'WAITING';

export type FiguresQueryVariables = Exact<{
  deliverable: string | number;
  organization?: string | number | null | undefined;
  first?: number;
}>;


export type FiguresQuery = { figures: { definitions: Array<{ field: string, label: string, formula: string, askedBy: { shortName: string } }>, totals: Array<{ field: string, sum: string, base: string | null, mean: string | null, percent: string | null, answers: number }>, children: { nodes: Array<{ organization: { shortName: string }, values: Array<{ field: string, sum: string, base: string | null, mean: string | null, percent: string | null, answers: number }> }> } } | null };

export type ProgressQueryVariables = Exact<{
  deliverable: string | number;
  organization?: string | number | null | undefined;
  order?: ProgressOrder;
  first?: number;
  after?: string | null | undefined;
}>;


export type ProgressQuery = { reportingProgress: { asOf: string, overdue: number, nil: number, late: number, organization: { shortName: string }, rates: { expected: number, received: number, receivedOnTime: number, reportingRate: { numerator: number, denominator: number, percent: string | null }, onTimeRate: { percent: string | null } }, invited: { eligible: number, entered: number }, byState: Array<{ state: ObligationState, count: number }>, byLamp: Array<{ lamp: Lamp, count: number }>, acknowledged: { numerator: number, denominator: number }, elsewhere: { expected: number, received: number, receivedOnTime: number } | null, children: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ overdue: number, organization: { shortName: string }, rates: { expected: number, received: number, receivedOnTime: number, reportingRate: { percent: string | null } }, own: { state: ObligationState } | null, viewerCan: { open: { allowed: boolean } } }> } } | null };

export type ListQueryVariables = Exact<{
  deliverable: string | number;
  under?: string | number | null | undefined;
  behind?: ObligationFigure | null | undefined;
  including?: boolean;
  elsewhere?: boolean;
}>;


export type ListQuery = { obligations: { totalCount: number, nodes: Array<{ organization: { shortName: string } }> } };

export type TaskPageQueryVariables = Exact<{
  id: string | number;
}>;


export type TaskPageQuery = { obligation: { kind: ObligationKind, kindLabel: string, state: ObligationState, what: string, lamp: Lamp, lampReason: string, fieldCount: number, startedAt: string | null, acknowledgedAt: string | null, organization: { shortName: string }, askedBy: { shortName: string }, due: { label: string, phrase: string | null, daysLeft: number, workingDaysLeft: number } | null, superiorDue: { label: string } | null, demands: Array<{ text: string, inherited: boolean, askedBy: { shortName: string }, notice: { title: string } | null, due: { label: string } | null, fields: Array<{ key: string }> }>, contacts: Array<{ department: string, phones: Array<string> }>, submission: { state: SubmissionState } | null, viewerCan: { acknowledge: { allowed: boolean, code: string | null }, start: { allowed: boolean, code: string | null, closesAt: string | null }, submit: { allowed: boolean, code: string | null } } } | null };

export type WorkbenchQueryVariables = Exact<{
  state?: WorkState;
  due?: WorkDue | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type WorkbenchQuery = { workItems: { counts: { total: number, byLamp: Array<{ lamp: Lamp, count: number }>, byKind: Array<{ kind: WorkKind, verb: string, count: number }> }, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ kind: WorkKind, verb: string, title: string, lamp: Lamp, lampReason: string, count: number, askedBy: { shortName: string }, due: { label: string, daysLeft: number } | null, progress: { done: number, total: number, label: string } | null, obligation: { kind: ObligationKind } | null, notice: { title: string } | null, viewerCan: { act: { allowed: boolean, code: string | null } } }> } };

export type NoticeOfTestFragment = { id: string, state: NoticeState, stage: NoticeStage, version: number, title: string, issuedOn: string | null, kind: NoticeKind, kindLabel: string, docNumber: { canonical: string, prefix: string, year: number, sequence: number } | null, addressees: { resolvedCount: number, byKind: Array<{ kind: OrganizationKind, kindLabel: string, count: number }> }, deliverables: Array<{ id: string, key: string, title: string, dueAt: string | null, dueLabel: string | null, locked: boolean, fields: Array<{ key: string }>, inherits: { id: string, dueAt: string | null } | null }>, lint: Array<{ code: string, severity: LintSeverity, fingerprint: string, answer: { answer: string } | null }>, viewerCan: { edit: { allowed: boolean, code: string | null }, issue: { allowed: boolean, code: string | null }, acknowledge: { allowed: boolean, code: string | null }, forward: { allowed: boolean, code: string | null } } };

export type UserErrorOfTestFragment = { code: string, message: string, path: Array<string> };

export type DraftNoticeMutationVariables = Exact<{
  input: DraftNoticeInput;
}>;


export type DraftNoticeMutation = { draftNotice: { errors: Array<{ code: string, message: string, path: Array<string> }>, notice: { id: string, state: NoticeState, stage: NoticeStage, version: number, title: string, issuedOn: string | null, kind: NoticeKind, kindLabel: string, docNumber: { canonical: string, prefix: string, year: number, sequence: number } | null, addressees: { resolvedCount: number, byKind: Array<{ kind: OrganizationKind, kindLabel: string, count: number }> }, deliverables: Array<{ id: string, key: string, title: string, dueAt: string | null, dueLabel: string | null, locked: boolean, fields: Array<{ key: string }>, inherits: { id: string, dueAt: string | null } | null }>, lint: Array<{ code: string, severity: LintSeverity, fingerprint: string, answer: { answer: string } | null }>, viewerCan: { edit: { allowed: boolean, code: string | null }, issue: { allowed: boolean, code: string | null }, acknowledge: { allowed: boolean, code: string | null }, forward: { allowed: boolean, code: string | null } } } | null } };

export type SaveNoticeDraftMutationVariables = Exact<{
  input: SaveNoticeDraftInput;
}>;


export type SaveNoticeDraftMutation = { saveNoticeDraft: { errors: Array<{ code: string, message: string, path: Array<string> }>, notice: { id: string, state: NoticeState, stage: NoticeStage, version: number, title: string, issuedOn: string | null, kind: NoticeKind, kindLabel: string, docNumber: { canonical: string, prefix: string, year: number, sequence: number } | null, addressees: { resolvedCount: number, byKind: Array<{ kind: OrganizationKind, kindLabel: string, count: number }> }, deliverables: Array<{ id: string, key: string, title: string, dueAt: string | null, dueLabel: string | null, locked: boolean, fields: Array<{ key: string }>, inherits: { id: string, dueAt: string | null } | null }>, lint: Array<{ code: string, severity: LintSeverity, fingerprint: string, answer: { answer: string } | null }>, viewerCan: { edit: { allowed: boolean, code: string | null }, issue: { allowed: boolean, code: string | null }, acknowledge: { allowed: boolean, code: string | null }, forward: { allowed: boolean, code: string | null } } } | null } };

export type IssueNoticeMutationVariables = Exact<{
  input: IssueNoticeInput;
}>;


export type IssueNoticeMutation = { issueNotice: { errors: Array<{ code: string, message: string, path: Array<string> }>, notice: { id: string, state: NoticeState, stage: NoticeStage, version: number, title: string, issuedOn: string | null, kind: NoticeKind, kindLabel: string, docNumber: { canonical: string, prefix: string, year: number, sequence: number } | null, addressees: { resolvedCount: number, byKind: Array<{ kind: OrganizationKind, kindLabel: string, count: number }> }, deliverables: Array<{ id: string, key: string, title: string, dueAt: string | null, dueLabel: string | null, locked: boolean, fields: Array<{ key: string }>, inherits: { id: string, dueAt: string | null } | null }>, lint: Array<{ code: string, severity: LintSeverity, fingerprint: string, answer: { answer: string } | null }>, viewerCan: { edit: { allowed: boolean, code: string | null }, issue: { allowed: boolean, code: string | null }, acknowledge: { allowed: boolean, code: string | null }, forward: { allowed: boolean, code: string | null } } } | null } };

export type DraftForwardingMutationVariables = Exact<{
  input: DraftForwardingInput;
}>;


export type DraftForwardingMutation = { draftForwarding: { errors: Array<{ code: string, message: string, path: Array<string> }>, notice: { id: string, state: NoticeState, stage: NoticeStage, version: number, title: string, issuedOn: string | null, kind: NoticeKind, kindLabel: string, docNumber: { canonical: string, prefix: string, year: number, sequence: number } | null, addressees: { resolvedCount: number, byKind: Array<{ kind: OrganizationKind, kindLabel: string, count: number }> }, deliverables: Array<{ id: string, key: string, title: string, dueAt: string | null, dueLabel: string | null, locked: boolean, fields: Array<{ key: string }>, inherits: { id: string, dueAt: string | null } | null }>, lint: Array<{ code: string, severity: LintSeverity, fingerprint: string, answer: { answer: string } | null }>, viewerCan: { edit: { allowed: boolean, code: string | null }, issue: { allowed: boolean, code: string | null }, acknowledge: { allowed: boolean, code: string | null }, forward: { allowed: boolean, code: string | null } } } | null } };

export type ForwardNoticeMutationVariables = Exact<{
  input: ForwardNoticeInput;
}>;


export type ForwardNoticeMutation = { forwardNotice: { errors: Array<{ code: string, message: string, path: Array<string> }>, notice: { id: string, state: NoticeState, stage: NoticeStage, version: number, title: string, issuedOn: string | null, kind: NoticeKind, kindLabel: string, docNumber: { canonical: string, prefix: string, year: number, sequence: number } | null, addressees: { resolvedCount: number, byKind: Array<{ kind: OrganizationKind, kindLabel: string, count: number }> }, deliverables: Array<{ id: string, key: string, title: string, dueAt: string | null, dueLabel: string | null, locked: boolean, fields: Array<{ key: string }>, inherits: { id: string, dueAt: string | null } | null }>, lint: Array<{ code: string, severity: LintSeverity, fingerprint: string, answer: { answer: string } | null }>, viewerCan: { edit: { allowed: boolean, code: string | null }, issue: { allowed: boolean, code: string | null }, acknowledge: { allowed: boolean, code: string | null }, forward: { allowed: boolean, code: string | null } } } | null } };

export type AnswerLintFindingMutationVariables = Exact<{
  input: AnswerLintFindingInput;
}>;


export type AnswerLintFindingMutation = { answerLintFinding: { errors: Array<{ code: string, message: string, path: Array<string> }>, notice: { id: string, state: NoticeState, stage: NoticeStage, version: number, title: string, issuedOn: string | null, kind: NoticeKind, kindLabel: string, docNumber: { canonical: string, prefix: string, year: number, sequence: number } | null, addressees: { resolvedCount: number, byKind: Array<{ kind: OrganizationKind, kindLabel: string, count: number }> }, deliverables: Array<{ id: string, key: string, title: string, dueAt: string | null, dueLabel: string | null, locked: boolean, fields: Array<{ key: string }>, inherits: { id: string, dueAt: string | null } | null }>, lint: Array<{ code: string, severity: LintSeverity, fingerprint: string, answer: { answer: string } | null }>, viewerCan: { edit: { allowed: boolean, code: string | null }, issue: { allowed: boolean, code: string | null }, acknowledge: { allowed: boolean, code: string | null }, forward: { allowed: boolean, code: string | null } } } | null } };

export type ConfirmLintProposalMutationVariables = Exact<{
  input: ConfirmLintProposalInput;
}>;


export type ConfirmLintProposalMutation = { confirmLintProposal: { errors: Array<{ code: string, message: string, path: Array<string> }>, notice: { id: string, state: NoticeState, stage: NoticeStage, version: number, title: string, issuedOn: string | null, kind: NoticeKind, kindLabel: string, docNumber: { canonical: string, prefix: string, year: number, sequence: number } | null, addressees: { resolvedCount: number, byKind: Array<{ kind: OrganizationKind, kindLabel: string, count: number }> }, deliverables: Array<{ id: string, key: string, title: string, dueAt: string | null, dueLabel: string | null, locked: boolean, fields: Array<{ key: string }>, inherits: { id: string, dueAt: string | null } | null }>, lint: Array<{ code: string, severity: LintSeverity, fingerprint: string, answer: { answer: string } | null }>, viewerCan: { edit: { allowed: boolean, code: string | null }, issue: { allowed: boolean, code: string | null }, acknowledge: { allowed: boolean, code: string | null }, forward: { allowed: boolean, code: string | null } } } | null } };

export type SubmitNoticeForReviewMutationVariables = Exact<{
  input: SubmitNoticeForReviewInput;
}>;


export type SubmitNoticeForReviewMutation = { submitNoticeForReview: { errors: Array<{ code: string, message: string, path: Array<string> }>, notice: { id: string, state: NoticeState, stage: NoticeStage, version: number, title: string, issuedOn: string | null, kind: NoticeKind, kindLabel: string, docNumber: { canonical: string, prefix: string, year: number, sequence: number } | null, addressees: { resolvedCount: number, byKind: Array<{ kind: OrganizationKind, kindLabel: string, count: number }> }, deliverables: Array<{ id: string, key: string, title: string, dueAt: string | null, dueLabel: string | null, locked: boolean, fields: Array<{ key: string }>, inherits: { id: string, dueAt: string | null } | null }>, lint: Array<{ code: string, severity: LintSeverity, fingerprint: string, answer: { answer: string } | null }>, viewerCan: { edit: { allowed: boolean, code: string | null }, issue: { allowed: boolean, code: string | null }, acknowledge: { allowed: boolean, code: string | null }, forward: { allowed: boolean, code: string | null } } } | null } };

export type ReviewNoticeMutationVariables = Exact<{
  input: ReviewNoticeInput;
}>;


export type ReviewNoticeMutation = { reviewNotice: { errors: Array<{ code: string, message: string, path: Array<string> }>, notice: { id: string, state: NoticeState, stage: NoticeStage, version: number, title: string, issuedOn: string | null, kind: NoticeKind, kindLabel: string, docNumber: { canonical: string, prefix: string, year: number, sequence: number } | null, addressees: { resolvedCount: number, byKind: Array<{ kind: OrganizationKind, kindLabel: string, count: number }> }, deliverables: Array<{ id: string, key: string, title: string, dueAt: string | null, dueLabel: string | null, locked: boolean, fields: Array<{ key: string }>, inherits: { id: string, dueAt: string | null } | null }>, lint: Array<{ code: string, severity: LintSeverity, fingerprint: string, answer: { answer: string } | null }>, viewerCan: { edit: { allowed: boolean, code: string | null }, issue: { allowed: boolean, code: string | null }, acknowledge: { allowed: boolean, code: string | null }, forward: { allowed: boolean, code: string | null } } } | null } };

export type SignNoticeMutationVariables = Exact<{
  input: SignNoticeInput;
}>;


export type SignNoticeMutation = { signNotice: { errors: Array<{ code: string, message: string, path: Array<string> }>, notice: { id: string, state: NoticeState, stage: NoticeStage, version: number, title: string, issuedOn: string | null, kind: NoticeKind, kindLabel: string, docNumber: { canonical: string, prefix: string, year: number, sequence: number } | null, addressees: { resolvedCount: number, byKind: Array<{ kind: OrganizationKind, kindLabel: string, count: number }> }, deliverables: Array<{ id: string, key: string, title: string, dueAt: string | null, dueLabel: string | null, locked: boolean, fields: Array<{ key: string }>, inherits: { id: string, dueAt: string | null } | null }>, lint: Array<{ code: string, severity: LintSeverity, fingerprint: string, answer: { answer: string } | null }>, viewerCan: { edit: { allowed: boolean, code: string | null }, issue: { allowed: boolean, code: string | null }, acknowledge: { allowed: boolean, code: string | null }, forward: { allowed: boolean, code: string | null } } } | null } };

export type ReturnNoticeDraftMutationVariables = Exact<{
  input: ReturnNoticeDraftInput;
}>;


export type ReturnNoticeDraftMutation = { returnNoticeDraft: { errors: Array<{ code: string, message: string, path: Array<string> }>, notice: { id: string, state: NoticeState, stage: NoticeStage, version: number, title: string, issuedOn: string | null, kind: NoticeKind, kindLabel: string, docNumber: { canonical: string, prefix: string, year: number, sequence: number } | null, addressees: { resolvedCount: number, byKind: Array<{ kind: OrganizationKind, kindLabel: string, count: number }> }, deliverables: Array<{ id: string, key: string, title: string, dueAt: string | null, dueLabel: string | null, locked: boolean, fields: Array<{ key: string }>, inherits: { id: string, dueAt: string | null } | null }>, lint: Array<{ code: string, severity: LintSeverity, fingerprint: string, answer: { answer: string } | null }>, viewerCan: { edit: { allowed: boolean, code: string | null }, issue: { allowed: boolean, code: string | null }, acknowledge: { allowed: boolean, code: string | null }, forward: { allowed: boolean, code: string | null } } } | null } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const NoticeOfTestFragmentDoc = new TypedDocumentString(`
    fragment NoticeOfTest on Notice {
  id
  state
  stage
  version
  title
  docNumber {
    canonical
    prefix
    year
    sequence
  }
  issuedOn
  kind
  kindLabel
  addressees {
    resolvedCount
    byKind {
      kind
      kindLabel
      count
    }
  }
  deliverables {
    id
    key
    title
    dueAt
    dueLabel
    locked
    fields {
      key
    }
    inherits {
      id
      dueAt
    }
  }
  lint {
    code
    severity
    fingerprint
    answer {
      answer
    }
  }
  viewerCan {
    edit {
      allowed
      code
    }
    issue {
      allowed
      code
    }
    acknowledge {
      allowed
      code
    }
    forward {
      allowed
      code
    }
  }
}
    `, {"fragmentName":"NoticeOfTest"}) as unknown as TypedDocumentString<NoticeOfTestFragment, unknown>;
export const UserErrorOfTestFragmentDoc = new TypedDocumentString(`
    fragment UserErrorOfTest on UserError {
  code
  message
  path
}
    `, {"fragmentName":"UserErrorOfTest"}) as unknown as TypedDocumentString<UserErrorOfTestFragment, unknown>;
export const FiguresDocument = new TypedDocumentString(`
    query Figures($deliverable: ID!, $organization: ID, $first: Int! = 50) {
  figures(deliverableId: $deliverable, organizationId: $organization) {
    definitions {
      field
      label
      askedBy {
        shortName
      }
      formula
    }
    totals {
      field
      sum
      base
      mean
      percent
      answers
    }
    children(first: $first) {
      nodes {
        organization {
          shortName
        }
        values {
          field
          sum
          base
          mean
          percent
          answers
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<FiguresQuery, FiguresQueryVariables>;
export const ProgressDocument = new TypedDocumentString(`
    query Progress($deliverable: ID!, $organization: ID, $order: ProgressOrder! = TREE, $first: Int! = 50, $after: String) {
  reportingProgress(deliverableId: $deliverable, organizationId: $organization) {
    asOf
    organization {
      shortName
    }
    rates {
      expected
      received
      receivedOnTime
      reportingRate {
        numerator
        denominator
        percent
      }
      onTimeRate {
        percent
      }
    }
    invited {
      eligible
      entered
    }
    byState {
      state
      count
    }
    byLamp {
      lamp
      count
    }
    overdue
    nil
    late
    acknowledged {
      numerator
      denominator
    }
    elsewhere {
      expected
      received
      receivedOnTime
    }
    children(order: $order, first: $first, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        organization {
          shortName
        }
        rates {
          expected
          received
          receivedOnTime
          reportingRate {
            percent
          }
        }
        overdue
        own {
          state
        }
        viewerCan {
          open {
            allowed
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ProgressQuery, ProgressQueryVariables>;
export const ListDocument = new TypedDocumentString(`
    query List($deliverable: ID!, $under: ID, $behind: ObligationFigure, $including: Boolean! = false, $elsewhere: Boolean! = false) {
  obligations(
    deliverableId: $deliverable
    under: $under
    behind: $behind
    including: $including
    elsewhere: $elsewhere
    first: 100
  ) {
    totalCount
    nodes {
      organization {
        shortName
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ListQuery, ListQueryVariables>;
export const TaskPageDocument = new TypedDocumentString(`
    query TaskPage($id: ID!) {
  obligation(id: $id) {
    kind
    kindLabel
    state
    what
    lamp
    lampReason
    fieldCount
    startedAt
    acknowledgedAt
    organization {
      shortName
    }
    askedBy {
      shortName
    }
    due {
      label
      phrase
      daysLeft
      workingDaysLeft
    }
    superiorDue {
      label
    }
    demands {
      askedBy {
        shortName
      }
      notice {
        title
      }
      text
      due {
        label
      }
      inherited
      fields {
        key
      }
    }
    contacts {
      department
      phones
    }
    submission {
      state
    }
    viewerCan {
      acknowledge {
        allowed
        code
      }
      start {
        allowed
        code
        closesAt
      }
      submit {
        allowed
        code
      }
    }
  }
}
    `) as unknown as TypedDocumentString<TaskPageQuery, TaskPageQueryVariables>;
export const WorkbenchDocument = new TypedDocumentString(`
    query Workbench($state: WorkState! = OPEN, $due: WorkDue, $first: Int! = 20, $after: String) {
  workItems(state: $state, due: $due, first: $first, after: $after) {
    counts {
      total
      byLamp {
        lamp
        count
      }
      byKind {
        kind
        verb
        count
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      kind
      verb
      title
      lamp
      lampReason
      count
      askedBy {
        shortName
      }
      due {
        label
        daysLeft
      }
      progress {
        done
        total
        label
      }
      obligation {
        kind
      }
      notice {
        title
      }
      viewerCan {
        act {
          allowed
          code
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<WorkbenchQuery, WorkbenchQueryVariables>;
export const DraftNoticeDocument = new TypedDocumentString(`
    mutation DraftNotice($input: DraftNoticeInput!) {
  draftNotice(input: $input) {
    errors {
      ...UserErrorOfTest
    }
    notice {
      ...NoticeOfTest
    }
  }
}
    fragment NoticeOfTest on Notice {
  id
  state
  stage
  version
  title
  docNumber {
    canonical
    prefix
    year
    sequence
  }
  issuedOn
  kind
  kindLabel
  addressees {
    resolvedCount
    byKind {
      kind
      kindLabel
      count
    }
  }
  deliverables {
    id
    key
    title
    dueAt
    dueLabel
    locked
    fields {
      key
    }
    inherits {
      id
      dueAt
    }
  }
  lint {
    code
    severity
    fingerprint
    answer {
      answer
    }
  }
  viewerCan {
    edit {
      allowed
      code
    }
    issue {
      allowed
      code
    }
    acknowledge {
      allowed
      code
    }
    forward {
      allowed
      code
    }
  }
}
fragment UserErrorOfTest on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<DraftNoticeMutation, DraftNoticeMutationVariables>;
export const SaveNoticeDraftDocument = new TypedDocumentString(`
    mutation SaveNoticeDraft($input: SaveNoticeDraftInput!) {
  saveNoticeDraft(input: $input) {
    errors {
      ...UserErrorOfTest
    }
    notice {
      ...NoticeOfTest
    }
  }
}
    fragment NoticeOfTest on Notice {
  id
  state
  stage
  version
  title
  docNumber {
    canonical
    prefix
    year
    sequence
  }
  issuedOn
  kind
  kindLabel
  addressees {
    resolvedCount
    byKind {
      kind
      kindLabel
      count
    }
  }
  deliverables {
    id
    key
    title
    dueAt
    dueLabel
    locked
    fields {
      key
    }
    inherits {
      id
      dueAt
    }
  }
  lint {
    code
    severity
    fingerprint
    answer {
      answer
    }
  }
  viewerCan {
    edit {
      allowed
      code
    }
    issue {
      allowed
      code
    }
    acknowledge {
      allowed
      code
    }
    forward {
      allowed
      code
    }
  }
}
fragment UserErrorOfTest on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<SaveNoticeDraftMutation, SaveNoticeDraftMutationVariables>;
export const IssueNoticeDocument = new TypedDocumentString(`
    mutation IssueNotice($input: IssueNoticeInput!) {
  issueNotice(input: $input) {
    errors {
      ...UserErrorOfTest
    }
    notice {
      ...NoticeOfTest
    }
  }
}
    fragment NoticeOfTest on Notice {
  id
  state
  stage
  version
  title
  docNumber {
    canonical
    prefix
    year
    sequence
  }
  issuedOn
  kind
  kindLabel
  addressees {
    resolvedCount
    byKind {
      kind
      kindLabel
      count
    }
  }
  deliverables {
    id
    key
    title
    dueAt
    dueLabel
    locked
    fields {
      key
    }
    inherits {
      id
      dueAt
    }
  }
  lint {
    code
    severity
    fingerprint
    answer {
      answer
    }
  }
  viewerCan {
    edit {
      allowed
      code
    }
    issue {
      allowed
      code
    }
    acknowledge {
      allowed
      code
    }
    forward {
      allowed
      code
    }
  }
}
fragment UserErrorOfTest on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<IssueNoticeMutation, IssueNoticeMutationVariables>;
export const DraftForwardingDocument = new TypedDocumentString(`
    mutation DraftForwarding($input: DraftForwardingInput!) {
  draftForwarding(input: $input) {
    errors {
      ...UserErrorOfTest
    }
    notice {
      ...NoticeOfTest
    }
  }
}
    fragment NoticeOfTest on Notice {
  id
  state
  stage
  version
  title
  docNumber {
    canonical
    prefix
    year
    sequence
  }
  issuedOn
  kind
  kindLabel
  addressees {
    resolvedCount
    byKind {
      kind
      kindLabel
      count
    }
  }
  deliverables {
    id
    key
    title
    dueAt
    dueLabel
    locked
    fields {
      key
    }
    inherits {
      id
      dueAt
    }
  }
  lint {
    code
    severity
    fingerprint
    answer {
      answer
    }
  }
  viewerCan {
    edit {
      allowed
      code
    }
    issue {
      allowed
      code
    }
    acknowledge {
      allowed
      code
    }
    forward {
      allowed
      code
    }
  }
}
fragment UserErrorOfTest on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<DraftForwardingMutation, DraftForwardingMutationVariables>;
export const ForwardNoticeDocument = new TypedDocumentString(`
    mutation ForwardNotice($input: ForwardNoticeInput!) {
  forwardNotice(input: $input) {
    errors {
      ...UserErrorOfTest
    }
    notice {
      ...NoticeOfTest
    }
  }
}
    fragment NoticeOfTest on Notice {
  id
  state
  stage
  version
  title
  docNumber {
    canonical
    prefix
    year
    sequence
  }
  issuedOn
  kind
  kindLabel
  addressees {
    resolvedCount
    byKind {
      kind
      kindLabel
      count
    }
  }
  deliverables {
    id
    key
    title
    dueAt
    dueLabel
    locked
    fields {
      key
    }
    inherits {
      id
      dueAt
    }
  }
  lint {
    code
    severity
    fingerprint
    answer {
      answer
    }
  }
  viewerCan {
    edit {
      allowed
      code
    }
    issue {
      allowed
      code
    }
    acknowledge {
      allowed
      code
    }
    forward {
      allowed
      code
    }
  }
}
fragment UserErrorOfTest on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<ForwardNoticeMutation, ForwardNoticeMutationVariables>;
export const AnswerLintFindingDocument = new TypedDocumentString(`
    mutation AnswerLintFinding($input: AnswerLintFindingInput!) {
  answerLintFinding(input: $input) {
    errors {
      ...UserErrorOfTest
    }
    notice {
      ...NoticeOfTest
    }
  }
}
    fragment NoticeOfTest on Notice {
  id
  state
  stage
  version
  title
  docNumber {
    canonical
    prefix
    year
    sequence
  }
  issuedOn
  kind
  kindLabel
  addressees {
    resolvedCount
    byKind {
      kind
      kindLabel
      count
    }
  }
  deliverables {
    id
    key
    title
    dueAt
    dueLabel
    locked
    fields {
      key
    }
    inherits {
      id
      dueAt
    }
  }
  lint {
    code
    severity
    fingerprint
    answer {
      answer
    }
  }
  viewerCan {
    edit {
      allowed
      code
    }
    issue {
      allowed
      code
    }
    acknowledge {
      allowed
      code
    }
    forward {
      allowed
      code
    }
  }
}
fragment UserErrorOfTest on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<AnswerLintFindingMutation, AnswerLintFindingMutationVariables>;
export const ConfirmLintProposalDocument = new TypedDocumentString(`
    mutation ConfirmLintProposal($input: ConfirmLintProposalInput!) {
  confirmLintProposal(input: $input) {
    errors {
      ...UserErrorOfTest
    }
    notice {
      ...NoticeOfTest
    }
  }
}
    fragment NoticeOfTest on Notice {
  id
  state
  stage
  version
  title
  docNumber {
    canonical
    prefix
    year
    sequence
  }
  issuedOn
  kind
  kindLabel
  addressees {
    resolvedCount
    byKind {
      kind
      kindLabel
      count
    }
  }
  deliverables {
    id
    key
    title
    dueAt
    dueLabel
    locked
    fields {
      key
    }
    inherits {
      id
      dueAt
    }
  }
  lint {
    code
    severity
    fingerprint
    answer {
      answer
    }
  }
  viewerCan {
    edit {
      allowed
      code
    }
    issue {
      allowed
      code
    }
    acknowledge {
      allowed
      code
    }
    forward {
      allowed
      code
    }
  }
}
fragment UserErrorOfTest on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<ConfirmLintProposalMutation, ConfirmLintProposalMutationVariables>;
export const SubmitNoticeForReviewDocument = new TypedDocumentString(`
    mutation SubmitNoticeForReview($input: SubmitNoticeForReviewInput!) {
  submitNoticeForReview(input: $input) {
    errors {
      ...UserErrorOfTest
    }
    notice {
      ...NoticeOfTest
    }
  }
}
    fragment NoticeOfTest on Notice {
  id
  state
  stage
  version
  title
  docNumber {
    canonical
    prefix
    year
    sequence
  }
  issuedOn
  kind
  kindLabel
  addressees {
    resolvedCount
    byKind {
      kind
      kindLabel
      count
    }
  }
  deliverables {
    id
    key
    title
    dueAt
    dueLabel
    locked
    fields {
      key
    }
    inherits {
      id
      dueAt
    }
  }
  lint {
    code
    severity
    fingerprint
    answer {
      answer
    }
  }
  viewerCan {
    edit {
      allowed
      code
    }
    issue {
      allowed
      code
    }
    acknowledge {
      allowed
      code
    }
    forward {
      allowed
      code
    }
  }
}
fragment UserErrorOfTest on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<SubmitNoticeForReviewMutation, SubmitNoticeForReviewMutationVariables>;
export const ReviewNoticeDocument = new TypedDocumentString(`
    mutation ReviewNotice($input: ReviewNoticeInput!) {
  reviewNotice(input: $input) {
    errors {
      ...UserErrorOfTest
    }
    notice {
      ...NoticeOfTest
    }
  }
}
    fragment NoticeOfTest on Notice {
  id
  state
  stage
  version
  title
  docNumber {
    canonical
    prefix
    year
    sequence
  }
  issuedOn
  kind
  kindLabel
  addressees {
    resolvedCount
    byKind {
      kind
      kindLabel
      count
    }
  }
  deliverables {
    id
    key
    title
    dueAt
    dueLabel
    locked
    fields {
      key
    }
    inherits {
      id
      dueAt
    }
  }
  lint {
    code
    severity
    fingerprint
    answer {
      answer
    }
  }
  viewerCan {
    edit {
      allowed
      code
    }
    issue {
      allowed
      code
    }
    acknowledge {
      allowed
      code
    }
    forward {
      allowed
      code
    }
  }
}
fragment UserErrorOfTest on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<ReviewNoticeMutation, ReviewNoticeMutationVariables>;
export const SignNoticeDocument = new TypedDocumentString(`
    mutation SignNotice($input: SignNoticeInput!) {
  signNotice(input: $input) {
    errors {
      ...UserErrorOfTest
    }
    notice {
      ...NoticeOfTest
    }
  }
}
    fragment NoticeOfTest on Notice {
  id
  state
  stage
  version
  title
  docNumber {
    canonical
    prefix
    year
    sequence
  }
  issuedOn
  kind
  kindLabel
  addressees {
    resolvedCount
    byKind {
      kind
      kindLabel
      count
    }
  }
  deliverables {
    id
    key
    title
    dueAt
    dueLabel
    locked
    fields {
      key
    }
    inherits {
      id
      dueAt
    }
  }
  lint {
    code
    severity
    fingerprint
    answer {
      answer
    }
  }
  viewerCan {
    edit {
      allowed
      code
    }
    issue {
      allowed
      code
    }
    acknowledge {
      allowed
      code
    }
    forward {
      allowed
      code
    }
  }
}
fragment UserErrorOfTest on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<SignNoticeMutation, SignNoticeMutationVariables>;
export const ReturnNoticeDraftDocument = new TypedDocumentString(`
    mutation ReturnNoticeDraft($input: ReturnNoticeDraftInput!) {
  returnNoticeDraft(input: $input) {
    errors {
      ...UserErrorOfTest
    }
    notice {
      ...NoticeOfTest
    }
  }
}
    fragment NoticeOfTest on Notice {
  id
  state
  stage
  version
  title
  docNumber {
    canonical
    prefix
    year
    sequence
  }
  issuedOn
  kind
  kindLabel
  addressees {
    resolvedCount
    byKind {
      kind
      kindLabel
      count
    }
  }
  deliverables {
    id
    key
    title
    dueAt
    dueLabel
    locked
    fields {
      key
    }
    inherits {
      id
      dueAt
    }
  }
  lint {
    code
    severity
    fingerprint
    answer {
      answer
    }
  }
  viewerCan {
    edit {
      allowed
      code
    }
    issue {
      allowed
      code
    }
    acknowledge {
      allowed
      code
    }
    forward {
      allowed
      code
    }
  }
}
fragment UserErrorOfTest on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<ReturnNoticeDraftMutation, ReturnNoticeDraftMutationVariables>;