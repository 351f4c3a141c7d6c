import { Ctx, FieldResolver, GraphQLISODateTime, Int, Resolver, Root } from 'type-graphql';
import type { ViewerContext } from '../../context.ts';
import { Due, dueOf } from '../../kit/due.ts';
import type { FormField as FormFieldShape } from '../../kit/form.ts';
import { FormField } from '../../kit/form.type.ts';
import { encodeId } from '../../kit/node-id.ts';
import { SheetScoreType, sheetStatusLabels } from '../../kit/score/result.type.ts';
import type { SheetResult } from '../../kit/score/score-sheet.ts';
import { todayOf } from '../federation/calendar.ts';
import { organizationById } from '../federation/organization.rows.ts';
import { OrganizationType } from '../federation/organization.type.ts';
import { asFile } from '../files/file.rows.ts';
import { FileType } from '../files/file.type.ts';
import { asDeliverable } from '../notices/notice.rows.ts';
import { DeliverableType } from '../notices/notice.type.ts';
import type { ObligationRow } from '../obligations/obligation.rows.ts';
import { ObligationType } from '../obligations/obligation.type.ts';
import { holdsContacts, seesContacts, withoutContacts } from './contacts.ts';
import { openSlip, submissionOf } from './find-submission.ts';
import { obligationById } from './own-obligation.ts';
import { answersInOrder, fieldOf } from './page.ts';
import { prefillsOf } from './prefill.ts';
import { decisionLabels, stepLabels, submissionStateLabels } from './submission.enums.ts';
import { sealsOf } from './seals.ts';
import { submissionGates } from './submission.gates.ts';
import type { PartRow, ReviewRow, SlipRow, StepRow, SubmissionRow, VersionRow } from './submission.rows.ts';
import * as types from './submission.type.ts';

const deliverableById = async (ctx: ViewerContext, id: string) => {
  const row = await ctx.loaders.one('deliverable', id);
  return row ? asDeliverable(row) : null;
};

/** The questions as they were when they were answered: a correction may have changed them since. */
async function formAnswered(ctx: ViewerContext, { deliverable_id, edition }: PartRow): Promise<readonly FormFieldShape[]> {
  const asked = await ctx.loaders.one('deliverable', deliverable_id);
  if (!asked || asked.edition === edition) return asked?.fields ?? [];
  const editions = await ctx.loaders.many('notice_edition', 'notice_id', asked.notice_id, { column: 'number' });
  const then = editions.find(({ number }) => number === edition)?.deliverables.find(({ id }) => id === deliverable_id);
  return then?.fields ?? asked.fields;
}

/** Parts of one version that the caller's walls let through. */
async function partsOf(ctx: ViewerContext, submissionId: string, number: number): Promise<PartRow[]> {
  const parts = await ctx.loaders.many('submission_part', 'submission_id', submissionId);
  return parts.filter((part) => part.number === number);
}

@Resolver(() => types.SubmissionType)
export class SubmissionResolver {
  @FieldResolver(() => String, { description: 'Where it stands, in Chinese.' })
  stateLabel(@Root() row: SubmissionRow) {
    return submissionStateLabels[row.state];
  }

  @FieldResolver(() => OrganizationType, { description: 'The unit that handed it in.' })
  organization(@Root() row: SubmissionRow, @Ctx() ctx: ViewerContext) {
    return organizationById(ctx, row.organization_id);
  }

  @FieldResolver(() => OrganizationType, { nullable: true, description: 'The body that has to act next; null when nobody has.' })
  holder(@Root() row: SubmissionRow, @Ctx() ctx: ViewerContext) {
    return row.holder_id ? organizationById(ctx, row.holder_id) : null;
  }

  @FieldResolver(() => DeliverableType, { nullable: true, description: 'What it answers, as the body that asked first put it.' })
  deliverable(@Root() row: SubmissionRow, @Ctx() ctx: ViewerContext) {
    return deliverableById(ctx, row.root_id);
  }

  @FieldResolver(() => ObligationType, { nullable: true, description: 'The task that it answers.' })
  obligation(@Root() row: SubmissionRow, @Ctx() ctx: ViewerContext) {
    return obligationById(ctx, row.obligation_id);
  }

  @FieldResolver(() => Boolean, { description: 'Accepted by the body that has it, and waiting to be handed on.' })
  cleared(@Root() row: SubmissionRow) {
    return row.cleared_at !== null;
  }

  @FieldResolver(() => types.SubmissionReceipt, { description: 'That the version that stands arrived.' })
  receipt(@Root() row: SubmissionRow, @Ctx() ctx: ViewerContext) {
    return {
      number: row.receipt_number,
      submittedAt: row.submitted_at,
      version: row.number,
      onTime: !row.late,
      onTimeForAsker: !row.late_for_asker,
      contentHash: row.content_hash,
      seals: () => sealsOf(ctx, row),
    };
  }

