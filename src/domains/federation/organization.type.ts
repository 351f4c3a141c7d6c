import { Field, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../kit/connection.ts';
import { enumType } from '../../kit/enums.ts';
import { Payload } from '../../kit/errors.ts';
import { Node } from '../../kit/node-id.ts';
import { gatesOf } from '../../kit/viewer-can.ts';
import type { OrganizationKind } from './organization.kind.ts';
import type { OrganizationRow, OrganizationStatus } from './organization.rows.ts';

export const OrganizationKindEnum = enumType('OrganizationKind', 'What an organization is.', {
  PROVINCE: 'Provincial federation (省总工会), the root.',
  PREFECTURE_CITY: 'Federation of a prefecture-level city (设区市总工会).',
  COUNTY_DISTRICT: 'Federation of a county, district or county-level city (县（市、区）总工会).',
  DEVELOPMENT_ZONE: 'Union of a development zone (开发区工会).',
  PROVINCE_ADMINISTERED_CITY: 'Federation of a county-level city run by the province (省直管县级市总工会).',
  PREPARATORY_GROUP: 'Preparatory group of a federation (工会筹备组).',
  WORK_COMMITTEE: 'Work committee (工会工作委员会).',
  PROVINCE_DIRECT_ORGANS: 'Union of the organs directly under the province (省直机关工会).',
  ORGAN_UNION: 'Union of an organ (机关工会).',
  INDUSTRY_UNION: 'Industry union (产业工会).',
  SYSTEM_UNION: 'Union of a system (系统工会).',
  BUREAU_UNION: 'Union of a bureau (局工会).',
  CITY_DIRECT_GRASSROOTS: 'Grassroots union directly under a city (市直属基层工会).',
  TOWNSHIP_STREET: 'Union of a township or street (乡镇（街道）工会).',
  VILLAGE_COMMUNITY: 'Union of a village or community (村（社区）工会).',
  REGIONAL_OR_SECTOR_JOINT: 'Joint union of a region or sector (区域性、行业性联合工会).',
  GRASSROOTS: 'Grassroots union (基层工会).',
  BRANCH: 'Branch of a grassroots union (分工会).',
  WORKSHOP: 'Workshop union (车间工会).',
  TEAM: 'Union team (工会小组).',
  ENTERPRISE_GROUP: 'Union of an enterprise group (企业集团工会).',
  AFFILIATED_INSTITUTION: 'Institution run by a federation (直属事业单位).',
  OUTSIDE_BODY: 'Body outside the unions (系统外单位).',
  PARTY_GROUP: 'Party group, as a deciding body (党组).',
} satisfies Record<OrganizationKind, string>);

export const OrganizationStatusEnum = enumType('OrganizationStatus', 'Whether an organization still stands.', {
  ACTIVE: 'It stands.',
  DISSOLVED: 'It was merged into another or dissolved; its past stays readable.',
});

export const OrganizationChangeEnum = enumType('OrganizationChange', 'What began a state of an organization.', {
  FOUNDED: 'It was founded.',
  RENAMED: 'It was renamed.',
  MOVED: 'It, or a body above it, was put under another one.',
  MERGED: 'It was merged into another body.',
  DISSOLVED: 'It was dissolved.',
});

export const SuccessionKindEnum = enumType('SuccessionKind', 'How an organization ended.', {
  MERGED: 'It was merged into its successor, which carries on what it owed.',
  DISSOLVED: 'It was dissolved.',
});

export const AffiliationKindEnum = enumType('AffiliationKind', 'A second bond beside the superior.', {
  DUAL_LEADERSHIP: 'Led by two bodies (双重领导).',
  INDUSTRY: 'Led in its trade by an industry union (产业领导).',
});

@ObjectType('Organization', { implements: Node, description: 'A body of the federation.' })
export class OrganizationType extends Node {
  @Field(() => String, { description: 'Full name.' })
  name!: string;

  @Field(() => OrganizationKindEnum, { description: 'What it is.' })
  kind!: OrganizationKind;

  @Field(() => Int, { description: 'Its place in the hierarchy: 1 for the province.' })
  level!: number;

  @Field(() => OrganizationStatusEnum, { description: 'Whether it still stands.' })
  status!: OrganizationStatus;

  @Field(() => Int, { description: 'Pass it back when renaming, moving or dissolving.' })
  version!: number;
}

export const OrganizationConnection = connectionOf('Organization', () => OrganizationType, { totalCount: true });

export const OrganizationViewerCan = gatesOf('Organization', {
  addChild: 'Add an organization below it.',
  rename: 'Give it another name.',
  move: 'Put it, with everything below it, under another body.',
  merge: 'Merge it into another body.',
  dissolve: 'Dissolve it.',
});

@ObjectType('OrganizationVersion', { description: 'A state that an organization is or was in.' })
export class OrganizationVersionType {
  @Field(() => String, { description: 'Full name at that time.' })
  name!: string;

  @Field(() => OrganizationKindEnum, { description: 'What it was.' })
  kind!: OrganizationKind;

  @Field(() => OrganizationStatusEnum, { description: 'Whether it stood.' })
  status!: OrganizationStatus;

  @Field(() => OrganizationChangeEnum, { description: 'What began this state.' })
  change!: string;

  @Field(() => String, { nullable: true, description: 'Why.' })
  reason!: string | null;
}

@ObjectType('OrganizationSuccession', { description: 'Who carries on for an organization that ended.' })
export class OrganizationSuccessionType {
  @Field(() => SuccessionKindEnum, { description: 'How it ended.' })
  kind!: string;

  @Field(() => String, { description: 'Why.' })
  reason!: string;
}

@ObjectType('Affiliation', {
  implements: Node,
  description: 'A second bond: the other body may address the unit and reaches only what it asked for.',
})
export class AffiliationType extends Node {
  @Field(() => AffiliationKindEnum, { description: 'Of what kind.' })
  kind!: string;
}

@ObjectType({ implements: Payload, description: 'An organization after a change.' })
export class OrganizationPayload extends Payload {
  @Field(() => OrganizationType, { nullable: true, description: 'As it is now.' })
  organization?: OrganizationRow;
}

@ObjectType({ implements: Payload, description: 'Two organizations after a merger.' })
export class MergeOrganizationsPayload extends Payload {
  @Field(() => OrganizationType, { nullable: true, description: 'The body that carries on.' })
  successor?: OrganizationRow;

  @Field(() => OrganizationType, { nullable: true, description: 'The body that was merged, now dissolved.' })
  predecessor?: OrganizationRow;
}

@ObjectType({ implements: Payload, description: 'A second bond after a change.' })
export class AffiliationPayload extends Payload {
  @Field(() => AffiliationType, { nullable: true, description: 'As it is now.' })
  affiliation?: object;
}
