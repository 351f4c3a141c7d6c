import { dayOf, daysBetween, dueLabel } from '../../kit/time.ts';
import type { NotificationEvent } from './events.ts';
import type { Fact } from './facts.ts';
import { policies } from './policy.ts';
import type { Telling } from './telling.ts';

/** What a sentence is made from. */
interface Said {
  /** The subject's title in its marks. */
  readonly what: string;
  /** Who acted; for the product's own reminders, who asks. */
  readonly actor: string;
  readonly asker: string;
  readonly unit: string;
  readonly due: string | null;
  /** `，5月28日24:00止（含当日）`, or nothing. */
  readonly by: string;
  readonly left: string;
  readonly count: number;
  readonly organises: boolean;
  readonly detail: Readonly<Record<string, unknown>>;
}

const newDue = ({ due }: Said): string => (due === null ? '' : `至${due}`);
const still = ({ organises }: Said): string => (organises ? '组织报送尚未完成' : '尚未报送');

/** What an event is put into words: who asks, what, by when. No free text of anybody but titles; no personal data. */
const SENTENCES: Readonly<Record<NotificationEvent, (said: Said) => string>> = {
  NOTICE_DELIVERED: ({ actor, what, due }) => `${actor}发来${what}，请签收${due === null ? '' : `；报送截止${due}`}`,
  NOTICE_AMENDED: ({ actor, what }) => `${actor}更正了${what}，请按更正后的内容办理`,
  NOTICE_RECALLED: ({ actor, what }) => `${actor}撤回了${what}，不再办理`,
  CORRECTION_TO_PASS_ON: ({ asker, what, by }) => `${asker}更正了${what}，请转发本级的更正或确认下级不变${by}`,
  DUE_CHANGED: ({ actor, what, due }) => `${actor}调整了${what}的截止时间${due === null ? '' : `：${due}`}`,
  DUE_SOON: (said) => `${said.asker}要求的${said.what}${said.by}，${said.left}，${still(said)}`,
  OVERDUE: (said) => `${said.asker}要求的${said.what}已逾期${said.by}，${still(said)}`,
  OVERDUE_BELOW: ({ what, by, count, detail }) => `${what}${by}，应报${String(detail['expected'])}个单位，还有${count}个未报`,
  NOT_SIGNED: ({ asker, what }) => `${asker}的${what}送达已超过1个工作日，请签收`,
  NOT_SIGNED_BELOW: ({ what, count }) => `${what}送达已超过2个工作日，还有${count}个单位未签收`,
  REMINDED: (said) => `${said.actor}催办：${said.what}${said.by}，${still(said)}`,
  EXTENSION_ASKED: (said) => `${said.unit}申请将${said.what}延期${newDue(said)}`,
  EXTENSION_ANSWERED: ({ actor, what, by }) => `${actor}答复了${what}的延期申请${by}`,
  OBLIGATION_REOPENED: ({ actor, what, by }) => `${actor}为本单位重新开放${what}${by}`,
  OBLIGATION_WAIVED: ({ actor, what }) => `${actor}免予本单位报送${what}`,
  SUBMISSION_RECEIVED: ({ what, count }) => `${what}新到${count}份报送，待审核`,
  SUBMISSION_RETURNED: ({ actor, what, by }) => `${actor}退回了${what}，请修改后重报${by}`,
  RETURN_UNREAD: ({ what, by }) => `${what}被退回修改，24小时未读，请尽快办理${by}`,
  RETURN_UNREAD_BELOW: ({ unit, what }) => `${unit}的${what}退回修改后24小时未读`,
  SUBMISSION_ACCEPTED: ({ actor, what }) => `${what}已由${actor}审核通过`,
  SUBMISSION_FORWARDED: ({ actor, what }) => `${what}已由${actor}上报`,
  SUBMISSION_REFUSED: ({ actor, what }) => `${actor}不同意${what}，程序已结束`,
  SUBMISSION_ENTERED_ON_BEHALF: ({ actor, what }) => `${actor}代本单位填报了${what}，请核对`,
  ARMED_SUBMISSION_SENT: ({ what }) => `${what}的文件已传完，系统已自动报送`,
  ARMED_SUBMISSION_FAILED: ({ what, by }) => `${what}没有自动报送，请打开检查${by}`,
  REVIEW_RECUSED: ({ what }) => `${what}的审核人回避，请安排他人审核`,
  JUDGE_ASSIGNED: ({ what, by, detail }) => `请评审${what}，共${String(detail['count'])}项${by}`,
  JUDGE_UNFINISHED: ({ what, by, detail }) => `${what}的评审还有${String(detail['left'])}项未完成${by}`,
  JUDGE_RECUSED: ({ what }) => `${what}有评委声明回避，请安排他人评审`,
  QUESTION_ASKED: ({ actor, what }) => `${actor}就${what}提问`,
  QUESTION_ANSWERED: ({ actor, what }) => `${actor}答复了关于${what}的提问`,
  BULLETIN_ISSUED: ({ actor, what }) => `${actor}印发了${what}`,
  AWARDS_NAMED: ({ actor, what }) => `${actor}公布了${what}的评选结果，请查看`,
  SIGNATURE_GIVEN: ({ what }) => `${what}已签署`,
  SIGNATURE_DECLINED: ({ what }) => `${what}未予签署，已退回修改`,
  POST_HANDED_OVER: ({ what }) => `${what}的工作已交接`,
  CAPACITY_GRANTED: ({ what }) => `您获得了新的办事身份：${what}`,
  NEW_DEVICE: () => '您的账户在一台新的设备上登录；如非本人操作，请立即修改口令',
  PASSWORD_RESET: ({ detail }) =>
    detail['how'] === 'RESET' ? '您的账户口令已被重置；如非本人申请，请联系管理员' : '您的账户口令已修改；如非本人操作，请立即联系管理员',
  SECOND_FACTOR_CHANGED: () => '您的账户的两步验证已变更；如非本人操作，请立即联系管理员',
  IDENTITY_LINKED: ({ detail }) =>
    `${detail['how'] === 'OWN' ? '您的账户已与' : '管理员已将您的账户与'}身份提供方的一个身份关联，可以用它登录；如有疑问，请立即联系管理员`,
  JOB_FINISHED: ({ what, detail }) => `${what}${detail['state'] === 'DONE' ? '已完成' : '未能完成'}`,
};

