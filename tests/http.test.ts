import { gunzipSync } from 'node:zlib';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../src/kit/time.ts';
import { connect } from '../src/orm.ts';
import { createSchema } from '../src/schema.ts';
import { createServer } from '../src/server.ts';
import { testDatabase } from './support/database.ts';
import { PapersResolver } from './support/papers.ts';

const settings = { LOG_LEVEL: 'silent', SECURE_COOKIES: true, TRUST_PROXY: false } as const;
const json = { 'content-type': 'application/json', accept: 'application/graphql-response+json' };

let orm: MikroORM;
/** The product's own schema, as in development. */
let own: FastifyInstance;
/** A small schema with lists, cycles and a mutation, as in production. */
let papers: FastifyInstance;

beforeAll(async () => {
  orm = await connect((await testDatabase()).application, { max: 4 });
  own = await createServer({ orm, clock: systemClock, env: { ...settings, production: false } });
  papers = await createServer({ orm, clock: systemClock, env: { ...settings, production: true }, schema: createSchema([PapersResolver]) });
  await own.listen({ port: 0, host: '127.0.0.1' });
});

afterAll(async () => {
  await Promise.all([own?.close(), papers?.close()]);
  await orm?.close();
});

const post = (payload: unknown, headers: Record<string, string> = json): Promise<LightMyRequestResponse> =>
  papers.inject({ method: 'POST', url: '/graphql', headers, payload: typeof payload === 'string' ? payload : JSON.stringify(payload) });
const get = (query: string, headers: Record<string, string> = {}) =>
  papers.inject({ method: 'GET', url: `/graphql?query=${encodeURIComponent(query)}`, headers });
const codeOf = (answer: LightMyRequestResponse): unknown => answer.json().errors?.[0]?.extensions?.code;

