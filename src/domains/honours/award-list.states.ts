import { transitions } from '../../kit/states.ts';

/** F-03 from LISTED on: a list is decided, again while nothing was made known, and named. */
export const awardListStates = transitions({
  DRAFT: { save: 'DRAFT', propose: 'PROPOSED' },
  PROPOSED: { withdraw: 'DRAFT', decide: 'DECIDED' },
  DECIDED: { decide: 'DECIDED', name: 'NAMING' },
  NAMING: { name: 'NAMING', issue: 'NAMED' },
  NAMED: {},
});
