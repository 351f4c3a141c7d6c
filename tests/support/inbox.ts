import { sql } from 'kysely';
import type { TestPerson, World } from './world.ts';

const INBOX = `query($done: Boolean!, $first: Int!, $after: String) { notifications(done: $done, first: $first, after: $after) {
  counts { total unread byReason { reason label count } } pageInfo { hasNextPage endCursor }
  nodes { id event eventLabel reason reasonLabel excerpt createdAt readAt doneAt actor { name } organization { name }
    subject { __typename id } subjectMessage deliveries { channel state failure } } } }`;

// The assertions of the test say what it holds.
// oxlint-disable-next-line typescript/no-explicit-any
type Untyped = any;

/** Tells an account of the body itself; answers the notification's id. */
export const tell = (w: World, accountId: string, organizationId: string): Promise<string> =>
  w.asSystem(async ({ db, federationId }) => {
    const { rows } = await sql<{ id: string }>`
      insert into notification (federation_id, id, account_id, announcement_id, organization_id, event, reason, subject_type, subject_id, excerpt, created_at)
      values (${federationId}, app.uuid7(), ${accountId}, app.uuid7(), ${organizationId}, 'QUESTION_ANSWERED', 'RECEIVES', 'Organization', ${organizationId},
              '提问已答复', ${w.clock.now()})
      returning id`.execute(db);
    return rows[0]!.id;
  });

/** The first page of somebody's inbox. */
export const inbox = async (
  w: World,
  person: TestPerson,
  { done = false, first = 50, after = null as string | null, capacity = undefined as string | undefined } = {},
): Promise<Untyped> => (await w.as(person, { capacity }).ask(INBOX, { done, first, after })).notifications;

/** What it says, newest first: `event excerpt`. */
export const excerpts = async (w: World, person: TestPerson, done = false): Promise<string[]> =>
  (await inbox(w, person, { done })).nodes.map(({ event, excerpt }: Untyped) => `${event} ${excerpt}`);

export const mark = async (w: World, person: TestPerson, how: 'Read' | 'Done', ids: readonly string[]): Promise<Untyped> =>
  (
    await w.as(person).ask(
      `mutation($input: MarkNotifications${how}Input!) { markNotifications${how}(input: $input) {
        errors { code path } unreadCount notifications { id readAt doneAt } } }`,
      { input: { notificationIds: ids } },
    )
  )[`markNotifications${how}`];
