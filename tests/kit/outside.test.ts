import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { isPublicAddress, NotOutside, outsideFetch } from '../../src/kit/outside.ts';

/** A server of this machine, for as long as the work takes. */
async function serving<Result>(listener: RequestListener, work: (port: number) => Promise<Result>): Promise<Result> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await work((server.address() as AddressInfo).port);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('addresses that a user has written', () => {
  test.for([
    ['8.8.8.8', true],
    ['203.0.112.255', true],
    ['2606:4700::1111', true],
    ['10.0.0.1', false],
    ['172.31.255.255', false],
    ['192.168.1.1', false],
    ['127.0.0.2', false],
    ['0.0.0.0', false],
    ['169.254.169.254', false],
    ['100.100.100.200', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['::', false],
    ['::1', false],
    ['::ffff:10.0.0.1', false],
    ['64:ff9b::a00:1', false],
    ['fd00::1', false],
    ['fe80::1', false],
    ['2002:a00:1::', false],
    ['2001:db8::1', false],
    ['localhost', false],
  ] as const)('%s on the public internet: %s', ([address, isPublic]) => {
    expect(isPublicAddress(address)).toBe(isPublic);
  });

  test('are not gone to behind the firewall, by number or by name, nor without https; unless the operator says so', async () => {
    let asked = 0;
    await serving(
      (request, response) => void response.end(`${++asked} ${request.method} ${request.headers['accept']}`),
      async (port) => {
        const fetch = outsideFetch(new Set());
        for (const address of [
          `https://127.0.0.1:${port}`,
          `https://[::1]:${port}`,
          `https://2130706433:${port}`,
          `https://localhost:${port}`,
          `http://127.0.0.1:${port}`,
          `http://sso.example.org:${port}`,
        ]) {
          await expect(fetch(address, {}), address).rejects.toThrow(NotOutside);
        }
        expect(asked).toBe(0);
        const answer = await outsideFetch(new Set(['127.0.0.1']))(`http://127.0.0.1:${port}`, {
          method: 'POST',
          headers: { accept: 'x' },
          body: 'a',
        });
        expect([answer.status, await answer.text()]).toEqual([200, '1 POST x']);
      },
    );
  });

  test('a redirect is not followed, and an answer beyond a megabyte is not read', async () => {
    const fetch = outsideFetch(new Set(['127.0.0.1']));
    await serving(
      (request, response) => {
        if (request.url === '/large') response.end(Buffer.alloc(1024 * 1024 + 1));
        else response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
      },
      async (port) => {
        expect((await fetch(`http://127.0.0.1:${port}/`, {})).status).toBe(302);
        await expect(fetch(`http://127.0.0.1:${port}/large`, {})).rejects.toThrow(NotOutside);
      },
    );
  });
});
