import { describe, expect, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { asAdministrator } from '../support/digest.ts';
import { CONTENTS, get, put } from '../support/files.ts';
import { field } from '../support/plant.ts';
import { direct, DUE } from '../support/reporting.ts';
import { done, editor, startSubmission } from '../support/submissions.ts';
import { begin, look, send, tus, type UploadAnswer } from '../support/uploads.ts';
import { world } from '../support/world.ts';

const JPG = CONTENTS.jpg;
const PICTURES = field({ key: 'pictures', type: 'FILE', label: '活动照片', maxItems: 4, extensions: ['jpg'], maxMegabytes: 1 });
const MINUTE = 60_000;

const act = async (client: Client, name: string, input: object, answer: string) => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const document = `mutation($input: ${type}!) { ${name}(input: $input) { errors { code message path } ${answer} } }`;
  return (await client.ask(document, { input }))[name];
};

const redeem = (client: Client, code: string) =>
  act(client, 'redeemUploadTicket', { code }, 'key expiresAt label extensions maxMegabytes file { id name bytesTotal }');

const refusal = ({ status, errors }: UploadAnswer) => [status, errors?.[0]?.code];
const codesOf = (answer: { errors: { code: string }[] }) => answer.errors.map(({ code }) => code);

/** A page with a question for pictures, and its reporter, who may ask for tickets. */
async function page() {
  const w = await world();
  const r = await direct(w, ['a'], { fields: [PICTURES, field({ key: 'text', type: 'TEXT' })] });
  const reporter = await w.person(w.a);
  const client = w.as(reporter);
  const obligationId = await r.obligation('a');
  done(await startSubmission(client, { obligationId }));
  const question = { obligationId, deliverableId: r.deliverables.province!, field: 'pictures' };
  const ticket = (more: object = {}) => act(client, 'createUploadTicket', { ...question, ...more }, 'code expiresAt');
  const after = (milliseconds: number) => w.clock.set(new Date(w.clock.now().getTime() + milliseconds));
  const files = async () =>
    (await client.ask('query($id: ID!) { submissionEditor(obligationId: $id) { files { id name state field } } }', { id: obligationId }))
      .submissionEditor.files;
  return { w, r, reporter, client, obligationId, question, ticket, after, files };
}

