import path from 'node:path';
import { z } from 'zod';
import { homeFor, projectRoot, serverAccount } from './database/embedded-files.ts';
import { CannotStart } from './exit.ts';
import { isPage } from './kit/outside.ts';

const address = z.string().regex(/^postgres(ql)?:\/\/\S+$/, '应为 postgres://用户:口令@主机:端口/数据库 形式的地址');
const page = z.string().refine(isPage, '应为 https:// 开头的地址（本机可用 http://）');
const yesOrNo = z.enum(['true', 'false'], '应为 true 或 false').transform((value) => value === 'true');
const whole = (from: number, to: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `应为 ${from} 到 ${to} 的整数`)
    .transform(Number)
    .refine((value) => value >= from && value <= to, `应为 ${from} 到 ${to} 的整数`);

/** Names or addresses of machines, as they stand in an address. */
const hosts = z
  .string()
  .transform((text) =>
    text
      .toLowerCase()
      .split(/[\s,]+/)
      .filter(Boolean),
  )
  .refine((names) => names.every((name) => URL.parse(`https://${name}`)?.hostname === name), '应为逗号分隔的主机名，不带协议和端口');

/** 32 bytes, as `openssl rand -base64 32` or `openssl rand -hex 32` prints them. */
const key = z
  .string()
  .transform((text) => Buffer.from(text, /^[0-9a-f]{64}$/i.test(text) ? 'hex' : 'base64'))
  .refine(({ length }) => length === 32, '应为 32 字节的密钥，例如 openssl rand -base64 32 的输出');

const SETTINGS = z.object({
  /** `production` asks for a database of one's own, loads no demonstration data and offers no explorer. */
  NODE_ENV: z.enum(['development', 'test', 'production'], '应为 development、test 或 production').default('development'),
  /** The application's role in a database of one's own; without it the embedded database is used. */
  DATABASE_URL: address.optional(),
  /** The owner's role in the same database, for `npm run migrate` and `npm run create-federation`. */
  MIGRATIONS_DATABASE_URL: address.optional(),
  /** Connections that the server keeps to the database. */
  DATABASE_POOL_SIZE: whole(2, 200).default(10),
  /** Directory of the embedded database. */
  DATA_DIR: z.string().optional(),
  /** Directory of uploaded files; by default beside the data. */
  FILES_DIR: z.string().optional(),
  /** Largest film or archive that is taken in, in MB; a film as a phone makes it is never recompressed. Others: 100 at most. */
  MAX_FILE_MB: whole(1, 2000).default(1000),
  /** Whether an empty embedded database is filled with the demonstration federation. */
  DEMO: yesOrNo.default(true),
  /**
   * Locks what the database may not show to whoever reads a copy of it: the secrets of second factors, and those with which
   * identity providers know us. Without one in production nobody can set up either; lose it and all are set up anew.
   */
  SECRETS_KEY: key.optional(),
  /**
   * Hosts of identity providers that do not stand on the public internet: a federation's administrator names a provider, and
   * the server goes to no other address behind its own firewall.
   */
  OIDC_INSIDE_HOSTS: hosts.default([]),
  /** Address of the pages that people open: what links in messages begin with, and where identity providers send people back to. */
  PUBLIC_URL: page.optional(),
  /** Server that takes mail; its user and password are part of it. */
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/\S+$/, '应为 smtps://用户:口令@主机:端口 形式的地址')
    .optional(),
  /** Address from which mail comes. */
  SMTP_FROM: z.email('应为一个邮箱地址').optional(),
  /** Address that takes short messages and those for WeCom, as signed JSON. */
  WEBHOOK_URL: page.optional(),
  /** Key of its signatures. */
  WEBHOOK_SECRET: z.string().min(32, '应为至少 32 个字符的密钥').optional(),
  HOST: z.string().default('127.0.0.1'),
  /** Unset: 4000, or a free one when that is taken. 0: a free one. */
  PORT: whole(0, 65_535).optional(),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], '应为 fatal、error、warn、info、debug、trace 或 silent')
    .optional(),
  /** Whether session cookies are marked Secure; by default in production. */
  SECURE_COOKIES: yesOrNo.optional(),
  /** Whether a proxy in front is to be believed about the caller's address. */
  TRUST_PROXY: yesOrNo.default(false),
  /** How long running requests may take to finish after SIGTERM, in seconds. */
  SHUTDOWN_GRACE_SECONDS: whole(0, 600).default(5),
});

/** The settings of a run, checked. What each means stands in {@link readEnv}'s schema and in the README. */
export type Env = z.output<typeof SETTINGS> & {
  readonly production: boolean;
  readonly FILES_DIR: string;
  readonly SECURE_COOKIES: boolean;
  readonly LOG_LEVEL: NonNullable<z.output<typeof SETTINGS>['LOG_LEVEL']>;
};

/** A setting that cannot be used. The message names each in Chinese and never repeats a value, which may be a secret. */
export class BadSettings extends CannotStart {}

/**
 * Reads the settings from the environment; an empty one counts as unset. Throws {@link BadSettings} naming every bad one.
 *
 * @param source the environment's variables
 */
export function readEnv(source: Readonly<Record<string, string | undefined>> = process.env): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = SETTINGS.safeParse(given);
  if (!parsed.success) refuse(parsed.error.issues.map((issue) => `${issue.path.join('.')}：${issue.message}`));
  const settings = parsed.data;
  const production = settings.NODE_ENV === 'production';
  const faults: string[] = [];
  if (production && !settings.DATABASE_URL) faults.push('DATABASE_URL：生产环境（NODE_ENV=production）必须指定自己的数据库');
  if (settings.MIGRATIONS_DATABASE_URL && !settings.DATABASE_URL) faults.push('MIGRATIONS_DATABASE_URL：须与 DATABASE_URL 一起设置');
  if (settings.DATA_DIR && settings.DATABASE_URL) faults.push('DATA_DIR：只用于内置数据库，不能与 DATABASE_URL 同时设置');
  if ((settings.SMTP_URL === undefined) !== (settings.SMTP_FROM === undefined)) faults.push('SMTP_URL、SMTP_FROM：须同时设置');
  if ((settings.WEBHOOK_URL === undefined) !== (settings.WEBHOOK_SECRET === undefined))
    faults.push('WEBHOOK_URL、WEBHOOK_SECRET：须同时设置');
  if ((settings.SMTP_URL ?? settings.WEBHOOK_URL) !== undefined && settings.PUBLIC_URL === undefined)
    faults.push('PUBLIC_URL：设置了邮件或短信后必须设置，消息中的链接由它开头');
  if (faults.length > 0) refuse(faults);
  return {
    ...settings,
    production,
    FILES_DIR: path.resolve(settings.FILES_DIR ?? path.join(homeOf(settings), 'files')),
    SECURE_COOKIES: settings.SECURE_COOKIES ?? production,
    LOG_LEVEL: settings.LOG_LEVEL ?? (settings.NODE_ENV === 'test' ? 'silent' : 'info'),
  };
}

/** Where the data lies; beside a foreign database there is only the checkout. */
function homeOf({ DATABASE_URL, DATA_DIR }: z.output<typeof SETTINGS>): string {
  if (DATABASE_URL !== undefined) return path.join(projectRoot(), '.data');
  return DATA_DIR ?? homeFor(serverAccount(), 'main');
}

function refuse(faults: readonly string[]): never {
  throw new BadSettings(`设置有误，服务没有启动：\n${faults.map((fault) => `  · ${fault}`).join('\n')}`);
}
