import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { asAdministrator, digestOf } from '../support/digest.ts';
import { CHAIR, decline, invite, LINK, readLink, reviewed, revoke, sign } from '../support/links.ts';
import { issueNotice, saveNoticeDraft } from '../support/notices.ts';
import { signNotice } from '../support/signing.ts';
import { type World, world } from '../support/world.ts';

const NOTICE = 'query ($id: ID!) { notice(id: $id) { stage version steps { kind by remark } viewerCan { issue { allowed code } } } }';
const LIST = `query ($id: ID!) { signingInvitations(subjectId: $id) { nodes { id state stateLabel signer { name } opinion answeredAt } } }`;
const START = '2021-05-06T09:00:00+08:00';
const DAY = 24 * 3_600_000;

/** The city's officers: one writes, one reviews; and what was reviewed. */
async function office(w: World) {
  const [writer, reviewer] = [await w.person(w.city, ['ISSUING_OFFICER']), await w.person(w.city, ['ISSUING_OFFICER'])];
  const draft = await reviewed(w, writer, reviewer);
  return { writer, reviewer, draft };
}

describe.concurrent('a link for signing', () => {
  test('shows a leader without an account the text, takes one signature, and the notice may go out', async () => {
    const w = await world({ at: START });
    const { writer, reviewer, draft } = await office(w);
    const { invitation, token, address, errors } = await invite(w, reviewer, draft, { message: '请于今日签发' });
    expect(errors).toEqual([]);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(address).toBe(`/sign?token=${token}`);
    expect(invitation).toEqual({
      id: expect.any(String),
      subjectId: draft.id,
      state: 'OPEN',
      stateLabel: '待签署',
      step: '签发',
      message: '请于今日签发',
      signer: { name: CHAIR.name, login: null },
      signerPost: CHAIR.post,
      invitedBy: reviewer.name,
      invitedAt: '2021-05-06T01:00:00.000Z',
      expiresAt: '2021-05-13T01:00:00.000Z',
    });
    const open = {
      state: 'OPEN',
      stateLabel: `请${CHAIR.name}签发，有效期至2021-05-13 09:00`,
      organizationName: '石门市总工会',
      signerName: CHAIR.name,
      signerPost: CHAIR.post,
      step: '签发',
      message: '请于今日签发',
      title: '关于报送工作情况的通知',
      lines: [
        { label: '发文单位', text: '石门市总工会' },
        { label: '落款', text: '办公室' },
        { label: '主送', text: '4家' },
        { label: '正文', text: '请各单位报送。' },
      ],
      expiresAt: '2021-05-13T01:00:00.000Z',
      answeredAt: null,
    };
    expect(await readLink(w, token)).toEqual(open);
    expect(await readLink(w, token), 'looking uses nothing up').toEqual(open);

    w.clock.advance(60_000);
    const signed = await sign(w, token, '同意');
    const done = {
      ...open,
      state: 'SIGNED',
      stateLabel: `已由${CHAIR.name}于2021-05-06 09:01签署`,
      message: null,
      lines: [],
      answeredAt: '2021-05-06T01:01:00.000Z',
    };
    expect(signed).toEqual({ errors: [], link: done });
    expect(await readLink(w, token)).toEqual(done);
    const { notice } = await w.as(writer).ask(NOTICE, { id: draft.id });
    expect(notice.stage).toBe('SIGNED');
    expect(notice.steps.at(-1)).toEqual({ kind: 'SIGNED', by: CHAIR.name, remark: '同意' });
    expect(notice.viewerCan.issue).toEqual({ allowed: true, code: null });
    expect((await w.as(writer).ask(LIST, { id: draft.id })).signingInvitations.nodes).toEqual([
      {
        id: invitation.id,
        state: 'SIGNED',
        stateLabel: '已签署',
        signer: { name: CHAIR.name },
        opinion: '同意',
        answeredAt: done.answeredAt,
      },
    ]);
    const { rows } = await w.asSystem(({ db }) =>
      sql`select l.operation, h.name, l.detail->>'invitedById' as invited_by from audit_line l left join person h on h.id = l.person_id
           where l.operation in ('signNotice', 'signOpinion') order by l.id`.execute(db),
    );
    expect(rows).toEqual([
      { operation: 'signNotice', name: CHAIR.name, invited_by: null },
      { operation: 'signOpinion', name: CHAIR.name, invited_by: reviewer.personId },
    ]);
    const { rows: told } = await w.asSystem(({ db }) =>
      sql`select event, audience, detail from announcement where event = 'SIGNATURE_GIVEN'`.execute(db),
    );
    expect(told).toEqual([
      {
        event: 'SIGNATURE_GIVEN',
        audience: { personIds: [reviewer.personId] },
        detail: { title: '关于报送工作情况的通知', step: '签发' },
      },
    ]);
    expect((await issueNotice(w.as(writer), { noticeId: draft.id, version: notice.version })).errors).toEqual([]);
  });

  test('used twice, expired, revoked, forged: each says so, by whom and when, and changes nothing', async () => {
    const w = await world({ at: START });
    const { writer, reviewer, draft } = await office(w);
    const refused = async (token: string, code: string, message: string) => {
      const before = await digestOf(w.federationId);
      for (const answer of [sign, decline]) {
        expect(await answer(w, token)).toEqual({ link: null, errors: [{ code, message, path: ['input', 'token'] }] });
      }
      expect(await digestOf(w.federationId), code).toEqual(before);
    };
    const invalid = '链接无效，请核对地址是否完整，或联系发出链接的单位';
    await refused('A'.repeat(43), 'INVALID_LINK', invalid);
    await refused('', 'INVALID_LINK', invalid);
    expect(await readLink(w, 'A'.repeat(43))).toBeNull();

    const first = await invite(w, reviewer, draft);
    expect((await revoke(w, writer, first.invitation.id)).invitation).toEqual({ state: 'REVOKED' });
    expect((await revoke(w, writer, first.invitation.id)).errors).toEqual([{ code: 'ALREADY_ENDED', path: ['input', 'invitationId'] }]);
    await refused(first.token, 'LINK_REVOKED', '链接已于2021-05-06 09:00作废，请联系发出链接的单位');

    const second = await invite(w, reviewer, draft, { expiresAt: '2021-05-07T00:00:00+08:00' });
    w.clock.set('2021-05-06T23:59:59.999+08:00');
    expect((await readLink(w, second.token)).state).toBe('OPEN');
    w.clock.advance(1);
    await refused(second.token, 'LINK_EXPIRED', '链接已于2021-05-07 00:00过期，请联系发出链接的单位重新发送');

    const third = await invite(w, reviewer, draft);
    expect((await sign(w, third.token)).errors).toEqual([]);
    w.clock.advance(30 * DAY);
    await refused(third.token, 'ALREADY_SIGNED', `已由${CHAIR.name}于2021-05-07 00:00签署，链接不能再次使用`);
  });

  test('of two answers at once one counts', async () => {
    const w = await world({ at: START });
    const { reviewer, draft } = await office(w);
    const { token } = await invite(w, reviewer, draft);
    const answers = await Promise.all([sign(w, token), decline(w, token), sign(w, token)]);
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
    const { rows } = await w.asSystem(({ db }) => sql`select kind from notice_step where kind in ('SIGNED', 'RETURNED')`.execute(db));
    expect(rows.length, 'the product itself sees no drafts').toBe(0);
    const steps = (await w.as(reviewer).ask(NOTICE, { id: draft.id })).notice.steps as { kind: string }[];
    expect(steps.filter(({ kind }) => kind === 'SIGNED' || kind === 'RETURNED')).toHaveLength(1);
  });

  test('a leader who declines gives the draft back with a reason', async () => {
    const w = await world({ at: START });
    const { writer, reviewer, draft } = await office(w);
    const { token } = await invite(w, reviewer, draft);
    expect((await decline(w, token, ' ')).errors).toMatchObject([{ code: 'TOO_SMALL', path: ['input', 'reason'] }]);
    expect(await decline(w, token)).toMatchObject({
      errors: [],
      link: { state: 'DECLINED', stateLabel: `已由${CHAIR.name}于2021-05-06 09:00退回` },
    });
    const { notice } = await w.as(writer).ask(NOTICE, { id: draft.id });
    expect(notice.stage).toBe('DRAFTING');
    expect(notice.steps.at(-1)).toEqual({ kind: 'RETURNED', by: CHAIR.name, remark: '请补充依据' });
    expect((await sign(w, token)).errors).toMatchObject([{ code: 'ALREADY_DECLINED' }]);
  });

  test('what was changed, or signed otherwise, after the link went out is not signed by it', async () => {
    const w = await world({ at: START });
    const { writer, reviewer, draft } = await office(w);
    const { token } = await invite(w, reviewer, draft);
    const content = {
      title: '关于报送工作情况的补充通知',
      signedBy: '办公室',
      body: '另一段文字。',
      addressees: { groups: [{ kinds: [], scope: 'CHILDREN' }] },
      deliverables: [],
    };
    expect((await saveNoticeDraft(w.as(writer), { noticeId: draft.id, version: draft.version, content })).errors).toEqual([]);
    const before = await digestOf(w.federationId);
    for (const answer of [sign, decline]) expect((await answer(w, token)).errors).toMatchObject([{ code: 'SUBJECT_CHANGED' }]);
    expect(await digestOf(w.federationId)).toEqual(before);

    const other = await reviewed(w, writer, reviewer);
    const late = await invite(w, reviewer, other);
    const chair = await w.person(w.city, ['SIGNATORY']);
    expect((await signNotice(w.as(chair), other)).errors).toEqual([]);
    expect((await sign(w, late.token)).errors).toMatchObject([{ code: 'SUBJECT_CHANGED' }]);
  });

  test('is asked for by somebody who did not write the text, of somebody without an account, once at a time', async () => {
    const [w, other] = [await world({ at: START }), await world({ at: START })];
    const { writer, reviewer, draft } = await office(w);
    const stranger = await w.person(w.county, ['ISSUING_OFFICER']);
    const foreigner = await other.person(other.city, ['ISSUING_OFFICER']);
    const personOf = (one: { personId: string }) => ({ signer: { personId: w.id('Person', one.personId) } });
    const before = await digestOf(w.federationId);
    const refused = async (by: typeof writer, more: object, code: string, ...path: readonly string[]) => {
      const home = by === foreigner ? other : w;
      const { errors, token, invitation } = await invite(home, by, draft, more);
      expect([token, invitation, errors], code).toMatchObject([null, null, [{ code, path: ['input', ...path] }]]);
      expect(await digestOf(w.federationId), code).toEqual(before);
    };
    await refused(writer, {}, 'FOUR_EYES', 'subjectId');
    await refused(stranger, {}, 'NOT_FOUND', 'subjectId');
    await refused(foreigner, {}, 'NOT_FOUND', 'subjectId');
    await refused(reviewer, { subjectId: w.id('Submission', w.city.id) }, 'NOT_FOUND', 'subjectId');
    await refused(reviewer, personOf(writer), 'HAS_ACCOUNT', 'signer', 'personId');
    await refused(reviewer, personOf(foreigner), 'NOT_FOUND', 'signer', 'personId');
    await refused(reviewer, { signer: {} }, 'ONE_SIGNER', 'signer');
    await refused(reviewer, { expiresAt: '2021-06-05T09:00:00.001+08:00' }, 'INVALID_EXPIRY', 'expiresAt');
    await refused(reviewer, { expiresAt: START }, 'INVALID_EXPIRY', 'expiresAt');
    const { invitation } = await invite(w, reviewer, draft);
    const again = await invite(w, reviewer, draft);
    expect(again.errors).toMatchObject([{ code: 'ALREADY_INVITED', message: '已有一条有效的签署链接，请先作废再重新发送' }]);
    for (const [home, by] of [
      [w, stranger],
      [other, foreigner],
    ] as const) {
      expect((await revoke(home, by, invitation.id)).errors).toEqual([{ code: 'NOT_FOUND', path: ['input', 'invitationId'] }]);
      expect((await home.as(by).ask(LIST, { id: draft.id })).signingInvitations.nodes).toEqual([]);
    }
  });

  test('a signer who was asked before is asked again by name, and cannot be given an office without an account', async () => {
    const w = await world({ at: START });
    const { writer, reviewer, draft } = await office(w);
    const administrator = await w.person(w.province, ['ADMINISTRATOR']);
    await invite(w, reviewer, draft);
    const { rows } = await w.asSystem(({ db }) => sql<{ id: string }>`select id from person where name = ${CHAIR.name}`.execute(db));
    const personId = w.id('Person', rows[0]!.id);
    const other = await reviewed(w, writer, reviewer);
    const { token, errors } = await invite(w, reviewer, other, { signer: { personId, post: '主席' } });
    expect(errors).toEqual([]);
    expect(await readLink(w, token)).toMatchObject({ signerName: CHAIR.name, signerPost: '主席' });
    const act = async (name: string, input: object) => {
      const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
      return (await w.as(administrator).ask(`mutation ($input: ${type}!) { ${name}(input: $input) { errors { code path } } }`, { input }))[
        name
      ].errors;
    };
    const refused = [{ code: 'NO_ACCOUNT', path: ['input', 'personId'] }];
    expect(await act('resetAccount', { personId })).toEqual(refused);
    expect(await act('appoint', { personId, organizationId: w.id('Organization', w.city.id), roles: ['SIGNATORY'] })).toEqual(refused);
  });

  test('is good for that one act: nothing else opens with it, and what is asked beside it stays behind its own walls', async () => {
    const w = await world({ at: START });
    const { reviewer, draft } = await office(w);
    const stranger = await w.person(w.otherCounty, ['ISSUING_OFFICER']);
    const { token } = await invite(w, reviewer, draft);
    const me = await w.as({ token }).execute('{ me { account { login } } }');
    expect(me.errors?.[0]?.extensions.code, 'no session').toBe('UNAUTHENTICATED');
    const beside = `query ($token: String!, $id: ID!) { a: notice(id: $id) { title } signingInvitation(token: $token) { ${LINK} } b: notice(id: $id) { title }
      organizations { totalCount } }`;
    const { a, b, organizations, signingInvitation } = await w.as(stranger).ask(beside, { token, id: draft.id });
    expect([a, b, signingInvitation.state]).toEqual([null, null, 'OPEN']);
    expect(organizations).toEqual((await w.as(stranger).ask('{ organizations { totalCount } }')).organizations);
    const mixed = await w.nobody.execute(
      `query ($token: String!) { signingInvitation(token: $token) { state } notices(box: DRAFTS) { nodes { id } } }`,
      { token },
    );
    expect(mixed.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  test('only its hash is kept, out of the reach of the application', async () => {
    const w = await world({ at: START });
    const { reviewer, draft } = await office(w);
    const { token } = await invite(w, reviewer, draft);
    const dump = await asAdministrator(async (client) => {
      const kept = await client.query(
        'select (select json_agg(i) from signing_invitation i where federation_id = $1)::text || (select json_agg(l) from app.signing_link l where federation_id = $1)::text || (select json_agg(d) from audit_line d where federation_id = $1)::text as text',
        [w.federationId],
      );
      return kept.rows[0].text as string;
    });
    expect(dump).toContain(CHAIR.post);
    expect(dump).not.toContain(token);
  });

  test('the thirty-first attempt from one address within a minute is refused', async () => {
    const w = await world({ at: START });
    const SIGN = 'mutation ($input: SignOpinionInput!) { signOpinion(input: $input) { errors { code } } }';
    const attempts = Array.from({ length: 31 }, (_, index) => w.nobody.execute(SIGN, { input: { token: `guess-${index}` } }));
    const codes = (await Promise.all(attempts)).map(({ errors }) => errors?.[0]?.extensions.code ?? 'ANSWERED');
    expect(codes.filter((code) => code === 'TOO_MANY_REQUESTS')).toHaveLength(1);
  });
});
