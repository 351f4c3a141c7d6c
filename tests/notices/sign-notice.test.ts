import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { PlantedOrganization } from '../../src/domains/federation/found.ts';
import type { Client } from '../support/client.ts';
import { draftForwarding, draftNotice, forwardNotice, issue, issueNotice, saveNoticeDraft, type TestNotice } from '../support/notices.ts';
import { returnNoticeDraft, reviewNotice, signNotice, signOff, submitNoticeForReview, taken } from '../support/signing.ts';
import { provinceContent } from '../support/source000.ts';
import { type TestPerson, type World, world } from '../support/world.ts';

const at = '2021-04-07T10:00:00+08:00';
const content = { ...provinceContent, docNumber: null };

/** A body with somebody who writes, somebody who signs, and both as the API sees them. */
async function office(w: World, organization: PlantedOrganization) {
  const [writer, signatory] = [await w.person(organization, ['ISSUING_OFFICER']), await w.person(organization, ['SIGNATORY'])];
  return { writer, signatory, writing: w.as(writer), signing: w.as(signatory) };
}

const draft = async (client: Client): Promise<TestNotice> => taken(await draftNotice(client, { content }));
const sending = ({ id, version }: TestNotice) => ({ noticeId: id, version });
const codes = ({ errors }: { errors: readonly { code: string }[] }) => errors.map(({ code }) => code);

/** A lent capacity: `to` acts in what `lender` lends. */
async function lend(w: World, lender: TestPerson, to: TestPerson, roles: readonly string[]): Promise<Client> {
  const { delegateCapacity } = await w
    .as(lender)
    .ask('mutation ($input: DelegateCapacityInput!) { delegateCapacity(input: $input) { errors { code } delegation { id } } }', {
      input: { holderLogin: to.login, roles, until: '2021-05-20T00:00:00+08:00' },
    });
  expect(delegateCapacity.errors).toEqual([]);
  const { me } = await w.as(to).ask('{ me { capacities { id kind } } }');
  const lent = me.capacities.find(({ kind }: { kind: string }) => kind === 'DELEGATION');
  return w.as(to, { headers: { 'x-capacity': lent.id } });
}

const nothingSent = async (w: World): Promise<void> => {
  const { rows } = await w.asSystem(({ db }) => sql`select from delivery`.execute(db));
  expect(rows).toEqual([]);
};

