import { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { decodeId, encodeId, idOf, NIL_ID } from '../../kit/node-id.ts';
import { type AuditLineRow, listAuditLines } from '../audit/read-audit.ts';
import { organizationById } from '../federation/organization.rows.ts';
import { roleLabels } from '../identity/identity.labels.ts';
import type { AppointmentRow, PersonRow } from '../identity/people.ts';
import { appointmentsOf, listPersons, loginOf } from '../identity/persons.ts';
import { type Column, columnSet } from './column-set.ts';

/** An office as one reads it: `东山县总工会 主席（签发人）`; one that is over is marked. */
async function officeLabel(ctx: ViewerContext, { organization_id, post_id, roles, valid_to }: AppointmentRow): Promise<string> {
  const [body, post] = await Promise.all([organizationById(ctx, organization_id), post_id ? ctx.loaders.one('post', post_id) : undefined]);
  const held = `${[body?.name, post?.title].filter(Boolean).join(' ')}（${roles.map((role) => roleLabels[role]).join('、')}）`;
  return valid_to !== null && valid_to <= ctx.now ? `${held}已结束` : held;
}

const personColumns: readonly Column<PersonRow>[] = [
  { key: 'name', heading: '姓名', kind: 'TEXT', value: (_, { name }) => name },
  {
    key: 'login',
    heading: '登录名',
    kind: 'TEXT',
    width: 24,
    value: async (ctx, { account_id }) => (await loginOf(ctx, account_id)) ?? null,
  },
  { key: 'phone', heading: '电话', kind: 'TEXT', width: 20, value: (_, { phone }) => phone },
  {
    key: 'organization',
    heading: '所属组织',
    kind: 'TEXT',
    width: 36,
    value: async (ctx, { organization_id }) => (await organizationById(ctx, organization_id))?.name ?? null,
  },
  {
    key: 'appointments',
    heading: '任职',
    kind: 'TEXT',
    width: 60,
    value: async (ctx, { id }) =>
      (await Promise.all((await appointmentsOf(ctx, id)).map((office) => officeLabel(ctx, office)))).join('；') || null,
  },
];

/** Who belongs to a body or holds an office in it: for administrators, as on the screen. */
export const persons = columnSet({
  may: ['read', 'Person'],
  schema: z.strictObject({ organizationId: idOf('Organization') }),
  fixed: personColumns,
  open: async (ctx, { organizationId }) => {
    const body = await organizationById(ctx, organizationId);
    // Elsewhere nobody is listed: as on the screen, the list is empty.
    return { about: body?.name ?? null, columns: personColumns, page: (reader, page) => listPersons(reader, organizationId, page) };
  },
});

const lineColumns: readonly Column<AuditLineRow>[] = [
  { key: 'happenedAt', heading: '时间', kind: 'INSTANT', width: 20, value: (_, { happenedAt }) => happenedAt },
  { key: 'operation', heading: '操作', kind: 'TEXT', width: 24, value: (_, { operation }) => operation },
  { key: 'personName', heading: '操作人', kind: 'TEXT', value: (_, { personName }) => personName },
  { key: 'onBehalfOf', heading: '代谁办理', kind: 'TEXT', value: (_, { onBehalfOf }) => onBehalfOf },
  { key: 'organizationName', heading: '所在组织', kind: 'TEXT', width: 36, value: (_, { organizationName }) => organizationName },
  {
    key: 'subjectId',
    heading: '对象编号',
    kind: 'TEXT',
    width: 24,
    value: (_, { subjectType, subjectId }) => encodeId(subjectType, subjectId),
  },
  { key: 'detail', heading: '内容', kind: 'TEXT', width: 60, value: (_, { detail }) => JSON.stringify(detail) },
  { key: 'requestId', heading: '请求编号', kind: 'TEXT', width: 36, value: (_, { requestId }) => requestId },
];

/** What was done to one subject. */
export const auditLines = columnSet({
  may: ['read', 'AuditLine'],
  schema: z.strictObject({ subjectId: z.string().max(200) }),
  fixed: lineColumns,
  open: async (_, { subjectId }) => ({
    about: null,
    columns: lineColumns,
    page: (ctx, page) => listAuditLines(ctx, decodeId(subjectId)?.id ?? NIL_ID, page),
  }),
});
