import type { PlayerKey } from './cast.ts';
import * as operations from './operations.ts';
import type { AttachedAnswer, NoticeAnswer } from './operations.ts';
import * as papers from './papers.ts';
import type { Story } from './story.ts';

/** What the later chapters need of the notices: ids of deliverables, by who asks. */
export interface Asked {
  /** The entries, as each level hands them on. */
  readonly entries: {
    readonly province: string;
    readonly shijiazhuang: string;
    readonly tangshan: string;
    readonly zhengding: string;
    readonly luquan: string;
  };
  readonly provinceLedger: string;
  readonly cityLedger: string;
  readonly cityProgress: string;
}

export type Notice = NoticeAnswer['notice'];

/** The notice goes down, level by level, each with its own number and an earlier due. */
export async function goDown(story: Story): Promise<Asked> {
  story.chapter('一、发文与转发：省 → 市 → 县');
  const eight = await issueEight(story);
  await sign(story, '2021-04-08 09:30', 'transportOffice', eight);
  await sign(story, '2021-04-09 08:40', 'tangshanOffice', eight);
  await sign(story, '2021-04-09 09:00', 'cityOffice', eight);
  const nine = await forward(story, '2021-04-20 15:00', 'tangshanOffice', eight, papers.tangshanNine, 'tangshanLeader');
  const thirteen = await forwardThirteen(story, eight);
  await sign(story, '2021-04-22 08:30', 'countyOffice', thirteen);
  await readAttached(story, thirteen);
  const six = await forward(story, '2021-04-26 14:00', 'countyOffice', thirteen, papers.countySix);
  const four = await forward(story, '2021-04-27 10:00', 'luquanOffice', thirteen, papers.luquanFour);
  return {
    entries: {
      province: idOf(eight, 'entries'),
      shijiazhuang: idOf(thirteen, 'entries'),
      tangshan: idOf(nine, 'entries'),
      zhengding: idOf(six, 'entries'),
      luquan: idOf(four, 'entries'),
    },
    provinceLedger: idOf(eight, 'ledger'),
    cityLedger: idOf(thirteen, 'ledger'),
    cityProgress: idOf(thirteen, 'progress'),
  };
}

export const idOf = ({ deliverables }: Notice, key: string): string => deliverables.find((row) => row.key === key)!.id;

async function issueEight(story: Story): Promise<Notice> {
  story.at('2021-04-07 10:00');
  const desk = story.desk('provinceOffice');
  const malformed = { ...papers.eight, docNumber: '冀工办字2021-8' };
  await story.refused(desk, '拟稿时把文号写成“冀工办字2021-8”', '拒绝：文号格式', operations.draftNotice, { content: malformed });
  const { notice: draft } = await desk.act<NoticeAnswer>(operations.draftNotice, { content: papers.eight });
  const unsigned = { noticeId: draft.id, version: draft.version };
  await story.refused(desk, '文稿未经核稿、签发就要印发', '拒绝：未签发', operations.issueNotice, unsigned);
  return send(story, 'provinceOffice', 'provinceLeader', draft);
}

/** Drafts, has signed and issues. */
export async function issue(story: Story, writer: PlayerKey, leader: PlayerKey, content: object): Promise<Notice> {
  const { notice: draft } = await story.desk(writer).act<NoticeAnswer>(operations.draftNotice, { content });
  return send(story, writer, leader, draft);
}

async function send(story: Story, writer: PlayerKey, leader: PlayerKey, draft: Notice): Promise<Notice> {
  const desk = story.desk(writer);
  const signed = await signOff(story, writer, leader, draft);
  const { notice } = await desk.act<NoticeAnswer>(operations.issueNotice, { noticeId: signed.id, version: signed.version });
  tell(story, desk, '印发', notice);
  return notice;
}

/** 送核、核稿、签发: what the office wrote is signed by somebody else of the same body. */
export async function signOff(story: Story, writer: PlayerKey, leader: PlayerKey, draft: Notice): Promise<Notice> {
  let { id, version } = draft;
  const steps = [
    [writer, operations.submitNoticeForReview],
    [leader, operations.reviewNotice],
    [leader, operations.signNotice],
  ] as const;
  for (const [key, operation] of steps) {
    ({ id, version } = (await story.desk(key).act<NoticeAnswer>(operation, { noticeId: id, version })).notice);
  }
  story.did(story.desk(leader), `核稿并签发《${draft.title}》`);
  return { ...draft, version };
}

async function sign(story: Story, at: string, key: PlayerKey, { id, docNumber }: Notice): Promise<void> {
  story.at(at);
  const desk = story.desk(key);
  await desk.act(operations.acknowledgeDelivery, { noticeId: id });
  story.did(desk, `签收${docNumber!.canonical}`);
}

