import { sql } from 'kysely';
import { endOf } from '../../kit/tree.ts';
import type { ViewerContext } from '../../context.ts';
import { type Page, type PageArgs, pageOf, parseCursor } from '../../kit/connection.ts';
import { notFound, Refusal } from '../../kit/errors.ts';
import { widen } from '../../kit/system.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { record } from '../audit/record.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { placeOf } from './people.ts';
import { newToken, tokenHash } from './secret.ts';

export interface ApiTokenRow {
  readonly id: string;
  readonly appointment_id: string;
  readonly account_id: string;
  readonly organization_id: string;
  readonly name: string;
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly revoked_at: Date | null;
}

export interface CreateApiToken {
  readonly name: string;
  /** A body of the viewer's subtree; the viewer's own when left out. */
  readonly organizationId?: string | undefined;
  readonly expiresAt: Date;
}

/**
 * Makes a read-only token of an organization. It dies at its expiry, when it is revoked, and with the appointment that
 * made it; it rests while its organization stands outside of that appointment's.
 * @returns the row, and the secret that is shown once
 * @throws Refusal NOT_FOUND, ORGANIZATION_DISSOLVED, TREE_CHANGED, INVALID_EXPIRY when it is past or more than a year away
 */
export async function createApiToken(
  ctx: ViewerContext,
  { name, organizationId, expiresAt }: CreateApiToken,
): Promise<{ row: ApiTokenRow; secret: string }> {
  const { viewer } = ctx;
  await holdTree(ctx, 'share');
  const place = await placeOf(ctx, organizationId ?? viewer.organizationId, ['input', 'organizationId']);
  if (expiresAt <= ctx.now || expiresAt > aYearAfter(ctx.now)) {
    throw new Refusal('INVALID_EXPIRY', '令牌的到期时间应在现在之后、一年以内', ['input', 'expiresAt']);
  }
  const secret = newToken();
  const { rows } = await sql<ApiTokenRow>`
    insert into api_token (federation_id, id, appointment_id, account_id, organization_id, path, name, created_at, expires_at)
    values (${viewer.federationId}, ${uuid7()}, ${viewer.capacityId}, ${viewer.accountId}, ${place.id}, ${place.path}, ${name},
            ${ctx.now}, ${expiresAt})
    returning *`.execute(ctx.db);
  const row = rows[0]!;
  await sql`
    select app.open_session(${tokenHash(secret)}, ${viewer.accountId}::uuid, ${row.id}::uuid, ${ctx.now}::timestamptz, ${expiresAt}::timestamptz)`.execute(
    ctx.db,
  );
  await record(ctx, {
    operation: 'createApiToken',
    subjectType: 'ApiToken',
    subjectId: row.id,
    detail: { organizationId: place.id, expiresAt: expiresAt.toISOString() },
  });
  return { row, secret };
}

function aYearAfter(instant: Date): Date {
  const later = new Date(instant);
  later.setUTCFullYear(later.getUTCFullYear() + 1);
  return later;
}

/** An administrator sees every token of the subtree; everybody the own ones, also of a body that has moved away since. */
const visible = ({ viewer }: ViewerContext) => sql`
  federation_id = ${viewer.federationId} and (account_id = ${viewer.accountId}
    or (${viewer.roles.includes('ADMINISTRATOR')} and path >= ${viewer.path} and path < ${endOf(viewer.path)}))`;

/**
 * Ends a token now.
 * @throws Refusal NOT_FOUND, ALREADY_ENDED, TREE_CHANGED
 */
export async function revokeApiToken(ctx: ViewerContext, { apiTokenId }: { apiTokenId: string }): Promise<ApiTokenRow> {
  await holdTree(ctx, 'share');
  const path = ['input', 'apiTokenId'];
  const token = await findApiToken(ctx, apiTokenId);
  if (!token) throw notFound(path);
  // One's own may stand outside of the walls by now.
  const { rows } = await widen(ctx, () =>
    sql<ApiTokenRow>`
      update api_token set revoked_at = ${ctx.now} where ${visible(ctx)} and id = ${apiTokenId} and revoked_at is null returning *`.execute(
      ctx.db,
    ),
  );
  const revoked = rows[0];
  if (!revoked) throw new Refusal('ALREADY_ENDED', '该令牌已经作废', path);
  await record(ctx, { operation: 'revokeApiToken', subjectType: 'ApiToken', subjectId: apiTokenId });
  return revoked;
}

/** A token that the viewer may see. */
export async function findApiToken(ctx: ViewerContext, id: string): Promise<ApiTokenRow | undefined> {
  const { rows } = await sql<ApiTokenRow>`select * from api_token where ${visible(ctx)} and id = ${id}`.execute(ctx.db);
  return rows[0];
}

/** Tokens, newest first, ended ones included. */
export async function listApiTokens(ctx: ViewerContext, page: PageArgs): Promise<Page<ApiTokenRow>> {
  const after = parseCursor(page.after, ['uuid'])?.[0];
  const { rows } = await sql<ApiTokenRow>`
    select * from api_token where ${visible(ctx)} ${after ? sql`and id < ${after}` : sql``}
     order by id desc limit ${page.first + 1}`.execute(ctx.db);
  return pageOf(rows, page, ({ id }) => [id]);
}
