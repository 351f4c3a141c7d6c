import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { recount } from '../../src/domains/submissions/rollup.recount.ts';
import type { Client } from '../support/client.ts';
import * as corrections from '../support/corrections.ts';
import { draftForwarding, forwardNotice, issue, saveNoticeDraft, type TestContent } from '../support/notices.ts';
import * as owed from '../support/obligations.ts';
import * as acts from '../support/submissions.ts';
import { type TestPerson, type World, world } from '../support/world.ts';

const HOPS = ['province', 'city', 'county', 'otherCity'] as const;
const UNITS = ['a', 'b', 'cityUnit', 'otherCounty'] as const;
type Hop = (typeof HOPS)[number];

const below = fc.constantFrom('city' as const, 'county' as const, 'otherCity' as const);
/** One of four units, and of what it owes the first or the second. */
const unit = fc.nat(7);

/** What somebody tries. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ act: fc.constant('forward' as const), hop: below, days: fc.nat(12) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      act: fc.constant('amend' as const),
      hop: fc.constantFrom('province', 'province', 'province', 'city', 'city', 'county', 'otherCity'),
      what: fc.constantFrom('earlier', 'later', 'remove', 'add', 'question', 'sum', 'text'),
      days: fc.integer({ min: 1, max: 6 }),
      reask: fc.boolean(),
    }),
  },
  { weight: 5, arbitrary: fc.record({ act: fc.constantFrom('passOn' as const, 'confirm' as const), hop: below }) },
  { weight: 6, arbitrary: fc.record({ act: fc.constant('submit' as const), unit, nil: fc.boolean() }) },
  { weight: 6, arbitrary: fc.record({ act: fc.constantFrom('withdraw' as const, 'accept' as const, 'return' as const), unit }) },
  {
    weight: 3,
    arbitrary: fc.record({
      act: fc.constant('extend' as const),
      hop: fc.constantFrom(...HOPS),
      unit,
      days: fc.integer({ min: 1, max: 8 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('recall' as const), hop: below }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 60 }) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

interface Asked {
  readonly key: string;
  readonly title: string;
  readonly audience: string[];
  readonly due: string;
  readonly fields: { key: string; label: string; type: string }[];
  readonly route: string;
  readonly latePolicy: string;
  /** The superior's deliverable, where it is handed on. */
  readonly parent: string | null;
}

/** A federation in which everybody tries something. */
class Play {
  readonly w: World;
  readonly #people = new Map<string, Promise<TestPerson>>();
  #count = 0;

  constructor(w: World) {
    this.w = w;
  }

  static async begin(): Promise<Play> {
    const play = new Play(await world({ at: '2021-05-06T09:00:00+08:00' }));
    const fields = [
      { key: 'text', label: '情况', type: 'TEXT' },
      { key: 'count', label: '人数', type: 'NUMBER' },
    ];
    const audience = ['GRASSROOTS', 'CITY_DIRECT_GRASSROOTS', 'COUNTY_DISTRICT'];
    const asked = { title: '报告', audience: audience.slice(0, 2), fields, due: '2021-05-20' };
    const content = {
      title: '关于报送的通知',
      signedBy: '办公室',
      addressees: { groups: [{ kinds: ['PREFECTURE_CITY'], scope: 'CHILDREN' }] },
      deliverables: [
        { ...asked, key: 'up', route: 'LEVEL_BY_LEVEL', latePolicy: 'ACCEPT_LATE' },
        { ...asked, key: 'straight', audience },
      ],
    };
    await issue(await play.as('province'), content);
    return play;
  }

  async as(place: Hop | (typeof UNITS)[number]): Promise<Client> {
    const person = this.#people.get(place) ?? this.w.allRounder(this.w[place]);
    this.#people.set(place, person);
    return this.w.as(await person);
  }

