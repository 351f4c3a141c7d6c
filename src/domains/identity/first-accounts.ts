import type { Client } from 'pg';
import { uuid7 } from '../../kit/uuid.ts';
import type { Founded } from '../federation/found.ts';
import { newOneTimeCode } from './one-time-code.ts';

export interface FirstAdministrator {
  readonly login: string;
  readonly name: string;
}

/**
 * Opens the account of a federation's first administrator, appointed at its root. In the owner's transaction that founds
 * the federation.
 * @returns the one-time code, to be handed over; only its hash is kept
 */
export async function addFirstAdministrator(
  client: Client,
  { federationId, rootId }: Founded,
  { login, name }: FirstAdministrator,
  now: Date,
): Promise<string> {
  const code = newOneTimeCode(now);
  const [accountId, personId] = [uuid7(), uuid7()];
  await client.query('select app.open_account($1, $2, $3, $4, $5)', [accountId, login, code.hash, code.expiresAt, now]);
  await client.query(
    `insert into person (federation_id, id, account_id, organization_id, path, name) values ($1, $2, $3, $4, '0001.', $5)`,
    [federationId, personId, accountId, rootId, name],
  );
  await client.query(
    `insert into appointment (federation_id, id, person_id, account_id, organization_id, path, roles, valid_from)
     values ($1, $2, $3, $4, $5, '0001.', '{ADMINISTRATOR}', $6)`,
    [federationId, uuid7(), personId, accountId, rootId, now],
  );
  return code.plain;
}

/**
 * Opens an account for the platform's operator, who belongs to no federation. As the owner of the schema.
 * @returns the one-time code
 */
export async function addOperator(client: Client, login: string, now: Date): Promise<string> {
  const code = newOneTimeCode(now);
  await client.query(
    `insert into app.account (id, federation_id, login, one_time_hash, one_time_expires_at, operator, created_at)
     values ($1, null, $2, $3, $4, true, $5)`,
    [uuid7(), login, code.hash, code.expiresAt, now],
  );
  return code.plain;
}
