import fs from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { localBlobs } from '../../src/domains/files/blobs.ts';
import { incomingPath } from '../../src/domains/files/store-file.ts';
import { expireUploads, finishLeft, purgeReleased, removeOrphans } from '../../src/domains/files/sweep-files.ts';
import { decodeId } from '../../src/kit/node-id.ts';
import { CONTENTS, get, putAside } from '../support/files.ts';
import { field, inRequest } from '../support/plant.ts';
import { direct } from '../support/reporting.ts';
import { done, removeUpload, returnSubmission, saveSubmissionDraft, startSubmission, submitSubmission } from '../support/submissions.ts';
import { begin, look, send, upload } from '../support/uploads.ts';
import { filesDirectory, type TestPerson, testFiles, type World, world } from '../support/world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const blobs = localBlobs(filesDirectory);

async function page() {
  const w = await world();
  const r = await direct(w, ['a'], { fields: [field({ key: 'pictures', type: 'FILE' })], dueAt: '2021-12-31T00:00:00+08:00' });
  const reporter = await w.person(w.a);
  const obligationId = await r.obligation('a');
  const { editor } = done(await startSubmission(w.as(reporter), { obligationId }));
  const finishing = { em: w.orm.em as SqlEntityManager, clock: w.clock, store: testFiles };
  const after = (milliseconds: number) => w.clock.set(new Date(w.clock.now().getTime() + milliseconds));
  return { w, r, reporter, obligationId, version: editor.version as number, finishing, after };
}

/** The key under which an upload lies. */
const keyOf = (w: World, who: TestPerson, id: string): Promise<string> =>
  inRequest(w, who, async ({ db }) => {
    const { rows } = await sql<{ storage_key: string }>`select storage_key from upload where id = ${decodeId(id)!.id}`.execute(db);
    return rows[0]!.storage_key;
  });

const isThere = async (key: string) =>
  fs.access(path.join(filesDirectory, key.slice(0, 2), key)).then(
    () => true,
    () => false,
  );

describe('what a crash leaves', () => {
  test('an upload whose last byte came is looked at by whoever comes by', async () => {
    const { w, reporter, obligationId, finishing, after } = await page();
    const { id } = await begin(w, reporter, { obligationId, name: 'a.txt', size: 6 }, Buffer.from('abc'));
    const key = await keyOf(w, reporter, id);
    await fs.appendFile(incomingPath(testFiles, key), 'def'); // the process died before it could say so
    expect(await finishLeft(finishing, w.federationId, w.clock.now())).toBe(0); // whoever received it may be at it
    after(30_000);
    expect(await finishLeft(finishing, w.federationId, w.clock.now())).toBe(1);
    expect((await get(w, reporter, id)).body).toBe('abcdef');
    expect(await finishLeft(finishing, w.federationId, w.clock.now())).toBe(0);
  });

  test('an upload that was moved in and not written down is taken in all the same', async () => {
    const { w, reporter, obligationId, finishing, after } = await page();
    const id = await upload(w, reporter, { obligationId, name: 'a.jpg' }, CONTENTS.jpg);
    const key = await keyOf(w, reporter, id);
    await inRequest(w, reporter, async ({ db, now }) => {
      await sql`
        update upload set state = 'PROBING', probing_since = ${now}, media_type = null, sha256 = null, finished_at = null where storage_key = ${key}`.execute(
        db,
      );
      await sql`update stored_object set state = 'INCOMING' where id = ${key}`.execute(db);
    });
    after(60_000);
    expect(await finishLeft(finishing, w.federationId, w.clock.now())).toBe(0); // whoever looks at it may be alive
    after(5 * 60_000);
    expect(await finishLeft(finishing, w.federationId, w.clock.now())).toBe(1);
    expect((await get(w, reporter, id)).rawPayload).toEqual(CONTENTS.jpg);
  });

  test('bytes that no federation knows of are put aside after a day and go a month later; everything that is known stays', async () => {
    const { w, reporter, obligationId, finishing } = await page();
    const known = await keyOf(w, reporter, await upload(w, reporter, { obligationId, name: 'a.jpg' }, CONTENTS.jpg));
    const unfinished = await keyOf(w, reporter, (await begin(w, reporter, { obligationId, name: 'b.jpg', size: 99 }, Buffer.from('x'))).id);
    const now = new Date();
    const old = new Date(now.getTime() - DAY - 1000);
    const put = async (at: Date) => {
      const key = randomUUID();
      const temporary = incomingPath(testFiles, randomUUID());
      await fs.writeFile(temporary, 'stray');
      await fs.utimes(temporary, at, at);
      await blobs.take(temporary, key);
      return key;
    };
    const [stray, young] = [await put(old), await put(new Date(now.getTime() - DAY + 60_000))];
    const left = incomingPath(testFiles, randomUUID());
    await fs.writeFile(left, 'half of it');
    for (const file of [left, incomingPath(testFiles, unfinished), path.join(filesDirectory, known.slice(0, 2), known)])
      await fs.utimes(file, old, old);
    await removeOrphans(finishing, [w.federationId], now);
    expect(await Promise.all([stray, young, known].map(isThere))).toEqual([false, true, true]);
    await expect(fs.access(left)).rejects.toThrow('ENOENT');
    expect((await look(w, reporter, w.id('File', (await uploadId(w, reporter, unfinished))!))).offset).toBe(1);
    const aside = path.join(filesDirectory, 'lost', stray);
    expect(await fs.readFile(aside, 'utf8')).toBe('stray');
    await removeOrphans(finishing, [w.federationId], new Date(now.getTime() + 30 * DAY));
    await fs.access(aside);
    await removeOrphans(finishing, [], new Date(now.getTime() + 31 * DAY)); // a database that knows of nobody is the wrong one
    await fs.access(aside);
    await fs.utimes(path.join(filesDirectory, known.slice(0, 2), known), now, now);
    await removeOrphans(finishing, [w.federationId], new Date(now.getTime() + 30 * DAY + 1));
    await expect(fs.access(aside)).rejects.toThrow('ENOENT');
    expect(await Promise.all([young, known].map(isThere))).toEqual([false, true]);
  });
});

