import type { PlayerKey } from './cast.ts';
import type { Asked } from './downward.ts';
import * as operations from './operations.ts';
import type { EditorAnswer, SubmitAnswer, TaskAnswer } from './operations.ts';
import { PHOTO } from './papers.ts';
import type { Story } from './story.ts';

export type Answers = Readonly<Record<string, unknown>>;

/** A task of a unit and what it handed in for it. */
export interface Filed {
  readonly obligationId: string;
  readonly submissionId: string;
}

/** The units report, each in its own way, before their county's due and shortly after it. */
export async function report(story: Story, { entries }: Asked): Promise<{ mill: Filed; works: Filed }> {
  story.chapter('二、基层填报');
  const mill = await reportWithPhoto(story, entries.zhengding);
  const works = await reportAt(story, '2021-05-18 16:20', 'works', entries.zhengding, {
    material: '以技能竞赛带动班组建设。',
    members: '8600',
    activities: '8',
  });
  await reportAt(story, '2021-05-18 17:05', 'distillery', entries.luquan, { material: '困难职工帮扶。', members: '60', activities: '6' });
  await reportAt(story, '2021-05-18 17:30', 'porcelain', entries.tangshan, { material: '劳模工作室带徒。', members: '200' });
  story.at('2021-05-19 09:10');
  await reportNothing(story, 'school', entries.zhengding, '本期没有组织活动');
  return { mill, works };
}

/** One page with the demands of all three levels, a file, and the same request sent twice because the line broke. */
async function reportWithPhoto(story: Story, deliverableId: string): Promise<Filed> {
  story.at('2021-05-17 10:30');
  const desk = story.desk('mill');
  const { obligationId, demands } = await taskOf(story, 'mill', deliverableId);
  story.did(
    desk,
    '打开任务页，一页之内看到三级要求：',
    ...demands.map(
      ({ askedBy, due, fields }) =>
        `· ${askedBy.shortName}：${due?.label}，填报项 ${fields.map(({ label }) => label).join('、') || '（无增加）'}`,
    ),
  );
  await desk.act(operations.startSubmission, { obligationId });
  const { file } = await desk.upload(obligationId, '活动现场.png', PHOTO);
  story.did(desk, `上传附件“活动现场.png”，${file!.size} 字节，${file!.mediaType}`);
  const given = { material: '开展“安全生产月”系列活动。', members: '120', activities: '12', photos: [{ fileId: file!.id }] };
  const saved = await save(story, 'mill', obligationId, given);
  const input = { obligationId, version: saved.version, idempotencyKey: '棉纺厂-第一次报送' };
  const first = await desk.act<SubmitAnswer>(operations.submitSubmission, input);
  const again = await desk.act<SubmitAnswer>(operations.submitSubmission, input);
  tell(story, 'mill', first);
  story.note('网络中断，用同一幂等键重发一次：得到同一张回执，没有第二份');
  story.compare('重发得到同一回执', again.submission.receipt.number === first.submission.receipt.number ? '是' : '否');
  const other = { ...input, nil: true };
  await story.refused(desk, '用同一幂等键发送另外的内容', '拒绝：幂等键另作他用', operations.submitSubmission, other);
  return { obligationId, submissionId: first.submission.id };
}

/** Fills the page in and hands it in, at once. */
export async function reportAt(story: Story, at: string, unit: PlayerKey, deliverableId: string, answers: Answers): Promise<Filed> {
  story.at(at);
  const { obligationId, submitted } = await handInQuietly(story, unit, deliverableId, answers);
  tell(story, unit, submitted);
  return { obligationId, submissionId: submitted.submission.id };
}

/** The same without a word, for one of many. */
export async function handInQuietly(story: Story, unit: PlayerKey, deliverableId: string, answers: Answers) {
  const { obligationId } = await taskOf(story, unit, deliverableId);
  await story.desk(unit).act(operations.startSubmission, { obligationId });
  return { obligationId, submitted: await fillAndSubmit(story, unit, obligationId, answers) };
}

