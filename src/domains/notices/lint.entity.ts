import { defineEntity, p } from '@mikro-orm/core';
import { instant, path, ref, tenant, word } from '../../kit/columns.ts';
import { walls } from '../../kit/walls.ts';
import type { LintProposal } from './lint-finding.ts';
import { Notice } from './notice.entity.ts';

export const LINT_SEVERITIES = ['BLOCK', 'WARN', 'INFO'] as const;

/**
 * What a body said to something that was found in its draft, appended: the finding as it stood, and a reason or the proposal
 * that was taken. Those that hold when the notice goes out go with it: nothing is resolved silently.
 */
export const LintAnswer = defineEntity({
  name: 'LintAnswer',
  tableName: 'lint_answer',
  properties: {
    ...tenant,
    notice: () => ref(() => Notice, 'notice_id'),
    path: path(),
    publishedAt: instant().nullable(),
    /** Stands for the finding with its facts: with other facts it is another one, and not answered. */
    fingerprint: p.text(),
    code: p.text(),
    key: p.text().nullable(),
    severity: word(LINT_SEVERITIES),
    message: p.text(),
    answer: p.text(),
    proposal: p.json<LintProposal>().nullable(),
    answeredById: p.uuid(),
    answeredAt: instant(),
  },
  indexes: [{ name: 'lint_answer_index', properties: ['federationId', 'notice'] }],
  rowLevelSecurity: 'force',
  policies: walls.downward,
});
