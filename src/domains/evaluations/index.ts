import type { Domain } from '../../kit/domain.ts';
import { ability } from './evaluation.ability.ts';
import { EvaluationResolver } from './evaluation.resolver.ts';
import { findContribution, findEvaluation, findResult } from './read-evaluations.ts';
import {
  EvaluationContributionResolver,
  EvaluationEvidenceResolver,
  EvaluationResultResolver,
  EvaluationSubjectResolver,
} from './subject.resolver.ts';

export const evaluations: Domain = {
  resolvers: [
    EvaluationResolver,
    EvaluationSubjectResolver,
    EvaluationContributionResolver,
    EvaluationEvidenceResolver,
    EvaluationResultResolver,
  ],
  ability,
  nodes: { Evaluation: findEvaluation, EvaluationContribution: findContribution, EvaluationResult: findResult },
};
