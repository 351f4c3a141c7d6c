import { encodeId } from '../../kit/node-id.ts';
import type { Message } from './carrier.ts';
import type { Claimed } from './claim.ts';
import { policies } from './policy.ts';
import { plain } from './words.ts';

/** Most things that a short message names. */
const NAMED = 3;
/** Longest subject of a mail. */
const HEAD = 78;

/** One message for everything that goes to one person at once. */
export function compose({ id, channel, accountId, phone, email, said }: Claimed, at: Date, baseUrl: string): Message {
  const [first, ...others] = said;
  const label = others.length === 0 ? policies[first!.event].label : `${said.length}条消息`;
  const to = { accountId, phone, email };
  const head = plain(`【联动】${label}：${first!.excerpt}`, HEAD);
  // Links name what is to be opened and nothing else; whoever opens one signs in first.
  const link = others.length === 0 ? `${baseUrl}/messages/${encodeId('Notification', first!.notificationId)}` : `${baseUrl}/messages`;
  return { id, channel, at, to, head, text: channel === 'EMAIL' ? longText(said) : shortText(said), link };
}

type Said = Claimed['said'];

const longText = (said: Said): string =>
  said.length === 1 ? said[0]!.excerpt : said.map(({ excerpt }, index) => `${index + 1}. ${excerpt}`).join('\n');

function shortText(said: Said): string {
  if (said.length === 1) return `【联动】${said[0]!.excerpt}`;
  const named = said.slice(0, NAMED).map(({ excerpt }, index) => `${index + 1}.${excerpt}`);
  const rest = said.length - named.length;
  return `【联动】您有${said.length}条消息：${named.join('；')}${rest > 0 ? `；另有${rest}条` : ''}`;
}
