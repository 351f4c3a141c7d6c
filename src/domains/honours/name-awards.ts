import { sql } from 'kysely';
import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { Refusal } from '../../kit/errors.ts';
import { encodeId } from '../../kit/node-id.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { addressable } from '../notices/addressees.ts';
import { draftNotice } from '../notices/draft-notice.ts';
import { noticeLevelLabels } from '../notices/notice.enums.ts';
import { draftNoticeInput } from '../notices/notice.input.ts';
import { nameGate } from './award-list.gates.ts';
import type { nameAwardsInput } from './award-list.input.ts';
import type { AwardDecisionRow, AwardListRow } from './award-list.rows.ts';
import { move } from './propose-award-list.ts';
import { awardListToChange, decisionsOn, presentList } from './read-award-lists.ts';

/** Units that a circular is sent to one by one; where more are named, it reaches them through the bodies above them. */
const MOST_NAMED = 1000;

/**
 * Drafts the circular (S2-57) from what was decided: an ordinary draft of the body, with the number, signature, lint and
 * delivery of any other. The honours begin when it is issued, see `activate-titles.ts`.
 * @throws Refusal NOT_FOUND, NOT_ORGANISER, NOT_DECIDED, WRONG_STATE, STALE_VERSION, NOBODY_APPROVED, TREE_CHANGED
 */
export async function nameAwards(
  ctx: ViewerContext,
  { awardListId, version, effectiveFrom }: z.output<typeof nameAwardsInput>,
): Promise<AwardListRow> {
  await holdTree(ctx, 'share');
  const list = await awardListToChange(ctx, awardListId, version);
  assertGate(nameGate(ctx, list), ['input', 'awardListId']);
  const begun = list.notice_id ? await ctx.loaders.one('notice', list.notice_id) : undefined;
  // Asked for again: the same draft. What a body that was merged had begun is begun anew.
  if (begun?.issuer_id === ctx.viewer.organizationId) return list;
  const units = await approved(ctx, list);
  if (units.length === 0) throw new Refusal('NOBODY_APPROVED', '没有审定通过的单位，无须命名', ['input', 'awardListId']);
  const decision = (await decisionsOn(ctx, list.id)).at(-1)!;
  const content = await circular(ctx, list, decision, units);
  const notice = await draftNotice(ctx, draftNoticeInput.parse({ content }));
  await move(ctx, list, 'name', { notice_id: notice.id, effective_from: effectiveFrom });
  const detail = { noticeId: notice.id, named: units.length };
  await record(ctx, { operation: 'nameAwards', subjectType: 'AwardList', subjectId: list.id, detail });
  return presentList(ctx, list.id);
}

interface Unit {
  readonly id: string;
  readonly name: string;
}

async function approved(ctx: ViewerContext, { id }: AwardListRow): Promise<Unit[]> {
  const { rows } = await sql<Unit>`
    select o.id, o.name from award_line n join organization o on o.federation_id = n.federation_id and o.id = n.organization_id
     where n.federation_id = ${ctx.viewer.federationId} and n.list_id = ${id} and n.approved order by n.rank`.execute(ctx.db);
  return rows;
}

async function circular(ctx: ViewerContext, list: AwardListRow, decision: AwardDecisionRow, units: readonly Unit[]) {
  const [organiser, deliverable, known] = await Promise.all([
    ctx.loaders.one('organization', list.organization_id),
    ctx.loaders.one('deliverable', list.root_id),
    addressable(
      ctx,
      units.map(({ id }) => id),
    ),
  ]);
  const { name: signedBy, next_child: children } = organiser!;
  const honour = `${list.award_year ? `${list.award_year}年度` : (list.period ?? '')}${noticeLevelLabels[list.level]}“${list.name}”`;
  const verb = list.kind === 'COMMENDATION' ? '通报表扬' : '命名';
  const subject = list.kind === 'COMMENDATION' ? `表扬${honour}单位` : `命名${honour}`;
  const lines = units.map(({ name }, index) => `${index + 1}. ${name}`);
  const money = list.subsidy_fen ? `每个单位一次性补助工作经费${list.subsidy_fen / 100}元，不得发放给个人。` : '';
  const single = units.filter(({ id }) => known.has(id)).slice(0, MOST_NAMED);
  return {
    kind: 'PUBLICATION',
    level: list.level,
    title: `${signedBy}关于${subject}的通报`,
    body: `经${decision.deciding_body}（${decision.minutes_number}）审定，决定${verb}以下${units.length}个单位为${honour}。${money}\n\n${lines.join('\n')}`,
    signedBy,
    derivedFromId: deliverable ? encodeId('Notice', deliverable.notice_id) : null,
    reach: 'OPEN',
    awardYear: list.award_year,
    awardKinds: list.kind === 'HOME' || list.kind === 'SMALL_HOME' ? [list.kind] : [],
    addressees: {
      groups: children > 0 ? [{ kinds: [], scope: 'CHILDREN' }] : [],
      organizationIds: single.map(({ id }) => encodeId('Organization', id)),
    },
  };
}
