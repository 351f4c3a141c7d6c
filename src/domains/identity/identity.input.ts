import { ID } from 'type-graphql';
import { z } from 'zod';
import { ROLES } from '../../context.ts';
import { MAX_ROWS } from '../../kit/connection.ts';
import { inputType } from '../../kit/input.ts';
import { idOf } from '../../kit/node-id.ts';
import { isDay } from '../../kit/time.ts';
import type { Successor } from './hand-over-post.ts';
import { TokensGoEnum } from './handover.type.ts';
import { SECOND_FACTOR_RULES } from './identity.entity.ts';
import { RoleEnum } from './identity.type.ts';
import { SecondFactorRuleEnum } from './second-factor.type.ts';
import { isLogin } from './login.ts';

const line = (most: number) => z.string().trim().min(1).max(most);
/** As it is typed to sign in; what does not exist fails like a wrong password. */
const anyLogin = z.string().trim().toLowerCase().max(100);
const newLogin = z
  .string()
  .trim()
  .toLowerCase()
  .refine(isLogin, {
    message: '登录名应为 3 到 64 个小写字母、数字或 . _ @ -，以字母或数字开头',
    params: { code: 'INVALID_LOGIN' },
  });
const SHORTEST = 10;
const newPassword = z
  .string()
  .max(200)
  .refine((password) => [...password].length >= SHORTEST, {
    message: `口令至少 ${SHORTEST} 个字符`,
    params: { code: 'PASSWORD_TOO_SHORT' },
  });
const roles = z
  .array(z.enum(ROLES))
  .min(1)
  .max(ROLES.length)
  .transform((given) => ROLES.filter((role) => given.includes(role)))
  .meta({ graphql: [RoleEnum] });
const withoutLogin = ({ login, newPassword: password }: { login: string; newPassword: string }) => !password.toLowerCase().includes(login);

export const signInInput = z
  .object({
    login: anyLogin.meta({ description: 'Name of the account.' }),
    password: z.string().max(200).meta({ description: 'Its password.' }),
  })
  .meta({ description: 'Who wants to sign in.' });
export const SignInInput = inputType('SignInInput', signInInput);

/** A code as it is typed: six digits of an authenticator, or a recovery code. */
const typedCode = z
  .string()
  .max(40)
  .transform((code) => code.replaceAll(/[\s-]/g, '').toUpperCase())
  .meta({ description: 'Six digits of the authenticator, or a recovery code; spaces and case aside.' });

export const completeSignInInput = z
  .object({ challenge: z.string().max(100).meta({ description: 'What signIn answered.' }), code: typedCode })
  .meta({ description: 'The second step of signing in.' });
export const CompleteSignInInput = inputType('CompleteSignInInput', completeSignInInput);

export const enrolSecondFactorInput = z
  .object({ password: z.string().max(200).default('').meta({ description: "The account's password, where it has one." }) })
  .meta({ description: 'A second factor to be set up.' });
export const EnrolSecondFactorInput = inputType('EnrolSecondFactorInput', enrolSecondFactorInput);

export const confirmSecondFactorInput = z.object({ code: typedCode }).meta({ description: 'A first code of the authenticator.' });
export const ConfirmSecondFactorInput = inputType('ConfirmSecondFactorInput', confirmSecondFactorInput);

export const renewRecoveryCodesInput = z.object({ code: typedCode }).meta({ description: 'Recovery codes to be replaced.' });
export const RenewRecoveryCodesInput = inputType('RenewRecoveryCodesInput', renewRecoveryCodesInput);

export const removeSecondFactorInput = z.object({ code: typedCode }).meta({ description: 'A second factor to be turned off.' });
export const RemoveSecondFactorInput = inputType('RemoveSecondFactorInput', removeSecondFactorInput);

