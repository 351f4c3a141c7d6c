/** What a person reads for the words of this domain. */
export const organizationStatusLabels = { ACTIVE: '正常', DISSOLVED: '已撤销' } as const;

export const organizationChangeLabels = { FOUNDED: '成立', RENAMED: '更名', MOVED: '调整隶属', MERGED: '合并', DISSOLVED: '撤销' } as const;

export const successionKindLabels = { MERGED: '合并', DISSOLVED: '撤销' } as const;

export const affiliationKindLabels = { DUAL_LEADERSHIP: '双重领导', INDUSTRY: '产业领导' } as const;

export const departmentKindLabels = { OFFICE: '办公室', DEPARTMENT: '部门' } as const;
