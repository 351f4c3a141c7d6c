import { Ctx, FieldResolver, GraphQLISODateTime, Int, Resolver, Root } from 'type-graphql';
import type { ViewerContext } from '../../context.ts';
import { Due, dueOf } from '../../kit/due.ts';
import { encodeId } from '../../kit/node-id.ts';
import { todayOf } from '../federation/calendar.ts';
import { showUpload } from '../files/show-upload.ts';
import { noticeOf } from '../notices/read-notices.ts';
import { presentDue } from '../obligations/gates.ts';
import { ObligationType } from '../obligations/obligation.type.ts';
import { armedFor, waitsUntil } from './arm.ts';
import type { EditorRow } from './editor.ts';
import { answersInOrder, findingsOfFile } from './page.ts';
import { sheetScores } from './sheet-scores.ts';
import { editorGates } from './submission.gates.ts';
import * as types from './submission.type.ts';
import { uploadEstimate } from './upload-estimate.ts';

@Resolver(() => types.SubmissionEditorType)
export class EditorResolver {
  @FieldResolver(() => Int, { description: 'Pass it back when saving and submitting.' })
  version(@Root() { draft }: EditorRow) {
    return draft.version;
  }

  @FieldResolver(() => GraphQLISODateTime, { description: 'When somebody last saved it.' })
  savedAt(@Root() { draft }: EditorRow) {
    return draft.updated_at;
  }

  @FieldResolver(() => [types.FormSection], { description: 'What everybody above asks, the body that asked first in front.' })
  sections(@Root() { asks, pinned }: EditorRow) {
    return asks.map((ask) => ({
      deliverable: ask,
      fields: ask.fields,
      lockedFields: pinned ? ask.fields.filter(({ key }) => !pinned.has(`${ask.id} ${key}`)).map(({ key }) => key) : [],
    }));
  }

  @FieldResolver(() => [types.Answer], { description: 'What has been answered so far, right or wrong.' })
  answers(@Root() { asks, draft }: EditorRow) {
    return asks.flatMap(({ id, fields }) => answersInOrder(id, fields, draft.answers[id] ?? {}));
  }

  @FieldResolver(() => [types.FieldScore], { description: 'What its score sheets come to as they stand.' })
  scores(@Root() { asks, draft }: EditorRow, @Ctx() ctx: ViewerContext) {
    return asks.flatMap((ask) => types.fieldScores(ask.id, sheetScores(ask, draft.answers[ask.id] ?? {}, ctx.now)));
  }

  @FieldResolver(() => [types.Prefill], { description: 'What the page took over from what was answered before and accepted.' })
  prefills(@Root() { draft }: EditorRow, @Ctx() ctx: ViewerContext) {
    return (draft.prefilled ?? []).map(({ deliverableId, field, value, submissionId, noticeId, approvedAt, confirmed }) => ({
      deliverableId: encodeId('Deliverable', deliverableId),
      field,
      value,
      confirmed,
      approvedAt: new Date(approvedAt),
      submissionId: encodeId('Submission', submissionId),
      notice: () => noticeOf(ctx, noticeId),
    }));
  }

  @FieldResolver(() => [types.PageFileType], {
    description: 'Files that were put in for this task, or are on their way in, named by the answers or not, oldest first.',
  })
  files(@Root() editor: EditorRow, @Ctx() ctx: ViewerContext) {
    return Promise.all(
      editor.uploads.map(async (upload) => Object.assign(await showUpload(ctx, upload), { findings: findingsOfFile(editor, upload) })),
    );
  }

  @FieldResolver(() => [types.FindingType], { description: 'What is wrong with the answers as they stand.' })
  findings(@Root() { findings }: EditorRow) {
    return findings;
  }

  @FieldResolver(() => types.Checklist, { description: 'When all of it is done, submitting finds nothing wrong.' })
  checklist(@Root() { checklist }: EditorRow) {
    return checklist;
  }

  @FieldResolver(() => ObligationType, { description: 'The task.' })
  obligation(@Root() { obligation }: EditorRow) {
    return obligation;
  }

  @FieldResolver(() => Due, { nullable: true, description: 'By when it is to be handed in.' })
  async due(@Root() { obligation }: EditorRow, @Ctx() ctx: ViewerContext) {
    return dueOf(presentDue(obligation), await todayOf(ctx));
  }

  @FieldResolver(() => types.SubmissionType, { nullable: true, description: 'What was handed in so far.' })
  submission(@Root() { submission }: EditorRow) {
    return submission;
  }

  @FieldResolver(() => types.ReturnSlipType, { nullable: true, description: 'The slip that is to be answered.' })
  returnSlip(@Root() { slip }: EditorRow) {
    return slip;
  }

  @FieldResolver(() => types.UploadEstimateType, {
    nullable: true,
    description: 'How long files still need; null when none is on its way.',
  })
  uploadEstimate(@Root() editor: EditorRow, @Ctx() ctx: ViewerContext) {
    return uploadEstimate(ctx, editor);
  }

  @FieldResolver(() => types.AutoSubmitType, {
    nullable: true,
    description: 'Whether the server hands the page in once its uploads are here, or why it last could not.',
  })
  async autoSubmit(@Root() { obligation }: EditorRow, @Ctx() ctx: ViewerContext) {
    const armed = await armedFor(ctx, obligation.id);
    if (!armed) return null;
    return {
      waiting: armed.state === 'ARMED',
      armedAt: armed.armed_at,
      until: waitsUntil(obligation, armed.armed_at),
      failure: armed.failure_code === null ? null : { code: armed.failure_code, message: armed.failure ?? '' },
    };
  }

  @FieldResolver(() => types.SubmissionEditorGates, { description: 'What the caller may do with it now.' })
  viewerCan(@Root() editor: EditorRow, @Ctx() ctx: ViewerContext) {
    return editorGates(ctx, editor);
  }
}
