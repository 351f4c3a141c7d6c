import type { MikroORM } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { PlantedOrganization } from '../../src/domains/federation/found.ts';
import { enqueue } from '../../src/domains/jobs/enqueue.ts';
import { endOf } from '../../src/kit/tree.ts';
import type { Client } from './client.ts';
import { CONTENTS, put } from './files.ts';
import * as judging from './judging.ts';
import { draftNotice } from './notices.ts';
import { field, inRequest, obligationOf, plantNotice, type PlantedNotice } from './plant.ts';
import * as acts from './submissions.ts';
import { type TestPerson, type World, world } from './world.ts';

/** Most deliverables of one notice that the API takes. */
const MOST_DELIVERABLES = 30;
const AUDIENCE = ['GRASSROOTS'];
const DUE = '2021-05-29T00:00:00+08:00';
const LEDGER = {
  of: 'entries',
  columns: [
    { key: 'unit', label: '单位', source: 'ORGANIZATION', field: null },
    { key: 'f0', label: '数', source: 'ANSWER', field: 'f0' },
  ],
} as const;

type Root = 'entries' | 'ready' | 'absent' | 'fresh';

/** A county with so many of everything: units, notices received, questions, answers, files, things to mend. */
export interface Crowd {
  readonly w: World;
  readonly size: number;
  /** The county, and somebody in it with every role; likewise of the others. */
  readonly county: Client;
  /** Somebody else of the county, with every role too. */
  readonly colleague: Client;
  readonly city: Client;
  readonly province: Client;
  readonly body: PlantedOrganization;
  readonly staff: Readonly<Record<'province' | 'city' | 'county', TestPerson>>;
  /** What a unit sees, by its place in the tree; the first one has a report to mend. */
  readonly units: readonly Client[];
  readonly people: readonly TestPerson[];
  /** The province's notice, and the city's by which it came. */
  readonly first: string;
  readonly second: string;
  /** The province's deliverables, and what the county owes of its ledger. */
  readonly asked: Readonly<Record<Root, string>>;
  readonly ledger: string;
  /** What the county accepted of all its units for itself, a round over it that is open, and what an outsider sees who judges in it. */
  readonly judged: string;
  readonly round: string;
  readonly judge: Client;
  readonly experts: readonly TestPerson[];
  /** The last notice that reached the county and was not handed on yet. */
  readonly received: string;
  /** A draft of the county for all its units, as long as it can be. */
  readonly draft: { readonly noticeId: string; readonly version: number };
  /** Another one, in which there is something to say about every line. */
  readonly questionable: { readonly noticeId: string; readonly version: number };
  readonly obligation: (unit: number, root: Root) => Promise<string>;
  readonly submission: (unit: number, root: Root) => Promise<{ submissionId: string; version: number }>;
}

export async function crowd(size: number, orm: MikroORM): Promise<Crowd> {
  const w = await world({ orm });
  const [body] = await w.plant([{ parentId: w.city.id, kind: 'COUNTY_DISTRICT', name: '大县总工会', shortName: '大县' }]);
  const names = Array.from({ length: size }, (_, index) => `大县第${index}厂工会`);
  const units = await w.plant(names.map((name) => ({ parentId: body!.id, kind: 'GRASSROOTS', name, shortName: name })));
  const [province, city, county] = await Promise.all([w.province, w.city, body!].map((one) => w.allRounder(one)));
  const people: TestPerson[] = [];
  for (const unit of units) people.push(await w.allRounder(unit));

  const fields = [
    ...names.map((_, index) => field({ key: `f${index}`, type: 'NUMBER' })),
    field({ key: 'photos', type: 'FILE', maxItems: size }),
  ];
  const deliverable = (key: Root) =>
    ({
      key,
      title: '特色建设成果',
      audience: AUDIENCE,
      route: 'LEVEL_BY_LEVEL',
      dueAt: DUE,
      closesAt: null,
      latePolicy: 'ACCEPT_LATE',
      fields,
    }) as const;
  const first = await plantNotice(w, {
    by: province!,
    to: [w.city],
    deliverables: [deliverable('entries'), deliverable('ready'), deliverable('absent'), deliverable('fresh')],
  });
  const second = await plantNotice(w, {
    by: city!,
    to: [body!],
    forwards: first,
    deliverables: [
      {
        key: 'ledger',
        title: '工作台账',
        output: 'LEDGER',
        audience: ['COUNTY_DISTRICT'],
        dueAt: DUE,
        closesAt: null,
        latePolicy: 'ACCEPT_LATE',
        ledger: { ...LEDGER, columns: [...LEDGER.columns] },
      },
    ],
  });
  await plantNotice(w, { by: county!, to: units, forwards: second });
  const experts = [await w.person(w.otherCity), await w.person(w.otherCounty), await w.person(w.otherCity)];
  const judged = await judging.plantAccepted(w, county!, people);
  const panel = await judging.assigned(w, county!, judged, experts.slice(0, 2), {
    opensAt: '2021-05-01T00:00:00+08:00',
    closesAt: '2021-05-31T00:00:00+08:00',
  });
  await judging.opened(panel);
  const received = await receive(w, { province: province!, city: city! }, body!, size);

  const root = (key: Root) => first.deliverables[key]!;
  const crowded: Crowd = {
    w,
    size,
    body: body!,
    staff: { province: province!, city: city!, county: county! },
    people,
    received,
    judged: w.id('Deliverable', judged),
    round: panel.id,
    judge: w.as(experts[0]!),
    experts,
    county: w.as(county!),
    colleague: w.as(await w.allRounder(body!)),
    city: w.as(city!),
    province: w.as(province!),
    units: people.map((person) => w.as(person)),
    asked: {
      entries: w.id('Deliverable', root('entries')),
      ready: w.id('Deliverable', root('ready')),
      absent: w.id('Deliverable', root('absent')),
      fresh: w.id('Deliverable', root('fresh')),
    },
    first: w.id('Notice', first.id),
    second: w.id('Notice', second.id),
    ledger: w.id('Obligation', await obligationOf(w, body!, second.deliverables['ledger']!)),
    draft: await longDraft(w.as(county!), size, '2021-05-28'),
    questionable: await longDraft(w.as(county!), size, '2021-05-29'),
    obligation: async (unit, key) => w.id('Obligation', await obligationOf(w, units[unit]!, root(key))),
    submission: async (unit, key) => {
      const id = w.id('Obligation', await obligationOf(w, units[unit]!, root(key)));
      const { obligation } = await w.as(people[unit]!).ask('query($id: ID!) { obligation(id: $id) { submission { id version } } }', { id });
      return { submissionId: obligation.submission.id, version: obligation.submission.version };
    },
  };
  await fillIn(crowded);
  await leaveJobs(w, county!, size);
  await tellOf(w, county!, body!, size);
  await leaveImports(w, county!);
  await leaveExports(w, county!, size);
  return crowded;
}

