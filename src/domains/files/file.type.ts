import { Field, Int, ObjectType } from 'type-graphql';
import { enumType } from '../../kit/enums.ts';
import type { FileKind } from '../../kit/file-extensions.ts';
import { Node } from '../../kit/node-id.ts';

export const FileKindEnum = enumType('FileKind', 'What a file is for, by its ending.', {
  IMAGE: 'A picture.',
  VIDEO: 'A film.',
  AUDIO: 'A recording.',
  DOCUMENT: 'A text, a table or slides.',
  ARCHIVE: 'Files packed into one.',
});

export const OrientationEnum = enumType('Orientation', 'How a picture or a film is shown.', {
  LANDSCAPE: 'Wider than high.',
  PORTRAIT: 'Higher than wide.',
  SQUARE: 'As wide as high.',
});

@ObjectType('Probe', {
  description: 'What a picture, a film or a recording amounts to; found by looking into the file, never told by its sender.',
})
export class ProbeType {
  @Field(() => String, { description: 'What it really is, whatever its ending: jpeg, png, gif, mp4, mov, wmv, wma, mp3.' })
  container!: string;

  @Field(() => Int, { nullable: true, description: 'Pixels across, as it is shown; null for sound.' })
  width!: number | null;

  @Field(() => Int, { nullable: true, description: 'Pixels down, as it is shown; null for sound.' })
  height!: number | null;

  @Field(() => Int, { nullable: true, description: 'How long it runs, in milliseconds; null for pictures.' })
  durationMs!: number | null;

  @Field(() => OrientationEnum, { nullable: true, description: 'How it is shown, after turning it as its camera says.' })
  orientation!: string | null;

  @Field(() => Boolean, { description: 'Whether there is a film in it.' })
  hasVideo!: boolean;

  @Field(() => Boolean, { description: 'Whether there is sound in it.' })
  hasAudio!: boolean;
}

@ObjectType('File', { implements: Node, description: 'A file behind an answer. `GET /files/<id>` hands it out, under the same walls.' })
export class FileType extends Node {
  @Field(() => String, { description: 'Its name, as it was put in.' })
  name!: string;

  @Field(() => FileKindEnum, { description: 'What it is for.' })
  kind!: FileKind;

  @Field(() => String, { description: 'What its content is.' })
  mediaType!: string;

  @Field(() => Int, { description: 'Bytes.' })
  size!: number;

  @Field(() => String, { description: 'SHA-256 of its content, in hexadecimal.' })
  sha256!: string;

  @Field(() => ProbeType, { nullable: true, description: 'What it amounts to; null for what is no picture, film or recording.' })
  probe!: ProbeType | null;
}