/** Longest title that a sentence quotes. */
const MOST = 60;

/** On one line, without anything that a mail's head or a terminal might act on. */
export function plain(text: string, most: number): string {
  const clean = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  const characters = [...clean];
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : clean;
}

/** Documents stand in book marks with their number, everything else in quotation marks. */
const quoted = (title: string, number: string | null, subjectType: string): string =>
  subjectType === 'Notice' ? `《${plain(title, MOST)}》${number === null ? '' : `（${plain(number, MOST)}）`}` : `“${plain(title, MOST)}”`;

/** What a telling says, in Chinese. */
export function excerptOf(telling: Telling, fact: Fact | undefined, actor: string | null, now: Date): string {
  const { event, subjectType, detail, count } = telling;
  const title = fact?.title ?? (typeof detail['title'] === 'string' ? detail['title'] : policies[event].label);
  const due = dueOf(telling, fact);
  const label = due && dueLabel(due, { year: dayOf(due).slice(0, 4) !== dayOf(now).slice(0, 4) });
  const asker = fact?.asker ?? '上级';
  return SENTENCES[event]({
    what: quoted(title, fact?.number ?? null, subjectType),
    actor: actor ?? asker,
    asker,
    unit: fact?.unit ?? actor ?? '下级单位',
    due: label,
    by: label === null ? '' : `，${label}`,
    left: due ? daysLeft(due, now) : '',
    count,
    organises: fact?.organises ?? false,
    detail,
  });
}

/** The due that a line names, else that of its subject. */
export function dueOf({ detail, event }: Telling, fact: Fact | undefined): Date | null {
  if (event === 'CORRECTION_TO_PASS_ON') return fact?.pass_on_due ?? null;
  const named = typeof detail['due'] === 'string' ? new Date(detail['due']) : null;
  return named && !Number.isNaN(named.getTime()) ? named : (fact?.due ?? null);
}

function daysLeft(due: Date, now: Date): string {
  const days = daysBetween(dayOf(now), dayOf(new Date(due.getTime() - 1)));
  return days <= 0 ? '今天到期' : days === 1 ? '明天到期' : `还剩${days}天`;
}
