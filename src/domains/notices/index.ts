import type { Domain } from '../../kit/domain.ts';
import { ability } from './notice.ability.ts';
import { DeliverableResolver, DeliveryResolver, NoticeResolver } from './notice.resolver.ts';
import { OrganizationSigningResolver, SignOffResolver } from './sign-off.resolver.ts';
import { PhraseAmountResolver, PhraseResolver } from './phrase.resolver.ts';
import { findDeliverable, findDelivery, findNotice } from './read-notices.ts';

export const notices: Domain = {
  resolvers: [
    NoticeResolver,
    DeliverableResolver,
    DeliveryResolver,
    SignOffResolver,
    OrganizationSigningResolver,
    PhraseResolver,
    PhraseAmountResolver,
  ],
  ability,
  nodes: { Notice: findNotice, Deliverable: findDeliverable, Delivery: findDelivery },
};
