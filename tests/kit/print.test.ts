import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paper, PRINT_HEADERS, printInstant, printPage, printTable } from '../../src/kit/print.ts';

describe('a page for paper', () => {
  it('escapes whatever is put into it, wherever it is put', () => {
    const evil = `<script>alert("1")</script>'&`;
    expect(paper`<td title="${evil}">${evil}</td>`.text).toBe(
      '<td title="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;">&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;</td>',
    );
    expect(paper`<ul>${['<a>', '<b>'].map((name) => paper`<li>${name}</li>`)}</ul>`.text).toBe(
      '<ul><li>&lt;a&gt;</li><li>&lt;b&gt;</li></ul>',
    );
    expect(paper`${null}${undefined}${0}`.text).toBe('0');
    expect(printPage(evil, paper`<p>${evil}</p>`)).not.toContain('<script>');
  });

  it('never lets a text open a tag or leave an attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
        const shown = paper`<td title="${text}">${text}</td>`.text;
        expect(shown.match(/[<>]/g)).toEqual(['<', '>', '<', '>']);
        expect(shown.match(/"/g)).toHaveLength(2);
      }),
    );
  });

  it('is complete in itself: nothing from outside, its own style and nothing else allowed', () => {
    const page = printPage(
      '签收表',
      printTable(
        ['序号'],
        [
          paper`<tr>
            <td>1</td>
          </tr>`,
        ],
      ),
    );
    expect(page).toMatch(/^<!doctype html>\n<html lang="zh-CN">/);
    expect(page).not.toMatch(/<(script|link|img|iframe|object)|https?:|url\(|@import/);
    const [, style] = /<style>([\s\S]*)<\/style>/.exec(page)!;
    const hash = createHash('sha256').update(style!).digest('base64');
    expect(PRINT_HEADERS['content-security-policy']).toContain(`default-src 'none'; style-src 'sha256-${hash}'`);
    expect(page).toContain('size: A4');
  });

  it('shows instants in Beijing time', () => {
    expect(printInstant(new Date('2021-05-28T16:30:00Z'))).toBe('2021-05-29 00:30');
    expect(printInstant(null)).toBe('');
  });
});
