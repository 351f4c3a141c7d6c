import { addDays, dayOf } from '../kit/time.ts';
import { nationalCalendar } from '../kit/working-days.ts';
import type { Caller } from './caller.ts';
import { chance, oneOf } from './chance.ts';

const WORK = `query Work($kinds: [WorkKind!]!) { workItems(kinds: $kinds, first: 40) { nodes { kind deliverable { id } notice { id } } } }`;
const QUEUE = `query Queue($deliverableId: ID!) { reviewQueue(deliverableId: $deliverableId) { items(first: 6) { nodes {
  id version obligation { demands { askedBy { id } deliverable { id } fields { key } } } } } } }`;
const SEND_UP = `query SendUp($deliverableId: ID!) { consolidation(deliverableId: $deliverableId) { missing(first: 50) { nodes { organization { id } reason } } } }`;
const NOTICE = 'notice { id version title deliverables { key inherits { id } } lint { severity fingerprint answer { code } } }';

/** Tasks on their way below which the city issues a new notice. */
const FEW_TASKS = 45;
const UNITS = 10;
const DELIVERABLES = 3;
const DAYS = 30;

interface Notice {
  readonly notice: {
    readonly id: string;
    readonly version: number;
    readonly title: string;
    readonly deliverables: readonly { readonly key: string; readonly inherits: { readonly id: string } | null }[];
    readonly lint: readonly { readonly severity: string; readonly fingerprint: string; readonly answer: object | null }[];
  };
}

interface Work {
  readonly workItems: {
    readonly nodes: readonly {
      readonly kind: string;
      readonly deliverable: { readonly id: string } | null;
      readonly notice: { readonly id: string } | null;
    }[];
  };
}

interface Queue {
  readonly reviewQueue: { readonly items: { readonly nodes: readonly Waiting[] } };
}

interface Waiting {
  readonly id: string;
  readonly version: number;
  readonly obligation: {
    readonly demands: readonly {
      readonly askedBy: { readonly id: string };
      readonly deliverable: { readonly id: string };
      readonly fields: readonly { readonly key: string }[];
    }[];
  };
}

interface Plan {
  readonly consolidation: {
    readonly missing: { readonly nodes: readonly { readonly organization: { readonly id: string }; readonly reason: string | null }[] };
  } | null;
}

/** One thing that the city's issuing officer does: a new notice when the units run out of work, else a review. */
export async function cityStep(caller: Caller, counties: readonly string[]): Promise<boolean> {
  const { tasks } = caller.journal;
  if (tasks.given - tasks.ended >= FEW_TASKS) return reviewStep(caller, counties);
  const due = workingDay(DAYS);
  const deliverables = Array.from({ length: DELIVERABLES }, (_, index) => ({
    key: `report${index + 1}`,
    title: `第${index + 1}项报送`,
    audience: ['GRASSROOTS'],
    route: 'LEVEL_BY_LEVEL',
    latePolicy: 'ACCEPT_LATE',
    due,
    fields: [
      { key: 'text', label: '说明', type: 'TEXT', required: true, maxCharacters: 200 },
      { key: 'members', label: '人数', type: 'NUMBER', required: true, min: '0' },
    ],
  }));
  const addressees = { groups: [{ kinds: ['COUNTY_DISTRICT'], scope: 'CHILDREN' }] };
  const content = { title: '关于报送情况的通知', signedBy: '市总工会', addressees, deliverables };
  const draft = await caller.act<Notice>('draftNotice', NOTICE, { content });
  if (draft) await send(caller, 'issueNotice', draft);
  tasks.given += UNITS * DELIVERABLES;
  return true;
}

/** One thing that a county's issuing officer does: signs, hands a notice on, reviews, or sends a batch up. */
export async function countyStep(caller: Caller, counties: readonly string[]): Promise<boolean> {
  const { workItems } = await caller.ask<Work>(WORK, { kinds: ['ACKNOWLEDGE', 'FORWARD', 'SEND_UP'] });
  const item = chance(0.4) ? oneOf(workItems.nodes) : workItems.nodes.find(({ kind }) => kind !== 'SEND_UP');
  if (!item) return reviewStep(caller, counties);
  if (item.kind === 'ACKNOWLEDGE') await caller.act('acknowledgeDelivery', 'delivery { id }', { noticeId: item.notice!.id });
  else if (item.kind === 'FORWARD') await handOn(caller, item.notice!.id);
  else await sendUp(caller, item.deliverable!.id);
  return true;
}

