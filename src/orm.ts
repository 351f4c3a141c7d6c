import { Migrator } from '@mikro-orm/migrations';
import { type InferKyselyDB, MikroORM, type Options } from '@mikro-orm/postgresql';
import path from 'node:path';
import type { Pool, TypeOverrides } from 'pg';
import type { Connection } from './database/connection.ts';
import * as judging from './domains/assessments/judging.entity.ts';
import * as judgeWork from './domains/assessments/judge-work.entity.ts';
import * as adjustments from './domains/analytics/adjustment.entity.ts';
import * as approvals from './domains/approvals/approval.entity.ts';
import * as audit from './domains/audit/audit.entity.ts';
import * as bulletins from './domains/bulletins/bulletin.entity.ts';
import * as evaluations from './domains/evaluations/evaluation.entity.ts';
import * as federation from './domains/federation/federation.entity.ts';
import * as calendar from './domains/federation/calendar.entity.ts';
import * as people from './domains/federation/people.entity.ts';
import * as files from './domains/files/file.entity.ts';
import * as kept from './domains/files/kept.entity.ts';
import * as awardLists from './domains/honours/award-list.entity.ts';
import * as titles from './domains/honours/title.entity.ts';
import * as holders from './domains/honours/holder.entity.ts';
import * as identity from './domains/identity/identity.entity.ts';
import * as imports from './domains/imports/import.entity.ts';
import * as jobs from './domains/jobs/job.entity.ts';
import * as ledgers from './domains/ledgers/ledger.entity.ts';
import * as addressGroups from './domains/notices/address-group.entity.ts';
import * as noticeAttachments from './domains/notices/attachment.entity.ts';
import * as noticeLint from './domains/notices/lint.entity.ts';
import * as notices from './domains/notices/notice.entity.ts';
import * as editions from './domains/notices/notice-edition.entity.ts';
import * as announcements from './domains/notifications/announcement.entity.ts';
import * as signOff from './domains/notices/sign-off.entity.ts';
import * as notifications from './domains/notifications/notification.entity.ts';
import * as obligations from './domains/obligations/obligation.entity.ts';
import * as reminders from './domains/obligations/reminder.entity.ts';
import * as armed from './domains/submissions/armed.entity.ts';
import * as prints from './domains/prints/print.entity.ts';
import * as questions from './domains/questions/question.entity.ts';
import * as rollups from './domains/submissions/rollup.entity.ts';
import * as search from './domains/search/search.entity.ts';
import * as sheets from './domains/sheets/sheet.entity.ts';
import * as signing from './domains/signing/signing.entity.ts';
import * as absences from './domains/submissions/absence.entity.ts';
import * as submissions from './domains/submissions/submission.entity.ts';

