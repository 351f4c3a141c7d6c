import net from 'node:net';

/** What each connection asks, over and over: whole HTTP requests, one per connection. */
export interface Load {
  readonly port: number;
  readonly requests: readonly Buffer[];
  /** Milliseconds. */
  readonly lasts: number;
  /** No more requests than this, however fast they are answered. */
  readonly most: number;
}

export interface Measured {
  readonly count: number;
  /** Milliseconds from the first request to the last answer. */
  readonly elapsed: number;
  /** Milliseconds of every request, sorted. */
  readonly latencies: readonly number[];
}

/** A whole HTTP/1.1 request to a server on the loopback. */
export function httpRequest(path: string, token: string, body?: object): Buffer {
  const content = body ? Buffer.from(JSON.stringify(body)) : Buffer.alloc(0);
  const head = [
    `${body ? 'POST' : 'GET'} ${path} HTTP/1.1`,
    'host: 127.0.0.1',
    `authorization: Bearer ${token}`,
    ...(body ? ['content-type: application/json', `content-length: ${content.length}`] : []),
    'accept: application/graphql-response+json, application/json',
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), content]);
}

/** Sends every connection's request again as soon as it is answered. Rejects at the first answer that is not a 200. */
export async function load({ port, requests, lasts, most }: Load): Promise<Measured> {
  const latencies: number[] = [];
  const began = performance.now();
  let left = most;
  await Promise.all(
    requests.map(async (request) => {
      const connection = await Connection.open(port);
      try {
        while (left-- > 0 && performance.now() - began < lasts) {
          const sent = performance.now();
          await connection.ask(request);
          latencies.push(performance.now() - sent);
        }
      } finally {
        connection.close();
      }
    }),
  );
  return { count: latencies.length, elapsed: performance.now() - began, latencies: latencies.toSorted((a, b) => a - b) };
}

/** The answer's content to one request. */
export async function askOnce(port: number, request: Buffer): Promise<string> {
  const connection = await Connection.open(port);
  try {
    return (await connection.ask(request)).toString();
  } finally {
    connection.close();
  }
}

const HEAD_END = Buffer.from('\r\n\r\n');

/** One kept-alive connection with one request at a time. It reads just enough of HTTP to cost little beside the servers. */
class Connection {
  readonly #socket: net.Socket;
  #buffer: Buffer = Buffer.alloc(0);
  #settle: { resolve: (body: Buffer) => void; reject: (error: Error) => void } | undefined;

  private constructor(socket: net.Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('the connection was closed')));
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = net.connect({ host: '127.0.0.1', port });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new Connection(socket));
      });
    });
  }

  ask(request: Buffer): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#settle = undefined;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#buffer = this.#buffer.length ? Buffer.concat([this.#buffer, chunk]) : chunk;
    const end = this.#buffer.indexOf(HEAD_END);
    if (end < 0) return;
    const head = this.#buffer.toString('latin1', 0, end);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN);
    if (Number.isNaN(length)) {
      this.#fail(new Error(`an answer without its length:\n${head}`));
      return;
    }
    const whole = end + HEAD_END.length + length;
    if (this.#buffer.length < whole) return;
    const body = this.#buffer.subarray(end + HEAD_END.length, whole);
    this.#buffer = this.#buffer.subarray(whole);
    if (!head.startsWith('HTTP/1.1 200 ')) this.#fail(new Error(`${head.split('\r\n', 1)[0]}\n${body.toString()}`));
    else this.#settle?.resolve(body);
  }

  #fail(error: Error): void {
    this.#settle?.reject(error);
    this.#settle = undefined;
  }
}