describe.concurrent('a ticket', () => {
  test('lets another device put one file in for its one question, without signing in', async () => {
    const { w, ticket, files, obligationId } = await page();
    const { code, expiresAt } = await ticket();
    expect(code).toMatch(/^[A-HJ-NP-Z2-9]{10}$/);
    expect(expiresAt).toBe(new Date(w.clock.now().getTime() + 10 * MINUTE).toISOString());
    const redeemed = await redeem(w.nobody, ` ${code.slice(0, 5).toLowerCase()}-${code.slice(5)} `);
    expect(redeemed).toMatchObject({ errors: [], label: '活动照片', extensions: ['jpg'], maxMegabytes: 1, file: null });
    const device = { key: redeemed.key as string };
    expect(refusal(await begin(w, device, { obligationId: 'nonsense', name: 'a.png', size: JPG.length }))).toEqual([422, 'FILE_EXTENSION']);
    const begun = await begin(w, device, { obligationId: 'nonsense', name: '照片.jpg', size: JPG.length }, JPG.subarray(0, 9));
    expect([begun.status, begun.offset]).toEqual([201, 9]);
    expect((await look(w, device, begun.id)).offset).toBe(9);
    expect((await send(w, device, begun.id, 9, JPG.subarray(9))).offset).toBe(JPG.length);
    expect(await files()).toEqual([{ id: begun.id, name: '照片.jpg', state: 'STORED', field: 'pictures' }]);
    expect(refusal(await begin(w, device, { obligationId, name: '照片.jpg', size: JPG.length }))).toEqual([409, 'TICKET_USED']);
    expect(await files()).toHaveLength(1);
  });

  test('lets it go on with one that was begun here, and with no other', async () => {
    const { w, reporter, ticket, question } = await page();
    const [mine, other] = [
      await begin(w, reporter, { ...question, name: 'a.jpg', size: JPG.length }, JPG.subarray(0, 5)),
      await begin(w, reporter, { ...question, name: 'b.jpg', size: JPG.length }),
    ];
    const { code } = await ticket({ fileId: mine.id });
    const { key, file } = await redeem(w.nobody, code);
    expect(file).toEqual({ id: mine.id, name: 'a.jpg', bytesTotal: JPG.length });
    const device = { key };
    const unknown = await look(w, device, w.id('File', '01890000-0000-7000-8000-000000000000'));
    expect([unknown.status, (await look(w, device, other.id)).status]).toEqual([404, 404]);
    expect(refusal(await send(w, device, other.id, 0, JPG))).toEqual([404, 'NOT_FOUND']);
    expect(refusal(await begin(w, device, { ...question, name: 'c.jpg', size: 10 }))).toEqual([409, 'TICKET_USED']);
    expect(refusal(await tus(w, device, 'DELETE', `/uploads/${mine.id}`))).toEqual([403, 'FORBIDDEN']);
    expect((await send(w, device, mine.id, 5, JPG.subarray(5))).offset).toBe(JPG.length);
  });

  test('opens nothing else', async () => {
    const { w, ticket, question, reporter } = await page();
    const stored = (await put(w, reporter, question.obligationId, 'a.jpg', JPG)).file!.id;
    const { key } = await redeem(w.nobody, (await ticket()).code);
    const headers = { authorization: `Upload ${key}` };
    const graphql = await w.server.inject({ method: 'POST', url: '/graphql', headers, payload: { query: '{ me { person { name } } }' } });
    expect(graphql.json().errors[0].extensions.code).toBe('UNAUTHENTICATED');
    expect((await get(w, undefined, stored, headers)).statusCode).toBe(401);
    const url = `/files?obligationId=${question.obligationId}&name=a.jpg`;
    expect((await w.server.inject({ method: 'PUT', url, headers, payload: JPG })).statusCode).toBe(401);
    // and a session's secret is no key
    expect(refusal(await begin(w, { key: reporter.token }, { ...question, name: 'a.jpg', size: 10 }))).toEqual([401, 'TICKET_KEY']);
  });

  test('is typed in once, within ten minutes, and cannot be guessed', async () => {
    const { w, ticket, after } = await page();
    const [first, second, third] = [await ticket(), await ticket(), await ticket()].map(({ code }) => code as string);
    expect(codesOf(await redeem(w.nobody, first!))).toEqual([]);
    expect((await redeem(w.nobody, first!)).errors).toEqual([
      { code: 'TICKET_USED', message: '这个续传码已经用过，请在填报页重新生成', path: ['input', 'code'] },
    ]);
    after(10 * MINUTE - 1);
    expect(codesOf(await redeem(w.nobody, second!))).toEqual([]);
    after(1);
    expect((await redeem(w.nobody, third!)).errors).toEqual([
      { code: 'TICKET_EXPIRED', message: '这个续传码已过期，请在填报页重新生成', path: ['input', 'code'] },
    ]);
    expect(codesOf(await redeem(w.nobody, 'ABCDEFGHJK'))).toEqual(['TICKET_UNKNOWN']);
    for (let count = 0; count < 15; count++) expect(codesOf(await redeem(w.nobody, 'ABCDEFGHJK'))).toEqual(['TICKET_UNKNOWN']);
    const document = 'mutation($input: RedeemUploadTicketInput!) { redeemUploadTicket(input: $input) { errors { code } } }';
    const often = await w.nobody.execute(document, { input: { code: 'ABCDEFGHJK' } });
    expect(often.errors?.[0]?.extensions.code).toBe('TOO_MANY_REQUESTS');
  });

  test('is known only by its hash, and its key lives a day', async () => {
    const { w, ticket, after, question } = await page();
    const { code } = await ticket();
    const { key } = await redeem(w.nobody, code);
    const kept = await asAdministrator(async (client) => {
      const { rows } = await client.query<{ text: string }>('select t::text as text from app.upload_ticket t where federation_id = $1', [
        w.federationId,
      ]);
      return rows.map(({ text }) => text).join();
    });
    expect(kept).not.toBe('');
    expect([kept.includes(code), kept.includes(key), kept.includes(Buffer.from(code).toString('hex'))]).toEqual([false, false, false]);
    after(24 * 60 * MINUTE - 1);
    const begun = await begin(w, { key }, { ...question, name: 'a.jpg', size: JPG.length });
    expect(begun.status).toBe(201);
    after(1);
    expect(refusal(await send(w, { key }, begun.id, 0, JPG))).toEqual([401, 'TICKET_KEY']);
  });

  test('works only as long as whoever made it is there, and the door is open', async () => {
    const { w, ticket, after, question, reporter } = await page();
    const [first, second] = [await redeem(w.nobody, (await ticket()).code), await redeem(w.nobody, (await ticket()).code)];
    const begun = await begin(w, { key: first.key }, { ...question, name: 'a.jpg', size: JPG.length });
    const administrator = w.as(await w.person(w.county, ['ADMINISTRATOR']));
    const ended = { appointmentId: w.id('Appointment', reporter.capacityId), reason: '工作调动', version: 1 };
    expect(codesOf(await act(administrator, 'endAppointment', ended, ''))).toEqual([]);
    after(MINUTE);
    expect(refusal(await send(w, { key: first.key }, begun.id, 0, JPG))).toEqual([403, 'CAPACITY_ENDED']);
    expect(refusal(await begin(w, { key: second.key }, { ...question, name: 'a.jpg', size: JPG.length }))).toEqual([403, 'CAPACITY_ENDED']);
    const other = await page();
    const { key } = await redeem(other.w.nobody, (await other.ticket()).code);
    other.w.clock.set(DUE);
    const late = await redeem(other.w.nobody, 'ABCDEFGHJK');
    expect(codesOf(late)).toEqual(['TICKET_UNKNOWN']);
    expect(refusal(await begin(other.w, { key }, { ...other.question, name: 'a.jpg', size: JPG.length }))).toEqual([401, 'TICKET_KEY']);
  });

  test('the close shuts it, too', async () => {
    const { w, ticket, question } = await page();
    w.clock.set(new Date(Date.parse(DUE) - 1));
    const { key } = await redeem(w.nobody, (await ticket()).code);
    w.clock.set(DUE);
    expect(refusal(await begin(w, { key }, { ...question, name: 'a.jpg', size: JPG.length }))).toEqual([422, 'CLOSED']);
    expect(codesOf(await ticket())).toEqual(['CLOSED']);
  });

  test('is made by a reporter of the unit, for a question that takes files', async () => {
    const { w, ticket, question, reporter, obligationId, client } = await page();
    expect(codesOf(await ticket({ field: 'text' }))).toEqual(['FIELD_UNKNOWN']);
    expect(codesOf(await ticket({ field: 'nothing' }))).toEqual(['FIELD_UNKNOWN']);
    const neighbour = w.as(await w.person(w.county));
    expect(codesOf(await act(neighbour, 'createUploadTicket', question, 'code'))).toEqual(['NOT_OWN']);
    const done = (await put(w, reporter, obligationId, 'a.jpg', JPG)).file!.id;
    expect(codesOf(await ticket({ fileId: done }))).toEqual(['WRONG_STATE']);
    expect((await editor(client, obligationId)).files).toHaveLength(1);
  });
});