export const entities = [
  federation.Federation,
  federation.Organization,
  federation.OrganizationVersion,
  federation.OrganizationSuccession,
  federation.Affiliation,
  calendar.CalendarDay,
  people.Department,
  people.Post,
  people.Person,
  people.Appointment,
  identity.Delegation,
  identity.ApiToken,
  identity.RequestKey,
  identity.SignInPolicy,
  sheets.ScoreSheetTemplate,
  addressGroups.AddressGroup,
  notices.Notice,
  notices.Deliverable,
  notices.Delivery,
  editions.NoticeEdition,
  noticeAttachments.NoticeAttachment,
  noticeLint.LintAnswer,
  signOff.NoticeStep,
  signOff.SigningPolicy,
  prints.FormPrint,
  questions.Question,
  questions.QuestionAnswer,
  obligations.Obligation,
  obligations.ObligationEvent,
  reminders.Reminder,
  reminders.PhoneCall,
  submissions.SubmissionDraft,
  armed.ArmedSubmission,
  submissions.Submission,
  submissions.SubmissionVersion,
  submissions.SubmissionEntry,
  submissions.SubmissionPart,
  submissions.SubmissionStep,
  submissions.Review,
  submissions.Recusal,
  submissions.SubmissionPrint,
  submissions.ReturnSlip,
  submissions.Consolidation,
  absences.Absence,
  approvals.ApprovalOpinion,
  approvals.LevelAcceptance,
  rollups.RollupDelta,
  rollups.RollupTotal,
  rollups.FigureDelta,
  rollups.FigureTotal,
  files.StoredObject,
  search.SearchOrganizationTerm,
  search.SearchNotice,
  search.SearchNoticeTerm,
  search.SearchSubmission,
  files.Upload,
  files.SubmissionFile,
  kept.KeptFile,
  kept.AttachedFile,
  judging.JudgingRound,
  judging.Judge,
  judging.JudgingEntry,
  judging.JudgeAssignment,
  judgeWork.JudgeFile,
  judgeWork.JudgeConflict,
  judgeWork.JudgeResponse,
  judgeWork.JudgeMark,
  judgeWork.JudgingResult,
  ledgers.Ledger,
  ledgers.LedgerRow,
  bulletins.Bulletin,
  bulletins.BulletinLine,
  evaluations.Evaluation,
  evaluations.EvaluationContribution,
  evaluations.EvaluationScore,
  evaluations.EvaluationResult,
  awardLists.AwardList,
  awardLists.AwardLine,
  awardLists.AwardObjection,
  awardLists.AwardDecision,
  titles.Title,
  titles.AwardResult,
  holders.Subsidy,
  holders.SubsidySpending,
  holders.MentoringPair,
  holders.SelfCheck,
  signing.SigningInvitation,
  adjustments.FigureAdjustment,
  audit.AuditLine,
  audit.AuditSeal,
  audit.AuditPending,
  announcements.Announcement,
  notifications.Notification,
  notifications.NotificationDelivery,
  notifications.NotificationPreference,
  notifications.Sweep,
  jobs.Job,
  jobs.JobFailure,
  imports.ImportBatch,
  imports.StagedRow,
] as const;

/** Tables and columns as they are named in the database, for kysely. */
export type Tables = InferKyselyDB<(typeof entities)[number]>;

const TIMESTAMPTZ = 1184;
const checkout = path.resolve(import.meta.dirname, '..');

/**
 * The ORM on one connection. Entities define tables, walls and migrations; rows are read and written by statements in
 * the request's transaction (docs/decisions/0002).
 * @param pool most connections, and what else the pool is told
 */
export function connect(connection: Connection, pool: { max?: number; onPoolCreated?: (pool: Pool) => void } = {}): Promise<MikroORM> {
  return MikroORM.init(ormOptions(connection, pool));
}

/** What `connect` is made from; the migration tool needs it too. */
export function ormOptions(connection: Connection, pool: { max?: number; onPoolCreated?: (pool: Pool) => void } = {}): Options {
  return {
    ...connection,
    entities: [...entities],
    extensions: [Migrator],
    pool: { min: 0, max: pool.max ?? 10 },
    discovery: { warnWhenNoEntities: false },
    driverOptions: {
      connectionTimeoutMillis: 10_000,
      lock_timeout: 10_000,
      statement_timeout: 120_000,
      idle_in_transaction_session_timeout: 30_000,
      onPoolCreated(created: Pool) {
        // Every statement hands out instants as Date, kysely's too; the ORM's own parser leaves them as text.
        (created.options as unknown as { types: TypeOverrides }).types.setTypeParser(TIMESTAMPTZ, (text: string) => new Date(text));
        pool.onPoolCreated?.(created);
      },
    },
    migrations: {
      path: path.join(checkout, 'migrations'),
      snapshot: false,
      tableName: 'app.migration',
      silent: true,
      glob: '!(*.d).{js,ts}',
    },
    // The schema comparison looks at what the entities define, nothing else.
    schemaGenerator: { ignoreSchema: ['app', 'pgboss'] },
  };
}
