import { graphql } from '../gql/gql.ts';
import type { Client } from './client.ts';
import type { NoticeAnswer, TestNotice } from './notices.ts';

const SUBMIT = graphql(`
  mutation SubmitNoticeForReview($input: SubmitNoticeForReviewInput!) {
    submitNoticeForReview(input: $input) {
      errors {
        ...UserErrorOfTest
      }
      notice {
        ...NoticeOfTest
      }
    }
  }
`);

const REVIEW = graphql(`
  mutation ReviewNotice($input: ReviewNoticeInput!) {
    reviewNotice(input: $input) {
      errors {
        ...UserErrorOfTest
      }
      notice {
        ...NoticeOfTest
      }
    }
  }
`);

const SIGN = graphql(`
  mutation SignNotice($input: SignNoticeInput!) {
    signNotice(input: $input) {
      errors {
        ...UserErrorOfTest
      }
      notice {
        ...NoticeOfTest
      }
    }
  }
`);

const RETURN = graphql(`
  mutation ReturnNoticeDraft($input: ReturnNoticeDraftInput!) {
    returnNoticeDraft(input: $input) {
      errors {
        ...UserErrorOfTest
      }
      notice {
        ...NoticeOfTest
      }
    }
  }
`);

type Draft = Pick<TestNotice, 'id' | 'version'>;
const about = ({ id, version }: Draft) => ({ noticeId: id, version });

export const submitNoticeForReview = async (client: Client, draft: Draft): Promise<NoticeAnswer> =>
  (await client.ask(SUBMIT, { input: about(draft) })).submitNoticeForReview;

export const reviewNotice = async (client: Client, draft: Draft, remark?: string): Promise<NoticeAnswer> =>
  (await client.ask(REVIEW, { input: { ...about(draft), ...(remark !== undefined && { remark }) } })).reviewNotice;

export const signNotice = async (
  client: Client,
  draft: Draft,
  more: { readonly seal?: { readonly reference: string; readonly sealedOn: string } } = {},
): Promise<NoticeAnswer> => (await client.ask(SIGN, { input: { ...about(draft), ...more } })).signNotice;

export const returnNoticeDraft = async (client: Client, draft: Draft, reason: string): Promise<NoticeAnswer> =>
  (await client.ask(RETURN, { input: { ...about(draft), reason } })).returnNoticeDraft;

/** What an act made of a notice; throws when it was refused. */
export function taken({ errors, notice }: NoticeAnswer): TestNotice {
  if (errors.length || !notice) throw new Error(`Refused: ${JSON.stringify(errors)}`);
  return notice;
}

/** 送核、核稿、签发 in one go: what one wrote, another one of the same body signs. */
export async function signOff(writer: Client, signatory: Client, draft: Draft): Promise<TestNotice> {
  const submitted = taken(await submitNoticeForReview(writer, draft));
  return taken(await signNotice(signatory, taken(await reviewNotice(signatory, submitted))));
}
