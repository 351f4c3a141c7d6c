import { type Selectable, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal } from '../../kit/errors.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import type { Tables } from '../../orm.ts';
import { record } from '../audit/record.ts';
import type { AddDepartment, AddPost } from './federation.input.ts';
import { gateOf } from './organization.gates.ts';
import { holdTree, reach } from './tree-lock.ts';

export type DepartmentRow = Readonly<Selectable<Tables['department']>>;
export type PostRow = Readonly<Selectable<Tables['post']>>;

const ORGANIZATION = ['input', 'organizationId'];

/**
 * Adds a department to an organization of the caller's range.
 *
 * @throws Refusal NOT_FOUND, FORBIDDEN, DISSOLVED, NAME_TAKEN
 */
export async function addDepartment(ctx: ViewerContext, { organizationId, name, kind }: AddDepartment): Promise<DepartmentRow> {
  await holdTree(ctx, 'share');
  const organization = await reach(ctx, organizationId, ORGANIZATION);
  assertGate(gateOf(ctx, 'equip', organization), ORGANIZATION);
  const { rows } = await sql<DepartmentRow>`
    insert into department (federation_id, id, organization_id, path, kind, name)
    values (${ctx.viewer.federationId}, ${uuid7()}, ${organization.id}, ${organization.path}, ${kind}, ${name})
    on conflict (federation_id, organization_id, name) do nothing returning *`.execute(ctx.db);
  const [department] = rows;
  if (!department) throw new Refusal('NAME_TAKEN', `该组织已有“${name}”`, ['input', 'name']);
  await record(ctx, {
    operation: 'addDepartment',
    subjectType: 'Department',
    subjectId: department.id,
    detail: { organizationId, name, kind },
  });
  return department;
}

/**
 * Adds a post to an organization of the caller's range; the directory shows it with its office number.
 *
 * @throws Refusal NOT_FOUND, FORBIDDEN, DISSOLVED, NAME_TAKEN
 */
export async function addPost(ctx: ViewerContext, { organizationId, departmentId, title, officePhone }: AddPost): Promise<PostRow> {
  await holdTree(ctx, 'share');
  const organization = await reach(ctx, organizationId, ORGANIZATION);
  assertGate(gateOf(ctx, 'equip', organization), ORGANIZATION);
  if (departmentId !== undefined) {
    const department = await findDepartment(ctx, departmentId);
    if (department?.organization_id !== organizationId) throw notFound(['input', 'departmentId']);
  }
  const { rows } = await sql<PostRow>`
    insert into post (federation_id, id, organization_id, department_id, path, title, office_phone)
    values (${ctx.viewer.federationId}, ${uuid7()}, ${organization.id}, ${departmentId ?? null}, ${organization.path}, ${title}, ${officePhone ?? null})
    on conflict (federation_id, organization_id, title) do nothing returning *`.execute(ctx.db);
  const [post] = rows;
  if (!post) throw new Refusal('NAME_TAKEN', `该组织已有“${title}”`, ['input', 'title']);
  await record(ctx, {
    operation: 'addPost',
    subjectType: 'Post',
    subjectId: post.id,
    detail: { organizationId, departmentId: departmentId ?? null, title },
  });
  return post;
}

/** A department of the federation; the directory is open to all of it. */
export async function findDepartment(ctx: ViewerContext, id: string): Promise<DepartmentRow | undefined> {
  const { rows } = await sql<DepartmentRow>`
    select * from department where federation_id = ${ctx.viewer.federationId} and id = ${id}`.execute(ctx.db);
  return rows[0];
}

/** The same for a post. */
export async function findPost(ctx: ViewerContext, id: string): Promise<PostRow | undefined> {
  const { rows } = await sql<PostRow>`select * from post where federation_id = ${ctx.viewer.federationId} and id = ${id}`.execute(ctx.db);
  return rows[0];
}
