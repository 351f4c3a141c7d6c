import { describe, expect, test } from 'vitest';
import { EXPECTATIONS } from '../src/walkthrough/expectations.ts';
import { complaintOf, walk } from '../src/walkthrough/index.ts';
import { freshDatabase } from './support/database.ts';

describe('npm run walkthrough', () => {
  test('source 000 comes out as worked out by hand, from the notice to the evaluation', { timeout: 120_000 }, async () => {
    const walked = await walk(await freshDatabase('walkthrough'), { stories: ['chain'] });
    expect(walked.differences).toEqual([]);
    expect(complaintOf(walked)).toBeUndefined();
    expect(walked.compared).toBeGreaterThan(200);
    const text = walked.transcript.join('\n');
    for (const step of [
      '印发冀工办字〔2021〕8号',
      '以石工办字〔2021〕13号',
      '以正工字〔2021〕6号',
      '零报告',
      '退回机械厂',
      '汇总上报第 2 批',
      '公布考核结果',
    ]) {
      expect(text).toContain(step);
    }
  });

  test('an office’s week comes out as worked out by hand', { timeout: 120_000 }, async () => {
    const walked = await walk(await freshDatabase('walkthrough_week'), { stories: ['week'] });
    expect(walked.differences).toEqual([]);
    expect(walked.compared).toBeGreaterThan(100);
    for (const step of ['第 2 版', '转报上级', '零报告', '代第45厂', '汇总上报第 2 批', '岗位交接'])
      expect(walked.transcript.join('\n')).toContain(step);
  });

  test('a figure that is not the expected one is named, and so is one that nobody compared', { timeout: 120_000 }, async () => {
    const rates = EXPECTATIONS['6月7日的各级报送率'] as Record<string, Record<string, string | number>>;
    const wrong = { ...EXPECTATIONS, '6月7日的各级报送率': { ...rates, 省: { ...rates['省'], 按时: 7 } }, 没有的一步: 1 };
    const walked = await walk(await freshDatabase('walkthrough_wrong'), { stories: ['chain'], expectations: wrong });
    expect(walked.differences).toEqual(['6月7日的各级报送率 · 省 · 按时：应为 7，实为 6', '没有的一步：没有核对']);
    expect(complaintOf(walked)).toMatch(/^与应有结果不符 2 处：\n {2}· 6月7日的各级报送率 · 省 · 按时：应为 7，实为 6/);
  });
});
