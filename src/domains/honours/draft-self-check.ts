import { sql } from 'kysely';
import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { Refusal } from '../../kit/errors.ts';
import { encodeId } from '../../kit/node-id.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { record } from '../audit/record.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { mayAddress } from '../notices/addressees.ts';
import { draftNotice } from '../notices/draft-notice.ts';
import { draftNoticeInput } from '../notices/notice.input.ts';
import type { NoticeRow } from '../notices/notice.rows.ts';
import { findNotice } from '../notices/read-notices.ts';
import type { draftSelfCheckInput } from './holder.input.ts';
import { titlesInForce } from './read-titles.ts';

/** Most holders that one notice is sent to by name. */
const MOST_HOLDERS = 1000;

/**
 * Drafts the notice that asks whoever holds a title today, and stands below, to check itself (S2-61): an ordinary draft with
 * one deliverable, so that dues, reminders, review and figures are those of any other. Asked again for the year, the same
 * draft, unless that was recalled.
 * @throws Refusal NO_HOLDERS, TOO_MANY_HOLDERS, TREE_CHANGED
 */
export async function draftSelfCheck(ctx: ViewerContext, { year, due, levels }: z.output<typeof draftSelfCheckInput>): Promise<NoticeRow> {
  await holdTree(ctx, 'share');
  const { federationId, organizationId, path } = ctx.viewer;
  const { rows: known } = await sql<{ notice_id: string }>`
    select notice_id from self_check where federation_id = ${federationId} and organization_id = ${organizationId} and year = ${year}`.execute(
    ctx.db,
  );
  const begun = known[0] && (await findNotice(ctx, known[0].notice_id));
  if (begun && !begun.recalled_at) return begun;
  const { rows: holders } = await sql<{ id: string }>`
    select distinct o.id from (${titlesInForce(ctx)}) h
      join organization o on o.federation_id = ${federationId} and o.id = h.holder_id and o.status = 'ACTIVE'
     where ${mayAddress(ctx, 'o')} and h.kind <> 'COMMENDATION' ${levels.length ? sql`and h.level = any (${levels}::text[])` : sql``}`.execute(
    ctx.db,
  );
  if (holders.length === 0) throw new Refusal('NO_HOLDERS', '下级没有获得称号的单位', ['input', 'levels']);
  if (holders.length > MOST_HOLDERS)
    throw new Refusal('TOO_MANY_HOLDERS', `超过${MOST_HOLDERS}个单位，请按级别分别下发`, ['input', 'levels']);
  const organiser = (await ctx.loaders.one('organization', organizationId))!;
  const content = {
    kind: 'NOTICE',
    title: `${organiser.name}关于开展${year}年度模范职工之家自查的通知`,
    body: '请已获得称号的单位对照标准开展自查，如实报送自查情况。',
    signedBy: organiser.name,
    awardYear: year,
    addressees: { organizationIds: holders.map(({ id }) => encodeId('Organization', id)) },
    deliverables: [
      {
        key: 'selfCheck',
        title: `${year}年度自查情况`,
        due,
        latePolicy: 'ACCEPT_LATE',
        fields: [
          { key: 'conclusion', label: '自查结论', type: 'CHOICE', required: true, options: ['符合标准', '部分不符合', '不符合标准'] },
          { key: 'account', label: '自查情况及整改措施', type: 'TEXT', required: true, maxCharacters: 3000 },
        ],
      },
    ],
  };
  const notice = await draftNotice(ctx, draftNoticeInput.parse({ content }));
  await sql`
    insert into self_check (federation_id, id, organization_id, path, year, notice_id, created_at)
    values (${federationId}, ${uuid7()}, ${organizationId}, ${path}, ${year}, ${notice.id}, ${ctx.now})
    on conflict (federation_id, organization_id, year) do update set notice_id = excluded.notice_id`.execute(ctx.db);
  const detail = { year, holders: holders.length };
  await record(ctx, { operation: 'draftSelfCheck', subjectType: 'Notice', subjectId: notice.id, detail });
  return notice;
}
