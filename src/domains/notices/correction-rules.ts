import { type RawBuilder, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import type { UserError } from '../../kit/errors.ts';
import { alike } from '../../kit/canonical.ts';
import { addresseesOf } from './addressees.ts';
import type { Matched } from './difference.ts';
import type { EditionDeliverable } from './edition.shapes.ts';
import { fault } from './lint-finding.ts';
import { type AnsweredFinding, errorsOf } from './lint-notice.ts';
import type { DeliverableRow, NoticeRow } from './notice.rows.ts';

/** What cannot be told from the difference alone. */
export interface Compared extends Matched {
  readonly notice: NoticeRow;
  readonly draft: NoticeRow;
  readonly drafted: readonly DeliverableRow[];
  /** Everything that the notice ever asked for, in whatever edition. */
  readonly ever: readonly DeliverableRow[];
  readonly parents: ReadonlyMap<string, DeliverableRow>;
  readonly addressees: AddresseeChange;
}

/** Terms on which units have relied: another one is another deliverable. */
const FIXED = ['participation', 'output', 'audience', 'route', 'late_policy', 'grace_days', 'approvals'] as const;

/** Everything that keeps a correction from being issued; `findings` are its draft's. */
export async function correctionFaults(ctx: ViewerContext, given: Compared, findings: readonly AnsweredFinding[]): Promise<UserError[]> {
  const { notice, draft, pairs, added, ever, addressees } = given;
  const errors: UserError[] = [];
  if (draft.kind !== notice.kind || draft.reach !== notice.reach)
    errors.push(fault('TERMS_FIXED', '文种和公开范围不能更正', draft.kind === notice.kind ? 'reach' : 'kind'));
  if (addressees.lost > 0)
    errors.push(fault('ADDRESSEES_FEWER', '更正只能增加主送单位；不再需要报送的，请免予报送或撤回文件', 'addressees'));
  for (const { before, after } of pairs) {
    const changed = before.inherits_id === null && FIXED.some((column) => !alike(before[column], after[column]));
    if (changed)
      errors.push(
        fault(
          'TERMS_FIXED',
          `“${before.title}”的报送性质、对象、路径、审批程序和逾期办法不能更正，请取消后另设一项`,
          'deliverables',
          before.key,
        ),
      );
  }
  const taken = new Set(ever.map(({ key }) => key));
  for (const { key, inherits_id } of added) {
    if (inherits_id === null && taken.has(key))
      errors.push(fault('KEY_USED', `键名“${key}”已用于以前取消的报送任务，请另取键名`, 'deliverables', key));
  }
  errors.push(...(await fieldFaults(ctx, given)));
  errors.push(...errorsOf(findings));
  return errors;
}

/** Answers are kept under the key of their question: what it once meant it means for ever. */
async function fieldFaults(ctx: ViewerContext, { notice, pairs }: Compared): Promise<UserError[]> {
  const isNew = pairs.some(({ before, after }) =>
    after.fields.some(({ key, type }) => before.fields.find((field) => field.key === key)?.type !== type),
  );
  if (!isNew) return [];
  const { rows } = await sql<{ deliverables: EditionDeliverable[] }>`
    select deliverables from notice_edition where federation_id = ${notice.federation_id} and notice_id = ${notice.id}`.execute(ctx.db);
  return pairs.flatMap(({ before, after }) => {
    const forms = [
      before.fields,
      ...rows.flatMap(({ deliverables }) => deliverables.filter(({ id }) => id === before.id).map(({ fields }) => fields)),
    ];
    return after.fields.flatMap(({ key, type }) => {
      const was = forms.flat().find((field) => field.key === key && field.type !== type);
      if (!was) return [];
      return [
        fault(
          'FIELD_TYPE_CHANGED',
          `填报项“${was.label}”的类型不能更正，请取消后另设一项`,
          after.inherits_id ? 'inherited' : 'deliverables',
          after.key,
          'fields',
          key,
        ),
      ];
    });
  });
}

export interface AddresseeChange {
  /** Bodies that it goes to from now on. */
  readonly gained: number;
  /** Bodies that it would have gone to and would not any more. */
  readonly lost: number;
}

/** Bodies that a correction adds: neither those that the notice went to, nor those that it did not find when it was sent. */
export const newAddressees = (ctx: ViewerContext, notice: NoticeRow, draft: NoticeRow): RawBuilder<unknown> => sql`
  select a.* from (${addresseesOf(ctx, draft.addressees)}) a
   where a.id not in (select b.id from (${addresseesOf(ctx, notice.addressees)}) b)
     and not exists (select from delivery d where d.federation_id = ${notice.federation_id} and d.notice_id = ${notice.id} and d.organization_id = a.id)`;

/** What becomes of the addressees, as the tree stands today. */
export async function compareAddressees(ctx: ViewerContext, notice: NoticeRow, draft: NoticeRow): Promise<AddresseeChange> {
  const { rows } = await sql<AddresseeChange>`
    select (select count(*)::int from (${newAddressees(ctx, notice, draft)}) a) as gained,
           (select count(*)::int from (${addresseesOf(ctx, notice.addressees)}) a where a.id not in (select b.id from (${addresseesOf(ctx, draft.addressees)}) b)) as lost
  `.execute(ctx.db);
  return rows[0]!;
}
