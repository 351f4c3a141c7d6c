import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { CONTENTS, get, put } from '../support/files.ts';
import { film, jpeg, png } from '../support/media.ts';
import { field } from '../support/plant.ts';
import { direct } from '../support/reporting.ts';
import { codes, done, saveSubmissionDraft, startSubmission, submitSubmission } from '../support/submissions.ts';
import { upload } from '../support/uploads.ts';
import { world } from '../support/world.ts';

async function page(question = field({ key: 'files', type: 'FILE' })) {
  const w = await world();
  const r = await direct(w, ['a'], { fields: [question] });
  const reporter = await w.person(w.a);
  const obligationId = await r.obligation('a');
  const { editor } = done(await startSubmission(w.as(reporter), { obligationId }));
  return { w, r, reporter, obligationId, version: editor.version as number };
}

interface Entry {
  readonly name: string;
  readonly packed: Buffer;
  /** Bytes that it says it holds. */
  readonly says: number;
  /** Where it says it begins. */
  readonly at?: number;
}

/** A zip whose list of entries says whatever one wants. */
function zip(entries: readonly Entry[], count = entries.length): Buffer {
  const locals: Buffer[] = [];
  const list: Buffer[] = [];
  let offset = 0;
  for (const { name, packed, says, at } of entries) {
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(says, 18);
    facts.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), facts, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at ?? offset, 10);
    list.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), facts, tail, Buffer.from(name)]));
    if (at === undefined) locals.push(local);
    offset += at === undefined ? local.length : 0;
  }
  const directory = Buffer.concat(list);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(count, 4);
  end.writeUInt16LE(count, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, Buffer.from('PK\x05\x06'), end]);
}

const entry = (name: string, text: string | Buffer, says?: number): Entry => {
  const packed = deflateRawSync(text);
  return { name, packed, says: says ?? Buffer.byteLength(text) };
};

const office = (kind: string, part: string) => [
  entry('[Content_Types].xml', `<Types><Override ContentType="application/vnd.openxmlformats-officedocument.${kind}.main+xml"/></Types>`),
  entry(part, '<x/>'),
];

describe.concurrent('hostile files', () => {
  test('what would grow beyond reason when unpacked is refused, as an archive and as an office document', async () => {
    const { w, reporter, obligationId } = await page();
    const attempt = async (name: string, content: Buffer) => (await put(w, reporter, obligationId, name, content)).errors?.[0]?.code;
    const zeros = entry('sheet.bin', Buffer.alloc(600 * 1024), 700 * 1024 ** 2);
    const sheet = office('spreadsheetml.sheet', 'xl/workbook.xml');
    const text = office('wordprocessingml.document', 'word/document.xml');
    expect(await attempt('a.zip', zip([zeros]))).toBe('ZIP_BOMB');
    expect(await attempt('a.xlsx', zip([...sheet, zeros]))).toBe('ZIP_BOMB');
    expect(await attempt('a.docx', zip([...text, zeros]))).toBe('ZIP_BOMB');
    expect(await attempt('a.xlsx', zip(sheet))).toBeUndefined();
    expect(await attempt('a.docx', zip(text))).toBeUndefined();
    const shared = { ...zeros, says: 1000 };
    const overlapping = Array.from({ length: 200 }, (_, index): Entry => ({ ...shared, name: `${index}.bin`, at: 0 }));
    expect(await attempt('a.zip', zip([shared, ...overlapping]))).toBe('ZIP_BOMB');
    expect(await attempt('a.zip', zip([zeros], 30_000))).toBe('ZIP_BOMB');
    expect(await attempt('a.zip', zip([entry('a.txt', 'a')], 2))).toBe('FILE_BROKEN');
    expect(await attempt('a.zip', zip([entry('a.txt', '一份说明'.repeat(100))]).subarray(0, 60))).toBe('FILE_BROKEN');
  });

  test('a picture that would fill the memory of whoever opens it is refused by its head, and no pixel is unpacked', async () => {
    const { w, reporter, obligationId } = await page();
    const attempt = async (content: Buffer) => (await put(w, reporter, obligationId, 'a.png', content)).errors?.[0]?.code;
    expect(await attempt(png(100_000, 100_000))).toBe('IMAGE_TOO_LARGE');
    expect(await attempt(png(30_001, 1))).toBe('IMAGE_TOO_LARGE');
    expect(await attempt(png(20_000, 10_001))).toBe('IMAGE_TOO_LARGE');
    expect(await attempt(png(20_000, 10_000))).toBeUndefined();
  });

  test('a film that breaks off, or holds neither pictures nor sound, is refused', async () => {
    const { w, reporter, obligationId } = await page();
    const attempt = async (name: string, content: Buffer) => (await put(w, reporter, obligationId, name, content)).errors?.[0]?.code;
    expect(await attempt('a.mp4', film({ seconds: 10, content: 4000 }))).toBeUndefined();
    expect(await attempt('a.mp4', film({ seconds: 10, content: 4000, missing: 1 }))).toBe('FILE_BROKEN');
    expect(await attempt('a.mp4', film({ seconds: 10 }).subarray(0, 120))).toBe('FILE_BROKEN');
    expect(await attempt('a.mp4', film({ seconds: 10, video: false, audio: false }))).toBe('FILE_BROKEN');
    const noise = Buffer.from(film({ seconds: 10, content: 60_000 }));
    for (let at = 40; at < 900; at += 3) noise[at] = (at * 31) % 256; // its head is garbage
    expect(['FILE_BROKEN', 'FILE_TYPE_MISMATCH']).toContain(await attempt('a.mp4', noise));
  });

  test('what is two things at once is handed out as the one that its name says, and never shown in place', async () => {
    const { w, reporter, obligationId } = await page();
    const gifar = Buffer.concat([jpeg(640, 480), CONTENTS.zip]);
    const script = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
    expect((await put(w, reporter, obligationId, 'a.svg', script)).errors?.[0]?.code).toBe('FILE_KIND');
    expect((await put(w, reporter, obligationId, 'a.png', script)).errors?.[0]?.code).toBe('FILE_TYPE_MISMATCH');
    expect((await put(w, reporter, obligationId, 'a.zip', gifar)).errors?.[0]?.code).toBe('FILE_TYPE_MISMATCH');
    for (const [name, content, type] of [
      ['a.jpg', gifar, 'image/jpeg'],
      ['a.txt', script, 'text/plain; charset=utf-8'],
    ] as const) {
      const { file } = await put(w, reporter, obligationId, name, content);
      const { headers } = await get(w, reporter, file!.id);
      expect(headers).toMatchObject({
        'content-type': type,
        'content-disposition': `attachment; filename*=UTF-8''${name}`,
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
      });
    }
  });
});

