import type { FileId, NodeRef, RunId } from '#contract/ids.ts'
import { queryOptions } from '@tanstack/react-query'
import { askBytes, urlOf } from './http.ts'
import { runKey } from './keys.ts'

/** Bytes of a file that a preview reads at first. */
export const PREVIEW_BYTES_MAX = 512 * 1024
/** Bytes that are read when the whole is asked for; what is larger is a download away. */
export const WHOLE_BYTES_MAX = 32 * 1024 * 1024
/** Bytes that a thumbnail shows the beginning of. */
const PEEK_BYTES = 1024

/** Where a file's bytes are. The server sends them as an attachment in a sandbox, so the address is safe in `href` and in `<img src>`. */
export const fileContentUrl = (run_id: RunId, file_id: FileId): string => urlOf('getFileContent', { run_id, file_id })

/** Where all recorded files of a run are, in one archive. */
export const runFilesZipUrl = (run_id: RunId): string => urlOf('getRunFilesZip', { run_id })
export const nodeFilesZipUrl = (ref: NodeRef): string => urlOf('getNodeFilesZip', ref)

/** Bytes of a file from its first one; addressed by run and file, so bytes of another run cannot answer. */
const bytes = (run_id: RunId, file_id: FileId, part: 'peek' | 'head' | 'whole', most: number) =>
  queryOptions({
    queryKey: [...runKey(run_id), 'file', file_id, part],
    queryFn: ({ signal }) => askBytes(fileContentUrl(run_id, file_id), most, signal),
    staleTime: Infinity,
    gcTime: 60_000,
    // Sharing structure would compare megabytes of bytes one by one.
    structuralSharing: false,
  })

export const fileQueries = {
  /** So much as a thumbnail shows. */
  peek: (run_id: RunId, file_id: FileId) => bytes(run_id, file_id, 'peek', PEEK_BYTES),
  /** The beginning, which is all of most files. */
  head: (run_id: RunId, file_id: FileId) => bytes(run_id, file_id, 'head', PREVIEW_BYTES_MAX),
  whole: (run_id: RunId, file_id: FileId) => bytes(run_id, file_id, 'whole', WHOLE_BYTES_MAX),
}
