import type { ViewerContext } from '../../context.ts';
import { kindOf } from '../../kit/file-extensions.ts';
import { encodeId } from '../../kit/node-id.ts';
import type { PageFile } from './file.rows.ts';
import { receivedBytes } from './receive.ts';
import { type UploadState, uploadStateLabels, type UploadedFileType } from './upload.type.ts';

/** An upload as its page shows it; how much of it is here, the disk knows. */
export async function showUpload(ctx: ViewerContext, upload: PageFile): Promise<UploadedFileType> {
  const bytesReceived = await bytesHere(ctx, upload);
  const state = stateOf(upload, bytesReceived);
  return {
    id: encodeId('File', upload.id),
    name: upload.name,
    kind: kindOf(upload.extension),
    state,
    stateLabel: uploadStateLabels[state],
    bytesReceived,
    bytesTotal: upload.size,
    deliverableId: upload.deliverable_id ? encodeId('Deliverable', upload.deliverable_id) : null,
    field: upload.field ?? null,
    mediaType: upload.media_type,
    sha256: upload.sha256,
    probe: upload.media ?? null,
    failure: upload.failure_code ? { code: upload.failure_code, message: upload.failure ?? '' } : null,
    uploadedAt: upload.uploaded_at ?? null,
  };
}

/** Bytes of an upload that are here now. */
export async function bytesHere(
  { files }: ViewerContext,
  { state, size, storage_key: storageKey }: Pick<PageFile, 'state' | 'size' | 'storage_key'>,
): Promise<number> {
  if (state === 'FAILED') return 0;
  if (state !== 'UPLOADING') return size; // what came otherwise is stored
  if (!files) throw new Error('No file store behind this request');
  return receivedBytes(files, storageKey);
}

function stateOf({ state = 'STORED' }: PageFile, bytesReceived: number): UploadState {
  return state === 'UPLOADING' && bytesReceived === 0 ? 'CREATED' : state;
}
