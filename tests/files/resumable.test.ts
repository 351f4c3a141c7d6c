import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { receive } from '../../src/domains/files/receive.ts';
import { incomingPath } from '../../src/domains/files/store-file.ts';
import { get, put } from '../support/files.ts';
import { film, png } from '../support/media.ts';
import { field } from '../support/plant.ts';
import { direct, DUE, type Reporting } from '../support/reporting.ts';
import { codes, done, editor, removeUpload, saveSubmissionDraft, startSubmission, submitSubmission } from '../support/submissions.ts';
import { begin, type Begun, listening, look, send, slowly, tus, upload, type UploadAnswer } from '../support/uploads.ts';
import { MAX_FILE, testFiles, type TestPerson, type World, world } from '../support/world.ts';

const PICTURES = field({ key: 'pictures', type: 'FILE', label: '照片', maxItems: 4, extensions: ['jpg', 'png', 'txt', 'mp4'] });

interface Page {
  readonly w: World;
  readonly r: Reporting;
  readonly reporter: TestPerson;
  readonly obligationId: string;
  readonly version: number;
}

/** The unit's page with a question for pictures, and its reporter. */
async function page(question = PICTURES): Promise<Page> {
  const w = await world();
  const r = await direct(w, ['a', 'b'], { fields: [question] });
  const reporter = await w.person(w.a);
  const obligationId = await r.obligation('a');
  const { editor: begun } = done(await startSubmission(w.as(reporter), { obligationId }));
  return { w, r, reporter, obligationId, version: begun.version };
}

interface ShownFile {
  readonly id: string;
  readonly state: string;
  readonly stateLabel: string;
  readonly bytesReceived: number;
  readonly bytesTotal: number;
  readonly mediaType: string | null;
  readonly sha256: string | null;
  readonly probe: Readonly<Record<string, unknown>> | null;
  readonly failure: { readonly code: string; readonly message: string } | null;
  readonly findings: readonly { readonly code: string }[];
}

const FILES = `query($id: ID!) { submissionEditor(obligationId: $id) { files { id name kind state stateLabel bytesReceived bytesTotal mediaType sha256
  probe { container width height durationMs orientation hasVideo hasAudio } failure { code message } findings { code severity path } } } }`;

const filesOf = async ({ w, reporter, obligationId }: Page): Promise<readonly ShownFile[]> =>
  (await w.as(reporter).ask(FILES, { id: obligationId })).submissionEditor.files;

const text = (length: number) => Buffer.alloc(length, '字').subarray(0, length - (length % 3));
const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');
const refusal = ({ status, errors }: UploadAnswer) => [status, errors?.[0]?.code];

