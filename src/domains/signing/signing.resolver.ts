import { Arg, Args, Ctx, FieldResolver, GraphQLISODateTime, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { z } from 'zod';
import type { Context, ViewerContext } from '../../context.ts';
import { Can, Public } from '../../kit/access.ts';
import { PageArgs } from '../../kit/connection.ts';
import { forbidden } from '../../kit/errors.ts';
import { SecretAnswer } from '../../kit/idempotency.ts';
import { Input } from '../../kit/input.ts';
import { decodeId, encodeId, NIL_ID } from '../../kit/node-id.ts';
import { Throttled } from '../../kit/throttle.ts';
import { PersonType } from '../identity/identity.type.ts';
import { declineToSign, signOpinion } from './answer-invitation.ts';
import { type InvitationRow, STATE_LABELS, stateOf } from './invitation.rows.ts';
import { inviteToSign, revokeSigningInvitation } from './invite-to-sign.ts';
import { linkView } from './link-view.ts';
import { addressOf, LINK_RATE } from './link.ts';
import { mayInvite, SIGNABLES } from './signables.ts';
import { listInvitations, readLink } from './read-invitations.ts';
import * as inputs from './signing.input.ts';
import * as types from './signing.type.ts';

@Resolver(() => types.SigningInvitationType)
export class SigningResolver {
  @Can('read', 'SigningInvitation')
  @Query(() => types.SigningInvitationConnection, {
    description: 'What was asked of people without an account about one thing, newest first.',
  })
  signingInvitations(
    @Arg('subjectId', () => ID, { description: "What is to be signed, of the caller's own body." }) subjectId: string,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: ViewerContext,
  ) {
    const { type, id } = decodeId(subjectId) ?? { type: '', id: NIL_ID };
    if (Object.hasOwn(SIGNABLES, type) && !mayInvite(ctx, type)) throw forbidden();
    return listInvitations(ctx, Object.hasOwn(SIGNABLES, type) ? id : NIL_ID, page);
  }

  @Can('invite', 'SigningInvitation')
  @SecretAnswer()
  @Mutation(() => types.InviteToSignPayload, {
    description: 'Asks somebody without an account for one signature, by a link that is good once.',
  })
  async inviteToSign(
    @Input(() => inputs.InviteToSignInput, inputs.inviteToSignInput) {
      subjectId: subject,
      ...input
    }: z.output<typeof inputs.inviteToSignInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    const { invitation, token } = await inviteToSign(ctx, { subject, ...input });
    return { invitation, token, address: addressOf(token) };
  }

  @Can('revoke', 'SigningInvitation')
  @Mutation(() => types.SigningInvitationPayload, { description: 'Makes a link void that was not used.' })
  async revokeSigningInvitation(
    @Input(() => inputs.RevokeSigningInvitationInput, inputs.revokeSigningInvitationInput)
    input: z.output<typeof inputs.revokeSigningInvitationInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { invitation: await revokeSigningInvitation(ctx, input) };
  }

  @Public()
  @Throttled(LINK_RATE)
  @Query(() => types.SigningLink, { nullable: true, description: 'What a link for signing shows, to whoever holds its secret.' })
  async signingInvitation(@Arg('token', () => String, { description: 'Secret of the link.' }) token: string, @Ctx() ctx: Context) {
    const link = await readLink(ctx, token);
    return link && linkView(link, ctx.now);
  }

  @Public()
  @Throttled(LINK_RATE)
  @Mutation(() => types.SigningLinkPayload, { description: 'Signs what a link asks for: once, and nothing else.' })
  async signOpinion(
    @Input(() => inputs.SignOpinionInput, inputs.signOpinionInput) input: z.output<typeof inputs.signOpinionInput>,
    @Ctx() ctx: Context,
  ) {
    return { link: linkView(await signOpinion(ctx, input), ctx.now) };
  }

  @Public()
  @Throttled(LINK_RATE)
  @Mutation(() => types.SigningLinkPayload, { description: 'Gives back what a link asks to be signed, with a reason.' })
  async declineToSign(
    @Input(() => inputs.DeclineToSignInput, inputs.declineToSignInput) input: z.output<typeof inputs.declineToSignInput>,
    @Ctx() ctx: Context,
  ) {
    return { link: linkView(await declineToSign(ctx, input), ctx.now) };
  }

  @FieldResolver(() => ID, { description: 'What is to be signed.' })
  subjectId(@Root() { subject_type, subject_id }: InvitationRow) {
    return encodeId(subject_type, subject_id);
  }

  @FieldResolver(() => types.InvitationStateEnum, { description: 'How it stands now.' })
  state(@Root() row: InvitationRow, @Ctx() { now }: Context) {
    return stateOf(row, now);
  }

  @FieldResolver(() => String, { description: 'The same in Chinese.' })
  stateLabel(@Root() row: InvitationRow, @Ctx() { now }: Context) {
    return STATE_LABELS[stateOf(row, now)];
  }

  @FieldResolver(() => PersonType, { nullable: true, description: 'Who is asked.' })
  signer(@Root() row: InvitationRow, @Ctx() ctx: Context) {
    return ctx.loaders.one('person', row.signer_id);
  }

  @FieldResolver(() => String, { nullable: true, description: "Title of the signer's post." })
  signerPost(@Root() row: InvitationRow) {
    return row.signer_post;
  }

  @FieldResolver(() => String, { nullable: true, description: 'Name of who asked.' })
  async invitedBy(@Root() row: InvitationRow, @Ctx() ctx: Context) {
    return (await ctx.loaders.one('person', row.invited_by_id))?.name;
  }

  @FieldResolver(() => GraphQLISODateTime, { description: 'When.' })
  invitedAt(@Root() row: InvitationRow) {
    return row.invited_at;
  }

  @FieldResolver(() => GraphQLISODateTime, { description: 'When the link ends.' })
  expiresAt(@Root() row: InvitationRow) {
    return row.expires_at;
  }

  @FieldResolver(() => GraphQLISODateTime, { nullable: true, description: 'When it was signed or given back.' })
  answeredAt(@Root() row: InvitationRow) {
    return row.answered_at;
  }
}
