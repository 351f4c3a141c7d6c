/** What a client says of who it is. */
export interface Credentials {
  /** Secret of a session or of an API token; without one, nobody. */
  readonly token?: string | undefined;
  /** Address that the client is to be taken for, where the server believes a proxy in front. */
  readonly from?: string | undefined;
}

export interface GraphQLFault {
  readonly message: string;
  readonly extensions?: { readonly code?: string };
}

export interface Answered {
  readonly status: number;
  readonly data: unknown;
  readonly errors: readonly GraphQLFault[];
}

/** A file as the server answers it when it is put in. */
export interface FileAnswered {
  readonly status: number;
  readonly file?: { readonly id: string; readonly size: number; readonly sha256: string; readonly mediaType: string };
  readonly errors?: readonly { readonly code: string; readonly message: string }[];
}

/** A document that calls one mutation, whose input type bears its name. */
export const mutation = (name: string, answer: string): string => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  return `mutation ${type.slice(0, -5)}($input: ${type}!) { ${name}(input: $input) { errors { code message path } ${answer} } }`;
};

/**
 * Sends one GraphQL document over HTTP, as any program outside would.
 *
 * @param origin as in `http://127.0.0.1:4000`
 * @throws TypeError of `fetch` when the connection fails or breaks off: nobody knows then what was done
 */
export async function post(
  origin: string,
  document: string,
  variables: Readonly<Record<string, unknown>>,
  credentials: Credentials = {},
): Promise<Answered> {
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: {
      ...headersOf(credentials),
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
    },
    body: JSON.stringify({ query: document, variables }),
  });
  const body = (await response.json()) as { data?: unknown; errors?: GraphQLFault[] };
  return { status: response.status, data: body.data, errors: body.errors ?? [] };
}

/** Puts a file in for a task, or for a purpose: `PUT /files`. */
export async function putFile(
  origin: string,
  about: { readonly name: string } & ({ readonly obligationId: string } | { readonly purpose: string }),
  content: Uint8Array,
  credentials: Credentials,
): Promise<FileAnswered> {
  const query = new URLSearchParams(about);
  const response = await fetch(`${origin}/files?${query}`, { method: 'PUT', headers: headersOf(credentials), body: content as BodyInit });
  return { status: response.status, ...((await response.json()) as Omit<FileAnswered, 'status'>) };
}

const headersOf = ({ token, from }: Credentials): Record<string, string> => ({
  ...(token !== undefined && { authorization: `Bearer ${token}` }),
  ...(from !== undefined && { 'x-forwarded-for': from }),
});