describe.concurrent('signing a notice', () => {
  test('drafted, reviewed, signed by another person, issued; the signature keeps who, when and what', async () => {
    const w = await world({ at, signing: true });
    const { writer, signatory, writing, signing } = await office(w, w.province);
    const first = await draft(writing);
    expect(first).toMatchObject({ stage: 'DRAFTING', viewerCan: { issue: { allowed: false, code: 'NOT_SIGNED' } } });
    w.clock.set('2021-04-08T09:00:00+08:00');
    const submitted = taken(await submitNoticeForReview(writing, first));
    expect(submitted.stage).toBe('IN_REVIEW');
    const reviewed = taken(await reviewNotice(signing, submitted, '数字已核对'));
    expect(reviewed.stage).toBe('REVIEWED');
    w.clock.set('2021-04-09T09:00:00+08:00');
    const signed = taken(await signNotice(signing, reviewed, { seal: { reference: 'OA-2021-0409-17', sealedOn: '2021-04-09' } }));
    expect(signed).toMatchObject({ stage: 'SIGNED', state: 'DRAFT', viewerCan: { issue: { allowed: false, code: 'FORBIDDEN' } } });
    w.clock.set('2021-04-10T09:00:00+08:00');
    const issued = taken(await issueNotice(writing, sending(signed)));
    expect(issued).toMatchObject({ state: 'ISSUED', stage: 'SIGNED', issuedOn: '2021-04-07' });

    const STEPS = `query($id: ID!) { notice(id: $id) { signingRequired steps { kind kindLabel at by version contentHash remark seal { reference sealedOn } } } }`;
    const { notice } = await writing.ask(STEPS, { id: issued.id });
    const hash = notice.steps[0].contentHash;
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    const step = { version: 0, contentHash: hash, remark: null, seal: null };
    expect(notice).toEqual({
      signingRequired: true,
      steps: [
        { ...step, kind: 'SUBMITTED', kindLabel: '送核', at: '2021-04-08T01:00:00.000Z', by: writer.name, version: first.version },
        {
          ...step,
          kind: 'REVIEWED',
          kindLabel: '核稿',
          at: '2021-04-08T01:00:00.000Z',
          by: signatory.name,
          version: first.version + 1,
          remark: '数字已核对',
        },
        {
          ...step,
          kind: 'SIGNED',
          kindLabel: '签发',
          at: '2021-04-09T01:00:00.000Z',
          by: signatory.name,
          version: first.version + 2,
          seal: { reference: 'OA-2021-0409-17', sealedOn: '2021-04-09' },
        },
      ],
    });
    // Nobody else sees how it came about: neither who received it, nor who only counts.
    const others = [await w.person(w.city, ['ISSUING_OFFICER']), await w.person(w.province, ['ANALYST'])];
    for (const other of others) expect((await w.as(other).ask(STEPS, { id: issued.id })).notice.steps).toEqual([]);
  });

  test('a draft lies on the list of whoever has to review, sign or send it', async () => {
    const w = await world({ at, signing: true });
    const { writing, signing } = await office(w, w.province);
    const LIST = '{ workItems(first: 5) { nodes { kind verb title notice { stage } viewerCan { act { allowed code } } } } }';
    const list = async (client: Client) =>
      (await client.ask(LIST)).workItems.nodes.map(({ verb, viewerCan: { act } }: { verb: string; viewerCan: { act: object } }) => [
        verb,
        act,
      ]);
    const first = await draft(writing);
    expect(await list(signing)).toEqual([]);
    const submitted = taken(await submitNoticeForReview(writing, first));
    expect(await list(signing)).toEqual([['核稿', { allowed: true, code: null }]]);
    expect(await list(writing)).toEqual([['核稿', { allowed: false, code: 'FOUR_EYES' }]]);
    const reviewed = taken(await reviewNotice(signing, submitted));
    expect(await list(signing)).toEqual([['签发', { allowed: true, code: null }]]);
    const signed = taken(await signNotice(signing, reviewed));
    expect(await list(writing)).toEqual([['印发', { allowed: true, code: null }]]);
    expect(await list(w.as(await w.person(w.province, ['ANALYST'])))).toEqual([]);
    taken(await issueNotice(writing, sending(signed)));
    expect(await list(writing)).toEqual([]);
  });

  test('without a printed date a notice bears that of its signature', async () => {
    const w = await world({ at, signing: true });
    const { writing, signing } = await office(w, w.province);
    const undated = taken(await draftNotice(writing, { content: { ...content, issuedOn: null } }));
    const signed = await signOff(writing, signing, undated);
    w.clock.set('2021-04-12T10:00:00+08:00');
    expect(taken(await issueNotice(writing, sending(signed))).issuedOn).toBe('2021-04-07');
  });

  test('what is not signed goes nowhere, however far it has come', async () => {
    const w = await world({ at, signing: true });
    const { writing, signing } = await office(w, w.province);
    const first = await draft(writing);
    expect(codes(await issueNotice(writing, sending(first)))).toEqual(['NOT_SIGNED']);
    const submitted = taken(await submitNoticeForReview(writing, first));
    expect(codes(await issueNotice(writing, sending(submitted)))).toEqual(['NOT_SIGNED']);
    expect(codes(await signNotice(signing, submitted))).toEqual(['NOT_REVIEWED']);
    expect(codes(await submitNoticeForReview(writing, submitted))).toEqual(['WRONG_STATE']);
    const reviewed = taken(await reviewNotice(signing, submitted));
    expect(codes(await reviewNotice(signing, reviewed))).toEqual(['WRONG_STATE']);
    expect(codes(await issueNotice(writing, sending(reviewed)))).toEqual(['NOT_SIGNED']);
    await nothingSent(w);
    const signed = taken(await signNotice(signing, reviewed));
    expect(codes(await signNotice(signing, signed))).toEqual(['WRONG_STATE']);
    expect(codes(await signNotice(signing, { ...signed, version: 1 }))).toEqual(['WRONG_STATE']);
    expect(codes(await issueNotice(writing, { noticeId: signed.id, version: 1 }))).toEqual(['STALE_VERSION']);
    await nothingSent(w);
  });

  test('a city forwards only what it has signed', async () => {
    const w = await world({ at, signing: true });
    const province = await office(w, w.province);
    const city = await office(w, w.city);
    const signed = await signOff(province.writing, province.signing, await draft(province.writing));
    const { id: noticeId } = taken(await issueNotice(province.writing, sending(signed)));
    const forwarding = taken(await draftForwarding(city.writing, { noticeId }));
    expect(forwarding.viewerCan.forward).toEqual({ allowed: false, code: 'NOT_SIGNED' });
    expect(codes(await forwardNotice(city.writing, sending(forwarding)))).toEqual(['NOT_SIGNED']);
    const ready = await signOff(city.writing, city.signing, forwarding);
    expect(taken(await forwardNotice(city.writing, sending(ready))).state).toBe('ISSUED');
  });

  test('a draft that is changed begins anew, whoever had signed it', async () => {
    const w = await world({ at, signing: true });
    const { writing, signing } = await office(w, w.province);
    const signed = await signOff(writing, signing, await draft(writing));
    const changed = taken(await saveNoticeDraft(writing, { ...sending(signed), content: { ...content, body: '改一个字。' } }));
    expect(changed.stage).toBe('DRAFTING');
    expect(codes(await issueNotice(writing, sending(changed)))).toEqual(['NOT_SIGNED']);
    const again = await signOff(writing, signing, changed);
    const issued = taken(await issueNotice(writing, sending(again)));
    const { notice } = await writing.ask('query($id: ID!) { notice(id: $id) { body steps { kind contentHash } } }', { id: issued.id });
    expect(notice.body).toBe('改一个字。');
    const kinds = notice.steps.map(({ kind }: { kind: string }) => kind).join(' ');
    expect(kinds).toBe('SUBMITTED REVIEWED SIGNED REVISED SUBMITTED REVIEWED SIGNED');
    const hashes = new Set(notice.steps.map((step: { contentHash: string }) => step.contentHash));
    expect(hashes.size).toBe(2);
  });

  test('who signs may give it back with a reason, even what was signed already', async () => {
    const w = await world({ at, signing: true });
    const { writing, signing } = await office(w, w.province);
    const first = await draft(writing);
    expect(codes(await returnNoticeDraft(signing, first, '请核对'))).toEqual(['WRONG_STATE']);
    const signed = await signOff(writing, signing, first);
    const returned = taken(await returnNoticeDraft(signing, signed, '主送单位有误'));
    expect(returned.stage).toBe('DRAFTING');
    expect(codes(await issueNotice(writing, sending(returned)))).toEqual(['NOT_SIGNED']);
    const { notice } = await writing.ask('query($id: ID!) { notice(id: $id) { steps { kind remark } } }', { id: first.id });
    expect(notice.steps.at(-1)).toEqual({ kind: 'RETURNED', remark: '主送单位有误' });
  });

  test('text that was changed behind the signature is not sent', async () => {
    const w = await world({ at, signing: true });
    const { writing, signing } = await office(w, w.province);
    const signed = await signOff(writing, signing, await draft(writing));
    await w.asSystem(({ db }) => sql`update deliverable set title = '别的材料' where federation_id = ${w.federationId}`.execute(db));
    expect(codes(await issueNotice(writing, sending(signed)))).toEqual(['SIGNATURE_MISMATCH']);
    await nothingSent(w);
  });
});

