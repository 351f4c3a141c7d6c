import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { sql } from 'kysely';
import { SMTPServer } from 'smtp-server';
import { afterAll } from 'vitest';
import { mailCarrier } from '../../src/domains/notifications/mail.ts';
import { signatureOf, webhookCarrier } from '../../src/domains/notifications/webhook.ts';
import { isoOf } from '../../src/kit/time.ts';
import type { TestPerson, World } from './world.ts';

/** What came outside, as whoever receives it sees it. */
export interface Received {
  /** In Shanghai, to the minute, by the clock of the test: `05-06 09:00`. */
  readonly at: string;
  readonly channel: 'EMAIL' | 'SMS' | 'WECOM';
  /** Mailbox, or number; of WeCom the account. */
  readonly to: string;
  readonly id: string;
  readonly head: string | null;
  readonly text: string;
  readonly link: string;
}

/** How the receiver of a short message answers; it has taken note of it by then. */
export type Answering = (response: http.ServerResponse) => void;

const SECRET = 'a key of the test, long enough to be one';
const closing: (() => Promise<unknown>)[] = [];
afterAll(() => Promise.all(closing.splice(0).map((close) => close())));

/** A mailbox behind a real SMTP server, and a receiver of signed JSON, both on the loopback; messages of the world go there. */
export class Outside {
  readonly received: Received[] = [];
  /** Every request of the webhook, taken over or not: headers and body. */
  readonly requests: { readonly headers: http.IncomingHttpHeaders; readonly body: string }[] = [];
  readonly #w: World;
  #mail: SMTPServer | undefined;
  #mailPort = 0;
  webhookPort = 0;
  answer: Answering = (response) => response.writeHead(204).end();
  /** What the mail server does with a message's bytes before it says that it has it. */
  takeMail: (raw: string) => Promise<void> = () => Promise.resolve();

  private constructor(w: World) {
    this.#w = w;
  }

  static async open(
    w: World,
    ways: { readonly mail?: boolean; readonly webhook?: boolean; readonly patience?: number } = {},
  ): Promise<Outside> {
    const outside = new Outside(w);
    const { mail = true, webhook = true, patience = 2000 } = ways;
    w.messaging = {
      baseUrl: 'https://liandong.example.org',
      mail: mail
        ? mailCarrier({ url: `smtp://127.0.0.1:${await outside.#listenToMail()}`, from: 'no-reply@liandong.example.org' })
        : undefined,
      webhook: webhook
        ? webhookCarrier({ url: `http://127.0.0.1:${await outside.#listenToWebhook()}/sms`, secret: SECRET, patience })
        : undefined,
    };
    return outside;
  }

  /** What came since the last time. */
  take(): Received[] {
    return this.received.splice(0);
  }

  get #at(): string {
    return isoOf(this.#w.clock.now()).slice(5, 16).replace('T', ' ');
  }

  async #listenToWebhook(): Promise<number> {
    const server = http.createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        const { headers } = request;
        this.requests.push({ headers, body });
        const genuine = headers['x-liandong-signature'] === signatureOf(SECRET, String(headers['x-liandong-timestamp']), body);
        if (!genuine) return void response.writeHead(401).end();
        const { id, channel, recipient, text, link } = JSON.parse(body);
        response.once('finish', () => {
          if (response.statusCode >= 300) return;
          this.received.push({
            at: this.#at,
            channel,
            to: channel === 'SMS' ? recipient.phone : recipient.account,
            id,
            head: null,
            text,
            link,
          });
        });
        this.answer(response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    });
    this.webhookPort = (server.address() as AddressInfo).port;
    return this.webhookPort;
  }

  /** Ends the mail server in the middle of whatever it does. */
  async stopMail(): Promise<void> {
    for (const connection of this.#mail!.connections) (connection as unknown as { _socket: Socket })._socket.destroy();
    await new Promise((resolve) => this.#mail!.close(() => resolve(undefined)));
  }

  /** Starts it again where it was. */
  async startMail(): Promise<void> {
    await this.#listenToMail(this.#mailPort);
  }

  async #listenToMail(port = 0): Promise<number> {
    const server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      closeTimeout: 1,
      logger: false,
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => void this.#take(Buffer.concat(chunks).toString(), session.envelope.rcptTo, done));
      },
    });
    server.on('error', () => {}); // a connection that breaks off
    this.#mail = server;
    this.#mailPort = await new Promise<number>((resolve) => {
      const listening = server.listen(port, '127.0.0.1', () => resolve((listening.address() as AddressInfo).port));
    });
    closing.push(() => this.stopMail());
    return this.#mailPort;
  }

  async #take(raw: string, to: readonly { readonly address: string }[], done: (error?: Error) => void): Promise<void> {
    let error: Error | undefined;
    try {
      await this.takeMail(raw);
      const mail = readMail(raw);
      for (const { address } of to) this.received.push({ at: this.#at, channel: 'EMAIL', to: address, ...mail });
    } catch (thrown) {
      error = thrown as Error;
    }
    done(error);
  }
}

/** Headers of a mail by their lower-case names; a name that comes twice is a fault. */
export function headersOf(raw: string): Record<string, string> {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n')).replaceAll(/\r\n[ \t]+/g, ' ');
  const pairs = head
    .split('\r\n')
    .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()] as const);
  const headers = Object.fromEntries(pairs);
  if (Object.keys(headers).length !== pairs.length) throw new Error(`A header comes twice: ${head}`);
  return headers;
}

function readMail(raw: string) {
  const headers = headersOf(raw);
  const body = raw.slice(raw.indexOf('\r\n\r\n') + 4);
  const whole = decodeBody(body, headers['content-transfer-encoding'] ?? '7bit');
  const [text, link] = whole.split(/\n\n(https:\S+)\n/);
  return { id: headers['message-id']!, head: decodeWords(headers['subject']!), text: text!, link: link! };
}

function decodeBody(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString().replaceAll('\r\n', '\n');
  if (encoding === 'quoted-printable') return bytes(body.replaceAll(/=\r\n/g, ''), '=').replaceAll('\r\n', '\n');
  return body.replaceAll('\r\n', '\n');
}

const hex = (text: string, mark: string): string =>
  text.replaceAll(new RegExp(`${mark}([0-9A-F]{2})`, 'g'), (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
const bytes = (text: string, mark: string): string => Buffer.from(hex(text, mark), 'latin1').toString();

/** RFC 2047, as far as one needs it. */
const decodeWords = (text: string): string => {
  const joined = text.replaceAll(/\?=\s+=\?/g, '?==?');
  const decoded = joined.replaceAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
    kind.toLowerCase() === 'b' ? Buffer.from(word, 'base64').toString('latin1') : hex(word.replaceAll('_', ' '), '='),
  );
  return Buffer.from(decoded, 'latin1').toString();
};

/** Where messages for somebody go. */
export const reach = (
  w: World,
  { personId }: TestPerson,
  { phone = null, email = null }: { phone?: string | null; email?: string | null },
) => w.asSystem(({ db }) => sql`update person set phone = ${phone}, email = ${email} where id = ${personId}`.execute(db));