  @FieldResolver(() => [types.SubmissionStepType], { description: 'What happened to it, first to last.' })
  timeline(@Root() row: SubmissionRow, @Ctx() ctx: ViewerContext) {
    return ctx.loaders.many('submission_step', 'submission_id', row.id); // ids rise with time
  }

  @FieldResolver(() => [types.SubmissionVersionType], { description: 'Every handing-in, first to last.' })
  versions(@Root() row: SubmissionRow, @Ctx() ctx: ViewerContext) {
    return ctx.loaders.many('submission_version', 'submission_id', row.id, { column: 'number' });
  }

  @FieldResolver(() => [types.SubmissionPartType], {
    description: 'The answers that stand, one part per asker, as far as the caller may read them.',
  })
  parts(@Root() row: SubmissionRow, @Ctx() ctx: ViewerContext) {
    return partsOf(ctx, row.id, row.number);
  }

  @FieldResolver(() => [FileType], { description: 'Files of the version that stands, as far as the caller may read their parts.' })
  async files(@Root() row: SubmissionRow, @Ctx() ctx: ViewerContext) {
    const files = await ctx.loaders.many('submission_file', 'submission_id', row.id, { column: 'ordinal' });
    return files.filter((file) => file.number === row.number).map((file) => asFile(file.file_id, file));
  }

  @FieldResolver(() => types.ReturnSlipType, { nullable: true, description: 'The slip that is to be answered.' })
  async returnSlip(@Root() row: SubmissionRow, @Ctx() ctx: ViewerContext) {
    return (await openSlip(ctx, row)) ?? null;
  }

  @FieldResolver(() => [types.ReturnSlipType], { description: 'Every return, first to last.' })
  returnSlips(@Root() row: SubmissionRow, @Ctx() ctx: ViewerContext) {
    return ctx.loaders.many('return_slip', 'submission_id', row.id, { column: 'round' });
  }

  @FieldResolver(() => [types.ReviewType], { description: "What the caller's own body decided and noted, first to last; nobody else's." })
  reviews(@Root() row: SubmissionRow, @Ctx() ctx: ViewerContext) {
    return ctx.loaders.many('review', 'submission_id', row.id);
  }

  @FieldResolver(() => types.SubmissionGates, { description: 'What the caller may do with it now.' })
  viewerCan(@Root() row: SubmissionRow, @Ctx() ctx: ViewerContext) {
    return submissionGates(ctx, row);
  }
}

@Resolver(() => ObligationType)
export class ObligationSubmissionResolver {
  @FieldResolver(() => types.SubmissionType, { nullable: true, description: 'What was handed in for it.' })
  submission(@Root() row: ObligationRow, @Ctx() ctx: ViewerContext) {
    return submissionOf(ctx, row.id);
  }

  @FieldResolver(() => Int, {
    description: 'How many of the questions a page that is begun now takes over from what was answered before and accepted.',
  })
  async prefilledCount(@Root() row: ObligationRow, @Ctx() ctx: ViewerContext) {
    return (await prefillsOf(ctx, row.id)).length;
  }
}

@Resolver(() => types.SubmissionStepType)
export class StepResolver {
  @FieldResolver(() => String, { description: 'What happened, in Chinese.' })
  kindLabel(@Root() row: StepRow) {
    return stepLabels[row.kind];
  }

  @FieldResolver(() => OrganizationType, { description: 'Whose act it was.' })
  organization(@Root() row: StepRow, @Ctx() ctx: ViewerContext) {
    return organizationById(ctx, row.organization_id);
  }

  @FieldResolver(() => OrganizationType, { nullable: true, description: 'Into whose hands it came.' })
  toOrganization(@Root() row: StepRow, @Ctx() ctx: ViewerContext) {
    return row.to_organization_id ? organizationById(ctx, row.to_organization_id) : null;
  }

  @FieldResolver(() => GraphQLISODateTime, { description: 'When.' })
  at(@Root() row: StepRow) {
    return row.happened_at;
  }
}

@Resolver(() => types.SubmissionVersionType)
export class VersionResolver {
  @FieldResolver(() => GraphQLISODateTime, { description: 'When.' })
  submittedAt(@Root() row: VersionRow) {
    return row.submitted_at;
  }

  @FieldResolver(() => String, { nullable: true, description: 'Why there was nothing to report, when the unit said it.' })
  nilReason(@Root() row: VersionRow) {
    return row.nil_reason;
  }

