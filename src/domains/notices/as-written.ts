import { Refusal } from '../../kit/errors.ts';
import type { NoticeContent } from './content.input.ts';
import type { NoticeRow } from './notice.rows.ts';

/**
 * What somebody saves of a bulletin's notice: everything but what the bulletin says, and never for everybody to read.
 * @throws Refusal BULLETIN_TEXT, BULLETIN_REACH
 */
export function assertAsWritten({ title, body, kind }: NoticeRow, content: NoticeContent): void {
  const at = (field: string) => ['input', 'content', field];
  const text = (field: string) => new Refusal('BULLETIN_TEXT', '标题和正文由通报生成，请在通报中修改', at(field));
  if (content.title !== title) throw text('title');
  if (content.body !== body) throw text('body');
  if (content.kind && content.kind !== kind) throw text('kind');
  if (content.reach === 'OPEN') throw new Refusal('BULLETIN_REACH', '通报只发主送单位，不能对全部下级公开', at('reach'));
}
