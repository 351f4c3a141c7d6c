import type { Domain } from '../../kit/domain.ts';
import { ability } from './question.ability.ts';
import { NoticeQuestionsResolver, QuestionAnswerResolver, QuestionResolver } from './question.resolver.ts';
import { findQuestion } from './read-questions.ts';

export const questions: Domain = {
  resolvers: [QuestionResolver, QuestionAnswerResolver, NoticeQuestionsResolver],
  ability,
  nodes: { Question: findQuestion },
};
