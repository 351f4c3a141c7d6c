import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { CONTENTS, get, put } from '../support/files.ts';
import { field, inRequest } from '../support/plant.ts';
import { direct, DUE, type Reporting } from '../support/reporting.ts';
import {
  codes,
  done,
  editor,
  removeUpload,
  returnSubmission,
  saveSubmissionDraft,
  startSubmission,
  submitSubmission,
} from '../support/submissions.ts';
import { filesDirectory, MAX_FILE, type TestPerson, world } from '../support/world.ts';

const PICTURES = field({
  key: 'pictures',
  type: 'FILE',
  label: '照片',
  required: true,
  minItems: 1,
  maxItems: 4,
  extensions: ['jpg', 'png'],
});

/** The unit's page with a question for pictures, and its reporter. */
async function page() {
  const w = await world();
  const r = await direct(w, ['a', 'b'], { fields: [PICTURES] });
  const reporter = await w.person(w.a);
  const obligationId = await r.obligation('a');
  const { editor: begun } = done(await startSubmission(w.as(reporter), { obligationId }));
  return { w, r, reporter, obligationId, version: begun.version as number };
}

const answerWith = (r: Reporting, ids: readonly string[]) => [
  { deliverableId: r.deliverables.province, field: 'pictures', value: ids.map((fileId) => ({ fileId })) },
];

/** Names the files on the page and hands it in; answers with the submission's id. */
async function handInWith({ w, r, reporter, obligationId, version }: Awaited<ReturnType<typeof page>>, ids: readonly string[]) {
  const saved = done(await saveSubmissionDraft(w.as(reporter), { obligationId, version, answers: answerWith(r, ids) }));
  return done(await submitSubmission(w.as(reporter), { obligationId, version: saved['editor'].version }))['submission'];
}