  /** The notice by which a body asks, standing; the province's or a forwarding. */
  async noticeOf(hop: Hop): Promise<{ id: string; version: number; content: TestContent; asked: Asked[] } | undefined> {
    return this.w.asSystem(async ({ db }) => {
      const { rows } = await sql<{ id: string; version: number; title: string; addressees: object; asked: Asked[] | null }>`
        select n.id, n.version, n.title, n.addressees,
               (select jsonb_agg(jsonb_build_object('key', v.key, 'title', v.title, 'audience', v.audience,
                         'fields', (select coalesce(jsonb_agg(f.field - 'sheet' order by f.place), '[]')
                                      from jsonb_array_elements(v.fields) with ordinality f (field, place)),
                         'due', to_char(timezone(interval '8 hours', v.due_at) - interval '1 day', 'YYYY-MM-DD'),
                         'parent', v.inherits_id,
                         'route', v.route, 'latePolicy', v.late_policy) order by v.ordinal)
                  from deliverable v where v.notice_id = n.id and v.withdrawn_at is null and v.output <> 'CORRECTION') as asked
          from notice n where n.issuer_id = ${this.w[hop].id} and n.state = 'ISSUED' and n.amends_id is null and n.recalled_at is null
         order by n.published_at desc limit 1`.execute(db);
      const [found] = rows;
      if (!found) return undefined;
      const { title, addressees } = found;
      const groups = (addressees as { groups: object[] }).groups;
      const content = { title, signedBy: '办公室', addressees: { groups } };
      return { id: this.w.id('Notice', found.id), version: found.version, asked: found.asked ?? [], content };
    });
  }

  async obligationOf(unit: number): Promise<string | undefined> {
    return this.w.asSystem(async ({ db }) => {
      const { rows } = await sql<{ id: string }>`
        select id from obligation where organization_id = ${this.w[UNITS[unit % 4]!].id} and kind <> 'ORGANISE' order by created_at, root_id
         offset ${unit < 4 ? 0 : 1} limit 1`.execute(db);
      return rows[0] && this.w.id('Obligation', rows[0].id);
    });
  }

  /** Makes the attempt; answers with what came of it. */
  async make(one: Step): Promise<string> {
    const outcome = (answered: { readonly errors: readonly { code: string }[] }) => answered.errors[0]?.code ?? 'done';
    switch (one.act) {
      case 'wait':
        this.w.clock.advance(one.hours * 3_600_000);
        return 'done';
      case 'forward':
        return this.#forward(one.hop, one.days);
      case 'amend':
        return outcome(await this.#amend(one));
      case 'passOn': {
        const notice = await this.noticeOf(one.hop);
        return notice ? outcome(await corrections.tryToCorrect(await this.as(one.hop), notice.id, null)) : 'nothing';
      }
      case 'confirm': {
        const notice = await this.noticeOf(one.hop);
        return notice
          ? outcome(await corrections.confirmCorrection(await this.as(one.hop), { noticeId: notice.id, version: notice.version }))
          : 'nothing';
      }
      case 'recall': {
        const notice = await this.noticeOf(one.hop);
        if (!notice) return 'nothing';
        return outcome(
          await corrections.recallNotice(await this.as(one.hop), { noticeId: notice.id, version: notice.version, reason: '有误' }),
        );
      }
      case 'extend': {
        const obligationId = await this.obligationOf(one.unit);
        if (!obligationId) return 'nothing';
        const client = await this.as(one.hop);
        const before = await owed.obligation(client, obligationId);
        if (!before) return 'nothing';
        const due = this.#day(before.due?.closesAt ?? this.w.clock.now(), one.days - 1);
        return outcome(await owed.extendObligation(client, { obligationId, version: before.version, due, reason: '停电' }));
      }
      default:
        return this.#byUnit(one);
    }
  }

  async #forward(hop: Hop, days: number): Promise<string> {
    const superior = { city: 'province', otherCity: 'province', county: 'city', province: undefined }[hop] as Hop | undefined;
    const above = superior && (await this.noticeOf(superior));
    if (!above) return 'nothing';
    const client = await this.as(hop);
    const { errors, notice } = await draftForwarding(client, { noticeId: above.id });
    if (!notice) return errors[0]!.code;
    const inherited = notice.deliverables.map(({ inherits }) => ({
      deliverableId: inherits!.id,
      due: this.#day(inherits!.dueAt!, -1 - days),
      fields: [{ key: `own${hop}`, label: '补充', type: 'NUMBER' }],
    }));
    const content = {
      title: `转发${++this.#count}`,
      signedBy: '办公室',
      addressees: { groups: [{ kinds: [], scope: 'CHILDREN' }] },
      inherited,
    };
    const saved = await saveNoticeDraft(client, { noticeId: notice.id, version: notice.version, content });
    if (!saved.notice) return saved.errors[0]!.code;
    await corrections.answerLint(client, notice.id);
    const sent = await forwardNotice(client, { noticeId: notice.id, version: saved.notice.version });
    return sent.errors[0]?.code ?? 'done';
  }

