import type { RunFile } from '#contract/entities.ts'
import type { NodeRef, RunScope } from '#contract/ids.ts'
import type { RawHandlers } from '#server/http/endpoint.ts'
import { ScopeViolationError } from '#server/http/replyScope.ts'
import { zipResponse } from '#server/http/zipResponse.ts'
import type { Repositories } from '#server/store/ports/store.ts'
import type { Slice } from '#server/store/ports/page.ts'
import { inExistingNode, inExistingRun } from './requireExisting.ts'

/** All files of a run or node as one archive. */
export const zipRoutes = (repositories: Repositories): RawHandlers<'getRunFilesZip' | 'getNodeFilesZip'> => {
  const { files } = repositories
  const read = (file: RunFile, start: number, end: number) => files.readContent(file.run_id, file.file_id, start, end)
  return {
    getRunFilesZip: ({ params }) =>
      inExistingRun(repositories, params.run_id, () =>
        zipResponse({
          name: `run-${params.run_id.slice(0, 8)}-files.zip`,
          list: async (page) => inScope(params, await files.listFilesForRun(params.run_id, page)),
          read,
        }),
      ),

    getNodeFilesZip: ({ params }) =>
      inExistingNode(repositories, params, () =>
        zipResponse({
          name: `run-${params.run_id.slice(0, 8)}-${params.node_id.replace(/[/\\]/g, '_')}-files.zip`,
          list: async (page) => inScope(params, await files.listFilesForNodeInRun(params, page)),
          read,
        }),
      ),
  }
}

/** Bytes carry no scope, so the rows that lead to them are checked instead. */
function inScope(scope: RunScope | NodeRef, slice: Slice<RunFile>): Slice<RunFile> {
  for (const row of slice.rows)
    if (row.run_id !== scope.run_id || ('node_id' in scope && row.node_id !== scope.node_id))
      throw new ScopeViolationError()
  return slice
}