  @FieldResolver(() => String, { description: 'SHA-256 of what was handed in, in hexadecimal.' })
  contentHash(@Root() row: VersionRow) {
    return row.content_hash;
  }

  @FieldResolver(() => [types.SubmissionPartType], { description: 'Its answers, one part per asker, as far as the caller may read them.' })
  parts(@Root() row: VersionRow, @Ctx() ctx: ViewerContext) {
    return partsOf(ctx, row.submission_id, row.number);
  }
}

@Resolver(() => types.SubmissionPartType)
export class PartResolver {
  @FieldResolver(() => OrganizationType, { description: 'Who asks.' })
  askedBy(@Root() row: PartRow, @Ctx() ctx: ViewerContext) {
    return organizationById(ctx, row.asker_id);
  }

  @FieldResolver(() => DeliverableType, { nullable: true, description: 'What is asked.' })
  deliverable(@Root() row: PartRow, @Ctx() ctx: ViewerContext) {
    return deliverableById(ctx, row.deliverable_id);
  }

  @FieldResolver(() => [FormField], { description: 'The questions, in order.' })
  async fields(@Root() row: PartRow, @Ctx() ctx: ViewerContext) {
    return formAnswered(ctx, row);
  }

  @FieldResolver(() => [types.Answer], {
    description: 'The answers, in the order of the questions; people to ring are not shown to analysts and tokens.',
  })
  async answers(@Root() row: PartRow, @Ctx() ctx: ViewerContext) {
    const fields = await formAnswered(ctx, row);
    const shown = answersInOrder(row.deliverable_id, fields, row.answers);
    if (seesContacts(ctx.viewer)) return shown;
    return shown.map(({ deliverableId, field, value }) => ({ deliverableId, field, value: withoutContacts(value) }));
  }

  @FieldResolver(() => [types.FieldScore], { description: 'What its score sheets came to when it was handed in.' })
  scores(@Root() { deliverable_id, results }: PartRow) {
    const scores = Object.entries(results ?? {}).map(([key, score]) => ({ field: { key }, score }));
    return types.fieldScores(deliverable_id, scores);
  }
}

@Resolver(() => SheetScoreType)
export class SheetScoreResolver {
  @FieldResolver(() => String, { description: 'How it stands, in Chinese.' })
  statusLabel(@Root() { status }: SheetResult) {
    return sheetStatusLabels[status];
  }
}

@Resolver(() => types.ReturnSlipType)
export class SlipResolver {
  @FieldResolver(() => OrganizationType, { description: 'Who returned it.' })
  returnedBy(@Root() row: SlipRow, @Ctx() ctx: ViewerContext) {
    return organizationById(ctx, row.returned_by_id);
  }

  @FieldResolver(() => OrganizationType, { description: 'To whom: the unit, or a body between.' })
  returnedTo(@Root() row: SlipRow, @Ctx() ctx: ViewerContext) {
    return organizationById(ctx, row.organization_id);
  }

  @FieldResolver(() => [types.SlipItemType], { description: 'Fields to mend; none means any.' })
  items(@Root() row: SlipRow, @Ctx() ctx: ViewerContext) {
    return Promise.all(
      row.items.map(async (item) => {
        const ask = await ctx.loaders.one('deliverable', item.deliverableId);
        const field = ask && fieldOf(ask, item.field);
        const isShown = seesContacts(ctx.viewer) || (field && !holdsContacts(field));
        return {
          ...item,
          deliverableId: encodeId('Deliverable', item.deliverableId),
          label: field?.label ?? null,
          before: isShown ? item.before : null,
        };
      }),
    );
  }

  @FieldResolver(() => Due, { description: 'By when to hand in again.' })
  async due(@Root() row: SlipRow, @Ctx() ctx: ViewerContext) {
    return dueOf(row.resubmit_due, await todayOf(ctx));
  }

  @FieldResolver(() => GraphQLISODateTime, { description: 'When it was returned.' })
  createdAt(@Root() row: SlipRow) {
    return row.created_at;
  }

  @FieldResolver(() => GraphQLISODateTime, { nullable: true, description: 'When it was handed in again, or passed again.' })
  answeredAt(@Root() row: SlipRow) {
    return row.answered_at;
  }
}

@Resolver(() => types.ReviewType)
export class ReviewResolver {
  @FieldResolver(() => String, { description: 'What was decided, in Chinese.' })
  decisionLabel(@Root() row: ReviewRow) {
    return decisionLabels[row.decision];
  }

  @FieldResolver(() => GraphQLISODateTime, { description: 'When.' })
  decidedAt(@Root() row: ReviewRow) {
    return row.decided_at;
  }
}
