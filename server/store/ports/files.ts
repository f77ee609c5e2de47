import type { FileRow, RunFile } from '#contract/entities.ts'
import type { FileId, NodeRef, RunId } from '#contract/ids.ts'
import type { PageRequest, Slice } from './page.ts'

export interface FileRepository {
  /** Sorted by created_at (missing last), then file_id. */
  listFilesForNodeInRun(ref: NodeRef, page: PageRequest): Promise<Slice<FileRow>>
  listFilesForRun(run_id: RunId, page: PageRequest): Promise<Slice<FileRow>>
  findFile(run_id: RunId, file_id: FileId): Promise<RunFile | undefined>
  /** Bytes `start` to `end` (exclusive) of the file's content; undefined if the file or its content is not stored. */
  readContent(run_id: RunId, file_id: FileId, start: number, end: number): Promise<Uint8Array<ArrayBuffer> | undefined>
}