describe.concurrent('four eyes over a draft', () => {
  const both = ['ISSUING_OFFICER', 'SIGNATORY'] as const;

  test('a signatory who drafted it neither reviews nor signs it', async () => {
    const w = await world({ at, signing: true });
    const [one, other] = [w.as(await w.person(w.province, both)), w.as(await w.person(w.province, both))];
    const submitted = taken(await submitNoticeForReview(one, await draft(one)));
    const refused = await reviewNotice(one, submitted);
    expect(refused.errors).toEqual([{ code: 'FOUR_EYES', message: '拟稿人不能核稿或签发自己拟写的文稿', path: ['input', 'noticeId'] }]);
    const reviewed = taken(await reviewNotice(other, submitted));
    expect(codes(await signNotice(one, reviewed))).toEqual(['FOUR_EYES']);
    expect((await one.ask('query($id: ID!) { notice(id: $id) { stage } }', { id: reviewed.id })).notice.stage).toBe('REVIEWED');
    expect(taken(await signNotice(other, reviewed)).stage).toBe('SIGNED');
  });

  test('nor one who changed what another had drafted', async () => {
    const w = await world({ at, signing: true });
    const [one, other, third] = [
      w.as(await w.person(w.province, both)),
      w.as(await w.person(w.province, both)),
      w.as(await w.person(w.province, both)),
    ];
    const changed = taken(await saveNoticeDraft(other, { ...sending(await draft(one)), content }));
    const reviewed = taken(await reviewNotice(third, taken(await submitNoticeForReview(one, changed))));
    for (const author of [one, other]) expect(codes(await signNotice(author, reviewed))).toEqual(['FOUR_EYES']);
    expect(taken(await signNotice(third, reviewed)).stage).toBe('SIGNED');
  });

  test('nor through a capacity that was lent: not by whom the drafter stands in for, not for the drafter', async () => {
    const w = await world({ at, signing: true });
    const [chair, clerk, third] = [
      await w.person(w.province, both),
      await w.person(w.province, both),
      await w.person(w.province, ['SIGNATORY']),
    ];
    // The clerk writes in the chair's capacity: the chair is behind the text.
    const forChair = await lend(w, chair, clerk, ['ISSUING_OFFICER']);
    const written = taken(await submitNoticeForReview(forChair, await draft(forChair)));
    expect(codes(await reviewNotice(w.as(chair), written))).toEqual(['FOUR_EYES']);
    const reviewed = taken(await reviewNotice(w.as(third), written));
    expect(codes(await signNotice(w.as(chair), reviewed))).toEqual(['FOUR_EYES']);
    // Somebody signs in the capacity that the drafter lent.
    const forClerk = await lend(w, clerk, third, ['SIGNATORY']);
    const refused = await signNotice(forClerk, reviewed);
    expect(refused.errors.map(({ code, message }) => [code, message])).toEqual([['FOUR_EYES', '受拟稿人委托，不能核稿或签发其拟写的文稿']]);
    expect(taken(await signNotice(w.as(third), reviewed)).stage).toBe('SIGNED');
  });
});

