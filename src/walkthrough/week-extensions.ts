import type { PlayerKey } from './cast.ts';
import type { Story } from './story.ts';
import { taskOf } from './units.ts';
import type { UnitKey } from './week-cast.ts';
import type { Week } from './week-acts.ts';
import * as operations from './week-operations.ts';
import type { OwedAnswer } from './week-operations.ts';

/** More time: inside the county's own slack, and beyond it and the city's, where only the province can decide. */
export async function extend(story: Story, { countyEntries }: Week): Promise<void> {
  story.chapter('十一、延期：余地之内县里批，余地之外报到省里');
  story.at('2022-06-10 09:00');
  const inside = await request(story, 'unit5', countyEntries, '2022-06-17', '盘点未完');
  const asked = await read(story, 'yangquOffice', inside);
  story.note(`县里最晚可批到${asked.extensionRequest!.grantableUntil!.label}`);
  await answer(story, 'yangquOffice', operations.grantExtension, inside, '同意第5厂延期');
  const granted = await read(story, 'unit5', inside);
  story.compare('余地之内的延期', { 可批至: asked.extensionRequest!.grantableUntil!.label, 批准后: granted.due!.label });

  story.at('2022-06-13 09:00');
  const beyond = await request(story, 'unit47', countyEntries, '2022-06-24', '厂区搬迁');
  for (const [key, level] of [
    ['yangquOffice', '县'],
    ['taiyuanOffice', '市'],
  ] as const) {
    const { version } = await read(story, key, beyond);
    const input = { obligationId: beyond, version };
    await story.refused(story.desk(key), '想直接批准第47厂的延期', `拒绝：${level}级余地之外`, operations.grantExtension, input);
    await answer(story, key, operations.passExtensionUp, beyond, '转报上级：第47厂的延期', { reason: '情况属实' });
  }
  story.at('2022-06-14 09:00');
  await answer(story, 'shanxiOffice', operations.grantExtension, beyond, '同意第47厂延期');
  const { due, events } = await read(story, 'unit47', beyond);
  const lines = events
    .filter(({ label }) => label.includes('延期') || label.includes('转报'))
    .map(({ label, decidedBy, heldBy }) => [label, decidedBy?.shortName ?? null, heldBy?.shortName ?? null] as const);
  story.table(['办理', '办理单位', '转到'], lines);
  story.compare('余地之外的延期', { 期限: due!.label, 经过: lines });
}

async function request(story: Story, unit: UnitKey, deliverableId: string, due: string, reason: string): Promise<string> {
  const desk = story.desk(unit);
  const { obligationId } = await taskOf(story, unit, deliverableId);
  const { version } = await read(story, unit, obligationId);
  await desk.act(operations.requestExtension, { obligationId, version, due, reason });
  story.did(desk, `申请延期到 ${due}：${reason}`);
  return obligationId;
}

async function answer(
  story: Story,
  key: PlayerKey,
  operation: string,
  obligationId: string,
  what: string,
  more: object = {},
): Promise<void> {
  const { version } = await read(story, key, obligationId);
  await story.desk(key).act(operation, { obligationId, version, ...more });
  story.did(story.desk(key), what);
}

async function read(story: Story, key: PlayerKey, id: string): Promise<OwedAnswer> {
  return (await story.desk(key).ask<{ obligation: OwedAnswer }>(operations.owed, { id })).obligation;
}
