import { Field, GraphQLISODateTime, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../kit/connection.ts';
import { enumType } from '../../kit/enums.ts';
import { Payload } from '../../kit/errors.ts';
import { Node } from '../../kit/node-id.ts';
import { gatesOf } from '../../kit/viewer-can.ts';
import { LedgerColumn } from '../notices/notice.type.ts';
import type { LedgerLine, LedgerState, LedgerView } from './ledger.rows.ts';

export const LedgerStateEnum = enumType('LedgerState', 'How far a ledger has come.', {
  OPEN: 'Its rows follow what the units hand in.',
  CLOSED: 'Its rows are frozen.',
  SENT: 'It was handed in to the body that asked for it.',
});

export const ledgerStateLabels = { OPEN: '登记中', CLOSED: '已定稿', SENT: '已报送' } as const satisfies Record<LedgerState, string>;

@ObjectType('LedgerRow', { description: 'A line of a ledger: one unit that owes, or was invited to hand in, what is listed.' })
export class LedgerRowType {
  @Field(() => Int, { nullable: true, description: 'Place in the closed ledger; none while it is open.' })
  ordinal!: number | null;

  @Field(() => [String], { nullable: 'items', description: 'One text per column; null where there is nothing.' })
  cells!: (string | null)[];
}

export const LedgerRowConnection = connectionOf<LedgerLine>('LedgerRow', () => LedgerRowType as never, { totalCount: true });

export const LedgerGates = gatesOf('Ledger', {
  close: 'Freeze its rows.',
  reopen: 'Open it again.',
  send: 'Hand it in.',
});

@ObjectType('Ledger', {
  implements: Node,
  description: 'A ledger (工作台账) that a body owes: generated from what its units handed in, frozen when it is closed.',
})
export class LedgerType extends Node {
  @Field(() => String, { description: 'What is owed, as the notice names it.' })
  title!: string;

  @Field(() => LedgerStateEnum, { description: 'How far it has come.' })
  state!: LedgerState;

  @Field(() => [LedgerColumn], { description: 'Its columns, in order.' })
  columns!: LedgerColumn[];

  @Field(() => Int, { description: 'How often it has been closed.' })
  edition!: number;

  @Field(() => String, { nullable: true, description: 'SHA-256 of the frozen rows, in hex; none while it is open.' })
  contentHash!: string | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When it was frozen.' })
  closedAt!: Date | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When it was handed in.' })
  sentAt!: Date | null;

  @Field(() => Int, { description: 'Pass it back when closing, opening again or sending; 0 before the first closing.' })
  version!: number;
}

@ObjectType({ implements: Payload, description: 'The ledger as it is now.' })
export class LedgerPayload extends Payload {
  @Field(() => LedgerType, { nullable: true, description: 'The ledger; with STALE_VERSION, as somebody else left it.' })
  ledger?: LedgerView | null;
}