/** One decision on what waits for the body. */
export async function reviewStep(caller: Caller, counties: readonly string[]): Promise<boolean> {
  const { workItems } = await caller.ask<Work>(WORK, { kinds: ['REVIEW'] });
  const deliverableId = oneOf(workItems.nodes)?.deliverable?.id;
  if (!deliverableId) return false;
  const { reviewQueue } = await caller.ask<Queue>(QUEUE, { deliverableId });
  const waiting = oneOf(reviewQueue.items.nodes);
  if (!waiting) return false;
  await (chance(0.35) ? giveBack(caller, waiting, counties) : accept(caller, waiting));
  return true;
}

async function accept(caller: Caller, { id, version }: Waiting): Promise<void> {
  const accepted = await caller.act<{ submission: { state: string } }>('acceptSubmission', 'submission { id state }', {
    submissionId: id,
    version,
  });
  if (accepted?.submission.state === 'ACCEPTED') caller.journal.tasks.ended += 1;
}

/** To the unit, with or without fields named, or to the county that had let it pass. */
async function giveBack(caller: Caller, { id, version, obligation }: Waiting, counties: readonly string[]): Promise<void> {
  const asked = obligation.demands.flatMap(({ deliverable, fields }) =>
    fields.map(({ key }) => ({ deliverableId: deliverable.id, field: key, comment: '请核实' })),
  );
  const passed = obligation.demands.map(({ askedBy }) => askedBy.id).find((asker) => counties.includes(asker));
  const toOrganizationId = passed && chance(0.5) ? passed : null;
  const items = chance(0.5) ? [oneOf(asked)!] : [];
  await caller.act('returnSubmission', 'submission { id }', { submissionId: id, version, reason: '请核实后重报', toOrganizationId, items });
}

async function handOn(caller: Caller, noticeId: string): Promise<void> {
  const draft = await caller.act<Notice>('draftForwarding', NOTICE, { noticeId });
  if (!draft) return;
  const { id, version, title, deliverables } = draft.notice;
  const content = {
    title,
    signedBy: '县总工会',
    addressees: { groups: [{ kinds: ['GRASSROOTS'], scope: 'CHILDREN' }] },
    inherited: deliverables.map(({ inherits }) => ({
      deliverableId: inherits!.id,
      due: workingDay(DAYS - 5),
      fields: [{ key: 'events', label: '场次', type: 'NUMBER', required: true, min: '0' }],
    })),
  };
  const saved = await caller.act<Notice>('saveNoticeDraft', NOTICE, { noticeId: id, version, content });
  if (saved) await send(caller, 'forwardNotice', saved);
}

/** Says to what is found that it is meant so, and sends. */
async function send(caller: Caller, operation: string, { notice }: Notice): Promise<void> {
  for (const { severity, fingerprint, answer } of notice.lint) {
    if (severity !== 'WARN' || answer) continue;
    await caller.act('answerLintFinding', NOTICE, { noticeId: notice.id, finding: fingerprint, answer: '各期分别统计' });
  }
  await caller.act(operation, NOTICE, { noticeId: notice.id, version: notice.version });
}

const workingDay = (days: number): string => nationalCalendar.onOrAfter(addDays(dayOf(new Date()), days));

async function sendUp(caller: Caller, deliverableId: string): Promise<void> {
  const { consolidation } = await caller.ask<Plan>(SEND_UP, { deliverableId });
  const silent = consolidation?.missing.nodes.filter(({ reason }) => reason === null) ?? [];
  const absent = silent.map(({ organization }) => ({ organizationId: organization.id, reason: '尚未报齐' }));
  await caller.act('forwardSubmissions', 'consolidation { id number submissionCount absentCount }', { deliverableId, absent });
}
