import { defineEntity, p } from '@mikro-orm/core';
import { ids, instant, path, ref, tenant, word } from '../../kit/columns.ts';
import { walls } from '../../kit/walls.ts';
import { Organization } from '../federation/federation.entity.ts';
import { Notice } from '../notices/notice.entity.ts';

export const QUESTION_STATES = ['OPEN', 'ANSWERED'] as const;

/** What a receiving body asks about a notice: for the asker and for whoever has to answer, also after the answer. */
export const Question = defineEntity({
  name: 'Question',
  tableName: 'question',
  properties: {
    ...tenant,
    /** The notice that it is about. */
    notice: () => ref(() => Notice, 'notice_id'),
    /** The notice by which it reached the asker, or further up: whoever issued it answers. */
    heldNoticeId: p.uuid(),
    organization: () => ref(() => Organization, 'organization_id'),
    path: path(),
    /** Who has to answer, or has answered. */
    holderId: p.uuid(),
    /** Where the holder stands: a second superior reads what it has to answer. */
    askerPath: path(),
    /** Bodies that have passed it up, in order. */
    passedByIds: ids(),
    text: p.text(),
    /** The asker is not named to others than those who answer. */
    anonymous: p.boolean(),
    state: word(QUESTION_STATES),
    askedAt: instant(),
    askedById: p.uuid(),
    version: p.integer().default(1),
  },
  indexes: [
    { name: 'question_notice_index', properties: ['federationId', 'heldNoticeId', 'askedAt'] },
    { name: 'question_holder_index', properties: ['federationId', 'holderId', 'state'] },
    { name: 'question_organization_index', properties: ['federationId', 'organization', 'askedAt'] },
  ],
  rowLevelSecurity: 'force',
  policies: walls.shared,
});

/**
 * An answer, with the question as all may read it who may read the notice: it stands where its author stands and is
 * published at once. Amended by another one, never changed.
 */
export const QuestionAnswer = defineEntity({
  name: 'QuestionAnswer',
  tableName: 'question_answer',
  properties: {
    ...tenant,
    questionId: p.uuid(),
    /** 1 is the first; the last one counts. */
    number: p.integer(),
    /** The notice under which it is published. */
    notice: () => ref(() => Notice, 'notice_id'),
    path: path(),
    answererId: p.uuid(),
    /** Null when the asker is not to be named: this row does not know. */
    askerId: p.uuid().nullable(),
    question: p.text(),
    askedAt: instant(),
    text: p.text(),
    answeredById: p.uuid(),
    publishedAt: instant(),
  },
  uniques: [{ name: 'question_answer_key', properties: ['federationId', 'questionId', 'number'] }],
  indexes: [{ name: 'question_answer_notice_index', properties: ['federationId', 'notice', 'askedAt'] }],
  rowLevelSecurity: 'force',
  policies: walls.downward,
});
