/** What can be taken in from a table. */
export const IMPORT_KINDS = ['ORGANIZATIONS', 'POSTS', 'MEMBERS'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** Names of the worksheets, too. */
export const importKindLabels: Readonly<Record<ImportKind, string>> = { ORGANIZATIONS: '组织', POSTS: '职务', MEMBERS: '人员' };

export const importStateLabels = { CHECKING: '检查中', FAULTY: '有问题', SOUND: '可以导入', APPLIED: '已导入' } as const;

/** Most rows of one table. */
export const MOST_ROWS = 200_000;
