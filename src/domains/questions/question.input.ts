import { ID } from 'type-graphql';
import { z } from 'zod';
import { inputType } from '../../kit/input.ts';
import { idOf } from '../../kit/node-id.ts';

const questionId = idOf('Question').meta({ graphql: ID, description: 'The question.' });
const version = z.int().meta({ description: 'The version that was read.' });

export const askQuestionInput = z
  .object({
    noticeId: idOf('Notice').meta({ graphql: ID, description: 'The notice that it is about: one received, or one that travels attached.' }),
    text: z.string().trim().min(1).max(1000).meta({ description: 'What is asked.' }),
    anonymous: z.boolean().default(false).meta({ description: 'Name the asker only to those who answer.' }),
  })
  .meta({ description: 'A question about a notice.' });
export const AskQuestionInput = inputType('AskQuestionInput', askQuestionInput);

export const answerQuestionInput = z
  .object({
    questionId,
    version,
    text: z
      .string()
      .trim()
      .min(1)
      .max(5000)
      .meta({ description: 'The answer; one given again stands beside the earlier ones and counts.' }),
  })
  .meta({ description: 'An answer, for all who may read the notice.' });
export const AnswerQuestionInput = inputType('AnswerQuestionInput', answerQuestionInput);

export const passQuestionUpInput = z.object({ questionId, version }).meta({ description: 'A question for the body above to answer.' });
export const PassQuestionUpInput = inputType('PassQuestionUpInput', passQuestionUpInput);