export const setSignInPolicyInput = z
  .object({
    organizationId: idOf('Organization').meta({ description: 'In which body, and everywhere below it.' }),
    secondFactor: z.enum(SECOND_FACTOR_RULES).meta({ graphql: SecondFactorRuleEnum, description: 'Who must use a second factor.' }),
    version: z.int().min(0).default(0).meta({ description: 'The version that was shown; 0 when there was none.' }),
  })
  .meta({ description: 'Who must use a second factor.' });
export const SetSignInPolicyInput = inputType('SetSignInPolicyInput', setSignInPolicyInput);

export const signOutInput = z.object({}).meta({ description: 'Nothing but an idempotency key.' });
export const SignOutInput = inputType('SignOutInput', signOutInput);

export const redeemInput = z
  .object({
    login: anyLogin.meta({ description: 'Name of the account.' }),
    code: z
      .string()
      .max(40)
      .transform((code) => code.replaceAll(/[\s-]/g, '').toUpperCase())
      .meta({ description: 'The one-time code, spaces and case aside.' }),
    newPassword: newPassword.meta({ description: 'The password to sign in with from now on: 10 characters or more.' }),
  })
  .refine(withoutLogin, { path: ['newPassword'], message: '口令不能包含登录名', params: { code: 'PASSWORD_HAS_LOGIN' } })
  .meta({ description: 'A one-time code for a password.' });
export const RedeemOneTimeCodeInput = inputType('RedeemOneTimeCodeInput', redeemInput);

export const changePasswordInput = z
  .object({
    currentPassword: z.string().max(200).meta({ description: 'The password until now.' }),
    newPassword: newPassword.meta({ description: 'The password from now on: 10 characters or more.' }),
  })
  .meta({ description: "A new password for one's own account." });
export const ChangePasswordInput = inputType('ChangePasswordInput', changePasswordInput);

const office = {
  post: line(60).nullable().default(null).meta({ description: 'Title of the post; made where the body has none of that title.' }),
  roles: roles.meta({ description: 'What the person may do there.' }),
};

export const openAccountInput = z
  .object({
    organizationId: idOf('Organization').meta({ description: 'Where the person works.' }),
    login: newLogin.meta({ description: 'Name to sign in with, not yet taken: 3 to 64 of a-z 0-9 . _ @ -' }),
    personName: line(60).meta({ description: 'Name of the person.' }),
    phone: line(40).nullable().default(null).meta({ description: 'Phone number, kept as given.' }),
    ...office,
  })
  .meta({ description: 'Somebody new.' });
export const OpenAccountInput = inputType('OpenAccountInput', openAccountInput);

export const openAccountsInput = z
  .object({
    parentId: idOf('Organization').optional().meta({ description: "Whose units directly below; the caller's own body when left out." }),
    organizationIds: z
      .array(idOf('Organization'))
      .min(1)
      .max(MAX_ROWS)
      .optional()
      .meta({ graphql: [ID], description: 'Which of them, 100 at most; those in which nobody holds office when left out.' }),
    first: z.int().min(1).max(MAX_ROWS).default(MAX_ROWS).meta({ description: 'How many at most when none are named, 1 to 100.' }),
    loginPrefix: newLogin
      .refine((prefix) => prefix.length <= 50, { message: '前缀最长 50 个字符', params: { code: 'INVALID_LOGIN' } })
      .meta({ description: "What the logins begin with: dongshan makes dongshan-0012 of the unit's number below its superior." }),
    post: line(20).default('工会干事').meta({ description: 'Title of the post, and after the name of the unit that of the person.' }),
    roles: roles.meta({ description: 'What each may do in its unit.' }),
  })
  .meta({ description: 'An account for each of many units.' });
export const OpenAccountsInput = inputType('OpenAccountsInput', openAccountsInput);

export const resetAccountInput = z
  .object({ personId: idOf('Person').meta({ description: 'Whose account.' }) })
  .meta({ description: 'An account to be taken over anew.' });
export const ResetAccountInput = inputType('ResetAccountInput', resetAccountInput);

export const appointInput = z
  .object({
    personId: idOf('Person').meta({ description: 'Whom.' }),
    organizationId: idOf('Organization').meta({ description: 'Where.' }),
    ...office,
  })
  .meta({ description: 'An office for somebody who has an account.' });
