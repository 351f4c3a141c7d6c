import { enumType } from './enums.ts';

export const FindingSeverityEnum = enumType('FindingSeverity', 'How much a finding weighs.', {
  BLOCK: 'Stands in the way of submitting, never of saving.',
  WARN: 'Only says so.',
});