describe.concurrent('what an organiser wants of files', () => {
  const film1080 = field({
    key: 'film',
    type: 'FILE',
    label: '视频',
    extensions: ['mp4', 'mov'],
    fileRules: [
      { kind: 'MAX_SECONDS', number: 480, containers: [], severity: 'BLOCK' },
      { kind: 'MIN_WIDTH', number: 1920, containers: [], severity: 'WARN' },
      { kind: 'LANDSCAPE', number: null, containers: [], severity: 'WARN' },
    ],
  });

  test('what blocks stands in the way of submitting, what only says so does not, and reviewers see what was found', async () => {
    const { w, r, reporter, obligationId, version } = await page(film1080);
    const client = w.as(reporter);
    const question = { obligationId, deliverableId: r.deliverables.province!, field: 'film' };
    const long = await upload(w, reporter, { ...question, name: '长.mp4' }, film({ seconds: 481 }));
    const small = await upload(w, reporter, { ...question, name: '小.mp4' }, film({ seconds: 480, width: 720, height: 1280 }));
    const FILES = 'query($id: ID!) { submissionEditor(obligationId: $id) { files { name findings { code severity path } } } }';
    const { submissionEditor } = await client.ask(FILES, { id: obligationId });
    const at = [r.deliverables.province, 'film']; // before any answer names them
    expect(submissionEditor.files).toEqual([
      { name: '长.mp4', findings: [{ code: 'MEDIA_TOO_LONG', severity: 'BLOCK', path: at }] },
      {
        name: '小.mp4',
        findings: [
          { code: 'MEDIA_WIDTH', severity: 'WARN', path: at },
          { code: 'MEDIA_NOT_LANDSCAPE', severity: 'WARN', path: at },
        ],
      },
    ]);
    const answer = (ids: readonly string[]) => [
      { deliverableId: r.deliverables.province, field: 'film', value: ids.map((fileId) => ({ fileId })) },
    ];
    const both = done(await saveSubmissionDraft(client, { obligationId, version, answers: answer([long, small]) }))['editor'];
    expect(codes(await submitSubmission(client, { obligationId, version: both.version }))).toEqual(['MEDIA_TOO_LONG']);
    const one = done(await saveSubmissionDraft(client, { obligationId, version: both.version, answers: answer([small]) }))['editor'];
    const { submission } = done(await submitSubmission(client, { obligationId, version: one.version }));
    const asked = 'query($id: ID!) { submission(id: $id) { files { name kind probe { width height durationMs orientation } } } }';
    const read = await (await r.as('province', 'REVIEWER')).ask(asked, { id: submission.id });
    expect(read.submission.files).toEqual([
      { name: '小.mp4', kind: 'VIDEO', probe: { width: 720, height: 1280, durationMs: 480_000, orientation: 'PORTRAIT' } },
    ]);
  });
});

test('a part of a file is handed out when it is asked for, the whole when it has changed or nothing sensible is asked', async () => {
  const { w, reporter, obligationId } = await page();
  const content = Buffer.from('abcdefghijklmnopqrstuvwxyz');
  const { file } = await put(w, reporter, obligationId, 'a.txt', content);
  const part = async (range: string, more: Record<string, string> = {}) => {
    const answer = await get(w, reporter, file!.id, { range, ...more });
    return [answer.statusCode, answer.body, answer.headers['content-range'], answer.headers['content-length']];
  };
  expect(await part('bytes=0-4')).toEqual([206, 'abcde', 'bytes 0-4/26', '5']);
  expect(await part('bytes=20-')).toEqual([206, 'uvwxyz', 'bytes 20-25/26', '6']);
  expect(await part('bytes=-3')).toEqual([206, 'xyz', 'bytes 23-25/26', '3']);
  expect(await part('bytes=24-900')).toEqual([206, 'yz', 'bytes 24-25/26', '2']);
  expect(await part('bytes=26-')).toEqual([416, '', 'bytes */26', '0']);
  const whole = [200, content.toString(), undefined, '26'];
  expect(await part('bytes=4-2')).toEqual(whole);
  expect(await part('bytes=0-1,4-5')).toEqual(whole);
  expect(await part('lines=1-2')).toEqual(whole);
  expect(await part('bytes=0-4', { 'if-range': '"another"' })).toEqual(whole);
  expect(await part('bytes=0-4', { 'if-range': `"${file!.sha256}"` })).toEqual([206, 'abcde', 'bytes 0-4/26', '5']);
  const neighbour = await get(w, await w.person(w.county), file!.id, { range: 'bytes=0-4' });
  expect(neighbour.statusCode).toBe(404);
});
