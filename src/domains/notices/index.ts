import type { Domain } from '../../kit/domain.ts';
import { AddressGroupResolver } from './address-group.resolver.ts';
import { findAddressGroup } from './address-groups.ts';
import { CopyNoticeResolver } from './copy-notice.resolver.ts';
import { CorrectionResolver } from './correction.resolver.ts';
import { LintResolver } from './lint.resolver.ts';
import { ability } from './notice.ability.ts';
import { BasisDocumentResolver, NoticeExtrasResolver } from './extras.resolver.ts';
import { DeliverableResolver, DeliveryResolver } from './deliverable.resolver.ts';
import { NoticeResolver } from './notice.resolver.ts';
import { OrganizationSigningResolver, SignOffResolver } from './sign-off.resolver.ts';
import { PhraseAmountResolver, PhraseResolver } from './phrase.resolver.ts';
import { findDeliverable, findDelivery, findNotice } from './read-notices.ts';

export const notices: Domain = {
  resolvers: [
    NoticeResolver,
    CorrectionResolver,
    CopyNoticeResolver,
    DeliverableResolver,
    DeliveryResolver,
    AddressGroupResolver,
    SignOffResolver,
    OrganizationSigningResolver,
    PhraseResolver,
    PhraseAmountResolver,
    NoticeExtrasResolver,
    BasisDocumentResolver,
    LintResolver,
  ],
  ability,
  nodes: { Notice: findNotice, Deliverable: findDeliverable, Delivery: findDelivery, AddressGroup: findAddressGroup },
};
