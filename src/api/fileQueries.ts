import type { FileId, RunId } from '#contract/ids.ts'
import { queryOptions } from '@tanstack/react-query'
import { askBytes, urlOf } from './http.ts'
import { runKey } from './keys.ts'

/** Bytes of a file that a preview reads at most; the whole is a download away. */
export const PREVIEW_BYTES_MAX = 512 * 1024

/** Where a file's bytes are. The server sends them as an attachment in a sandbox, so the address is safe in `href` and in `<img src>`. */
export const fileContentUrl = (run_id: RunId, file_id: FileId): string => urlOf('getFileContent', { run_id, file_id })

export const fileQueries = {
  /** The beginning of a file's bytes. Addressed by run and file, so bytes of another run cannot answer. */
  head: (run_id: RunId, file_id: FileId) =>
    queryOptions({
      queryKey: [...runKey(run_id), 'file', file_id, 'head'],
      queryFn: ({ signal }) => askBytes(fileContentUrl(run_id, file_id), PREVIEW_BYTES_MAX, signal),
      staleTime: Infinity,
      gcTime: 60_000,
    }),
}
