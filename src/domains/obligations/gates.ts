import type { Selectable } from 'kysely';
import type { Viewer } from '../../context.ts';
import { dueLabel } from '../../kit/time.ts';
import { firstShut, type Gate, open, shut } from '../../kit/viewer-can.ts';
import type { Tables } from '../../orm.ts';
import { obligationStates } from './obligation.states.ts';

type Obligation = Selectable<Tables['obligation']>;

/** The columns that decide what is possible and when; instants are exclusive ends. */
export type Doors = Pick<Obligation, 'kind' | 'state' | 'late_policy' | 'closes_at' | 'reopened_until' | 'resubmit_due'> & {
  /** What stands was entered on the unit's behalf and may be replaced by its own. */
  readonly provisional?: boolean;
};

/**
 * The first instant at which nothing is accepted any more: the latest of the close, a door opened by name and a return
 * slip's door. Null: never. A hop's earlier due does not close anything (C-19).
 */
export function closesAt({ closes_at, reopened_until, resubmit_due }: Doors): Date | null {
  return closes_at === null ? null : latest([closes_at, reopened_until, resubmit_due]);
}

/** Whether the unit may hand in now, first or again. Codes: ORGANISE_ONLY, WRONG_STATE, CLOSED, AUTO_FORFEIT (S2-69). */
export function submitGate(obligation: Doors, now: Date): Gate {
  return firstShut(
    obligation.kind === 'ORGANISE' ? shut('ORGANISE_ONLY', '本单位的任务是组织下级报送，不直接填报') : open(),
    stateGate(obligation),
    doorGate(obligation, now),
  );
}

/** Whether a page may be started or filled in now: the same as handing in. */
export const draftGate = submitGate;

/** Whether the unit may take back what nobody has decided on; only while it could still hand in again. */
export function withdrawGate(obligation: Doors, now: Date): Gate {
  return firstShut(obligationStates.gate(obligation.state, 'withdraw'), doorGate(obligation, now));
}

function stateGate({ state, late_policy, provisional }: Doors): Gate {
  if (state === 'FORFEITED') return forfeited(late_policy);
  if (state === 'SUBMITTED' && provisional) return obligationStates.gate(state, 'replace');
  if (state === 'SUBMITTED') return shut('WRONG_STATE', '已报送，等待审核');
  if (state === 'ACCEPTED') return shut('WRONG_STATE', '已审核通过，不能再报');
  if (state === 'WAIVED') return shut('WRONG_STATE', '已免予报送');
  return obligationStates.gate(state, 'submit');
}

function doorGate(obligation: Doors, now: Date): Gate {
  const end = closesAt(obligation);
  if (end === null || now < end) return open({ closesAt: end });
  if (obligation.late_policy === 'AUTO_FORFEIT') return { ...forfeited(obligation.late_policy), closesAt: end };
  return shut('CLOSED', `报送已截止（${dueLabel(end)}），如需补报，请联系发文单位为本单位重新开放`, { closesAt: end });
}

const forfeited = (policy: Doors['late_policy']): Gate =>
  policy === 'AUTO_FORFEIT' ? shut('AUTO_FORFEIT', '逾期视为自动放弃') : shut('WRONG_STATE', '已视为放弃');

/** Late by the unit's own due: the first submission decides, at or after the end. */
export const isLate = (dueAt: Date | null, at: Date): boolean => dueAt !== null && at >= dueAt;

/**
 * The due that counts today: the unit's own, or the later one of a door opened by name, or of the slip while something is
 * returned. Null when none was set.
 */
export function presentDue({ state, due_at, reopened_until, resubmit_due }: Doors & Pick<Obligation, 'due_at'>): Date | null {
  return latest([due_at, reopened_until, state === 'RETURNED' ? resubmit_due : null]);
}

/** Computed from the clock, never stored (F-07): a report that is asked for, is not in hand, and whose due has passed. */
export function isOverdue(obligation: Doors & Pick<Obligation, 'due_at'>, now: Date): boolean {
  const waits = obligation.state === 'OPEN' || obligation.state === 'RETURNED';
  return waits && obligation.kind !== 'INVITED' && isLate(presentDue(obligation), now);
}

/** What a decision on a submission depends on. */
export interface ReviewDoors {
  readonly state: Tables['submission']['state'];
  /** The body that has to act next. */
  readonly holder_id: string | null;
  readonly organization_id: string;
  /** The person, not the capacity (four eyes). */
  readonly submitted_by_id: string;
  /** Who had lent the capacity in which it was handed in. */
  readonly submitted_on_behalf_of_id: string | null;
  /** Who of the unit confirmed what another body had entered for it. */
  readonly confirmed_by_id?: string | null;
}

/**
 * Whether the viewer's body may decide on a submission now: it is in its hands and not its own, and neither the viewer nor
 * who lent the viewer the capacity handed it in, or had it handed in on their behalf. Whether the viewer is a reviewer at all is for the ability. Codes:
 * WRONG_STATE, NOT_HOLDER, OWN_SUBMISSION, FOUR_EYES.
 */
export function reviewGate(submission: ReviewDoors, viewer: Pick<Viewer, 'organizationId' | 'personId' | 'onBehalfOfId'>): Gate {
  const { state, holder_id, organization_id, submitted_by_id, submitted_on_behalf_of_id: principal, confirmed_by_id } = submission;
  const confirmed = confirmed_by_id ?? null;
  const decided = state === 'WITHDRAWN' || state === 'ACCEPTED' || (state === 'RETURNED' && holder_id === organization_id);
  return firstShut(
    decided ? shut('WRONG_STATE', '当前状态下不能审核') : open(),
    holder_id === viewer.organizationId ? open() : shut('NOT_HOLDER', '这份报送目前不由本单位审核'),
    organization_id === viewer.organizationId ? shut('OWN_SUBMISSION', '本单位不能审核自己报送的内容') : open(),
    submitted_by_id === viewer.personId ? shut('FOUR_EYES', '报送人不能审核自己报送的内容') : open(),
    submitted_by_id === viewer.onBehalfOfId ? shut('FOUR_EYES', '受报送人委托，不能审核其报送的内容') : open(),
    principal !== null && principal === viewer.personId ? shut('FOUR_EYES', '这是他人受您委托报送的，您不能审核') : open(),
    principal !== null && principal === viewer.onBehalfOfId ? shut('FOUR_EYES', '这是他人受同一委托人委托报送的，您不能审核') : open(),
    confirmed !== null && (confirmed === viewer.personId || confirmed === viewer.onBehalfOfId)
      ? shut('FOUR_EYES', '代填报单位确认的人不能审核')
      : open(),
  );
}

function latest(instants: readonly (Date | null)[]): Date | null {
  const given = instants.filter((instant) => instant !== null).map((instant) => instant.getTime());
  return given.length ? new Date(Math.max(...given)) : null;
}
