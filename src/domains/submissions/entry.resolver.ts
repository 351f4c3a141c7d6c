import { Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { Input } from '../../kit/input.ts';
import { organizationById } from '../federation/organization.rows.ts';
import { attachedFiles } from '../files/attach-files.ts';
import { confirmEntry } from './confirm-entry.ts';
import { submissionEditor } from './editor.ts';
import * as inputs from './entry.input.ts';
import * as types from './entry.type.ts';
import { channelLabels } from './submission.enums.ts';
import type { Given } from './submission.input.ts';
import type { EntryRow, SubmissionRow, VersionRow } from './submission.rows.ts';
import { SubmissionPayload, SubmissionType, SubmissionVersionType } from './submission.type.ts';
import { submitOnBehalf } from './submit-on-behalf.ts';

@Resolver()
export class EntryOperations {
  @Can('enter', 'Submission')
  @Mutation(() => types.SubmitOnBehalfPayload, {
    description: 'Enters the report of a unit that cannot do it itself, from paper or mail (代录); whoever enters never reviews it.',
  })
  async submitOnBehalf(
    @Input(() => inputs.SubmitOnBehalfInput, inputs.submitOnBehalfInput) input: Given<typeof inputs.submitOnBehalfInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { submission: await submitOnBehalf(ctx, input) };
  }

  @Can('fill', 'Submission')
  @Mutation(() => SubmissionPayload, { description: "Says that what was entered for one's own body is right." })
  async confirmEntry(
    @Input(() => inputs.ConfirmEntryInput, inputs.confirmEntryInput) input: Given<typeof inputs.confirmEntryInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    const submission = await confirmEntry(ctx, input);
    return { submission, editor: await submissionEditor(ctx, submission.obligation_id) };
  }
}

/** How a version was entered; undefined for one that the unit handed in itself. */
async function entryOf(ctx: ViewerContext, submissionId: string, number: number): Promise<EntryRow | undefined> {
  const entries = await ctx.loaders.many('submission_entry', 'submission_id', submissionId);
  return entries.find((entry) => entry.number === number);
}

async function shown(ctx: ViewerContext, submissionId: string, number: number) {
  const entry = await entryOf(ctx, submissionId, number);
  if (!entry) return null;
  const [submission, body] = await Promise.all([ctx.loaders.one('submission', submissionId), organizationById(ctx, entry.body_id)]);
  return {
    enteredBy: body,
    enteredFor: () => organizationById(ctx, submission!.organization_id),
    post: entry.post,
    channel: entry.channel,
    channelLabel: channelLabels[entry.channel],
    receivedAt: entry.received_at,
    receiptCounts: entry.receipt_counts,
    reason: entry.reason,
    scan: async () => (await attachedFiles(ctx, 'Submission', submissionId)).find(({ id }) => id === entry.scan_id) ?? null,
    scanSha256: entry.scan_sha256,
    enteredAt: entry.entered_at,
    confirmedAt: entry.confirmed_at,
    mark: `${body?.name ?? ''}代录，${entry.confirmed_at ? '单位已确认' : '单位尚未确认'}`,
  };
}

@Resolver(() => SubmissionType)
export class SubmissionEntryResolver {
  @FieldResolver(() => types.SubmissionEntryType, {
    nullable: true,
    description: 'How the version that stands was entered by a body above for the unit (代录); null when the unit handed it in itself.',
  })
  entry(@Root() row: SubmissionRow, @Ctx() ctx: ViewerContext) {
    return row.entered ? shown(ctx, row.id, row.number) : null;
  }
}

@Resolver(() => SubmissionVersionType)
export class VersionEntryResolver {
  @FieldResolver(() => types.SubmissionEntryType, {
    nullable: true,
    description: 'How it was entered for the unit; null when the unit did it itself.',
  })
  entry(@Root() row: VersionRow, @Ctx() ctx: ViewerContext) {
    return shown(ctx, row.submission_id, row.number);
  }
}