export const AppointInput = inputType('AppointInput', appointInput);

export const endAppointmentInput = z
  .object({
    appointmentId: idOf('Appointment').meta({ description: 'Which.' }),
    reason: line(200).meta({ description: 'Why.' }),
    version: z.int().meta({ description: 'The version that was shown.' }),
  })
  .meta({ description: 'An office that ends.' });
export const EndAppointmentInput = inputType('EndAppointmentInput', endAppointmentInput);

const successorInput = z
  .object({
    personId: idOf('Person').optional().meta({ description: 'Somebody who has an account; without one, somebody new.' }),
    login: newLogin.optional().meta({ description: 'Of somebody new: name to sign in with.' }),
    personName: line(60).optional().meta({ description: 'Of somebody new: their name.' }),
    phone: line(40).nullable().default(null).meta({ description: 'Of somebody new: phone number, kept as given.' }),
  })
  .refine(({ personId, login, personName }) => (personId === undefined ? login && personName : !login && !personName), {
    message: '请指定一位已有账户的人员，或填写新任人员的登录名和姓名',
    params: { code: 'ONE_SUCCESSOR' },
  })
  .meta({ description: 'Who goes on with a post.' });
const SuccessorInput = inputType('SuccessorInput', successorInput);

export const handOverPostInput = z
  .object({
    appointmentId: idOf('Appointment').meta({ description: 'The office that changes hands.' }),
    version: z.int().meta({ description: 'The version that was shown.' }),
    successor: successorInput
      .transform((given) => given as Successor)
      .meta({ graphql: SuccessorInput, description: 'Who goes on with it.' }),
    on: z
      .string()
      .refine(isDay, { message: '日期不存在', params: { code: 'INVALID_DATE' } })
      .optional()
      .meta({
        graphql: String,
        description: 'Day from whose first instant it is theirs, as 2021-05-28, 90 days ahead at most; now when left out.',
      }),
    reason: line(200).meta({ description: 'Why.' }),
    tokens: z
      .enum(['END', 'TRANSFER'])
      .default('END')
      .meta({ graphql: TokensGoEnum, description: 'What becomes of the read-only tokens that were made under it.' }),
  })
  .meta({ description: 'A post to change hands.' });
export const HandOverPostInput = inputType('HandOverPostInput', handOverPostInput);

export const delegateCapacityInput = z
  .object({
    holderLogin: anyLogin.meta({ description: 'Login of the person to whom it is lent.' }),
    roles: roles.meta({ description: 'What of it is lent.' }),
    from: z.date().optional().meta({ description: 'When it begins, 180 days ahead at most; now when left out.' }),
    until: z.date().meta({ description: 'When it ends, 90 days after it began at most.' }),
  })
  .meta({ description: "The caller's own capacity, for somebody else, for a time." });
export const DelegateCapacityInput = inputType('DelegateCapacityInput', delegateCapacityInput);

export const endDelegationInput = z
  .object({ delegationId: idOf('Delegation').meta({ description: 'Which.' }) })
  .meta({ description: 'A delegation to end.' });
export const EndDelegationInput = inputType('EndDelegationInput', endDelegationInput);

export const createApiTokenInput = z
  .object({
    name: line(60).meta({ description: 'What it is for.' }),
    organizationId: idOf('Organization').optional().meta({ description: "Whose figures it reads; the caller's own body when left out." }),
    expiresAt: z.date().meta({ description: 'When it ends, a year ahead at most.' }),
  })
  .meta({ description: 'A read-only token.' });
export const CreateApiTokenInput = inputType('CreateApiTokenInput', createApiTokenInput);

export const revokeApiTokenInput = z
  .object({ apiTokenId: idOf('ApiToken').meta({ description: 'Which.' }) })
  .meta({ description: 'A token to end.' });
export const RevokeApiTokenInput = inputType('RevokeApiTokenInput', revokeApiTokenInput);
