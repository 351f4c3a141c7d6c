import { defineEntity, p } from '@mikro-orm/core';
import { instant, tenant } from '../../kit/columns.ts';
import type { Answers } from '../../kit/form.ts';
import type { Paper } from '../../kit/paper/document.ts';
import { walls } from '../../kit/walls.ts';

/** A form as a unit printed it from its page, to have it sealed: the unit's alone, like the page. Never changed. */
export const FormPrint = defineEntity({
  name: 'FormPrint',
  tableName: 'form_print',
  properties: {
    ...tenant,
    organizationId: p.uuid(),
    obligationId: p.uuid(),
    /** Whose questions it shows. */
    deliverableId: p.uuid(),
    code: p.text(),
    /** Of what it shows: a seal is good for exactly this. */
    contentHash: p.text(),
    /** What it shows, laid out; written as a file whenever somebody asks. */
    paper: p.json<Paper>(),
    answers: p.json<Answers>(),
    /** Version of the page. */
    draftVersion: p.integer(),
    printedAt: instant(),
    printedById: p.uuid(),
  },
  uniques: [{ name: 'form_print_code_key', properties: ['federationId', 'code'] }],
  indexes: [{ name: 'form_print_index', properties: ['federationId', 'obligationId', 'printedAt'] }],
  rowLevelSecurity: 'force',
  policies: walls.own,
});