/** S0-05: what was handed on travels attached, with its own number, title and due. */
async function readAttached(story: Story, { id }: Notice): Promise<void> {
  const desk = story.desk('countyOffice');
  const { notice } = await desk.ask<AttachedAnswer>(operations.attached, { id });
  const { docNumber, issuedOn, signedBy, deliverables } = notice.forwards;
  story.note(
    `随文附有${docNumber.canonical}原文（${signedBy}，${issuedOn}）：${deliverables.map(({ title, dueLabel }) => `${title}，${dueLabel}`).join('；')}`,
  );
  story.compare('转发件', { 标题: notice.title, 所附: docNumber.canonical, 原期限: deliverables[0]!.dueLabel });
}

export async function forward(
  story: Story,
  at: string,
  key: PlayerKey,
  received: Notice,
  content: (draft: papers.Draft) => object,
  leader?: PlayerKey,
): Promise<Notice> {
  story.at(at);
  const desk = story.desk(key);
  const { notice: draft } = await desk.act<NoticeAnswer>(operations.draftForwarding, { noticeId: received.id });
  const saved = await save(story, key, draft, content(proposed(draft)));
  const ready = leader ? await signOff(story, key, leader, saved) : saved;
  const { notice } = await desk.act<NoticeAnswer>(operations.forwardNotice, { noticeId: ready.id, version: ready.version });
  tell(story, desk, `转发${received.docNumber!.canonical}，以`, notice);
  return notice;
}

/** The city first sets a due after the province's, which nobody may (C-06), then an earlier one. */
async function forwardThirteen(story: Story, eight: Notice): Promise<Notice> {
  story.at('2021-04-21 10:00');
  const desk = story.desk('cityOffice');
  const { notice: draft } = await desk.act<NoticeAnswer>(operations.draftForwarding, { noticeId: eight.id });
  const late = await save(story, 'cityOffice', draft, papers.thirteen(proposed(draft), '2021-05-30'));
  const sending = { noticeId: late.id, version: late.version };
  await story.refused(desk, '转发时把期限定在5月30日', '拒绝：晚于上级期限', operations.submitNoticeForReview, sending);
  const first = await save(story, 'cityOffice', late, papers.thirteen(proposed(draft), '2021-05-26'));
  const signedFirst = await signOff(story, 'cityOffice', 'cityLeader', first);
  const saved = await save(story, 'cityOffice', signedFirst, papers.thirteen(proposed(draft), '2021-05-25'));
  const again = { noticeId: saved.id, version: saved.version };
  await story.refused(desk, '签发后又改了期限，原签发随之失效，仍要转发', '拒绝：改后未签发', operations.forwardNotice, again);
  const signed = await signOff(story, 'cityOffice', 'cityLeader', saved);
  const { notice } = await desk.act<NoticeAnswer>(operations.forwardNotice, { noticeId: signed.id, version: signed.version });
  tell(story, desk, `转发${eight.docNumber!.canonical}，以`, notice);
  return notice;
}

export async function save(story: Story, key: PlayerKey, { id, version }: Notice, content: object): Promise<Notice> {
  const answer = await story.desk(key).act<NoticeAnswer>(operations.saveNoticeDraft, { noticeId: id, version, content });
  return answer.notice;
}

const proposed = ({ title, deliverables }: Notice): papers.Draft => ({
  title,
  entriesId: deliverables.find(({ key }) => key === 'entries')!.inherits!.id,
  inherited: Object.fromEntries(deliverables.map(({ key, inherits }) => [key, inherits!.id])),
});

function tell(story: Story, desk: Parameters<Story['did']>[0], verb: string, notice: Notice): void {
  const number = notice.docNumber!.canonical;
  const kinds = notice.addressees.byKind.map(({ kindLabel, count }) => `${kindLabel} ${count}`).join('、');
  const lines = [
    `《${notice.title}》`,
    ...notice.basis.map((basis) => `· 依据：${basis.number}《${basis.title}》`),
    ...notice.deliverables.map(({ title, dueLabel, inherits }) => `· 任务：${inherits ? '（上级任务）' : ''}${title}，${dueLabel}`),
    ...notice.contacts.map((contact) => `· 联系${contact.purpose ? `（${contact.purpose}）` : ''}：${contactLine(contact)}`),
  ];
  story.did(desk, `${verb}${number}，主送 ${notice.addressees.resolvedCount} 个单位：${kinds}`, ...lines);
  story.compare(`${number} 主送单位数`, notice.addressees.resolvedCount);
}

const contactLine = ({ department, names, phones, email }: Notice['contacts'][number]): string =>
  [`${department} ${names.join('、')}`, ...phones, ...(email === null ? [] : [email])].join('，');
