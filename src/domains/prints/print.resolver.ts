import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { Input } from '../../kit/input.ts';
import { encodeId } from '../../kit/node-id.ts';
import { readPrintCode } from '../../kit/paper/print-code.ts';
import * as inputs from './print.input.ts';
import { printByCode, type PrintRow } from './print.rows.ts';
import * as types from './print.type.ts';
import { printSubmission } from './print-submission.ts';
import { returnScan } from './return-scan.ts';
import { standingOf } from './standing.ts';

@Resolver(() => types.FormPrintType)
export class PrintResolver {
  @Can('readDraft', 'Submission')
  @Query(() => types.FormPrintType, { nullable: true, description: "A print of one's own body by the code on the paper." })
  async print(@Arg('code', () => String, { description: 'As it stands at the foot.' }) code: string, @Ctx() ctx: ViewerContext) {
    const known = readPrintCode(code);
    return known ? printByCode(ctx, known) : null;
  }

  @Can('fill', 'Submission')
  @Mutation(() => types.PrintSubmissionPayload, { description: 'Prints what a form of the page now says, to have it sealed.' })
  async printSubmission(
    @Input(() => inputs.PrintSubmissionInput, inputs.printSubmissionInput) input: z.output<typeof inputs.printSubmissionInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return { print: await printSubmission(ctx, input) };
  }

  @Can('fill', 'Submission')
  @Mutation(() => types.ReturnScanPayload, { description: 'Answers a question for a seal with the scan of a stamped print.' })
  returnScan(
    @Input(() => inputs.ReturnScanInput, inputs.returnScanInput) input: z.output<typeof inputs.returnScanInput>,
    @Ctx() ctx: ViewerContext,
  ) {
    return returnScan(ctx, input);
  }

  @FieldResolver(() => String, { description: 'SHA-256 of what it shows, in hexadecimal.' })
  contentHash(@Root() { content_hash }: PrintRow) {
    return content_hash;
  }

  @FieldResolver(() => Date, { description: 'When it was printed.' })
  printedAt(@Root() { printed_at }: PrintRow) {
    return printed_at;
  }

  @FieldResolver(() => types.PrintUrls, { description: 'Its files.' })
  urls(@Root() { id }: PrintRow) {
    const at = `/print/forms/${encodeId('FormPrint', id)}`;
    return { docx: `${at}/docx`, pdf: `${at}/pdf` };
  }

  @FieldResolver(() => types.PrintStanding, { description: 'Whether it still says what the page says.' })
  standing(@Root() print: PrintRow, @Ctx() ctx: ViewerContext) {
    return standingOf(ctx, print);
  }
}
