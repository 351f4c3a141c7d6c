import { sql } from 'kysely';
import { blame, type Check, ofBatch } from './checks.ts';
import { blamePlaces, confirmCodes, followNames, followPaths } from './find-places.ts';

const blameRepeatedLogins: Check = (scope) =>
  blame(
    scope,
    sql`
      select line, '登录名' as "column", 'LOGIN_REPEATED' as code, '登录名与第 ' || first || ' 行重复' as message
        from (select r.line, min(r.line) over (partition by r.name) as first from staged_row r where ${ofBatch(scope)} and r.name <> '') c
       where line > first`,
  );

/** Whoever has it, in this federation or another, is not said. */
const blameTakenLogins: Check = (scope) =>
  blame(
    scope,
    sql`
      select r.line, '登录名' as "column", 'LOGIN_TAKEN' as code, '这个登录名已有人使用，请换一个' as message
        from staged_row r
        join app.taken_logins(array(select r.name from staged_row r where ${ofBatch(scope)} and r.name <> '')) t on t.login = r.name
       where ${ofBatch(scope)}`,
  );

export const memberChecks: readonly Check[] = [confirmCodes, followNames, followPaths, blamePlaces, blameRepeatedLogins, blameTakenLogins];
export const memberRechecks: readonly Check[] = [confirmCodes, blameTakenLogins];
