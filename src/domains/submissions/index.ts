import type { Domain } from '../../kit/domain.ts';
import { findConsolidation } from './consolidation.ts';
import { ReviewQueueResolver } from './desk.resolver.ts';
import { EditorResolver } from './editor.resolver.ts';
import { EntryOperations, SubmissionEntryResolver, VersionEntryResolver } from './entry.resolver.ts';
import { findSubmission } from './find-submission.ts';
import { ReviewedSubmissionResolver, ReviewFailureResolver } from './review.fields.ts';
import { ReviewOperations } from './review.resolver.ts';
import { ConsolidationResolver, MissingUnitResolver, SendUpOperations, SendUpResolver } from './send-up.resolver.ts';
import { ability } from './submission.ability.ts';
import {
  ObligationSubmissionResolver,
  PartResolver,
  ReviewResolver,
  SheetScoreResolver,
  SlipResolver,
  StepResolver,
  SubmissionResolver,
  VersionResolver,
} from './submission.fields.ts';
import { SubmissionOperations } from './submission.resolver.ts';

export const submissions: Domain = {
  resolvers: [
    SubmissionOperations,
    EntryOperations,
    ReviewOperations,
    SendUpOperations,
    ReviewedSubmissionResolver,
    ReviewFailureResolver,
    SubmissionEntryResolver,
    VersionEntryResolver,
    EditorResolver,
    SubmissionResolver,
    ObligationSubmissionResolver,
    StepResolver,
    VersionResolver,
    PartResolver,
    SheetScoreResolver,
    SlipResolver,
    ReviewResolver,
    ReviewQueueResolver,
    SendUpResolver,
    MissingUnitResolver,
    ConsolidationResolver,
  ],
  ability,
  nodes: { Submission: findSubmission, Consolidation: findConsolidation },
};
