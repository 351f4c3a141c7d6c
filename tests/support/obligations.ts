import type { Client } from './client.ts';
import { type Answered } from './submissions.ts';

/* What most tests of obligations ask after an act, and the acts of those who ask and those who owe. */

const GATES = ['start', 'submit', 'waive', 'reopen', 'askExtension', 'decideExtension', 'extend'];

export const OBLIGATION = `
  id version state lamp late closesAt due { label closesAt } superiorDue { label }
  extensionRequest { holder { name } due { label } reason grantableUntil { label } }
  events { kind label reason decidedBy { name } heldBy { name } due { label } }
  viewerCan { ${GATES.map((name) => `${name} { allowed code }`).join(' ')} }`;

const act =
  (name: string) =>
  async (client: Client, input: Readonly<Record<string, unknown>>): Promise<Answered> => {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
    return (
      await client.ask(
        `mutation($input: ${type}!) { ${name}(input: $input) { errors { code message path } obligation { ${OBLIGATION} } } }`,
        { input },
      )
    )[name] as Answered;
  };

export const requestExtension = act('requestExtension');
export const grantExtension = act('grantExtension');
export const declineExtension = act('declineExtension');
export const passExtensionUp = act('passExtensionUp');
export const extendObligation = act('extendObligation');
export const waiveObligation = act('waiveObligation');
export const reopenObligation = act('reopenObligation');

export const obligation = async (client: Client, id: string): Promise<Answered['obligation']> =>
  (await client.ask(`query($id: ID!) { obligation(id: $id) { ${OBLIGATION} } }`, { id })).obligation;

/** An act upon an obligation as it stands now. */
export async function decideNow(
  act: (client: Client, input: Readonly<Record<string, unknown>>) => Promise<Answered>,
  client: Client,
  obligationId: string,
  input: Readonly<Record<string, unknown>> = {},
): Promise<Answered> {
  const { version } = await obligation(client, obligationId);
  return act(client, { obligationId, version, ...input });
}