describe('GraphQL over HTTP', () => {
  it('passes every MUST and SHOULD of the audits', async () => {
    const { port } = own.server.address() as { port: number };
    const audits = serverAudits({ url: `http://127.0.0.1:${port}/graphql`, fetchFn: fetch });
    const results = await Promise.all(audits.map((audit) => audit.fn()));
    const binding = results.filter(({ name }) => /^(MUST|SHOULD)/.test(name));
    expect(binding.filter(({ status }) => status !== 'ok').map(({ name }) => name)).toEqual([]);
    expect(binding.filter(({ name }) => name.startsWith('MUST'))).toHaveLength(13);
    expect(binding.filter(({ name }) => name.startsWith('SHOULD'))).toHaveLength(23);
  });

  it('answers a query by GET, but only to a client that no other site can make send it', async () => {
    const answered = await get('{ papers { nodes { title } } }', { 'apollo-require-preflight': '1' });
    expect(answered.json().data.papers.nodes).toHaveLength(20);
    expect((await get('{ clock { now } }')).statusCode).toBe(400);
  });

  it('compresses what is long, for a client that takes it, and nothing else', async () => {
    const long = { query: '{ __schema { types { name description } } }' };
    const ask = (payload: object, accepted?: string) =>
      own.inject({ method: 'POST', url: '/graphql', headers: { ...json, ...(accepted && { 'accept-encoding': accepted }) }, payload });
    const [plain, packed] = [await ask(long), await ask(long, 'gzip')];
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', vary: expect.stringContaining('accept-encoding') });
    expect(gunzipSync(packed.rawPayload).toString()).toBe(plain.payload);
    expect(packed.rawPayload.length).toBeLessThan(plain.rawPayload.length / 3);
    expect((await ask({ query: '{ clock { now } }' }, 'gzip')).headers['content-encoding']).toBeUndefined();
    expect((await ask(long, 'br, zstd')).headers['content-encoding']).toBeUndefined();
  });

  it('refuses a mutation by GET', async () => {
    const answer = await get('mutation { file(input: { title: "a" }) { title } }', { 'apollo-require-preflight': '1' });
    expect(answer.statusCode).toBe(405);
    expect(answer.headers['allow']).toBe('POST');
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'refuses what a form could send: %s',
    async (type) => {
      const answer = await post({ query: 'mutation { file(input: { title: "a" }) { title } }' }, { 'content-type': type });
      expect([400, 415]).toContain(answer.statusCode);
      expect(answer.json().data).toBeUndefined();
    },
  );

  it('refuses several operations in one request', async () => {
    const answer = await post([{ query: '{ clock { now } }' }, { query: '{ clock { now } }' }]);
    expect(answer.statusCode).toBe(400);
  });

  it('refuses a body over a megabyte in Chinese', async () => {
    const answer = await post({ query: `# ${'x'.repeat(1024 * 1024)}` });
    expect(answer.statusCode).toBe(413);
    expect(answer.json()).toEqual({ errors: [{ message: '内容太大', extensions: { code: 'TOO_LARGE' } }] });
  });

  it('answers an unknown address in Chinese, and names every request', async () => {
    const answer = await papers.inject('/nowhere');
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toEqual({ errors: [{ message: '没有这个地址', extensions: { code: 'NOT_FOUND' } }] });
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('says whether it lives and whether it is ready', async () => {
    const unready = await createServer({ orm, clock: systemClock, env: { ...settings, production: true }, ready: async () => false });
    expect((await unready.inject('/healthz')).statusCode).toBe(200);
    expect((await unready.inject('/readyz')).statusCode).toBe(503);
    await unready.close();
    expect((await papers.inject('/readyz')).json()).toEqual({ status: 'ok' });
  });

  it('shows the explorer to browsers outside production, without a foreign address in it', async () => {
    const headers = { accept: 'text/html' };
    const page = await own.inject({ url: '/graphql', headers });
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.body).not.toMatch(/<(script|link)[^>]+(src|href)="(https?:)?\/\//);
    expect((await papers.inject({ url: '/graphql', headers })).statusCode).toBe(400);
  });
});

const repeat = (count: number, part: (index: number) => string) => Array.from({ length: count }, (_, index) => part(index)).join(' ');
const deep = (levels: number, field: string, leaf: string) => `${`${field} { `.repeat(levels)}${leaf}${' }'.repeat(levels)}`;
const asked = (query: unknown, variables?: unknown, operationName?: unknown) => JSON.stringify({ query, variables, operationName });

/** What an attacker or a broken client sends. None may be answered as a fault of ours, none may hold the server up. */
const HOSTILE: Readonly<Record<string, string>> = {
  // Not a request at all
  nothing: '',
  'an empty object': '{}',
  'half an object': '{"query": "{ clock',
  null: 'null',
  'a number': '1',
  'a string': '"{ clock { now } }"',
  'an empty list': '[]',
  'a prototype': '{"__proto__": {"query": "{ clock { now } }"}}',
  'a constructor': '{"query": "{ clock { now } }", "constructor": {"prototype": {"x": 1}}}',
  'a query that is null': asked(null),
  'a query that is a number': asked(1),
  'a query that is an object': asked({ kind: 'Document', definitions: [] }),
  'a query that is a list': asked(['{ clock { now } }']),
  'an empty query': asked(''),
  blanks: asked('   \n'),
  'a comment': asked('# only a comment'),
  'variables that are a string': asked('{ clock { now } }', '{}'),
  'variables that are a list': asked('{ clock { now } }', [1]),
  'literals nested 90 deep': asked(`{ node(id: ${'['.repeat(90)}${']'.repeat(90)}) { id } }`),
  'variables nested 5000 deep': `{"query":"query($x: ID!){ node(id: $x) { id } }","variables":{"x":${'['.repeat(5000)}${']'.repeat(5000)}}}`,
  'an operation name that is a number': asked('{ clock { now } }', {}, 7),
  'an unknown operation name': asked('query A { clock { now } }', {}, 'B'),
  'two operations and no name': asked('query A { clock { now } } query B { clock { now } }'),
  'a stored query by its hash alone': '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"abc"}}}',

  // Not GraphQL
  'a brace': asked('{'),
  braces: asked('{'.repeat(2000)),
  'brackets in a literal': asked(`{ node(id: ${'['.repeat(300)}) { id } }`),
  'a brace too many': asked('{ clock { now } } }'),
  'an empty selection': asked('{ }'),
  'a string without end': asked('{ node(id: "x) { id } }'),
  'a block string without end': asked('{ node(id: """x) { id } }'),
  'an emoji for a name': asked('{ 🐛 }'),
  'a lone surrogate': asked('{ node(id: "\ud800") { id } }'),
  'a byte order mark': asked('\ufeff{ clock { now } }'),
  'control characters': asked('{ clock \u0001 { now } }'),
  SQL: asked("'; drop table notice; --"),

  // Not of this schema
  'an unknown field': asked('{ passwords }'),
  'a field near a known one': asked('{ paper { titel } }'),
  'an unknown argument': asked('{ papers(where: "1=1") { nodes { title } } }'),
  'an unknown directive': asked('{ clock @admin { now } }'),
  'an unknown fragment': asked('{ ...Everything }'),
  'an unknown type': asked('query($x: Secret) { clock { now } }'),
  'a subscription': asked('subscription { clock { now } }'),
  '@defer': asked('{ ... @defer { clock { now } } }'),
  'a leaf with a selection': asked('{ clock { now { year } } }'),
  'an object without a selection': asked('{ clock }'),
  'a fragment of itself': asked('query { ...A } fragment A on Query { ...A }'),
  'fragments of each other': asked('query { ...A } fragment A on Query { ...B } fragment B on Query { ...A }'),
  'a fragment never used': asked('{ clock { now } } fragment A on Query { clock { now } }'),
  'fragments that double thirty times': asked(
    `{ ...F0 } ${repeat(30, (i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`)} fragment F30 on Query { clock { now } }`,
  ),
  'the same fields in conflict': asked('{ a: clock { now } a: papers { nodes { title } } }'),
  'a hundred errors': asked(`{ ${repeat(100, (i) => `x${i}`)} }`),

  // Too much
  'ten thousand fields': asked(`{ ${repeat(10_000, () => '__typename')} }`),
  'a hundred aliases': asked(`{ ${repeat(100, (i) => `a${i}: clock { now }`)} }`),
  'sixteen aliases': asked(`{ ${repeat(16, (i) => `a${i}: clock { now }`)} }`),
  'aliases of introspection': asked(`{ ${repeat(20, (i) => `a${i}: __typename`)} }`),
  'a hundred directives': asked(`{ clock ${repeat(100, () => '@include(if: true)')} { now } }`),
  'a cycle sixty deep': asked(`{ papers(first: 1) { nodes { ${deep(60, 'next', 'title')} } } }`),
  'a cycle through fragments': asked(
    '{ paper { ...P } } fragment P on Paper { next { ...Q } } fragment Q on Paper { next { next { next { next { next { next { next { title } } } } } } } }',
  ),
  'lists of lists of lists': asked(
    '{ papers(first: 100) { nodes { papers(first: 100) { nodes { papers(first: 100) { nodes { title } } } } } } }',
  ),
  'a list by variables': asked('query($n: Int!) { papers(first: $n) { nodes { papers(first: $n) { nodes { title } } } } }', { n: 100 }),
  'a list of minus one': asked(
    '{ papers(first: -1) { nodes { papers(first: 100) { nodes { papers(first: 100) { nodes { title } } } } } } }',
  ),
  'a list of a thousand': asked('{ papers(first: 1000) { nodes { title } } }'),
  'a list of none': asked('{ papers(first: 0) { nodes { title } } }'),
  'a list of two billion': asked('{ papers(first: 2147483648) { nodes { title } } }'),
  'a cursor of nonsense': asked('{ papers(after: "%%%") { nodes { title } } }'),
  'a cursor of another list': asked(`{ papers(after: "${Buffer.from('["a","b","c"]').toString('base64url')}") { nodes { title } } }`),
  'a cursor of an object': asked(`{ papers(after: "${Buffer.from('[{"toString":1}]').toString('base64url')}") { nodes { title } } }`),
  'introspection by a stranger': asked('{ __schema { types { name fields { name } } } }'),
  'introspection in circles': asked(`{ __schema { types { ${deep(20, 'fields { type', 'name')}${' }'.repeat(20)} } } }`),
  'one type by a stranger': asked('{ __type(name: "Paper") { fields { name } } }'),
  'an id of a megabyte less a bit': asked('query($x: ID!) { node(id: $x) { id } }', { x: 'A'.repeat(1_000_000) }),

  // Wrong values
  'U+0000 in a literal': asked('mutation { file(input: { title: "a\\u0000b" }) { title } }'),
  'U+0000 in a variable': asked('mutation($t: String!) { file(input: { title: $t }) { title } }', { t: 'a\0b' }),
  'U+0000 in a key': asked('mutation($i: FileInput!) { file(input: $i) { title } }', { i: { 'title\0': 'x' } }),
  'half a surrogate pair in a literal': asked('mutation { file(input: { title: "a\\ud800b" }) { title } }'),
  'half a surrogate pair in a variable': asked('mutation($t: String!) { file(input: { title: $t }) { title } }', { t: 'a\udfffb' }),
  'half a surrogate pair in a key': asked('mutation($i: FileInput!) { file(input: $i) { title } }', { i: { 'title\ud800': 'x' } }),
  'an object for a string': asked('mutation($t: String!) { file(input: { title: $t }) { title } }', { t: { toString: 'x' } }),
  'a variable left out': asked('query($x: ID!) { node(id: $x) { id } }'),
  'null for what must be': asked('query($x: ID!) { node(id: $x) { id } }', { x: null }),
  'a number out of range': asked('mutation { file(input: { title: "a", pages: 99999999999 }) { title } }'),
  'not a number': asked('mutation { file(input: { title: "a", pages: "NaN" }) { title } }'),
  'not a time': asked('mutation { file(input: { title: "a", at: "2021-02-30T25:00:00Z" }) { title } }'),
  'a word that is none': asked('mutation { file(input: { title: "a", kind: SECRET }) { title } }'),
  'fields of an input twice': asked('mutation { file(input: { title: "a", title: "b" }) { title } }'),
  'an input of another': asked('mutation { file(input: { title: "a", admin: true }) { title } }'),
  'a prototype in a variable':
    '{"query":"mutation($i: FileInput!) { file(input: $i) { title } }","variables":{"i":{"title":"a","__proto__":{"admin":true}}}}',

  // More than one thing
  'two mutations': asked('mutation { a: file(input: { title: "a" }) { title } b: file(input: { title: "b" }) { title } }'),
  'a mutation in a fragment': asked('mutation { ...M } fragment M on Mutation { file(input: { title: "a" }) { title } }'),
  'a mutation in an inline fragment': asked('mutation { ... on Mutation { file(input: { title: "a" }) { title } } }'),
  'a mutation left out': asked('mutation { file(input: { title: "a" }) @skip(if: true) { title } }'),
};

describe('a hostile request', () => {
  it.each(Object.entries(HOSTILE))('is refused, not a fault: %s', async (_, body) => {
    const began = performance.now();
    const answer = await post(body);
    const milliseconds = performance.now() - began;
    expect({ status: answer.statusCode, code: codeOf(answer) }).not.toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
    expect(answer.statusCode).toBeGreaterThanOrEqual(200);
    expect(answer.statusCode).toBeLessThan(500);
    expect(milliseconds).toBeLessThan(1000);
  });

  it('is never told what the schema has', async () => {
    const answer = await post(asked('{ paper { titel } clok { now } }'));
    expect(answer.body).not.toMatch(/Did you mean|title|clock/);
    expect(codeOf(answer)).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it.each([
    ['lists of lists of lists', 'TOO_EXPENSIVE'],
    ['a list by variables', 'TOO_EXPENSIVE'],
    ['a list of minus one', 'TOO_EXPENSIVE'],
    ['a list of a thousand', 'BAD_USER_INPUT'],
    ['a list of none', 'BAD_USER_INPUT'],
    ['a cursor of another list', 'BAD_USER_INPUT'],
    ['introspection by a stranger', 'INTROSPECTION_DISABLED'],
    ['one type by a stranger', 'INTROSPECTION_DISABLED'],
    ['U+0000 in a literal', 'BAD_USER_INPUT'],
    ['U+0000 in a variable', 'BAD_USER_INPUT'],
    ['half a surrogate pair in a literal', 'GRAPHQL_PARSE_FAILED'],
    ['half a surrogate pair in a variable', 'BAD_USER_INPUT'],
    ['half a surrogate pair in a key', 'BAD_USER_INPUT'],
    ['a variable left out', 'BAD_USER_INPUT'],
    ['a number out of range', 'GRAPHQL_VALIDATION_FAILED'],
    ['ten thousand fields', 'GRAPHQL_PARSE_FAILED'],
    ['sixteen aliases', 'GRAPHQL_VALIDATION_FAILED'],
    ['a cycle sixty deep', 'GRAPHQL_VALIDATION_FAILED'],
    ['a subscription', 'BAD_REQUEST'],
    ['variables nested 5000 deep', 'TOO_DEEP'],
    ['two mutations', 'ONE_MUTATION'],
    ['a mutation in a fragment', 'ONE_MUTATION'],
    ['a mutation left out', 'ONE_MUTATION'],
  ])('%s gets %s', async (name, code) => {
    expect(codeOf(await post(HOSTILE[name]))).toBe(code);
  });
});
