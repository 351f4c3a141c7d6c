import { type RawBuilder, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import type { FieldType } from '../../kit/form.ts';
import { endOf } from '../../kit/tree.ts';
import type { LedgerColumn } from '../notices/notice.shapes.ts';
import type { LedgerView } from './ledger.rows.ts';

type Text = RawBuilder<string | null>;

/**
 * What a ledger lists, as a subquery of `(path, organization_id, obligation_id, cells)`: one line for every unit of the
 * body's subtree that owes or was invited to hand in what is listed, in answers that the reader's walls show. The same
 * lines are shown while the ledger is open and kept when it is closed.
 */
export function linesOf(ctx: ViewerContext, ledger: LedgerView): RawBuilder<unknown> {
  const { path } = ledger.obligation;
  const answering = ledger.listedAsks.filter(({ fields }) => ledger.columns.some((column) => asked(fields, column)));
  const parts = answering.map(
    ({ deliverableId }, index) => sql`
      left join submission_part ${alias(index)} on ${alias(index)}.federation_id = s.federation_id and ${alias(index)}.submission_id = s.id
            and ${alias(index)}.number = s.number and ${alias(index)}.deliverable_id = ${deliverableId}`,
  );
  const cells = ledger.columns.map((column) => cellOf(ctx, ledger, column, answering));
  return sql`
    select o.path, o.organization_id, o.id as obligation_id, jsonb_build_array(${sql.join(cells)}) as cells
      from obligation o
      join organization u on u.federation_id = o.federation_id and u.id = o.organization_id
      left join organization h on h.federation_id = u.federation_id and h.id = u.parent_id
      left join submission s on s.federation_id = o.federation_id and s.obligation_id = o.id and s.state <> 'WITHDRAWN'
      ${sql.join(parts, sql` `)}
     where o.federation_id = ${ctx.viewer.federationId} and o.root_id = ${ledger.listedRootId}
       and o.path >= ${path} and o.path < ${endOf(path)} and o.kind <> 'ORGANISE' and o.state <> 'CANCELLED'`;
}

type Asks = LedgerView['listedAsks'];

const alias = (index: number): RawBuilder<unknown> => sql.ref(`part${index}`);

const asked = (fields: Asks[number]['fields'], { source, field }: LedgerColumn) =>
  source === 'ANSWER' ? fields.find(({ key }) => key === field) : undefined;

function cellOf(ctx: ViewerContext, ledger: LedgerView, column: LedgerColumn, asks: Asks): Text {
  switch (column.source) {
    case 'ORGANIZATION':
      return sql`u.name`;
    case 'SUPERIOR':
      return sql`h.name`;
    case 'STATE':
      return stateLabel(ctx);
    case 'SUBMITTED_AT':
      // Legal time is Beijing time, eight hours ahead all year (X-13).
      return sql`to_char(timezone(interval '8 hours', s.first_submitted_at), 'YYYY-MM-DD HH24:MI')`;
    case 'ON_TIME':
      return onTime(ctx, ledger.listedDueAt);
    case 'ANSWER':
      return answer(column, asks);
  }
}

/** What people read for where a report stands. */
const stateLabel = (ctx: ViewerContext): Text => sql`case
  when o.state in ('SUBMITTED', 'ACCEPTED') and o.nil then '零报告'
  when o.state = 'SUBMITTED' then '已报送' when o.state = 'ACCEPTED' then '已通过' when o.state = 'RETURNED' then '已退回'
  when o.state = 'FORFEITED' then '逾期弃权' when o.state = 'WAIVED' then '免报'
  when o.kind = 'INVITED' then '未参加' when o.due_at <= ${ctx.now}::timestamptz then '逾期未报' else '未报' end`;

/** By the due of the body that asks for the ledger: a stricter level below is not held against a unit. */
const onTime = (ctx: ViewerContext, due: Date | null): Text => sql`case
  when o.state = 'WAIVED' then null
  when s.id is not null then case when s.first_submitted_at < coalesce(${due}::timestamptz, 'infinity') then '是' else '否' end
  when o.kind = 'REPORT' and ${due}::timestamptz <= ${ctx.now}::timestamptz then '否' end`;

/** The answer to the lowest asker's question of that name; empty where nobody asks it. */
function answer(column: LedgerColumn, asks: Asks): Text {
  const index = asks.findLastIndex(({ fields }) => asked(fields, column));
  const type = index < 0 ? undefined : asked(asks[index]!.fields, column)?.type;
  if (type === 'SHEET') return sql`(${alias(index)}.results -> ${column.field} ->> 'base')`;
  return type ? printed(type, sql`(${alias(index)}.answers -> ${column.field})`) : sql`null::text`;
}

function printed(type: Exclude<FieldType, 'SHEET'>, value: RawBuilder<unknown>): Text {
  switch (type) {
    case 'TEXT':
    case 'NUMBER':
    case 'DATE':
      return sql`${value} #>> '{}'`;
    case 'CHOICE':
      return sql`case jsonb_typeof(${value}) when 'array'
        then (select string_agg(choice, '、' order by place) from jsonb_array_elements_text(${value}) with ordinality as chosen (choice, place))
        else ${value} #>> '{}' end`;
    case 'RATE':
      return sql`(${value} ->> 'numerator') || '/' || (${value} ->> 'denominator')`;
    case 'CONTACT':
      return sql`nullif(concat_ws(' ', ${value} ->> 'name', ${value} ->> 'phone'), '')`;
    case 'TABLE':
      return counted(value, '行');
    case 'FILE':
      return counted(value, '件');
    case 'SEAL':
      return sql`case when ${value} ->> 'date' is not null then '已盖章（' || (${value} ->> 'date') || '）' end`;
  }
}

const counted = (value: RawBuilder<unknown>, unit: string): Text =>
  sql`case jsonb_typeof(${value}) when 'array' then '共' || jsonb_array_length(${value}) || ${unit} end`;
