import { type Selectable, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { uuid7 } from '../../kit/uuid.ts';
import type { Tables } from '../../orm.ts';
import { postOfViewer } from '../federation/post-of-viewer.ts';
import type { OpinionRow } from './chain-of.ts';
import type { OpinionWord, Place } from './standing.ts';

/** Evidence of a seal. */
export interface SealEvidence {
  readonly fileId: string | null;
  readonly sha256: string | null;
  readonly reference: string | null;
}

export interface NewOpinion {
  readonly task: Pick<Selectable<Tables['obligation']>, 'id' | 'path' | 'asker_path'>;
  readonly place: Place;
  readonly opinion: OpinionWord;
  readonly text: string | null;
  readonly contentHash: string;
  /** The version that it is given on; null for a page that has not gone up. */
  readonly version: number | null;
  readonly way: OpinionRow['way'];
  /** RETURN: the step that is to be done again. */
  readonly to?: Place | undefined;
  readonly datedOn?: string | null;
  readonly seal?: SealEvidence;
  readonly signerPost?: string | null;
  readonly overrideReason?: string | null;
  readonly overrideConfirmed?: boolean;
}

/** Appends an opinion in the name of whoever acts. The caller has checked that it is in order, and writes the audit line. */
export async function writeOpinion(ctx: ViewerContext, given: NewOpinion): Promise<OpinionRow> {
  const { federationId, organizationId, personId, onBehalfOfId } = ctx.viewer;
  const { task, place, to, seal } = given;
  const { rows } = await sql<OpinionRow>`
    insert into approval_opinion (federation_id, id, obligation_id, organization_id, path, asker_path, published_at, step, hop_id, body_id, opinion,
                                  to_step, to_hop_id, text, dated_on, seal_file_id, seal_sha256, seal_reference, way, signer_id, signer_post,
                                  given_by_id, on_behalf_of_id, post, content_hash, sent_from, sent_to, override_reason, override_confirmed, given_at)
    select ${federationId}::uuid, ${uuid7()}::uuid, ${task.id}::uuid, ${organizationId}::uuid, ${task.path}, ${task.asker_path},
           ${given.version === null ? null : ctx.now}::timestamptz, ${place.step.code}, ${place.hopId}::uuid, ${organizationId}::uuid, ${given.opinion},
           ${to?.step.code ?? null}, ${to?.hopId ?? null}::uuid, ${given.text}, ${given.datedOn ?? null}::date, ${seal?.fileId ?? null}::uuid,
           ${seal?.sha256 ?? null}, ${seal?.reference ?? null}, ${given.way}, ${given.way === 'LINK' ? personId : null}::uuid, ${given.signerPost ?? null},
           ${personId}::uuid, ${onBehalfOfId}::uuid, who.title, ${given.contentHash}, ${given.version}::int, ${given.version}::int,
           ${given.overrideReason ?? null}, ${given.overrideConfirmed ?? false}, ${ctx.now}::timestamptz
      from (select 1) one left join ${postOfViewer(ctx)} who on true
    returning *`.execute(ctx.db);
  ctx.loaders.clear();
  return rows[0]!;
}

/** What the unit's steps say goes up with a version; what was overtaken or given on something else stays with the unit. */
export async function sendOpinions(ctx: ViewerContext, ids: readonly string[], version: number): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    update approval_opinion
       set published_at = coalesce(published_at, ${ctx.now}::timestamptz), sent_from = coalesce(sent_from, ${version}::int), sent_to = ${version}::int
     where federation_id = ${ctx.viewer.federationId} and id = any (${[...ids]}::uuid[])`.execute(ctx.db);
}
