import type { Domain } from '../../kit/domain.ts';
import { AwardDecisionFields, AwardLineFields, AwardListFields, AwardObjectionFields, DecidedLineFields } from './award-list.fields.ts';
import { AwardListResolver } from './award-list.resolver.ts';
import { ability } from './honour.ability.ts';
import { HolderResolver, MentoringPairFields, SubsidyFields, SubsidySpendingFields } from './holder.resolver.ts';
import { findAwardList, findDecision } from './read-award-lists.ts';
import { findTitle } from './read-titles.ts';
import { AwardResultFields, TitleFields } from './title.fields.ts';
import { AwardLineTitles, OrganizationTitles, SubmissionAwards, TitleResolver } from './title.resolver.ts';

export const honours: Domain = {
  resolvers: [
    AwardListResolver,
    AwardListFields,
    AwardLineFields,
    AwardObjectionFields,
    AwardDecisionFields,
    DecidedLineFields,
    TitleResolver,
    TitleFields,
    OrganizationTitles,
    AwardLineTitles,
    SubmissionAwards,
    AwardResultFields,
    HolderResolver,
    SubsidyFields,
    SubsidySpendingFields,
    MentoringPairFields,
  ],
  ability,
  nodes: { AwardList: findAwardList, AwardDecision: findDecision, Title: findTitle },
};
