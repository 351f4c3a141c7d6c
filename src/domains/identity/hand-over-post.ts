import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal, stale } from '../../kit/errors.ts';
import { widen } from '../../kit/system.ts';
import { addDays, dayOf, startOfDay } from '../../kit/time.ts';
import { endOf } from '../../kit/tree.ts';
import { record } from '../audit/record.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { announce } from '../notifications/announce.ts';
import { transferNotifications } from '../notifications/transfer.ts';
import { newAccount, type OneTimeCode } from './accounts.ts';
import type { ApiTokenRow } from './api-tokens.ts';
import type { DelegationRow } from './delegations.ts';
import { type OpenWork, openWorkOf } from './open-work.ts';
import { addAppointment, type AppointmentRow, accountHolder, placeOf } from './people.ts';

/** How far ahead a change of hands can be planned. */
const MOST_DAYS_AHEAD = 90;

export type TokensGo = 'END' | 'TRANSFER';

/** Somebody who has an account, or somebody new. */
export type Successor =
  | { readonly personId: string }
  | { readonly personId?: undefined; readonly login: string; readonly personName: string; readonly phone: string | null };

export interface HandOverPost {
  readonly appointmentId: string;
  readonly version: number;
  readonly successor: Successor;
  /** Day from whose first instant the successor holds it; now when left out. */
  readonly on?: string | undefined;
  readonly reason: string;
  readonly tokens: TokensGo;
}

export interface Handover {
  readonly predecessor: AppointmentRow;
  readonly successor: AppointmentRow;
  /** Of a successor who is new. */
  readonly oneTimeCode?: OneTimeCode;
  /** What the body has in hand and the successor goes on with. */
  readonly open: OpenWork;
  /** Lent from the post: over with it. */
  readonly lent: readonly DelegationRow[];
  /** Made under the post: over with it, or gone over. */
  readonly tokens: readonly ApiTokenRow[];
  /** Messages that nobody had put aside and that went over. */
  readonly notifications: number;
}

/**
 * Gives a post to somebody else: its title, its roles and its work, which belongs to the body; what the predecessor did
 * stays theirs. What was lent from it ends with it, and so do its tokens unless they are to go over. All or nothing, once.
 * @throws Refusal NOT_FOUND, STALE_VERSION, ALREADY_ENDED, ALREADY_HANDED_OVER, SAME_PERSON, INVALID_DAY, TOKENS_LATER,
 *   LOGIN_TAKEN, ORGANIZATION_DISSOLVED, TREE_CHANGED
 */
export async function handOverPost(ctx: ViewerContext, input: HandOverPost): Promise<Handover> {
  await holdTree(ctx, 'share');
  const before = await appointmentToEnd(ctx, input);
  const at = startOf(ctx, input.on);
  if (input.tokens === 'TRANSFER' && at > ctx.now) {
    throw new Refusal('TOKENS_LATER', '令牌只能在交接当时转交；提前安排的交接请选择令牌作废', ['input', 'tokens']);
  }
  const place = await placeOf(ctx, before.organization_id, ['input', 'appointmentId']);
  const { successor: to } = input;
  const opened = to.personId === undefined ? await newAccount(ctx, place, to, ['input', 'successor', 'login']) : undefined;
  const { personId, accountId } = opened ?? (await known(ctx, to.personId!));
  if (personId === before.person_id) throw new Refusal('SAME_PERSON', '不能交接给本人', ['input', 'successor', 'personId']);

  const predecessor = await endAt(ctx, before, at, input.reason);
  const successor = await addAppointment(ctx, {
    personId,
    accountId,
    place,
    post: await postOf(ctx, before),
    roles: before.roles,
    from: at,
  });
  const { lent, tokens } = await widen(ctx, () => letGo(ctx, before, { at, successor, tokens: input.tokens }));
  // Who still holds the post for some days goes on reading what comes for it.
  const notifications = at > ctx.now ? 0 : await transferNotifications(ctx, before.account_id, accountId, place.id);
  await announce(ctx, {
    event: 'POST_HANDED_OVER',
    subjectType: 'Appointment',
    subjectId: successor.id,
    audience: { accountIds: [before.account_id, accountId] },
    detail: { title: await titleOf(ctx, successor), organizationId: place.id, from: at.toISOString() },
  });
  await record(ctx, {
    operation: 'handOverPost',
    subjectType: 'Person',
    subjectId: before.person_id,
    detail: {
      appointmentId: before.id,
      successorId: personId,
      successorAppointmentId: successor.id,
      from: at.toISOString(),
      reason: input.reason,
      tokens: input.tokens,
    },
  });
  return {
    predecessor,
    successor,
    ...(opened && { oneTimeCode: opened.code }),
    open: await openWorkOf(ctx, place.id),
    lent,
    tokens,
    notifications,
  };
}

