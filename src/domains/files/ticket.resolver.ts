import { Ctx, Mutation, Resolver } from 'type-graphql';
import type { z } from 'zod';
import type { Context, ViewerContext } from '../../context.ts';
import { Can, Public } from '../../kit/access.ts';
import { SecretAnswer } from '../../kit/idempotency.ts';
import { Input } from '../../kit/input.ts';
import { Throttled } from '../../kit/throttle.ts';
import * as inputs from './ticket.input.ts';
import * as types from './ticket.type.ts';
import { createUploadTicket, redeemUploadTicket } from './upload-ticket.ts';

@Resolver()
export class TicketOperations {
  @Can('upload', 'File')
  @Throttled({ max: 30, seconds: 300 })
  @SecretAnswer()
  @Mutation(() => types.CreateUploadTicketPayload, {
    description:
      'Lets another device put in one file for one question, or go on with one, without signing in (续传码): once, within ten minutes.',
  })
  createUploadTicket(
    @Input(() => inputs.CreateUploadTicketInput, inputs.createUploadTicketInput) input: z.output<typeof inputs.createUploadTicketInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return createUploadTicket(ctx, input);
  }

  @Public()
  @Throttled({ max: 20, seconds: 60 })
  @SecretAnswer()
  @Mutation(() => types.RedeemUploadTicketPayload, { description: 'Exchanges a code, once, for the key that its one file is put in with.' })
  redeemUploadTicket(
    @Input(() => inputs.RedeemUploadTicketInput, inputs.redeemUploadTicketInput) input: z.output<typeof inputs.redeemUploadTicketInput>,
    @Ctx() ctx: Context,
  ) {
    return redeemUploadTicket(ctx, input.code);
  }
}
