import type { FileId, NodeRef, RunId } from '#contract/ids.ts'
import { queryOptions } from '@tanstack/react-query'
import { askBytes, urlOf } from './http.ts'
import { runKey } from './keys.ts'

/** Maximum bytes of a file that a preview reads at first. */
export const PREVIEW_BYTES_MAX = 512 * 1024
/** Maximum bytes read when the whole file is requested; a larger file can be downloaded. */
export const WHOLE_BYTES_MAX = 32 * 1024 * 1024
/** Bytes at the beginning of a file that a thumbnail shows. */
const PEEK_BYTES = 1024

/**
 * The URL of a file's bytes. The server sends them as a sandboxed attachment, so it is safe in `href` and in `<img
 * src>`.
 */
export const fileContentUrl = (run_id: RunId, file_id: FileId): string => urlOf('getFileContent', { run_id, file_id })

/** The URL of an archive with all recorded files of a run. */
export const runFilesZipUrl = (run_id: RunId): string => urlOf('getRunFilesZip', { run_id })
export const nodeFilesZipUrl = (ref: NodeRef): string => urlOf('getNodeFilesZip', ref)

/** The first bytes of a file. Addressed by run and file, so bytes of another run cannot be returned. */
const bytes = (run_id: RunId, file_id: FileId, part: 'peek' | 'head' | 'whole', most: number) =>
  queryOptions({
    queryKey: [...runKey(run_id), 'file', file_id, part],
    queryFn: ({ signal }) => askBytes(fileContentUrl(run_id, file_id), most, signal),
    staleTime: Infinity,
    gcTime: 60_000,
    // Structural sharing would compare megabytes byte by byte.
    structuralSharing: false,
  })

export const fileQueries = {
  /** As much as a thumbnail shows. */
  peek: (run_id: RunId, file_id: FileId) => bytes(run_id, file_id, 'peek', PEEK_BYTES),
  /** The beginning, which is all of most files. */
  head: (run_id: RunId, file_id: FileId) => bytes(run_id, file_id, 'head', PREVIEW_BYTES_MAX),
  whole: (run_id: RunId, file_id: FileId) => bytes(run_id, file_id, 'whole', WHOLE_BYTES_MAX),
}
