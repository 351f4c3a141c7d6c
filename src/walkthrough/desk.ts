import { type Answered, type FileAnswered, mutation, post, putFile } from '../kit/http-client.ts';
import { BODIES, bodyOf, type BodyKey, loginOf, PASSWORD, playerOf, type PlayerKey } from './cast.ts';
import type { Stage } from './stage.ts';

/** Why something was refused. */
export interface RefusalAnswer {
  readonly code: string;
  readonly message: string;
}

const SIGN_IN = mutation('signIn', 'token expiresAt');
const REDEEM = mutation('redeemOneTimeCode', 'token expiresAt');
/** Chosen by whoever comes in with a one-time code. */
const NEW_PASSWORD = '示例新口令-2022';

/** One player at work: signs in with the password when there is no session, and then calls the API over HTTP. */
export class Desk {
  readonly body: BodyKey;
  /** As the story names whoever acts: organization and post. */
  readonly who: string;
  readonly #stage: Stage;
  readonly #login: string;
  readonly #from: string;
  #password: string = PASSWORD;
  #session: { readonly token: string; readonly until: Date } | undefined;
  /** How often this player had to sign in. */
  signIns = 0;

  constructor(stage: Stage, key: PlayerKey) {
    const { body, post: title } = playerOf(key);
    this.body = body;
    this.who = `${bodyOf(body).name} ${title}`;
    this.#stage = stage;
    this.#login = loginOf(key);
    this.#from = `192.0.2.${Object.keys(BODIES).indexOf(body) + 1}`;
  }

  /** The data of a query; throws when it has errors. */
  async ask<Result>(document: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Result> {
    return dataOf(this.who, await this.#send(document, variables)) as Result;
  }

  /** What a mutation answers; throws when it is refused. */
  async act<Result>(document: string, input: Readonly<Record<string, unknown>>): Promise<Result> {
    const { errors, ...answer } = await this.#mutate(document, input);
    if (errors.length) throw new Error(`${this.who}：${errors.map(({ code, message }) => `${code} ${message}`).join('；')}`);
    return answer as Result;
  }

  /** Why a mutation was refused; throws when it took effect. */
  async refused(document: string, input: Readonly<Record<string, unknown>>): Promise<RefusalAnswer> {
    const { errors } = await this.#mutate(document, input);
    if (!errors[0]) throw new Error(`${this.who}：应当被拒绝的操作成功了`);
    return errors[0];
  }

  /** Puts a file in for a task. */
  async upload(obligationId: string, name: string, content: Uint8Array): Promise<FileAnswered> {
    return putFile(this.#stage.origin, { obligationId, name }, content, { token: await this.#token(), from: this.#from });
  }

  /** Puts a file in that belongs to no task yet. */
  async keep(purpose: string, name: string, content: Uint8Array): Promise<FileAnswered> {
    return putFile(this.#stage.origin, { purpose, name }, content, { token: await this.#token(), from: this.#from });
  }

  /** Why not even a question is answered any more. */
  async shut(document: string): Promise<string> {
    const { errors } = await this.#send(document, {});
    if (!errors[0]) throw new Error(`${this.who}：应当被拒绝的查询有了回答`);
    return errors[0].extensions?.code ?? '';
  }

  /** Comes in with a one-time code, choosing a password. */
  async enterWith(code: string): Promise<void> {
    const input = { login: this.#login, code, newPassword: NEW_PASSWORD };
    const answer = dataOf(this.who, await post(this.#stage.origin, REDEEM, { input }, { from: this.#from })) as Redeemed;
    const { token, expiresAt } = answer.redeemOneTimeCode;
    if (token === null) throw new Error(`${this.who}：一次性代码没有被接受`);
    this.#password = NEW_PASSWORD;
    this.#session = { token, until: new Date(expiresAt) };
  }

  async #mutate(document: string, input: Readonly<Record<string, unknown>>): Promise<{ errors: RefusalAnswer[] }> {
    const data = dataOf(this.who, await this.#send(document, { input })) as Record<string, { errors: RefusalAnswer[] }>;
    return Object.values(data)[0]!;
  }

  async #send(document: string, variables: Readonly<Record<string, unknown>>): Promise<Answered> {
    return post(this.#stage.origin, document, variables, { token: await this.#token(), from: this.#from });
  }

  async #token(): Promise<string> {
    const now = this.#stage.clock.now();
    if (this.#session && this.#session.until > now) return this.#session.token;
    const input = { login: this.#login, password: this.#password };
    const answer = dataOf(this.who, await post(this.#stage.origin, SIGN_IN, { input }, { from: this.#from })) as SignedIn;
    const { token, expiresAt } = answer.signIn;
    if (token === null) throw new Error(`${this.who}：登录没有成功`);
    this.signIns += 1;
    this.#session = { token, until: new Date(expiresAt) };
    return token;
  }
}

interface Redeemed {
  readonly redeemOneTimeCode: { readonly token: string | null; readonly expiresAt: string };
}

interface SignedIn {
  readonly signIn: { readonly token: string | null; readonly expiresAt: string };
}

/** The data of an answer; throws when it has errors beside its payload. */
export function dataOf(who: string, { data, errors }: Answered): unknown {
  if (errors.length) throw new Error(`${who}：${errors.map(({ extensions, message }) => `${extensions?.code} ${message}`).join('；')}`);
  return data;
}
