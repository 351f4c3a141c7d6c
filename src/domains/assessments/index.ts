import type { Domain } from '../../kit/domain.ts';
import { JudgeAssignmentResolver } from './assignment.resolver.ts';
import { ability } from './judging.ability.ts';
import {
  CountedMarkResolver,
  CoveredEntryResolver,
  JudgeResolver,
  JudgingResultResolver,
  JudgingRoundResolver,
  PanelMemberResolver,
} from './judging.resolver.ts';
import { findAssignment } from './read-assignments.ts';
import { findRound } from './read-rounds.ts';

export const assessments: Domain = {
  resolvers: [
    JudgingRoundResolver,
    JudgeResolver,
    PanelMemberResolver,
    CoveredEntryResolver,
    JudgingResultResolver,
    CountedMarkResolver,
    JudgeAssignmentResolver,
  ],
  ability,
  nodes: { JudgingRound: findRound, JudgeAssignment: findAssignment },
};