/** So many notices of the province, each handed on to the county by the city; answers with the last. */
async function receive(w: World, by: { province: TestPerson; city: TestPerson }, body: PlantedOrganization, size: number): Promise<string> {
  let last: PlantedNotice | undefined;
  for (let index = 0; index < size; index++) {
    // The last one asks for as much as one notice can.
    const count = index === size - 1 ? Math.min(size, MOST_DELIVERABLES) : 1;
    const deliverables = Array.from({ length: count }, (_, at) => ({
      key: `report${at}`,
      title: `第${at}份报告`,
      audience: ['COUNTY_DISTRICT'],
      dueAt: DUE,
    }));
    const above = await plantNotice(w, { by: by.province, to: [w.city], title: `关于第${index}项工作的通知`, deliverables });
    last = await plantNotice(w, { by: by.city, to: [body], title: `关于转发第${index}项工作的通知`, forwards: above });
  }
  return w.id('Notice', last!.id);
}

/** So many tables of the county that were checked, each with a list of what is wrong. */
async function leaveImports(w: World, { accountId, organization }: TestPerson): Promise<void> {
  await w.asSystem(({ db }) =>
    sql`
      with kept as (
        insert into kept_file (federation_id, id, account_id, organization_id, purpose, name, extension, media_type, size, sha256, storage_key, kept_at, expires_at)
        select j.federation_id, j.id, ${accountId}::uuid, ${organization.id}::uuid, 'EXPORT', '问题清单.xlsx', 'xlsx', 'text/csv', 1, j.id::text, j.id::text,
               j.created_at, j.created_at + interval '1 day' from job j),
      marked as (update job set result_file_id = id)
      insert into import_batch (federation_id, id, account_id, organization_id, kind, state, file_name, format, sha256, storage_key, summary, check_job_id,
                                apply_job_id, created_at, expires_at)
      select j.federation_id, app.uuid7(), ${accountId}::uuid, ${organization.id}::uuid, 'POSTS', 'SOUND', '名单.csv', 'CSV', j.id::text, j.id::text,
             '[{"label":"职务","count":1}]', j.id, j.id, j.created_at, j.created_at + interval '1 day'
        from job j`.execute(db),
  );
}

/** So many lists that the county has asked for as files. */
async function leaveExports(w: World, { accountId, capacityId, organization }: TestPerson, size: number): Promise<void> {
  const input = { list: 'ORGANIZATIONS', arguments: {}, columns: [], format: 'CSV' };
  await w.asSystem(({ db }) =>
    sql`
      insert into job (federation_id, id, account_id, capacity_id, organization_id, kind, state, title, input, phase, cursor, result, result_file_id, created_at)
      select ${w.federationId}::uuid, app.uuid7(), ${accountId}::uuid, ${capacityId}::uuid, ${organization.id}::uuid, 'EXPORT_LIST', 'DONE', '组织 ' || at,
             ${JSON.stringify(input)}::jsonb, '已完成', '{}', '{}', (select id from kept_file limit 1), ${w.clock.now()}::timestamptz
        from generate_series(1, ${size}::int) at`.execute(db),
  );
}

