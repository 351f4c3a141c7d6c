import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHash } from 'node:crypto';
import { createWithPgClient, makePgService } from '@dataplan/pg/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import pg from 'pg';
import { postgraphile } from 'postgraphile';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { countStatements, serveParent } from '../statements.ts';

/** PostGraphile over the same database, in the same role, with the sign-in and the walls of the product's own function. */
const { BENCH_SOCKET: host, BENCH_DATABASE: database, BENCH_ROLE: user, BENCH_CLOCK: at } = process.env as Record<string, string>;

countStatements(pg.Client);
const pool = new pg.Pool({ host, database, user, max: 10 });

type WithPgClient = ReturnType<typeof createWithPgClient>;

/** One transaction per use of the database: the product's way in first, in place of a list of settings. */
function createWalledClient(): WithPgClient {
  const plain = createWithPgClient({ pool });
  const walled = (settings: Record<string, string | undefined> | null, work: Parameters<WithPgClient>[1]) => {
    const secret = settings?.['secret'];
    if (secret === undefined) return plain(null, work);
    return plain(null, (client) =>
      client.withTransaction(async (transaction) => {
        const token = createHash('sha256').update(secret).digest();
        await transaction.query({ text: 'select app.enter($1, null, $2::timestamptz)', values: [token as never, at], name: 'enter' });
        return work(transaction);
      }),
    );
  };
  return Object.assign(walled, { release: () => plain.release?.() }) as WithPgClient;
}

const service = {
  ...makePgService({ pool, schemas: ['public', 'bench'] }),
  adaptor: { createWithPgClient: createWalledClient, makePgService },
};

const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  // Conditions and orders on every column, not only on the first of an index.
  disablePlugins: ['PgIndexBehaviorsPlugin'],
  pgServices: [service],
  grafast: {
    context: (request) => {
      const secret = request.node?.req.headers.authorization?.slice('Bearer '.length);
      return { pgSettings: { secret: secret ?? '' } };
    },
    explain: false,
  },
  grafserv: { graphqlPath: '/graphql', watch: false, graphiql: false },
});

const server = createServer();
await instance.createServ(grafserv).addTo(server);
await instance.getSchema();
server.listen({ host: '127.0.0.1', port: 0 }, () => serveParent((server.address() as AddressInfo).port));
