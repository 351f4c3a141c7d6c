import { describe, expect, test } from 'vitest';
import { applying, approvalsAs, fill, giveOpinion, opinion, save, states } from '../support/approvals.ts';
import { decline, invite, readLink } from '../support/links.ts';
import { digestOf } from '../support/digest.ts';
import { codes, done, submitSubmission } from '../support/submissions.ts';
import type { World } from '../support/world.ts';

const SIGN = `mutation ($input: SignOpinionInput!) { signOpinion(input: $input) { errors { code message path } link { state stateLabel } } }`;
const sign = async (w: World, token: string, sealReference?: string) =>
  (await w.nobody.ask(SIGN, { input: { token, opinion: '情况属实', ...(sealReference && { sealReference }) } })).signOpinion;
const HEAD = { name: '厂长甲', post: '厂长' };

describe('a step signed by a link', () => {
  test('R-10: the head of the unit signs once, with seal and date, what was shown; the opinion says that it came by a link', async () => {
    const a = await applying();
    const { w, unit, obligationId } = a;
    await fill(a);
    const asked = await invite(w, unit, { id: obligationId }, { signer: HEAD });
    expect(asked.errors).toEqual([]);
    const shown = await readLink(w, asked.token);
    expect(shown).toMatchObject({ state: 'OPEN', step: '签署本单位行政意见', title: '模范职工之家申报表', signerName: '厂长甲' });
    expect(shown.lines).toEqual([{ label: '主要事迹', text: '组织了十场活动' }]);
    expect(codes(await sign(w, asked.token))).toEqual(['SEAL_MISSING']);
    expect(codes(await sign(w, asked.token, '电子印章0007'))).toEqual([]);
    expect(codes(await sign(w, asked.token, '电子印章0007'))).toEqual(['ALREADY_SIGNED']);
    const read = await approvalsAs(w, unit, obligationId);
    expect(states(read)).toBe('administration AGREED, party NEXT, superior WAITING, city WAITING');
    expect(read.steps[0].opinions).toMatchObject([
      {
        opinion: 'AGREE',
        text: '情况属实',
        datedOn: '2023-10-11',
        way: 'LINK',
        wayLabel: '通过一次性链接签署',
        signerName: '厂长甲',
        seal: { reference: '电子印章0007', file: null },
      },
    ]);
  });

  test('who signs next sees what was said before, and sends the page back', async () => {
    const a = await applying();
    const { w, unit, obligationId } = a;
    const version = await fill(a);
    done(await giveOpinion(w, unit, await opinion(a, unit, { step: 'administration', version })));
    const asked = await invite(w, unit, { id: obligationId }, { signer: { name: '书记乙', post: '书记' } });
    expect((await readLink(w, asked.token)).lines).toEqual([
      { label: '主要事迹', text: '组织了十场活动' },
      { label: '本单位行政意见', text: '情况属实，同意申报，2023-10-10' },
    ]);
    expect(codes(await decline(w, asked.token, '请写明会员人数'))).toEqual([]);
    const read = await approvalsAs(w, unit, obligationId);
    expect(states(read)).toBe('administration AGREED, party RETURNED, superior WAITING, city WAITING');
    expect(read.steps[1].opinions).toMatchObject([{ opinion: 'RETURN', way: 'LINK', text: '请写明会员人数' }]);
    expect(codes(await submitSubmission(w.as(unit), { obligationId, version }))).toEqual(['STEP_MISSING']);
  });

  test('a page that was changed is not signed by the link, and nobody else asks for it', async () => {
    const a = await applying();
    const { w, unit, county, obligationId } = a;
    const version = await fill(a);
    const asked = await invite(w, unit, { id: obligationId }, { signer: HEAD });
    await save(a, version, { deeds: '组织了十二场活动' });
    const before = await digestOf(w.federationId);
    expect(codes(await sign(w, asked.token, '电子印章0007'))).toEqual(['SUBJECT_CHANGED']);
    expect(codes(await invite(w, county, { id: obligationId }, { signer: HEAD }))).toEqual(['NOT_OWN']);
    expect(await digestOf(w.federationId)).toEqual(before);
  });
});