  async #amend({ hop, what, days, reask }: Step & { act: 'amend' }) {
    const notice = await this.noticeOf(hop);
    if (!notice) return { errors: [{ code: 'nothing' }] };
    const moved = (due: string) => this.#day(`${due}T12:00:00+08:00`, what === 'earlier' ? -days : what === 'later' ? days : 0);
    const fields = (given: Asked['fields']) => {
      if (what === 'question') return [...given, { key: `q${++this.#count}`, label: '新问题', type: 'NUMBER' }];
      return what === 'sum' ? given.filter(({ type }) => type !== 'NUMBER') : given;
    };
    const deliverables = notice.asked
      .filter(({ parent }) => parent === null)
      .map(({ key, title, audience, route, latePolicy, ...row }) => ({
        key,
        title,
        audience,
        route,
        latePolicy,
        due: moved(row.due),
        fields: fields(row.fields),
      }));
    if (what === 'add')
      deliverables.push({
        ...deliverables[0]!,
        key: `k${++this.#count}`,
        title: '新报告',
        audience: ['GRASSROOTS', 'CITY_DIRECT_GRASSROOTS'],
        due: '2021-06-20',
        fields: [],
      });
    if (what === 'remove') deliverables.pop();
    const inherited = notice.asked
      .filter(({ parent }) => parent !== null)
      .map(({ parent, due, fields: asks }) => ({
        deliverableId: this.w.id('Deliverable', parent!),
        due: moved(due),
        fields: fields(asks),
      }));
    const content = { ...notice.content, deliverables, inherited, ...(what === 'text' && { body: `第${++this.#count}稿` }) };
    return corrections.tryToCorrect(await this.as(hop), notice.id, content, { reask });
  }

  async #byUnit(one: Step & { unit: number }): Promise<string> {
    const obligationId = await this.obligationOf(one.unit);
    if (!obligationId) return 'nothing';
    const unit = await this.as(UNITS[one.unit % 4]!);
    if (one.act === 'submit') {
      const begun = await acts.startSubmission(unit, { obligationId });
      if (begun.errors.length) return begun.errors[0]!.code;
      const answers = begun['editor'].sections.flatMap(
        ({ deliverable, fields, lockedFields }: { deliverable: { id: string }; fields: { key: string }[]; lockedFields: string[] }) =>
          fields
            .filter(({ key }) => !lockedFields.includes(key))
            .map(({ key }) => ({ deliverableId: deliverable.id, field: key, value: String(++this.#count) })),
      );
      const saved = await acts.saveSubmissionDraft(unit, { obligationId, version: begun['editor'].version, answers });
      if (saved.errors.length) return saved.errors[0]!.code;
      return (
        (await acts.submitSubmission(unit, { obligationId, version: saved['editor'].version, nil: one.nil })).errors[0]?.code ?? 'done'
      );
    }
    const { submission } = (
      await unit.ask('query($id: ID!) { obligation(id: $id) { submission { id version holder { name } } } }', { id: obligationId })
    ).obligation;
    if (!submission) return 'nothing';
    const named = { submissionId: submission.id, version: submission.version };
    if (one.act === 'withdraw') return (await acts.withdrawSubmission(unit, named)).errors[0]?.code ?? 'done';
    const holder = HOPS.find((hop) => this.w[hop].name === submission.holder?.name);
    if (!holder) return 'nothing';
    const reviewer = await this.as(holder);
    const answered = await (one.act === 'accept'
      ? acts.acceptSubmission(reviewer, named)
      : acts.returnSubmission(reviewer, { ...named, reason: '请核对' }));
    return answered.errors[0]?.code ?? 'done';
  }

  #day(from: string | Date, days: number): string {
    return new Date(new Date(from).getTime() + 8 * 3_600_000 - 1 + days * 86_400_000).toISOString().slice(0, 10);
  }

  /** What does not hold together; nothing, always. */
  faults(): Promise<unknown[]> {
    return this.w.asSystem(async ({ db }) => {
      const due = sql`coalesce((o.granted ->> c.id::text)::timestamptz, c.due_at)`;
      const { rows } = await sql`
        select 'later than an asker allows' as fault, u.name, v.key from obligation o
          join organization u on u.federation_id = o.federation_id and u.id = o.organization_id
          join deliverable v on v.federation_id = o.federation_id and v.id = o.deliverable_id
          join deliverable c on c.federation_id = o.federation_id and c.id = any (o.asks)
         where o.state = 'OPEN' and o.due_at > ${due}
        union all
        select 'earlier than anybody asks', u.name, v.key from obligation o
          join organization u on u.federation_id = o.federation_id and u.id = o.organization_id
          join deliverable v on v.federation_id = o.federation_id and v.id = o.deliverable_id
         where o.state = 'OPEN' and o.due_at < (select min(${due}) from deliverable c where c.federation_id = o.federation_id and c.id = any (o.asks))
        union all
        select 'a hop judged by another due', u.name, h.key from obligation o
          join organization u on u.federation_id = o.federation_id and u.id = o.organization_id
          cross join jsonb_each(o.hops) h
          join deliverable c on c.federation_id = o.federation_id and c.id = (h.value ->> 'deliverableId')::uuid
         where o.state = 'OPEN' and (h.value ->> 'dueAt')::timestamptz is distinct from ${due}
        union all
        select 'a level due later than its superior', n.title, e.key from deliverable e
          join notice n on n.federation_id = e.federation_id and n.id = e.notice_id
          join deliverable p on p.federation_id = e.federation_id and p.id = e.inherits_id
         where e.published_at is not null and e.withdrawn_at is null and n.recalled_at is null and e.due_at > p.due_at
        union all
        select 'owed though nobody asks', u.name, v.key from obligation o
          join organization u on u.federation_id = o.federation_id and u.id = o.organization_id
          join deliverable v on v.federation_id = o.federation_id and v.id = o.deliverable_id
          join notice n on n.federation_id = v.federation_id and n.id = v.notice_id
         where o.state not in ('CANCELLED', 'WAIVED') and (v.withdrawn_at is not null or n.recalled_at is not null)
           and not (v.output = 'CORRECTION' and o.state = 'ACCEPTED')
        union all
        select 'asks that are not its line', u.name, v.key from obligation o
          join organization u on u.federation_id = o.federation_id and u.id = o.organization_id
          join deliverable v on v.federation_id = o.federation_id and v.id = o.deliverable_id
         where o.state <> 'CANCELLED' and not (v.chain <@ o.asks)
        union all
        select 'another state than what was handed in', u.name, o.state || ' ' || s.state from obligation o
          join organization u on u.federation_id = o.federation_id and u.id = o.organization_id
          join submission s on s.federation_id = o.federation_id and s.obligation_id = o.id
         where o.state <> 'CANCELLED' and o.state is distinct from case s.state when 'WITHDRAWN' then 'OPEN' else s.state end
        union all
        select 'two duties to hand on', u.name, count(*)::text from obligation o
          join organization u on u.federation_id = o.federation_id and u.id = o.organization_id
          join deliverable v on v.federation_id = o.federation_id and v.id = o.deliverable_id and v.output = 'CORRECTION'
         where o.state = 'OPEN' group by u.name, v.notice_id having count(*) > 1
        union all
        select 'waits for nothing', n.title, null from notice n
          join notice p on p.federation_id = n.federation_id and p.id = n.forwards_id
         where n.published_at is not null and n.recalled_at is null and (n.based_on < p.edition) is distinct from exists (
           select from obligation o join deliverable v on v.id = o.deliverable_id and v.output = 'CORRECTION' and v.notice_id = p.id
            where o.organization_id = n.issuer_id and o.state = 'OPEN')`.execute(db);
      return [...rows, ...(await recount(db, this.w.federationId))];
    });
  }
}

test('after any sequence of forwarding, correcting, handing on, handing in and granting time, figures, dues and lines hold together', async () => {
  const outcomes = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 40 }), async (steps) => {
      const play = await Play.begin();
      for (const hop of ['city', 'county'] as const) await play.make({ act: 'forward', hop, days: 1 });
      for (const who of [0, 1, 2]) await play.make({ act: 'submit', unit: who, nil: false });
      for (const one of steps) {
        play.w.clock.advance(60_000);
        const outcome = `${one.act} ${await play.make(one)}`;
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        expect(await play.faults(), JSON.stringify(one)).toEqual([]);
      }
    }),
    { numRuns: 14, seed: 31_337, endOnFailure: true },
  );
  // A sequence in which everything is refused would prove nothing.
  for (const act of ['forward', 'amend', 'passOn', 'confirm', 'submit', 'withdraw', 'accept', 'return', 'extend', 'recall']) {
    expect([act, (outcomes.get(`${act} done`) ?? 0) > 0], JSON.stringify(Object.fromEntries(outcomes))).toEqual([act, true]);
  }
}, 180_000);
