import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { Html, paper } from './print.ts';

const STYLE = `
body { font-family: system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; font-size: 1rem; line-height: 1.6; color: #111; background: #fff; max-width: 40rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.25rem; }
dt { font-weight: bold; }
dd { margin: 0 0 .75rem; white-space: pre-wrap; }
label { display: block; margin: 1rem 0; }
input, textarea { box-sizing: border-box; display: block; width: 100%; min-height: 44px; font: inherit; }
button { display: block; width: 100%; min-height: 44px; margin: .75rem 0; font: inherit; }
`;

/** A page may show itself and send its own form to us, and nothing else: no script, no address outside, no frame. */
export const WEB_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** A page in Chinese for a telephone, for those who have no account or are not signed in yet. Send it with {@link WEB_HEADERS}. */
export const webPage = (title: string, body: Html): string =>
  paper`<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${title}</title><style>${new Html(STYLE)}</style></head>
<body>
${body}
</body>
</html>
`.text;

const MOST_BYTES = 64 * 1024;

/** Takes in what a form of such a page sends, and nothing else; the first of several values counts. */
export function formBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: MOST_BYTES }, (_, text, done) => {
    const sent = new URLSearchParams(text as string);
    done(null, Object.fromEntries([...new Set(sent.keys())].map((name) => [name, sent.get(name)!])));
  });
}
