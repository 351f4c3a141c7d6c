import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { asSystem } from '../../kit/system.ts';
import { remindJudges } from '../assessments/remind-judges.ts';
import type { Loop } from '../jobs/loops.ts';
import { remindByClock } from '../obligations/clock-reminders.ts';
import type { Messaging } from './carrier.ts';
import { escalate } from './escalate.ts';
import { finish } from './finish.ts';
import { sendDue } from './send-due.ts';
import { tellPeople } from './tell-people.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Which ways lead outside: those that are configured. */
export const waysOf = ({ mail, webhook }: Messaging) => ({ mail: mail !== undefined, webhook: webhook !== undefined });

/** What the clock does: people are reminded, what nobody reads goes to others, what is done is put aside. */
export async function byTheClock(em: SqlEntityManager, federationId: string, now: Date): Promise<void> {
  await remindByClock(em, federationId, now);
  await remindJudges(em, federationId, now);
  while (await asSystem(em, federationId, (system) => escalate(system, now)));
  await asSystem(em, federationId, (system) => finish(system, now));
}

/** What tells people: who is to be told of what happened, what is to go outside, and what the clock says. */
export const messageLoops = (messaging: Messaging, stopping: AbortSignal): readonly Loop[] => [
  { name: 'tell', every: SECOND, work: (em, federationId, now) => tellPeople(em, federationId, now, waysOf(messaging)) },
  { name: 'send', every: SECOND, work: (em, federationId, now) => sendDue(em, federationId, now, messaging, stopping) },
  { name: 'remind', every: MINUTE, work: byTheClock },
];
