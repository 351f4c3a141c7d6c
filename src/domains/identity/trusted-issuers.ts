import { sql } from 'kysely';
import type { Context, ViewerContext } from '../../context.ts';
import { notFound, Refusal, stale } from '../../kit/errors.ts';
import { violates } from '../../kit/sql.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { record } from '../audit/record.ts';

export interface TrustedIssuerRow {
  readonly id: string;
  readonly issuer: string;
  readonly client_id: string;
  readonly has_secret: boolean;
  readonly label: string;
  readonly accepts_amr: boolean;
  readonly enabled: boolean;
  readonly created_at: Date;
  readonly version: number;
}

/** How an identity provider is used, whichever it is. */
interface Use {
  /** Without one: that until now, or none. */
  readonly clientSecret?: string | undefined;
  readonly label: string;
  readonly acceptsAmr: boolean;
  readonly enabled: boolean;
}

export interface SaveTrustedIssuer extends Use {
  /** One to change; a new one when left out. */
  readonly issuerId?: string | undefined;
  readonly version: number;
  readonly issuer?: string | undefined;
  readonly clientId?: string | undefined;
}

/** The federation's identity providers, also those that are switched off, first ones first. */
export async function listTrustedIssuers(ctx: ViewerContext): Promise<readonly TrustedIssuerRow[]> {
  const { rows } = await sql<TrustedIssuerRow>`select * from app.trusted_issuers()`.execute(ctx.db);
  return rows;
}

export const findTrustedIssuer = async (ctx: ViewerContext, id: string): Promise<TrustedIssuerRow | undefined> =>
  (await listTrustedIssuers(ctx)).find((row) => row.id === id);

export interface SignInIssuer {
  readonly id: string;
  readonly label: string;
  readonly federationName: string;
}

/** What somebody who is about to sign in may choose from. */
export async function listSignInIssuers(ctx: Context): Promise<readonly SignInIssuer[]> {
  const { rows } = await sql<SignInIssuer>`select id, label, federation_name as "federationName" from app.sign_in_issuers()`.execute(
    ctx.db,
  );
  return rows;
}

/**
 * Adds an identity provider to the federation, or changes how one is used. Its secret is sealed and never shown again.
 * Nothing is asked of it here: whoever signs in first finds out whether it answers.
 * @throws Refusal NOT_FOUND, STALE_VERSION, ISSUER_REQUIRED, ISSUER_EXISTS, SECRETS_UNAVAILABLE
 */
export async function saveTrustedIssuer(ctx: ViewerContext, input: SaveTrustedIssuer): Promise<TrustedIssuerRow> {
  if (input.issuerId === undefined && input.version !== 0) throw stale(['input', 'version']);
  const id = input.issuerId ?? uuid7();
  const sealed = sealedSecret(ctx, id, input.clientSecret);
  await (input.issuerId === undefined ? add(ctx, id, sealed, input) : change(ctx, id, sealed, input));
  const saved = (await findTrustedIssuer(ctx, id))!;
  await record(ctx, {
    operation: 'saveTrustedIssuer',
    subjectType: 'TrustedIssuer',
    subjectId: id,
    detail: {
      issuer: saved.issuer,
      clientId: saved.client_id,
      acceptsAmr: saved.accepts_amr,
      enabled: saved.enabled,
      secretChanged: sealed !== null,
    },
  });
  return saved;
}

function sealedSecret({ box }: ViewerContext, id: string, secret: string | undefined): Buffer | null {
  if (secret === undefined) return null;
  if (box) return box.seal(secret, id);
  throw new Refusal('SECRETS_UNAVAILABLE', '服务器没有配置密钥（SECRETS_KEY），不能保存客户端密钥，请联系平台运维人员', [
    'input',
    'clientSecret',
  ]);
}

async function add(
  ctx: ViewerContext,
  id: string,
  sealed: Buffer | null,
  { issuer, clientId, label, acceptsAmr, enabled }: SaveTrustedIssuer,
): Promise<void> {
  if (issuer === undefined || clientId === undefined) {
    throw new Refusal('ISSUER_REQUIRED', '请填写身份提供方的地址和客户端编号', ['input', issuer === undefined ? 'issuer' : 'clientId']);
  }
  await sql`
    select app.add_trusted_issuer(${id}::uuid, ${issuer}, ${clientId}, ${sealed}, ${label}, ${acceptsAmr}, ${enabled}, ${ctx.now}::timestamptz)`
    .execute(ctx.db)
    .catch((error: unknown) => {
      if (!violates(error, 'trusted_issuer_federation_id_issuer_client_id_key')) throw error;
      throw new Refusal('ISSUER_EXISTS', '这个身份提供方已经添加', ['input', 'issuer']);
    });
}

async function change(
  ctx: ViewerContext,
  id: string,
  sealed: Buffer | null,
  { version, label, acceptsAmr, enabled }: SaveTrustedIssuer,
): Promise<void> {
  const { rows } = await sql<{ changed: boolean }>`
    select app.change_trusted_issuer(${id}::uuid, ${sealed}, ${label}, ${acceptsAmr}, ${enabled}, ${version}) as changed`.execute(ctx.db);
  if (rows[0]!.changed) return;
  const known = await findTrustedIssuer(ctx, id);
  throw known ? stale(['input', 'version'], { trustedIssuer: known }) : notFound(['input', 'issuerId']);
}
