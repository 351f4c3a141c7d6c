import type { Client } from './client.ts';
import { CONTENTS, get, put } from './files.ts';
import { forward, issue } from './notices.ts';
import { obligationOf } from './plant.ts';
import { decodeId } from '../../src/kit/node-id.ts';
import { GRASSROOTS } from './source000.ts';
import * as acts from './submissions.ts';
import { type TestPerson, type World, world } from './world.ts';

export const READERS = [
  'unit',
  'unit analyst',
  'county',
  'city',
  'province',
  'sibling unit',
  'sibling county',
  'second superior',
  'county analyst token',
  'operator',
  'anonymous',
  'another federation',
] as const;
export type Reader = (typeof READERS)[number];

/** Whoever reads, with a token or without. */
type Caller = Pick<TestPerson, 'token'> | undefined;

/** One submission of unit `a` that was returned and is being mended, and everybody who might want to read it. */
export interface Reading {
  readonly w: World;
  readonly callers: Readonly<Record<Reader, Caller>>;
  readonly obligationId: string;
  readonly submissionId: string;
  /** Handed in for the province's question, for the second superior's, and put in but not handed in. */
  readonly files: Readonly<Record<'file' | 'lineFile' | 'unsentFile', string>>;
  /** What the province asks. */
  readonly deliverableId: string;
}

/** What one reader got of it: the text, a list of names, a status, the code of a refusal, or nothing. */
export interface Got {
  readonly submission: string;
  readonly parts: string;
  readonly files: string;
  readonly slip: string;
  readonly remark: string;
  readonly draft: string;
  readonly list: string;
  readonly file: number;
  readonly lineFile: number;
  readonly unsentFile: number;
}

export const clientOf = ({ w }: Reading, caller: Caller): Client => (caller ? w.as(caller) : w.nobody);

const text = (key: string, label: string) => ({ key, label, type: 'TEXT' });
const rest = { docNumber: null, signedBy: '办公室', issuedOn: null } as const;

/**
 * The province asks, the city and the county hand it on with a question each, and so does an industry union to which the
 * unit is affiliated. The unit hands in, is returned with a remark, and has begun to mend.
 */
export async function prepareReading(): Promise<Reading> {
  const w = await world();
  const [province, city, county, industry, unit] = await Promise.all(
    [w.province, w.city, w.county, w.industry, w.a].map((body) => w.allRounder(body)),
  );
  const id = (body: { id: string }) => w.id('Organization', body.id);
  await w.as(province!).ask('mutation($input: AffiliateOrganizationInput!) { affiliateOrganization(input: $input) { errors { code } } }', {
    input: { organizationId: id(w.a), bodyId: id(w.industry), kind: 'INDUSTRY' },
  });

  const asked = await issue(w.as(province!), {
    ...rest,
    title: '关于报送特色建设成果的通知',
    addressees: { organizationIds: [id(w.city), id(w.industry)] },
    deliverables: [
      {
        key: 'entries',
        title: '特色建设成果',
        audience: GRASSROOTS,
        due: '2021-05-28',
        route: 'LEVEL_BY_LEVEL',
        fields: [text('summary', '活动总结'), { key: 'photo', label: '照片', type: 'FILE' }],
      },
    ],
  });
  const handOn = (by: TestPerson, notice: { id: string }, addressees: object, question: object[]) =>
    forward(w.as(by), notice.id, (inherited) => ({
      ...rest,
      title: '关于转发的通知',
      addressees,
      inherited: [{ deliverableId: inherited['entries']!, fields: question }],
    }));
  const byCity = await handOn(city!, asked, { organizationIds: [id(w.county)] }, [text('cityNote', '市级补充')]);
  const byCounty = await handOn(county!, byCity, { organizationIds: [id(w.a)] }, [text('countyNote', '县级补充')]);
  const byIndustry = await handOn(industry!, asked, { organizationIds: [id(w.a)] }, [
    text('line', '所属线路'),
    { key: 'linePhoto', label: '线路照片', type: 'FILE' },
  ]);
  const ask = { province: asked, city: byCity, county: byCounty, industry: byIndustry };
  const deliverable = (by: keyof typeof ask) => ask[by].deliverables[0]!.id;

  const obligationId = w.id('Obligation', await obligationOf(w, w.a, decodeId(deliverable('province'))!.id));
  const reporter = w.as(unit!);
  const { editor } = acts.done(await acts.startSubmission(reporter, { obligationId }));
  const upload = async (name: string) => (await put(w, unit, obligationId, name, CONTENTS.jpg)).file!.id;
  const files = { file: await upload('照片.jpg'), lineFile: await upload('线路照片.jpg'), unsentFile: await upload('没有报出的照片.jpg') };
  const answer = (by: keyof typeof ask, field: string, value: unknown) => ({ deliverableId: deliverable(by), field, value });
  const save = async (version: number, answers: object[]) =>
    acts.done(await acts.saveSubmissionDraft(reporter, { obligationId, version, answers }))['editor'];
  const saved = await save(editor.version, [
    answer('province', 'summary', '活动十场'),
    answer('province', 'photo', [{ fileId: files.file }]),
    answer('city', 'cityNote', '答市里'),
    answer('county', 'countyNote', '答县里'),
    answer('industry', 'line', '一号线'),
    answer('industry', 'linePhoto', [{ fileId: files.lineFile }]),
  ]);
  const { submission, editor: after } = acts.done(await acts.submitSubmission(reporter, { obligationId, version: saved.version }));
  acts.done(
    await acts.returnSubmission(w.as(county!), {
      submissionId: submission.id,
      version: submission.version,
      reason: '请补充照片',
      remark: '重点关注',
    }),
  );
  await save(after.version, [answer('province', 'summary', '改为十二场')]);

  return {
    w,
    obligationId,
    submissionId: submission.id,
    files,
    deliverableId: deliverable('province'),
    callers: { ...(await strangers(w)), unit, county, city, province, 'second superior': industry },
  };
}