describe.concurrent('an upload that goes on', () => {
  test('bytes come in pieces, the disk says how many are here, and GraphQL what became of them', async () => {
    const at = await page();
    const { w, reporter, obligationId } = at;
    const content = png(640, 480);
    const begun = await begin(w, reporter, { obligationId, name: '启动仪式.png', size: content.length, sha256: sha256(content) });
    expect([begun.status, begun.offset, begun.headers['location']]).toEqual([201, 0, `/uploads/${begun.id}`]);
    const shown = { id: begun.id, name: '启动仪式.png', kind: 'IMAGE', bytesTotal: content.length, failure: null };
    const nothing = { mediaType: null, sha256: null, probe: null };
    expect(await filesOf(at)).toEqual([{ ...shown, ...nothing, state: 'CREATED', stateLabel: '等待上传', bytesReceived: 0, findings: [] }]);

    expect([(await send(w, reporter, begun.id, 0, content.subarray(0, 20))).offset, (await look(w, reporter, begun.id)).offset]).toEqual([
      20, 20,
    ]);
    expect((await look(w, reporter, begun.id)).headers).toMatchObject({
      'upload-length': String(content.length),
      'upload-expires': new Date(w.clock.now().getTime() + 24 * 3_600_000).toUTCString(),
      'cache-control': 'no-store',
    });
    expect(await filesOf(at)).toMatchObject([{ state: 'UPLOADING', stateLabel: '上传中', bytesReceived: 20, ...nothing }]);

    expect((await send(w, reporter, begun.id, 20, content.subarray(20))).offset).toBe(content.length);
    expect(await filesOf(at)).toEqual([
      {
        ...shown,
        state: 'STORED',
        stateLabel: '已上传',
        bytesReceived: content.length,
        mediaType: 'image/png',
        sha256: sha256(content),
        probe: { container: 'png', width: 640, height: 480, durationMs: null, orientation: 'LANDSCAPE', hasVideo: false, hasAudio: false },
        findings: [],
      },
    ]);
    expect((await get(w, reporter, begun.id)).rawPayload).toEqual(content);
  });

  test('the first bytes may come along, from another device of the unit, and after a restart', async () => {
    const { w, reporter, obligationId } = await page();
    const content = text(900);
    const { id, offset } = await begin(w, reporter, { obligationId, name: 'a.txt', size: content.length }, content.subarray(0, 300));
    expect(offset).toBe(300);
    const colleague = await w.person(w.a);
    expect((await send(w, colleague, id, 300, content.subarray(300, 600))).offset).toBe(600);
    const again = await w.restarted();
    expect((await look(again, reporter, id)).offset).toBe(600);
    expect((await send(again, reporter, id, 600, content.subarray(600))).offset).toBe(900);
    expect((await get(w, reporter, id)).rawPayload).toEqual(content);
  });

  test('what is on its way is no answer yet, and what was refused never becomes one', async () => {
    const at = await page();
    const { w, r, reporter, obligationId, version } = at;
    const client = w.as(reporter);
    const { id } = await begin(w, reporter, { obligationId, name: 'a.jpg', size: 22 });
    const answers = [{ deliverableId: r.deliverables.province, field: 'pictures', value: [{ fileId: id }] }];
    const saved = done(await saveSubmissionDraft(client, { obligationId, version, answers }))['editor'];
    expect(saved.findings).toMatchObject([{ code: 'FILE_UNFINISHED', severity: 'BLOCK', message: '附件还在上传' }]);
    expect(codes(await submitSubmission(client, { obligationId, version: saved.version }))).toEqual(['FILE_UNFINISHED']);
    await send(w, reporter, id, 0, Buffer.from('this is no jpeg at all'));
    expect(await filesOf(at)).toMatchObject([
      {
        state: 'FAILED',
        bytesReceived: 0,
        failure: { code: 'FILE_TYPE_MISMATCH', message: '文件内容与扩展名 jpg 不符' },
        findings: [{ code: 'FILE_FAILED' }],
      },
    ]);
    expect(codes(await submitSubmission(client, { obligationId, version: saved.version }))).toEqual(['FILE_FAILED']);
    expect(refusal(await look(w, reporter, id))[0]).toBe(410);
    expect((await get(w, reporter, id)).statusCode).toBe(404);
    done(await removeUpload(client, { fileId: id }));
    expect(await filesOf(at)).toEqual([]);
  });

  test('given up, it is gone', async () => {
    const at = await page();
    const { w, reporter, obligationId } = at;
    const { id } = await begin(w, reporter, { obligationId, name: 'a.txt', size: 10 }, Buffer.from('abc'));
    expect((await tus(w, reporter, 'DELETE', `/uploads/${id}`)).status).toBe(204);
    expect((await look(w, reporter, id)).status).toBe(404);
    expect(await filesOf(at)).toEqual([]);
    const stored = await upload(w, reporter, { obligationId, name: 'a.txt' }, text(9));
    expect(refusal(await tus(w, reporter, 'DELETE', `/uploads/${stored}`))).toEqual([409, 'ALREADY_STORED']);
  });
});

