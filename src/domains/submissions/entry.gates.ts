import type { ViewerContext } from '../../context.ts';
import { firstShut, type Gate, open, permitted, shut } from '../../kit/viewer-can.ts';
import type { SubmissionRow } from './submission.rows.ts';

/** Confirming what was entered: by the unit, once. */
export const confirmGate = (ctx: ViewerContext, submission: SubmissionRow): Gate =>
  firstShut(
    permitted(ctx.ability.can('fill', 'Submission')),
    submission.organization_id === ctx.viewer.organizationId ? open() : shut('NOT_OWN', '只有填报单位可以办理'),
    submission.entered && submission.state !== 'WITHDRAWN' ? open() : shut('NOT_ENTERED', '这份报送不是上级代录的'),
    submission.confirmed_by_id === null ? open() : shut('ALREADY_CONFIRMED', '本单位已经确认'),
  );
