import type { Domain } from '../../kit/domain.ts';
import { findTemplate } from './read-sheets.ts';
import { ability } from './sheet.ability.ts';
import { ScoreSheetResolver, SheetRuleResolver } from './sheet.resolver.ts';

export const sheets: Domain = {
  resolvers: [ScoreSheetResolver, SheetRuleResolver],
  ability,
  nodes: { ScoreSheetTemplate: findTemplate },
};
