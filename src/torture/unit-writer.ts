import type { Caller } from './caller.ts';
import { chance, oneOf, upTo } from './chance.ts';

const WORK = `query Work { workItems(kinds: [ACKNOWLEDGE, REPORT], first: 40) { nodes { kind obligation { id } notice { id } } } }`;
const PAGE = 'version sections { deliverable { id } fields { key } lockedFields }';
const EDITOR = `query Editor($obligationId: ID!) { submissionEditor(obligationId: $obligationId) { ${PAGE} } }`;
const SUBMISSION = 'submission { id number version }';

interface Work {
  readonly workItems: {
    readonly nodes: readonly {
      readonly kind: string;
      readonly obligation: { readonly id: string } | null;
      readonly notice: { readonly id: string } | null;
    }[];
  };
}

interface Page {
  readonly version: number;
  readonly sections: readonly {
    readonly deliverable: { readonly id: string };
    readonly fields: readonly { readonly key: string }[];
    readonly lockedFields: readonly string[];
  }[];
}

interface Submitted {
  readonly submission: { readonly id: string; readonly number: number; readonly version: number };
}

/** One thing that a unit does: signs for a notice, or fills a page in and hands it in. Answers whether there was anything. */
export async function unitStep(caller: Caller): Promise<boolean> {
  const { workItems } = await caller.ask<Work>(WORK);
  const item = oneOf(workItems.nodes);
  if (!item) return false;
  if (item.kind === 'ACKNOWLEDGE') await caller.act('acknowledgeDelivery', 'delivery { id }', { noticeId: item.notice!.id });
  else await report(caller, item.obligation!.id);
  return true;
}

async function report(caller: Caller, obligationId: string): Promise<void> {
  const { submissionEditor } = await caller.ask<{ submissionEditor: Page | null }>(EDITOR, { obligationId });
  let page = submissionEditor ?? (await caller.act<{ editor: Page }>('startSubmission', `editor { ${PAGE} }`, { obligationId }))?.editor;
  for (let left = upTo(3); page && left > 0; left--) {
    const input = { obligationId, version: page.version, answers: answersOn(page) };
    page = (await caller.act<{ editor: Page }>('saveSubmissionDraft', `editor { ${PAGE} }`, input))?.editor;
  }
  if (!page) return;
  const nil = chance(0.05) && page.sections.every(({ lockedFields }) => lockedFields.length === 0);
  const submitted = await caller.act<Submitted>('submitSubmission', SUBMISSION, { obligationId, version: page.version, nil });
  if (!submitted || !chance(0.1)) return;
  const { id, version } = submitted.submission;
  await caller.act('withdrawSubmission', SUBMISSION, { submissionId: id, version });
}

/** Something for every field that may be changed. */
const answersOn = ({ sections }: Page) =>
  sections.flatMap(({ deliverable, fields, lockedFields }) =>
    fields
      .filter(({ key }) => !lockedFields.includes(key))
      .map(({ key }) => ({ deliverableId: deliverable.id, field: key, value: key === 'text' ? `第${upTo(1000)}稿` : String(upTo(500)) })),
  );