async function stored(): Promise<string[]> {
  const entries = await fs.readdir(filesDirectory, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

describe.concurrent('PUT /files', () => {
  test('takes a file in, measured and told from its content', async () => {
    const { w, reporter, obligationId } = await page();
    const answer = await put(w, reporter, obligationId, '启动仪式.JPG', CONTENTS.jpg);
    expect(answer).toEqual({
      status: 201,
      file: {
        id: expect.any(String),
        name: '启动仪式.JPG',
        kind: 'IMAGE',
        probe: null,
        size: 22,
        mediaType: 'image/jpeg',
        sha256: createHash('sha256').update(CONTENTS.jpg).digest('hex'),
      },
    });
    const [, colleague] = [await editor(w.as(reporter), obligationId), w.as(await w.person(w.a))];
    expect((await editor(colleague, obligationId)).files).toEqual([{ id: answer.file!.id, name: '启动仪式.JPG' }]);
  });

  test('a file whose content is not its extension is refused', async () => {
    const { w, reporter, obligationId } = await page();
    const refused = async (name: string, content: Buffer | string) => {
      const { status, errors } = await put(w, reporter, obligationId, name, content);
      return [status, errors?.[0]?.code, errors?.[0]?.path];
    };
    const mismatch = [422, 'FILE_TYPE_MISMATCH', ['file']];
    expect(await refused('a.jpg', CONTENTS.png)).toEqual(mismatch);
    expect(await refused('a.pdf', 'MZ 这不是文档')).toEqual(mismatch);
    expect(await refused('a.docx', CONTENTS.zip)).toEqual(mismatch);
    expect(await refused('a.zip', CONTENTS.docx)).toEqual(mismatch);
    expect(await refused('a.txt', CONTENTS.pdf)).toEqual(mismatch);
    expect(await refused('a.txt', 'a\0b')).toEqual(mismatch);
    expect(await refused('a.csv', Buffer.from([0xd6, 0xd0, 0xce, 0xc4]))).toEqual(mismatch); // GBK
    expect(await refused('a.exe', 'MZ')).toEqual([422, 'FILE_KIND', ['name']]);
    expect(await refused('照片', CONTENTS.jpg)).toEqual([422, 'FILE_KIND', ['name']]);
    expect(await refused('../../a.jpg', CONTENTS.jpg)).toEqual([422, 'FILE_NAME', ['name']]);
    expect((await editor(w.as(reporter), obligationId)).files).toEqual([]);
  });

  test('each kind in its own dress is taken in', async () => {
    const { w, reporter, obligationId } = await page();
    const kinds = await Promise.all(
      (['jpg', 'png', 'pdf', 'txt', 'docx', 'zip'] as const).map(
        async (kind) => (await put(w, reporter, obligationId, `附件.${kind}`, CONTENTS[kind])).file?.mediaType,
      ),
    );
    expect(kinds).toEqual([
      'image/jpeg',
      'image/png',
      'application/pdf',
      'text/plain; charset=utf-8',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'application/zip',
    ]);
    expect((await put(w, reporter, obligationId, 'a.jpeg', CONTENTS.jpg)).status).toBe(201);
    expect((await put(w, reporter, obligationId, '表.csv', '单位,人数\n纺织厂,12\n')).file?.mediaType).toBe('text/csv; charset=utf-8');
  });

  test('X-09: the largest size itself is allowed, one byte more and nothing at all are not', async () => {
    const { w, reporter, obligationId } = await page();
    expect((await put(w, reporter, obligationId, 'a.txt', Buffer.alloc(MAX_FILE, 'a'))).status).toBe(201);
    const large = await put(w, reporter, obligationId, 'a.txt', Buffer.alloc(MAX_FILE + 1, 'a'));
    expect(large).toEqual({ status: 413, errors: [{ code: 'FILE_TOO_LARGE', message: '文件不能超过 1 MB', path: ['file'] }] });
    for (const nothing of ['', undefined])
      expect(await put(w, reporter, obligationId, 'a.txt', nothing)).toEqual({
        status: 422,
        errors: [{ code: 'FILE_EMPTY', message: '文件是空的', path: ['file'] }],
      });
  });

  test('only a reporter of the unit, for its own task, while it is not handed in', async () => {
    const at = await page();
    const { w, r, reporter, obligationId } = at;
    const attempt = async (caller: Pick<TestPerson, 'token'> | undefined, id = obligationId) => {
      const { status, errors } = await put(w, caller, id, 'a.jpg', CONTENTS.jpg);
      return [status, errors?.[0]?.code];
    };
    expect(await attempt(undefined)).toEqual([401, 'UNAUTHENTICATED']);
    expect(await attempt(await w.operator())).toEqual([403, 'FORBIDDEN']);
    expect(await attempt(await w.person(w.a, ['ANALYST']))).toEqual([403, 'FORBIDDEN']);
    expect(await attempt(await w.person(w.county))).toEqual([422, 'NOT_OWN']);
    expect(await attempt(await w.person(w.b))).toEqual([404, 'NOT_FOUND']);
    expect(await attempt(reporter, await r.obligation('b'))).toEqual([404, 'NOT_FOUND']);
    expect(await attempt(reporter, 'nonsense')).toEqual([404, 'NOT_FOUND']);
    await handInWith(at, [(await put(w, reporter, obligationId, 'a.jpg', CONTENTS.jpg)).file!.id]);
    expect(await attempt(reporter)).toEqual([422, 'WRONG_STATE']);
  });
});

describe.concurrent('GET /files/:id', () => {
  test("C-19: a draft's file is the unit's alone; once handed in, those above read it and nobody beside", async () => {
    const at = await page();
    const { w, reporter, obligationId } = at;
    const { id } = (await put(w, reporter, obligationId, '启动 "仪式".jpg', CONTENTS.jpg)).file!;
    const callers: [string, Pick<TestPerson, 'token'> | undefined][] = [
      ['unit', reporter],
      ['analyst of the unit', await w.person(w.a, ['ANALYST'])],
      ['county', await w.person(w.county, ['ANALYST'])],
      ['city', await w.person(w.city)],
      ['province', await w.person(w.province, ['REVIEWER'])],
      ['unit beside', await w.person(w.b)],
      ['industry union', await w.person(w.industry)],
      ['branch', await w.person(w.branch)],
      ['operator', await w.operator()],
      ['nobody', undefined],
    ];
    const elsewhere = await world();
    const statuses = async () => {
      const seen = await Promise.all(callers.map(async ([who, caller]) => [who, (await get(w, caller, id)).statusCode] as const));
      return { ...Object.fromEntries(seen), elsewhere: (await get(elsewhere, await elsewhere.person(elsewhere.province), id)).statusCode };
    };
    const beside = { 'unit beside': 404, 'industry union': 404, branch: 404, operator: 403, nobody: 401, elsewhere: 404 };
    expect(await statuses()).toEqual({ unit: 200, 'analyst of the unit': 404, county: 404, city: 404, province: 404, ...beside });
    await handInWith(at, [id]);
    expect(await statuses()).toEqual({ unit: 200, 'analyst of the unit': 200, county: 200, city: 200, province: 200, ...beside });

    const handed = await get(w, reporter, id);
    expect(handed.rawPayload).toEqual(CONTENTS.jpg);
    expect(handed.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': '22',
      'content-disposition': `attachment; filename*=UTF-8''%E5%90%AF%E5%8A%A8%20%22%E4%BB%AA%E5%BC%8F%22.jpg`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    });
    const [foreign, unknown, malformed] = await Promise.all([
      get(w, callers[5]![1], id),
      get(w, reporter, w.id('File', '01890000-0000-7000-8000-000000000000')),
      get(w, reporter, 'nonsense'),
    ]);
    expect([foreign.body, malformed.body]).toEqual([unknown.body, unknown.body]);
  });
});

describe.concurrent('files of a page', () => {
  test('X-09: three pictures are too few of at least four, four are handed in', async () => {
    const w = await world();
    const r = await direct(w, ['a'], { fields: [{ ...PICTURES, minItems: 4 }] });
    const reporter = await w.person(w.a);
    const obligationId = await r.obligation('a');
    done(await startSubmission(w.as(reporter), { obligationId }));
    const ids = [];
    for (const name of ['1.jpg', '2.jpg', '3.png', '4.png'])
      ids.push((await put(w, reporter, obligationId, name, name.endsWith('jpg') ? CONTENTS.jpg : CONTENTS.png)).file!.id);
    const three = done(await saveSubmissionDraft(w.as(reporter), { obligationId, version: 1, answers: answerWith(r, ids.slice(0, 3)) }));
    const refused = await submitSubmission(w.as(reporter), { obligationId, version: three['editor'].version });
    expect(refused.errors).toEqual([
      { code: 'TOO_FEW_FILES', message: '至少 4 个附件，现有 3 个', path: ['input', 'answers', r.deliverables.province, 'pictures'] },
    ]);
    const submission = await handInWith({ w, r, reporter, obligationId, version: 2 }, ids);
    const { submission: read } = await (
      await r.as('province', 'REVIEWER')
    ).ask(`query($id: ID!) { submission(id: $id) { files { id name } } }`, { id: submission.id });
    expect(read.files.map(({ name }: { name: string }) => name)).toEqual(['1.jpg', '2.jpg', '3.png', '4.png']);
  });

  test('a file of another task, or of another unit, is no answer', async () => {
    const { w, r, reporter, obligationId, version } = await page();
    const other = await direct(w, ['a'], { fields: [PICTURES] });
    const elsewhere = (await put(w, reporter, await other.obligation('a'), 'a.jpg', CONTENTS.jpg)).file!.id;
    const theirs = (await put(w, await w.person(w.b), await r.obligation('b'), 'b.jpg', CONTENTS.jpg)).file!.id;
    const saved = done(await saveSubmissionDraft(w.as(reporter), { obligationId, version, answers: answerWith(r, [elsewhere, theirs]) }));
    expect(saved['editor'].findings).toEqual(
      ['0', '1'].map((place) => ({
        code: 'FILE_UNKNOWN',
        severity: 'BLOCK',
        path: [r.deliverables.province, 'pictures', place],
        message: '没有这个附件，请重新上传',
      })),
    );
    expect(codes(await submitSubmission(w.as(reporter), { obligationId, version: saved['editor'].version }))).toEqual([
      'FILE_UNKNOWN',
      'FILE_UNKNOWN',
    ]);
  });

  test('taken out, it is no longer on the page; the version that was handed in keeps it', async () => {
    const at = await page();
    const { w, reporter, obligationId } = at;
    const { id } = (await put(w, reporter, obligationId, 'a.jpg', CONTENTS.jpg)).file!;
    const submission = await handInWith(at, [id]);
    const province = await w.person(w.province, ['REVIEWER']);
    done(await returnSubmission(w.as(province), { submissionId: submission.id, version: submission.version, reason: '换一张' }));
    const removed = done(await removeUpload(w.as(reporter), { fileId: id }));
    expect(removed['editor']).toMatchObject({ files: [], findings: [{ code: 'FILE_UNKNOWN' }] });
    expect((await get(w, reporter, id)).rawPayload).toEqual(CONTENTS.jpg);
    expect((await get(w, province, id)).statusCode).toBe(200);
    expect(codes(await removeUpload(w.as(reporter), { fileId: id }))).toEqual(['NOT_FOUND']);
    expect(codes(await removeUpload(w.as(await w.person(w.b)), { fileId: id }))).toEqual(['NOT_FOUND']);
  });
});

describe.concurrent('what a page needs to be handed in', () => {
  test('a file of a question that the return locked stays; one of a question that is open goes', async () => {
    const w = await world();
    const r = await direct(w, ['a'], { fields: [PICTURES, { ...PICTURES, key: 'proof' }] });
    const reporter = await w.person(w.a);
    const unit = w.as(reporter);
    const obligationId = await r.obligation('a');
    const { editor: begun } = done(await startSubmission(unit, { obligationId }));
    const [picture, proof] = [
      (await put(w, reporter, obligationId, 'a.jpg', CONTENTS.jpg)).file!.id,
      (await put(w, reporter, obligationId, 'b.jpg', CONTENTS.jpg)).file!.id,
    ];
    const answer = (key: string, fileId: string) => ({ deliverableId: r.deliverables.province, field: key, value: [{ fileId }] });
    const answers = [answer('pictures', picture), answer('proof', proof)];
    const saved = done(await saveSubmissionDraft(unit, { obligationId, version: begun.version, answers }))['editor'];
    const sent = done(await submitSubmission(unit, { obligationId, version: saved.version }))['submission'];
    expect((await removeUpload(unit, { fileId: proof })).errors).toEqual([
      { code: 'WRONG_STATE', message: '已报送，等待审核', path: ['input', 'fileId'] },
    ]);
    const items = [{ deliverableId: r.deliverables.province, field: 'proof', comment: '请换' }];
    done(
      await returnSubmission(await r.as('province', 'REVIEWER'), { submissionId: sent.id, version: sent.version, reason: '请换', items }),
    );
    expect((await removeUpload(unit, { fileId: picture })).errors).toEqual([
      { code: 'FIELD_LOCKED', message: '退回时没有要求修改这一项，它的附件不能取下', path: ['input', 'fileId'] },
    ]);
    expect(codes(await removeUpload(unit, { fileId: proof }))).toEqual([]);
    const fresh = (await put(w, reporter, obligationId, 'c.jpg', CONTENTS.jpg)).file!.id;
    const { version } = await editor(unit, obligationId);
    const mended = done(await saveSubmissionDraft(unit, { obligationId, version, answers: [answer('proof', fresh)] }))['editor'];
    expect(codes(await submitSubmission(unit, { obligationId, version: mended.version }))).toEqual([]);
  });

  for (const [offset, expected] of [
    [-1, [201, undefined]],
    [0, [422, 'CLOSED']],
  ] as const) {
    test(`C-20: a file put in ${offset} ms from the close is ${expected[1] ? 'refused' : 'taken'}`, async () => {
      const { w, reporter, obligationId } = await page();
      w.clock.set(new Date(Date.parse(DUE) + offset));
      const { status, errors } = await put(w, reporter, obligationId, 'a.jpg', CONTENTS.jpg);
      expect([status, errors?.[0]?.code]).toEqual(expected);
    });
  }

  test('files that were taken out again count, so that nobody fills the disk', async () => {
    const { w, reporter, obligationId } = await page();
    const { id } = (await put(w, reporter, obligationId, 'a.jpg', CONTENTS.jpg)).file!;
    done(await removeUpload(w.as(reporter), { fileId: id }));
    await inRequest(w, reporter, ({ db }) =>
      sql`insert into upload select (u).* from (
            select jsonb_populate_record(u, jsonb_build_object('id', app.uuid7())) as u from upload u, generate_series(1, 198)
             where u.federation_id = ${w.federationId}) made`.execute(db),
    );
    expect((await put(w, reporter, obligationId, 'a.jpg', CONTENTS.jpg)).status).toBe(201);
    expect(await put(w, reporter, obligationId, 'a.jpg', CONTENTS.jpg)).toEqual({
      status: 422,
      errors: [{ code: 'TOO_MANY_UPLOADS', message: '一项任务最多上传 200 个附件，取下的也计入', path: ['obligationId'] }],
    });
  });
});

describe('while bytes travel', () => {
  test('no transaction is open, and one that breaks off leaves nothing behind', async () => {
    const { w, reporter, obligationId } = await page();
    await w.server.listen({ port: 0, host: '127.0.0.1' });
    const { port } = w.server.server.address() as AddressInfo;
    const before = await stored();
    const query = new URLSearchParams({ obligationId, name: 'a.txt' });
    const request = http.request({
      port,
      method: 'PUT',
      path: `/files?${query.toString()}`,
      headers: { authorization: `Bearer ${reporter.token}`, 'content-length': 1000 },
    });
    request.on('error', () => {}); // it is broken off below
    request.write('开头');
    await expect.poll(async () => (await stored()).length).toBe(before.length + 1);
    const open = await w.asSystem(({ db }) =>
      sql<{
        count: number;
      }>`select count(*)::int as count from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null`.execute(
        db,
      ),
    );
    expect(open.rows).toEqual([{ count: 0 }]);
    request.destroy();
    await expect.poll(stored).toEqual(before);
    await sleep(50);
    expect((await editor(w.as(reporter), obligationId)).files).toEqual([]);
  });
});
