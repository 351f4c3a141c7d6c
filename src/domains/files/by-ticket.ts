import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { forbidden, notFound, Refusal } from '../../kit/errors.ts';
import type { Standing } from '../../kit/route.ts';
import { inCapacity } from '../../pipeline.ts';
import { tokenHash } from '../identity/secret.ts';
import type { Wanted } from './create-upload.ts';
import type { UploadRow } from './file.service.ts';

/** What the key of a ticket opens: one question, and one file once there is one. */
interface Ticket {
  readonly id: string;
  readonly federation_id: string;
  readonly account_id: string;
  readonly capacity_id: string;
  readonly obligation_id: string;
  readonly deliverable_id: string;
  readonly field: string;
  readonly upload_id: string | null;
}

/** Whoever asks about uploads: by their session, or by the key of a ticket. */
export interface Uploader {
  /** Does a piece of work in a transaction behind their walls. */
  readonly behind: <Result>(mode: 'read' | 'write', work: (ctx: ViewerContext) => Promise<Result>) => Promise<Result>;
  /** What may be begun: a ticket's own question, whatever else was asked for. */
  readonly wanted: (asked: Wanted) => Wanted;
  /** Whether this is an upload that the uploader may go on with. */
  readonly assertTheirs: (fileId: string) => void;
  /** Notes that an upload was begun, in its transaction. */
  readonly begun: (ctx: ViewerContext, upload: UploadRow) => Promise<void>;
  readonly assertMayGiveUp: () => void;
}

/** The key in `Authorization: Upload <key>`; undefined when the request says something else of who it is. */
export const keyIn = (authorization: string | undefined): string | undefined => /^Upload +(\S+)$/i.exec(authorization ?? '')?.[1];

/**
 * The device that a ticket was typed in on: in the name of whoever made the ticket, for that one file and nothing else.
 * @throws Refusal TICKET_KEY, and CAPACITY_ENDED when that person is no longer there
 */
export async function byTicket(standing: Standing, key: string): Promise<Uploader> {
  const hash = tokenHash(key);
  const ticket = await find(standing, hash);
  const { id, federation_id: federationId, account_id: accountId, capacity_id: capacityId, upload_id: uploadId } = ticket;
  const mandate = { federationId, accountId, capacityId, requestId: `ticket ${id}` };
  return {
    behind: (mode, work) =>
      inCapacity(standing, mandate, mode, (ctx) => {
        if (!ctx.ability.can('upload', 'File')) throw forbidden();
        return work(ctx);
      }),
    wanted: ({ name }) => ({ obligationId: ticket.obligation_id, deliverableId: ticket.deliverable_id, field: ticket.field, name }),
    assertTheirs(fileId) {
      if (uploadId === null || fileId !== uploadId) throw notFound(['id']);
    },
    async begun(ctx, upload) {
      const { rows } = await sql<{ bound: boolean }>`select app.bind_upload_ticket(${hash}, ${upload.id}::uuid) as bound`.execute(ctx.db);
      if (!rows[0]!.bound) throw new Refusal('TICKET_USED', '一个续传码只能上传一个文件', []);
    },
    assertMayGiveUp() {
      throw forbidden();
    },
  };
}

async function find({ orm, clock }: Standing, hash: Buffer): Promise<Ticket> {
  const db = (orm.em.fork() as SqlEntityManager).getKysely();
  const { rows } = await sql<Ticket>`select * from app.upload_ticket_of(${hash}, ${clock.now()}::timestamptz)`.execute(db);
  if (!rows[0]) throw new Refusal('TICKET_KEY', '续传码已失效，请在填报页重新生成', []);
  return rows[0];
}
