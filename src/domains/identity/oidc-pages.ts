import { paper } from '../../kit/print.ts';
import { webPage } from '../../kit/web-page.ts';

export const SECOND_STEP_PATH = '/oidc/second-step';

export const refusedPage = (message: string): string => webPage('登录未完成', paper`<h1>登录未完成</h1><p>${message}</p>`);

/** Says which account it was, so that whoever was led here by somebody else sees it. */
export const linkedPage = (login: string): string =>
  webPage(
    '关联完成',
    paper`<h1>关联完成</h1><p>账户 ${login} 已与您在身份提供方的身份关联，以后可以用它登录。如非本人操作，请立即在账户设置中解除，并联系管理员。</p>`,
  );

export const secondStepPage = ({ challenge, returnTo, message }: { challenge: string; returnTo: string; message?: string }): string =>
  webPage(
    '两步验证',
    paper`<h1>两步验证</h1>
${message && paper`<p><strong>${message}</strong></p>`}
<form method="post" action="${SECOND_STEP_PATH}" autocomplete="off">
<input type="hidden" name="challenge" value="${challenge}">
<input type="hidden" name="returnTo" value="${returnTo}">
<label>验证器上的六位数字，或一个恢复码<input name="code" maxlength="40" autofocus inputmode="text" autocomplete="one-time-code"></label>
<button>登录</button>
</form>`,
  );
