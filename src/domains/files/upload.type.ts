import { Field, GraphQLISODateTime, ID, Int, ObjectType } from 'type-graphql';
import { enumType } from '../../kit/enums.ts';
import { FileKindEnum, ProbeType } from './file.type.ts';

export const UploadStateEnum = enumType('UploadState', 'Where a file is on its way in.', {
  CREATED: 'Announced; nothing of it is here yet.',
  UPLOADING: 'Some of it is here.',
  PROBING: 'All of it is here and is looked at.',
  STORED: 'Taken in; it can be handed in and downloaded.',
  FAILED: 'Refused, or given up because nothing more came.',
});

export const uploadStateLabels = {
  CREATED: '等待上传',
  UPLOADING: '上传中',
  PROBING: '检查中',
  STORED: '已上传',
  FAILED: '上传未成功',
} as const;
export type UploadState = keyof typeof uploadStateLabels;

@ObjectType({ description: 'Why a file was not taken in.' })
export class UploadFailure {
  @Field(() => String, { description: 'For programs, as in FILE_TYPE_MISMATCH.' }) code!: string;
  @Field(() => String, { description: 'For people, in Chinese.' }) message!: string;
}

/** Everything but its findings, which depend on the questions of a page. */
@ObjectType()
export abstract class UploadedFileType {
  @Field(() => ID, { description: 'What answers name it with, from the beginning; once it is stored, the id of its File.' }) id!: string;
  @Field(() => String, { description: 'Its name, as it was put in.' }) name!: string;
  @Field(() => FileKindEnum, { description: 'What it is for.' }) kind!: string;
  @Field(() => UploadStateEnum, { description: 'Where it is.' }) state!: UploadState;
  @Field(() => String, { description: 'The same, in Chinese.' }) stateLabel!: string;
  @Field(() => Int, { description: 'Bytes that are here now.' }) bytesReceived!: number;
  @Field(() => Int, { description: 'Bytes that there will be.' }) bytesTotal!: number;
  @Field(() => ID, { nullable: true, description: 'Who asks: the deliverable, when it was said for which question it is.' })
  deliverableId!: string | null;
  @Field(() => String, { nullable: true, description: 'Key of the field, when it was said.' }) field!: string | null;
  @Field(() => String, { nullable: true, description: 'What its content is; null until it was looked at.' }) mediaType!: string | null;
  @Field(() => String, { nullable: true, description: 'SHA-256 of its content, in hexadecimal; null until it was looked at.' })
  sha256!: string | null;
  @Field(() => ProbeType, { nullable: true, description: 'What it amounts to, once it was looked at.' }) probe!: ProbeType | null;
  @Field(() => UploadFailure, { nullable: true, description: 'Why it was not taken in.' }) failure!: UploadFailure | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When it was begun.' }) uploadedAt!: Date | null;
}
