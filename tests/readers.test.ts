import { beforeAll, describe, expect, test } from 'vitest';
import { digestOf } from './support/digest.ts';
import { get } from './support/files.ts';
import { clientOf, type Got, prepareReading, printReaders, readAs, type Reader, READERS, type Reading } from './support/readers.ts';
import { done, submitSubmission } from './support/submissions.ts';

const ALL_PARTS = '河东省“活动十场” 石门市“答市里” 东山县“答县里” 省交通工会“一号线”';
const BOTH_FILES = '照片.jpg 线路照片.jpg';

/** Those above read everything that was handed in and what they were returned for, never the draft. */
const ABOVE: Got = {
  submission: 'RETURNED ×1',
  parts: ALL_PARTS,
  files: BOTH_FILES,
  slip: '请补充照片',
  remark: '—',
  draft: '—',
  list: '1 + 0',
  file: 200,
  lineFile: 200,
  unsentFile: 404,
};

const NOTHING: Got = {
  submission: '—',
  parts: '—',
  files: '—',
  slip: '—',
  remark: '—',
  draft: '—',
  list: '0 + 0',
  file: 404,
  lineFile: 404,
  unsentFile: 404,
};

const refused = (code: string, status: number): Got => ({
  submission: code,
  parts: code,
  files: code,
  slip: code,
  remark: code,
  draft: code,
  list: code,
  file: status,
  lineFile: status,
  unsentFile: status,
});

/** Everybody but the analysts, the operator and nobody holds every role, so that what is kept from them is kept by where they stand. */
const EXPECTED: Readonly<Record<Reader, Got>> = {
  unit: { ...ABOVE, draft: '改为十二场', unsentFile: 200 },
  'unit analyst': { ...ABOVE, draft: 'FORBIDDEN' },
  county: { ...ABOVE, remark: '重点关注' },
  city: ABOVE,
  province: ABOVE,
  'sibling unit': NOTHING,
  'sibling county': NOTHING,
  'second superior': { ...ABOVE, parts: '省交通工会“一号线”', files: '线路照片.jpg', slip: '—', list: '0 + 1', file: 404 },
  'county analyst token': { ...ABOVE, draft: 'FORBIDDEN', file: 403, lineFile: 403, unsentFile: 403 },
  operator: refused('FORBIDDEN', 403),
  anonymous: refused('UNAUTHENTICATED', 401),
  'another federation': NOTHING,
};

type Changes = readonly [save: string, withdraw: string, accept: string, giveBack: string];

/** What each is told who tries to change it while it lies with the county; `✓` may. */
const CHANGES: Readonly<Record<Reader, Changes>> = {
  unit: ['✓', '✓', 'NOT_HOLDER', 'NOT_HOLDER'],
  'unit analyst': ['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN'],
  county: ['NOT_OWN', 'NOT_OWN', '✓', '✓'],
  city: ['NOT_OWN', 'NOT_OWN', 'NOT_HOLDER', 'NOT_HOLDER'],
  province: ['NOT_OWN', 'NOT_OWN', 'NOT_HOLDER', 'NOT_HOLDER'],
  'sibling unit': ['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND'],
  'sibling county': ['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND'],
  'second superior': ['NOT_OWN', 'NOT_OWN', 'NOT_HOLDER', 'NOT_HOLDER'],
  'county analyst token': ['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN'],
  operator: ['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN'],
  anonymous: ['UNAUTHENTICATED', 'UNAUTHENTICATED', 'UNAUTHENTICATED', 'UNAUTHENTICATED'],
  'another federation': ['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND'],
};

const forEach = async <Value>(read: (reader: Reader) => Promise<Value>) =>
  Object.fromEntries(await Promise.all(READERS.map(async (reader) => [reader, await read(reader)] as const))) as Record<Reader, Value>;

describe('one submission, its draft, its remarks and its file', () => {
  let reading: Reading;
  beforeAll(async () => {
    reading = await prepareReading();
  });

  test('C-19 R-20: each reader gets exactly this', async () => {
    const table = await forEach((reader) => readAs(reading, reader));
    if (process.env['PRINT']) printReaders(table);
    expect(table).toEqual(EXPECTED);
  });

  test('what is out of reach answers like what does not exist', async () => {
    const { w } = reading;
    const unknown = '0190f0e0-0000-7000-8000-000000000000';
    const answers = async (reader: Reader, ids: { submission: string; obligation: string; deliverable: string; file: string }) => {
      const client = clientOf(reading, reading.callers[reader]);
      const { status, data, errors } = await client.execute(
        `query($submission: ID!, $obligation: ID!, $deliverable: ID!) {
          submission(id: $submission) { id } node(id: $submission) { id } obligation(id: $obligation) { id }
          submissionEditor(obligationId: $obligation) { version } ledger(obligationId: $obligation) { title }
          obligations(deliverableId: $deliverable) { totalCount } reportingProgress(deliverableId: $deliverable) { nil }
          figures(deliverableId: $deliverable) { totals { sum } } submissions(deliverableId: $deliverable) { totalCount } }`,
        { submission: ids.submission, obligation: ids.obligation, deliverable: ids.deliverable },
      );
      const file = await get(w, reading.callers[reader], ids.file);
      return { status, data, errors, file: [file.statusCode, file.body] };
    };
    const ours = {
      submission: reading.submissionId,
      obligation: reading.obligationId,
      deliverable: reading.deliverableId,
      file: reading.files.file,
    };
    const nobodys = {
      submission: w.id('Submission', unknown),
      obligation: w.id('Obligation', unknown),
      deliverable: w.id('Deliverable', unknown),
      file: w.id('File', unknown),
    };
    for (const reader of ['another federation', 'sibling county'] as const) {
      // Whoever is asked nothing does not even learn that there is such a demand.
      expect({ reader, ...(await answers(reader, ours)) }).toEqual({ reader, ...(await answers(reader, nobodys)) });
    }
  });

  test('C-19: those above read it and can neither edit nor veto it; only whose turn it is may act', async () => {
    const { w, obligationId, submissionId: id } = reading;
    const unit = clientOf(reading, reading.callers.unit);
    const { submissionEditor } = await unit.ask('query($id: ID!) { submissionEditor(obligationId: $id) { version } }', {
      id: obligationId,
    });
    const { submission } = done(await submitSubmission(unit, { obligationId, version: submissionEditor.version }));
    const before = await digestOf(w.federationId);
    const attempt = async (reader: Reader, name: string, input: Readonly<Record<string, unknown>>): Promise<string> => {
      const document = `mutation($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { errors { code } } }`;
      const { data, errors } = await clientOf(reading, reading.callers[reader]).execute(document, { input });
      return errors?.[0]?.extensions.code ?? data?.[name]?.errors[0]?.code;
    };
    const may = (reader: Reader, act: number) => CHANGES[reader][act] === '✓';
    const changes = await forEach(async (reader) => {
      const decision = { submissionId: id, version: submission.version };
      const acts = [
        ['saveSubmissionDraft', { obligationId, version: submissionEditor.version, answers: [] }],
        ['withdrawSubmission', decision],
        ['acceptSubmission', decision],
        ['returnSubmission', { ...decision, reason: '请补充照片' }],
      ] as const;
      return Promise.all(acts.map(async ([name, input], index) => (may(reader, index) ? '✓' : attempt(reader, name, input))));
    });
    expect(changes).toEqual(CHANGES);
    expect(await digestOf(w.federationId)).toEqual(before);
  });
});
