import type { Channel } from './notification.entity.ts';

/** What goes to one person by one way. */
export interface Message {
  /** The same however often it is tried: a receiver that sees it twice may drop the second. */
  readonly id: string;
  readonly channel: Channel;
  /** When it goes out. */
  readonly at: Date;
  readonly to: { readonly accountId: string; readonly phone: string | null; readonly email: string | null };
  readonly head: string;
  /** Who asks, what, by when, in Chinese; without the link. */
  readonly text: string;
  /** Where it is read; carries no authority. */
  readonly link: string;
}

/** Takes a message over, or says why not. */
export interface Carrier {
  /** @throws NotCarried when it was not taken over, as far as one knows */
  carry(message: Message): Promise<void>;
}

/** What is configured: where links lead, and who carries mail and short messages. */
export interface Messaging {
  /** Of the pages that people open, without a slash at the end. */
  readonly baseUrl: string;
  readonly mail?: Carrier | undefined;
  readonly webhook?: Carrier | undefined;
}

/** Nothing goes outside: the inbox alone. */
export const INBOX_ONLY: Messaging = { baseUrl: '' };

/** A message was not taken over: a code for people who look after the installation, never what a receiver answered. */
export class NotCarried extends Error {
  readonly code: string;
  /** It will not be taken over when it is tried again. */
  readonly final: boolean;

  constructor(code: string, final = false) {
    super(code);
    this.code = code;
    this.final = final;
  }
}
