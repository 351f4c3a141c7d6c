import { Field, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../kit/connection.ts';
import { enumType } from '../../kit/enums.ts';
import { Payload } from '../../kit/errors.ts';
import { Node } from '../../kit/node-id.ts';
import { gatesOf } from '../../kit/viewer-can.ts';
import type { ImportKind } from './import.kinds.ts';
import type { ImportRow } from './import.rows.ts';

export const ImportKindEnum = enumType<ImportKind>('ImportKind', 'What can be taken in from a table.', {
  ORGANIZATIONS: 'Organizations, each below one that stands or one of the same table.',
  POSTS: 'Posts of organizations that stand.',
  MEMBERS: 'People with an account and an office in an organization that stands.',
});

export const ImportStateEnum = enumType<ImportRow['state']>('ImportState', 'How far a table on its way in has come.', {
  CHECKING: 'Is being checked; nothing is changed by that.',
  FAULTY: 'Something is wrong with it; nothing of it can be taken over.',
  SOUND: 'Can be taken over, as a whole.',
  APPLIED: 'Was taken over.',
});

@ObjectType('ImportColumn', { description: 'A column of a table that can be taken in.' })
export class ImportColumnType {
  @Field(() => String, { description: 'As it stands in the first row.' }) heading!: string;
  @Field(() => Boolean, { description: 'Every row must say it.' }) required!: boolean;
  @Field(() => String, { description: 'What to write, in Chinese.' }) note!: string;
  @Field(() => String, { description: 'An example.' }) example!: string;
}

@ObjectType({ description: 'What a table that can be taken in looks like.' })
export class ImportTemplate {
  @Field(() => ImportKindEnum, { description: 'What its rows are.' }) kind!: ImportKind;
  @Field(() => String, { description: 'The same in Chinese; also the name of the worksheet.' }) label!: string;
  @Field(() => [ImportColumnType], { description: 'Its columns, in whatever order.' }) columns!: ImportColumnType[];
  @Field(() => [String], { description: 'Where an empty one can be fetched, with the same sign-in: as a workbook and as CSV.' })
  urls!: string[];
}

@ObjectType({ description: 'Some rows of a table, counted.' })
export class ImportCount {
  @Field(() => String, { description: 'What they are, in Chinese.' }) label!: string;
  @Field(() => Int, { description: 'How many.' }) count!: number;
}

export const ImportGates = gatesOf('Import', { apply: 'Take it over, all of it or nothing.' });

@ObjectType('Import', { implements: Node, description: 'A table that the caller has put in to be taken over, first checked.' })
export class ImportType extends Node {
  @Field(() => ImportKindEnum, { description: 'What its rows are.' })
  kind!: ImportKind;

  @Field(() => ImportStateEnum, { description: 'How far it has come.' })
  state!: ImportRow['state'];

  @Field(() => String, { description: 'SHA-256 of the file that was checked, in hexadecimal; these bytes are taken over once.' })
  sha256!: string;

  @Field(() => [ImportCount], { description: 'What its rows are, counted, once it is checked.' })
  summary!: ImportCount[];
}

export const ImportConnection = connectionOf<ImportRow>('Import', () => ImportType as never);

@ObjectType({ implements: Payload, description: 'A table on its way in.' })
export class ImportPayload extends Payload {
  @Field(() => ImportType, { nullable: true, description: 'As it is now.' })
  import?: ImportRow | null;
}
