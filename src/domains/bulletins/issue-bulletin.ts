import type { ViewerContext } from '../../context.ts';
import { stale } from '../../kit/errors.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { draftPublication, rewritePublication } from '../notices/publication.ts';
import { issueGate } from './bulletin.gates.ts';
import type { IssueBulletin } from './bulletin.input.ts';
import type { BulletinRow } from './bulletin.rows.ts';
import { hashOf, type Said, textOf } from './bulletin-text.ts';
import { bulletinToChange, findBulletin, type Held, linesOf } from './read-bulletins.ts';

/** Most single bodies that an expression of addressees takes. */
const MOST_NAMED = 1000;

/**
 * Writes a bulletin out as a publication of the body, on its way to be issued: text and figures are frozen under a hash, and
 * addressed to the units that are in it. From there it is a notice like any other: number, review, signature where the body
 * has to sign, issue; its issue is the bulletin's.
 * @throws Refusal NOT_FOUND, NOT_ISSUER, ALREADY_ISSUED, ALREADY_WRITTEN, STALE_VERSION
 */
export async function issueBulletin(ctx: ViewerContext, { bulletinId, version }: IssueBulletin): Promise<BulletinRow> {
  await holdTree(ctx, 'share');
  const { bulletin } = await bulletinToChange(ctx, bulletinId);
  assertGate(issueGate(ctx, bulletin), ['input', 'bulletinId']);
  if (bulletin.version !== version) throw stale(['input', 'version'], { bulletin });
  const said = await saidIn(ctx, bulletin);
  const contentHash = hashOf(said);
  const [asked, body] = await Promise.all([
    ctx.loaders.one('deliverable', bulletin.deliverable_id),
    ctx.loaders.one('organization', ctx.viewer.organizationId),
  ]);
  const base = await ctx.loaders.one('notice', asked!.notice_id);
  const notice = await draftPublication(ctx, {
    bulletinId,
    level: base!.level,
    signedBy: body!.name,
    title: bulletin.title,
    body: textOf(said, contentHash),
    derivedFromId: base!.id,
    addressees: addresseesOf(said),
  });
  await ctx.db
    .updateTable('bulletin')
    .set({ notice_id: notice.id, content_hash: contentHash, updated_at: ctx.now, version: version + 1 })
    .where('federation_id', '=', bulletin.federation_id)
    .where('id', '=', bulletin.id)
    .execute();
  await record(ctx, {
    operation: 'issueBulletin',
    subjectType: 'Bulletin',
    subjectId: bulletinId,
    detail: { noticeId: notice.id, contentHash },
  });
  ctx.loaders.clear();
  return (await findBulletin(ctx, bulletinId))!;
}

/** Who is in it reads it, and nobody else: whoever wants more addressees adds them to the notice. */
function addresseesOf({ lines }: Said) {
  const ids = [...new Set(lines.map(({ organization_id }) => organization_id))];
  const isLong = ids.length > MOST_NAMED;
  return {
    groups: isLong ? [{ kinds: [], scope: 'CHILDREN' as const }] : [],
    organizationIds: isLong ? [] : ids,
    exceptIds: [],
  };
}

/** After a bulletin has changed: its notice says the same again, under a new hash. */
export async function writeNoticeAnew(ctx: ViewerContext, { bulletin: { id }, notice }: Held): Promise<void> {
  if (!notice) return;
  ctx.loaders.clear();
  const bulletin = (await findBulletin(ctx, id))!;
  const said = await saidIn(ctx, bulletin);
  const contentHash = hashOf(said);
  await ctx.db
    .updateTable('bulletin')
    .set({ content_hash: contentHash })
    .where('federation_id', '=', bulletin.federation_id)
    .where('id', '=', id)
    .execute();
  await rewritePublication(ctx, notice, { title: bulletin.title, body: textOf(said, contentHash) });
}

/** A bulletin with all that its text is made of. */
export async function saidIn(ctx: ViewerContext, bulletin: BulletinRow): Promise<Said> {
  const { corrects_id: correctsId, deliverable_id: deliverableId } = bulletin;
  const [lines, asked, corrected] = await Promise.all([
    linesOf(ctx, bulletin),
    ctx.loaders.one('deliverable', deliverableId),
    correctsId ? findBulletin(ctx, correctsId) : undefined,
  ]);
  const corrects = corrected && { bulletin: corrected, lines: await linesOf(ctx, corrected) };
  return { bulletin, lines, demand: asked!.title, corrects };
}
