import { Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { Input } from '../../kit/input.ts';
import { ApprovalStepType, OverrideRuleType } from '../chains/chain.type.ts';
import type { Standing } from '../chains/standing.ts';
import type { OpinionRow } from '../chains/chain-of.ts';
import { organizationById } from '../federation/organization.rows.ts';
import { OrganizationType } from '../federation/organization.type.ts';
import { attachedFiles } from '../files/attach-files.ts';
import type { ObligationRow } from '../obligations/obligation.rows.ts';
import { ObligationType } from '../obligations/obligation.type.ts';
import { obligationById } from '../submissions/own-obligation.ts';
import type { SubmissionRow } from '../submissions/submission.rows.ts';
import { SubmissionType } from '../submissions/submission.type.ts';
import { opinionLabels, standingLabels, stepStateLabels, wayLabels } from './approval.enums.ts';
import * as inputs from './approval.input.ts';
import * as types from './approval.type.ts';
import { acceptanceOf, type ApprovalsRow, approvalsOf, type OpinionPlace, overridesOf, placeGates } from './approvals.ts';
import { giveOpinion } from './give-opinion.ts';
import { recordLevelAcceptance } from './record-acceptance.ts';

/** A place with the chain that it belongs to. */
interface PlaceRow {
  readonly row: ApprovalsRow;
  readonly place: OpinionPlace;
  readonly state: OpinionPlace['state'];
}

const placeRow = (row: ApprovalsRow, place: OpinionPlace): PlaceRow => ({ row, place, state: place.state });

@Resolver()
export class ApprovalOperations {
  @Can('give', 'ApprovalOpinion')
  @Mutation(() => types.ApprovalsPayload, {
    description: 'Gives the opinion of a step of an approval chain, or enters that of somebody of the unit who has no account.',
  })
  async giveOpinion(@Input(() => inputs.GiveOpinionInput, inputs.giveOpinionInput) input: inputs.OpinionInput, @Ctx() ctx: ViewerContext) {
    const obligation = await giveOpinion(ctx, input);
    return { obligation, approvals: await approvalsOf(ctx, obligation) };
  }

  @Can('record', 'LevelAcceptance')
  @Mutation(() => types.ApprovalsPayload, { description: "Writes down one's own acceptance of a unit, on which a recommendation rests." })
  async recordLevelAcceptance(
    @Input(() => inputs.RecordLevelAcceptanceInput, inputs.recordLevelAcceptanceInput) input: inputs.AcceptanceInput,
    @Ctx() ctx: ViewerContext,
  ) {
    const obligation = await recordLevelAcceptance(ctx, input);
    return { obligation, approvals: await approvalsOf(ctx, obligation) };
  }
}

@Resolver(() => types.ApprovalsType)
export class ApprovalsResolver {
  @FieldResolver(() => [types.ApprovalPlaceType], { description: 'The steps, in order.' })
  steps(@Root() row: ApprovalsRow): PlaceRow[] {
    return row.standing.places.map((place) => placeRow(row, place));
  }

  @FieldResolver(() => types.ApprovalPlaceType, { nullable: true, description: 'Whose turn it is; null when all agreed, or one refused.' })
  next(@Root() row: ApprovalsRow): PlaceRow | null {
    return row.standing.next && placeRow(row, row.standing.next);
  }

  @FieldResolver(() => types.ApprovalPlaceType, { nullable: true, description: 'Who refused, and with that ended it.' })
  refusedBy(@Root() row: ApprovalsRow): PlaceRow | null {
    return row.standing.refused && placeRow(row, row.standing.refused);
  }

  @FieldResolver(() => [OverrideRuleType])
  overridesNeeded(@Root() row: ApprovalsRow, @Ctx() ctx: ViewerContext) {
    return overridesOf(ctx, row);
  }
}

@Resolver(() => types.ApprovalPlaceType)
export class ApprovalPlaceResolver {
  @FieldResolver(() => ApprovalStepType, { description: 'The step.' })
  step(@Root() { place }: PlaceRow) {
    return place.step;
  }

  @FieldResolver(() => OrganizationType, { nullable: true, description: 'The body that has to take it.' })
  organization(@Root() { place }: PlaceRow, @Ctx() ctx: ViewerContext) {
    return organizationById(ctx, place.bodyId);
  }

  @FieldResolver(() => String, { description: 'How it stands, in Chinese.' })
  stateLabel(@Root() { state }: PlaceRow): string {
    return stepStateLabels[state];
  }

  @FieldResolver(() => [types.ApprovalOpinionType], { description: 'Its opinions, first to last, also those that no longer count.' })
  opinions(@Root() { place, row }: PlaceRow, @Ctx() ctx: ViewerContext) {
    return place.opinions.map(({ opinion, standing }) => shown(ctx, opinion, standing, row));
  }

  @FieldResolver(() => types.LevelAcceptanceType, { nullable: true, description: "The body's own acceptance of the unit, the last one." })
  async acceptance(@Root() { place, row }: PlaceRow, @Ctx() ctx: ViewerContext) {
    const found = place.hopId === null ? undefined : await acceptanceOf(ctx, row.obligation.id, place.hopId);
    if (!found) return null;
    const { passed, inspected_on: inspectedOn, text, post } = found;
    return { organization: () => organizationById(ctx, found.body_id), passed, inspectedOn, text, post };
  }

  @FieldResolver(() => types.ApprovalPlaceGates, { description: 'What the caller may do with it now.' })
  viewerCan(@Root() { place, row }: PlaceRow, @Ctx() ctx: ViewerContext) {
    return placeGates(ctx, row, place);
  }
}

function shown(ctx: ViewerContext, row: OpinionRow, standing: Standing, { standing: { places } }: ApprovalsRow) {
  const { id, opinion, way, seal_file_id: fileId, seal_sha256: sha256, seal_reference: reference } = row;
  return {
    opinion,
    opinionLabel: opinionLabels[opinion],
    standing,
    standingLabel: standingLabels[standing],
    text: row.text,
    datedOn: row.dated_on,
    seal:
      fileId === null && reference === null
        ? null
        : { file: async () => (await attachedFiles(ctx, 'ApprovalOpinion', id))[0] ?? null, sha256, reference },
    way,
    wayLabel: wayLabels[way],
    organization: () => organizationById(ctx, row.body_id),
    signerName: async () => (row.signer_id ? ((await ctx.loaders.one('person', row.signer_id))?.name ?? null) : null),
    signerPost: row.signer_post,
    post: row.post,
    returnedTo: places.find(({ step }) => step.code === row.to_step)?.step.title ?? null,
    contentHash: row.content_hash,
    overrideReason: row.override_reason,
    overrideConfirmed: row.override_confirmed,
    givenAt: row.given_at,
  };
}

@Resolver(() => ObligationType)
export class ObligationApprovalsResolver {
  @FieldResolver(() => types.ApprovalsType, { nullable: true, description: 'Its approval chain; null when there is none.' })
  approvals(@Root() row: ObligationRow, @Ctx() ctx: ViewerContext) {
    return approvalsOf(ctx, row);
  }
}

@Resolver(() => SubmissionType)
export class SubmissionApprovalsResolver {
  @FieldResolver(() => types.ApprovalsType, { nullable: true, description: 'Its approval chain; null when there is none.' })
  async approvals(@Root() row: SubmissionRow, @Ctx() ctx: ViewerContext) {
    const obligation = await obligationById(ctx, row.obligation_id);
    return obligation ? approvalsOf(ctx, obligation) : null;
  }
}
