import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { Connections } from '../database/connection.ts';
import { foundFederation, type OrganizationSeed, plantOrganizations, plantPeople } from '../domains/federation/found.ts';
import { routes } from '../routes.ts';
import { hashPassword } from '../domains/identity/password.ts';
import { INBOX_ONLY } from '../domains/notifications/carrier.ts';
import { startBackground } from '../domains/jobs/background.ts';
import { readEnv } from '../env.ts';
import { asSystem } from '../kit/system.ts';
import { AdjustableClock } from '../kit/time.ts';
import { uuid7 } from '../kit/uuid.ts';
import { connect } from '../orm.ts';
import { createServer } from '../server.ts';
import { type Body, BODIES, bodyOf, type BodyKey, loginOf, PASSWORD, type Player, type PlayerKey, PLAYERS } from './cast.ts';

/** A running server on two empty federations with their people, and the clock that it goes by. */
export interface Stage {
  readonly origin: string;
  readonly clock: AdjustableClock;
  /** What went wrong behind the requests; empty when nothing did. */
  readonly failures: readonly string[];
  close(): Promise<void>;
}

const START = '2021-04-01T09:00:00+08:00';
const MAX_FILE = 1024 * 1024;

/**
 * Prepares what the stories begin with, federations, organizations and people, and lets a server listen on a loopback
 * port. Everything after this goes over HTTP.
 *
 * @param connections a migrated database that holds none of the story's logins yet
 */
export async function openStage(connections: Connections): Promise<Stage> {
  const clock = new AdjustableClock(START);
  const orm = await connect(connections.application);
  const directory = await fs.mkdtemp(path.join(os.tmpdir(), 'liandong-walkthrough-'));
  try {
    await plant(connections, orm.em, clock.now());
    // A proxy in front is believed, so that each organization has an address of its own, as in life.
    const env = readEnv({ NODE_ENV: 'test', TRUST_PROXY: 'true' });
    const files = { directory, maxBytes: MAX_FILE };
    const app = await createServer({ orm, env, clock, files, registerRoutes: routes(files, env) });
    await app.listen({ host: '127.0.0.1', port: 0 });
    const failures: string[] = [];
    const log = {
      error: ({ loop, err }: Readonly<Record<string, unknown>>) => void failures.push(`后台任务 ${String(loop)} 失败：${String(err)}`),
    };
    const background = await startBackground({ orm, clock, log, files, messaging: INBOX_ONLY }, connections.application);
    return {
      origin: app.listeningOrigin,
      clock,
      failures,
      async close() {
        await background.stop();
        app.server.closeIdleConnections();
        await app.close();
        await orm.close();
        await fs.rm(directory, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await orm.close();
    await fs.rm(directory, { recursive: true, force: true });
    throw error;
  }
}

/** Founds a federation for every body that has nobody above it, with its bodies and those who act in them. */
async function plant({ owner }: Connections, em: SqlEntityManager, at: Date): Promise<void> {
  const passwordHash = await hashPassword(PASSWORD);
  const bodies = Object.entries(BODIES) as [BodyKey, Body][];
  for (const [rootKey, { parent, ...root }] of bodies) {
    if (parent !== null) continue;
    const { federationId, rootId } = await foundFederation(owner, { name: root.name, root, at });
    const members = bodies.filter(([key]) => rootOf(key) === rootKey);
    const ids = new Map<string, string>(members.map(([key]) => [key, key === rootKey ? rootId : uuid7()]));
    const organizations = members
      .filter(([key]) => key !== rootKey)
      .map(([key, { parent: above, kind, name, shortName, docPrefix = null }]): OrganizationSeed => ({
        id: ids.get(key)!,
        parentId: ids.get(above!)!,
        kind,
        name,
        shortName,
        docPrefix,
      }));
    const people = (Object.entries(PLAYERS) as [PlayerKey, Player][])
      .filter(([, { body, comesLater }]) => ids.has(body) && !comesLater)
      .map(([key, { body, post, roles }]) => ({
        organizationId: ids.get(body)!,
        login: loginOf(key),
        name: `${bodyOf(body).shortName}${post}`,
        phone: '0311-55500100',
        post,
        roles,
        passwordHash,
      }));
    await asSystem(em, federationId, async ({ db }) => {
      await plantOrganizations(db, federationId, organizations, at);
      await plantPeople(db, federationId, people, at);
    });
  }
}

function rootOf(key: string): string {
  const { parent } = bodyOf(key as BodyKey);
  return parent === null ? key : rootOf(parent);
}