const uploadId = (w: World, who: TestPerson, key: string) =>
  inRequest(
    w,
    who,
    async ({ db }) => (await sql<{ id: string }>`select id from upload where storage_key = ${key}`.execute(db)).rows[0]?.id,
  );

describe.concurrent('what time does', () => {
  test('an upload for which nothing came for a day is given up; each byte gives it a day more', async () => {
    const { w, reporter, obligationId, finishing, after } = await page();
    const { id } = await begin(w, reporter, { obligationId, name: 'a.txt', size: 6 }, Buffer.from('ab'));
    after(DAY - 1);
    expect(await expireUploads(finishing, w.federationId, w.clock.now())).toBe(0);
    expect((await send(w, reporter, id, 2, Buffer.from('cd'))).offset).toBe(4);
    after(DAY - 1);
    expect(await expireUploads(finishing, w.federationId, w.clock.now())).toBe(0);
    after(1);
    const key = await keyOf(w, reporter, id);
    expect(await expireUploads(finishing, w.federationId, w.clock.now())).toBe(1);
    expect(await look(w, reporter, id)).toMatchObject({ status: 410 });
    const answer = await send(w, reporter, id, 4, Buffer.from('ef'));
    expect(answer.errors).toEqual([{ code: 'UPLOAD_FAILED', message: '超过一天没有继续上传，请重新上传', path: ['id'] }]);
    await expect(fs.access(incomingPath(testFiles, key))).rejects.toThrow('ENOENT');
    expect(await expireUploads(finishing, w.federationId, w.clock.now())).toBe(0);
  });

  test('what was taken out lies a week longer; what was handed in stays', async () => {
    const { w, r, reporter, obligationId, version, finishing, after } = await page();
    const unit = w.as(reporter);
    const [sent, dropped] = [
      await upload(w, reporter, { obligationId, name: 'a.jpg' }, CONTENTS.jpg),
      await upload(w, reporter, { obligationId, name: 'b.jpg' }, CONTENTS.jpg),
    ];
    const keys = [await keyOf(w, reporter, sent), await keyOf(w, reporter, dropped)];
    done(await removeUpload(unit, { fileId: dropped }));
    const answers = [{ deliverableId: r.deliverables.province, field: 'pictures', value: [{ fileId: sent }] }];
    const saved = done(await saveSubmissionDraft(unit, { obligationId, version, answers }))['editor'];
    const { submission } = done(await submitSubmission(unit, { obligationId, version: saved.version }));
    const province = w.as(await w.person(w.province, ['REVIEWER']));
    done(await returnSubmission(province, { submissionId: submission.id, version: submission.version, reason: '换一张' }));
    done(await removeUpload(unit, { fileId: sent }));
    after(7 * DAY - 1);
    expect(await purgeReleased(finishing, w.federationId, w.clock.now())).toBe(0);
    after(1);
    expect(await purgeReleased(finishing, w.federationId, w.clock.now())).toBe(1);
    expect(await Promise.all(keys.map(isThere))).toEqual([true, false]);
    expect((await get(w, reporter, sent)).rawPayload).toEqual(CONTENTS.jpg);
    expect(await purgeReleased(finishing, w.federationId, w.clock.now())).toBe(0);
  });

  test('what was kept for a time goes an hour after it', async () => {
    const { w, finishing, after } = await page();
    const officer = await w.person(w.province, ['ISSUING_OFFICER']);
    await putAside(w, officer, 'ATTACHMENT', 'a.jpg', CONTENTS.jpg);
    after(DAY - 1);
    expect(await purgeReleased(finishing, w.federationId, w.clock.now())).toBe(0);
    after(1);
    expect(await purgeReleased(finishing, w.federationId, w.clock.now())).toBe(0);
    after(HOUR);
    expect(await purgeReleased(finishing, w.federationId, w.clock.now())).toBe(1);
  });
});