describe.concurrent('before the first byte', () => {
  test('what the question does not take is refused', async () => {
    const at = await page({ ...PICTURES, extensions: ['jpg', 'mp4'], maxMegabytes: 1 });
    const { w, r, reporter, obligationId } = at;
    const question = { deliverableId: r.deliverables.province!, field: 'pictures' };
    const attempt = async (more: Partial<Begun>) =>
      refusal(await begin(w, reporter, { obligationId, name: 'a.jpg', size: 10, ...question, ...more }));
    expect(await attempt({})).toEqual([201, undefined]);
    expect(await attempt({ name: 'a.png' })).toEqual([422, 'FILE_EXTENSION']);
    expect(await attempt({ name: 'a.exe' })).toEqual([422, 'FILE_KIND']);
    expect(await attempt({ name: '../a.jpg' })).toEqual([422, 'FILE_NAME']);
    expect(await attempt({ size: 0 })).toEqual([422, 'FILE_EMPTY']);
    expect(await attempt({ size: MAX_FILE })).toEqual([201, undefined]);
    expect(await attempt({ size: MAX_FILE + 1 })).toEqual([413, 'FILE_TOO_LARGE']);
    expect(await attempt({ field: 'nothing' })).toEqual([422, 'FIELD_UNKNOWN']);
    expect(await attempt({ deliverableId: w.id('Deliverable', '01890000-0000-7000-8000-000000000000') })).toEqual([404, 'NOT_FOUND']);
    expect(await attempt({ sha256: 'no hash' })).toEqual([400, 'BAD_USER_INPUT']);
    expect((await filesOf(at)).map(({ state }) => state)).toEqual(['CREATED', 'CREATED']);
  });

  test('only a reporter of the unit begins one, for its own task', async () => {
    const { w, r, obligationId } = await page();
    const attempt = async (who: Parameters<typeof begin>[1], id = obligationId) =>
      refusal(await begin(w, who, { obligationId: id, name: 'a.jpg', size: 10 }));
    expect(await attempt(undefined)).toEqual([401, 'UNAUTHENTICATED']);
    expect(await attempt(await w.operator())).toEqual([403, 'FORBIDDEN']);
    expect(await attempt(await w.person(w.a, ['ANALYST']))).toEqual([403, 'FORBIDDEN']);
    expect(await attempt(await w.person(w.county))).toEqual([422, 'NOT_OWN']);
    expect(await attempt(await w.person(w.a), await r.obligation('b'))).toEqual([404, 'NOT_FOUND']);
  });

  test('at most twenty on their way at once', async () => {
    const { w, reporter, obligationId } = await page();
    const attempts = [];
    for (let count = 0; count < 21; count++) attempts.push(refusal(await begin(w, reporter, { obligationId, name: 'a.jpg', size: 10 })));
    expect(attempts.slice(19)).toEqual([
      [201, undefined],
      [422, 'TOO_MANY_UNFINISHED'],
    ]);
  });

  test('not more than three hundred from one address in five minutes, in whatever way', async () => {
    const { w, reporter, obligationId } = await page();
    const attempt = async () => (await begin(w, reporter, { obligationId: 'nonsense', name: 'a.jpg', size: 10 })).status;
    const statuses = new Set<number>();
    for (let count = 0; count < 30; count++)
      for (const status of await Promise.all(Array.from({ length: 10 }, attempt))) statuses.add(status);
    expect([...statuses]).toEqual([404]);
    expect(refusal(await begin(w, reporter, { obligationId, name: 'a.jpg', size: 10 }))).toEqual([429, 'TOO_MANY_REQUESTS']);
    expect((await put(w, reporter, obligationId, 'a.jpg', 'x')).status).toBe(429);
  });

  test('the protocol is spoken as it is written', async () => {
    const { w, reporter, obligationId } = await page();
    expect(await tus(w, undefined, 'OPTIONS', '/uploads')).toMatchObject({
      status: 204,
      headers: {
        'tus-resumable': '1.0.0',
        'tus-version': '1.0.0',
        'tus-extension': 'creation,creation-with-upload,checksum,expiration,termination',
        'tus-max-size': String(MAX_FILE),
      },
    });
    const { id } = await begin(w, reporter, { obligationId, name: 'a.txt', size: 10 });
    expect(refusal(await tus(w, reporter, 'HEAD', `/uploads/${id}`, { 'tus-resumable': '0.2.2' }))[0]).toBe(412);
    expect(refusal(await send(w, reporter, id, 0, text(9), { 'content-type': 'text/plain' }))).toEqual([415, 'NOT_BYTES']);
    expect(refusal(await send(w, reporter, id, 0, text(9), { 'upload-offset': '-1' }))).toEqual([400, 'BAD_USER_INPUT']);
    const override = { 'x-http-method-override': 'PATCH', 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
    expect((await tus(w, reporter, 'POST', `/uploads/${id}`, override, text(9))).offset).toBe(9);
  });
});

describe.concurrent('lies', () => {
  test('a piece at the wrong place, and more than was said, leave what is here as it is', async () => {
    const { w, reporter, obligationId } = await page();
    const { id } = await begin(w, reporter, { obligationId, name: 'a.txt', size: 10 }, Buffer.from('abcd'));
    for (const offset of [0, 3, 5, 10]) {
      const answer = await send(w, reporter, id, offset, Buffer.from('x'));
      expect([...refusal(answer), answer.offset]).toEqual([409, 'OFFSET_MISMATCH', 4]);
    }
    expect(refusal(await send(w, reporter, id, 4, Buffer.from('efghijk')))).toEqual([413, 'FILE_TOO_LARGE']);
    expect((await look(w, reporter, id)).offset).toBe(4);
    expect((await send(w, reporter, id, 4, Buffer.from('efghij'))).offset).toBe(10);
    expect((await get(w, reporter, id)).body).toBe('abcdefghij');
    expect(refusal(await send(w, reporter, id, 10, Buffer.from('k')))).toEqual([409, 'ALREADY_STORED']);
  });

  test('a checksum of a piece that does not fit leaves nothing of it; one of the whole fails it', async () => {
    const at = await page();
    const { w, reporter, obligationId } = at;
    const content = text(9);
    const checksum = (of: Buffer) => ({ 'upload-checksum': `sha256 ${createHash('sha256').update(of).digest('base64')}` });
    const { id } = await begin(w, reporter, { obligationId, name: 'a.txt', size: 9, sha256: sha256(Buffer.from('another')) });
    expect(refusal(await send(w, reporter, id, 0, content.subarray(0, 3), checksum(content)))).toEqual([460, 'CHECKSUM_MISMATCH']);
    expect((await look(w, reporter, id)).offset).toBe(0);
    expect((await send(w, reporter, id, 0, content.subarray(0, 3), checksum(content.subarray(0, 3)))).offset).toBe(3);
    expect(refusal(await send(w, reporter, id, 3, content, { 'upload-checksum': 'md5 AAAA' }))).toEqual([400, 'BAD_USER_INPUT']);
    await send(w, reporter, id, 3, content.subarray(3));
    expect(await filesOf(at)).toMatchObject([
      { state: 'FAILED', failure: { code: 'CHECKSUM_MISMATCH', message: '内容与校验值不符，请重新上传' }, sha256: null },
    ]);
  });

  test('what a film or a picture is comes from itself, whatever its name says', async () => {
    const at = await page();
    const { w, reporter, obligationId } = at;
    await upload(w, reporter, { obligationId, name: '竖屏.mp4' }, film({ seconds: 180, rotation: 90 }));
    await upload(w, reporter, { obligationId, name: '残缺.mp4' }, film({ seconds: 180, content: 50_000, missing: 1000 }));
    await upload(w, reporter, { obligationId, name: '巨幅.png' }, png(100_000, 100_000));
    expect(await filesOf(at)).toMatchObject([
      {
        state: 'STORED',
        probe: {
          container: 'mp4',
          width: 1080,
          height: 1920,
          durationMs: 180_000,
          orientation: 'PORTRAIT',
          hasVideo: true,
          hasAudio: true,
        },
      },
      { state: 'FAILED', failure: { code: 'FILE_BROKEN' } },
      { state: 'FAILED', failure: { code: 'IMAGE_TOO_LARGE', message: '图片尺寸过大（100000×100000），不予接收' } },
    ]);
  });
});

describe.concurrent('walls', () => {
  test("another unit's upload, another federation's and none at all answer alike", async () => {
    const { w, r, reporter, obligationId } = await page();
    const elsewhere = await page();
    const [mine, theirs] = [
      await begin(w, reporter, { obligationId, name: 'a.txt', size: 10 }),
      await begin(elsewhere.w, elsewhere.reporter, { obligationId: elsewhere.obligationId, name: 'a.txt', size: 10 }),
    ];
    const neighbour = await w.person(w.b);
    await startSubmission(w.as(neighbour), { obligationId: await r.obligation('b') });
    const ids = [w.id('File', '01890000-0000-7000-8000-000000000000'), theirs.id, 'nonsense'];
    const shown = ({ status, body }: UploadAnswer) => ({ status, body });
    for (const act of [
      (who: TestPerson, id: string) => look(w, who, id),
      (who: TestPerson, id: string) => send(w, who, id, 0, Buffer.from('x')),
      (who: TestPerson, id: string) => tus(w, who, 'DELETE', `/uploads/${id}`),
    ]) {
      const unknown = shown(await act(reporter, ids[0]!));
      expect(unknown.status).toBe(404);
      for (const id of ids) expect(shown(await act(reporter, id))).toEqual(unknown);
      for (const who of [neighbour, await w.person(w.county), await w.person(w.province)])
        expect(shown(await act(who, mine.id))).toEqual(unknown);
    }
    expect((await look(w, reporter, mine.id)).offset).toBe(0);
  });

  for (const [offset, expected] of [
    [-1, [204, undefined]],
    [0, [422, 'CLOSED']],
  ] as const) {
    test(`bytes that come ${offset} ms from the close are ${expected[1] ? 'refused' : 'taken'}`, async () => {
      const { w, reporter, obligationId } = await page();
      const { id } = await begin(w, reporter, { obligationId, name: 'a.txt', size: 6 }, Buffer.from('abc'));
      w.clock.set(new Date(Date.parse(DUE) + offset));
      expect(refusal(await send(w, reporter, id, 3, Buffer.from('def')))).toEqual(expected);
    });
  }
});

describe('on a real connection', () => {
  test('cut wherever it may be, nothing that came through is lost and nothing comes twice', async () => {
    const { w, reporter, obligationId } = await page();
    const port = await listening(w.server);
    const content = Buffer.from(Array.from({ length: 90_000 }, (_, index) => 97 + ((index * 7) % 26)));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: content.length }), { maxLength: 4 }), fc.boolean(), async (cuts, restarts) => {
        const { id } = await begin(w, reporter, { obligationId, name: 'a.txt', size: content.length, sha256: sha256(content) });
        let furthest = 0; // what a dead connection still brings in may come while the next one asks
        for (const length of cuts) {
          const offset = (await look(w, reporter, id)).offset!;
          if (offset === content.length) break;
          const connection = slowly(port, reporter, id, offset, content.length - offset);
          const end = Math.min(offset + length, content.length - 1);
          furthest = Math.max(furthest, end);
          await connection.write(content.subarray(offset, end));
          connection.cut();
          await connection.answer;
          const here = (await look(w, reporter, id)).offset!;
          expect(here).toBeGreaterThanOrEqual(offset);
          expect(here).toBeLessThanOrEqual(furthest);
        }
        const place = restarts ? await w.restarted() : w;
        for (let answer = await send(place, reporter, id, 0, Buffer.alloc(0)), tries = 0; tries < 5; tries++) {
          const offset = answer.offset ?? 0;
          if (offset === content.length) break;
          answer = await send(place, reporter, id, offset, content.subarray(offset));
        }
        expect((await get(w, reporter, id)).rawPayload.equals(content)).toBe(true);
        done(await removeUpload(w.as(reporter), { fileId: id }));
      }),
      { numRuns: 8 },
    );
  });

  test('of two devices the later one goes on, and neither mixes into the other', async () => {
    const { w, reporter, obligationId } = await page();
    const port = await listening(w.server);
    const content = Buffer.from('abcdefghijklmnopqrstuvwxyz'.repeat(4000));
    const { id } = await begin(w, reporter, { obligationId, name: 'a.txt', size: content.length, sha256: sha256(content) });
    const phone = slowly(port, reporter, id, 0, content.length);
    await phone.write(content.subarray(0, 30_000));
    await expect.poll(async () => (await look(w, reporter, id)).offset).toBe(30_000);
    const computer = await w.person(w.a);
    const late = await send(w, computer, id, 0, content); // it does not know yet: the phone is stopped and it is told
    expect([late.status, late.offset]).toEqual([409, 30_000]);
    expect((await send(w, computer, id, 30_000, content.subarray(30_000))).offset).toBe(content.length);
    await phone.write(content.subarray(30_000, 40_000));
    phone.cut();
    expect((await get(w, reporter, id)).rawPayload.equals(content)).toBe(true);
  });
});