describe.concurrent('who has to sign', () => {
  const SET = `mutation($input: SetSigningPolicyInput!) { setSigningPolicy(input: $input) { errors { code path } organization { mustSign } } }`;

  test('a county may send without, until its administrator decides otherwise; a province never', async () => {
    const w = await world({ at, signing: true });
    const administrator = w.as(await w.person(w.county, ['ADMINISTRATOR']));
    const { writing, signing } = await office(w, w.county);
    const county = w.id('Organization', w.county.id);
    const own = { ...content, deliverables: [], addressees: { groups: [{ kinds: [], scope: 'CHILDREN' }] } };
    expect((await issue(writing, own)).state).toBe('ISSUED');

    const set = async (client: Client, organizationId: string, required: boolean) =>
      (await client.ask(SET, { input: { organizationId, required, reason: '人员变动' } })).setSigningPolicy;
    expect((await set(administrator, county, false)).errors).toEqual([{ code: 'UNCHANGED', path: ['input', 'required'] }]);
    expect(await set(administrator, county, true)).toEqual({ errors: [], organization: { mustSign: true } });
    const unsigned = taken(await draftNotice(writing, { content: own }));
    expect(codes(await issueNotice(writing, sending(unsigned)))).toEqual(['NOT_SIGNED']);
    const signed = await signOff(writing, signing, unsigned);
    expect(taken(await issueNotice(writing, sending(signed))).state).toBe('ISSUED');
    expect(await set(administrator, county, false)).toEqual({ errors: [], organization: { mustSign: false } });
    expect((await issue(writing, own)).state).toBe('ISSUED');

    const top = w.as(await w.person(w.province, ['ADMINISTRATOR']));
    for (const body of [w.province, w.city]) {
      expect(await set(top, w.id('Organization', body.id), false)).toEqual({
        errors: [{ code: 'SIGNING_FIXED', path: ['input', 'organizationId'] }],
        organization: null,
      });
    }
    expect((await set(administrator, w.id('Organization', w.sibling.id), true)).errors).toEqual([
      { code: 'NOT_FOUND', path: ['input', 'organizationId'] },
    ]);
  });

  test('what a county has given to be signed waits for it there, too', async () => {
    const w = await world({ at, signing: true });
    const { writing, signing } = await office(w, w.county);
    const own = { ...content, deliverables: [], addressees: { groups: [{ kinds: [], scope: 'CHILDREN' }] } };
    const submitted = taken(await submitNoticeForReview(writing, taken(await draftNotice(writing, { content: own }))));
    expect(codes(await issueNotice(writing, sending(submitted)))).toEqual(['NOT_SIGNED']);
    const signed = taken(await signNotice(signing, taken(await reviewNotice(signing, submitted))));
    expect(taken(await issueNotice(writing, sending(signed))).stage).toBe('SIGNED');
  });
});
