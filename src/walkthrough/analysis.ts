import { post } from '../kit/http-client.ts';
import { dataOf } from './desk.ts';
import type { Asked } from './downward.ts';
import * as operations from './operations.ts';
import type { Stage } from './stage.ts';
import * as results from './results.ts';
import type { ProgressAnswer } from './results.ts';
import type { Story } from './story.ts';

const WHO = '数据分析令牌';

/** A program with a read-only token that ends: it reads the same figures and can change nothing. */
export async function analyse(story: Story, { origin }: Stage, { entries }: Asked): Promise<void> {
  story.chapter('九、数据分析令牌');
  const desk = story.desk('provinceAdministrator');
  const input = { name: '年度分析', expiresAt: '2022-03-31T16:00:00.000Z' };
  const { secret } = await desk.act<{ secret: string }>(results.createApiToken, input);
  story.did(desk, '开出只读令牌“年度分析”，2022年3月31日到期');
  const read = await post(origin, results.progress, { deliverableId: entries.province }, { token: secret });
  const { rates } = (dataOf(WHO, read) as ProgressAnswer).reportingProgress;
  const written = await post(origin, operations.startSubmission, { input: { obligationId: entries.province } }, { token: secret });
  const refused = written.errors[0];
  story.note(`凭令牌读到：应报 ${rates.expected}，已报 ${rates.received}，报送率 ${rates.reportingRate.percent}%`);
  story.note(`凭令牌填报——被拒绝：${refused?.message}（${refused?.extensions?.code}）`);
  story.compare(WHO, { 应报: rates.expected, 已报: rates.received, 改动: refused?.extensions?.code ?? '没有被拒绝' });
}
