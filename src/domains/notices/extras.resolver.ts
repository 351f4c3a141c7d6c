import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import type { ViewerContext } from '../../context.ts';
import { Can } from '../../kit/access.ts';
import { attachedFiles } from '../files/attach-files.ts';
import { attachmentsOf } from './attachments.ts';
import { noticeByNumber } from './basis.ts';
import { parseDocNumber } from './doc-number.ts';
import { NamedActivityType, NoticeAttachmentType, NoticeRoleType, ProposedTitle } from './extras.type.ts';
import { attachmentKindLabels, AwardKindEnum, NoticeKindEnum } from './notice.enums.ts';
import type { NoticeRow } from './notice.rows.ts';
import type { BasisDocument as BasisShape, NoticeContact } from './notice.shapes.ts';
import { BasisDocument, NoticeType } from './notice.type.ts';
import { noticeOf } from './read-notices.ts';
import { titleOf } from './title.ts';

@Resolver(() => NoticeType)
export class NoticeExtrasResolver {
  @Can('draft', 'Notice')
  @Query(() => ProposedTitle, { description: 'The title that a document of this kind bears by custom.' })
  proposedTitle(
    @Arg('kind', () => NoticeKindEnum, { description: 'What sort of document.' }) kind: NoticeRow['kind'],
    @Arg('subject', () => String, { description: 'What it is about, or the name of the document that it issues.' }) subject: string,
    @Arg('signedBy', () => String, { nullable: true, description: 'Who signs; stands in front.' }) signedBy: string | null | undefined,
  ) {
    return { title: titleOf(kind, subject.trim(), signedBy?.trim() ?? '') };
  }

  @FieldResolver(() => Int, { nullable: true, description: 'The year that the activity or award is about.' })
  awardYear(@Root() notice: NoticeRow) {
    return notice.award_year;
  }

  @FieldResolver(() => [AwardKindEnum], { description: 'Kinds of award that are given.' })
  awardKinds(@Root() notice: NoticeRow) {
    return notice.award_kinds;
  }

  @FieldResolver(() => String, { nullable: true, description: 'How long the whole lasts, as worded.' })
  declaredPeriod(@Root() notice: NoticeRow) {
    return notice.declared_period;
  }

  @FieldResolver(() => [NamedActivityType], { description: 'Activities that the text names, in order.' })
  activities(@Root() notice: NoticeRow, @Ctx() ctx: ViewerContext) {
    return notice.activities.map(({ noticeId, ...activity }) =>
      Object.assign(activity, { notice: () => (noticeId ? noticeOf(ctx, noticeId) : null) }),
    );
  }

  @FieldResolver(() => [NoticeAttachmentType], { description: 'Its attachments, in order.' })
  async attachments(@Root() { id }: NoticeRow, @Ctx() ctx: ViewerContext) {
    return (await attachmentsOf(ctx, id)).map(({ ordinal, title, kind, file_id }) => ({
      ordinal,
      title,
      kind,
      kindLabel: attachmentKindLabels[kind],
      file: async () => (file_id ? ((await attachedFiles(ctx, 'Notice', id)).find((file) => file.id === file_id) ?? null) : null),
    }));
  }

  @FieldResolver(() => [NoticeRoleType], { description: 'Who does what, by the purposes of its contacts; several may share one.' })
  roles(@Root() { contacts }: NoticeRow) {
    const named = contacts.filter((contact): contact is NoticeContact & { purpose: string } => contact.purpose !== null);
    return [...Map.groupBy(named, ({ purpose }) => purpose)].map(([role, holders]) => ({ role, holders }));
  }
}

@Resolver(() => BasisDocument)
export class BasisDocumentResolver {
  @FieldResolver(() => String, { nullable: true, description: 'Where in the text it is cited, such as the goal that rests on it.' })
  reference(@Root() { reference }: BasisShape) {
    return reference ?? null;
  }

  @FieldResolver(() => Boolean, { description: 'It is a trial (试行), as its title says.' })
  trial(@Root() { title }: BasisShape) {
    return title.includes('试行');
  }

  @FieldResolver(() => NoticeType, {
    nullable: true,
    description: 'The notice of this number, if it is held here and the caller may read it.',
  })
  notice(@Root() { number }: BasisShape, @Ctx() ctx: ViewerContext) {
    const parsed = number ? parseDocNumber(number) : undefined;
    return parsed ? noticeByNumber(ctx, parsed) : null;
  }
}
