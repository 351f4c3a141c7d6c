import { ID } from 'type-graphql';
import { z } from 'zod';
import { inputType } from '../../kit/input.ts';
import { idOf } from '../../kit/node-id.ts';
import { day, resolution } from './award-list.input.ts';

const text = (most: number) => z.string().trim().min(1).max(most);
export const titleId = idOf('Title').meta({ graphql: ID, description: 'The title.' });
export const version = z.int().meta({ description: 'The version that was read.' });

export const givePlaqueInput = z
  .object({
    titleId,
    version,
    givenOn: day.meta({ graphql: String, description: 'Day on which it was given, as 2023-12-01.' }),
    occasion: text(200).nullable().default(null).meta({ description: 'At what occasion.' }),
  })
  .meta({ description: 'A plaque that was given.' });
export const GivePlaqueInput = inputType('GivePlaqueInput', givePlaqueInput);

export const revokeTitleInput = z
  .object({ titleId, version, ...resolution })
  .meta({ description: 'A new decision that takes an honour back, with its reason as its text.' });
export const RevokeTitleInput = inputType('RevokeTitleInput', revokeTitleInput);
