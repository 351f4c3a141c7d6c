import { type Role } from '../../context.ts';
import { decodeId } from '../../kit/node-id.ts';
import { type OrganizationKind, organizationKindLabels } from '../federation/organization.kind.ts';
import { roleLabels } from '../identity/identity.labels.ts';
import { isLogin } from '../identity/login.ts';
import type { ImportKind } from './import.kinds.ts';

/** What a cell was taken for, or why it cannot be. */
export type Read = { readonly value: unknown } | { readonly code: string; readonly message: string };

export interface ImportColumn {
  readonly key: string;
  /** As it stands in the first row. */
  readonly heading: string;
  readonly required: boolean;
  /** What to write, for people. */
  readonly note: string;
  readonly example: string;
  /** @param text neither empty nor with blanks around it */
  readonly read: (text: string) => Read;
}

const tooLong = (most: number): Read => ({ code: 'TOO_LONG', message: `最多 ${most} 个字` });
const line =
  (most: number) =>
  (text: string): Read =>
    text.length > most ? tooLong(most) : { value: text };

/** Full-width letters, digits and signs as one types them for a program. */
const narrow = (text: string): string => text.normalize('NFKC');

const code = (text: string): Read => {
  const value = narrow(text);
  return value.length > 100 ? tooLong(100) : { value };
};

/** Names from the importing body downward, in any kind of stroke between them. */
const placeNames = (text: string): Read => {
  const names = text
    .split(/[/／]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return text.length > 1000 ? tooLong(1000) : { value: names.join('/') };
};

/** Labels are compared without regard to brackets, commas and blanks. */
const labelKey = (text: string): string =>
  narrow(text)
    .replaceAll(/[\s、,()]/g, '')
    .toUpperCase();

function oneOf<Word extends string>(labels: Readonly<Record<Word, string>>, what: string) {
  const words = Object.keys(labels) as Word[];
  const known = new Map(words.flatMap((word) => [[labelKey(labels[word]), word] as const, [labelKey(word), word] as const]));
  return {
    find: (text: string): Word | undefined => known.get(labelKey(text)),
    unknown: (text: string): Read => ({ code: 'UNKNOWN_WORD', message: `没有“${text.slice(0, 40)}”这种${what}` }),
  };
}

const kinds = oneOf<OrganizationKind>(organizationKindLabels, '组织类别');
const roles = oneOf<Role>(roleLabels, '角色');

const kind = (text: string): Read => {
  const value = kinds.find(text);
  return value ? { value } : kinds.unknown(text);
};

const roleList = (text: string): Read => {
  const words = text.split(/[、,，;；]/).filter((word) => word.trim() !== '');
  const found = words.map((word) => roles.find(word));
  const missing = found.indexOf(undefined);
  return missing === -1 ? { value: [...new Set(found)] } : roles.unknown(words[missing]!.trim());
};

const OFFICE_PHONE = /^[0-9()（）转+\- ]{3,40}$/;
const officePhone = (text: string): Read => {
  const value = narrow(text);
  return OFFICE_PHONE.test(value) ? { value } : { code: 'INVALID_PHONE', message: '办公电话格式不正确' };
};

const login = (text: string): Read => {
  const value = narrow(text).toLowerCase();
  return isLogin(value) ? { value } : { code: 'INVALID_LOGIN', message: '登录名应为 3 到 64 个小写字母、数字或 . _ @ -，以字母或数字开头' };
};

const phone = (text: string): Read => {
  const value = narrow(text);
  return value.length > 40 ? tooLong(40) : { value };
};

const OWN = '空着表示本单位';
const PATH_NOTE = `从本单位的下一级写起，用“/”分隔；只写最后一级也可以，但在本单位范围内须只有一个同名的；${OWN}`;
const place = (what: string, codes: string): ImportColumn[] => [
  {
    key: 'placeCode',
    heading: `${what}编号`,
    required: false,
    note: `${codes}；填了编号就不看“${what}”`,
    example: '',
    read: code,
  },
  { key: 'placeNames', heading: what, required: false, note: PATH_NOTE, example: '石门市总工会/东山县总工会', read: placeNames },
];

const ORGANIZATIONS: readonly ImportColumn[] = [
  {
    key: 'code',
    heading: '编号',
    required: false,
    note: '自定，本表中不重复，供下级在“上级组织编号”中引用，不存入系统',
    example: 'A01',
    read: code,
  },
  ...place('上级组织', '本表中上级的编号，或者导出的组织表中的编号'),
  {
    key: 'kind',
    heading: '类别',
    required: true,
    note: Object.values(organizationKindLabels).slice(1).join('；'),
    example: '基层工会',
    read: kind,
  },
  {
    key: 'name',
    heading: '名称',
    required: true,
    note: '全称，最多 100 个字，同一上级之下不重复',
    example: '东山县粮库工会',
    read: line(100),
  },
  { key: 'shortName', heading: '简称', required: false, note: '最多 40 个字；空着就用名称', example: '粮库', read: line(40) },
  { key: 'docPrefix', heading: '机关代字', required: false, note: '最多 20 个字', example: '', read: line(20) },
];

const POSTS: readonly ImportColumn[] = [
  ...place('组织', '导出的组织表中的编号'),
  { key: 'department', heading: '部门', required: false, note: '该组织已有的部门的名称', example: '', read: line(60) },
  { key: 'name', heading: '职务', required: true, note: '最多 60 个字，同一组织中不重复', example: '联络员', read: line(60) },
  {
    key: 'officePhone',
    heading: '办公电话',
    required: false,
    note: '单位的电话，不是个人的；把单元格设为文本，以免丢失开头的 0',
    example: '0311-55500100',
    read: officePhone,
  },
];

const MEMBERS: readonly ImportColumn[] = [
  ...place('组织', '导出的组织表中的编号'),
  { key: 'name', heading: '登录名', required: true, note: '3 到 64 个小写字母、数字或 . _ @ -', example: 'dongshan.liangku', read: login },
  { key: 'personName', heading: '姓名', required: true, note: '最多 60 个字', example: '粮库联络员', read: line(60) },
  { key: 'phone', heading: '电话', required: false, note: '最多 40 个字', example: '0311-55500100', read: phone },
  {
    key: 'post',
    heading: '职务',
    required: false,
    note: '最多 60 个字；该组织没有这一职务的，一并设立',
    example: '联络员',
    read: line(60),
  },
  {
    key: 'roles',
    heading: '角色',
    required: true,
    note: `可写多个，用“、”分隔：${Object.values(roleLabels).join('、')}`,
    example: '填报人员',
    read: roleList,
  },
];

/** What each kind of table is made of, in order. */
export const importColumns: Readonly<Record<ImportKind, readonly ImportColumn[]>> = { ORGANIZATIONS, POSTS, MEMBERS };

/** The body that a code of an exported table stands for; undefined for a code of the table's own. */
export function organizationOfCode(value: string): string | undefined {
  const decoded = decodeId(value);
  return decoded?.type === 'Organization' ? decoded.id : undefined;
}
