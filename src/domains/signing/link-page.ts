import { paper } from '../../kit/print.ts';
import { webPage } from '../../kit/web-page.ts';
import { LINK_PATH } from './link.ts';
import type { SigningLink } from './signing.type.ts';

/** The page of a link, as it stands. */
export function linkPage(link: SigningLink, token: string): string {
  const head = paper`<h1>${link.title}</h1>
<p>${link.organizationName}请${link.signerName}${link.signerPost ? `（${link.signerPost}）` : ''}${link.step}。</p>
<p><strong>${link.stateLabel}</strong></p>`;
  if (link.state !== 'OPEN') return webPage(link.title, head);
  return webPage(
    link.title,
    paper`${head}
${link.message && paper`<p>${link.message}</p>`}
<dl>${link.lines.map(({ label, text }) => paper`<dt>${label}</dt><dd>${text}</dd>`)}</dl>
<form method="post" action="${LINK_PATH}" autocomplete="off">
<input type="hidden" name="token" value="${token}">
<label>意见<textarea name="words" rows="4" maxlength="1000"></textarea></label>
${link.sealRequired ? paper`<label>电子印章编号<input name="seal" maxlength="100"></label>` : null}
<button name="act" value="sign">同意并签署</button>
<button name="act" value="decline">退回修改（请在上面写明理由）</button>
</form>
<p>此链接只能使用一次，只能用于本件，请勿转发。</p>`,
  );
}

/** For a forged link, a mutilated one, and one of a body that is no more. */
export const invalidPage = (): string => webPage('链接无效', paper`<h1>链接无效</h1><p>请核对地址是否完整，或联系发出链接的单位。</p>`);
