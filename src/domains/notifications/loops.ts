import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { asSystem } from '../../kit/system.ts';
import type { Loop } from '../jobs/loops.ts';
import type { Messaging } from './carrier.ts';
import { finish } from './finish.ts';
import { sendDue } from './send-due.ts';
import { tellPeople } from './tell-people.ts';

const SECOND = 1000;

/** Which ways lead outside: those that are configured. */
export const waysOf = ({ mail, webhook }: Messaging) => ({ mail: mail !== undefined, webhook: webhook !== undefined });

/** What tells people: who is to be told of what happened, what is to go outside, what nobody need be told of any more. */
export const messageLoops = (messaging: Messaging, stopping: AbortSignal): readonly Loop[] => [
  { name: 'tell', every: SECOND, work: (em, federationId, now) => tellPeople(em, federationId, now, waysOf(messaging)) },
  { name: 'send', every: SECOND, work: (em, federationId, now) => sendDue(em, federationId, now, messaging, stopping) },
  {
    name: 'finish',
    every: 60 * SECOND,
    work: (em: SqlEntityManager, federationId, now) => asSystem(em, federationId, (system) => finish(system, now)),
  },
];
