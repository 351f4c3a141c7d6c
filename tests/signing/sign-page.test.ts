import { describe, expect, test } from 'vitest';
import { CHAIR, invite, reviewed } from '../support/links.ts';
import { type World, world } from '../support/world.ts';

const START = '2021-05-06T09:00:00+08:00';

async function invited(w: World, more: object = {}, title = '关于报送工作情况的通知') {
  const [writer, reviewer] = [await w.person(w.city, ['ISSUING_OFFICER']), await w.person(w.city, ['ISSUING_OFFICER'])];
  const draft = await reviewed(w, writer, reviewer, { title });
  return (await invite(w, reviewer, draft, more)) as { token: string; address: string };
}

const get = async (w: World, url: string) => {
  const { statusCode: status, headers, body } = await w.server.inject({ url });
  return { status, headers, body };
};
const post = async (w: World, form: Readonly<Record<string, string>>) => {
  const { statusCode: status, body } = await w.server.inject({
    method: 'POST',
    url: '/sign',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(form).toString(),
  });
  return { status, body };
};

describe.concurrent('the page of a link', () => {
  test('shows the text and a form, and nothing of it leaves the page', async () => {
    const w = await world({ at: START });
    const { token, address } = await invited(w, { message: '<b>急</b>' }, '<script>关于“报送”的通知');
    const { status, headers, body } = await get(w, address);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'content-security-policy': expect.stringMatching(
        /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'$/,
      ),
    });
    expect(headers['set-cookie']).toBeUndefined();
    expect(body).toContain('<h1>&lt;script&gt;关于“报送”的通知</h1>');
    expect(body).toContain(`石门市总工会请${CHAIR.name}（${CHAIR.post}）签发`);
    expect(body).toContain('<p>&lt;b&gt;急&lt;/b&gt;</p>');
    expect(body).toContain(`<input type="hidden" name="token" value="${token}">`);
    expect(body).not.toMatch(/<script|https?:\/\/|src=/);
  });

  test('signs by its form, once; afterwards it says by whom and when, without the text', async () => {
    const w = await world({ at: START });
    const { token, address } = await invited(w);
    const signed = await post(w, { token, act: 'sign', words: '同意' });
    expect(signed.status).toBe(200);
    const label = `已由${CHAIR.name}于2021-05-06 09:00签署`;
    for (const page of [signed, await get(w, address)]) {
      expect(page.body).toContain(`<strong>${label}</strong>`);
      expect(page.body).not.toContain('请各单位报送');
      expect(page.body).not.toContain('<form');
    }
    const again = await post(w, { token, act: 'sign', words: '' });
    expect(again.status).toBe(422);
    expect(again.body).toContain(`${label}，链接不能再次使用`);
  });

  test('gives back only with a reason', async () => {
    const w = await world({ at: START });
    const { token } = await invited(w);
    expect((await post(w, { token, act: 'decline', words: '  ' })).status).toBe(422);
    const { status, body } = await post(w, { token, act: 'decline', words: '请补充依据' });
    expect(status).toBe(200);
    expect(body).toContain(`已由${CHAIR.name}于2021-05-06 09:00退回`);
  });

  test.for(['/sign', '/sign?token=', '/sign?token=forged', '/sign?token=a&token=b'])('%s is no link', async (url) => {
    const w = await world({ at: START });
    const { status, body } = await get(w, url);
    expect(status).toBe(404);
    expect(body).toContain('链接无效');
  });

  test('bodies that are no form, too large or empty are refused without a fault', async () => {
    const w = await world({ at: START });
    const send = async (type: string, payload: string) =>
      (await w.server.inject({ method: 'POST', url: '/sign', headers: { 'content-type': type }, payload })).statusCode;
    expect(await send('application/x-www-form-urlencoded', '')).toBe(422);
    expect(await send('application/x-www-form-urlencoded', `token=${'a'.repeat(70_000)}`)).toBe(413);
    expect(await send('application/x-www-form-urlencoded', 'token=%00&act=sign')).toBe(422);
    expect(await send('text/plain', 'token=a')).toBe(415);
    expect(await send('application/json', '{"token":["a"]}')).toBe(415);
  });
});
