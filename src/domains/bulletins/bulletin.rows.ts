import type { Selectable } from 'kysely';
import type { Tables } from '../../orm.ts';

export const BULLETIN_STATES = ['DRAFT', 'ISSUED', 'RECALLED'] as const;
export type BulletinState = (typeof BULLETIN_STATES)[number];

/** A bulletin with what its notice has come to. */
export type BulletinRow = Selectable<Tables['bulletin']> & {
  readonly __typename: 'Bulletin';
  readonly issued_at: Date | null;
  readonly recalled_at: Date | null;
};
export type BulletinLineRow = Readonly<Selectable<Tables['bulletin_line']>>;

export const stateOf = ({ issued_at, recalled_at }: Pick<BulletinRow, 'issued_at' | 'recalled_at'>): BulletinState =>
  recalled_at ? 'RECALLED' : issued_at ? 'ISSUED' : 'DRAFT';

/** 第1期, 第1期补充通报第2号. */
export const periodOf = ({ ordinal, supplement_number: supplement }: Pick<BulletinRow, 'ordinal' | 'supplement_number'>): string =>
  `第${ordinal}期${supplement ? `补充通报第${supplement}号` : ''}`;
