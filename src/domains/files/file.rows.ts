import type { Selectable } from 'kysely';
import type { Tables } from '../../orm.ts';

/** A file as the API shows it, whether put in or handed in; the id is the one that answers name it with. */
export interface FileRow {
  readonly __typename: 'File';
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  readonly sha256: string;
}

/** What is needed to hand a file out. */
export interface FileToSend extends Omit<FileRow, '__typename'> {
  readonly storageKey: string;
}

type Facts = Pick<Selectable<Tables['upload']>, 'name' | 'media_type' | 'size' | 'sha256'>;

export const asFile = (id: string, row: Facts): FileRow => ({
  __typename: 'File',
  id,
  name: row.name,
  mediaType: row.media_type,
  size: row.size,
  sha256: row.sha256,
});