/** So many jobs of the county, the last with so many failures. */
async function leaveJobs(w: World, person: TestPerson, size: number): Promise<void> {
  for (let index = 0; index < size; index++)
    await inRequest(w, person, (ctx) => enqueue(ctx, { kind: 'REMIND_OBLIGATIONS', title: `第${index}次催办`, input: {} }));
  await w.asSystem(({ db }) =>
    sql`
      insert into job_failure (federation_id, id, account_id, job_id, row, code, message)
      select j.federation_id, app.uuid7(), j.account_id, j.id, line, 'NOT_OPEN', '已报送'
        from (select * from job order by id desc limit 1) j, generate_series(1, ${size}::int) line`.execute(db),
  );
}

/** So many messages for somebody of the county: of notices that came in, of what units owe and of what they handed in. */
async function tellOf(w: World, { accountId }: TestPerson, body: PlantedOrganization, size: number): Promise<void> {
  await w.asSystem(({ db }) =>
    sql`
      with subject as (
        select federation_id, 'Notice' as type, notice_id as id, row_number() over (order by id) as place from delivery where organization_id = ${body.id}
        union all
        select federation_id, 'Obligation', id, row_number() over (order by id) from obligation where path > ${body.path} and path < ${endOf(body.path)}
        union all
        select federation_id, 'Submission', id, row_number() over (order by id) from submission),
      told as (
        insert into notification (federation_id, id, account_id, announcement_id, organization_id, event, reason, actor_organization_id, subject_type, subject_id,
                                  excerpt, created_at)
        select s.federation_id, app.uuid7(), ${accountId}, app.uuid7(), ${body.id}, 'NOTICE_DELIVERED', 'RECEIVES', ${w.city.id}, s.type, s.id, '请签收', ${w.clock.now()}
          from subject s where s.place <= ${Math.ceil(size / 3)}
        returning federation_id, id)
      insert into notification_delivery (federation_id, id, account_id, notification_id, channel, state, due_at, any_hour)
      select federation_id, app.uuid7(), ${accountId}, id, 'SMS', 'SENT', ${w.clock.now()}, false from told`.execute(db),
  );
}

async function longDraft(county: Client, size: number, due: string): Promise<Crowd['draft']> {
  const deliverables = Array.from({ length: Math.min(size, MOST_DELIVERABLES) }, (_, index) => ({
    key: `d${index}`,
    title: `第${index}项`,
    fields: [{ key: 'text', label: '情况', type: 'TEXT' }],
    due,
  }));
  const many = Array.from({ length: Math.min(size, 40) }, (_, index) => index + 1);
  const content = {
    title: '关于报送情况的通知',
    signedBy: '办公室',
    body: many.map((number) => `见附件${number}。`).join(''),
    attachments: many.map((number) => ({ title: `表${number}`, kind: 'FORM' })),
    activities: many.map((number) => ({ name: `第${number}项活动` })),
    addressees: { groups: [{ kinds: [], scope: 'CHILDREN' }] },
    deliverables,
  };
  const { errors, notice } = await draftNotice(county, { content });
  if (!notice) throw new Error(`Refused: ${JSON.stringify(errors)}`);
  return { noticeId: notice.id, version: notice.version };
}

/** Every unit hands in what waits at the county and what the county has accepted; the first one has much to mend. */
async function fillIn({ w, size, units, people, county, asked, obligation }: Crowd): Promise<void> {
  const numbers = Array.from({ length: size }, (_, index) => ({ deliverableId: asked.entries, field: `f${index}`, value: `${index}` }));
  for (const [index, unit] of units.entries()) {
    for (const root of ['entries', 'ready'] as const) {
      const obligationId = await obligation(index, root);
      let { editor } = acts.done(await acts.startSubmission(unit, { obligationId }));
      if (index === 0 && root === 'entries') {
        const files: { fileId: string }[] = [];
        for (let at = 0; at < size; at++)
          files.push({ fileId: (await put(w, people[0], obligationId, `照片${at}.jpg`, CONTENTS.jpg)).file!.id });
        const answers = [...numbers, { deliverableId: asked.entries, field: 'photos', value: files }];
        editor = acts.done(await acts.saveSubmissionDraft(unit, { obligationId, version: editor.version, answers }))['editor'];
      }
      const { submission } = acts.done(await acts.submitSubmission(unit, { obligationId, version: editor.version }));
      const decision = { submissionId: submission.id, version: submission.version };
      if (root === 'ready') acts.done(await acts.acceptSubmission(county, decision));
      else if (index === 0) {
        const items = numbers.map(({ deliverableId, field: key }) => ({ deliverableId, field: key, comment: '请核对' }));
        acts.done(await acts.returnSubmission(county, { ...decision, reason: '请核对数字', items }));
      }
    }
  }
}
