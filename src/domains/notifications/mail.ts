import { createTransport } from 'nodemailer';
import { type Carrier, type Message, NotCarried } from './carrier.ts';

/** A server that does not answer is given up after so long, in milliseconds. */
const PATIENCE = 15_000;

const FOOT = '本邮件由系统自动发出，请勿回复。打开链接须先登录；不需要的消息可以在“消息设置”中关闭。';

/**
 * Mail through an SMTP server; each message over a connection of its own. Plain text: nothing of it is a page.
 *
 * @param url as in smtps://user:password@mail.example.org, or smtp:// with STARTTLS where the server offers it
 * @param from the sender's address
 */
export function mailCarrier({ url, from }: { readonly url: string; readonly from: string }): Carrier {
  const transport = createTransport({
    url,
    connectionTimeout: PATIENCE,
    greetingTimeout: PATIENCE,
    socketTimeout: PATIENCE,
    dnsTimeout: PATIENCE,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = from.slice(from.lastIndexOf('@') + 1);
  return {
    async carry({ id, at, to, head, text, link }: Message) {
      await transport
        .sendMail({
          from: { name: '联动', address: from },
          to: { name: '', address: to.email! },
          subject: head,
          text: `${text}\n\n${link}\n\n${FOOT}\n`,
          messageId: `<${id}@${domain}>`,
          date: at,
          headers: { 'Auto-Submitted': 'auto-generated' },
        })
        .catch((error: unknown) => {
          throw failureOf(error);
        });
    },
  };
}

function failureOf(error: unknown): NotCarried {
  const { responseCode, code } = error as { responseCode?: number; code?: string };
  // 5xx is the server's last word, such as an address that does not exist.
  if (typeof responseCode === 'number') return new NotCarried(`SMTP_${responseCode}`, responseCode >= 500);
  return new NotCarried(`SMTP_${code ?? 'FAILED'}`);
}