async function strangers(w: World) {
  const other = await world();
  const county = w.as(await w.person(w.county, ['ANALYST']));
  const { createApiToken } = await county.ask('mutation($input: CreateApiTokenInput!) { createApiToken(input: $input) { secret } }', {
    input: { name: '统计接口', expiresAt: '2021-12-31T00:00:00+08:00' },
  });
  return {
    'unit analyst': await w.person(w.a, ['ANALYST']),
    'sibling unit': await w.allRounder(w.b),
    'sibling county': await w.allRounder(w.sibling),
    'county analyst token': { token: createApiToken.secret as string },
    operator: await w.operator(),
    anonymous: undefined,
    'another federation': await other.allRounder(other.province),
  };
}

const SUBMISSION = `query($id: ID!) { submission(id: $id) {
  state number parts { askedBy { shortName } answers { field value } } versions { number parts { askedBy { shortName } } }
  files { name } returnSlips { reason } reviews { remark } } }`;
const DRAFT = 'query($id: ID!) { submissionEditor(obligationId: $id) { answers { field value } } }';
const LIST = '{ subtree: submissions { totalCount } asked: submissions(reach: ASKED) { totalCount } }';

interface Text {
  readonly field: string;
  readonly value: unknown;
}

const NOTHING = '—';
const words = (list: readonly string[]) => (list.length ? list.join(' ') : NOTHING);
const texts = (answers: readonly Text[]) => answers.filter(({ value }) => typeof value === 'string').map(({ value }) => String(value));

/** Asks for all of it as this reader. */
export async function readAs(reading: Reading, reader: Reader): Promise<Got> {
  const caller = reading.callers[reader];
  const client = clientOf(reading, caller);
  const ask = async (document: string, id?: string) => {
    const { data, errors } = await client.execute(document, id === undefined ? {} : { id });
    return { refusal: errors?.[0]?.extensions.code, ...data };
  };
  const { refusal, submission } = await ask(SUBMISSION, reading.submissionId);
  const said = (what: (found: NonNullable<typeof submission>) => string): string => refusal ?? (submission ? what(submission) : NOTHING);
  const draft = await ask(DRAFT, reading.obligationId);
  const list = await ask(LIST);
  const status = async (file: keyof Reading['files']) => (await get(reading.w, caller, reading.files[file])).statusCode;
  return {
    submission: said(({ state, versions }) => `${state} ×${versions.length}`),
    parts: said(({ parts }) =>
      words(
        parts.map(
          (part: { askedBy: { shortName: string }; answers: Text[] }) => `${part.askedBy.shortName}“${texts(part.answers).join()}”`,
        ),
      ),
    ),
    files: said(({ files }) => words(files.map(({ name }: { name: string }) => name))),
    slip: said(({ returnSlips }) => words(returnSlips.map(({ reason }: { reason: string }) => reason))),
    remark: said(({ reviews }) => words(reviews.map(({ remark }: { remark: string }) => remark))),
    draft: draft.refusal ?? (draft.submissionEditor ? texts(draft.submissionEditor.answers)[0]! : NOTHING),
    list: list.refusal ?? `${list.subtree.totalCount} + ${list.asked.totalCount}`,
    file: await status('file'),
    lineFile: await status('lineFile'),
    unsentFile: await status('unsentFile'),
  };
}

/** The whole table, as people read it. */
export function printReaders(table: Readonly<Record<Reader, Got>>): void {
  console.table(table);
}
