import type { Selectable } from 'kysely';
import { type FileKind, kindOf } from '../../kit/file-extensions.ts';
import type { MediaFacts } from '../../kit/file-rules.ts';
import type { Tables } from '../../orm.ts';

/** A file as the API shows it, whether put in or handed in; the id is the one that answers name it with. */
export interface FileRow {
  readonly __typename: 'File';
  readonly id: string;
  readonly name: string;
  readonly kind: FileKind;
  readonly mediaType: string;
  readonly size: number;
  readonly sha256: string;
  readonly probe: MediaFacts | null;
}

/** What is needed to hand a file out. */
export interface FileToSend extends Omit<FileRow, '__typename' | 'kind' | 'probe'> {
  readonly media: MediaFacts | null;
  readonly extension: string;
  readonly storageKey: string;
}

type Facts = Pick<Selectable<Tables['submission_file']>, 'name' | 'extension' | 'media_type' | 'size' | 'sha256'> & {
  readonly media?: MediaFacts | null;
};

export const asFile = (id: string, row: Facts): FileRow => ({
  __typename: 'File',
  id,
  name: row.name,
  kind: kindOf(row.extension),
  mediaType: row.media_type,
  size: row.size,
  sha256: row.sha256,
  probe: row.media ?? null,
});

type Upload = Selectable<Tables['upload']>;

/** A file that answers of a page may name, wherever it was put in; on its way in when its state says so. */
export type PageFile = Pick<Upload, 'id' | 'name' | 'extension' | 'media_type' | 'size' | 'sha256' | 'storage_key'> &
  Partial<
    Pick<
      Upload,
      | 'media'
      | 'state'
      | 'failure_code'
      | 'failure'
      | 'deliverable_id'
      | 'field'
      | 'uploaded_at'
      | 'receiving_since'
      | 'received_milliseconds'
      | 'print_code'
      | 'print_hash'
    >
  >;
