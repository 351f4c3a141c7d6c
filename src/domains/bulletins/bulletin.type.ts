import { Field, GraphQLISODateTime, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../kit/connection.ts';
import { enumType } from '../../kit/enums.ts';
import { Payload } from '../../kit/errors.ts';
import { Node } from '../../kit/node-id.ts';
import { Rate } from '../../kit/rate.ts';
import { gatesOf } from '../../kit/viewer-can.ts';
import { InvitedCounts, Rates } from '../analytics/progress.type.ts';
import { OrganizationType } from '../federation/organization.type.ts';
import { ObligationStateEnum } from '../obligations/obligation.enums.ts';
import { LampCount, StateCount } from '../obligations/obligation.type.ts';
import type { BulletinRow, BulletinState } from './bulletin.rows.ts';

export const BulletinStateEnum = enumType<BulletinState>('BulletinState', 'How far a bulletin has come: as far as its notice.', {
  DRAFT: 'Being written, or on its way to the signature; seen by its body alone.',
  ISSUED: 'Sent; corrected by addenda alone.',
  RECALLED: 'Taken back with its notice.',
});
export const bulletinStateLabels = { DRAFT: '草稿', ISSUED: '已印发', RECALLED: '已撤回' } as const satisfies Record<BulletinState, string>;

@ObjectType({ description: 'What a board showed at one instant.' })
abstract class FrozenBoardLine {
  @Field(() => Rates, { description: 'The five rates.' }) rates!: Rates;
  @Field(() => InvitedCounts, { description: 'Those who were invited.' }) invited!: InvitedCounts;
  @Field(() => [StateCount], { description: 'Reports by state; states that nobody was in are left out.' }) byState!: StateCount[];
  @Field(() => [LampCount], { description: 'Expected reports by lamp, as the clock stood.' }) byLamp!: LampCount[];
  @Field(() => Int, { description: 'Expected reports that were not handed in and whose due had passed.' }) overdue!: number;
  @Field(() => Int, { description: 'Received, and there was nothing to report.' }) nil!: number;
  @Field(() => Int, { description: "Received, and late by the unit's own due." }) late!: number;
  @Field(() => Rate, { description: 'Bodies that had signed for the notice, of those it reached.' }) acknowledged!: Rate;
}

@ObjectType('BulletinLine', { description: 'A body directly below, as it stood when the figures were taken.' })
export class BulletinLineType extends FrozenBoardLine {
  @Field(() => Int, { description: 'Place in the list, in order of the tree.' }) ordinal!: number;
  @Field(() => String, { description: 'Its name then.' }) name!: string;
  @Field(() => OrganizationType, { nullable: true, description: 'The body, as it is today.' }) organization!: unknown;
  @Field(() => ObligationStateEnum, { nullable: true, description: 'What it owed itself then; none when it owed nothing.' })
  ownState!: string | null;
  @Field(() => String, { description: 'Where it stood, in a few words of Chinese.' }) status!: string;
  @Field(() => Boolean, { description: 'Something was missing, late or given back: it may be named.' }) isBehind!: boolean;
  @Field(() => Rates, { nullable: true, description: 'Of an addendum: the five rates in the issue that it corrects.' })
  before!: Rates | null;
}

export const BulletinLineConnection = connectionOf<object>('BulletinLine', () => BulletinLineType as never, { totalCount: true });

@ObjectType({ description: 'Figures that were frozen at an instant, of a body and of those directly below.' })
export class BulletinSnapshot extends FrozenBoardLine {
  @Field(() => GraphQLISODateTime, { description: 'The instant.' }) asOf!: Date;
  @Field(() => Rates, { nullable: true, description: 'Of an addendum: the five rates in the issue that it corrects.' })
  before!: Rates | null;
}

export const BulletinGates = gatesOf('Bulletin', {
  edit: 'Change what it says.',
  refresh: 'Take its figures anew.',
  issue: 'Write it out as a notice, to be signed and issued.',
  supplement: 'Correct it by an addendum.',
});

@ObjectType('Bulletin', {
  implements: Node,
  description: 'What a body says of how a deliverable is reported below it (通报), on figures frozen at an instant.',
})
export class BulletinType extends Node {
  @Field(() => Int, { description: 'Its number among those of its body about the same demand (第n期).' }) ordinal!: number;
  @Field(() => String, { description: 'Title.' }) title!: string;
  @Field(() => String, { description: 'What the body says itself, in front of the figures.' }) text!: string;
  @Field(() => String, { nullable: true, description: 'Of an addendum: why.' }) reason!: string | null;
  @Field(() => Int, { description: 'Rises with every change.' }) version!: number;
}

export const BulletinConnection = connectionOf<BulletinRow>('Bulletin', () => BulletinType as never);

@ObjectType({ implements: Payload, description: 'The bulletin as it is now.' })
export class BulletinPayload extends Payload {
  @Field(() => BulletinType, { nullable: true, description: 'The bulletin; with STALE_VERSION, as somebody else left it.' })
  bulletin?: BulletinRow | null;
}

@ObjectType({ implements: Payload, description: 'The bulletin on new figures.' })
export class RefreshBulletinPayload extends BulletinPayload {
  @Field(() => [OrganizationType], {
    nullable: true,
    description: 'Units that are not commended or named any more, because the figures have changed.',
  })
  dropped?: readonly unknown[];
}
