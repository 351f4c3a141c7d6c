import { Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../kit/connection.ts';
import { enumType } from '../../kit/enums.ts';
import { OrganizationType } from '../federation/organization.type.ts';
import { NoticeType } from '../notices/notice.type.ts';
import { SubmissionType } from '../submissions/submission.type.ts';
import type { Match, SearchKind } from './find-hits.ts';
import type { HitRow } from './search.ts';

export const SearchKindEnum = enumType<SearchKind>('SearchKind', 'What can be searched.', {
  ORGANIZATION: 'Organizations, by their names.',
  NOTICE: 'Notices, by number, title, issuing body and text.',
  SUBMISSION: 'Submissions, by number of the receipt, title of what they answer, unit and text.',
});
export const searchKindLabels: Readonly<Record<SearchKind, string>> = { ORGANIZATION: '组织', NOTICE: '文件通知', SUBMISSION: '报送件' };

export const SearchMatchEnum = enumType<Match>('SearchMatch', 'Where all the words were found; the first in this order is the best.', {
  NUMBER: 'It is the number.',
  TITLE_START: 'The title, or name, begins with the first word.',
  TITLE: 'In the title, or name.',
  UNIT: 'In the name of the unit, or in part there.',
  TEXT: 'In the text, or in part there.',
});
export const matchLabels: Readonly<Record<Match, string>> = {
  NUMBER: '编号',
  TITLE_START: '标题',
  TITLE: '标题',
  UNIT: '单位',
  TEXT: '正文',
};

@ObjectType('SearchExcerptPart', { description: 'A piece of a text.' })
export class SearchExcerptPart {
  @Field(() => String, { description: 'The piece, as it was written; plain text.' }) text!: string;
  @Field(() => Boolean, { description: 'It is what was looked for.' }) hit!: boolean;
}

@ObjectType('SearchHit', { description: 'Something that was found; one of organization, notice and submission is there.' })
export class SearchHitType {
  @Field(() => ID, { description: 'The id of what was found.' }) id!: string;
  @Field(() => SearchKindEnum, { description: 'What it is.' }) kind!: SearchKind;
  @Field(() => String, { description: 'The same, in Chinese.' }) kindLabel!: string;
  @Field(() => SearchMatchEnum, { description: 'Where the words were found.' }) match!: Match;
  @Field(() => String, { description: 'The same, in Chinese.' }) matchLabel!: string;
  @Field(() => OrganizationType, { nullable: true, description: 'The organization.' }) organization?: unknown;
  @Field(() => NoticeType, { nullable: true, description: 'The notice.' }) notice?: unknown;
  @Field(() => SubmissionType, { nullable: true, description: 'The submission.' }) submission?: unknown;
  @Field(() => [SearchExcerptPart], { description: 'Where the words stand, in pieces.' }) excerpt!: SearchExcerptPart[];
}

@ObjectType('SearchKindCount', { description: 'How many of one kind were found.' })
export class SearchKindCount {
  @Field(() => SearchKindEnum, { description: 'The kind.' }) kind!: SearchKind;
  @Field(() => String, { description: 'The same, in Chinese.' }) label!: string;
  @Field(() => Int, { description: 'How many, to a thousand.' }) count!: number;
  @Field(() => Boolean, { description: 'There may be more.' }) isCapped!: boolean;
}

@ObjectType('SearchHint', { description: 'Why nothing was looked for.' })
export class SearchHint {
  @Field(() => String, { description: 'For programs: NOTHING_TO_SEARCH, TOO_SHORT, TOO_LONG.' }) code!: string;
  @Field(() => String, { description: 'For people, in Chinese.' }) message!: string;
}

export const SearchHitConnection = connectionOf<HitRow>('SearchHit', () => SearchHitType as never);
const add = (name: string, type: () => unknown, nullable: boolean, description: string) =>
  Field(type as never, { nullable, description })(SearchHitConnection.prototype, name);
add('counts', () => [SearchKindCount], false, 'How many were found, by kind, under the same walls.');
add('hint', () => SearchHint, true, 'Why nothing was looked for; none when something was.');
