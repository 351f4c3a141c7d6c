import { getNullableType, type GraphQLInputObjectType } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { type RootField, rootFields } from '../src/kit/access.ts';
import { createSchema } from '../src/schema.ts';
import { Stage } from './support/access-stage.ts';
import { DOORS } from './support/access-table.ts';
import type { Client } from './support/client.ts';
import { digestOf } from './support/digest.ts';

/* What every mutation refuses alike, tried on each with input that is otherwise right. */

const mutations = rootFields(createSchema()).filter(({ operation }) => operation === 'Mutation');
const inputOf = ({ field }: RootField) => getNullableType(field.args[0]!.type) as GraphQLInputObjectType;
const named = (roots: readonly RootField[]) => roots.map((root) => [root.field.name, root] as const);

/** What the mutation answers; `answer` is what is asked of its errors. */
async function knock(client: Client, root: RootField, input: object, answer = 'code message path') {
  const { name } = root.field;
  const { data, errors } = await client.execute(
    `mutation($input: ${inputOf(root).name}!) { ${name}(input: $input) { errors { ${answer} } } }`,
    { input },
  );
  if (errors) throw new Error(JSON.stringify(errors));
  return data[name] as { readonly errors: readonly { readonly code: string }[] };
}

async function prepared(stage: Stage, root: RootField) {
  const door = DOORS[root.name]!;
  const given = await door.given(stage);
  return { given, client: await stage.as(door.may[0]!, door.at) };
}

describe('a version that somebody else has passed', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.prepare();
  });

  test.for(named(mutations.filter((root) => 'version' in inputOf(root).getFields())))(
    '%s: is refused, and nothing changes',
    async ([, root]) => {
      const { given, client } = await prepared(stage, root);
      const before = await digestOf(stage.w.federationId);
      for (const beyond of [1, 1000]) {
        const { errors } = await knock(client, root, { ...given, version: (given['version'] as number) + beyond });
        const message = expect.stringMatching(/\p{Script=Han}/u);
        expect(errors).toEqual([{ code: 'STALE_VERSION', message, path: ['input', 'version'] }]);
      }
      expect(await digestOf(stage.w.federationId)).toEqual(before);
    },
  );
});

/** Who is not known yet has no keys; whose session ends has none afterwards. */
const WITHOUT_KEYS = new Set([
  'signIn',
  'completeSignIn',
  'redeemOneTimeCode',
  'changePassword',
  'signOut',
  'signOpinion',
  'declineToSign',
  'redeemUploadTicket',
]);
/** What is shown once is not shown again. */
const ONCE = new Set([
  'enrolSecondFactor',
  'confirmSecondFactor',
  'renewRecoveryCodes',
  'openAccount',
  'openAccounts',
  'handOverPost',
  'resetAccount',
  'createApiToken',
  'inviteToSign',
  'createUploadTicket',
  'beginIdentityLink',
]);

describe('an idempotency key', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.prepare();
  });

  test.for(named(mutations.filter(({ field }) => !WITHOUT_KEYS.has(field.name))))(
    '%s: is done once and answered alike; with other content it is a conflict',
    async ([name, root]) => {
      const { given, client } = await prepared(stage, root);
      const input = { ...given, idempotencyKey: `办理一次 ${name}` };
      const first = await knock(client, root, input);
      expect(first).toEqual({ errors: [] });
      const before = await digestOf(stage.w.federationId);
      const again = await knock(client, root, input);
      if (ONCE.has(name)) expect(again.errors.map(({ code }) => code)).toEqual(['ALREADY_DONE']);
      else expect(again).toEqual(first);
      const message = expect.stringMatching(/\p{Script=Han}/u);
      const conflict = { errors: [{ code: 'IDEMPOTENCY_CONFLICT', message, path: ['input', 'idempotencyKey'] }] };
      expect(await knock(client, root, input, 'message path code')).toEqual(conflict);
      if (given['version'] !== undefined) expect(await knock(client, root, { ...input, version: 1000 })).toEqual(conflict);
      expect(await digestOf(stage.w.federationId)).toEqual(before);
    },
  );
});
