import type { Domain } from '../../kit/domain.ts';
import { ability } from './bulletin.ability.ts';
import { BulletinResolver, BulletinSnapshotResolver, NoticeBulletinResolver } from './bulletin.resolver.ts';
import { findBulletin } from './read-bulletins.ts';

export const bulletins: Domain = {
  resolvers: [BulletinResolver, BulletinSnapshotResolver, NoticeBulletinResolver],
  ability,
  nodes: { Bulletin: findBulletin },
};
