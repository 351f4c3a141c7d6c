import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { type Page, type PageArgs, pageOf, parseCursor } from '../../kit/connection.ts';
import { notFound, Refusal, stale } from '../../kit/errors.ts';
import { uuid7 } from '../../kit/uuid.ts';
import type { Tables } from '../../orm.ts';
import { record } from '../audit/record.ts';
import { holdTree } from '../federation/tree-lock.ts';
import type { removeAddressGroupInput, saveAddressGroupInput } from './address-group.input.ts';
import { addressable, mayAddress } from './addressees.ts';

export type AddressGroupRow = Selectable<Tables['address_group']> & { readonly __typename: 'AddressGroup' };
type Row = Selectable<Tables['address_group']>;

const asGroup = (row: Row): AddressGroupRow => ({ ...row, __typename: 'AddressGroup' });
const MOST_GROUPS = 200;

const ours = ({ viewer }: ViewerContext): RawBuilder<boolean> =>
  sql<boolean>`g.federation_id = ${viewer.federationId} and g.organization_id = ${viewer.organizationId} and g.removed_at is null`;

/** A group of the caller's own body; undefined for anybody else's, and for one that was removed. */
export async function findAddressGroup(ctx: ViewerContext, id: string): Promise<AddressGroupRow | undefined> {
  const { rows } = await sql<Row>`select g.* from address_group g where ${ours(ctx)} and g.id = ${id}`.execute(ctx.db);
  return rows[0] && asGroup(rows[0]);
}

/** The groups of the caller's own body, by name. */
export async function listAddressGroups(ctx: ViewerContext, page: PageArgs): Promise<Page<AddressGroupRow>> {
  const after = parseCursor(page.after, ['text', 'uuid']);
  const { rows } = await sql<Row>`
    select g.* from address_group g where ${ours(ctx)} ${after ? sql`and (g.name, g.id) > (${after[0]}, ${after[1]}::uuid)` : sql``}
     order by g.name, g.id limit ${page.first + 1}`.execute(ctx.db);
  return pageOf(rows.map(asGroup), page, (row) => [row.name, row.id]);
}

/**
 * Keeps a group of addressees, new or changed. Who is already in it may stay, even dissolved since; who comes in must be
 * addressable today.
 *
 * @throws Refusal NOT_FOUND, STALE_VERSION, NAME_TAKEN, TOO_MANY_GROUPS, ADDRESSEE_OUTSIDE, TREE_CHANGED
 */
export async function saveAddressGroup(ctx: ViewerContext, input: z.output<typeof saveAddressGroupInput>): Promise<AddressGroupRow> {
  await holdTree(ctx, 'share');
  const before = input.addressGroupId === undefined ? undefined : await groupToChange(ctx, input.addressGroupId, input.version);
  await assertNameFree(ctx, input.name, before);
  const members = [...new Set(input.organizationIds)];
  const coming = members.filter((id) => !before?.member_ids.includes(id));
  const known = await addressable(ctx, coming);
  if (coming.some((id) => !known.has(id))) {
    throw new Refusal('ADDRESSEE_OUTSIDE', '地址组内有单位不在您的下级范围内，或已撤销', ['input', 'organizationIds']);
  }
  const { federationId, organizationId, personId } = ctx.viewer;
  const saved = await ctx.db
    .insertInto('address_group')
    .values({
      federation_id: federationId,
      id: before?.id ?? uuid7(),
      organization_id: organizationId,
      name: input.name,
      member_ids: members,
      updated_at: ctx.now,
      updated_by_id: personId,
    })
    .onConflict((conflict) =>
      conflict.columns(['federation_id', 'id']).doUpdateSet((now) => ({
        name: now.ref('excluded.name'),
        member_ids: now.ref('excluded.member_ids'),
        updated_at: now.ref('excluded.updated_at'),
        updated_by_id: now.ref('excluded.updated_by_id'),
        version: now('address_group.version', '+', 1),
      })),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
  const detail = { name: input.name, members: members.length };
  await record(ctx, { operation: 'saveAddressGroup', subjectType: 'AddressGroup', subjectId: saved.id, detail });
  return asGroup(saved);
}

/**
 * Takes a group out of use; a draft that names it must be changed before it is sent.
 * @throws Refusal NOT_FOUND, STALE_VERSION, TREE_CHANGED
 */
export async function removeAddressGroup(ctx: ViewerContext, input: z.output<typeof removeAddressGroupInput>): Promise<AddressGroupRow> {
  await holdTree(ctx, 'share');
  const group = await groupToChange(ctx, input.addressGroupId, input.version);
  const removed = await ctx.db
    .updateTable('address_group')
    .set({ removed_at: ctx.now, version: group.version + 1 })
    .where('federation_id', '=', ctx.viewer.federationId)
    .where('id', '=', group.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await record(ctx, { operation: 'removeAddressGroup', subjectType: 'AddressGroup', subjectId: group.id, detail: { name: group.name } });
  return asGroup(removed);
}

async function groupToChange(ctx: ViewerContext, id: string, version: number | undefined): Promise<AddressGroupRow> {
  const { rows } = await sql<Row>`select g.* from address_group g where ${ours(ctx)} and g.id = ${id} for update`.execute(ctx.db);
  const [row] = rows;
  if (!row) throw notFound(['input', 'addressGroupId']);
  if (row.version !== version) throw stale(['input', 'version'], { addressGroup: asGroup(row) });
  return asGroup(row);
}

async function assertNameFree(ctx: ViewerContext, name: string, except: AddressGroupRow | undefined): Promise<void> {
  const { rows } = await sql<{ id: string; name: string }>`select g.id, g.name from address_group g where ${ours(ctx)}`.execute(ctx.db);
  if (rows.some((row) => row.name === name && row.id !== except?.id)) {
    throw new Refusal('NAME_TAKEN', `本单位已有地址组“${name}”`, ['input', 'name']);
  }
  if (!except && rows.length >= MOST_GROUPS) throw new Refusal('TOO_MANY_GROUPS', `最多保存${MOST_GROUPS}个地址组`, ['input', 'name']);
}

/** A body in a group, and whom a notice to the group goes to in its place today: itself, its successor, or nobody. */
export interface MemberRow {
  readonly group_id: string;
  readonly id: string;
  readonly path: string;
  readonly reached_id: string | null;
}

/** The members in the order of the tree; gathered over a request. */
export async function membersOf(ctx: ViewerContext, group: AddressGroupRow): Promise<readonly MemberRow[]> {
  const found = await ctx.loaders.batched('members of address group', group.id, async (groupIds) => {
    const { rows } = await sql<MemberRow>`
      with recursive heir (group_id, id, now_id) as (
        select g.id, m.id, m.id from address_group g cross join unnest(g.member_ids) m (id)
         where g.federation_id = ${ctx.viewer.federationId} and g.id = any (${groupIds}::uuid[])
        union
        select h.group_id, h.id, s.successor_id from heir h
          join organization_succession s on s.federation_id = ${ctx.viewer.federationId} and s.predecessor_id = h.now_id and s.kind = 'MERGED')
      select h.group_id, o.id, o.path, max(r.id::text)::uuid as reached_id
        from heir h
        join organization o on o.federation_id = ${ctx.viewer.federationId} and o.id = h.id
        left join organization r on r.federation_id = o.federation_id and r.id = h.now_id and r.status = 'ACTIVE' and ${mayAddress(ctx, 'r')}
       group by h.group_id, o.id, o.path order by o.path`.execute(ctx.db);
    return Map.groupBy(rows, ({ group_id }) => group_id);
  });
  return found ?? [];
}
