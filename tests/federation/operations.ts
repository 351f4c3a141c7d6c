import type { Client } from '../support/client.ts';

const ORGANIZATION = `id name shortName kind level status version docPrefix parent { name } ancestors { name }
  successors { kind kindLabel reason successor { name } } predecessors { predecessor { name } }`;

const mutation = (name: string, answer: string) => `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) {
  ${name}(input: $input) { errors { code message path } ${answer} } }`;

// Bare text says nothing of its answer; the assertions of the test do.
// oxlint-disable-next-line typescript/no-explicit-any
type Answered = { readonly errors: readonly { code: string; message: string; path: string[] }[] } & Readonly<Record<string, any>>;

const act =
  (name: string, answer: string) =>
  async (client: Client, input: Readonly<Record<string, unknown>>): Promise<Answered> =>
    (await client.ask(mutation(name, answer), { input }))[name] as Answered;

export const addOrganization = act('addOrganization', `organization { ${ORGANIZATION} }`);
export const renameOrganization = act('renameOrganization', `organization { ${ORGANIZATION} }`);
export const moveOrganization = act('moveOrganization', `organization { ${ORGANIZATION} }`);
export const dissolveOrganization = act('dissolveOrganization', `organization { ${ORGANIZATION} }`);
export const mergeOrganizations = act('mergeOrganizations', `predecessor { ${ORGANIZATION} } successor { ${ORGANIZATION} }`);
export const affiliateOrganization = act(
  'affiliateOrganization',
  'affiliation { id kind kindLabel organization { name } body { name } validFrom validTo }',
);
export const endAffiliation = act('endAffiliation', 'affiliation { id validTo }');
export const addDepartment = act('addDepartment', 'department { id name kind kindLabel organization { name } posts { title } }');
export const addPost = act('addPost', 'post { id title officePhone department { name } organization { name } }');

/** An organization, today or at a day. */
export const organization = async (client: Client, id: string, asOf?: string): Promise<Answered['organization']> =>
  (await client.ask(`query ($id: ID!, $asOf: String) { organization(id: $id, asOf: $asOf) { ${ORGANIZATION} } }`, { id, asOf }))
    .organization;
