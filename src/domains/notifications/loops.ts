import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { asSystem } from '../../kit/system.ts';
import type { Loop } from '../jobs/loops.ts';
import { finish } from './finish.ts';
import { tellPeople } from './tell-people.ts';
import type { Ways } from './write.ts';

const SECOND = 1000;

/** What tells people: each second who is to be told of what happened, each minute what nobody need be told of any more. */
export const messageLoops = (ways: Ways): readonly Loop[] => [
  { name: 'tell', every: SECOND, work: (em, federationId, now) => tellPeople(em, federationId, now, ways) },
  {
    name: 'finish',
    every: 60 * SECOND,
    work: (em: SqlEntityManager, federationId, now) => asSystem(em, federationId, (system) => finish(system, now)),
  },
];
