import { Field, ObjectType } from 'type-graphql';
import { Payload } from '../../kit/errors.ts';
import { Node } from '../../kit/node-id.ts';
import type { EditorRow } from '../submissions/editor.ts';
import { SubmissionEditorType } from '../submissions/submission.type.ts';
import type { PrintRow } from './print.rows.ts';

@ObjectType('FormPrint', { implements: Node, description: 'A form as a unit printed it from its page, to have it sealed (打印件).' })
export class FormPrintType extends Node {
  @Field(() => String, { description: 'Stands at the foot of every page.' }) code!: string;
}

@ObjectType('PrintUrls', { description: 'Where the files of a print are fetched, by whoever works in the unit.' })
export class PrintUrls {
  @Field(() => String, { description: 'As a Word document.' }) docx!: string;
  @Field(() => String, { description: 'As a PDF.' }) pdf!: string;
}

@ObjectType('PrintStanding', { description: 'Whether a print still says what the page says.' })
export class PrintStanding {
  @Field(() => Boolean, { description: 'The page was changed since: a seal on it is good for nothing.' }) stale!: boolean;
  @Field(() => [String], { description: 'What was changed, as people read the questions.' }) changed!: string[];
}

@ObjectType({ implements: Payload, description: 'The print.' })
export class PrintSubmissionPayload extends Payload {
  @Field(() => FormPrintType, { nullable: true, description: 'The print.' })
  print?: PrintRow | null;
  @Field(() => SubmissionEditorType, { nullable: true, description: 'With STALE_VERSION, what somebody else saved.' })
  editor?: EditorRow | null;
}

@ObjectType({ implements: Payload, description: 'The page with the seal.' })
export class ReturnScanPayload extends Payload {
  @Field(() => FormPrintType, { nullable: true, description: 'What was sealed.' })
  print?: PrintRow | null;
  @Field(() => SubmissionEditorType, { nullable: true, description: 'The page; with STALE_VERSION, what somebody else saved.' })
  editor?: EditorRow | null;
}