async function appointmentToEnd(ctx: ViewerContext, { appointmentId, version }: HandOverPost): Promise<AppointmentRow> {
  const path = ['input', 'appointmentId'];
  const { federationId, path: mine } = ctx.viewer;
  const { rows } = await sql<AppointmentRow>`
    select * from appointment
     where federation_id = ${federationId} and id = ${appointmentId} and path >= ${mine} and path < ${endOf(mine)} for update`.execute(
    ctx.db,
  );
  const appointment = rows[0];
  if (!appointment) throw notFound(path);
  if (appointment.version !== version) throw stale(['input', 'version']);
  if (appointment.valid_to === null) return appointment;
  if (appointment.valid_to <= ctx.now) throw new Refusal('ALREADY_ENDED', '该任职已经结束', path);
  throw new Refusal('ALREADY_HANDED_OVER', `该任职已安排在${dayOf(appointment.valid_to)}结束`, path);
}

/** Now, or the first instant of a day to come. */
function startOf(ctx: ViewerContext, on: string | undefined): Date {
  const today = dayOf(ctx.now);
  if (on === undefined || on === today) return ctx.now;
  if (on < today || on > addDays(today, MOST_DAYS_AHEAD)) {
    throw new Refusal('INVALID_DAY', `交接日应在今天以后、${MOST_DAYS_AHEAD} 天以内`, ['input', 'on']);
  }
  return startOfDay(on);
}

async function endAt(ctx: ViewerContext, { id }: AppointmentRow, at: Date, reason: string): Promise<AppointmentRow> {
  const { rows } = await sql<AppointmentRow>`
    update appointment set valid_to = greatest(valid_from, ${at}::timestamptz), end_reason = ${reason}, version = version + 1
     where federation_id = ${ctx.viewer.federationId} and id = ${id} returning *`.execute(ctx.db);
  return rows[0]!;
}

interface Leaving {
  readonly at: Date;
  readonly successor: AppointmentRow;
  readonly tokens: TokensGo;
}

/** What hangs on the person who held the post, and not on the body. */
async function letGo(
  ctx: ViewerContext,
  { id }: AppointmentRow,
  { at, successor, tokens: go }: Leaving,
): Promise<{ lent: readonly DelegationRow[]; tokens: readonly ApiTokenRow[] }> {
  const { federationId } = ctx.viewer;
  const { rows: lent } = await sql<DelegationRow>`
    update delegation set valid_to = least(valid_to, ${at}::timestamptz)
     where federation_id = ${federationId} and appointment_id = ${id} and ended_at is null and valid_to > ${ctx.now} returning *`.execute(
    ctx.db,
  );
  const alive = sql`federation_id = ${federationId} and appointment_id = ${id} and revoked_at is null and expires_at > ${ctx.now}`;
  if (go === 'END') {
    const { rows: tokens } = await sql<ApiTokenRow>`
      update api_token set expires_at = least(expires_at, ${at}::timestamptz) where ${alive} returning *`.execute(ctx.db);
    return { lent, tokens };
  }
  const { rows: tokens } = await sql<ApiTokenRow>`
    update api_token set appointment_id = ${successor.id}, account_id = ${successor.account_id} where ${alive} returning *`.execute(ctx.db);
  await sql`select app.move_tokens(${tokens.map((token) => token.id)}::uuid[], ${successor.account_id}::uuid)`.execute(ctx.db);
  return { lent, tokens };
}

async function known(ctx: ViewerContext, id: string): Promise<{ personId: string; accountId: string }> {
  const person = await accountHolder(ctx, id, ['input', 'successor', 'personId']);
  return { personId: person.id, accountId: person.account_id };
}

const postOf = async (ctx: ViewerContext, { post_id }: AppointmentRow): Promise<string | null> =>
  post_id === null ? null : ((await ctx.loaders.one('post', post_id))?.title ?? null);

/** The post as a message names it. */
async function titleOf(ctx: ViewerContext, appointment: AppointmentRow): Promise<string> {
  const body = await ctx.loaders.one('organization', appointment.organization_id);
  return `${body?.short_name ?? ''}${(await postOf(ctx, appointment)) ?? '岗位'}`;
}
