import { Migration } from '@mikro-orm/migrations';

export class Migration20261120120000_tables extends Migration {

  override name = 'Migration20261120120000_tables';

  override up(): void | Promise<void> {
    this.addSql(`select app.nobody()`); // foreign keys are checked behind the walls
    this.addSql(`create table "audit_line" ("federation_id" uuid not null, "id" uuid not null, "path" text collate "C" not null, "happened_at" timestamptz(3) not null, "operation" text not null, "person_id" uuid null, "on_behalf_of_id" uuid null, "capacity_id" uuid null, "organization_id" uuid null, "subject_type" text not null, "subject_id" uuid not null, "detail" jsonb not null, "request_id" text not null, primary key ("federation_id", "id"));`);
    this.addSql(`create index "audit_line_subject_index" on "audit_line" ("federation_id", "subject_id");`);

    this.addSql(`create table "audit_pending" ("federation_id" uuid not null, "line_id" uuid not null, "path" text collate "C" not null, primary key ("federation_id", "line_id"));`);

    this.addSql(`create table "audit_seal" ("federation_id" uuid not null, "number" int not null, "path" text collate "C" not null, "line_ids" uuid[] not null, "previous_hash" text not null, "hash" text not null, "sealed_at" timestamptz(3) not null, primary key ("federation_id", "number"));`);

    this.addSql(`create table "federation" ("federation_id" uuid not null, "name" text not null, "created_at" timestamptz(3) not null, primary key ("federation_id"));`);

    this.addSql(`create table "figure_delta" ("federation_id" uuid not null, "id" uuid not null, "root_id" uuid not null, "deliverable_id" uuid not null, "field" text not null, "path" text collate "C" not null, "filed_path" text collate "C" not null, "top_level" int not null, "bottom_level" int not null, "amount" numeric(30,6) not null default '0', "base" numeric(30,6) not null default '0', "answers" int not null default 0, primary key ("federation_id", "id"));`);
    this.addSql(`create index "figure_delta_index" on "figure_delta" ("federation_id", "root_id", "filed_path");`);

    this.addSql(`create table "figure_total" ("federation_id" uuid not null, "root_id" uuid not null, "deliverable_id" uuid not null, "field" text not null, "filed_path" text collate "C" not null, "path" text collate "C" not null, "amount" numeric(30,6) not null default '0', "base" numeric(30,6) not null default '0', "answers" int not null default 0, primary key ("federation_id", "root_id", "deliverable_id", "field", "filed_path"));`);

    this.addSql(`create table "organization" ("federation_id" uuid not null, "id" uuid not null, "parent_id" uuid null, "path" text collate "C" not null, "level" int generated always as (length(path) / 5) stored not null, "kind" text not null, "name" text not null, "short_name" text not null, "doc_prefix" text null, "status" text not null, "next_child" int not null default 0, "version" int not null default 1, primary key ("federation_id", "id"));`);
    this.addSql(`create index "organization_parent_index" on "organization" ("federation_id", "parent_id");`);
    this.addSql(`alter table "organization" add constraint "organization_path_key" unique ("federation_id", "path");`);

    this.addSql(`create table "evaluation" ("federation_id" uuid not null, "id" uuid not null, "organization_id" uuid not null, "path" text collate "C" not null, "year" int not null, "title" text not null, "roster_day" date not null, "subject_kinds" text[] not null, "indicators" jsonb not null, "state" text not null, "content_hash" text null, "computed_at" timestamptz(3) null, "published_at" timestamptz(3) null, "version" int not null default 1, primary key ("federation_id", "id"));`);
    this.addSql(`alter table "evaluation" add constraint "evaluation_key" unique ("federation_id", "organization_id", "year", "title");`);

    this.addSql(`create table "evaluation_score" ("federation_id" uuid not null, "id" uuid not null, "evaluation_id" uuid not null, "path" text collate "C" not null, "subject_id" uuid not null, "ordinal" int not null, "lines" jsonb not null, "total" numeric(12,4) null, "attainable" numeric(12,4) not null, "rank" int null, "published_at" timestamptz(3) null, primary key ("federation_id", "id"));`);
    this.addSql(`alter table "evaluation_score" add constraint "evaluation_score_key" unique ("federation_id", "evaluation_id", "ordinal");`);

    this.addSql(`create table "evaluation_result" ("federation_id" uuid not null, "id" uuid not null, "evaluation_id" uuid not null, "organization_id" uuid not null, "path" text collate "C" not null, "year" int not null, "title" text not null, "evaluator_id" uuid not null, "lines" jsonb not null, "total" numeric(12,4) null, "attainable" numeric(12,4) not null, "rank" int null, "subject_count" int not null, "published_at" timestamptz(3) not null, primary key ("federation_id", "id"));`);
    this.addSql(`alter table "evaluation_result" add constraint "evaluation_result_key" unique ("federation_id", "evaluation_id", "organization_id");`);

    this.addSql(`create table "evaluation_contribution" ("federation_id" uuid not null, "id" uuid not null, "evaluation_id" uuid not null, "path" text collate "C" not null, "subject_id" uuid not null, "predecessor_id" uuid null, "indicator" text not null, "root_id" uuid not null, "filed_path" text collate "C" not null, "numerator" int not null, "denominator" int not null, "met_ids" uuid[] not null, "missed_ids" uuid[] not null, "published_at" timestamptz(3) null, primary key ("federation_id", "id"));`);
    this.addSql(`create index "evaluation_contribution_index" on "evaluation_contribution" ("federation_id", "evaluation_id", "subject_id");`);

    this.addSql(`create table "department" ("federation_id" uuid not null, "id" uuid not null, "organization_id" uuid not null, "path" text collate "C" not null, "kind" text not null, "name" text not null, primary key ("federation_id", "id"));`);
    this.addSql(`alter table "department" add constraint "department_name_key" unique ("federation_id", "organization_id", "name");`);

    this.addSql(`create table "notice" ("federation_id" uuid not null, "id" uuid not null, "issuer_id" uuid not null, "path" text collate "C" not null, "department_id" uuid null, "kind" text not null, "level" text not null, "state" text not null, "doc_prefix" text null, "doc_year" int null, "doc_seq" int null, "title" text not null, "body" text not null, "signed_by" text not null, "issued_on" date null, "published_at" timestamptz(3) null, "forwards_id" uuid null, "derived_from_id" uuid null, "basis" jsonb not null, "contacts" jsonb not null, "addressees" jsonb not null, "reach" text not null, "delivered_count" int not null default 0, "drafted_by_id" uuid not null, "issued_by_id" uuid null, "created_at" timestamptz(3) not null, "updated_at" timestamptz(3) not null, "version" int not null default 1, primary key ("federation_id", "id"));`);
    this.addSql(`create index "notice_path_index" on "notice" ("federation_id", "path");`);
    this.addSql(`alter table "notice" add constraint "notice_number_key" unique ("federation_id", "issuer_id", "doc_prefix", "doc_year", "doc_seq");`);
    this.addSql(`alter table "notice" add constraint "notice_forwards_key" unique ("federation_id", "forwards_id", "issuer_id");`);

    this.addSql(`create table "deliverable" ("federation_id" uuid not null, "id" uuid not null, "notice_id" uuid not null, "issuer_id" uuid not null, "path" text collate "C" not null, "published_at" timestamptz(3) null, "key" text not null, "ordinal" int not null, "title" text not null, "requirement" text not null, "participation" text not null, "output" text not null, "audience" text[] not null, "fields" jsonb not null, "ledger" jsonb null, "due_phrase" text null, "due_at" timestamptz(3) null, "closes_at" timestamptz(3) null, "route" text not null, "late_policy" text not null, "grace_days" int not null default 0, "completed_by" text null, "inherits_id" uuid null, "root_id" uuid not null, "chain" uuid[] not null, primary key ("federation_id", "id"));`);
    this.addSql(`create index "deliverable_root_index" on "deliverable" ("federation_id", "root_id");`);
    this.addSql(`create index "deliverable_inherits_index" on "deliverable" ("federation_id", "inherits_id");`);
    this.addSql(`alter table "deliverable" add constraint "deliverable_key_key" unique ("federation_id", "notice_id", "key");`);

    this.addSql(`create table "obligation" ("federation_id" uuid not null, "id" uuid not null, "kind" text not null, "state" text not null, "deliverable_id" uuid not null, "root_id" uuid not null, "notice_id" uuid not null, "asks" uuid[] not null, "organization_id" uuid not null, "path" text collate "C" not null, "filed_path" text collate "C" not null, "counts_from" int not null, "hops" jsonb not null, "asker_id" uuid not null, "asker_path" text collate "C" not null, "due_at" timestamptz(3) null, "asker_due_at" timestamptz(3) null, "closes_at" timestamptz(3) null, "route" text not null, "late_policy" text not null, "reopened_until" timestamptz(3) null, "resubmit_due" timestamptz(3) null, "started_at" timestamptz(3) null, "submitted_at" timestamptz(3) null, "nil" boolean not null default false, "late" boolean not null default false, "created_at" timestamptz(3) not null, "version" int not null default 1, primary key ("federation_id", "id"));`);
    this.addSql(`create index "obligation_root_filed_index" on "obligation" ("federation_id", "root_id", "filed_path");`);
    this.addSql(`create index "obligation_work_index" on "obligation" ("federation_id", "organization_id", "state", "due_at");`);
    this.addSql(`create index "obligation_asker_index" on "obligation" ("federation_id", "asker_path", "root_id");`);
    this.addSql(`create index "obligation_forfeit_index" on "obligation" ("federation_id", "closes_at") where late_policy = 'AUTO_FORFEIT' and state in ('OPEN', 'RETURNED', 'SUBMITTED');`);
    this.addSql(`alter table "obligation" add constraint "obligation_key" unique ("federation_id", "organization_id", "root_id");`);

    this.addSql(`create table "obligation_event" ("federation_id" uuid not null, "id" uuid not null, "obligation_id" uuid not null, "path" text collate "C" not null, "asker_path" text collate "C" not null, "kind" text not null, "actor_organization_id" uuid null, "reason" text not null, "new_due_at" timestamptz(3) null, "held_by_id" uuid null, "replaced_by_id" uuid null, "happened_at" timestamptz(3) not null, primary key ("federation_id", "id"));`);
    this.addSql(`create index "obligation_event_index" on "obligation_event" ("federation_id", "obligation_id");`);

    this.addSql(`create table "ledger" ("federation_id" uuid not null, "id" uuid not null, "obligation_id" uuid not null, "organization_id" uuid not null, "path" text collate "C" not null, "asker_path" text collate "C" not null, "listed_root_id" uuid not null, "title" text not null, "columns" jsonb not null, "state" text not null, "edition" int not null default 0, "row_count" int not null default 0, "content_hash" text null, "closed_at" timestamptz(3) null, "closed_by_id" uuid null, "sent_at" timestamptz(3) null, "version" int not null default 1, primary key ("federation_id", "id"));`);
    this.addSql(`alter table "ledger" add constraint "ledger_obligation_key" unique ("federation_id", "obligation_id");`);

    this.addSql(`create table "ledger_row" ("federation_id" uuid not null, "id" uuid not null, "ledger_id" uuid not null, "edition" int not null, "path" text collate "C" not null, "asker_path" text collate "C" not null, "ordinal" int not null, "organization_id" uuid not null, "obligation_id" uuid not null, "cells" jsonb not null, primary key ("federation_id", "id"));`);
    this.addSql(`alter table "ledger_row" add constraint "ledger_row_key" unique ("federation_id", "ledger_id", "edition", "ordinal");`);

    this.addSql(`create table "delivery" ("federation_id" uuid not null, "id" uuid not null, "notice_id" uuid not null, "organization_id" uuid not null, "path" text collate "C" not null, "asker_path" text collate "C" not null, "delivered_at" timestamptz(3) not null, "acknowledged_at" timestamptz(3) null, "acknowledged_by_id" uuid null, "forwarded_at" timestamptz(3) null, primary key ("federation_id", "id"));`);
    this.addSql(`create index "delivery_organization_index" on "delivery" ("federation_id", "organization_id", "delivered_at");`);
    this.addSql(`alter table "delivery" add constraint "delivery_key" unique ("federation_id", "notice_id", "organization_id");`);

    this.addSql(`create table "consolidation" ("federation_id" uuid not null, "id" uuid not null, "root_id" uuid not null, "organization_id" uuid not null, "path" text collate "C" not null, "to_organization_id" uuid not null, "number" int not null, "submission_count" int not null, "absent" jsonb not null, "remark" text null, "sent_at" timestamptz(3) not null, "sent_by_id" uuid not null, primary key ("federation_id", "id"));`);
    this.addSql(`alter table "consolidation" add constraint "consolidation_key" unique ("federation_id", "root_id", "organization_id", "number");`);

    this.addSql(`create table "affiliation" ("federation_id" uuid not null, "id" uuid not null, "organization_id" uuid not null, "path" text collate "C" not null, "body_id" uuid not null, "asker_path" text collate "C" not null, "kind" text not null, "valid_from" timestamptz(3) not null, "valid_to" timestamptz(3) null, primary key ("federation_id", "id"));`);
    this.addSql(`create index "affiliation_organization_index" on "affiliation" ("federation_id", "organization_id");`);
    this.addSql(`create index "affiliation_body_index" on "affiliation" ("federation_id", "asker_path");`);

    this.addSql(`create table "organization_succession" ("federation_id" uuid not null, "id" uuid not null, "predecessor_id" uuid not null, "successor_id" uuid not null, "path" text collate "C" not null, "kind" text not null, "happened_at" timestamptz(3) not null, "reason" text not null, primary key ("federation_id", "id"));`);
    this.addSql(`alter table "organization_succession" add constraint "organization_succession_key" unique ("federation_id", "predecessor_id", "successor_id");`);

    this.addSql(`create table "organization_version" ("federation_id" uuid not null, "id" uuid not null, "organization_id" uuid not null, "valid_from" timestamptz(3) not null, "valid_to" timestamptz(3) null, "parent_id" uuid null, "path" text collate "C" not null, "kind" text not null, "name" text not null, "short_name" text not null, "status" text not null, "change" text not null, "reason" text null, "recorded_at" timestamptz(3) not null, "recorded_by_id" uuid null, primary key ("federation_id", "id"));`);
    this.addSql(`create index "organization_version_path_index" on "organization_version" ("federation_id", "path", "valid_from");`);
    this.addSql(`create index "organization_version_parent_index" on "organization_version" ("federation_id", "parent_id", "path");`);
    this.addSql(`create index "organization_version_organization_index" on "organization_version" ("federation_id", "organization_id", "valid_from");`);

    this.addSql(`create table "person" ("federation_id" uuid not null, "id" uuid not null, "account_id" uuid not null, "organization_id" uuid not null, "path" text collate "C" not null, "name" text not null, "phone" text null, primary key ("federation_id", "id"));`);
    this.addSql(`alter table "person" add constraint "person_account_key" unique ("federation_id", "account_id");`);

    this.addSql(`create table "post" ("federation_id" uuid not null, "id" uuid not null, "organization_id" uuid not null, "department_id" uuid null, "path" text collate "C" not null, "title" text not null, "office_phone" text null, primary key ("federation_id", "id"));`);
    this.addSql(`alter table "post" add constraint "post_title_key" unique ("federation_id", "organization_id", "title");`);

    this.addSql(`create table "appointment" ("federation_id" uuid not null, "id" uuid not null, "person_id" uuid not null, "account_id" uuid not null, "organization_id" uuid not null, "post_id" uuid null, "path" text collate "C" not null, "roles" text[] not null, "valid_from" timestamptz(3) not null, "valid_to" timestamptz(3) null, "end_reason" text null, "version" int not null default 1, primary key ("federation_id", "id"));`);
    this.addSql(`create index "appointment_account_index" on "appointment" ("account_id");`);
    this.addSql(`create index "appointment_organization_index" on "appointment" ("federation_id", "organization_id");`);

    this.addSql(`create table "delegation" ("federation_id" uuid not null, "id" uuid not null, "appointment_id" uuid not null, "organization_id" uuid not null, "path" text collate "C" not null, "holder_id" uuid not null, "roles" text[] not null, "valid_from" timestamptz(3) not null, "valid_to" timestamptz(3) not null, "ended_at" timestamptz(3) null, primary key ("federation_id", "id"));`);
    this.addSql(`create index "delegation_holder_index" on "delegation" ("holder_id");`);

    this.addSql(`create table "api_token" ("federation_id" uuid not null, "id" uuid not null, "appointment_id" uuid not null, "account_id" uuid not null, "organization_id" uuid not null, "path" text collate "C" not null, "name" text not null, "created_at" timestamptz(3) not null, "expires_at" timestamptz(3) not null, "revoked_at" timestamptz(3) null, primary key ("federation_id", "id"));`);

    this.addSql(`create table "request_key" ("federation_id" uuid not null, "account_id" uuid not null, "key" text not null, "operation" text not null, "request_hash" text not null, "answer" text null, "created_at" timestamptz(3) not null, primary key ("federation_id", "account_id", "key"));`);

    this.addSql(`create table "rollup_delta" ("federation_id" uuid not null, "id" uuid not null, "root_id" uuid not null, "path" text collate "C" not null, "filed_path" text collate "C" not null, "top_level" int not null, "bottom_level" int not null, "expected" int not null default 0, "received" int not null default 0, "received_on_time" int not null default 0, "submitted" int not null default 0, "returned" int not null default 0, "accepted" int not null default 0, "forfeited" int not null default 0, "waived" int not null default 0, "cancelled" int not null default 0, "nil" int not null default 0, "late" int not null default 0, "eligible" int not null default 0, "entered" int not null default 0, primary key ("federation_id", "id"));`);
    this.addSql(`create index "rollup_delta_index" on "rollup_delta" ("federation_id", "root_id", "filed_path");`);

    this.addSql(`create table "rollup_total" ("federation_id" uuid not null, "root_id" uuid not null, "filed_path" text collate "C" not null, "level" int generated always as (length(filed_path) / 5) stored not null, "path" text collate "C" not null, "expected" int not null default 0, "received" int not null default 0, "received_on_time" int not null default 0, "submitted" int not null default 0, "returned" int not null default 0, "accepted" int not null default 0, "forfeited" int not null default 0, "waived" int not null default 0, "cancelled" int not null default 0, "nil" int not null default 0, "late" int not null default 0, "eligible" int not null default 0, "entered" int not null default 0, primary key ("federation_id", "root_id", "filed_path"));`);
    this.addSql(`create index "rollup_total_index" on "rollup_total" ("federation_id", "root_id", "level", "filed_path");`);

    this.addSql(`create table "submission" ("federation_id" uuid not null, "id" uuid not null, "obligation_id" uuid not null, "root_id" uuid not null, "organization_id" uuid not null, "path" text collate "C" not null, "filed_path" text collate "C" not null, "asker_path" text collate "C" not null, "state" text not null, "holder_id" uuid null, "cleared_at" timestamptz(3) null, "reached_level" int not null, "first_reached_at" jsonb not null, "number" int not null, "receipt_number" text not null, "nil" boolean not null, "late" boolean not null, "late_for_asker" boolean not null, "first_submitted_at" timestamptz(3) not null, "submitted_at" timestamptz(3) not null, "submitted_by_id" uuid not null, "content_hash" text not null, "version" int not null default 1, primary key ("federation_id", "id"));`);
    this.addSql(`create index "submission_path_index" on "submission" ("federation_id", "root_id", "path");`);
    this.addSql(`create index "submission_holder_index" on "submission" ("federation_id", "holder_id", "state", "submitted_at", "id");`);
    this.addSql(`create index "submission_recent_index" on "submission" ("federation_id", "submitted_at", "id");`);
    this.addSql(`create index "submission_asker_index" on "submission" ("federation_id", "asker_path", "submitted_at");`);
    this.addSql(`alter table "submission" add constraint "submission_obligation_key" unique ("federation_id", "obligation_id");`);
    this.addSql(`alter table "submission" add constraint "submission_receipt_key" unique ("federation_id", "receipt_number");`);

    this.addSql(`create table "review" ("federation_id" uuid not null, "id" uuid not null, "submission_id" uuid not null, "organization_id" uuid not null, "number" int not null, "decision" text not null, "remark" text null, "reviewer_id" uuid not null, "decided_at" timestamptz(3) not null, primary key ("federation_id", "id"));`);
    this.addSql(`create index "review_index" on "review" ("federation_id", "submission_id");`);
    this.addSql(`create index "review_decided_index" on "review" ("federation_id", "organization_id", "decided_at");`);

    this.addSql(`create table "return_slip" ("federation_id" uuid not null, "id" uuid not null, "submission_id" uuid not null, "round" int not null, "organization_id" uuid not null, "path" text collate "C" not null, "asker_path" text collate "C" not null, "returned_by_id" uuid not null, "post" text null, "phone" text null, "reason" text not null, "items" jsonb not null, "resubmit_due" timestamptz(3) not null, "created_at" timestamptz(3) not null, "answered_at" timestamptz(3) null, primary key ("federation_id", "id"));`);
    this.addSql(`create index "return_slip_open_index" on "return_slip" ("federation_id", "returned_by_id", "answered_at");`);
    this.addSql(`alter table "return_slip" add constraint "return_slip_key" unique ("federation_id", "submission_id", "round");`);

    this.addSql(`create table "submission_draft" ("federation_id" uuid not null, "id" uuid not null, "obligation_id" uuid not null, "organization_id" uuid not null, "answers" jsonb not null, "updated_at" timestamptz(3) not null, "updated_by_id" uuid not null, "version" int not null default 1, primary key ("federation_id", "id"));`);
    this.addSql(`alter table "submission_draft" add constraint "submission_draft_key" unique ("federation_id", "obligation_id");`);

    this.addSql(`create table "submission_file" ("federation_id" uuid not null, "id" uuid not null, "submission_id" uuid not null, "number" int not null, "file_id" uuid not null, "deliverable_id" uuid not null, "field" text not null, "ordinal" int not null, "path" text collate "C" not null, "asker_path" text collate "C" not null, "name" text not null, "extension" text not null, "media_type" text not null, "size" int not null, "sha256" text not null, "storage_key" text not null, "submitted_at" timestamptz(3) not null, primary key ("federation_id", "id"));`);
    this.addSql(`create index "submission_file_index" on "submission_file" ("federation_id", "submission_id", "number");`);
    this.addSql(`create index "submission_file_file_index" on "submission_file" ("federation_id", "file_id");`);

    this.addSql(`create table "submission_part" ("federation_id" uuid not null, "id" uuid not null, "submission_id" uuid not null, "number" int not null, "deliverable_id" uuid not null, "asker_id" uuid not null, "path" text collate "C" not null, "asker_path" text collate "C" not null, "answers" jsonb not null, primary key ("federation_id", "id"));`);
    this.addSql(`alter table "submission_part" add constraint "submission_part_key" unique ("federation_id", "submission_id", "number", "deliverable_id");`);

    this.addSql(`create table "submission_step" ("federation_id" uuid not null, "id" uuid not null, "submission_id" uuid not null, "path" text collate "C" not null, "asker_path" text collate "C" not null, "kind" text not null, "number" int not null, "organization_id" uuid not null, "to_organization_id" uuid null, "consolidation_id" uuid null, "happened_at" timestamptz(3) not null, primary key ("federation_id", "id"));`);
    this.addSql(`create index "submission_step_index" on "submission_step" ("federation_id", "submission_id", "happened_at");`);

    this.addSql(`create table "submission_version" ("federation_id" uuid not null, "id" uuid not null, "submission_id" uuid not null, "number" int not null, "path" text collate "C" not null, "asker_path" text collate "C" not null, "nil" boolean not null, "nil_reason" text null, "submitted_at" timestamptz(3) not null, "submitted_by_id" uuid not null, "content_hash" text not null, primary key ("federation_id", "id"));`);
    this.addSql(`alter table "submission_version" add constraint "submission_version_key" unique ("federation_id", "submission_id", "number");`);

    this.addSql(`create table "upload" ("federation_id" uuid not null, "id" uuid not null, "organization_id" uuid not null, "obligation_id" uuid not null, "name" text not null, "extension" text not null, "media_type" text not null, "size" int not null, "sha256" text not null, "storage_key" text not null, "uploaded_by_id" uuid not null, "uploaded_at" timestamptz(3) not null, "removed_at" timestamptz(3) null, primary key ("federation_id", "id"));`);
    this.addSql(`create index "upload_index" on "upload" ("federation_id", "organization_id", "obligation_id");`);

    this.addSql(`alter table "audit_line" enable row level security;`);
    this.addSql(`alter table "audit_line" force row level security;`);
    this.addSql(`create policy "wall_subtree" on "audit_line" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);
    this.addSql(`create policy "keep_proof" on "audit_line" as restrictive for update using (current_setting('app.lo') = '' and current_setting('app.hi') = '~');`);

    this.addSql(`alter table "audit_pending" enable row level security;`);
    this.addSql(`alter table "audit_pending" force row level security;`);
    this.addSql(`create policy "wall_subtree" on "audit_pending" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);
    this.addSql(`create policy "keep_pending" on "audit_pending" as restrictive for delete using (current_setting('app.lo') = '' and current_setting('app.hi') = '~');`);

    this.addSql(`alter table "audit_seal" enable row level security;`);
    this.addSql(`alter table "audit_seal" force row level security;`);
    this.addSql(`create policy "wall_subtree" on "audit_seal" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);
    this.addSql(`create policy "keep_proof" on "audit_seal" as restrictive for update using (current_setting('app.lo') = '' and current_setting('app.hi') = '~');`);

    this.addSql(`alter table "federation" enable row level security;`);
    this.addSql(`alter table "federation" force row level security;`);
    this.addSql(`create policy "wall_federation" on "federation" using (federation_id = current_setting('app.federation')::uuid);`);

    this.addSql(`alter table "figure_delta" enable row level security;`);
    this.addSql(`alter table "figure_delta" force row level security;`);
    this.addSql(`create policy "wall_subtree" on "figure_delta" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);
    this.addSql(`create policy "fold_only" on "figure_delta" as restrictive for delete using (current_setting('app.lo') = '' and current_setting('app.hi') = '~');`);

    this.addSql(`alter table "figure_total" enable row level security;`);
    this.addSql(`alter table "figure_total" force row level security;`);
    this.addSql(`create policy "wall_subtree" on "figure_total" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);

    this.addSql(`alter table "organization" add constraint "organization_federation_id_parent_id_foreign" foreign key ("federation_id", "parent_id") references "organization" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "organization" add constraint "organization_kind_check" check ("kind" in ('PROVINCE', 'PREFECTURE_CITY', 'COUNTY_DISTRICT', 'DEVELOPMENT_ZONE', 'PROVINCE_ADMINISTERED_CITY', 'PREPARATORY_GROUP', 'WORK_COMMITTEE', 'PROVINCE_DIRECT_ORGANS', 'ORGAN_UNION', 'INDUSTRY_UNION', 'SYSTEM_UNION', 'BUREAU_UNION', 'CITY_DIRECT_GRASSROOTS', 'TOWNSHIP_STREET', 'VILLAGE_COMMUNITY', 'REGIONAL_OR_SECTOR_JOINT', 'GRASSROOTS', 'BRANCH', 'WORKSHOP', 'TEAM', 'ENTERPRISE_GROUP', 'AFFILIATED_INSTITUTION', 'OUTSIDE_BODY', 'PARTY_GROUP'));`);
    this.addSql(`alter table "organization" add constraint "organization_status_check" check ("status" in ('ACTIVE', 'DISSOLVED'));`);
    this.addSql(`alter table "organization" enable row level security;`);
    this.addSql(`alter table "organization" force row level security;`);
    this.addSql(`create policy "wall_federation" on "organization" for select using (federation_id = current_setting('app.federation')::uuid);`);
    this.addSql(`create policy "wall_federation_add" on "organization" for insert with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);
    this.addSql(`create policy "wall_federation_edit" on "organization" for update using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);

    this.addSql(`alter table "evaluation" add constraint "evaluation_federation_id_organization_id_foreign" foreign key ("federation_id", "organization_id") references "organization" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "evaluation" add constraint "evaluation_state_check" check ("state" in ('DRAFT', 'COMPUTED', 'PUBLISHED'));`);
    this.addSql(`alter table "evaluation" enable row level security;`);
    this.addSql(`alter table "evaluation" force row level security;`);
    this.addSql(`create policy "wall_subtree" on "evaluation" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);

    this.addSql(`alter table "evaluation_score" add constraint "evaluation_score_federation_id_evaluation_id_foreign" foreign key ("federation_id", "evaluation_id") references "evaluation" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "evaluation_score" add constraint "evaluation_score_federation_id_subject_id_foreign" foreign key ("federation_id", "subject_id") references "organization" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "evaluation_score" enable row level security;`);
    this.addSql(`alter table "evaluation_score" force row level security;`);
    this.addSql(`create policy "wall_subtree" on "evaluation_score" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);
    this.addSql(`create policy "keep_published" on "evaluation_score" as restrictive for delete using (published_at is null);`);

    this.addSql(`alter table "evaluation_result" add constraint "evaluation_result_federation_id_evaluation_id_foreign" foreign key ("federation_id", "evaluation_id") references "evaluation" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "evaluation_result" add constraint "evaluation_result_federation_id_organization_id_foreign" foreign key ("federation_id", "organization_id") references "organization" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "evaluation_result" enable row level security;`);
    this.addSql(`alter table "evaluation_result" force row level security;`);
    this.addSql(`create policy "wall_subtree" on "evaluation_result" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);

    this.addSql(`alter table "evaluation_contribution" add constraint "evaluation_contribution_federation_id_evaluation_id_foreign" foreign key ("federation_id", "evaluation_id") references "evaluation" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "evaluation_contribution" add constraint "evaluation_contribution_federation_id_subject_id_foreign" foreign key ("federation_id", "subject_id") references "organization" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "evaluation_contribution" add constraint "evaluation_contribution_indicator_check" check ("indicator" in ('REPORTING_RATE', 'ON_TIME_RATE', 'LEDGER_DELIVERED'));`);
    this.addSql(`alter table "evaluation_contribution" enable row level security;`);
    this.addSql(`alter table "evaluation_contribution" force row level security;`);
    this.addSql(`create policy "wall_subtree" on "evaluation_contribution" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);
    this.addSql(`create policy "keep_published" on "evaluation_contribution" as restrictive for delete using (published_at is null);`);

    this.addSql(`alter table "department" add constraint "department_federation_id_organization_id_foreign" foreign key ("federation_id", "organization_id") references "organization" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "department" add constraint "department_kind_check" check ("kind" in ('OFFICE', 'DEPARTMENT'));`);
    this.addSql(`alter table "department" enable row level security;`);
    this.addSql(`alter table "department" force row level security;`);
    this.addSql(`create policy "wall_federation" on "department" for select using (federation_id = current_setting('app.federation')::uuid);`);
    this.addSql(`create policy "wall_federation_add" on "department" for insert with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);
    this.addSql(`create policy "wall_federation_edit" on "department" for update using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);

    this.addSql(`alter table "notice" add constraint "notice_federation_id_issuer_id_foreign" foreign key ("federation_id", "issuer_id") references "organization" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "notice" add constraint "notice_federation_id_department_id_foreign" foreign key ("federation_id", "department_id") references "department" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "notice" add constraint "notice_federation_id_forwards_id_foreign" foreign key ("federation_id", "forwards_id") references "notice" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "notice" add constraint "notice_federation_id_derived_from_id_foreign" foreign key ("federation_id", "derived_from_id") references "notice" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "notice" add constraint "notice_kind_check" check ("kind" in ('NOTICE', 'FORWARDING', 'ISSUANCE', 'IMPLEMENTATION_PLAN', 'PUBLICATION'));`);
    this.addSql(`alter table "notice" add constraint "notice_level_check" check ("level" in ('NATIONAL', 'PROVINCIAL', 'CITY', 'COUNTY', 'GRASSROOTS'));`);
    this.addSql(`alter table "notice" add constraint "notice_state_check" check ("state" in ('DRAFT', 'ISSUED'));`);
    this.addSql(`alter table "notice" add constraint "notice_reach_check" check ("reach" in ('ADDRESSED', 'OPEN'));`);
    this.addSql(`alter table "notice" enable row level security;`);
    this.addSql(`alter table "notice" force row level security;`);
    this.addSql(`create policy "wall_subtree" on "notice" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);
    this.addSql(`create policy "wall_downward" on "notice" for select using (federation_id = current_setting('app.federation')::uuid and published_at is not null and path = any (string_to_array(current_setting('app.up'), ' ')));`);

    this.addSql(`alter table "deliverable" add constraint "deliverable_federation_id_notice_id_foreign" foreign key ("federation_id", "notice_id") references "notice" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "deliverable" add constraint "deliverable_participation_check" check ("participation" in ('MANDATORY', 'VOLUNTARY'));`);
    this.addSql(`alter table "deliverable" add constraint "deliverable_output_check" check ("output" in ('FORM', 'LEDGER'));`);
    this.addSql(`alter table "deliverable" add constraint "deliverable_route_check" check ("route" in ('DIRECT', 'LEVEL_BY_LEVEL'));`);
    this.addSql(`alter table "deliverable" add constraint "deliverable_late_policy_check" check ("late_policy" in ('HARD_CLOSE', 'ACCEPT_LATE', 'GRACE', 'AUTO_FORFEIT'));`);
    this.addSql(`alter table "deliverable" enable row level security;`);
    this.addSql(`alter table "deliverable" force row level security;`);
    this.addSql(`create policy "wall_subtree" on "deliverable" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);
    this.addSql(`create policy "wall_downward" on "deliverable" for select using (federation_id = current_setting('app.federation')::uuid and published_at is not null and path = any (string_to_array(current_setting('app.up'), ' ')));`);
    this.addSql(`create policy "keep_published" on "deliverable" as restrictive for delete using (published_at is null);`);

    this.addSql(`alter table "obligation" add constraint "obligation_federation_id_deliverable_id_foreign" foreign key ("federation_id", "deliverable_id") references "deliverable" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "obligation" add constraint "obligation_federation_id_organization_id_foreign" foreign key ("federation_id", "organization_id") references "organization" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "obligation" add constraint "obligation_kind_check" check ("kind" in ('REPORT', 'ORGANISE', 'INVITED'));`);
    this.addSql(`alter table "obligation" add constraint "obligation_state_check" check ("state" in ('OPEN', 'SUBMITTED', 'RETURNED', 'ACCEPTED', 'FORFEITED', 'WAIVED', 'CANCELLED'));`);
    this.addSql(`alter table "obligation" add constraint "obligation_route_check" check ("route" in ('DIRECT', 'LEVEL_BY_LEVEL'));`);
    this.addSql(`alter table "obligation" add constraint "obligation_late_policy_check" check ("late_policy" in ('HARD_CLOSE', 'ACCEPT_LATE', 'GRACE', 'AUTO_FORFEIT'));`);
    this.addSql(`alter table "obligation" enable row level security;`);
    this.addSql(`alter table "obligation" force row level security;`);
    this.addSql(`create policy "wall_subtree" on "obligation" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);
    this.addSql(`create policy "wall_asker" on "obligation" using (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi'));`);

    this.addSql(`alter table "obligation_event" add constraint "obligation_event_federation_id_obligation_id_foreign" foreign key ("federation_id", "obligation_id") references "obligation" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "obligation_event" add constraint "obligation_event_kind_check" check ("kind" in ('WAIVED', 'REOPENED', 'FORFEITED', 'MERGED', 'CARRIED_ON', 'CANCELLED'));`);
    this.addSql(`alter table "obligation_event" enable row level security;`);
    this.addSql(`alter table "obligation_event" force row level security;`);
    this.addSql(`create policy "wall_subtree" on "obligation_event" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);
    this.addSql(`create policy "wall_asker" on "obligation_event" using (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi'));`);

    this.addSql(`alter table "ledger" add constraint "ledger_federation_id_obligation_id_foreign" foreign key ("federation_id", "obligation_id") references "obligation" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "ledger" add constraint "ledger_federation_id_organization_id_foreign" foreign key ("federation_id", "organization_id") references "organization" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "ledger" add constraint "ledger_state_check" check ("state" in ('OPEN', 'CLOSED', 'SENT'));`);
    this.addSql(`alter table "ledger" enable row level security;`);
    this.addSql(`alter table "ledger" force row level security;`);
    this.addSql(`create policy "wall_subtree" on "ledger" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);
    this.addSql(`create policy "wall_asker" on "ledger" using (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi'));`);

    this.addSql(`alter table "ledger_row" add constraint "ledger_row_federation_id_ledger_id_foreign" foreign key ("federation_id", "ledger_id") references "ledger" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "ledger_row" enable row level security;`);
    this.addSql(`alter table "ledger_row" force row level security;`);
    this.addSql(`create policy "wall_subtree" on "ledger_row" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);
    this.addSql(`create policy "wall_asker" on "ledger_row" using (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi'));`);

    this.addSql(`alter table "delivery" add constraint "delivery_federation_id_notice_id_foreign" foreign key ("federation_id", "notice_id") references "notice" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "delivery" add constraint "delivery_federation_id_organization_id_foreign" foreign key ("federation_id", "organization_id") references "organization" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "delivery" enable row level security;`);
    this.addSql(`alter table "delivery" force row level security;`);
    this.addSql(`create policy "wall_subtree" on "delivery" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);
    this.addSql(`create policy "wall_asker" on "delivery" using (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi'));`);

    this.addSql(`alter table "consolidation" add constraint "consolidation_federation_id_organization_id_foreign" foreign key ("federation_id", "organization_id") references "organization" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "consolidation" enable row level security;`);
    this.addSql(`alter table "consolidation" force row level security;`);
    this.addSql(`create policy "wall_subtree" on "consolidation" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);

    this.addSql(`alter table "affiliation" add constraint "affiliation_federation_id_organization_id_foreign" foreign key ("federation_id", "organization_id") references "organization" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "affiliation" add constraint "affiliation_federation_id_body_id_foreign" foreign key ("federation_id", "body_id") references "organization" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "affiliation" add constraint "affiliation_kind_check" check ("kind" in ('DUAL_LEADERSHIP', 'INDUSTRY'));`);
    this.addSql(`alter table "affiliation" enable row level security;`);
    this.addSql(`alter table "affiliation" force row level security;`);
    this.addSql(`create policy "wall_subtree" on "affiliation" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);
    this.addSql(`create policy "wall_asker" on "affiliation" using (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi'));`);

    this.addSql(`alter table "organization_succession" add constraint "organization_succession_federation_id_predecessor_id_foreign" foreign key ("federation_id", "predecessor_id") references "organization" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "organization_succession" add constraint "organization_succession_federation_id_successor_id_foreign" foreign key ("federation_id", "successor_id") references "organization" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "organization_succession" add constraint "organization_succession_kind_check" check ("kind" in ('MERGED', 'DISSOLVED'));`);
    this.addSql(`alter table "organization_succession" enable row level security;`);
    this.addSql(`alter table "organization_succession" force row level security;`);
    this.addSql(`create policy "wall_federation" on "organization_succession" for select using (federation_id = current_setting('app.federation')::uuid);`);
    this.addSql(`create policy "wall_federation_add" on "organization_succession" for insert with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);
    this.addSql(`create policy "wall_federation_edit" on "organization_succession" for update using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);

    this.addSql(`alter table "organization_version" add constraint "organization_version_federation_id_organization_id_foreign" foreign key ("federation_id", "organization_id") references "organization" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "organization_version" add constraint "organization_version_kind_check" check ("kind" in ('PROVINCE', 'PREFECTURE_CITY', 'COUNTY_DISTRICT', 'DEVELOPMENT_ZONE', 'PROVINCE_ADMINISTERED_CITY', 'PREPARATORY_GROUP', 'WORK_COMMITTEE', 'PROVINCE_DIRECT_ORGANS', 'ORGAN_UNION', 'INDUSTRY_UNION', 'SYSTEM_UNION', 'BUREAU_UNION', 'CITY_DIRECT_GRASSROOTS', 'TOWNSHIP_STREET', 'VILLAGE_COMMUNITY', 'REGIONAL_OR_SECTOR_JOINT', 'GRASSROOTS', 'BRANCH', 'WORKSHOP', 'TEAM', 'ENTERPRISE_GROUP', 'AFFILIATED_INSTITUTION', 'OUTSIDE_BODY', 'PARTY_GROUP'));`);
    this.addSql(`alter table "organization_version" add constraint "organization_version_status_check" check ("status" in ('ACTIVE', 'DISSOLVED'));`);
    this.addSql(`alter table "organization_version" add constraint "organization_version_change_check" check ("change" in ('FOUNDED', 'RENAMED', 'MOVED', 'MERGED', 'DISSOLVED'));`);
    this.addSql(`alter table "organization_version" enable row level security;`);
    this.addSql(`alter table "organization_version" force row level security;`);
    this.addSql(`create policy "wall_federation" on "organization_version" for select using (federation_id = current_setting('app.federation')::uuid);`);
    this.addSql(`create policy "wall_federation_add" on "organization_version" for insert with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);
    this.addSql(`create policy "wall_federation_edit" on "organization_version" for update using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);

    this.addSql(`alter table "person" add constraint "person_federation_id_organization_id_foreign" foreign key ("federation_id", "organization_id") references "organization" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "person" enable row level security;`);
    this.addSql(`alter table "person" force row level security;`);
    this.addSql(`create policy "wall_subtree" on "person" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);
    this.addSql(`create policy "wall_self" on "person" for select using (federation_id = current_setting('app.federation')::uuid and account_id = current_setting('app.account')::uuid);`);

    this.addSql(`alter table "post" add constraint "post_federation_id_organization_id_foreign" foreign key ("federation_id", "organization_id") references "organization" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "post" add constraint "post_federation_id_department_id_foreign" foreign key ("federation_id", "department_id") references "department" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "post" enable row level security;`);
    this.addSql(`alter table "post" force row level security;`);
    this.addSql(`create policy "wall_federation" on "post" for select using (federation_id = current_setting('app.federation')::uuid);`);
    this.addSql(`create policy "wall_federation_add" on "post" for insert with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);
    this.addSql(`create policy "wall_federation_edit" on "post" for update using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);

    this.addSql(`alter table "appointment" add constraint "appointment_federation_id_person_id_foreign" foreign key ("federation_id", "person_id") references "person" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "appointment" add constraint "appointment_federation_id_organization_id_foreign" foreign key ("federation_id", "organization_id") references "organization" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "appointment" add constraint "appointment_federation_id_post_id_foreign" foreign key ("federation_id", "post_id") references "post" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "appointment" enable row level security;`);
    this.addSql(`alter table "appointment" force row level security;`);
    this.addSql(`create policy "wall_subtree" on "appointment" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);
    this.addSql(`create policy "wall_self" on "appointment" for select using (federation_id = current_setting('app.federation')::uuid and account_id = current_setting('app.account')::uuid);`);

    this.addSql(`alter table "delegation" add constraint "delegation_federation_id_appointment_id_foreign" foreign key ("federation_id", "appointment_id") references "appointment" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "delegation" enable row level security;`);
    this.addSql(`alter table "delegation" force row level security;`);
    this.addSql(`create policy "wall_subtree" on "delegation" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);
    this.addSql(`create policy "wall_assigned" on "delegation" for select using (federation_id = current_setting('app.federation')::uuid and holder_id = current_setting('app.account')::uuid);`);

    this.addSql(`alter table "api_token" add constraint "api_token_federation_id_appointment_id_foreign" foreign key ("federation_id", "appointment_id") references "appointment" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "api_token" enable row level security;`);
    this.addSql(`alter table "api_token" force row level security;`);
    this.addSql(`create policy "wall_subtree" on "api_token" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);
    this.addSql(`create policy "wall_self" on "api_token" for select using (federation_id = current_setting('app.federation')::uuid and account_id = current_setting('app.account')::uuid);`);

    this.addSql(`alter table "request_key" enable row level security;`);
    this.addSql(`alter table "request_key" force row level security;`);
    this.addSql(`create policy "wall_self" on "request_key" using (federation_id = current_setting('app.federation')::uuid and account_id = current_setting('app.account')::uuid) with check (federation_id = current_setting('app.federation')::uuid and account_id = current_setting('app.account')::uuid);`);

    this.addSql(`alter table "rollup_delta" enable row level security;`);
    this.addSql(`alter table "rollup_delta" force row level security;`);
    this.addSql(`create policy "wall_subtree" on "rollup_delta" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);
    this.addSql(`create policy "fold_only" on "rollup_delta" as restrictive for delete using (current_setting('app.lo') = '' and current_setting('app.hi') = '~');`);

    this.addSql(`alter table "rollup_total" enable row level security;`);
    this.addSql(`alter table "rollup_total" force row level security;`);
    this.addSql(`create policy "wall_subtree" on "rollup_total" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);

    this.addSql(`alter table "submission" add constraint "submission_federation_id_obligation_id_foreign" foreign key ("federation_id", "obligation_id") references "obligation" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "submission" add constraint "submission_federation_id_organization_id_foreign" foreign key ("federation_id", "organization_id") references "organization" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "submission" add constraint "submission_state_check" check ("state" in ('SUBMITTED', 'RETURNED', 'ACCEPTED', 'WITHDRAWN'));`);
    this.addSql(`alter table "submission" enable row level security;`);
    this.addSql(`alter table "submission" force row level security;`);
    this.addSql(`create policy "wall_subtree" on "submission" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);
    this.addSql(`create policy "wall_asker" on "submission" using (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi'));`);

    this.addSql(`alter table "review" add constraint "review_federation_id_submission_id_foreign" foreign key ("federation_id", "submission_id") references "submission" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "review" add constraint "review_decision_check" check ("decision" in ('ACCEPT', 'RETURN', 'FORWARD'));`);
    this.addSql(`alter table "review" enable row level security;`);
    this.addSql(`alter table "review" force row level security;`);
    this.addSql(`create policy "wall_own" on "review" using (federation_id = current_setting('app.federation')::uuid and organization_id = current_setting('app.organization')::uuid) with check (federation_id = current_setting('app.federation')::uuid and organization_id = current_setting('app.organization')::uuid);`);
    this.addSql(`create policy "wall_own_hand_over" on "review" for update using (federation_id = current_setting('app.federation')::uuid and organization_id = current_setting('app.organization')::uuid) with check (federation_id = current_setting('app.federation')::uuid and organization_id = nullif(current_setting('app.successor', true), '')::uuid);`);

    this.addSql(`alter table "return_slip" add constraint "return_slip_federation_id_submission_id_foreign" foreign key ("federation_id", "submission_id") references "submission" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "return_slip" enable row level security;`);
    this.addSql(`alter table "return_slip" force row level security;`);
    this.addSql(`create policy "wall_subtree" on "return_slip" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);
    this.addSql(`create policy "wall_asker" on "return_slip" using (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi'));`);

    this.addSql(`alter table "submission_draft" add constraint "submission_draft_federation_id_obligation_id_foreign" foreign key ("federation_id", "obligation_id") references "obligation" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "submission_draft" enable row level security;`);
    this.addSql(`alter table "submission_draft" force row level security;`);
    this.addSql(`create policy "wall_own" on "submission_draft" using (federation_id = current_setting('app.federation')::uuid and organization_id = current_setting('app.organization')::uuid) with check (federation_id = current_setting('app.federation')::uuid and organization_id = current_setting('app.organization')::uuid);`);
    this.addSql(`create policy "wall_own_hand_over" on "submission_draft" for update using (federation_id = current_setting('app.federation')::uuid and organization_id = current_setting('app.organization')::uuid) with check (federation_id = current_setting('app.federation')::uuid and organization_id = nullif(current_setting('app.successor', true), '')::uuid);`);

    this.addSql(`alter table "submission_file" add constraint "submission_file_federation_id_submission_id_foreign" foreign key ("federation_id", "submission_id") references "submission" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "submission_file" enable row level security;`);
    this.addSql(`alter table "submission_file" force row level security;`);
    this.addSql(`create policy "wall_subtree" on "submission_file" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);
    this.addSql(`create policy "wall_asker" on "submission_file" using (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi'));`);

    this.addSql(`alter table "submission_part" add constraint "submission_part_federation_id_submission_id_foreign" foreign key ("federation_id", "submission_id") references "submission" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "submission_part" enable row level security;`);
    this.addSql(`alter table "submission_part" force row level security;`);
    this.addSql(`create policy "wall_subtree" on "submission_part" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);
    this.addSql(`create policy "wall_asker" on "submission_part" using (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi'));`);

    this.addSql(`alter table "submission_step" add constraint "submission_step_federation_id_submission_id_foreign" foreign key ("federation_id", "submission_id") references "submission" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "submission_step" add constraint "submission_step_kind_check" check ("kind" in ('SUBMITTED', 'RESUBMITTED', 'RETURNED', 'ACCEPTED', 'FORWARDED', 'WITHDRAWN'));`);
    this.addSql(`alter table "submission_step" enable row level security;`);
    this.addSql(`alter table "submission_step" force row level security;`);
    this.addSql(`create policy "wall_subtree" on "submission_step" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);
    this.addSql(`create policy "wall_asker" on "submission_step" using (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi'));`);

    this.addSql(`alter table "submission_version" add constraint "submission_version_federation_id_submission_id_foreign" foreign key ("federation_id", "submission_id") references "submission" ("federation_id", "id") on update no action on delete no action;`);
    this.addSql(`alter table "submission_version" enable row level security;`);
    this.addSql(`alter table "submission_version" force row level security;`);
    this.addSql(`create policy "wall_subtree" on "submission_version" using (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and path >= current_setting('app.lo') and path < current_setting('app.hi'));`);
    this.addSql(`create policy "wall_asker" on "submission_version" using (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi')) with check (federation_id = current_setting('app.federation')::uuid and asker_path >= current_setting('app.lo') and asker_path < current_setting('app.hi'));`);

    this.addSql(`alter table "upload" enable row level security;`);
    this.addSql(`alter table "upload" force row level security;`);
    this.addSql(`create policy "wall_own" on "upload" using (federation_id = current_setting('app.federation')::uuid and organization_id = current_setting('app.organization')::uuid) with check (federation_id = current_setting('app.federation')::uuid and organization_id = current_setting('app.organization')::uuid);`);
    this.addSql(`create policy "wall_own_hand_over" on "upload" for update using (federation_id = current_setting('app.federation')::uuid and organization_id = current_setting('app.organization')::uuid) with check (federation_id = current_setting('app.federation')::uuid and organization_id = nullif(current_setting('app.successor', true), '')::uuid);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "organization" drop constraint "organization_federation_id_parent_id_foreign";`);
    this.addSql(`alter table "evaluation" drop constraint "evaluation_federation_id_organization_id_foreign";`);
    this.addSql(`alter table "evaluation_score" drop constraint "evaluation_score_federation_id_subject_id_foreign";`);
    this.addSql(`alter table "evaluation_result" drop constraint "evaluation_result_federation_id_organization_id_foreign";`);
    this.addSql(`alter table "evaluation_contribution" drop constraint "evaluation_contribution_federation_id_subject_id_foreign";`);
    this.addSql(`alter table "department" drop constraint "department_federation_id_organization_id_foreign";`);
    this.addSql(`alter table "notice" drop constraint "notice_federation_id_issuer_id_foreign";`);
    this.addSql(`alter table "obligation" drop constraint "obligation_federation_id_organization_id_foreign";`);
    this.addSql(`alter table "ledger" drop constraint "ledger_federation_id_organization_id_foreign";`);
    this.addSql(`alter table "delivery" drop constraint "delivery_federation_id_organization_id_foreign";`);
    this.addSql(`alter table "consolidation" drop constraint "consolidation_federation_id_organization_id_foreign";`);
    this.addSql(`alter table "affiliation" drop constraint "affiliation_federation_id_organization_id_foreign";`);
    this.addSql(`alter table "affiliation" drop constraint "affiliation_federation_id_body_id_foreign";`);
    this.addSql(`alter table "organization_succession" drop constraint "organization_succession_federation_id_predecessor_id_foreign";`);
    this.addSql(`alter table "organization_succession" drop constraint "organization_succession_federation_id_successor_id_foreign";`);
    this.addSql(`alter table "organization_version" drop constraint "organization_version_federation_id_organization_id_foreign";`);
    this.addSql(`alter table "person" drop constraint "person_federation_id_organization_id_foreign";`);
    this.addSql(`alter table "post" drop constraint "post_federation_id_organization_id_foreign";`);
    this.addSql(`alter table "appointment" drop constraint "appointment_federation_id_organization_id_foreign";`);
    this.addSql(`alter table "submission" drop constraint "submission_federation_id_organization_id_foreign";`);
    this.addSql(`alter table "evaluation_score" drop constraint "evaluation_score_federation_id_evaluation_id_foreign";`);
    this.addSql(`alter table "evaluation_result" drop constraint "evaluation_result_federation_id_evaluation_id_foreign";`);
    this.addSql(`alter table "evaluation_contribution" drop constraint "evaluation_contribution_federation_id_evaluation_id_foreign";`);
    this.addSql(`alter table "notice" drop constraint "notice_federation_id_department_id_foreign";`);
    this.addSql(`alter table "post" drop constraint "post_federation_id_department_id_foreign";`);
    this.addSql(`alter table "notice" drop constraint "notice_federation_id_forwards_id_foreign";`);
    this.addSql(`alter table "notice" drop constraint "notice_federation_id_derived_from_id_foreign";`);
    this.addSql(`alter table "deliverable" drop constraint "deliverable_federation_id_notice_id_foreign";`);
    this.addSql(`alter table "delivery" drop constraint "delivery_federation_id_notice_id_foreign";`);
    this.addSql(`alter table "obligation" drop constraint "obligation_federation_id_deliverable_id_foreign";`);
    this.addSql(`alter table "obligation_event" drop constraint "obligation_event_federation_id_obligation_id_foreign";`);
    this.addSql(`alter table "ledger" drop constraint "ledger_federation_id_obligation_id_foreign";`);
    this.addSql(`alter table "submission" drop constraint "submission_federation_id_obligation_id_foreign";`);
    this.addSql(`alter table "submission_draft" drop constraint "submission_draft_federation_id_obligation_id_foreign";`);
    this.addSql(`alter table "ledger_row" drop constraint "ledger_row_federation_id_ledger_id_foreign";`);
    this.addSql(`alter table "appointment" drop constraint "appointment_federation_id_person_id_foreign";`);
    this.addSql(`alter table "appointment" drop constraint "appointment_federation_id_post_id_foreign";`);
    this.addSql(`alter table "delegation" drop constraint "delegation_federation_id_appointment_id_foreign";`);
    this.addSql(`alter table "api_token" drop constraint "api_token_federation_id_appointment_id_foreign";`);
    this.addSql(`alter table "review" drop constraint "review_federation_id_submission_id_foreign";`);
    this.addSql(`alter table "return_slip" drop constraint "return_slip_federation_id_submission_id_foreign";`);
    this.addSql(`alter table "submission_file" drop constraint "submission_file_federation_id_submission_id_foreign";`);
    this.addSql(`alter table "submission_part" drop constraint "submission_part_federation_id_submission_id_foreign";`);
    this.addSql(`alter table "submission_step" drop constraint "submission_step_federation_id_submission_id_foreign";`);
    this.addSql(`alter table "submission_version" drop constraint "submission_version_federation_id_submission_id_foreign";`);

    this.addSql(`drop table if exists "audit_line" cascade;`);
    this.addSql(`drop table if exists "audit_pending" cascade;`);
    this.addSql(`drop table if exists "audit_seal" cascade;`);
    this.addSql(`drop table if exists "federation" cascade;`);
    this.addSql(`drop table if exists "figure_delta" cascade;`);
    this.addSql(`drop table if exists "figure_total" cascade;`);
    this.addSql(`drop table if exists "organization" cascade;`);
    this.addSql(`drop table if exists "evaluation" cascade;`);
    this.addSql(`drop table if exists "evaluation_score" cascade;`);
    this.addSql(`drop table if exists "evaluation_result" cascade;`);
    this.addSql(`drop table if exists "evaluation_contribution" cascade;`);
    this.addSql(`drop table if exists "department" cascade;`);
    this.addSql(`drop table if exists "notice" cascade;`);
    this.addSql(`drop table if exists "deliverable" cascade;`);
    this.addSql(`drop table if exists "obligation" cascade;`);
    this.addSql(`drop table if exists "obligation_event" cascade;`);
    this.addSql(`drop table if exists "ledger" cascade;`);
    this.addSql(`drop table if exists "ledger_row" cascade;`);
    this.addSql(`drop table if exists "delivery" cascade;`);
    this.addSql(`drop table if exists "consolidation" cascade;`);
    this.addSql(`drop table if exists "affiliation" cascade;`);
    this.addSql(`drop table if exists "organization_succession" cascade;`);
    this.addSql(`drop table if exists "organization_version" cascade;`);
    this.addSql(`drop table if exists "person" cascade;`);
    this.addSql(`drop table if exists "post" cascade;`);
    this.addSql(`drop table if exists "appointment" cascade;`);
    this.addSql(`drop table if exists "delegation" cascade;`);
    this.addSql(`drop table if exists "api_token" cascade;`);
    this.addSql(`drop table if exists "request_key" cascade;`);
    this.addSql(`drop table if exists "rollup_delta" cascade;`);
    this.addSql(`drop table if exists "rollup_total" cascade;`);
    this.addSql(`drop table if exists "submission" cascade;`);
    this.addSql(`drop table if exists "review" cascade;`);
    this.addSql(`drop table if exists "return_slip" cascade;`);
    this.addSql(`drop table if exists "submission_draft" cascade;`);
    this.addSql(`drop table if exists "submission_file" cascade;`);
    this.addSql(`drop table if exists "submission_part" cascade;`);
    this.addSql(`drop table if exists "submission_step" cascade;`);
    this.addSql(`drop table if exists "submission_version" cascade;`);
    this.addSql(`drop table if exists "upload" cascade;`);
  }

}
