import { ID } from 'type-graphql';
import { z } from 'zod';
import { inputType } from '../../kit/input.ts';
import { idOf } from '../../kit/node-id.ts';

export const jobInput = z
  .object({ jobId: idOf('Job').meta({ graphql: ID, description: "One of the caller's jobs." }) })
  .meta({ description: "One of the caller's jobs." });
export const ResumeJobInput = inputType('ResumeJobInput', jobInput);
export const CancelJobInput = inputType('CancelJobInput', jobInput);
