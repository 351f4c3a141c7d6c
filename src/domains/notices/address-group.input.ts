import { ID } from 'type-graphql';
import { z } from 'zod';
import { inputType } from '../../kit/input.ts';
import { idOf } from '../../kit/node-id.ts';

const addressGroupId = idOf('AddressGroup');

export const saveAddressGroupInput = z
  .object({
    addressGroupId: addressGroupId.optional().meta({ graphql: ID, description: 'The group to change; a new one when absent.' }),
    version: z.int().optional().meta({ description: 'The version that was read; not for a new one.' }),
    name: z.string().trim().min(1).max(60).meta({ description: 'Its name, one of a kind in the body.' }),
    organizationIds: z
      .array(idOf('Organization').meta({ graphql: ID }))
      .min(1)
      .max(1000)
      .meta({ graphql: [ID], description: 'The bodies in it: below the own body, or with a second bond to it.' }),
  })
  .meta({ description: 'A group of addressees to keep under a name.' });
export const SaveAddressGroupInput = inputType('SaveAddressGroupInput', saveAddressGroupInput);

export const removeAddressGroupInput = z
  .object({
    addressGroupId: addressGroupId.meta({ graphql: ID, description: 'The group.' }),
    version: z.int().meta({ description: 'The version that was read.' }),
  })
  .meta({ description: 'A group of addressees that is no longer needed.' });
export const RemoveAddressGroupInput = inputType('RemoveAddressGroupInput', removeAddressGroupInput);
