import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal } from '../../kit/errors.ts';
import { findObligation } from '../obligations/find-obligation.ts';
import { asObligation, type ObligationRow } from '../obligations/obligation.rows.ts';
import type { DraftRow } from './submission.rows.ts';

const PATH = ['input', 'obligationId'];

/** A task in reach, gathered over a request. */
export async function obligationById(ctx: ViewerContext, id: string): Promise<ObligationRow | undefined> {
  const row = await ctx.loaders.one('obligation', id);
  return row && asObligation(row);
}

/**
 * A task of my own organization. Bodies above read it and can never fill it in (C-19).
 * @throws Refusal NOT_FOUND, NOT_OWN
 */
export async function ownObligation(ctx: ViewerContext, id: string, path: readonly string[] = PATH): Promise<ObligationRow> {
  const obligation = await findObligation(ctx, id);
  if (!obligation) throw notFound(path);
  if (obligation.organization_id !== ctx.viewer.organizationId) throw new Refusal('NOT_OWN', '只能填报本单位的任务', path);
  return obligation;
}

/** The page that my organization has begun for a task. */
export function findDraft(ctx: ViewerContext, obligationId: string): Promise<DraftRow | undefined> {
  return draftOf(ctx, obligationId).executeTakeFirst();
}

/** The same, held for the change to come: whoever saves or submits at the same time waits. */
export function holdDraft(ctx: ViewerContext, obligationId: string): Promise<DraftRow | undefined> {
  return draftOf(ctx, obligationId).forUpdate().executeTakeFirst();
}

/** @throws Refusal NOT_STARTED */
export async function draftToChange(ctx: ViewerContext, obligationId: string): Promise<DraftRow> {
  const draft = await holdDraft(ctx, obligationId);
  if (!draft) throw new Refusal('NOT_STARTED', '还没有开始填报', PATH);
  return draft;
}

const draftOf = (ctx: ViewerContext, obligationId: string) =>
  ctx.db
    .selectFrom('submission_draft')
    .selectAll()
    .where('federation_id', '=', ctx.viewer.federationId)
    .where('organization_id', '=', ctx.viewer.organizationId)
    .where('obligation_id', '=', obligationId);
