import { paper, printPage, printTable } from '../../kit/print.ts';
import { dueLabel } from '../../kit/time.ts';
import type { NewOneTimeCode } from './one-time-code.ts';
import { grouped } from './secret.ts';

export interface CodeLine {
  readonly unit: string;
  readonly login: string;
  readonly code: NewOneTimeCode;
}

/** Every line says all that its reader needs, because it is cut off from the rest. */
const strip = ({ unit, login, code }: CodeLine) =>
  paper`<tr><td><b>${unit}</b><br>登录名：${login}<br>一次性口令：${grouped(code.plain)}</td><td>有效期：${dueLabel(code.expiresAt, { year: true })}。首次登录时用它设置自己的口令，用后即失效。请当面交给本人，勿拍照、勿转发。</td></tr>
`;

/**
 * One-time codes as a page for the printer, to be cut into strips along the lines. It is part of the answer that shows the
 * codes and kept nowhere: whoever loses it resets the accounts.
 */
export const printableCodes = (lines: readonly CodeLine[]): string =>
  printPage(
    `一次性口令（${lines.length}份）`,
    paper`<h1>一次性口令</h1>
<p>共${lines.length}份。本页只显示这一次，请立即打印，沿横线裁开，分别交给各单位。</p>
${printTable(['单位与口令', '用法'], lines.map(strip))}`,
  );