test('however long a file is, only a little of it is in memory', async () => {
  const size = 256 * 1024 ** 2;
  const chunks = function* () {
    for (let sent = 0; sent < size; sent += 64 * 1024) yield Buffer.alloc(64 * 1024, 'a');
  };
  const storageKey = randomUUID();
  const before = process.memoryUsage().arrayBuffers;
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().arrayBuffers - before)), 5);
  const piece = { offset: 0, content: Readable.from(chunks()), sha256: null };
  expect(await receive(testFiles, { storageKey, size }, piece)).toBe(size);
  clearInterval(watch);
  await fs.rm(incomingPath(testFiles, storageKey));
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThan(size / 2);
});

test('the reference client of the protocol puts a file in, in pieces', async () => {
  const { Upload } = await import('tus-js-client');
  const at = await page();
  const { w, r, reporter, obligationId } = at;
  const port = await listening(w.server);
  const content = film({ seconds: 60, content: 200_000 });
  await new Promise<void>((resolve, reject) => {
    const metadata = {
      filename: '活动.mp4',
      obligationId,
      deliverableId: r.deliverables.province!,
      field: 'pictures',
      sha256: sha256(content),
    };
    new Upload(content, {
      endpoint: `http://127.0.0.1:${port}/uploads`,
      headers: { authorization: `Bearer ${reporter.token}` },
      metadata,
      chunkSize: 64 * 1024,
      retryDelays: null,
      onSuccess: () => resolve(),
      onError: reject,
    }).start();
  });
  expect(await filesOf(at)).toMatchObject([{ state: 'STORED', sha256: sha256(content), probe: { durationMs: 60_000 } }]);
  expect((await editor(w.as(reporter), obligationId)).files).toHaveLength(1);
});