/** Answers what was asked again, without a word. */
export async function resubmitQuietly(story: Story, unit: PlayerKey, deliverableId: string, answers: Answers): Promise<void> {
  const { obligationId } = await taskOf(story, unit, deliverableId);
  await fillAndSubmit(story, unit, obligationId, answers);
}

async function fillAndSubmit(story: Story, unit: PlayerKey, obligationId: string, answers: Answers): Promise<SubmitAnswer> {
  const { version } = await save(story, unit, obligationId, answers);
  return story.desk(unit).act<SubmitAnswer>(operations.submitSubmission, { obligationId, version });
}

export async function reportNothing(story: Story, unit: PlayerKey, deliverableId: string, nilReason: string): Promise<void> {
  const desk = story.desk(unit);
  const { obligationId } = await taskOf(story, unit, deliverableId);
  const { editor } = await desk.act<EditorAnswer>(operations.startSubmission, { obligationId });
  const input = { obligationId, version: editor.version, nil: true, nilReason };
  const submitted = await desk.act<SubmitAnswer>(operations.submitSubmission, input);
  tell(story, unit, submitted, `零报告：${nilReason}`);
}

/** Hands in again what was returned: first a field that nobody asked to change, which stays locked, then the pinned one. */
export async function mend(story: Story, at: string, { obligationId }: Filed): Promise<void> {
  story.at(at);
  const desk = story.desk('works');
  const { submissionEditor: page } = await desk.ask<{ submissionEditor: EditorAnswer['editor'] }>(operations.readEditor, { obligationId });
  const locked = { obligationId, version: page.version, answers: answersOn(page, { material: '顺便改一改材料' }) };
  await story.refused(desk, '想顺便改动没有被退回的“典型材料”', '拒绝：未退回的填报项', operations.saveSubmissionDraft, locked);
  const { version } = await save(story, 'works', obligationId, { members: '86' });
  const submitted = await desk.act<SubmitAnswer>(operations.submitSubmission, { obligationId, version });
  tell(story, 'works', submitted, '参与职工人数由 8600 改为 86，重新报送');
}

/** A unit's own task of this deliverable. */
export async function taskOf(story: Story, unit: PlayerKey, deliverableId: string) {
  const { obligations } = await story.desk(unit).ask<TaskAnswer>(operations.task, { deliverableId });
  const [found] = obligations.nodes;
  if (!found) throw new Error(`${story.desk(unit).who} 没有这项任务`);
  return { obligationId: found.id, demands: found.demands };
}

async function save(story: Story, unit: PlayerKey, obligationId: string, given: Answers): Promise<EditorAnswer['editor']> {
  const desk = story.desk(unit);
  const { submissionEditor: page } = await desk.ask<{ submissionEditor: EditorAnswer['editor'] }>(operations.readEditor, { obligationId });
  const input = { obligationId, version: page.version, answers: answersOn(page, given) };
  return (await desk.act<EditorAnswer>(operations.saveSubmissionDraft, input)).editor;
}

/** Each answer under the asker whose question it answers. */
function answersOn({ sections }: EditorAnswer['editor'], given: Answers) {
  return Object.entries(given).map(([field, value]) => {
    const section = sections.find(({ fields }) => fields.some(({ key }) => key === field));
    if (!section) throw new Error(`没有人问“${field}”`);
    return { deliverableId: section.deliverable.id, field, value };
  });
}

function tell(story: Story, unit: PlayerKey, { submission }: SubmitAnswer, what = '报送'): void {
  const { onTime, onTimeForAsker } = submission.receipt;
  const judged = onTime ? '按时' : onTimeForAsker ? '超过本单位期限，未超过省里的期限' : '超过省里的期限';
  story.did(story.desk(unit), `${what}（第 ${submission.number} 版）——${judged}`);
}
