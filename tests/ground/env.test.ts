import { describe, expect, test } from 'vitest';
import { BadSettings, readEnv } from '../../src/env.ts';

describe('settings', () => {
  test('have defaults for a first start with nothing set, and an empty one counts as unset', () => {
    expect(readEnv({ PORT: '', DATABASE_URL: '' })).toMatchObject({
      NODE_ENV: 'development',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'info',
      SECURE_COOKIES: false,
      SHUTDOWN_GRACE_SECONDS: 5,
      DATABASE_POOL_SIZE: 10,
      production: false,
    });
    expect(readEnv({ PORT: '' }).PORT).toBeUndefined();
    expect(readEnv({ DATA_DIR: '/somewhere' }).FILES_DIR).toBe('/somewhere/files');
  });

  test.each([
    ['PORT', '99999', 'PORT：应为 0 到 65535 的整数'],
    ['PORT', '-1', 'PORT：应为 0 到 65535 的整数'],
    ['PORT', 'http', 'PORT：应为 0 到 65535 的整数'],
    ['DATABASE_URL', 'mysql://x/y', 'DATABASE_URL：应为 postgres://用户:口令@主机:端口/数据库 形式的地址'],
    ['NODE_ENV', 'prod', 'NODE_ENV：应为 development、test 或 production'],
    ['SECURE_COOKIES', 'yes', 'SECURE_COOKIES：应为 true 或 false'],
    ['SHUTDOWN_GRACE_SECONDS', '1.5', 'SHUTDOWN_GRACE_SECONDS：应为 0 到 600 的整数'],
    ['OIDC_INSIDE_HOSTS', 'sso.internal, https://10.1.2.3', 'OIDC_INSIDE_HOSTS：应为逗号分隔的主机名，不带协议和端口'],
    ['SECRETS_KEY', 'too short', 'SECRETS_KEY：应为 32 字节的密钥，例如 openssl rand -base64 32 的输出'],
    ['PUBLIC_URL', 'http://liandong.example.org', 'PUBLIC_URL：应为 https:// 开头的地址（本机可用 http://）'],
    ['WEBHOOK_URL', 'https://user:hunter2@sms.example.org', 'WEBHOOK_URL：应为 https:// 开头的地址（本机可用 http://）'],
    ['WEBHOOK_SECRET', 'short', 'WEBHOOK_SECRET：应为至少 32 个字符的密钥'],
    ['SMTP_URL', 'https://mail.example.org', 'SMTP_URL：应为 smtps://用户:口令@主机:端口 形式的地址'],
    ['SMTP_FROM', 'nobody', 'SMTP_FROM：应为一个邮箱地址'],
    ['SMTP_URL', 'smtps://user:secret@mail.example.org', 'SMTP_URL、SMTP_FROM：须同时设置'],
    ['WEBHOOK_URL', 'https://sms.example.org/in', 'WEBHOOK_URL、WEBHOOK_SECRET：须同时设置'],
    ['WEBHOOK_URL', 'https://sms.example.org/in', 'PUBLIC_URL：设置了邮件或短信后必须设置'],
    ['MIGRATIONS_DATABASE_URL', 'postgres://owner@db/liandong', 'MIGRATIONS_DATABASE_URL：须与 DATABASE_URL 一起设置'],
  ])('%s=%s is refused by name', (name, value, message) => {
    expect(() => readEnv({ [name]: value })).toThrow(BadSettings);
    expect(() => readEnv({ [name]: value })).toThrow(message);
  });

  test('name a key in base64 or in hex, the same one', () => {
    const key = Buffer.alloc(32, 7);
    for (const form of ['base64', 'hex'] as const) expect(readEnv({ SECRETS_KEY: key.toString(form) }).SECRETS_KEY).toEqual(key);
  });

  test('name the machines behind the firewall that may be asked who somebody is', () => {
    expect(readEnv({ OIDC_INSIDE_HOSTS: 'SSO.internal, 10.1.2.3' }).OIDC_INSIDE_HOSTS).toEqual(['sso.internal', '10.1.2.3']);
    expect(readEnv({}).OIDC_INSIDE_HOSTS).toEqual([]);
  });

  test('are all named at once, and a secret in one is not repeated', () => {
    let words = '';
    try {
      readEnv({ DATABASE_URL: 'postgre://owner:hunter2@db/liandong', LOG_LEVEL: 'loud' });
    } catch (error) {
      words = (error as Error).message;
    }
    expect(words).toMatch(/DATABASE_URL：[^]*LOG_LEVEL：/);
    expect(words).not.toContain('hunter2');
  });

  test('of production ask for a database of one’s own and mark cookies', () => {
    expect(() => readEnv({ NODE_ENV: 'production' })).toThrow('DATABASE_URL：生产环境（NODE_ENV=production）必须指定自己的数据库');
    expect(readEnv({ NODE_ENV: 'production', DATABASE_URL: 'postgres://app@db/liandong' })).toMatchObject({
      production: true,
      SECURE_COOKIES: true,
    });
  });
});
