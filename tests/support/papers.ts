import { Args, Field, FieldResolver, GraphQLISODateTime, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { z } from 'zod';
import { Public } from '../../src/kit/access.ts';
import { connectionOf, PageArgs, pageOf, parseCursor } from '../../src/kit/connection.ts';
import { enumType } from '../../src/kit/enums.ts';
import { Payload } from '../../src/kit/errors.ts';
import { Input, inputType } from '../../src/kit/input.ts';

const PaperKindEnum = enumType('PaperKind', 'What a paper is.', { LETTER: 'To somebody.', REPORT: 'About something.' });

@ObjectType({ description: 'A paper.' })
class Paper {
  @Field(() => String, { description: 'Its title.' })
  title!: string;
}

const PaperConnection = connectionOf('Paper', () => Paper);

@ObjectType({ implements: Payload, description: 'The paper filed.' })
class FilePayload extends Payload {
  @Field(() => String, { nullable: true, description: 'Its title.' })
  title?: string;
}

const file = z
  .object({
    title: z.string().meta({ description: 'Its title.' }),
    kind: z.enum(['LETTER', 'REPORT']).optional().meta({ graphql: PaperKindEnum, description: 'What it is.' }),
    pages: z.int().optional().meta({ graphql: Int, description: 'How long it is.' }),
    at: z.date().optional().meta({ graphql: GraphQLISODateTime, description: 'When it was written.' }),
  })
  .meta({ description: 'A paper to file.' });
const FileInput = inputType('FileInput', file);

const TITLES = Array.from({ length: 120 }, (_, index) => ({ title: `第${index}件` }));

function page(args: PageArgs) {
  const [after] = parseCursor(args.after, ['text']) ?? [];
  const from = after === undefined ? 0 : TITLES.findIndex(({ title }) => title === after) + 1;
  return pageOf(TITLES.slice(from, from + args.first + 1), args, ({ title }) => [title]);
}

/** What an attacker looks for: a cycle, lists of lists, a mutation. It holds no data. */
@Resolver(() => Paper)
export class PapersResolver {
  @Public()
  @Query(() => Paper, { description: 'The first.' })
  paper() {
    return TITLES[0];
  }

  @Public()
  @Query(() => PaperConnection, { description: 'All of them.' })
  papers(@Args(() => PageArgs) args: PageArgs) {
    return page(args);
  }

  @FieldResolver(() => Paper, { description: 'The one after it.' })
  next() {
    return TITLES[1];
  }

  @FieldResolver(() => PaperConnection, { name: 'papers', description: 'Those that belong to it.' })
  enclosed(@Args(() => PageArgs) args: PageArgs) {
    return page(args);
  }

  @Public()
  @Mutation(() => FilePayload, { description: 'Files a paper.' })
  file(@Input(() => FileInput, file) { title }: z.output<typeof file>) {
    return { title };
  }
}
