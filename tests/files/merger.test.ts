import { expect, test } from 'vitest';
import { attachFiles, publishAttached } from '../../src/domains/files/attach-files.ts';
import { decodeId } from '../../src/kit/node-id.ts';
import { moveOrganization, mergeOrganizations } from '../federation/operations.ts';
import { get, putAside, CONTENTS } from '../support/files.ts';
import { field, inRequest, obligationOf, plantNotice } from '../support/plant.ts';
import { done, startSubmission } from '../support/submissions.ts';
import { begin, look, send } from '../support/uploads.ts';
import { type TestPerson, type World, world } from '../support/world.ts';

const REASON = '区划调整，两县合并';
const JPG = CONTENTS.jpg;

/** The county has asked its units for something, with a picture attached, and itself owes the city a picture that is on its way. */
async function stage() {
  const w = await world();
  const [city, county] = [await w.person(w.city, ['ISSUING_OFFICER']), await w.allRounder(w.county)];
  const fields = [field({ key: 'pictures', type: 'FILE' })];
  const above = await plantNotice(w, { by: city, to: [w.county], deliverables: [{ fields, dueAt: '2021-12-31T00:00:00+08:00' }] });
  const below = await plantNotice(w, { by: county, to: [w.a], deliverables: [] });
  const attached = (await putAside(w, county, 'ATTACHMENT', '附件.jpg', JPG)).file!.id;
  const subject = { subjectType: 'Notice', subjectId: below.id, path: w.county.path };
  await inRequest(w, county, async (ctx) => {
    await attachFiles(ctx, subject, [decodeId(attached)!.id], ['input', 'fileIds']);
    await publishAttached(ctx, 'Notice', below.id);
  });
  const obligationId = w.id('Obligation', await obligationOf(w, w.county, above.deliverables['report']!));
  done(await startSubmission(w.as(county), { obligationId }));
  const { id } = await begin(w, county, { obligationId, name: 'a.jpg', size: JPG.length }, JPG.subarray(0, 9));
  const statuses = (...who: readonly TestPerson[]) => Promise.all(who.map(async (one) => (await get(w, one, attached)).statusCode));
  return { w, county, id, obligationId, statuses, unit: await w.person(w.a) };
}

const idOf = (w: World, place: { id: string }) => w.id('Organization', place.id);

test('a body that is merged leaves its uploads on their way, and what it has attached, to the one that goes on for it', async () => {
  const { w, id, obligationId, statuses, unit } = await stage();
  const administrator = w.as(await w.person(w.city, ['ADMINISTRATOR']));
  const merged = await mergeOrganizations(administrator, {
    predecessorId: idOf(w, w.county),
    successorId: idOf(w, w.sibling),
    reason: REASON,
  });
  expect(merged.errors).toEqual([]);
  const successor = await w.allRounder(w.sibling);
  expect((await look(w, successor, id)).offset).toBe(9);
  expect((await send(w, successor, id, 9, JPG.subarray(9))).offset).toBe(JPG.length);
  const { submissionEditor } = await w.as(successor).ask('query($id: ID!) { submissionEditor(obligationId: $id) { files { state } } }', {
    id: obligationId,
  });
  expect(submissionEditor.files).toEqual([{ state: 'STORED' }]);
  expect((await get(w, successor, id)).rawPayload).toEqual(JPG);
  expect(await statuses(unit, successor)).toEqual([200, 200]);
});

test('a body that is moved takes both along', async () => {
  const { w, county, id, statuses, unit } = await stage();
  const administrator = w.as(await w.person(w.province, ['ADMINISTRATOR']));
  const moved = await moveOrganization(administrator, {
    organizationId: idOf(w, w.county),
    version: 1,
    parentId: idOf(w, w.otherCity),
    reason: REASON,
  });
  expect(moved.errors).toEqual([]);
  expect((await send(w, county, id, 9, JPG.subarray(9))).offset).toBe(JPG.length);
  expect((await get(w, county, id)).rawPayload).toEqual(JPG);
  const [before, after] = [await w.allRounder(w.city), await w.allRounder(w.otherCity)];
  expect(await statuses(unit, county, after, before)).toEqual([200, 200, 200, 404]);
});
