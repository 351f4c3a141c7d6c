import { enumType } from '../../kit/enums.ts';
import type { LampColour } from './lamp.ts';
import type { OBLIGATION_EVENTS, OBLIGATION_KINDS, OBLIGATION_STATES } from './obligation.entity.ts';

type Kind = (typeof OBLIGATION_KINDS)[number];
type State = (typeof OBLIGATION_STATES)[number];
type EventKind = (typeof OBLIGATION_EVENTS)[number];

export const ObligationKindEnum = enumType<Kind>('ObligationKind', 'What a body has to do about a deliverable.', {
  REPORT: 'Report itself; counts in the rates.',
  ORGANISE: 'See to it that those below report; ends with its own report (S0-06).',
  INVITED: 'May take part; never overdue.',
});
export const ObligationStateEnum = enumType<State>(
  'ObligationState',
  'How far it has come (F-07). Overdue is none of them: it follows from the clock.',
  {
    OPEN: 'Nothing has been handed in.',
    SUBMITTED: 'Handed in.',
    RETURNED: 'Returned to be mended.',
    ACCEPTED: 'Accepted; for a duty to organise: done.',
    FORFEITED: 'Given up by letting the time pass.',
    WAIVED: 'Let off by the body that asks.',
    CANCELLED: 'No longer asked for.',
  },
);
export const LampEnum = enumType<LampColour>('Lamp', 'How urgent it is, as on supervision slips.', {
  GREY: 'No due, or not near.',
  GREEN: 'Done.',
  BLUE: 'At most three working days are left.',
  YELLOW: 'Returned, or done late.',
  RED: 'Overdue.',
});
export const ObligationEventKindEnum = enumType<EventKind>('ObligationEventKind', 'What was decided about an obligation.', {
  WAIVED: 'Let off.',
  REOPENED: 'Opened again for this unit, with a new due (C-05).',
  FORFEITED: 'Given up by letting the time pass.',
  CANCELLED: 'No longer asked for.',
  MERGED: 'Taken up by the same obligation of the successor.',
  CARRIED_ON: 'Carried on by the successor.',
  EXTENSION_ASKED: 'A later due was asked for.',
  EXTENSION_PASSED_UP: 'Passed on to the next body above, which has more time to give.',
  EXTENSION_DECLINED: 'The later due was not granted.',
  EXTENDED: 'A later due was granted to this body.',
  DUE_CHANGED: 'A correction changed the due.',
  ASKED_AGAIN: 'A correction asks again for what it changed.',
  PASSED_ON: 'The correction was handed on.',
  CONFIRMED: 'It was confirmed that the correction changes nothing below.',
  RENEWED: 'Asked for anew after a recall.',
});

export const obligationKindLabels: Readonly<Record<Kind, string>> = { REPORT: '报送', ORGANISE: '组织报送', INVITED: '自愿参加' };
export const obligationStateLabels: Readonly<Record<State, string>> = {
  OPEN: '未报送',
  SUBMITTED: '已报送',
  RETURNED: '已退回',
  ACCEPTED: '已通过',
  FORFEITED: '视为放弃',
  WAIVED: '免予报送',
  CANCELLED: '已取消',
};
export const lampLabels: Readonly<Record<LampColour, string>> = { GREY: '灰灯', GREEN: '绿灯', BLUE: '蓝灯', YELLOW: '黄灯', RED: '红灯' };
export const eventLabels: Readonly<Record<EventKind, string>> = {
  WAIVED: '免予报送',
  REOPENED: '重新开放',
  FORFEITED: '视为放弃',
  CANCELLED: '取消',
  MERGED: '并入承继单位的同一任务',
  CARRIED_ON: '由承继单位继续办理',
  EXTENSION_ASKED: '申请延期',
  EXTENSION_PASSED_UP: '转报上级',
  EXTENSION_DECLINED: '不同意延期',
  EXTENDED: '同意延期',
  DUE_CHANGED: '截止时间更正',
  ASKED_AGAIN: '更正后须补报',
  PASSED_ON: '已转发更正',
  CONFIRMED: '已确认下级无须变动',
  RENEWED: '撤回后重新要求报送',
};
